"""What cannot be opened says so in one line, and leaves nothing that holds the next try up."""

import asyncio
from pathlib import Path

import pytest

from storage import CannotOpen, Keyring, open_store
from tests.storage.conftest import Times


@pytest.mark.parametrize("url", ["", "tandem.sqlite3", "mysql://host/name"])
def test_an_address_that_is_none_of_ours_is_refused(
    url: str, keyring: Keyring, times: Times
) -> None:
    with pytest.raises(CannotOpen, match=r"(?i)sqlite"):
        open_store(url, None, keyring, lambda: times.now, times.root)


@pytest.mark.parametrize("url", ["postgres://nowhere/x", "postgresql+asyncpg://nowhere/x"])
def test_postgresql_needs_a_place_for_the_vaults_keys(
    url: str, keyring: Keyring, times: Times
) -> None:
    with pytest.raises(CannotOpen, match="TANDEM_VAULTS_URL"):
        open_store(url, None, keyring, lambda: times.now, times.root)


def test_a_server_that_does_not_answer_is_named(
    keyring: Keyring, times: Times, tmp_path: Path
) -> None:
    url = f"postgresql://tandem@/tandem?host={tmp_path}"
    with pytest.raises(CannotOpen, match="does not open"):
        open_store(url, "sqlite://", keyring, lambda: times.now, times.root)


def test_a_file_that_is_no_database_is_refused_and_left_alone(
    keyring: Keyring, times: Times, tmp_path: Path
) -> None:
    path = tmp_path / "tandem.sqlite3"
    path.write_text("Dear diary, " * 100)
    for _ in range(2):
        with pytest.raises(CannotOpen, match="not a database"):
            open_store(f"sqlite:///{path}", None, keyring, lambda: times.now, times.root)
    assert path.read_text() == "Dear diary, " * 100

    path.unlink()
    store = open_store(f"sqlite:///{path}", None, keyring, lambda: times.now, times.root)
    asyncio.run(store.close())
