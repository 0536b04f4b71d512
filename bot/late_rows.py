"""Rows that could not go out in their time: judged again just before they would be called.

What piled up for a person while Slack or we were away becomes one message, at an hour of theirs.
"""

from typing import assert_never

from bot.clock import Clock
from bot.sweeps import Sweeps
from flows import catching_up, postponing
from flows.ids import MemberId, ProgramId
from flows.notices import Channel, Dm, Effect, Home, Pair, Priority
from flows.ports import Lock
from storage.row import Row
from storage.store import SqlStore


class LateRows:
    """Takes late rows back, so that they are decided again."""

    def __init__(self, store: SqlStore, sweeps: Sweeps, clock: Clock) -> None:
        self._store = store
        self._sweeps = sweeps
        self._clock = clock

    async def taken_back(self, row: Row) -> bool:
        """Whether this row, which is ours to send, is none any more; others may be in its place."""
        notice = row.notice
        fresh = self._clock.now() - notice.due <= catching_up.LATE
        if fresh or notice.effect is not Effect.POST or notice.priority is Priority.ANSWER:
            return False
        match notice.lane:
            case Dm(member):
                return await self._decided_again(row, member)
            case Pair(partnership):
                return await self._postponed(row, Lock.partnership(partnership))
            case Channel():
                program = ProgramId(str(notice.refs.get("program", "")))
                return await self._postponed(row, Lock.program(program))
            case Home():
                return False
            case _:
                assert_never(notice.lane)

    async def _decided_again(self, row: Row, member: MemberId) -> bool:
        key = row.notice.key
        taken = await self._store.write(
            row.workspace,
            Lock.member(member),
            lambda work: catching_up.take_back(work, member, held=key),
        )
        if taken:
            await self._sweeps.deliver(row.workspace, member)
        return taken

    async def _postponed(self, row: Row, lock: Lock) -> bool:
        notice = row.notice
        return await self._store.write(
            row.workspace, lock, lambda work: postponing.later(work, notice, held=notice.key)
        )
