"""What a person is told is held about them: all of theirs, and of others only what was released."""

from dataclasses import replace
from functools import partial

import pytest

from flows import own_data, reflecting
from flows.authored import Kind
from flows.goal import GoalState
from flows.ids import MemberId, PieceId
from flows.own_data import OwnData
from flows.pieces import Piece, Sharing, Vault
from flows.ports import Work
from tests.flows.owned import every_kind, goal_of, keep_goal, opened_notes, spoken, words_first
from tests.flows.test_authored import SAMPLES
from tests.flows.test_feedback import NOTE
from tests.staffroom import ADMIN, AYA, MAYA, OLE, TOMAS, Staffroom


async def held(room: Staffroom, who: MemberId = MAYA) -> OwnData:
    return await room.read(lambda r: own_data.of(r, who))


async def test_somebody_who_never_came_is_not_known(room: Staffroom) -> None:
    found = await held(room, MemberId("U0NEW"))

    assert found.member is None
    assert not found.written
    assert not found.released
    assert found.people == {"U0NEW"}


async def test_all_that_a_person_wrote_is_there_whatever_it_is(room: Staffroom) -> None:
    """practice INV-17; a new kind without a sample fails in test_authored"""
    await room.partnered()
    pieces = await every_kind(room)

    found = await held(room)

    assert {each.id for each in found.written} == {each.id for each in pieces}
    assert {each.kind for each in found.written} == set(SAMPLES)
    assert {each.words for each in found.written} == {each.words for each in pieces}
    assert all(found.count(kind) == 1 for kind in SAMPLES)
    assert {each.partners for each in found.written} == {(TOMAS,)}


@pytest.mark.parametrize("other", [TOMAS, AYA, OLE, ADMIN])
async def test_what_is_not_released_is_in_nobody_elses(room: Staffroom, other: MemberId) -> None:
    """practice INV-04: neither a partner nor who looks after the program"""
    await room.partnered()
    await every_kind(room)

    found = await held(room, other)

    assert not [each for each in found.released if each.author == MAYA and not each.shared]
    assert not [each for each in found.written if each.author == MAYA]


async def test_what_both_revealed_is_there_with_its_question(room: Staffroom) -> None:
    await spoken(room)

    found = await held(room)

    (mine,) = found.written
    (theirs,) = found.released
    assert (mine.words, mine.kind, mine.author) == ("leave it to five hands", Kind.ANSWER, MAYA)
    assert (theirs.words, theirs.author) == ("agree too soon", TOMAS)
    assert mine.step
    assert mine.question
    assert found.people >= {MAYA, TOMAS}


async def test_a_released_note_comes_in_once_it_is_opened(room: Staffroom) -> None:
    """practice INV-11, INV-12: until then its author may take it back"""
    pair = await spoken(room)
    await pair.asked_for()
    await pair.over()
    await pair.released()

    before = await held(room)
    await words_first(pair)
    after = await held(room)

    noted = [each.words for each in after.released if each.kind is Kind.NOTE]
    assert before.unopened == 1
    assert not [each for each in before.released if each.kind is Kind.NOTE]
    assert sorted(noted) == sorted(NOTE.values())
    assert after.unopened == 0


async def test_a_released_note_that_could_be_opened_is_counted(room: Staffroom) -> None:
    pair = await spoken(room)
    await pair.asked_for()
    await pair.over()
    await words_first(pair)
    await pair.released()

    found = await held(room)

    assert found.unopened == 1
    assert not [each for each in found.released if each.kind is Kind.NOTE]


async def test_what_was_picked_in_a_step_is_there(room: Staffroom) -> None:
    await opened_notes(room)

    found = await held(room)

    assert any(each.question and each.option for each in found.chosen)
    assert found.messages
    assert [p.members for p in found.partnerships] == [(MAYA, TOMAS)]


async def test_goals_with_their_trail_are_there(room: Staffroom) -> None:
    await room.partnered()
    await keep_goal(room, goal_of(room, MAYA))

    found = await held(room)

    assert [goal.state for goal in found.goals] == [GoalState.ACTIVE]
    assert [entry.goal for entry in found.trail] == [found.goals[0].id]


async def test_where_they_meet_and_what_was_shown_is_a_partners_to_read(room: Staffroom) -> None:
    pair = await spoken(room)
    await pair.asked_for()

    def write(work: Work) -> None:
        written = reflecting.write(work, TOMAS, "", "", "I waited.")
        assert isinstance(written, reflecting.Reflection)
        reflecting.show(work, TOMAS, written.id, pair.id)

    await room.write(write)
    found = await held(room)

    assert [e.words for e in found.released if e.kind is Kind.SHOWN] == ["I waited."]
    assert not [e for e in found.released if e.kind is Kind.REFLECTION]


async def test_the_youngest_come_first_in_pages(room: Staffroom) -> None:
    await room.partnered()
    await every_kind(room)

    found = await held(room)

    dates = [each.written_at for each in found.written]
    assert dates == sorted(dates, reverse=True)
    assert list(found.page(2, 3)) == list(found.written)[2:5]


async def test_a_visitors_own_note_does_not_wait_for_the_visitor(room: Staffroom) -> None:
    pair = await spoken(room)
    await pair.asked_for()
    await pair.over()
    await pair.released()

    found = await held(room, TOMAS)

    assert found.unopened == 0
    assert found.count(Kind.NOTE) == len(NOTE)


async def test_where_a_visit_is_its_members_have(room: Staffroom) -> None:
    pair = await spoken(room)
    cycle = (await room.course()).cycle
    place = Piece(
        id=PieceId("place"),
        vault=Vault(TOMAS, pair.id),
        about=f"run:{cycle.id}:observation.visit/1",
        key="place",
        words="room 14",
        sharing=Sharing.MEMBERS,
        shared=True,
        written_at=room.now,
    )
    await room.write(lambda w: w.pieces.write(place))

    assert [e.words for e in (await held(room)).released if e.kind is Kind.PLACE] == ["room 14"]


async def test_what_somebody_shared_stays_after_they_left_and_nothing_else(room: Staffroom) -> None:
    """practice INV-26: a leaver's unshared writing leaves with them"""
    await spoken(room)
    await every_kind(room, TOMAS)
    alone = replace(room.pair, members=(MAYA,))
    await room.write(lambda w: w.partnerships.put(alone))

    found = await held(room)

    assert [each.words for each in found.written] == ["leave it to five hands"]
    assert all(each.question for each in found.written)
    assert [(each.author, each.words) for each in found.released] == [(TOMAS, "agree too soon")]


async def test_a_model_answer_comes_after_ones_own(room: Staffroom) -> None:
    """practice C"""
    pair = await spoken(room)

    def write(work: Work, key: str, author: MemberId, sharing: Sharing) -> None:
        work.pieces.write(
            Piece(
                id=PieceId(f"{key}-{author}"),
                vault=Vault(author, pair.id),
                about="prework:w1",
                key=key,
                words=key,
                sharing=sharing,
                shared=sharing is Sharing.MEMBERS,
                written_at=room.now,
            )
        )

    for key in ("title", "model"):
        await room.write(partial(write, key=key, author=TOMAS, sharing=Sharing.MEMBERS))
    before = await held(room)
    await room.write(partial(write, key="answer", author=MAYA, sharing=Sharing.SELF))
    after = await held(room)

    assert {e.key for e in before.released if e.kind is Kind.PREWORK} == {"title"}
    assert {e.key for e in after.released if e.kind is Kind.PREWORK} == {"title", "model"}
