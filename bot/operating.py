"""What an operator may do with the data: erase a person who asks for it, and count; never read.

Both work while the bot runs: they take no lock of its own, only their turn at the database.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from bot.clock import Clock
from bot.run import store_of
from bot.settings import Settings
from flows import erasing
from flows.erasing import Everything
from flows.ids import MemberId, WorkspaceId
from flows.people import Program
from flows.ports import Lock, Reader
from storage.figures import figures
from storage.store import SqlStore


async def erase(
    settings: Settings,
    workspace: WorkspaceId,
    member: MemberId,
    sure: Callable[[Everything], bool],
) -> Everything | None:
    """What went; None where nothing is held about that person, or somebody was not sure."""

    def look(reader: Reader) -> Everything | None:
        ahead = erasing.ahead(reader, member)
        known = reader.members.get(member) is not None
        return ahead if known or erasing.anything(ahead) else None

    async with _open(settings) as store:
        ahead = await store.read(workspace, look)
        if ahead is None or not sure(ahead):
            return None
        return await store.write(
            workspace, Lock.member(member), lambda work: erasing.everything(work, member)
        )


async def export(settings: Settings) -> dict[str, Any]:
    """Settings and counts of every workspace; no word that anybody wrote, and no person."""
    async with _open(settings) as store:
        counts = await store.look(figures)
        found = []
        for workspace, numbers in counts.items():
            programs = await store.read(workspace, lambda reader: reader.programs.all())
            found.append(
                {
                    "workspace": workspace,
                    "counts": numbers,
                    "programs": [_program(program) for program in programs],
                }
            )
    return {
        "settings": {
            "mode": settings.mode,
            "database": "sqlite" if settings.is_sqlite else "postgresql",
            "log_level": settings.log_level,
        },
        "workspaces": found,
    }


def _program(program: Program) -> dict[str, Any]:
    return {
        "name": program.name,
        "country": program.country,
        "region": program.region,
        "zone": program.zone,
        "word_pack": program.word_pack.value,
        "slot": program.slot.isoformat("minutes"),
        "founded_at": program.founded_at.isoformat(),
        "calendar_until": program.covered_until and program.covered_until.isoformat(),
        "days_off": len(program.holidays),
        "facilitators": len(program.facilitators),
    }


@asynccontextmanager
async def _open(settings: Settings) -> AsyncIterator[SqlStore]:
    store = store_of(settings, Clock(), alone=False)
    try:
        yield store
    finally:
        await store.close()
