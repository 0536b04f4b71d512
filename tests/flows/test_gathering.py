"""Groups: asked, answered, begun, left, and going on by another way (practice G2, INV-26)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from flows import (
    agreeing,
    another_way,
    choosing,
    coaching,
    erasing,
    gathering,
    group_answers,
    inviting,
    leaving,
    library,
    not_begun,
    people_changing,
    proposing,
    regrouping,
)
from flows.agreeing import InForce, Reading, Suggested
from flows.agreement import Terms
from flows.coaching import Late
from flows.cycle import CycleState
from flows.gathering import Begun, Called, Hindered, NoSuchWay, SaidYes, TooFew, WrongSize
from flows.group_answers import Tally
from flows.ids import InvitationId, MemberId, PartnershipId, RunId
from flows.inviting import (
    Full,
    NotAMember,
    NotOpen,
    NotTheirs,
    Over,
    OwnLimit,
    PowerUnchosen,
    Themselves,
    Yes,
)
from flows.joining import Who
from flows.partnership import InvitationState, Partnership, PartnershipState
from flows.people import WordPack
from flows.people_changing import Told
from flows.ports import Work
from tests.staffroom import AYA, CHOSEN, KNOWINGLY, MAYA, NAMED, NO, OLE, TOMAS, ZONE, Staffroom, at

NIA = MemberId("U0NIA")
OTHERS = (TOMAS, AYA, OLE)


def whos(*members: MemberId) -> list[Who]:
    return [Who(member, ZONE) for member in members]


async def called(
    room: Staffroom,
    *asked: MemberId,
    way: str = "rounds",
    yes: Yes = NO,
    by: MemberId = MAYA,
) -> object:
    terms = Terms(protocol=way, first=by)
    people = whos(*(asked or OTHERS))
    return await room.write(lambda w: gathering.call(w, by, people, terms, yes))


async def forming(room: Staffroom, *asked: MemberId, way: str = "rounds", yes: Yes = NO) -> None:
    outcome = await called(room, *asked, way=way, yes=yes)
    assert isinstance(outcome, Called), outcome
    room.pair = outcome.pair


async def asked_of(room: Staffroom, who: MemberId) -> InvitationId:
    found = await room.read(lambda r: r.invitations.into(room.pair.id))
    return next(each.id for each in found if each.to == who)


async def agree(room: Staffroom, who: MemberId, yes: Yes = NO) -> object:
    invitation = await asked_of(room, who)
    return await room.write(lambda w: gathering.agree(w, Who(who, ZONE), invitation, yes))


async def start(room: Staffroom, who: MemberId = MAYA, *, chosen: bool = False) -> object:
    return await room.write(lambda w: gathering.start(w, who, room.pair.id, chosen=chosen))


async def stands(room: Staffroom) -> Tally:
    found = await room.read(lambda r: group_answers.tally(r, room.pair.id))
    assert found is not None
    return found


async def begun(room: Staffroom, *asked: MemberId, way: str = "rounds") -> Partnership:
    people = asked or OTHERS
    await forming(room, *people, way=way)
    for who in people:
        assert isinstance(await agree(room, who), SaidYes)
    outcome = await start(room)
    assert isinstance(outcome, Begun), outcome
    room.pair = outcome.pair
    return outcome.pair


async def states(room: Staffroom) -> dict[MemberId, InvitationState]:
    found = await room.read(lambda r: r.invitations.into(room.pair.id))
    return {each.to: each.state for each in found}


async def leave(room: Staffroom, who: MemberId) -> object:
    return await room.write(lambda w: regrouping.leave(w, who, room.pair.id))


async def test_everybody_asked_answers_alone_and_who_asked_starts(room: Staffroom) -> None:
    """practice INV-01."""
    await forming(room)
    assert await room.lines("invite") == [
        f"post invite dm:{who} 1 03-03 08:05" for who in sorted(OTHERS)
    ]
    assert isinstance(await start(room), TooFew)
    for who in OTHERS:
        assert isinstance(await agree(room, who), SaidYes)
    assert (await stands(room)).said_yes == OTHERS
    assert await room.said(group_answers.ANSWERED) == []
    await room.until("2026-03-03 16:00")
    (told,) = await room.said(group_answers.ANSWERED, sent=True)
    assert told.lane == f"dm:{MAYA}"

    outcome = await start(room)

    assert isinstance(outcome, Begun)
    assert outcome.pair.state is PartnershipState.ACTIVE
    assert outcome.pair.members == (MAYA, *OTHERS)
    assert outcome.pair.agreement.in_force == 1
    course = await room.course(outcome.pair.id)
    assert (course.cycle.protocol, course.cycle.start) == ("rounds", "full")
    assert [s.lane for s in await room.said("welcome")] == [f"pair:{outcome.pair.id}"]
    assert isinstance(await start(room), Late)
    assert isinstance(await agree(room, TOMAS), Over)


async def test_what_keeps_a_group_from_being_asked(room: Staffroom) -> None:
    assert await called(room, TOMAS, AYA) == WrongSize(3, 7)
    assert await called(room, *OTHERS, way="grow") == WrongSize(2, 2)
    assert await called(room, *OTHERS, way="none") == NoSuchWay()
    assert await called(room, MAYA, TOMAS, AYA) == Hindered(MAYA, Themselves())
    await room.put(AYA, not_with=frozenset({MAYA}))
    assert await called(room) == Hindered(AYA, NotOpen())
    await room.put(AYA, not_with=frozenset())
    assert await called(room, yes=NAMED) == PowerUnchosen()
    assert await called(room, by=NIA) == NotAMember()
    await room.put(MAYA, most_partnerships=0)
    assert await called(room) == OwnLimit(0)
    assert await room.read(lambda r: gathering.ways(r, NIA)) == {}
    assert "rounds" in await room.read(lambda r: gathering.ways(r, MAYA))
    assert await room.said("invite") == []


async def test_somebody_outside_joins_with_the_start(room: Staffroom) -> None:
    await begun(room, TOMAS, AYA, NIA)

    member = await room.member(NIA)
    assert member is not None
    assert member.program == room.program.id


async def test_a_no_is_a_no_and_nothing_else(room: Staffroom) -> None:
    """practice INV-15."""
    await forming(room, TOMAS, AYA, OLE, NIA)
    invitation = await asked_of(room, TOMAS)
    await room.write(lambda w: inviting.decline(w, TOMAS, invitation))
    assert await room.said("not_this_time") == []
    await agree(room, AYA)
    back = await asked_of(room, AYA)
    assert isinstance(await room.write(lambda w: gathering.step_back(w, AYA, back)), SaidYes)
    assert isinstance(await room.write(lambda w: gathering.step_back(w, AYA, back)), Over)
    assert isinstance(await room.write(lambda w: gathering.step_back(w, OLE, back)), NotTheirs)

    found = await stands(room)
    assert found.declined == (TOMAS, AYA)
    assert found.waiting == (OLE, NIA)
    assert found.yes == (MAYA,)


async def test_whose_yes_it_is_not(room: Staffroom) -> None:
    await forming(room)
    invitation = await asked_of(room, TOMAS)
    wrong = partial(gathering.agree, who=Who(OLE, ZONE), invitation=invitation, yes=NO)
    assert isinstance(await room.write(wrong), NotTheirs)
    assert isinstance(await start(room, TOMAS), NotTheirs)
    assert isinstance(
        await room.write(lambda w: gathering.call_off(w, TOMAS, room.pair.id)), NotTheirs
    )
    await room.put(TOMAS, most_partnerships=0)
    assert isinstance(await agree(room, TOMAS), Full)
    room.now += timedelta(days=20)
    assert isinstance(await agree(room, AYA), Over)
    of_two = await room.read(lambda r: agreeing.read(r, MAYA, room.pair.id))
    assert isinstance(of_two, Reading)
    assert isinstance(
        await room.write(lambda w: agreeing.keep_as_it_is(w, MAYA, room.pair.id, 1)), Late
    )
    assert isinstance(await room.write(lambda w: leaving.end(w, MAYA, room.pair.id)), Late)
    assert isinstance(await leave(room, MAYA), Late)


async def test_a_power_difference_named_later_asks_all_once_more(room: Staffroom) -> None:
    """practice INV-16."""
    await forming(room, TOMAS, AYA, OLE, NIA)
    await agree(room, TOMAS)
    assert await agree(room, AYA, NAMED) == PowerUnchosen()
    await agree(room, AYA, CHOSEN)
    await room.until("2026-03-03 16:00")
    assert [s.lane for s in await room.said(not_begun.AGAIN, sent=True)] == [f"dm:{TOMAS}"]
    assert (await stands(room)).choosing == (TOMAS,)
    await agree(room, OLE, KNOWINGLY)
    await agree(room, NIA, KNOWINGLY)
    assert (await stands(room)).enough

    assert isinstance(await start(room), PowerUnchosen)
    outcome = await start(room, chosen=True)

    assert isinstance(outcome, Begun)
    assert outcome.pair.members == (MAYA, AYA, OLE, NIA)
    assert outcome.pair.agreement.in_force == 1
    assert (await states(room))[TOMAS] is InvitationState.WITHDRAWN


async def test_chosen_knowingly_the_first_yes_counts_again(room: Staffroom) -> None:
    await forming(room)
    await agree(room, TOMAS)
    await agree(room, AYA, CHOSEN)
    assert isinstance(await agree(room, TOMAS, KNOWINGLY), SaidYes)
    assert (await stands(room)).said_yes == (TOMAS, AYA)
    assert isinstance(await agree(room, TOMAS, KNOWINGLY), Over)


async def test_who_has_not_answered_at_the_start_is_not_asked_any_more(room: Staffroom) -> None:
    await forming(room, TOMAS, AYA, OLE, NIA)
    for who in OTHERS:
        await agree(room, who)
    assert isinstance(await start(room), Begun)
    assert (await states(room))[NIA] is InvitationState.WITHDRAWN
    invitation = await asked_of(room, NIA)
    assert isinstance(await room.write(lambda w: inviting.decline(w, NIA, invitation)), Over)


async def test_too_few_in_time_it_is_off_for_all_who_said_yes(room: Staffroom) -> None:
    await forming(room)
    await agree(room, TOMAS)
    await room.until("2026-03-10 18:00")

    assert await room.read(lambda r: group_answers.tally(r, room.pair.id)) is None
    assert (await room.state()).state is PartnershipState.ENDED
    await room.until("2026-03-11 16:00")
    lanes = {s.lane for s in await room.said(not_begun.OFF, sent=True)}
    assert lanes == {f"dm:{MAYA}", f"dm:{TOMAS}"}
    assert set((await states(room)).values()) <= {
        InvitationState.ACCEPTED,
        InvitationState.WITHDRAWN,
        InvitationState.EXPIRED,
    }
    await room.write(lambda w: gathering.time_up(w, room.pair.id))


async def test_enough_in_time_waits_as_long_again_for_the_start(room: Staffroom) -> None:
    await forming(room)
    for who in OTHERS:
        await agree(room, who)
    await room.until("2026-03-10 18:00")
    assert (await stands(room)).enough
    await room.until("2026-03-17 18:00")
    assert (await room.state()).state is PartnershipState.ENDED


async def test_called_off_or_forgotten_nobody_waits_for_it(room: Staffroom) -> None:
    await forming(room)
    await agree(room, TOMAS)
    await room.write(lambda w: gathering.let_go(w, TOMAS, room.pair))
    assert (await stands(room)).declined == (TOMAS,)
    found = await room.state()
    await room.write(lambda w: erasing.depart(w, MAYA, found))
    assert (await room.state()).state is PartnershipState.ENDED
    assert await room.read(lambda r: group_answers.tally(r, PartnershipId("none"))) is None


async def test_an_answer_that_comes_when_nothing_forms_is_told_as_ever(room: Staffroom) -> None:
    pair = await room.partnered()
    assert not await room.write(lambda w: group_answers.arrived(w, pair.id))
    assert not await room.write(lambda w: group_answers.arrived(w, PartnershipId("none")))


async def test_a_leaver_leaves_the_group_to_the_others(room: Staffroom) -> None:
    """practice INV-26."""
    pair = await begun(room, *OTHERS, NIA)
    before = await room.course(pair.id)
    assert [s.anchor for s in await room.said("card")] == [f"card:{before.cycle.id}"]
    await room.all_sent()
    await room.write(
        lambda w: w.partnerships.put(
            replace(
                pair, agreement=replace(pair.agreement, versions=(Terms(copies=True, first=OLE),))
            )
        )
    )

    assert isinstance(await leave(room, OLE), Partnership)

    after = await room.state()
    assert after.members == (MAYA, TOMAS, AYA, NIA)
    assert (after.formation, after.conversation) == (2, None)
    assert not after.agreement.terms(1).copies
    assert after.agreement.terms(1).first is None
    assert after.agreement.in_force == 1
    course = await room.course(pair.id)
    assert (course.cycle.members, course.cycle.left) == (after.members, (OLE,))
    assert [s.anchor for s in await room.said("card")] == [f"card:{before.cycle.id}:2"]
    await room.until("2026-03-03 16:00")
    told = await room.said(regrouping.REGROUPED, "bundle", sent=True)
    assert {s.lane for s in told} == {f"dm:{m}" for m in after.members}
    assert isinstance(await leave(room, OLE), inviting.NotTheirs | coaching.NotTheirs)


def account_gone(work: Work) -> None:
    people_changing.told(work, OLE, Told(deleted=True))


def all_deleted(work: Work) -> None:
    erasing.everything(work, OLE)


@pytest.mark.parametrize("goes", [account_gone, all_deleted])
@pytest.mark.parametrize(("others", "rests"), [((*OTHERS, NIA), False), (OTHERS, True)])
async def test_who_is_gone_leaves_like_anybody_who_leaves(
    room: Staffroom,
    goes: Callable[[Work], None],
    others: tuple[MemberId, ...],
    rests: bool,
) -> None:
    """practice INV-26: the others are told who they are now, and no reason."""
    pair = await begun(room, *others)
    run = RunId("common.open/1")
    picked = {"order": "drawn"}
    await room.write(lambda w: coaching.answer(w, OLE, pair.id, run, {"bring": "Calm"}, picked))
    await room.all_sent()

    await room.write(goes)

    after, course = await room.state(), await room.course(pair.id)
    assert after.members == tuple(m for m in (MAYA, *others) if m != OLE)
    assert (after.formation, after.conversation) == (2, None)
    cards = [s.anchor for s in await room.said("card") if s.effect == "post"]
    assert cards == [f"card:{course.cycle.id}:2"]
    assert (course.cycle.state is CycleState.RESTING) is rests
    assert course.cycle.left == (OLE,)
    assert OLE not in str([p for r in course.cycle.runs for p in r.parts if p.choices])
    await room.until("2026-03-03 16:00")
    told = await room.said(regrouping.REGROUPED, "bundle", sent=True)
    assert {s.lane for s in told} == {f"dm:{m}" for m in after.members}


async def test_what_the_leaver_suggested_is_off_the_table(room: Staffroom) -> None:
    pair = await begun(room, *OTHERS, NIA)
    run = (await room.course(pair.id)).cycle.runs[0].id

    def suggest(work: Work, by: MemberId) -> None:
        found = coaching.load(work, pair.id)
        assert found is not None
        start_at = at("2026-03-12 10:00")
        proposing.propose(work, found, RunId(run), by, start_at, start_at + timedelta(hours=1))

    await room.write(partial(suggest, by=OLE))
    cycle = (await room.course(pair.id)).cycle.id
    await room.write(lambda w: regrouping.leave(w, OLE, pair.id))
    assert await room.read(lambda r: r.proposals.open_for(cycle, run)) is None
    await room.write(partial(suggest, by=MAYA))
    await leave(room, NIA)
    assert await room.read(lambda r: r.proposals.open_for(cycle, run)) is not None


async def test_of_two_the_one_who_leaves_ends_it(room: Staffroom) -> None:
    await room.partnered()
    outcome = await leave(room, TOMAS)
    assert isinstance(outcome, Partnership)
    assert outcome.state is PartnershipState.ENDED


async def test_between_two_cycles_one_can_leave_as_well(room: Staffroom) -> None:
    pair = await begun(room)
    cycle = (await room.course(pair.id)).cycle
    over = cycle.model_copy(update={"state": CycleState.CLOSED, "next_at": None})
    await room.write(lambda w: w.cycles.put(pair.id, over))

    await leave(room, OLE)

    assert (await room.state()).members == (MAYA, TOMAS, AYA)
    found = await room.read(lambda r: r.cycles.of_partnership(pair.id))
    assert [c.left for c in found] == [(OLE,)]
    assert not await room.read(lambda r: another_way.needed(r, pair))


async def test_below_the_least_number_all_agree_to_another_way_or_rest(room: Staffroom) -> None:
    """practice INV-26."""
    pair = await begun(room)
    first = (await room.course(pair.id)).cycle.id
    await leave(room, OLE)
    assert (await room.course(pair.id)).cycle.state is CycleState.RESTING

    assert isinstance(
        await room.write(lambda w: leaving.resume(w, MAYA, pair.id)), Late
    )  # Going on as before is not possible.

    async def choose(who: MemberId, way: str) -> object:
        return await room.write(lambda w: regrouping.choose(w, who, pair.id, way))

    assert isinstance(await choose(MAYA, "rounds"), Late)
    assert isinstance(await choose(OLE, "reflective"), coaching.NotTheirs)
    assert isinstance(await choose(MAYA, "reflective"), Suggested)
    assert (await room.course(pair.id)).cycle.id == first

    async def agree_to(who: MemberId) -> object:
        def body(work: Work) -> object:
            found = agreeing.read(work, who, pair.id)
            assert isinstance(found, Reading)
            return agreeing.submit(work, who, pair.id, found.version, found.terms, found.texts, NO)

        return await room.write(body)

    assert isinstance(await agree_to(TOMAS), Suggested)
    assert isinstance(await agree_to(AYA), InForce)

    course = await room.course(pair.id)
    assert course.cycle.id != first
    assert (course.cycle.protocol, course.cycle.members) == ("reflective", (MAYA, TOMAS, AYA))
    assert isinstance(await choose(MAYA, "reflective"), Late)
    gone = replace(pair, program=room.program.id.__class__("none"))
    assert await room.read(lambda r: another_way.ways(r, gone)) == {}


async def test_a_workplace_pair_begins_on_a_way_that_it_offers(room: Staffroom) -> None:
    plain = await room.read(lambda r: inviting.own_ways(r, MAYA))
    assert inviting.usual(plain, MAYA).protocol == Terms().protocol
    await room.write(lambda w: w.programs.put(replace(room.program, word_pack=WordPack.WORKPLACE)))
    offered = await room.read(lambda r: inviting.own_ways(r, MAYA))
    terms = inviting.usual(offered, MAYA)
    assert terms.protocol in offered
    assert await room.read(lambda r: inviting.own_ways(r, NIA)) == {}

    invitation = await room.invited(terms=terms)
    await room.agree(TOMAS, invitation)
    (pair,) = await room.read(lambda r: r.partnerships.of_member(MAYA))
    assert (await room.course(pair.id)).cycle.protocol == terms.protocol


@pytest.mark.parametrize(
    ("need", "members", "way"),
    [("watch", 3, "observation"), ("watch", 5, "rounds"), ("think", 3, "grow"), ("", 3, None)],
)
def test_a_way_for_a_group_is_suggested_by_what_it_wants(
    need: str, members: int, way: str | None
) -> None:
    found = choosing.for_group(library.shipped(), need, members)
    assert (found.way.id if found else None) == way


def test_where_nothing_is_offered_the_usual_way_stands() -> None:
    assert choosing.to_begin_with({}, "usual", 2) == "usual"
    assert choosing.for_group({}, "watch", 3) is None
    helpless = {w.id: w.model_copy(update={"helps": ()}) for w in library.shipped().values()}
    assert choosing.to_begin_with(helpless, "usual", 2) in helpless
