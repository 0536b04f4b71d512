"""Own writing is its author's to delete, at any time: one text, a copy, or all of it (INV-17)."""

from dataclasses import replace

import pytest

from flows import (
    coaching,
    erasing,
    founding,
    goal_sharing,
    goals,
    own_data,
    reflecting,
    showing,
)
from flows.authored import Kind
from flows.copied import Copy, CopyState
from flows.cycle import CycleState
from flows.erasing import Deleted, Everything, Gone, LetGo
from flows.feedback import NothingYet, Opened
from flows.goal import GoalState
from flows.ids import CopyId, CycleId, MemberId, PartnershipId, PieceId, RunId
from flows.partnership import PartnershipState
from flows.ports import Work
from flows.reflecting import Reflection
from tests.flows.owned import every_kind, goal_of, keep_goal, opened_notes, own, spoken
from tests.flows.test_authored import SAMPLES
from tests.flows.test_feedback import NOTES, Pair
from tests.staffroom import ADMIN, AYA, MAYA, OLE, SPARK, TOMAS, Staffroom


async def delete(room: Staffroom, piece: PieceId, who: MemberId = MAYA) -> Deleted | Gone:
    return await room.write(lambda w: erasing.one(w, who, piece))


async def everything(room: Staffroom, who: MemberId = MAYA) -> Everything:
    return await room.write(lambda w: erasing.everything(w, who))


async def let_go(pair: Pair, who: MemberId = MAYA, run: RunId = NOTES) -> LetGo | Gone:
    cycle = (await pair.room.course()).cycle.id
    return await pair.room.write(lambda w: erasing.copy_of(w, who, pair.id, cycle, run, TOMAS))


PLAIN = sorted(set(SAMPLES) - {Kind.REFLECTION, Kind.POSTED, Kind.GOAL, Kind.PREWORK})


@pytest.mark.parametrize("kind", PLAIN)
async def test_one_text_goes_and_no_other(room: Staffroom, kind: Kind) -> None:
    await room.partnered()
    pieces = {each.id: each for each in await every_kind(room)}
    wanted = next(p for p in pieces.values() if p.id.startswith(f"{kind}-"))

    assert await delete(room, wanted.id) == Deleted(kind)

    assert {p.id for p in await own(room, MAYA)} == set(pieces) - {wanted.id}
    assert await delete(room, wanted.id) == Gone()


async def test_nobody_else_can_delete_it(room: Staffroom) -> None:
    """practice INV-04"""
    await room.partnered()
    pieces = await every_kind(room)

    for other in (TOMAS, AYA, ADMIN):
        assert await delete(room, pieces[0].id, other) == Gone()

    assert len(await own(room, MAYA)) == len(pieces)


async def test_who_read_it_sees_that_its_author_took_it_back(room: Staffroom) -> None:
    pair = await opened_notes(room)
    found = next(p for p in await own(room, TOMAS) if p.key == "takeaway")

    await delete(room, found.id, TOMAS)

    opened = await pair.read()
    assert isinstance(opened, Opened)
    gone = {a.prompt.key: a.gone for a in opened.notes[TOMAS]}
    assert gone["takeaway"]
    assert not gone["noticed"]
    cycle = (await room.course()).cycle
    mine = await room.read(lambda r: showing.own(r, TOMAS, pair.id, NOTES, cycle.id))
    assert isinstance(mine, showing.Shown)
    assert not any(a.gone for a in mine.by[TOMAS])


async def test_what_was_never_shared_is_not_seen_as_taken_back(room: Staffroom) -> None:
    pair = await spoken(room)
    await pair.asked_for()
    await pair.over()
    await pair.written()
    for piece in await own(room, TOMAS):
        await delete(room, piece.id, TOMAS)

    assert not isinstance(await pair.read(), Opened)


async def test_a_copy_in_the_group_dm_goes_with_it(room: Staffroom) -> None:
    """practice AG13"""
    pair = await spoken(room)
    agreement = room.pair.agreement
    copies = replace(agreement, versions=(replace(agreement.terms(1), copies=True),))
    cycle = (await room.course()).cycle

    def copied(work: Work) -> None:
        work.partnerships.put(replace(room.pair, agreement=copies))
        work.copies.put(_copy(room, pair.id, cycle.id, MAYA))

    await room.write(copied)
    mine = (await room.spark_pieces())[MAYA]

    await delete(room, mine.id)

    assert [s.effect for s in await room.said("copy")] == ["delete"]


def _copy(room: Staffroom, pair: PartnershipId, cycle: CycleId, author: MemberId) -> Copy:
    return Copy(
        CopyId(f"copy-{author}"),
        pair,
        cycle,
        SPARK,
        author,
        ("why",),
        room.now,
        state=CopyState.SAID,
    )


async def test_with_its_sentence_a_goal_goes_whole(room: Staffroom) -> None:
    await room.partnered()
    pieces = await every_kind(room)
    await keep_goal(room, goal_of(room, MAYA))
    sentence = next(p for p in pieces if p.id.startswith("goal-"))

    assert await delete(room, sentence.id) == Deleted(Kind.GOAL)

    left = {p.id for p in await own(room, MAYA)}
    assert not [name for name in left if name.startswith(("goal-", "trail-"))]
    goal = await room.read(lambda r: r.goals.get(goal_of(room, MAYA).id))
    assert goal is not None
    assert goal.state is GoalState.SET_ASIDE
    assert await room.read(lambda r: goals.mine(r, MAYA)) == []
    assert await room.read(lambda r: goal_sharing.shown_to(r, TOMAS, goal.id)) is None


async def test_an_earlier_wording_goes_alone_and_so_does_a_closed_goals(room: Staffroom) -> None:
    await room.partnered()
    pieces = await every_kind(room)
    sentence = next(p for p in pieces if p.id.startswith("goal-"))
    await keep_goal(room, goal_of(room, MAYA, version=2))

    await delete(room, sentence.id)

    assert len(await own(room, MAYA)) == len(pieces) - 1
    assert len(await room.read(lambda r: goals.mine(r, MAYA))) == 1

    await every_kind(room)
    await keep_goal(room, goal_of(room, MAYA).became(GoalState.REACHED))
    await delete(room, sentence.id)

    goal = await room.read(lambda r: r.goals.get(goal_of(room, MAYA).id))
    assert goal is not None
    assert goal.state is GoalState.REACHED


async def test_a_goal_of_whose_row_nothing_is_left_loses_its_words(room: Staffroom) -> None:
    await room.partnered()
    pieces = await every_kind(room)
    sentence = next(p for p in pieces if p.id.startswith("goal-"))

    assert await delete(room, sentence.id) == Deleted(Kind.GOAL)


async def test_pre_work_goes_with_all_its_fields(room: Staffroom) -> None:
    await room.partnered()
    pieces = await every_kind(room)
    title = next(p for p in pieces if p.id.startswith("prework-"))

    await delete(room, title.id)

    assert not [p for p in await own(room, MAYA) if p.about == title.about]


async def reflection(room: Staffroom) -> Reflection:
    written = await room.write(lambda w: reflecting.write(w, MAYA, "", "", "I waited."))
    assert isinstance(written, Reflection)
    return written


async def test_a_reflection_goes_with_its_post_and_a_post_alone(room: Staffroom) -> None:
    await room.partnered()
    mine = await reflection(room)
    await room.write(lambda w: reflecting.post(w, MAYA, mine.id))
    await room.all_sent()
    post = next(p for p in await own(room, MAYA) if p.id != mine.id)

    assert await delete(room, post.id) == Deleted(Kind.POSTED)
    assert [p.id for p in await own(room, MAYA)] == [mine.id]
    assert [s.effect for s in await room.said("posted_reflection")] == ["delete"]

    assert await delete(room, mine.id) == Deleted(Kind.REFLECTION)
    assert await own(room, MAYA) == []


async def test_whoever_notes_were_for_deletes_their_copy(room: Staffroom) -> None:
    """practice INV-11"""
    pair = await opened_notes(room)
    written = await own(room, TOMAS)
    await room.all_sent()

    assert await let_go(pair) == LetGo()

    assert await pair.read() == NothingYet()
    assert await own(room, TOMAS) == written
    assert {s.lane for s in await room.said()} == {"home:U0MAYA"}
    assert await let_go(pair) == Gone()
    data = await room.read(lambda r: own_data.of(r, MAYA))
    assert not [each for each in data.released if each.kind is Kind.NOTE]


async def test_only_an_opened_copy_of_ones_own_can_go(room: Staffroom) -> None:
    pair = await spoken(room)
    await pair.asked_for()
    await pair.over()
    await pair.released()

    assert await let_go(pair) == Gone()  # Own first words come first.
    assert await let_go(pair, TOMAS) == Gone()
    assert await let_go(pair, AYA) == Gone()
    assert await let_go(pair, run=RunId("none/1")) == Gone()
    nobodys = await room.write(
        lambda w: erasing.copy_of(w, MAYA, PartnershipId("x"), CycleId("x"), NOTES, TOMAS)
    )
    assert nobodys == Gone()


async def test_everything_goes_and_they_are_as_if_they_had_never_joined(room: Staffroom) -> None:
    pair = await opened_notes(room)
    await keep_goal(room, goal_of(room, MAYA))
    await every_kind(room)
    ahead = await room.read(lambda r: erasing.ahead(r, MAYA))

    done = await everything(room)

    assert done == ahead
    assert (done.partnerships, done.alone_with) == (1, ())
    found = await room.read(lambda r: own_data.of(r, MAYA))
    assert found.member is None
    assert found.program is None
    assert not any(
        (
            found.written,
            found.released,
            found.chosen,
            found.goals,
            found.trail,
            found.partnerships,
            found.invitations,
            found.messages,
        )
    )
    assert await room.said("home") != []
    lanes = [s.lane for s in await room.said() if s.kind != "home"]
    assert "dm:U0MAYA" not in lanes
    assert not isinstance(await pair.read(), Opened)


async def test_the_partner_keeps_their_own_and_hears_that_it_ended(room: Staffroom) -> None:
    """practice INV-03: named is nobody"""
    await opened_notes(room)
    written = await own(room, TOMAS)
    cycle = (await room.course()).cycle.id
    await room.all_sent()

    await everything(room)

    assert await own(room, TOMAS) == written
    state = await room.state()
    assert (state.state, state.members) == (PartnershipState.ENDED, (TOMAS,))
    told = await room.said("ended")
    assert [(s.lane, set(s.refs)) for s in told] == [("dm:U0TOMAS", {"partnership"})]
    assert MAYA not in str([s.refs for s in told])
    kept = await room.read(lambda r: coaching.load_of(r, room.pair.id, cycle))
    assert kept is not None
    assert kept.cycle.state is CycleState.STOPPED
    parts = [p for run in kept.cycle.runs for p in run.parts if p.member == MAYA]
    assert {p.choices for p in parts} == {()}
    shown = await room.read(lambda r: showing.read(r, TOMAS, room.pair.id, SPARK, cycle))
    assert isinstance(shown, showing.Shown)
    assert [a.gone for a in shown.by[MAYA]] == [True]


async def test_copies_and_posts_of_theirs_leave_slack(room: Staffroom) -> None:
    pair = await spoken(room)
    cycle = (await room.course()).cycle.id

    def write(work: Work) -> None:
        mine = reflecting.write(work, MAYA, "", "", "I waited.")
        assert isinstance(mine, Reflection)
        reflecting.post(work, MAYA, mine.id)
        work.copies.put(_copy(room, pair.id, cycle, MAYA))
        work.copies.put(_copy(room, pair.id, cycle, TOMAS))
        waits = replace(_copy(room, pair.id, cycle, MAYA), id=CopyId("waits"))
        work.copies.put(waits.became(CopyState.WAITS))

    await room.write(write)
    await room.all_sent()

    await everything(room)

    assert [s.effect for s in await room.said("posted_reflection")] == ["delete"]
    assert {s.refs["copy"] for s in await room.said("copy")} == {"copy-U0MAYA"}
    left = await room.read(lambda r: r.copies.of_partnership(pair.id))
    assert {c.id: c.state for c in left} == {
        "copy-U0MAYA": CopyState.GONE,
        "copy-U0TOMAS": CopyState.SAID,
    }


async def test_open_invitations_are_taken_back_and_answered(room: Staffroom) -> None:
    """practice INV-15: whoever asked them hears "not this time", as ever"""
    sent = await room.invited(MAYA, TOMAS)
    got = await room.invited(AYA, MAYA)
    await room.all_sent()

    done = await everything(room)

    assert done.invitations == 1
    assert await room.read(lambda r: r.invitations.get(sent.id)) is None
    assert await room.read(lambda r: r.invitations.get(got.id)) is None
    assert [s.lane for s in await room.said("not_this_time")] == ["dm:U0AYA"]
    assert [s.lane for s in await room.said("invite")] == ["dm:U0TOMAS"]


async def test_they_may_join_again(room: Staffroom) -> None:
    await room.partnered()
    await everything(room)

    await room.joined(MAYA)
    await room.partnered()

    assert (await room.state()).members == (MAYA, TOMAS)


async def test_doing_it_twice_changes_nothing(room: Staffroom) -> None:
    await opened_notes(room)
    await everything(room)
    state = await room.state()

    done = await everything(room)

    assert (done.texts, done.partnerships) == (0, 0)
    assert await room.state() == state


async def test_both_can_go(room: Staffroom) -> None:
    await opened_notes(room)

    await everything(room)
    await everything(room, TOMAS)

    assert (await room.state()).members == ()
    assert await own(room, TOMAS) == []


async def test_a_larger_group_goes_on_without_them(room: Staffroom) -> None:
    """practice INV-26"""
    await room.partnered()
    three = replace(room.pair, members=(MAYA, TOMAS, AYA))
    await room.write(lambda w: w.partnerships.put(three))

    await everything(room)

    state = await room.state()
    assert (state.state, state.members) == (PartnershipState.ACTIVE, (TOMAS, AYA))
    assert (await room.course()).cycle.left == (MAYA,)


async def test_a_group_without_a_cycle_goes_on_as_well(room: Staffroom) -> None:
    await room.partnered()
    await room.write(lambda w: erasing.depart(w, TOMAS, room.pair))
    three = replace(room.pair, members=(MAYA, TOMAS, AYA))
    await room.write(lambda w: w.partnerships.put(three))

    await everything(room)

    assert (await room.state()).members == (TOMAS, AYA)


async def test_who_alone_looks_after_a_program_goes_on_doing_so(room: Staffroom) -> None:
    await room.joined(ADMIN)

    done = await everything(room, ADMIN)

    assert done.alone_with == (room.program.id,)
    led = await room.read(lambda r: founding.led_by(r, ADMIN))
    assert led is not None


async def test_one_of_several_who_look_after_it_does_not(room: Staffroom) -> None:
    two = replace(room.program, facilitators=frozenset({ADMIN, OLE}))
    await room.write(lambda w: w.programs.put(two))

    await everything(room, OLE)

    program = await room.read(lambda r: r.programs.get(room.program.id))
    assert program is not None
    assert program.facilitators == {ADMIN}


async def test_whoever_founded_it_is_forgotten_once_somebody_else_looks_after_it(
    room: Staffroom,
) -> None:
    two = replace(room.program, facilitators=frozenset({ADMIN, OLE}))
    await room.write(lambda w: w.programs.put(two))

    await everything(room, ADMIN)

    program = await room.read(lambda r: r.programs.get(room.program.id))
    assert program is not None
    assert program.facilitators == {OLE}
    assert program.founded_by == OLE


async def test_an_uninstalled_workspace_is_forgotten(room: Staffroom) -> None:
    pair = await opened_notes(room)

    await room.write(erasing.workspace)

    assert await room.said() == []
    assert await own(room, TOMAS) == []
    assert await room.read(lambda r: r.members.get(MAYA)) is None
    assert await room.read(lambda r: r.partnerships.get(pair.id)) is None
    assert await room.read(lambda r: r.programs.all()) == []
    assert await room.store.calendar.next_due() is None


@pytest.mark.parametrize(
    ("ahead", "there"),
    [
        (Everything(0, 0, 0, ()), False),
        (Everything(1, 0, 0, ()), True),
        (Everything(0, 1, 0, ()), True),
        (Everything(0, 0, 1, ()), True),
    ],
)
def test_whoever_has_nothing_here_has_nothing_to_delete(ahead: Everything, there: bool) -> None:
    assert erasing.anything(ahead) is there
