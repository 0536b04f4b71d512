"""The acceptance script J1 (practice J), line by line, on the real bot in the playground."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

import aiohttp
import pytest

from bot.run import Tandem
from bot.tour import script
from bot.tour.calendars import ScriptCalendars
from bot.tour.meanings import Meanings
from bot.tour.page import Page
from bot.tour.player import Player
from bot.tour.score import score
from flows import kept
from flows.cycle import Cycle
from flows.ids import MemberId, RunId, WorkspaceId
from flows.ports import Lock, Work
from flows.turns import TurnState
from playground.server import Playground
from tests.journeys.conftest import PATIENCE, settings_for

SCHOOL = WorkspaceId("T0HARBOUR")
J1 = script.read()

LOOKS = (
    "/coach",
    "/coach-status",
    "/coach-feedback",
    "/coach-observe",
    "/coach-pause",
    "/coach-program",
    "/coach-help",
)
POSTED = "I left out the third example, and they asked for it."


def at(text: str) -> datetime:
    """A moment of the script's spring, written `03-12 11:35`."""
    return datetime.fromisoformat(f"2026-{text.replace(' ', 'T')}").replace(tzinfo=J1.zone)


class Stage:
    """The script on the real bot, which can be stopped and started again between two lines."""

    def __init__(self, slack: Playground, folder: Path, session: aiohttp.ClientSession) -> None:
        self.slack = slack
        self._folder = folder
        self._meanings = Meanings(SCHOOL)
        self._stack = AsyncExitStack()
        self.player = Player(J1, Page(slack.url, session), self._meanings.of)

    @property
    def tandem(self) -> Tandem:
        """The bot that is running."""
        assert self._meanings.tandem is not None
        return self._meanings.tandem

    async def start(self) -> None:
        """A bot is running, on the data that the one before left."""
        await self._stack.aclose()
        settings = settings_for(self.slack, self._folder)
        tandem = Tandem(settings, calendars=ScriptCalendars(J1))
        self._meanings.tandem = await self._stack.enter_async_context(tandem)

    async def stop(self) -> None:
        """No bot is running."""
        await self._stack.aclose()


@asynccontextmanager
async def staged(folder: Path) -> AsyncIterator[Stage]:
    """The school as it was before the script begins."""
    async with (
        Playground(begin=J1.begins, ack_wait=PATIENCE) as slack,
        aiohttp.ClientSession() as session,
    ):
        stage = Stage(slack, folder, session)
        try:
            await stage.start()
            await stage.player.set_up()
            yield stage
        finally:
            await stage.stop()


def wrong(player: Player, until: datetime) -> list[str]:
    """What was not sent to the right lane and people in its minute, what else was, and words."""
    result = score(J1, player.heard, player.typed, until)
    return [
        *(f"missing: {said}" for said in result.missing),
        *(f"extra: {heard}" for heard in result.extra),
        *(f"on a quiet day: {day}" for day in result.broken_days),
        *(f"misplaced: {words}" for words in result.misplaced_words),
    ]


async def everything(player: Player, name: str) -> str:
    """All that this person can look at: their Home, their conversations, what commands answer."""
    actor = player.actor(name)
    await actor.act({"home": "open"})
    there = {each["kind"] for each in await actor.conversations()}
    seen = [await actor.sees("home"), await actor.sees("dm")]
    if "mpim" in there:
        seen.append(await actor.sees("pair"))
    for command in LOOKS:
        await actor.act({"command": command})
        seen.append(await actor.sees())
        await actor.act({"close": "form"})
    return "\n".join(seen)


@pytest.mark.publishes("I left out the third example, and they asked for it.")
async def test_every_line_and_nothing_else(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        player = stage.player
        async for line, _ in player.lines(J1.ends):
            assert wrong(player, line.at) == []
        await player.finish()

        assert wrong(player, J1.ends) == []
        assert [each.lane for each in player.heard].count("pair") == 2
        loud = {each.minute.date() for each in player.heard}
        assert loud.isdisjoint(J1.holidays)
        assert any(text == POSTED for _, text in player.typed)
        (posted,) = [each for each in player.heard if POSTED in each.raw]
        assert posted.lane == "channel"
        assert "'thread_ts': None" not in posted.raw
        paused = [each.said for each in player.heard if each.minute == at("05-21 12:00")]
        assert len(paused) == 2
        assert len(set(paused)) == 1


@pytest.mark.publishes("I left out the third example, and they asked for it.")
async def test_a_restart_between_any_two_lines_changes_nothing(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        async for line, _ in stage.player.lines(J1.ends):
            await stage.start()
            assert wrong(stage.player, line.at) == []
        await stage.player.finish()

        assert wrong(stage.player, J1.ends) == []


async def test_a_partner_learns_nothing_of_nudges_that_went_unanswered(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        player = stage.player
        for line in J1.lines:
            silent = f"{line.at:%m-%d}" in {"03-25", "04-13"} and line.who is None
            if silent and line.says[0].lane == "dm":
                await player.page.move_to(line.at - timedelta(minutes=5))
                before = await everything(player, "maya")
                await player.play(line)
                assert player.heard[-1].to == "tomas"
                assert await everything(player, "maya") == before
            elif line.at <= at("04-13 15:45"):
                await player.play(line)

        assert [each.to for each in player.heard[-2:]] == ["", "tomas"]


@pytest.mark.publishes("I left out the third example, and they asked for it.")
async def test_first_words_are_their_own_and_turns_are_even(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        player = stage.player
        async for _ in player.lines(at("05-19 15:45")):
            pass
        store, maya = stage.tandem.store, MemberId(J1.people["maya"])
        (pair,) = await store.read(SCHOOL, lambda r: r.partnerships.of_member(maya))
        cycle = await store.read(SCHOOL, lambda r: r.cycles.current(pair.id))
        assert cycle is not None
        assert {(t.coachee, t.state) for t in cycle.turns} == {
            (member, TurnState.DONE) for member in pair.members
        }

        before = await everything(player, "tomas")
        erased = await store.write(
            SCHOOL, Lock.partnership(pair.id), lambda work: erase_words(work, cycle, maya)
        )
        assert erased == 2
        assert await everything(player, "tomas") == before


def erase_words(work: Work, cycle: Cycle, author: MemberId) -> int:
    """Her own first words of the first turn are gone; how many pieces they were."""
    mine = [
        piece
        for piece in work.pieces.about(kept.about(cycle, RunId("observation.words/1")))
        if piece.vault.author == author
    ]
    for piece in mine:
        work.pieces.erase(piece.id)
    return len(mine)


@pytest.mark.publishes("I left out the third example, and they asked for it.")
async def test_whoever_looks_after_the_program_never_reads_who_works_with_whom(
    tmp_path: Path,
) -> None:
    async with staged(tmp_path) as stage:
        player = stage.player
        async for line, _ in player.lines(J1.ends):
            if (line.is_act and line.at.day % 7 == 0) or line is J1.lines[-1]:
                seen = await everything(player, "aoife")
                assert "Harbour coaches" in seen
                assert not {name for name in ("Maya", "Tomás") if name in seen}
