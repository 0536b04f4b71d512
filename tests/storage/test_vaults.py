"""What people wrote is sealed, bound to its place, and gone for good with its vault."""

import asyncio
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from flows.ids import PieceId
from flows.pieces import Piece, Sharing, Vault
from flows.ports import Lock, Unsure, Work
from storage import CannotOpen, Keyring, SqlStore, open_store
from storage.keyring import WrongKey
from storage.rotation import rotate
from storage.vaults import VaultDestroyed
from storage.work import SqlWork
from tests.storage.conftest import Opening, Times
from tests.storage.examples import ANNA, ANNAS, BEN, NOW, PAIR, T1, T2, piece

WORDS = "Ich möchte länger warten 🕰 <!channel>"
OWN = Vault(ANNA, None)
SHARED = Vault(None, PAIR)


def write(*pieces: Piece) -> "Writing":
    return Writing(pieces)


class Writing:
    """A body that writes its pieces."""

    def __init__(self, pieces: tuple[Piece, ...]) -> None:
        self._pieces = pieces

    def __call__(self, work: Work) -> None:
        for one in self._pieces:
            work.pieces.write(one)


async def words(store: SqlStore, *names: str) -> list[str | None]:
    def look(work: Work) -> list[str | None]:
        found = [work.pieces.get(PieceId(name)) for name in names]
        return [None if one is None else one.words for one in found]

    return await store.write(T1, ANNAS, look)


async def key_ids(store: SqlStore) -> list[str]:
    return await store.look(
        lambda connection: list(
            connection.execute(text("SELECT key_id FROM vaults ORDER BY key_id")).scalars()
        )
    )


async def test_pieces_come_back_as_they_were_written(store: SqlStore) -> None:
    every = [
        piece("x1", WORDS),
        piece("x2", "", vault=OWN, sharing=Sharing.SELF, key="sign"),
        piece("x3", "ours", vault=SHARED, shared=True),
        piece("x4", "elsewhere", about="run:2", written_at=NOW - timedelta(days=1)),
    ]
    await store.write(T1, ANNAS, write(*every))

    assert await store.read(T1, lambda r: r.pieces.get(PieceId("x1"))) == every[0]
    assert await store.read(T1, lambda r: list(r.pieces.about("run:1"))) == every[:3]
    assert await store.read(T1, lambda r: r.pieces.get(PieceId("x9"))) is None
    assert await store.read(T2, lambda r: r.pieces.get(PieceId("x1"))) is None


async def test_written_again_a_piece_keeps_its_place_with_its_new_words(store: SqlStore) -> None:
    await store.write(T1, ANNAS, write(piece("x1", "first"), piece("x2", "second")))
    await store.write(T1, ANNAS, write(piece("x1", "first, better")))

    assert await store.read(T1, lambda r: [p.words for p in r.pieces.about("run:1")]) == [
        "first, better",
        "second",
    ]


async def test_sharing_and_erasing_touch_one_piece(store: SqlStore) -> None:
    await store.write(T1, ANNAS, write(piece("x1"), piece("x2"), piece("x3")))

    def change(work: Work) -> None:
        work.pieces.share(PieceId("x1"))
        work.pieces.erase(PieceId("x2"))

    await store.write(T1, ANNAS, change)

    about = await store.read(T1, lambda r: r.pieces.about("run:1"))
    assert [(p.id, p.shared) for p in about] == [("x1", True), ("x3", False)]


async def test_each_vault_has_a_key_of_its_own(store: SqlStore) -> None:
    await store.write(
        T1,
        ANNAS,
        write(piece("x1"), piece("x2"), piece("x3", vault=OWN), piece("x4", vault=SHARED)),
    )
    await store.write(T1, ANNAS, write(piece("x5"), piece("x6", vault=Vault(BEN, PAIR))))
    await store.write(T2, ANNAS, write(piece("x1")))

    ids = await key_ids(store)
    assert len(set(ids)) == 5
    keys = {store.vaults.key(T1, one) for one in ids if not await absent(store, one)}
    assert len(keys) == 4


async def absent(store: SqlStore, key_id: str) -> bool:
    try:
        store.vaults.key(T1, key_id)
    except VaultDestroyed:
        return True
    return False


async def test_a_destroyed_vault_takes_what_lies_in_it_and_nothing_else(store: SqlStore) -> None:
    await store.write(T1, ANNAS, write(piece("x1"), piece("x2", vault=OWN)))
    await store.write(T2, ANNAS, write(piece("x1")))
    before = await key_ids(store)

    await store.write(T1, ANNAS, lambda work: work.pieces.destroy(Vault(ANNA, PAIR)))
    await store.write(T1, ANNAS, lambda work: work.pieces.destroy(Vault(BEN, PAIR)))

    assert await words(store, "x1", "x2") == [None, piece().words]
    assert await store.read(T2, lambda r: r.pieces.get(PieceId("x1"))) == piece()
    (gone,) = set(before) - set(await key_ids(store))
    assert await absent(store, gone)


async def test_what_is_written_after_a_vault_was_destroyed_lies_in_a_new_one(
    store: SqlStore,
) -> None:
    def anew(work: Work) -> None:
        work.pieces.write(piece("x1", "before"))
        work.pieces.destroy(Vault(ANNA, PAIR))
        work.pieces.write(piece("x2", "after"))

    await store.write(T1, ANNAS, write(piece("x0")))
    await store.write(T1, ANNAS, anew)

    assert await words(store, "x0", "x1", "x2") == [None, None, "after"]


async def test_a_failed_body_destroys_no_vault(store: SqlStore) -> None:
    await store.write(T1, ANNAS, write(piece("x1")))

    def fail(work: Work) -> None:
        work.pieces.destroy(Vault(ANNA, PAIR))
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await store.write(T1, ANNAS, fail)

    assert await words(store, "x1") == [piece().words]


async def test_a_key_whose_body_failed_harms_nobody(store: SqlStore) -> None:
    def fail(work: Work) -> None:
        work.pieces.write(piece("x1", "lost"))
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await store.write(T1, ANNAS, fail)
    await store.write(T1, ANNAS, write(piece("x1", "kept")))

    assert await words(store, "x1") == ["kept"]


async def test_pieces_of_one_new_vault_written_at_once_share_its_key(store: SqlStore) -> None:
    await asyncio.gather(
        *(
            store.write(T1, Lock("member", f"U{n}"), write(piece(f"x{n}", f"words {n}")))
            for n in range(12)
        )
    )

    assert len(await key_ids(store)) == 1
    assert await words(store, *(f"x{n}" for n in range(12))) == [f"words {n}" for n in range(12)]


@pytest.mark.parametrize(
    "change",
    [
        "id = 'x9' WHERE id = 'x1'",
        "about = 'run:2' WHERE id = 'x1'",
        "key = 'other' WHERE id = 'x1'",
        "author_id = 'UBEN' WHERE id = 'x1'",
        "partnership_id = '' WHERE id = 'x1'",
        "sealed = (SELECT sealed FROM pieces WHERE id = 'x2') WHERE id = 'x1'",
        "key_id = (SELECT key_id FROM pieces WHERE id = 'x3') WHERE id = 'x1'",
    ],
)
async def test_a_moved_row_does_not_open(store: SqlStore, change: str) -> None:
    await store.write(T1, ANNAS, write(piece("x1"), piece("x2", "other"), piece("x3", vault=OWN)))

    def move(work: Work) -> None:
        assert isinstance(work, SqlWork)
        work._connection.execute(text(f"UPDATE pieces SET {change}"))  # noqa: S608 - ours

    await store.write(T1, ANNAS, move)

    with pytest.raises(WrongKey):
        await words(store, "x1", "x9")


async def test_a_row_moved_to_another_workspace_does_not_open(store: SqlStore) -> None:
    await store.write(T1, ANNAS, write(piece("x1")))

    def move(work: Work) -> None:
        assert isinstance(work, SqlWork)
        for statement in (
            "INSERT INTO vaults SELECT 'T2', author_id, partnership_id, key_id FROM vaults",
            "UPDATE pieces SET workspace_id = 'T2'",
        ):
            work._connection.execute(text(statement))

    await store.write(T1, ANNAS, move)
    assert await store.read(T2, lambda r: r.pieces.get(PieceId("x1"))) is None


@pytest.mark.parametrize("kind", ["file"])
async def test_no_file_holds_the_words(store: SqlStore, tmp_path: Path) -> None:
    await store.write(T1, ANNAS, write(piece("x1", WORDS)))
    await store.write(T1, ANNAS, write(piece("x1", WORDS + " indeed")))

    bytes_on_disk = on_disk(tmp_path)
    assert {"tandem.sqlite3", "tandem.sqlite3-wal", "vaults.sqlite3"} <= bytes_on_disk.keys()
    together = b"".join(bytes_on_disk.values())
    assert b"x1" in together
    for word in ("möchte", "länger", "warten", "channel>", "indeed", "🕰"):
        for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
            assert word.encode(encoding) not in together


@pytest.mark.parametrize("kind", ["file"])
async def test_yesterdays_copy_of_the_data_cannot_be_read_where_a_vault_was_destroyed(
    opening: Opening, tmp_path: Path
) -> None:
    store = opening()
    await store.write(T1, ANNAS, write(piece("x1"), piece("x2", vault=OWN)))
    await store.close()
    shutil.copy(tmp_path / "tandem.sqlite3", tmp_path / "yesterday")

    store = opening()
    before = wrapped_keys(tmp_path)
    await store.write(T1, ANNAS, lambda work: work.pieces.destroy(Vault(ANNA, PAIR)))
    await store.close()
    (gone,) = before - wrapped_keys(tmp_path)
    files = on_disk(tmp_path)
    assert gone not in files["vaults.sqlite3"]
    assert not [name for name in files if name.startswith("vaults.sqlite3-")]

    shutil.copy(tmp_path / "yesterday", tmp_path / "tandem.sqlite3")
    store = opening()
    assert await words(store, "x1", "x2") == [None, piece().words]
    assert [p.id for p in await store.read(T1, lambda r: r.pieces.about("run:1"))] == ["x2"]
    await store.close()


def on_disk(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def wrapped_keys(folder: Path) -> set[bytes]:
    engine = create_engine(f"sqlite:///{folder / 'vaults.sqlite3'}")
    with engine.connect() as connection:
        found = set(connection.execute(text("SELECT wrapped FROM vault_keys")).scalars())
    engine.dispose()
    return found


@pytest.mark.parametrize("kind", ["file", "postgres"])
async def test_a_destruction_cut_short_is_finished_at_the_next_start(
    opening: Opening, tmp_path: Path
) -> None:
    store = opening()
    await store.write(T1, ANNAS, write(piece("x1")))
    (key_id,) = await key_ids(store)
    hidden = (tmp_path / "vaults.sqlite3").rename(tmp_path / "hidden")

    with pytest.raises(Unsure):  # The pieces are gone; the key cannot be reached.
        await store.write(T1, ANNAS, lambda work: work.pieces.destroy(Vault(ANNA, PAIR)))
    await store.close()

    hidden.rename(tmp_path / "vaults.sqlite3")
    assert wrapped_keys(tmp_path)
    store = opening()
    await store.check()
    await store.close()
    assert not wrapped_keys(tmp_path)
    assert key_id not in (tmp_path / "vaults.sqlite3").read_text("latin-1")


@pytest.mark.parametrize("kind", ["file"])
async def test_without_its_key_file_a_store_does_not_open(
    opening: Opening, tmp_path: Path, times: Times
) -> None:
    store = opening()
    await store.write(T1, ANNAS, write(piece("x1")))
    await store.close()

    url = f"sqlite:///{tmp_path / 'tandem.sqlite3'}"
    with pytest.raises(CannotOpen, match="right key file"):
        open_store(url, None, Keyring.fresh(), lambda: times.now, times.root)
    opening_again = opening()  # The lock was let go.
    await opening_again.close()


@pytest.mark.parametrize("kind", ["file"])
async def test_a_new_installation_key_wraps_every_vault_anew(
    opening: Opening, tmp_path: Path, times: Times, keyring: Keyring
) -> None:
    store = opening()
    await store.write(T1, ANNAS, write(piece("x1"), piece("x2", vault=OWN)))
    await store.close()

    both = keyring.with_fresh_key()
    url = f"sqlite:///{tmp_path / 'tandem.sqlite3'}"
    store = open_store(url, None, both, lambda: times.now, times.root)
    assert list(rotate(store.vaults)) == [2]
    assert list(rotate(store.vaults)) == []
    await store.close()

    newest = Keyring.parse(both.text().splitlines()[-1])
    store = open_store(url, None, newest, lambda: times.now, times.root)
    assert await words(store, "x1", "x2") == [piece().words, piece().words]
    await store.close()


def test_a_keyring_shown_by_accident_shows_names_only(keyring: Keyring) -> None:
    name, key = keyring.text().split()

    assert name in repr(keyring)
    assert key not in repr(keyring)


async def test_the_vaults_keys_can_lie_in_postgresql(
    new_database: Callable[[str], str], keyring: Keyring, times: Times
) -> None:
    data, vaults = new_database("tandem_data"), new_database("tandem_vaults")
    for _ in range(2):
        store = open_store(data, vaults, keyring, lambda: times.now, times.root)
        await store.write(T1, ANNAS, write(piece("x1", WORDS)))
        assert await words(store, "x1") == [WORDS]
        await store.close()
    store = open_store(data, vaults, keyring, lambda: times.now, times.root)
    await store.write(T1, ANNAS, lambda work: work.pieces.destroy(Vault(ANNA, PAIR)))
    await store.close()

    engine = create_engine(vaults)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM vault_keys")).scalar_one() == 0
    engine.dispose()
