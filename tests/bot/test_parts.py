"""The metronome, the sweeps and the directory."""

import asyncio
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from bot.calendars import HolidayCalendars
from bot.directory import SlackDirectory, person_of
from bot.run import Tandem
from bot.sweeps import Sweeps
from bot.ticker import Job, Ticker, carried
from flows.copied import Copy, CopyState
from flows.draft import Draft, DraftState
from flows.ids import (
    ConversationId,
    CopyId,
    CycleId,
    DraftId,
    GoalId,
    InvitationId,
    MemberId,
    PartnershipId,
    RunId,
    WorkspaceId,
)
from flows.nudge import Kind, Why
from flows.ports import Alarm, Busy, Lock, Place, Reader, Unsure, Work
from flows.slip import Slip
from flows.verdict import Now
from playground.faults import Fault
from playground.server import Playground
from storage.calendar import DueAlarm, DueCycle, DueInvitation
from storage.rotation import wrapped_by
from tests.bot.rig import MAYA, TEAM, Rig
from tests.bot.test_app import settings_for
from tests.storage.examples import member, partnership, piece, program


async def test_the_metronome_lets_what_runs_end_before_it_stops() -> None:
    begun, ended = asyncio.Event(), asyncio.Event()

    async def slow() -> None:
        begun.set()
        await asyncio.sleep(0)
        ended.set()

    ticker = Ticker([Job("slow", timedelta(milliseconds=10), slow)])
    ticker.start()
    await asyncio.wait_for(begun.wait(), 5)
    await ticker.stop()
    assert ended.is_set()


async def test_a_job_that_fails_does_not_stop_the_metronome() -> None:
    ran = []

    async def failing() -> None:
        ran.append(1)
        raise RuntimeError("planted")

    await carried(Job("failing", timedelta(seconds=1), failing))
    assert ran


class Calendar:
    """A calendar in which something stays due for good."""

    def __init__(
        self, cycles: list[DueCycle], invitations: list[DueInvitation], alarms: list[DueAlarm]
    ) -> None:
        self._cycles = cycles
        self._invitations = invitations
        self._alarms = alarms

    async def cycles(self, before: datetime, most: int) -> list[DueCycle]:
        return self._cycles

    async def invitations(self, before: datetime, most: int) -> list[DueInvitation]:
        return self._invitations

    async def alarms(self, before: datetime, most: int) -> list[DueAlarm]:
        return self._alarms


async def test_a_sweep_does_each_thing_once_whatever_fails(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[str] = []

    async def write(workspace: str, lock: Any, body: object) -> None:
        tried.append(lock.id)
        raise RuntimeError("planted")

    pairs = [DueCycle(TEAM, PartnershipId(f"p{n}"), CycleId(f"c{n}")) for n in range(3)]
    gone = [DueInvitation(TEAM, InvitationId("i1"), MAYA)]
    rings = [DueAlarm(TEAM, Alarm("member", "m1")), DueAlarm(TEAM, Alarm("program", "p9"))]
    monkeypatch.setattr(rig.store, "calendar", Calendar(pairs, gone, rings))
    monkeypatch.setattr(rig.store, "write", write)
    sweeps = Sweeps(rig.store, rig.clock, HolidayCalendars())
    await sweeps.run()
    assert tried == ["p0", "p1", "p2", "m1", "p9"]
    assert sweeps.in_flight == 0


async def test_a_destruction_that_was_cut_short_is_finished_by_a_sweep(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    await rig.store.write(TEAM, Lock.member(MAYA), lambda work: work.pieces.write(piece("x1")))
    destroy, away = rig.store.vaults.destroy, [True, True]

    def once_away(names: Iterable[tuple[WorkspaceId, str]]) -> None:
        if away and away.pop():
            raise ConnectionError
        destroy(names)

    monkeypatch.setattr(rig.store.vaults, "destroy", once_away)
    with pytest.raises(Unsure):
        await rig.store.write(TEAM, Lock.member(MAYA), lambda work: work.pieces.destroy_all())
    sweeps = Sweeps(rig.store, rig.clock, HolidayCalendars())
    await sweeps.run()  # It is still away; nothing else suffers.
    assert sum(wrapped_by(rig.store.vaults).values()) == 1

    await sweeps.run()
    assert not wrapped_by(rig.store.vaults)


async def test_housekeeping_forgets_deliveries_after_a_week(rig: Rig) -> None:
    await rig.say(rig.notice("one"))
    await rig.turn()
    rig.clock.passed += timedelta(days=31)
    await Sweeps(rig.store, rig.clock, HolidayCalendars()).housekeeping()
    assert not await rig.store.outbox.purge(rig.clock.real())


async def test_housekeeping_seals_what_an_earlier_tandem_kept_plain(rig: Rig) -> None:
    bare = member(id=MAYA, program=None, seeks=(), offers=(), lessons=())
    await rig.store.write(TEAM, Lock.member(MAYA), lambda work: work.members.put(bare))
    old = text("UPDATE members SET seeks = :topics")
    await rig.store.transact(lambda c: c.execute(old, {"topics": '["wait_time"]'}))

    await Sweeps(rig.store, rig.clock, HolidayCalendars()).housekeeping()

    kept = await rig.store.look(lambda c: c.execute(text("SELECT * FROM members")).all())
    assert "wait_time" not in repr(kept)
    known = await rig.store.read(TEAM, lambda reader: reader.members.get(MAYA))
    assert known == replace(bare, seeks=("wait_time",))


async def test_housekeeping_forgets_old_messages_and_ended_drafts(rig: Rig) -> None:
    now = rig.clock.now()
    old, young = now - timedelta(days=200), now - timedelta(days=20)
    begun = {"a": (old, DraftState.STOPPED), "b": (young, DraftState.SET), "c": (old, "open")}

    def body(work: Work) -> None:
        for name, (at, state) in begun.items():
            draft = Draft(DraftId(name), MAYA, GoalId("g"), None, "why", at)
            work.drafts.put(replace(draft, state=DraftState(state)))
            slip = Slip(name, MAYA, Kind.OPEN, at, Why.STEP_OPENED)
            sent = slip if state == "open" else slip.dropped("over")
            work.slips.put(sent)

    await rig.store.write(TEAM, Lock.member(MAYA), body)
    await Sweeps(rig.store, rig.clock, HolidayCalendars()).housekeeping()

    def left(reader: Reader) -> tuple[set[str], set[str]]:
        drafts = {str(draft.id) for draft in reader.drafts.of_owner(MAYA)}
        return drafts, {n for n in begun if reader.slips.get(n) is not None}

    assert await rig.store.read(TEAM, left) == ({"b", "c"}, {"b", "c"})


async def test_with_an_old_message_goes_where_it_stood(rig: Rig) -> None:
    now = rig.clock.now()
    sent = {"alone": (200, "alone"), "one": (200, "bundle:one"), "young": (20, "young")}

    def body(work: Work) -> None:
        for name, (days, bundle) in sent.items():
            at = now - timedelta(days=days)
            slip = Slip(name, MAYA, Kind.OPEN, at, Why.STEP_OPENED)
            work.slips.put(slip.sent(at, bundle, Now.SLOT))
            work.outbox.stands(bundle, Place(ConversationId("D0MAYA"), "1.1"))
        work.outbox.stands("card:c", Place(ConversationId("G0PAIR"), "1.1"))

    await rig.store.write(TEAM, Lock.member(MAYA), body)
    await Sweeps(rig.store, rig.clock, HolidayCalendars()).housekeeping()

    anchors = ("alone", "bundle:one", "young", "card:c")
    left = await rig.store.read(TEAM, lambda r: [a for a in anchors if r.outbox.place(a)])
    assert left == ["young", "card:c"]


async def test_copies_that_nobody_may_read_any_more_go_and_are_forgotten(rig: Rig) -> None:
    pair = PartnershipId("p")
    gone = Copy(CopyId("c"), pair, CycleId("x"), RunId("r"), MAYA, ("k",), rig.clock.now())

    def body(work: Work) -> None:
        work.programs.put(program())
        work.partnerships.put(partnership(id=pair))
        work.copies.put(gone.became(CopyState.SAID))

    await rig.store.write(TEAM, Lock.partnership(pair), body)
    sweeps = Sweeps(rig.store, rig.clock, HolidayCalendars())
    seen = []
    for _ in range(2):
        await sweeps.housekeeping()
        await rig.turn()
        seen.append(await rig.store.read(TEAM, lambda r: list(r.copies.of_partnership(pair))))

    assert [[copy.state for copy in copies] for copies in seen] == [[CopyState.GONE], []]


class TestDirectory:
    @pytest.fixture
    def directory(self, rig: Rig) -> SlackDirectory:
        directory = rig.dispatcher._sender._directory
        assert isinstance(directory, SlackDirectory)
        return directory

    async def test_many_questions_at_once_are_one_call_and_last_an_hour(
        self, rig: Rig, directory: SlackDirectory
    ) -> None:
        found = await asyncio.gather(*(directory.person(TEAM, MAYA) for _ in range(20)))
        assert {person.zone for person in found if person} == {"Europe/Dublin"}
        assert rig.calls("users.info") == 1
        rig.clock.passed += timedelta(minutes=59)
        await directory.person(TEAM, MAYA)
        assert rig.calls("users.info") == 1
        rig.clock.passed += timedelta(minutes=2)
        await directory.person(TEAM, MAYA)
        assert rig.calls("users.info") == 2

    async def test_who_changed_is_asked_for_again(
        self, rig: Rig, directory: SlackDirectory
    ) -> None:
        await directory.person(TEAM, MAYA)
        directory.forget(TEAM, MAYA)
        await directory.person(TEAM, MAYA)
        assert rig.calls("users.info") == 2

    async def test_nobody_is_nobody(self, directory: SlackDirectory) -> None:
        assert await directory.person(TEAM, MemberId("U0NOBODY")) is None

    @pytest.mark.parametrize("kind", ["http_500", "ratelimited", "lost_reply"])
    async def test_while_slack_cannot_be_asked_what_was_known_stays_true(
        self, rig: Rig, directory: SlackDirectory, kind: Any
    ) -> None:
        await directory.person(TEAM, MAYA)
        rig.clock.passed += timedelta(hours=2)
        rig.slack.parts.faults.add(Fault("users.info", kind, times=9))
        assert await directory.person(TEAM, MAYA) is not None
        with pytest.raises(Busy):
            await directory.person(TEAM, MemberId("U0TOMAS"))

    def test_whatever_slack_leaves_out_has_a_meaning(self) -> None:
        person = person_of({"id": "U1"})
        assert (person.name, person.zone, person.locale) == ("U1", "UTC", "en")
        assert person_of({"id": "U1", "is_ultra_restricted": True}).is_guest
        assert person_of({"id": "U1", "is_owner": True}).is_admin


async def test_moved_time_reaches_the_bot_and_only_coaching_moves(tmp_path: Path) -> None:
    begin = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    async with (
        Playground(begin=begin) as slack,
        Tandem(settings_for(slack, tmp_path)) as tandem,
    ):
        real = tandem.clock.real()
        await slack.move_by(timedelta(days=7))
        assert tandem.clock.now() - begin >= timedelta(days=7)
        assert tandem.clock.real() - real < timedelta(minutes=1)


async def test_a_calendar_that_ends_soon_is_laid_down_further(rig: Rig) -> None:
    today = rig.clock.now().date()
    known = program(covered_until=today + timedelta(days=100), holidays=frozenset())

    def put(work: Work) -> None:
        work.programs.put(known)
        work.alarms.set(Alarm.of_program(known.id), work.now)
        work.alarms.set(Alarm("program", "unknown"), work.now)

    await rig.store.write(TEAM, Lock.program(known.id), put)
    for _ in range(2):
        await Sweeps(rig.store, rig.clock, HolidayCalendars()).run()

    found = await rig.store.read(TEAM, lambda reader: reader.programs.get(known.id))
    assert found is not None
    assert found.covered_until == today + timedelta(days=465)
    assert len(found.holidays) > 5
    assert min(found.holidays) > today + timedelta(days=100)
