"""What was destroyed is found by nobody from its commit on; its keys and rows follow in slices."""

import asyncio
import shutil
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from flows.ids import MemberId, PartnershipId, PieceId, WorkspaceId
from flows.pieces import Piece, Vault
from flows.ports import Lock, Reader, Unsure, Work
from storage import Keyring, SqlStore, destroying, open_store
from storage.rotation import wrapped_by
from tests.storage.conftest import Opening, Times
from tests.storage.examples import ANNA, ANNAS, BEN, PAIR, PAIRS, T1, T2, piece
from tests.storage.postgres import administer

OTHER = PartnershipId("other")
ANNAS_OWN, ANNAS_THERE = Vault(ANNA, PAIR), Vault(ANNA, OTHER)
BENS_OWN, SHARED = Vault(BEN, PAIR), Vault(None, PAIR)
EVERY = {
    "x1": ANNAS_OWN,
    "x2": ANNAS_THERE,
    "x3": Vault(ANNA, None),
    "x4": BENS_OWN,
    "x5": SHARED,
}


def write(*pieces: Piece) -> Callable[[Work], None]:
    def body(work: Work) -> None:
        for one in pieces:
            work.pieces.write(one)

    return body


async def written(store: SqlStore) -> None:
    everything = [piece(name, vault=vault) for name, vault in EVERY.items()]
    await store.write(T1, ANNAS, write(*everything))
    await store.write(T2, ANNAS, write(*everything))


async def found(store: SqlStore, workspace: WorkspaceId = T1) -> set[str]:
    def look(reader: Reader) -> set[str]:
        return {one.id for one in reader.pieces.about("run:1")}

    return await store.read(workspace, look)


async def count(store: SqlStore, table: str) -> int:
    statement = text(f"SELECT count(*) FROM {table}")  # noqa: S608 - our own name
    return await store.look(lambda connection: connection.execute(statement).scalar_one())


def keys_left(store: SqlStore) -> int:
    return sum(wrapped_by(store.vaults).values())


Destroying = Callable[[Work], int]
WAYS: list[tuple[Destroying, set[str]]] = [
    (lambda work: work.pieces.destroy_of_author(ANNA), {"x1", "x2", "x3"}),
    (lambda work: work.pieces.destroy_of_partnership(PAIR), {"x1", "x4", "x5"}),
    (lambda work: work.pieces.destroy_all(), set(EVERY)),
]
IDS = ["author", "partnership", "workspace"]


@pytest.mark.parametrize(("destroy", "gone"), WAYS, ids=IDS)
async def test_all_of_an_author_a_partnership_or_a_workspace_goes_and_nothing_else(
    store: SqlStore, destroy: Destroying, gone: set[str]
) -> None:
    await written(store)

    assert await store.write(T1, ANNAS, destroy) == len(gone)

    assert await found(store) == set(EVERY) - gone
    assert await found(store, T2) == set(EVERY)
    assert keys_left(store) == 2 * len(EVERY) - len(gone)
    assert await count(store, "pieces") == 2 * len(EVERY) - len(gone)
    assert await count(store, "destroyed_keys") == 0
    assert await store.write(T1, ANNAS, destroy) == 0
    assert not await store.finish_destroying()


async def test_nobody_and_nowhere_have_vaults_of_their_own(store: SqlStore) -> None:
    await written(store)

    await store.write(T1, ANNAS, lambda w: w.pieces.destroy_of_author(MemberId("UNEW")))
    await store.write(T1, ANNAS, lambda w: w.pieces.destroy_of_partnership(PartnershipId("new")))

    assert await found(store) == set(EVERY)


@pytest.mark.parametrize(("destroy", "gone"), WAYS, ids=IDS)
async def test_a_failed_body_destroys_nothing(
    store: SqlStore, destroy: Destroying, gone: set[str]
) -> None:
    await written(store)

    def fail(work: Work) -> None:
        assert destroy(work) == len(gone)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await store.write(T1, ANNAS, fail)

    assert await found(store) == set(EVERY)
    assert keys_left(store) == 2 * len(EVERY)


async def test_what_is_written_afterwards_lies_in_new_vaults(store: SqlStore) -> None:
    await written(store)

    def anew(work: Work) -> None:
        work.pieces.destroy_all()
        work.pieces.write(piece("y1", vault=ANNAS_OWN))

    await store.write(T1, ANNAS, anew)
    await store.write(T1, ANNAS, write(piece("x4", "again", vault=BENS_OWN)))

    assert await found(store) == {"y1", "x4"}


@pytest.mark.parametrize("kind", ["file", "postgres"])
async def test_from_its_commit_on_it_is_gone_although_its_keys_are_not(
    opening: Opening, tmp_path: Path
) -> None:
    store = opening()
    await written(store)
    hidden = (tmp_path / "vaults.sqlite3").rename(tmp_path / "hidden")

    with pytest.raises(Unsure):  # Committed; the keys cannot be reached.
        await store.write(T1, ANNAS, lambda work: work.pieces.destroy_all())
    await store.close()

    hidden.rename(tmp_path / "vaults.sqlite3")
    store = opening()
    assert keys_left(store) >= len(EVERY)
    assert await found(store) == set()
    while await store.finish_destroying():
        pass
    assert keys_left(store) == len(EVERY)
    assert await count(store, "destroyed_keys") == 0
    assert await found(store, T2) == set(EVERY)
    await store.close()


async def test_much_goes_in_slices_and_is_found_by_nobody_meanwhile(
    store: SqlStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(destroying, "VAULTS_AT_ONCE", 4)
    monkeypatch.setattr(destroying, "PIECES_AT_ONCE", 6)
    await store.write(
        T1,
        ANNAS,
        write(*(piece(f"x{n}", vault=Vault(MemberId(f"U{n % 10}"), PAIR)) for n in range(50))),
    )

    assert await store.write(T1, ANNAS, lambda work: work.pieces.destroy_all()) == 10

    assert await found(store) == set()
    assert await count(store, "pieces") > 0
    slices = 0
    while await store.finish_destroying():
        slices += 1
        await store.write(T1, ANNAS, write(piece("y", vault=ANNAS_OWN)))
    assert slices > 2
    assert keys_left(store) == 1
    assert await count(store, "pieces") == 1
    assert await count(store, "destroyed_keys") == 0
    assert await found(store) == {"y"}


@pytest.mark.parametrize("kind", ["postgres"])
async def test_what_is_being_written_into_a_vault_goes_with_it(store: SqlStore) -> None:
    await written(store)
    inside, on = threading.Event(), threading.Event()

    def slow(work: Work) -> None:
        work.pieces.write(piece("late", vault=BENS_OWN))
        inside.set()
        assert on.wait(10)

    writing = asyncio.create_task(store.write(T1, PAIRS, slow))
    assert await asyncio.to_thread(inside.wait, 10)
    destroying_all = asyncio.create_task(
        store.write(T1, ANNAS, lambda work: work.pieces.destroy_all())
    )
    await asyncio.wait([destroying_all], timeout=0.1)
    assert not destroying_all.done()  # It waits for the one that writes.
    on.set()
    await asyncio.gather(writing, destroying_all)

    assert await found(store) == set()
    assert await count(store, "pieces") == len(EVERY)


@pytest.mark.parametrize("kind", ["postgres"])
async def test_who_waits_for_a_destruction_writes_into_a_new_vault(store: SqlStore) -> None:
    await written(store)
    inside, on = threading.Event(), threading.Event()

    def slowly(work: Work) -> None:
        work.pieces.destroy_all()
        inside.set()
        assert on.wait(10)

    ending = asyncio.create_task(store.write(T1, ANNAS, slowly))
    assert await asyncio.to_thread(inside.wait, 10)
    writing = asyncio.create_task(store.write(T1, PAIRS, write(piece("late", vault=BENS_OWN))))
    await asyncio.wait([writing], timeout=0.1)
    assert not writing.done()
    on.set()
    await asyncio.gather(writing, ending)

    assert await found(store) == {"late"}


LATE = {
    "author": Vault(ANNA, OTHER),
    "partnership": Vault(MemberId("U0NEW"), PAIR),
    "workspace": Vault(MemberId("U0NEW"), OTHER),
}
"""Vaults that are not there when all of that author, partnership or workspace is destroyed."""


@pytest.mark.parametrize("kind", ["postgres"])
@pytest.mark.parametrize(
    ("destroy", "vault"),
    [(way, LATE[name]) for (way, _), name in zip(WAYS, IDS, strict=True)],
    ids=IDS,
)
async def test_a_vault_that_is_being_made_goes_as_well(
    store: SqlStore, destroy: Destroying, vault: Vault
) -> None:
    """A body elsewhere made it and is not committed when everything is destroyed."""
    inside, on = threading.Event(), threading.Event()

    def slow(work: Work) -> None:
        work.pieces.write(piece("late", vault=vault))
        inside.set()
        assert on.wait(10)

    writing = asyncio.create_task(store.write(T1, PAIRS, slow))
    assert await asyncio.to_thread(inside.wait, 10)
    erasing = asyncio.create_task(store.write(T1, ANNAS, destroy))
    await asyncio.wait([erasing], timeout=0.1)
    assert not erasing.done()
    on.set()
    _, gone = await asyncio.gather(writing, erasing)

    assert gone == 1
    assert await found(store) == set()
    assert await count(store, "vaults") == 0
    assert keys_left(store) == 0


@pytest.mark.parametrize("kind", ["postgres"])
@pytest.mark.parametrize(
    ("destroy", "vault"),
    [(way, LATE[name]) for (way, _), name in zip(WAYS, IDS, strict=True)],
    ids=IDS,
)
async def test_whoever_began_before_makes_no_vault_anew_but_looks_again(
    store: SqlStore, destroy: Destroying, vault: Vault
) -> None:
    """Everything is destroyed and committed while a body elsewhere is about to write."""
    inside, on = threading.Event(), threading.Event()
    tries = []

    def stale(work: Work) -> None:
        tries.append(work.new_id())
        if len(tries) > 1:
            return  # It sees now that they are gone.
        inside.set()
        assert on.wait(10)
        work.pieces.write(piece("late", vault=vault))

    writing = asyncio.create_task(store.write(T1, PAIRS, stale))
    assert await asyncio.to_thread(inside.wait, 10)
    await store.write(T1, ANNAS, destroy)
    on.set()
    await writing

    assert len(tries) == 2
    assert tries[0] == tries[1], "run again, it is given the same"
    assert await count(store, "vaults") == 0
    assert keys_left(store) == 0
    # Who begins afterwards writes: they joined again.
    await store.write(T1, PAIRS, write(piece("new", vault=vault)))
    assert await found(store) == {"new"}


@pytest.mark.parametrize("kind", ["postgres"])
async def test_the_marks_of_destructions_name_nobody_and_go_in_time(
    store: SqlStore,
) -> None:
    await written(store)

    def anew(work: Work) -> None:
        work.pieces.destroy_of_author(ANNA)
        work.pieces.write(piece("y1", vault=Vault(ANNA, OTHER)))

    await store.write(T1, ANNAS, anew)

    assert await found(store) == {"x4", "x5", "y1"}, "its own destruction is no surprise to it"
    marks = await store.look(
        lambda connection: connection.execute(text("SELECT * FROM destructions")).all()
    )
    assert len(marks) == 1
    assert ANNA not in repr(marks)
    later = datetime.now(UTC) + timedelta(minutes=1)
    assert await store.forget_destructions(later - timedelta(days=1)) == 0
    assert await store.forget_destructions(later) == 1
    assert await count(store, "destructions") == 0


@pytest.mark.parametrize("where", ["sqlite", "postgresql"])
@pytest.mark.parametrize(("destroy", "gone"), WAYS, ids=IDS)
async def test_yesterdays_data_with_todays_keys_does_not_open_what_was_destroyed(
    where: str,
    destroy: Destroying,
    gone: set[str],
    request: pytest.FixtureRequest,
    tmp_path: Path,
    times: Times,
    keyring: Keyring,
) -> None:
    backup = Backup(where, request, tmp_path)
    vaults = f"sqlite:///{tmp_path / 'vaults.sqlite3'}"

    def open_at(url: str) -> SqlStore:
        return open_store(url, vaults, keyring, lambda: times.now, times.root)

    store = open_at(backup.today)
    await written(store)
    await store.close()
    backup.make()
    store = open_at(backup.today)
    await store.write(T1, ANNAS, destroy)
    await store.close()

    restored = open_at(backup.yesterday)
    assert await count(restored, "pieces") == 2 * len(EVERY)  # All of it is there, and sealed.
    assert await found(restored) == set(EVERY) - gone
    assert await found(restored, T2) == set(EVERY)
    assert await restored.read(T1, lambda r: r.pieces.get(PieceId("x1"))) is None
    await restored.write(T1, ANNAS, write(piece("x1", vault=ANNAS_OWN)))  # In a new vault.
    assert await found(restored) == set(EVERY) - gone | {"x1"}
    await restored.close()


class Backup:
    """A database, and its copy from before something happened, byte for byte."""

    def __init__(self, where: str, request: pytest.FixtureRequest, folder: Path) -> None:
        self._folder = folder
        self._server: str | None = None
        if where == "sqlite":
            self.today = f"sqlite:///{folder / 'tandem.sqlite3'}"
            self.yesterday = f"sqlite:///{folder / 'yesterday.sqlite3'}"
        else:
            self.today = request.getfixturevalue("new_database")("tandem_today")
            self.yesterday = self.today.replace("tandem_today", "tandem_yesterday")
            self._server = request.getfixturevalue("postgres_server")

    def make(self) -> None:
        if self._server is None:
            for file in self._folder.glob("tandem.sqlite3*"):
                name = file.name.replace("tandem", "yesterday", 1)
                shutil.copy(file, self._folder / name)
        else:
            today, then = (make_url(each).database for each in (self.today, self.yesterday))
            administer(self._server, f"DROP DATABASE IF EXISTS {then} WITH (FORCE)")
            administer(self._server, f"CREATE DATABASE {then} TEMPLATE {today}")


@pytest.mark.parametrize("kind", ["file"])
async def test_no_byte_of_a_destroyed_key_is_left_in_the_store(
    opening: Opening, tmp_path: Path
) -> None:
    store = opening()
    for n in range(40):
        vault = Vault(MemberId(f"U{n}"), PAIR)
        await store.write(T1, Lock.member(MemberId(f"U{n}")), write(piece(f"x{n}", vault=vault)))
    kept = wrapped(tmp_path)
    assert all(key in whole(tmp_path) for key in kept)

    await store.write(T1, ANNAS, lambda work: work.pieces.destroy_all())

    assert not any(key in whole(tmp_path) for key in kept)
    assert not any(part in whole(tmp_path) for key in kept for part in (key[:16], key[-16:]))
    assert beside(tmp_path) == {"vaults.sqlite3"}
    await store.close()


def wrapped(folder: Path) -> list[bytes]:
    engine = create_engine(f"sqlite:///{folder / 'vaults.sqlite3'}")
    with engine.connect() as connection:
        found = list(connection.execute(text("SELECT wrapped FROM vault_keys")).scalars())
    engine.dispose()
    return found


def beside(folder: Path) -> set[str]:
    return {file.name for file in folder.glob("vaults*")}


def whole(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.glob("vaults*"))
