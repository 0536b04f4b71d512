"""The installation's key is exchanged while people write, and killed twice: all stays readable."""

import signal
from collections.abc import AsyncIterator, Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from storage import KeyFile, open_keyring, open_store, vaults
from storage.keyfile import read_keyring
from storage.rotation import SLICE
from tests.crashes.rotating import NOW, Staffroom


@pytest.fixture(params=["sqlite", "postgresql"])
def environment(request: pytest.FixtureRequest, tmp_path: Path) -> dict[str, str]:
    """Where everything lies."""
    if request.param == "sqlite":
        data, keys = (f"sqlite:///{tmp_path / name}.sqlite3" for name in ("tandem", "vaults"))
    else:
        make: Callable[[str], str] = request.getfixturevalue("new_database")
        data, keys = make("tandem_rotated"), make("tandem_rotated_keys")
    return {
        "SLACK_BOT_TOKEN": "xoxb-1",
        "SLACK_APP_TOKEN": "xapp-1",
        "TANDEM_DATA_DIR": str(tmp_path),
        "TANDEM_DATABASE_URL": data,
        "TANDEM_VAULTS_URL": keys,
        "TANDEM_KEY_FILE": str(tmp_path / "tandem.key"),
    }


@pytest.fixture
async def staffroom(
    environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Staffroom]:
    """An installation that remembers no key: each is fetched from the store when it is needed."""
    monkeypatch.setattr(vaults, "_MOST_OPEN", 0)
    roots: Iterator[int] = count()
    room = Staffroom(None, environment)  # type: ignore[arg-type]  # Opened in the next lines.
    open_keyring(Path(environment["TANDEM_KEY_FILE"]))
    room.store = open_store(
        environment["TANDEM_DATABASE_URL"],
        environment["TANDEM_VAULTS_URL"],
        KeyFile(Path(environment["TANDEM_KEY_FILE"])),
        lambda: NOW,
        lambda: f"root {next(roots)}",
    )
    yield room
    await room.store.close()


async def exchanged(room: Staffroom, many: int, deaths: tuple[int, int]) -> dict[str, int]:
    """How many vaults each key of the file wraps in the end."""
    path = Path(room.environment["TANDEM_KEY_FILE"])
    await room.fill(many)
    (first,) = read_keyring(path)
    await room.all_read()

    async with room.people():
        assert await room.tandem("add") == 0
    newest = read_keyring(path).newest
    left = room.wrapped()[first]
    assert left >= many
    for death in deaths:
        async with room.people():
            assert await room.tandem("rotate", dies_at=death) == -signal.SIGKILL
        left -= death // SLICE * SLICE
        assert room.wrapped() == {first: left, newest: len(room.words) - left}
        await room.all_read()
    async with room.people():
        assert await room.tandem("retire", first) == 1
        assert await room.tandem("rotate") == 0
        assert await room.tandem("retire", first) == 0

    assert room.busy > len(deaths)
    assert list(read_keyring(path)) == [newest]
    await room.all_read()
    return room.wrapped()


async def test_hundreds_of_vaults_change_their_key_while_people_write(staffroom: Staffroom) -> None:
    (vaults_of_newest,) = (await exchanged(staffroom, 160, (120, 30))).values()
    assert vaults_of_newest == len(staffroom.words)


@pytest.mark.prove
@pytest.mark.timeout(1400)
async def test_ten_thousand_vaults_change_their_key_while_people_write(
    staffroom: Staffroom,
) -> None:
    (vaults_of_newest,) = (await exchanged(staffroom, 10_000, (3_450, 4_210))).values()
    assert vaults_of_newest == len(staffroom.words)
