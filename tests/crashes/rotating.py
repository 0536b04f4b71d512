"""People who write and read while `tandem keys` runs as a process of its own, and can be killed."""

import asyncio
import multiprocessing
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from itertools import count
from pathlib import Path

import rich.progress

from bot import keys
from bot.__main__ import main
from flows.ids import MemberId, PartnershipId, PieceId, WorkspaceId
from flows.pieces import Piece, Sharing, Vault
from flows.ports import Lock, Reader, Work
from storage import KeyFile, SqlStore, rotation
from storage.opening import open_vaults
from storage.rotation import wrapped_by

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
HERE = WorkspaceId("T1")
PAIR = PartnershipId("pair")
TOGETHER = 50
AT_ONCE = 4
LONGEST = 600.0

__all__ = ["Staffroom", "keys", "rich"]  # Imported before the fork, so that commands begin at once.

_forks = multiprocessing.get_context("forkserver")
_forks.set_forkserver_preload([__name__, "pytest"])


def die_in(environment: dict[str, str], key: int, arguments: list[str]) -> None:
    """`tandem` with these arguments; killed while it wraps the key of that number, if any."""
    os.environ.update(environment)
    wrap, number = rotation._rewrapped, count(1)

    def mortal(*given: object) -> bool:
        if next(number) == key:
            os.kill(os.getpid(), signal.SIGKILL)
        return wrap(*given)  # type: ignore[arg-type]  # As it was called.

    setattr(rotation, "_rewrapped", mortal)  # noqa: B010 - The checker does not let it be assigned.
    sys.argv = ["tandem", "keys", *arguments, "--env-file", os.devnull]
    main()


@dataclass
class Staffroom:
    """An installation with many vaults, and those who write into them."""

    store: SqlStore
    environment: dict[str, str]
    words: dict[str, str] = field(default_factory=dict)
    busy: int = 0

    async def fill(self, many: int) -> None:
        """So many people, each with a vault and something in it."""
        for first in range(0, many, TOGETHER):
            await asyncio.gather(
                *(self.write(n, f"words {n}") for n in range(first, min(first + TOGETHER, many)))
            )

    async def write(self, n: int, words: str) -> None:
        """Somebody writes."""
        author = MemberId(f"U{n}")
        piece = Piece(
            id=PieceId(f"x{n}"),
            vault=Vault(author, PAIR),
            about=f"run:{n // 100}",
            key="why",
            words=words,
            sharing=Sharing.MEMBERS,
            shared=False,
            written_at=NOW,
        )
        await self.store.write(HERE, Lock.member(author), lambda work: put(work, piece))
        self.words[piece.id] = words

    async def read(self, n: int) -> None:
        """Somebody reads, and it is what was written."""
        found = await self.store.read(HERE, lambda reader: reader.pieces.get(PieceId(f"x{n}")))
        assert found is not None
        assert found.words == self.words[f"x{n}"]

    @asynccontextmanager
    async def people(self) -> AsyncIterator[None]:
        """Meanwhile people write into old vaults and new ones, and read; nobody is refused."""
        stop = asyncio.Event()
        task = asyncio.create_task(self._write_on(stop))
        yield
        stop.set()
        await task

    async def _write_on(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            self.busy += 1
            known = len(self.words)
            some = {(self.busy * 37 + n * 11) % known for n in range(AT_ONCE)}
            await asyncio.gather(
                *(self.write(known + n, f"new {self.busy}") for n in range(2)),
                *(self.write(n, f"again {self.busy}") for n in some),
            )
            await asyncio.gather(*map(self.read, some))

    async def all_read(self) -> None:
        """Every piece of everybody opens, and is what was written last."""
        found: dict[str, str] = {}
        for part in range(len(self.words) // 100 + 1):
            found |= await self.store.read(HERE, partial(opened, part))
        assert found == self.words

    async def tandem(self, *arguments: str, dies_at: int = 0) -> int | None:
        """How `tandem keys` ended, as a process of its own."""
        process = _forks.Process(target=die_in, args=(self.environment, dies_at, list(arguments)))
        process.start()
        await asyncio.to_thread(process.join, LONGEST)
        return process.exitcode

    def wrapped(self) -> dict[str, int]:
        """How many vaults each key wraps, as another process sees it."""
        path = Path(self.environment["TANDEM_KEY_FILE"])
        with closing(open_vaults(self.environment["TANDEM_VAULTS_URL"], KeyFile(path))) as opened:
            return dict(wrapped_by(opened))


def put(work: Work, piece: Piece) -> None:
    work.pieces.write(piece)


def opened(part: int, reader: Reader) -> dict[str, str]:
    return {piece.id: piece.words for piece in reader.pieces.about(f"run:{part}")}
