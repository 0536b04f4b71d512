"""A visit on the store in memory: picked, asked for, settled, moved, called off, marked."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from flows import (
    appointments,
    coaching,
    leaving,
    meetings,
    proposing,
    talking,
    together,
    visiting,
)
from flows.agreement import Agreement, Consent, Terms
from flows.coaching import Course, Late, Missing, Moved, NotTheirs, TooLong
from flows.events import Answered, Released, TurnMoved
from flows.ids import MemberId, PartnershipId, ProposalId, RunId
from flows.partnership import Partnership, PartnershipState
from flows.ports import Reader, Work
from flows.proposal import Proposal, ProposalState
from flows.proposing import Accepted, Settled
from flows.slip import SlipState
from flows.timetable import Lesson
from flows.visiting import NotHost, NoTime, Phase, Prepared, Visit
from tests.staffroom import AYA, MAYA, TOMAS, Staffroom, at

LOOK = "what happens after I ask a question"
ROOM = "room 14"
FOCUS, PLAN, VISIT = (RunId(f"observation.{s}/1") for s in ("focus", "plan", "visit"))
DEBRIEF = RunId("observation.debrief/1")
CHOICES = {"level": "evidence_questions", "channel": "write_first", "tool": "timeline"}
THURSDAY = at("2026-03-12 11:10")
SHORT = timedelta(minutes=15)

HERS = (
    Lesson(1, time(9), time(9, 50), "1A", "12"),
    Lesson(3, time(11, 10), time(12), "2B", "14"),
    Lesson(4, time(14, 20), time(15), "3C"),
)
HIS = (Lesson(2, time(9), time(12)), Lesson(3, time(8), time(9)))


@pytest.fixture
async def pair(room: Staffroom) -> Staffroom:
    """Both first sentences are in; Maya is visited first."""
    await room.put(MAYA, lessons=HERS)
    await room.put(TOMAS, lessons=HIS)
    await room.partnered()
    await room.answer(TOMAS, "agree too soon")
    await room.answer(MAYA, "leave it to five hands")
    await room.all_sent()
    return room


async def visit(room: Staffroom, who: MemberId = MAYA) -> Visit:
    found = await room.read(lambda r: visiting.find(r, who, room.pair.id))
    assert isinstance(found, Visit), found
    return found


async def requested(
    room: Staffroom,
    who: MemberId = MAYA,
    start: datetime = THURSDAY,
    length: timedelta = SHORT,
    **texts: str,
) -> object:
    words = {"look": LOOK, "place": ROOM, "leave": "the group by the door", **texts}
    return await room.write(
        lambda w: visiting.request(w, who, room.pair.id, words, CHOICES, start, start + length)
    )


async def proposal(room: Staffroom, start: datetime = THURSDAY) -> Proposal:
    found = await requested(room, start=start)
    assert isinstance(found, Proposal), found
    return found


async def works(room: Staffroom, who: MemberId, which: ProposalId) -> object:
    return await room.write(lambda w: proposing.works(w, who, room.pair.id, which))


async def settled(room: Staffroom) -> Proposal:
    asked = await proposal(room)
    assert isinstance(await works(room, TOMAS, asked.id), Settled)
    await room.all_sent()
    return asked


async def suggested(
    room: Staffroom, who: MemberId, start: datetime, place: str = "", length: timedelta = SHORT
) -> object:
    return await room.write(
        lambda w: visiting.suggest(w, who, room.pair.id, start, start + length, place)
    )


async def slips(room: Staffroom, run: str = VISIT) -> list[str]:
    """What is planned about a run: kind, for whom, when."""
    found = await room.read(lambda r: r.slips.about(run))
    return sorted(f"{s.kind} {s.member} {s.due:%m-%d}" for s in found)


async def test_three_times_at_which_she_teaches_and_he_is_free(pair: Staffroom) -> None:
    found = await visit(pair)

    three = await pair.read(lambda r: visiting.times(r, found))

    assert found.phase is Phase.PICK
    assert found.host == MAYA
    assert found.visitors == (TOMAS,)
    assert [(t.span.start, t.room) for t in three] == [
        (at("2026-03-10 09:00"), "12"),
        (THURSDAY, "14"),
        (at("2026-03-13 14:20"), ""),
    ]
    others = await pair.read(lambda r: visiting.times(r, found, [t.span.start for t in three]))
    assert not {t.span.start for t in others} & {t.span.start for t in three}


async def test_without_lessons_there_are_still_three_times(pair: Staffroom) -> None:
    await pair.put(MAYA, lessons=())
    await pair.put(TOMAS, lessons=())
    found = await visit(pair)

    three = await pair.read(lambda r: visiting.times(r, found))

    assert len({t.span.start for t in three}) == 3


async def test_a_time_that_is_taken_elsewhere_is_not_offered(pair: Staffroom) -> None:
    await settled(pair)
    first = pair.pair
    await pair.partnered(MAYA, AYA)
    for who in (MAYA, AYA):
        await pair.answer(who, "another sentence")
    found = await visit(pair)

    three = await pair.read(lambda r: visiting.times(r, found))

    assert THURSDAY not in [t.span.start for t in three]
    assert pair.pair != first


async def test_a_time_that_was_free_when_it_was_shown_may_be_taken_by_now(pair: Staffroom) -> None:
    with_tomas = await settled(pair)
    await pair.partnered(MAYA, AYA)
    for who in (MAYA, AYA):
        await pair.answer(who, "another sentence")

    overlapping = await requested(pair, start=THURSDAY - SHORT / 2)
    just_after = await requested(pair, start=with_tomas.end)
    moved = await suggested(pair, AYA, THURSDAY)

    assert overlapping == NoTime("taken")
    assert isinstance(just_after, Proposal)
    assert moved == NoTime("taken")


async def test_what_the_request_begins_with(pair: Staffroom) -> None:
    begun = await pair.read(lambda r: visiting.prepare(r, MAYA, pair.pair.id, THURSDAY))
    assert isinstance(begun, Prepared)
    assert (begun.goal, begun.look, begun.place) == ("", "leave it to five hands", "14")
    nowhere = await pair.read(lambda r: visiting.prepare(r, MAYA, pair.pair.id, None))
    assert isinstance(nowhere, Prepared)
    assert nowhere.place == ""

    his = await pair.read(lambda r: visiting.prepare(r, TOMAS, pair.pair.id, THURSDAY))
    hers = await pair.read(lambda r: visiting.prepare(r, AYA, pair.pair.id, THURSDAY))
    assert isinstance(his, NotHost)
    assert isinstance(hers, NotTheirs)
    await requested(pair)
    again = await pair.read(lambda r: visiting.prepare(r, MAYA, pair.pair.id, THURSDAY))
    assert isinstance(again, Late)


async def test_the_goal_comes_before_the_sentence(pair: Staffroom) -> None:
    await pair.write(lambda w: together.use_as_goal(w, MAYA, pair.pair.id))

    begun = await pair.read(lambda r: visiting.prepare(r, MAYA, pair.pair.id, THURSDAY))

    assert isinstance(begun, Prepared)
    assert (begun.goal, begun.look) == ("mine", "leave it to five hands")


async def test_her_request_is_her_confirmation_and_he_is_asked(pair: Staffroom) -> None:
    asked = await proposal(pair)

    found = await visit(pair, TOMAS)
    assert found.phase is Phase.ASKED
    assert found.request.finished
    assert found.proposal == asked
    assert found.run.session is None
    assert await pair.lines("proposed") == [f"post proposed dm:{TOMAS} 1 03-03 08:05"]
    (said,) = await pair.said("proposed")
    assert LOOK not in str(said.refs)
    assert ROOM not in str(said.refs)
    seen = await pair.read(lambda r: visiting.asked_for(r, found, TOMAS))
    assert seen["look"] == LOOK
    assert seen["leave"] == "the group by the door"
    assert seen["tool"] == "timeline"
    assert await pair.read(lambda r: visiting.place_words(r, found, TOMAS)) == ROOM
    assert await pair.read(lambda r: visiting.place_words(r, found, AYA)) == ""
    assert await slips(pair) == [f"soft {TOMAS} 03-05"]


async def test_his_yes_settles_it_and_the_plan_with_it(pair: Staffroom) -> None:
    asked = await proposal(pair)

    outcome = await works(pair, TOMAS, asked.id)

    assert isinstance(outcome, Settled)
    session = outcome.run.session
    assert session is not None
    assert (session.start, session.end, session.place) == (THURSDAY, THURSDAY + SHORT, asked.place)
    course = await pair.course()
    assert [str(course.cycle.run(r).state) for r in (FOCUS, PLAN)] == ["done", "done"]  # type: ignore[union-attr]  # both are there
    assert await pair.lines("confirmed") == [f"post confirmed dm:{MAYA} 1 03-03 08:05"]
    assert (await visit(pair)).phase is Phase.SETTLED
    assert await slips(pair) == [
        f"after_visit {MAYA} 03-12",
        f"after_visit {TOMAS} 03-12",
        f"remind {MAYA} 03-11",
        f"remind {TOMAS} 03-11",
        f"visit_unmarked {MAYA} 03-16",
        f"visit_unmarked {TOMAS} 03-16",
    ]
    assert isinstance(await works(pair, TOMAS, asked.id), Late)


async def test_only_who_was_asked_can_say_yes(pair: Staffroom) -> None:
    asked = await proposal(pair)

    assert isinstance(await works(pair, MAYA, asked.id), Late)
    assert isinstance(await works(pair, AYA, asked.id), NotTheirs)
    assert isinstance(await works(pair, TOMAS, ProposalId("none")), Late)
    pair.now = THURSDAY + timedelta(minutes=1)
    assert isinstance(await works(pair, TOMAS, asked.id), Late)


REFUSED = {
    "past": (at("2026-03-02 09:00"), SHORT),
    "backwards": (THURSDAY, -SHORT),
    "long": (THURSDAY, timedelta(minutes=26)),
}


@pytest.mark.parametrize("why", REFUSED)
async def test_a_time_that_cannot_be_keeps_nothing(pair: Staffroom, why: str) -> None:
    start, length = REFUSED[why]

    outcome = await requested(pair, start=start, length=length)

    assert outcome == NoTime(why)
    assert not (await visit(pair)).request.finished
    assert await pair.said("proposed") == []


async def test_a_request_needs_its_place_its_focus_and_its_host(pair: Staffroom) -> None:
    assert await requested(pair, place=" ") == Missing(("place",))
    assert await requested(pair, look="") == Missing(("look",))
    assert isinstance(await requested(pair, look="x" * 1501), TooLong)
    assert isinstance(await requested(pair, who=TOMAS), NotHost)
    assert isinstance(await requested(pair, who=AYA), NotTheirs)
    await requested(pair)
    assert isinstance(await requested(pair), Late)


async def test_other_times_turn_the_question_round(pair: Staffroom) -> None:
    first = await proposal(pair)
    friday = at("2026-03-13 14:20")

    second = await suggested(pair, TOMAS, friday)

    assert isinstance(second, Proposal)
    assert (second.by, second.place) == (TOMAS, first.place)
    assert await pair.lines("proposed") == [
        f"post proposed dm:{MAYA} 1 03-03 08:05",
        f"update proposed dm:{TOMAS} 0 03-03 08:05",
    ]
    assert await slips(pair) == [f"soft {MAYA} 03-05"]
    assert isinstance(await works(pair, TOMAS, first.id), Late)
    pair.now = at("2026-03-04 08:05")
    assert isinstance(await works(pair, MAYA, second.id), Settled)
    assert await pair.lines("confirmed") == [f"post confirmed dm:{TOMAS} 1 03-04 08:05"]
    session = (await visit(pair)).run.session
    assert session is not None
    assert session.start == friday


async def test_a_suggestion_can_be_taken_back(pair: Staffroom) -> None:
    asked = await proposal(pair)

    async def back(who: MemberId, which: ProposalId = asked.id) -> object:
        return await pair.write(lambda w: proposing.withdraw(w, who, pair.pair.id, which))

    assert isinstance(await back(TOMAS), Late)
    assert isinstance(await back(AYA), NotTheirs)
    assert isinstance(await back(MAYA, ProposalId("none")), Late)
    gone = await back(MAYA)
    assert isinstance(gone, Proposal)
    assert gone.state is ProposalState.WITHDRAWN
    assert (await visit(pair)).phase is Phase.PICK
    assert [said.effect for said in await pair.said("proposed")] == ["update"]
    again = await suggested(pair, MAYA, at("2026-03-13 14:20"), "room 3")
    assert isinstance(again, Proposal)
    assert isinstance(await suggested(pair, MAYA, at("2026-03-13 14:20")), Proposal)


async def test_without_a_place_she_is_asked_for_it(pair: Staffroom) -> None:
    asked = await proposal(pair)
    await pair.write(lambda w: proposing.withdraw(w, MAYA, pair.pair.id, asked.id))

    assert await suggested(pair, MAYA, THURSDAY) == Missing(("place",))


async def test_she_moves_a_settled_visit_and_he_is_told(pair: Staffroom) -> None:
    asked = await settled(pair)
    friday = at("2026-03-13 14:20")
    pair.now = at("2026-03-04 08:05")

    moved = await suggested(pair, MAYA, friday, "room 3")

    assert isinstance(moved, Moved)
    assert await pair.lines("session_moved") == [f"post session_moved dm:{TOMAS} 1 03-04 08:05"]
    found = await visit(pair)
    assert found.phase is Phase.SETTLED
    assert found.run.session is not None
    assert found.run.session.start == friday
    assert found.run.session.place == asked.place
    assert await pair.read(lambda r: visiting.place_words(r, found, TOMAS)) == "room 3"
    assert f"remind {TOMAS} 03-12" in await slips(pair)
    assert f"remind {TOMAS} 03-11" not in await slips(pair)


async def test_another_room_at_the_same_time_is_no_news(pair: Staffroom) -> None:
    await settled(pair)

    assert isinstance(await suggested(pair, MAYA, THURSDAY, "room 3"), Moved)

    assert await pair.said("session_moved") == []


async def test_he_asks_for_another_time_and_the_old_one_stands_until_she_says_yes(
    pair: Staffroom,
) -> None:
    await settled(pair)
    friday = at("2026-03-13 14:20")

    asked = await suggested(pair, TOMAS, friday)

    assert isinstance(asked, Proposal)
    found = await visit(pair)
    assert found.phase is Phase.SETTLED
    assert found.run.session is not None
    assert found.run.session.start == THURSDAY
    outcome = await works(pair, MAYA, asked.id)
    assert isinstance(outcome, Settled)
    assert outcome.run.session is not None
    assert outcome.run.session.start == friday
    assert f"remind {TOMAS} 03-11" not in await slips(pair)


@pytest.mark.parametrize("who", [MAYA, TOMAS])
async def test_either_calls_it_off_without_a_reason(pair: Staffroom, who: MemberId) -> None:
    await settled(pair)
    other = TOMAS if who == MAYA else MAYA
    pair.now = at("2026-03-04 08:05")

    outcome = await pair.write(lambda w: proposing.cancel(w, who, pair.pair.id, VISIT))

    assert isinstance(outcome, Moved)
    assert await pair.lines("session_off") == [f"post session_off dm:{other} 1 03-04 08:05"]
    assert await slips(pair) == []
    assert (await visit(pair)).phase is Phase.PICK
    assert not (await visit(pair)).asks_request
    again = await pair.write(lambda w: proposing.cancel(w, who, pair.pair.id, VISIT))
    assert isinstance(again, Late)
    assert isinstance(
        await pair.write(lambda w: proposing.cancel(w, AYA, pair.pair.id, VISIT)), NotTheirs
    )


async def test_it_did_not_happen_is_no_news_to_anybody(pair: Staffroom) -> None:
    await settled(pair)
    pair.now = THURSDAY + timedelta(hours=1)
    await pair.write(lambda w: coaching.pass_time(w, pair.pair.id))
    assert (await visit(pair)).phase is Phase.OVER

    outcome = await pair.write(lambda w: proposing.cancel(w, TOMAS, pair.pair.id, VISIT))

    assert isinstance(outcome, Moved)
    assert await pair.said("session_off") == []
    assert (await visit(pair)).phase is Phase.PICK


async def test_a_visit_is_marked_as_held_once_it_began(pair: Staffroom) -> None:
    await settled(pair)

    async def hold() -> object:
        return await pair.write(lambda w: proposing.hold(w, TOMAS, pair.pair.id, VISIT))

    assert isinstance(await hold(), Late)
    pair.now = THURSDAY + timedelta(minutes=20)
    await pair.write(lambda w: coaching.pass_time(w, pair.pair.id))
    assert isinstance(await hold(), Moved)
    assert (await visit(pair)).phase is Phase.NOTHING
    assert isinstance(await suggested(pair, MAYA, at("2026-03-20 10:00")), Late)
    nobody = await pair.write(lambda w: proposing.hold(w, AYA, pair.pair.id, VISIT))
    assert isinstance(nobody, NotTheirs)


async def test_a_talk_about_the_visit_can_be_taken_up(pair: Staffroom) -> None:
    async def take() -> object:
        return await pair.write(lambda w: visiting.plan_together(w, TOMAS, pair.pair.id))

    assert isinstance(await take(), Late)
    asked = await proposal(pair)
    assert (await visit(pair)).may_plan_together
    assert isinstance(await take(), Moved)
    assert isinstance(await take(), Late)
    assert isinstance(
        await pair.write(lambda w: visiting.plan_together(w, AYA, pair.pair.id)), NotTheirs
    )
    assert isinstance(await works(pair, TOMAS, asked.id), Settled)
    plan = (await visit(pair)).plan
    assert plan is not None
    assert plan.finished


async def test_the_first_sentences_come_before_the_visit(room: Staffroom) -> None:
    await room.partnered()

    assert isinstance(await room.read(lambda r: visiting.find(r, MAYA, room.pair.id)), Late)


async def test_only_the_visit_of_this_turn_is_found(pair: Staffroom) -> None:
    async def find(run: RunId) -> object:
        return await pair.read(lambda r: visiting.find(r, MAYA, pair.pair.id, run))

    assert isinstance(await find(VISIT), Visit)
    assert isinstance(await find(FOCUS), Visit)
    assert isinstance(await find(RunId("observation.visit/2")), Late)


async def test_in_three_the_last_yes_settles_it(room: Staffroom) -> None:
    three = (MAYA, TOMAS, AYA)
    yes = tuple(Consent(member, 1, room.now) for member in three)
    trio = Partnership(
        id=PartnershipId("trio"),
        program=room.program.id,
        members=three,
        state=PartnershipState.ACTIVE,
        agreement=Agreement(three, (Terms(first=MAYA),), yes),
        began_at=room.now,
    )

    def begin(work: Work) -> None:
        work.partnerships.put(trio)
        coaching.begin(work, trio, room.program)

    await room.put(AYA, lessons=HERS[:1])
    await room.put(MAYA, lessons=HERS)
    await room.write(begin)
    room.pair = trio
    for who in three:
        await room.answer(who, "a sentence")
    found = await visit(room)
    times = await room.read(lambda r: visiting.times(r, found))
    assert at("2026-03-10 09:00") not in [t.span.start for t in times]

    asked = await proposal(room)
    first = await works(room, AYA, asked.id)
    assert isinstance(first, Accepted)
    assert isinstance(await works(room, AYA, asked.id), Late)
    last = await works(room, TOMAS, asked.id)
    assert isinstance(last, Settled)
    plan = (await visit(room)).plan
    assert plan is not None
    assert plan.finished


async def noted(room: Staffroom) -> None:
    """The visit is over, her words and his notes are in."""
    await settled(room)
    room.now = THURSDAY + timedelta(minutes=40)
    await room.write(lambda w: coaching.pass_time(w, room.pair.id))
    for event in (
        Answered(RunId("observation.words/1"), MAYA, ("stood",)),
        Answered(VISIT, TOMAS, ("saw", "students")),
        Answered(RunId("observation.notes/1"), TOMAS, ("noticed", "question", "takeaway")),
        Released(RunId("observation.notes/1"), TOMAS),
    ):
        course = await room.course()
        await room.write(lambda w, e=event, c=course: coaching.happened(w, c, e))  # type: ignore[misc]  # bound in the loop
    await room.all_sent()


async def ask_talk(
    room: Staffroom, who: MemberId = MAYA, start: str = "2026-03-18 13:00"
) -> object:
    return await room.write(lambda w: talking.ask(w, who, room.pair.id, DEBRIEF, at(start), 10))


async def test_a_talk_is_asked_for_settled_held_and_unheld(pair: Staffroom) -> None:
    await noted(pair)
    course = await pair.course()
    assert [r.id for r in talking.open_to(course, MAYA)] == [DEBRIEF]

    asked = await ask_talk(pair)

    assert isinstance(asked, Proposal)
    course = await pair.course()
    debrief = course.cycle.run(DEBRIEF)
    assert debrief is not None
    assert debrief.taken
    assert talking.minutes_of(course, debrief) == 10
    assert [p for _, p in await pair.read(lambda r: talking.sessions(r, course))] == [asked]
    step = course.cycle.run("observation.step/1")
    assert step is not None
    assert str(step.state) == "locked"
    assert isinstance(await works(pair, TOMAS, asked.id), Settled)
    assert await slips(pair, DEBRIEF) == [f"remind {MAYA} 03-17", f"remind {TOMAS} 03-17"]
    pair.now = at("2026-03-18 13:12")
    texts = {"first": "the quick questions had one purpose"}
    outcome = await pair.write(lambda w: talking.hold(w, MAYA, pair.pair.id, DEBRIEF, texts, {}))
    assert isinstance(outcome, Moved)
    assert outcome.run.finished
    course = await pair.course()
    step = course.cycle.run("observation.step/1")
    assert step is not None
    assert str(step.state) == "open"
    (piece,) = await pair.pieces(f"run:{course.cycle.id}:{DEBRIEF}")
    assert not piece.shared
    late = await pair.write(lambda w: talking.hold(w, TOMAS, pair.pair.id, DEBRIEF, texts, {}))
    assert isinstance(late, Late)
    undone = await pair.write(lambda w: proposing.unhold(w, TOMAS, pair.pair.id, DEBRIEF))
    assert isinstance(undone, Moved)


async def test_what_hinders_a_talk(pair: Staffroom) -> None:
    assert isinstance(await ask_talk(pair), Late)
    assert isinstance(await ask_talk(pair, AYA), NotTheirs)
    await noted(pair)
    assert isinstance(await ask_talk(pair, start="2026-03-02 13:00"), talking.Past)
    texts = {"first": "x" * 1501}
    long = await pair.write(lambda w: talking.hold(w, MAYA, pair.pair.id, DEBRIEF, texts, {}))
    assert isinstance(long, TooLong)
    foreign = await pair.write(
        lambda w: talking.hold(w, AYA, pair.pair.id, DEBRIEF, {"first": "x"}, {})
    )
    assert isinstance(foreign, NotTheirs)
    assert isinstance(
        await pair.write(
            lambda w: talking.hold(w, MAYA, pair.pair.id, RunId("no"), {"first": "x"}, {})
        ),
        Late,
    )


async def test_what_was_said_about_a_time_that_is_gone_is_dropped(pair: Staffroom) -> None:
    asked = await proposal(pair)
    await works(pair, TOMAS, asked.id)

    found = await pair.read(lambda r: r.slips.get(f"soft:{TOMAS}:{asked.id}"))

    assert found is not None
    assert found.state is SlipState.DROPPED


async def test_where_no_visit_is_there_is_none(pair: Staffroom) -> None:
    course = await pair.course()
    protocol = course.rules.protocol
    talks_only = protocol.model_copy(
        update={"stages": tuple(s for s in protocol.stages if s.mode != "class")}
    )
    without = replace(course, rules=replace(course.rules, protocol=talks_only))
    nothing_yet = replace(course, cycle=course.cycle.model_copy(update={"runs": ()}))

    assert await pair.read(lambda r: visiting.of(r, without)) is None
    assert await pair.read(lambda r: visiting.of(r, nothing_yet)) is None


async def test_a_visit_left_out_takes_no_yes(pair: Staffroom) -> None:
    asked = await proposal(pair)
    left_out = await pair.write(lambda w: coaching.skip(w, TOMAS, pair.pair.id, VISIT))
    assert isinstance(left_out, Moved)

    assert isinstance(await works(pair, TOMAS, asked.id), Late)


async def test_what_has_no_time_is_not_moved_and_what_is_done_not_called_off(
    pair: Staffroom,
) -> None:
    await proposal(pair)
    course = await pair.course()
    end = THURSDAY + SHORT

    def move(work: Work) -> object:
        return proposing.move(work, course, VISIT, MAYA, THURSDAY, end, None)

    assert isinstance(await pair.write(move), Late)
    pair.now = THURSDAY + timedelta(minutes=20)
    await pair.write(lambda w: coaching.pass_time(w, pair.pair.id))
    await pair.write(lambda w: proposing.hold(w, TOMAS, pair.pair.id, VISIT))
    off = await pair.write(lambda w: proposing.cancel(w, TOMAS, pair.pair.id, VISIT))
    assert isinstance(off, Late)


async def test_a_settled_talk_can_be_asked_for_at_another_time(pair: Staffroom) -> None:
    await noted(pair)
    asked = await ask_talk(pair)
    assert isinstance(asked, Proposal)
    await works(pair, TOMAS, asked.id)

    again = await ask_talk(pair, TOMAS, "2026-03-19 13:00")

    assert isinstance(again, Proposal)
    assert isinstance(await works(pair, MAYA, again.id), Settled)
    run = (await pair.course()).cycle.run(DEBRIEF)
    assert run is not None
    assert run.session is not None
    assert run.session.start == at("2026-03-19 13:00")


async def test_without_a_time_nothing_is_planned(pair: Staffroom) -> None:
    course = await pair.course()
    run = course.cycle.run(VISIT)
    assert run is not None

    def plan(work: Work) -> None:
        appointments.settled(work, course, run)
        appointments.prework_given(work, course, run, [MAYA])

    await pair.write(plan)

    assert await slips(pair) == []


async def test_beyond_the_calendar_nobody_is_reminded(pair: Staffroom) -> None:
    await pair.write(
        lambda w: w.programs.put(replace(pair.program, covered_until=date(2026, 3, 4)))
    )

    assert isinstance(await proposal(pair, at("2026-03-05 10:00")), Proposal)
    assert await slips(pair) == []


async def test_a_paused_partnership_has_nothing_ahead(pair: Staffroom) -> None:
    assert await pair.read(lambda r: meetings.ahead(r, course_of(r))) is not None
    await pair.write(lambda w: leaving.pause(w, MAYA, pair.pair.id))
    paused = await pair.course()

    assert await pair.read(lambda r: meetings.ahead(r, paused)) is None


def course_of(reader: Reader) -> Course:
    found = coaching.load(reader, reader.partnerships.of_member(MAYA)[0].id)
    assert found is not None
    return found


async def test_another_time_must_be_one_and_ones_own_to_suggest(pair: Staffroom) -> None:
    await settled(pair)

    assert await suggested(pair, MAYA, at("2026-03-02 09:00")) == NoTime("past")
    assert isinstance(await suggested(pair, AYA, THURSDAY), NotTheirs)


async def test_a_talk_is_marked_without_a_word(pair: Staffroom) -> None:
    await noted(pair)

    outcome = await pair.write(lambda w: talking.hold(w, MAYA, pair.pair.id, DEBRIEF, {}, {}))

    assert isinstance(outcome, Moved)


async def test_of_a_turn_that_was_moved_times_are_looked_for_from_its_day(
    pair: Staffroom,
) -> None:
    course = await pair.course()
    moved = TurnMoved(MAYA, date(2026, 3, 12))
    await pair.write(lambda w: coaching.happened(w, course, moved))
    found = await visit(pair)

    three = await pair.read(lambda r: visiting.times(r, found))

    assert found.phase is Phase.PICK
    assert [t.span.start for t in three] == [
        at("2026-03-19 11:10"),
        at("2026-03-20 14:20"),
        at("2026-03-24 09:00"),
    ]
