"""The installation's key is exchanged under running stores, and an old one never wraps again."""

import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from flows.ids import WorkspaceId
from storage import KeyFile, KeyfileUnusable, Keyring, open_keyring, rotation, save_keyring
from storage.keyfile import read_keyring
from storage.opening import open_vaults
from storage.rotation import StillWraps, retire, rotate, wrapped_by
from storage.vaults import Vaults

T1 = WorkspaceId("T1")
LETTERS = "abcdefghijklmnopqrstuvwxyz"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A key file with one key."""
    file = tmp_path / "tandem.key"
    open_keyring(file)
    return file


@pytest.fixture(params=["sqlite", "postgresql"])
def opening(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[Path], Vaults]:
    """Opens the vaults' keys, as one process more, with that key file."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'vaults.sqlite3'}"
    else:
        url = request.getfixturevalue("new_database")("tandem_rotating")
    return lambda file: open_vaults(url, KeyFile(file))


@pytest.fixture
def vaults(opening: Callable[[Path], Vaults], path: Path) -> Iterator[Vaults]:
    with closing(opening(path)) as opened:
        yield opened


def add_to(path: Path) -> str:
    """The name of a key that wraps from now on."""
    save_keyring(path, read_keyring(path).with_fresh_key())
    return read_keyring(path).newest


def test_every_vault_is_wrapped_anew_whatever_the_slices(vaults: Vaults, path: Path) -> None:
    kept = {name: vaults.new_key(T1, name) for name in LETTERS}
    newest = add_to(path)

    assert list(rotate(vaults, most=10)) == [10, 10, 6]
    assert list(rotate(vaults, most=10)) == []

    assert wrapped_by(vaults) == {newest: len(LETTERS)}
    vaults.close()  # What is remembered in memory proves nothing.
    assert {name: vaults.key(T1, name) for name in LETTERS} == kept


def test_what_another_machine_wraps_with_the_older_key_meanwhile_is_found_again(
    opening: Callable[[Path], Vaults], vaults: Vaults, path: Path, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere.key"
    save_keyring(elsewhere, read_keyring(path))
    vaults.new_key(T1, "m")
    newest = add_to(path)

    with closing(opening(elsewhere)) as other:
        slices = rotate(vaults)
        assert next(slices) == 1
        other.new_key(T1, "a")
        assert list(slices) == [1]

    assert wrapped_by(vaults) == {newest: 2}


def test_a_key_is_not_retired_while_a_vault_needs_it(vaults: Vaults, path: Path) -> None:
    first = read_keyring(path).newest
    vaults.new_key(T1, "a")
    add_to(path)

    with pytest.raises(StillWraps) as refused:
        retire(vaults, first)
    assert refused.value.vaults == 1
    assert vaults.retired() == set()

    assert list(rotate(vaults)) == [1]
    retire(vaults, first)
    retire(vaults, first)
    assert vaults.retired() == {first}


def test_a_vault_that_is_being_made_is_counted_before_its_key_is_retired(
    opening: Callable[[Path], Vaults], vaults: Vaults, path: Path
) -> None:
    first = read_keyring(path).newest
    inside, on = threading.Event(), threading.Event()

    def make() -> None:
        with closing(opening(path)) as other:
            other.transact(slowly)

    def slowly(connection: Connection) -> None:
        row = "('T1', 'slow', :name, :wrapped)"
        statement = text(f"INSERT INTO vault_keys VALUES {row}")  # noqa: S608 - our own names
        connection.execute(statement, {"name": first, "wrapped": b"wrapped"})
        inside.set()
        on.wait(10)

    making = threading.Thread(target=make)
    making.start()
    assert inside.wait(10)
    threading.Timer(0.2, on.set).start()
    with pytest.raises(StillWraps):
        retire(vaults, first)
    making.join()


def test_with_a_retired_key_nothing_is_wrapped(vaults: Vaults, path: Path) -> None:
    retire(vaults, read_keyring(path).newest)

    with pytest.raises(KeyfileUnusable, match="old copy"):
        vaults.new_key(T1, "a")
    with pytest.raises(KeyfileUnusable, match="old copy"):
        list(rotate(vaults))
    assert wrapped_by(vaults) == {}


def test_what_no_key_opens_any_more_is_given_up_and_nothing_else(
    vaults: Vaults, path: Path
) -> None:
    vaults.new_key(T1, "a")
    save_keyring(path, Keyring.fresh())
    kept = vaults.new_key(T1, "b")

    assert rotation.give_up(vaults) == 1
    assert rotation.give_up(vaults) == 0
    assert vaults.key(T1, "b") == kept
    assert wrapped_by(vaults) == {read_keyring(path).newest: 1}


@pytest.mark.parametrize("opening", ["sqlite"], indirect=True)
def test_no_byte_wrapped_by_the_older_key_is_left_in_the_store(
    vaults: Vaults, path: Path, tmp_path: Path
) -> None:
    for name in LETTERS:
        vaults.new_key(T1, name)
    old = wrapped(tmp_path)
    assert all(key in whole(tmp_path) for key in old)
    save_keyring(path, named_longer(read_keyring(path)))  # So that no row keeps its place.

    assert list(rotate(vaults)) == [len(LETTERS)]

    assert len(old) == len(wrapped(tmp_path)) == len(LETTERS)
    assert not any(key[:16] in whole(tmp_path) or key[-16:] in whole(tmp_path) for key in old)
    assert [file.name for file in tmp_path.glob("vaults*")] == ["vaults.sqlite3"]


def named_longer(keyring: Keyring) -> Keyring:
    fresh = Keyring.fresh().text().split()[1]
    return Keyring.parse(f"{keyring.text()}{'long' * 40} {fresh}")


def wrapped(folder: Path) -> list[bytes]:
    with closing(sqlite3.connect(folder / "vaults.sqlite3")) as connection:
        return [row[0] for row in connection.execute("SELECT wrapped FROM vault_keys")]


def whole(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.glob("vaults*"))


@pytest.mark.parametrize("opening", ["sqlite"], indirect=True)
def test_a_store_that_somebody_gave_a_log_loses_it_again(vaults: Vaults, tmp_path: Path) -> None:
    vaults.new_key(T1, "a")
    with closing(sqlite3.connect(tmp_path / "vaults.sqlite3")) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
    (old,) = wrapped(tmp_path)

    vaults.destroy([(T1, "a")])

    assert old[:16] not in whole(tmp_path)
    assert [file.name for file in tmp_path.glob("vaults*")] == ["vaults.sqlite3"]


def test_a_key_file_is_read_again_when_it_changes(path: Path) -> None:
    held = KeyFile(path)
    first = held().newest

    newest = add_to(path)

    assert held().newest == newest
    assert list(held()) == [first, newest]


@pytest.mark.parametrize("text", ["", "name !!!\n"])
def test_while_the_file_is_broken_or_away_the_last_keys_stay_in_use(path: Path, text: str) -> None:
    held = KeyFile(path)
    keyring = held()

    path.write_text(text, "utf-8")
    assert held() is keyring
    path.unlink()
    assert held() is keyring
    newest = Keyring.fresh()
    save_keyring(path, newest)
    assert list(held()) == [newest.newest]


@pytest.mark.skipif(os.name != "posix", reason="elsewhere files have no such owners")
def test_a_file_that_was_changed_keeps_owner_and_link(path: Path, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(path)
    owner = (path.stat().st_uid, path.stat().st_gid)
    if os.geteuid() == 0:
        owner = (12345, 12345)
        os.chown(path, *owner)

    newest = add_to(link)

    assert link.is_symlink()
    assert (path.stat().st_uid, path.stat().st_gid) == owner
    assert path.stat().st_mode & 0o777 == 0o600
    assert read_keyring(path).newest == newest


def test_a_file_that_cannot_be_replaced_leaves_no_other_behind(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(PermissionError):
        save_keyring(path, Keyring.fresh())

    assert [file.name for file in path.parent.iterdir()] == [path.name]
