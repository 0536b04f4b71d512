"""A time that was suggested: the yes that settles it, another time, moved, called off, held."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from flows import coaching, proposing, visiting
from flows.agreement import Agreement, Consent, Terms
from flows.coaching import Late, Missing, Moved, NotTheirs
from flows.ids import MemberId, PartnershipId, ProposalId
from flows.partnership import Partnership, PartnershipState
from flows.ports import Work
from flows.proposal import Proposal, ProposalState
from flows.proposing import Accepted, Settled
from flows.visiting import Phase
from tests.flows.visited import (
    FOCUS,
    HERS,
    PLAN,
    SHORT,
    THURSDAY,
    VISIT,
    proposal,
    settled,
    slips,
    spoken,
    suggested,
    visit,
    works,
)
from tests.staffroom import AYA, MAYA, TOMAS, Staffroom, at


@pytest.fixture
async def pair(room: Staffroom) -> Staffroom:
    return await spoken(room)


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


async def test_beyond_the_calendar_nobody_is_reminded_of_a_time(pair: Staffroom) -> None:
    ends = replace(pair.program, covered_until=date(2026, 3, 4))
    await pair.write(lambda w: w.programs.put(ends))

    await proposal(pair)

    assert await slips(pair) == []


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
    assert await slips(pair) == [f"soft {MAYA} 03-05", f"soft {TOMAS} 03-13"]
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
