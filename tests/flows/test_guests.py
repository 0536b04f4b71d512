"""A guest of a group: by every member's yes, for named steps, to read what the group agreed on."""

from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from flows import (
    appointments,
    coaching,
    deactivating,
    documents,
    erasing,
    guest_notices,
    guest_page,
    guests,
    leaving,
    regrouping,
    talk_points,
)
from flows.coaching import Late, NotTheirs, TooLong
from flows.events import Cancelled, Scheduled, Stopped
from flows.guest_page import Nothing, Page
from flows.guests import Entry, NoStep, OneOfYou, Taken
from flows.ids import MemberId, PieceId, RunId
from flows.inviting import PowerUnchosen, Yes
from flows.joining import Who
from flows.pieces import Piece, Sharing, Vault
from flows.ports import Work
from flows.stage import Part, PartState, RunState
from tests.flows.grouped import FOUR, Group
from tests.staffroom import AYA, CHOSEN, MAYA, NAMED, NO, OLE, TOMAS, ZONE, Staffroom, at

NIA, BEN = MemberId("U0NIA"), MemberId("U0BEN")
PLAN, TALK = RunId("lesson_study.plan/1"), RunId("lesson_study.discuss/1")
STEPS = ("discuss",)
FRIDAY = 4


class Hosts:
    """A group that would like a guest."""

    def __init__(self, group: Group) -> None:
        self.group, self.room, self.id = group, group.room, group.id

    async def suggest(
        self, by: MemberId = MAYA, guest: MemberId = NIA, steps: Any = STEPS, yes: Yes = NO
    ) -> object:
        return await self.room.write(lambda w: guests.suggest(w, by, self.id, guest, steps, yes))

    async def name(self) -> str:
        (guest,) = (await self.group.course()).cycle.guests
        return guest.id

    async def yes(self, *members: MemberId) -> object:
        outcome: object = None
        for who in members:
            name = await self.name()
            outcome = await self.room.write(
                partial(guests.say_yes, who=who, partnership=self.id, name=name)
            )
        return outcome

    async def no(self, who: MemberId, name: str | None = None) -> object:
        name = name or await self.name()
        return await self.room.write(lambda w: guests.say_no(w, who, self.id, name))

    async def come(self, who: MemberId = NIA) -> object:
        name = await self.name()
        return await self.room.write(lambda w: guests.come(w, Who(who, ZONE), self.id, name))

    async def decline(self, who: MemberId = NIA) -> object:
        name = await self.name()
        return await self.room.write(lambda w: guests.decline(w, who, self.id, name))

    async def invited(self, **how: Any) -> None:
        assert isinstance(await self.suggest(**how), Entry)
        assert isinstance(await self.yes(*FOUR[1:]), Entry)

    async def comes(self, **how: Any) -> None:
        await self.invited(**how)
        assert isinstance(await self.come(), Entry)

    async def reads(self, who: MemberId = NIA) -> object:
        name = await self.name()
        return await self.room.read(lambda r: guest_page.read(r, who, self.id, name))

    async def writes(self, entered: dict[str, str], who: MemberId = NIA) -> object:
        name = await self.name()
        return await self.room.write(lambda w: guest_page.write(w, who, self.id, name, entered))

    async def change(self, run: RunId, **facts: Any) -> None:
        """The run as it would be later."""
        cycle = (await self.group.course()).cycle
        runs = tuple(r.model_copy(update=facts) if r.id == run else r for r in cycle.runs)
        await self.room.write(
            lambda w: w.cycles.put(self.id, cycle.model_copy(update={"runs": runs}))
        )

    async def planned(self, aim: str = "A part needs its whole") -> None:
        """The plan stands."""
        parts = tuple(Part(member=m, state=PartState.AGREED, agreed=1) for m in FOUR)
        await self.change(PLAN, state=RunState.DONE, version=1, parts=parts)
        course = await self.group.course()
        about = documents.about(course.cycle, PLAN, 1)
        await self.room.write(lambda w: w.pieces.write(piece(w, about, "aim", aim, self.id)))

    async def settled(self, day: str = "2026-03-24 10:00", run: RunId = TALK) -> None:
        async def tell(event: Scheduled) -> None:
            course = await self.group.course()
            await self.room.write(lambda w: coaching.happened(w, course, event))
            found = await self.group.course()
            timed = next(r for r in found.cycle.runs if r.id == run)
            await self.room.write(lambda w: appointments.settled(w, found, timed))

        await tell(Scheduled(run, MAYA, at(day), at(day) + timedelta(hours=1)))

    async def told(self, kind: str) -> set[str]:
        day = self.room.now + timedelta(days=3 if self.room.now.weekday() == FRIDAY else 1)
        await self.room.until(f"{day:%Y-%m-%d} 16:00")
        slips = [
            slip
            for who in (*FOUR, NIA)
            for slip in await self.room.read(partial(_slips, who=who))
            if slip.template == kind and slip.state == "sent"
        ]
        return {slip.member for slip in slips}


def _slips(reader: Any, who: MemberId) -> Any:
    return reader.slips.of_member(who)


def piece(work: Work, about: str, key: str, words: str, pair: Any) -> Piece:
    return Piece(
        id=PieceId(work.new_id()),
        vault=Vault(None, pair),
        about=about,
        key=key,
        words=words,
        sharing=Sharing.MEMBERS,
        shared=True,
        written_at=work.now,
    )


@pytest.fixture
async def hosts(room: Staffroom) -> Hosts:
    group = Group(room, "lesson_study")
    await group.begins()
    return Hosts(group)


async def test_everybody_is_asked_and_the_last_yes_invites(hosts: Hosts) -> None:
    """practice INV-25."""
    assert isinstance(await hosts.suggest(), Entry)
    assert await hosts.told(guest_notices.ASKED) == set(FOUR[1:])
    assert isinstance(await hosts.yes(TOMAS), Entry)
    assert isinstance(await hosts.yes(TOMAS), Late)
    assert isinstance(await hosts.yes(NIA), NotTheirs)
    assert isinstance(await hosts.come(), NotTheirs)
    assert await hosts.told(guest_notices.INVITE) == set()
    entry = await hosts.yes(AYA, OLE)
    assert isinstance(entry, Entry)
    assert entry.agreed
    assert await hosts.told(guest_notices.INVITE) == {NIA}
    assert isinstance(await hosts.reads(), NotTheirs)
    assert isinstance(await hosts.come(BEN), NotTheirs)
    assert isinstance(await hosts.come(), Entry)
    assert isinstance(await hosts.come(), Late)
    assert await hosts.told(guest_notices.CAME) == {MAYA}
    page = await hosts.reads()
    assert isinstance(page, Page)
    assert (page.texts, page.times, page.cards, page.asked) == ([], [], [], [])


async def test_whom_and_for_what_can_be_asked(hosts: Hosts) -> None:
    assert isinstance(await hosts.suggest(by=NIA), NotTheirs)
    assert isinstance(await hosts.suggest(guest=OLE), OneOfYou)
    assert isinstance(await hosts.suggest(steps=("teach",)), NoStep)
    assert isinstance(await hosts.suggest(yes=NAMED), PowerUnchosen)
    assert isinstance(await hosts.suggest(yes=CHOSEN), Entry)
    assert (await hosts.group.course()).cycle.guests[0].power
    assert isinstance(await hosts.suggest(steps=("report",)), Taken)
    assert isinstance(await hosts.suggest(guest=BEN), Taken)
    ahead = [stage.id for stage in guests.free(await hosts.group.course())]
    assert ahead == ["plan", "revise", "report"]
    assert isinstance(await hosts.suggest(guest=BEN, steps=("report",)), Entry)
    await hosts.room.write(lambda w: leaving.pause(w, MAYA, hosts.id))
    assert guests.steps(await hosts.group.course()) == []


@pytest.mark.parametrize("last", [False, True])
async def test_a_no_ends_it_and_nobody_hears_whose(
    hosts: Hosts,
    last: bool,
) -> None:
    """Before all said yes only who suggested it hears, afterwards the others and the guest do."""
    await hosts.suggest()
    await hosts.yes(TOMAS)
    if last:
        await hosts.yes(AYA, OLE)
        assert await hosts.told(guest_notices.INVITE) == {NIA}
    name = await hosts.name()
    assert isinstance(await hosts.no(NIA), NotTheirs)
    assert isinstance(await hosts.no(AYA), Entry)
    assert isinstance(await hosts.no(AYA, name), Late)
    assert (await hosts.group.course()).cycle.guests == ()
    assert await hosts.told(guest_notices.OFF) == ({MAYA, TOMAS, OLE} if last else {MAYA})
    assert await hosts.told("guest_out") == ({NIA} if last else set())


async def test_who_suggested_it_takes_it_back(hosts: Hosts) -> None:
    await hosts.suggest()
    assert isinstance(await hosts.no(MAYA), Entry)
    assert await hosts.told(guest_notices.OFF) == set()


@pytest.mark.parametrize("came", [False, True])
async def test_the_guest_would_rather_not(
    hosts: Hosts,
    came: bool,
) -> None:
    await (hosts.comes() if came else hosts.invited())
    assert isinstance(await hosts.decline(BEN), NotTheirs)
    assert isinstance(await hosts.decline(), Entry)
    assert (await hosts.group.course()).cycle.guests == ()
    assert await hosts.told(guest_notices.NOT) == (set(FOUR) if came else {MAYA})


async def test_a_guest_reads_the_plan_that_stands_and_speaks_last(hosts: Hosts) -> None:
    """practice INV-25, B8."""
    await hosts.planned()
    await hosts.comes()
    page = await hosts.reads()
    assert isinstance(page, Page)
    assert [dict(text) for _, text in page.texts] == [{"aim": "A part needs its whole"}]
    (guest,) = (await hosts.group.course()).cycle.guests
    assert guest.stages == ("lesson_study.discuss",)

    opened = {"state": RunState.OPEN, "opened_at": hosts.room.now}
    await hosts.change(TALK, parts=tuple(Part(member=m) for m in FOUR), **opened)
    course = await hosts.group.course()
    talk = next(r for r in course.cycle.runs if r.id == TALK)
    assert talk_points.of(course, talk).guest == NIA
    page = await hosts.reads()
    assert isinstance(page, Page)
    (asked,) = page.asked
    assert isinstance(await hosts.writes({asked.field: " "}), Nothing)
    assert isinstance(await hosts.writes({asked.field: "x" * 1501}), TooLong)
    for words in ("Ratios", "Ratios next year"):
        assert isinstance(await hosts.writes({asked.field: words, "aim": "mine"}), Page)
    assert isinstance(await hosts.writes({asked.field: "No"}, who=MAYA), NotTheirs)

    async def seen(who: MemberId) -> list[str]:
        found = await hosts.room.read(lambda r: guest_page.by_guests(r, who, course, talk))
        return [words for _, _, words in found]

    assert await seen(OLE) == ["Ratios next year"]
    assert await seen(BEN) == []
    page = await hosts.reads()
    assert isinstance(page, Page)
    assert page.asked[0].words == "Ratios next year"


async def test_a_guest_reads_the_plan_once_it_stands_and_no_later_text(hosts: Hosts) -> None:
    await hosts.comes()
    page = await hosts.reads()
    assert isinstance(page, Page)
    assert page.texts == []
    await hosts.planned()
    course = await hosts.group.course()
    revise = RunId("lesson_study.revise/1")
    await hosts.change(revise, state=RunState.DONE, version=1)
    about = documents.about(course.cycle, revise, 1)
    await hosts.room.write(lambda w: w.pieces.write(piece(w, about, "change", "Two", hosts.id)))
    page = await hosts.reads()
    assert isinstance(page, Page)
    assert [run.id for run, _ in page.texts] == [PLAN]


async def test_what_a_guest_is_asked_no_member_is(hosts: Hosts) -> None:
    course = await hosts.group.course()
    talk = next(r for r in course.cycle.runs if r.id == TALK)
    stage = course.stage(talk)
    assert [p.key for p in stage.prompts if p.for_guest] == ["guest"]
    assert "guest" not in [p.key for p in stage.asked_of(("observer", "moderator"))]

    async def led() -> list[str]:
        found = await hosts.group.course()
        return [p.key for part in talk_points.of(found, talk).parts for p in part.prompts]

    assert "guest" not in await led()
    await hosts.comes()
    assert "guest" in await led()


async def test_a_guest_reads_locked_cards_and_no_notes(hosts: Hosts) -> None:
    """practice INV-25: pooled data, nothing personal."""
    await hosts.comes()
    await hosts.change(TALK, revealed=True, parts=tuple(Part(member=m) for m in FOUR))
    course = await hosts.group.course()
    about = coaching.about(course.cycle, TALK)

    def write(work: Work) -> None:
        card = piece(work, about, "cases", "One folded", hosts.id)
        work.pieces.write(replace(card, sharing=Sharing.POOL))
        note = piece(work, about, "whole", "A note", hosts.id)
        work.pieces.write(replace(note, vault=Vault(AYA, hosts.id)))

    await hosts.room.write(write)
    (entry,) = guests.entries(course)
    run = next(r for r in course.cycle.runs if r.id == TALK)
    assert await hosts.room.read(lambda r: guest_page.cards_of(r, entry, run)) == []
    pooled = tuple(
        s.model_copy(update={"share": "pool"}) if s.id == "discuss" else s
        for s in course.rules.protocol.stages
    )
    protocol = course.rules.protocol.model_copy(update={"stages": pooled})
    other = replace(course, rules=replace(course.rules, protocol=protocol))
    ((prompt, cards),) = await hosts.room.read(
        lambda r: guest_page.cards_of(r, replace(entry, course=other), run)
    )
    assert (prompt.key, [c.words for c in cards]) == ("cases", ["One folded"])
    seen = await hosts.room.read(lambda r: guest_page.by_guests(r, MAYA, course, run))
    assert seen == []
    assert [stage.id for stage in entry.steps] == ["discuss"]


async def test_a_session_too_near_has_no_reminder(hosts: Hosts) -> None:
    await hosts.room.put(NIA)
    await hosts.comes()
    await hosts.settled(f"{hosts.room.now:%Y-%m-%d} 14:00")
    slips = await hosts.room.read(lambda r: r.slips.of_member(NIA))
    assert [s for s in slips if s.kind == "remind"] == []


async def test_a_guest_is_told_of_the_time_and_reminded(hosts: Hosts) -> None:
    await hosts.settled("2026-03-24 10:00")
    await hosts.comes()
    course = await hosts.group.course()
    (entry,) = guests.entries(course)
    assert guests.next_time(entry, hosts.room.now) == at("2026-03-24 10:00")
    assert await hosts.told("guest_time") == set()
    await hosts.settled("2026-03-25 10:00")
    assert await hosts.told("guest_time") == {NIA}
    await hosts.room.until("2026-03-24 16:00")
    slips = await hosts.room.read(lambda r: r.slips.of_member(NIA))
    reminded = {s.template for s in slips if s.kind == "remind" and s.state == "sent"}
    assert reminded == {"guest_remind"}
    page = await hosts.reads()
    assert isinstance(page, Page)
    assert [run.id for run, _, _ in page.times] == [TALK]
    found = await hosts.group.course()
    await hosts.room.write(lambda w: coaching.happened(w, found, Cancelled(TALK, MAYA)))
    found = await hosts.group.course()
    run = next(r for r in found.cycle.runs if r.id == TALK)
    await hosts.room.write(lambda w: appointments.gone(w, found, run))
    slips = await hosts.room.read(lambda r: r.slips.of_member(NIA))
    assert "" in [s.refs.get("start") for s in slips if s.template == "guest_time"]


async def test_a_leaver_s_yes_is_waited_for_no_more(hosts: Hosts) -> None:
    await hosts.suggest()
    await hosts.yes(TOMAS, AYA)
    await hosts.room.write(lambda w: regrouping.leave(w, OLE, hosts.id))
    assert await hosts.told(guest_notices.INVITE) == {NIA}
    assert isinstance(await hosts.come(), Entry)
    await hosts.room.write(lambda w: regrouping.leave(w, AYA, hosts.id))
    assert await hosts.room.read(lambda r: r.cycles.with_guest(NIA)) == [hosts.id]


async def test_whoever_is_gone_is_no_guest(hosts: Hosts) -> None:
    await hosts.comes()
    await hosts.room.write(lambda w: erasing.everything(w, NIA))
    assert (await hosts.group.course()).cycle.guests == ()
    assert await hosts.told(guest_notices.NOT) == set(FOUR)
    await hosts.suggest()
    nia = await hosts.room.put(NIA)
    await hosts.suggest(guest=BEN, steps=("report",))
    await hosts.room.write(lambda w: deactivating.gone(w, nia))
    assert [g.member for g in (await hosts.group.course()).cycle.guests] == [BEN]
    await hosts.room.put(BEN, deactivated=True)
    for who in FOUR[1:]:
        await hosts.yes(who)
    assert (await hosts.group.course()).cycle.guests == ()


async def test_a_group_that_ends_has_no_guest(hosts: Hosts) -> None:
    await hosts.comes()
    assert await hosts.told(guest_notices.INVITE) == {NIA}
    name = await hosts.name()
    course = await hosts.group.course()
    await hosts.room.write(lambda w: coaching.happened(w, course, Stopped()))
    found = await hosts.room.read(lambda r: guests.of_guest(r, NIA, hosts.id, name))
    assert isinstance(found, Late)
    assert await hosts.told("guest_out") == {NIA}
