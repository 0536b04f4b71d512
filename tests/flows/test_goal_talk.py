from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from flows import goal_sharing, goal_talk, goals, hearing, together
from flows.draft import Draft, DraftState
from flows.goal import Decision, Goal, GoalState
from flows.goal_sharing import Nobody
from flows.goal_talk import READY, REVIEW, STEPS, Late, NotADay, NotAMember, Talk
from flows.goals import Empty, Gone, Past, TooLong
from flows.hearing import Ambiguous, NothingAsked
from flows.ids import DraftId, GoalId, MemberId
from flows.pieces import Sharing, Vault
from flows.ports import Work
from flows.together import Drafted
from tests.staffroom import AYA, MAYA, TOMAS, Staffroom

SENTENCE = "In 2B, more students give a reason"


@pytest.fixture
async def talk(room: Staffroom) -> Talk:
    """Maya's conversation about a new goal, at its first question."""
    await room.joined(MAYA)
    await room.all_sent()
    begun = await write(room, lambda w: goal_talk.begin(w, MAYA))
    assert isinstance(begun, Talk)
    return begun


@pytest.fixture
async def room(room: Staffroom) -> Staffroom:
    await room.joined(MAYA, TOMAS)
    return room


async def write(room: Staffroom, body: Callable[[Work], Any]) -> Any:
    return await room.write(body)


async def answer(room: Staffroom, talk: Talk, **given: str) -> Any:
    draft = talk.draft
    return await write(room, lambda w: goal_talk.answer(w, MAYA, draft.id, draft.version, given))


async def in_form(room: Staffroom, talk: Talk, **given: str) -> Any:
    draft = talk.draft
    return await write(
        room,
        lambda w: goal_talk.answer(w, MAYA, draft.id, draft.version, given, in_form=True),
    )


async def do(
    room: Staffroom, talk: Talk, act: Callable[..., Any], *more: Any, who: MemberId = MAYA
) -> Any:
    draft = talk.draft
    return await write(room, lambda w: act(w, who, draft.id, draft.version, *more))


async def questions(room: Staffroom) -> list[tuple[str, object]]:
    return [(s.effect, s.refs["number"]) for s in await room.said(goal_talk.QUESTION)]


async def test_one_question_after_the_other_each_a_message_of_its_own(
    room: Staffroom, talk: Talk
) -> None:
    asked = [talk.draft.asked]
    for step in STEPS[:-1]:
        talk = await answer(room, talk, **{step: "2026-03-27" if step == REVIEW else SENTENCE})
        asked.append(talk.draft.asked)

    assert asked == list(STEPS)
    talk = await answer(room, talk, group="2B, Friday")
    assert talk.draft.asked == READY
    assert talk.settled
    posts = [n for effect, n in await questions(room) if effect == "post"]
    assert posts == list(range(1, len(STEPS) + 2))
    (piece, *_) = await room.pieces(talk.draft.about)
    assert (piece.vault, piece.sharing) == (Vault(MAYA, None), Sharing.SELF)


async def test_only_the_sentence_and_the_day_are_needed(room: Staffroom, talk: Talk) -> None:
    talk = await answer(room, talk, statement=SENTENCE)
    talk = await do(room, talk, goal_talk.ask, REVIEW)
    assert isinstance(await do(room, talk, goal_talk.finish), NotADay)
    talk = await answer(room, talk, review="2026-03-27")

    done = await do(room, talk, goal_talk.finish)

    assert isinstance(done, Goal)
    assert (done.state, done.review_on) == (GoalState.ACTIVE, date(2026, 3, 27))
    assert [w.statement for w in await room.read(lambda r: goals.mine(r, MAYA))] == [SENTENCE]
    assert await room.pieces(talk.draft.about) == []
    over = await room.read(lambda r: goal_talk.look(r, MAYA, talk.draft.id))
    assert over is not None
    assert over.draft.state is DraftState.SET
    assert isinstance(await do(room, talk, goal_talk.finish), Late)


async def test_skipped_to_the_end_what_is_missing_is_asked(room: Staffroom, talk: Talk) -> None:
    for _ in STEPS:
        talk = await do(room, talk, goal_talk.skip)
    assert talk.draft.asked == "statement"
    talk = await answer(room, talk, statement=SENTENCE)
    talk = await do(room, talk, goal_talk.ask, "group")
    talk = await do(room, talk, goal_talk.skip)
    assert talk.draft.asked == REVIEW
    assert not talk.settled
    talk = await answer(room, talk, review="2026-03-27")
    talk = await do(room, talk, goal_talk.ask, "group")
    talk = await do(room, talk, goal_talk.skip)
    assert talk.draft.asked == READY
    talk = await do(room, talk, goal_talk.skip)
    assert talk.draft.asked == READY
    talk = await do(room, talk, goal_talk.back)
    assert talk.draft.asked == "group"


async def test_back_from_the_first_question_stays_there(room: Staffroom, talk: Talk) -> None:
    talk = await do(room, talk, goal_talk.back)
    assert talk.draft.asked == "statement"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"statement": "x" * 241}, TooLong({"statement": 241})),
        ({"why": "x" * 1501}, TooLong({"why": 1501})),
        ({"review": "2026-03-03"}, Past()),
        ({"review": "soon"}, NotADay()),
        ({"statement": " "}, Empty()),
        ({"unknown": "x"}, Empty()),
    ],
)
async def test_what_is_amiss_keeps_nothing(
    room: Staffroom, talk: Talk, given: dict[str, str], expected: object
) -> None:
    assert await answer(room, talk, **given) == expected
    assert await room.pieces(talk.draft.about) == []


async def test_a_late_press_changes_nothing(room: Staffroom, talk: Talk) -> None:
    now = await answer(room, talk, statement=SENTENCE)

    for act in (goal_talk.back, goal_talk.skip, goal_talk.save, goal_talk.stop):
        assert await do(room, talk, act) == Late(now)
    assert await answer(room, talk, statement="else") == Late(now)
    assert await do(room, talk, goal_talk.ask, "why") == Late(now)
    assert await do(room, now, goal_talk.ask, "nothing") == Late(now)
    assert await do(room, now, goal_talk.skip, who=TOMAS) == Late(None)
    assert await room.read(lambda r: goal_talk.look(r, TOMAS, now.draft.id)) is None


async def test_saved_it_goes_on_and_stopped_it_is_erased(room: Staffroom, talk: Talk) -> None:
    talk = await answer(room, talk, statement=SENTENCE)
    saved = await do(room, talk, goal_talk.save)
    assert await room.read(lambda r: goal_talk.asking(r, MAYA)) == []
    assert isinstance(await do(room, saved, goal_talk.skip), Late)

    again = await write(room, lambda w: goal_talk.begin(w, MAYA))
    assert again.draft.id == talk.draft.id
    assert again.answers == {"statement": SENTENCE}
    stopped = await do(room, again, goal_talk.stop)

    assert stopped.answers == {}
    assert await room.read(lambda r: goal_talk.about_new(r, MAYA)) == []


async def test_a_form_shows_what_is_required_and_what_comes_next(
    room: Staffroom, talk: Talk
) -> None:
    assert talk.together == ("statement", "student_change", REVIEW)
    later = await do(room, talk, goal_talk.ask, "baseline")
    assert later.together == ("statement", "baseline", REVIEW)
    done = await in_form(room, later, statement=SENTENCE, review="2026-03-27")
    assert (done.draft.asked, done.draft.posted) == (READY, later.draft.posted)
    assert done.together == ("student_change", "why", "measure")
    near = await do(room, done, goal_talk.ask, "action")
    assert near.together == ("action", "group")
    unsettled = await in_form(room, talk, statement="late")
    assert isinstance(unsettled, Late)


async def test_a_form_without_the_day_goes_on_asking(room: Staffroom, talk: Talk) -> None:
    now = await in_form(room, talk, statement=SENTENCE)

    assert now.draft.asked == "student_change"
    assert now.together == ("student_change", "why", REVIEW)


async def test_advice_comes_after_its_answer_at_most_two_and_is_never_kept(
    room: Staffroom, talk: Talk
) -> None:
    talk = await answer(room, talk, statement="Improve questioning")
    assert talk.hints == ()
    talk = await do(room, talk, goal_talk.skip)
    assert [hint.code for hint in talk.hints] == ["D1", "D2"]
    assert [goal_talk.step_of(hint) for hint in talk.hints] == ["statement", "statement"]
    talk = await do(room, talk, goal_talk.ask, REVIEW)
    talk = await answer(room, talk, review="2026-04-02")
    (hint,) = talk.hints
    assert (hint.code, goal_talk.step_of(hint)) == ("D8", REVIEW)
    assert hint.between is not None
    ready = await in_form(room, talk, review="2026-04-02")
    assert [hint.code for hint in ready.hints] == ["D8", "D1"]
    assert not any("Long enough" in p.words for p in await room.pieces(talk.draft.about))


async def test_a_sentence_that_is_a_draft_goes_on_where_it_is(room: Staffroom) -> None:
    await room.partnered()
    await room.answer(TOMAS, "his")
    await room.answer(MAYA, "leave it to five hands")
    drafted = await write(room, lambda w: together.use_as_goal(w, MAYA, room.pair.id))
    assert isinstance(drafted, Drafted)
    goal = drafted.goal.id

    talk = await write(room, lambda w: goal_talk.begin(w, MAYA, goal, in_form=True))
    assert talk.answers == {"statement": "leave it to five hands"}
    assert talk.draft.posted == 0
    done = await in_form(room, talk, statement=SENTENCE, review="2026-03-27")
    set_now = await do(room, done, goal_talk.finish)

    assert (set_now.id, set_now.version) == (goal, 1)
    changed = await write(room, lambda w: goal_talk.begin(w, MAYA, goal))
    assert changed.answers == {"statement": SENTENCE, REVIEW: "2026-03-27"}
    changed = await answer(room, changed, why="They are thirteen")
    again = await do(room, changed, goal_talk.finish, "2026-05-08")
    assert (again.version, again.state) == (2, GoalState.ADJUSTED)
    assert await write(room, lambda w: goal_talk.begin(w, TOMAS, goal)) == Gone()
    assert await write(room, lambda w: goal_talk.begin(w, MAYA, GoalId("none"))) == Gone()


async def test_a_goal_that_ended_meanwhile_cannot_be_set(room: Staffroom, talk: Talk) -> None:
    talk = await answer(room, talk, statement=SENTENCE, review="2026-03-27")
    goal = await do(room, talk, goal_talk.finish)
    change = await write(room, lambda w: goal_talk.begin(w, MAYA, goal.id))
    change = await answer(room, change, why="so that it lasts")
    await write(room, lambda w: goals.decide(w, MAYA, goal.id, Decision.REACHED))

    change = await answer(room, change, statement=SENTENCE, review="2026-03-27")

    assert await do(room, change, goal_talk.finish) == Gone()


async def test_somebody_in_no_program_joins_first(room: Staffroom) -> None:
    await room.put(AYA, program=None)

    assert await write(room, lambda w: goal_talk.begin(w, AYA)) == NotAMember()
    assert await write(room, lambda w: goal_talk.begin(w, MemberId("U0NEW"))) == NotAMember()


async def test_a_typed_reply_answers_the_one_question_that_waits(
    room: Staffroom, talk: Talk
) -> None:
    async def meant(thread: str | None = None) -> object:
        return await room.read(lambda r: hearing.meant(r, MAYA, thread))

    assert await meant() == talk.draft
    assert await meant("1.0") == talk.draft
    heard = await write(room, lambda w: hearing.answer(w, MAYA, talk.draft, SENTENCE))
    assert heard.answers == {"statement": SENTENCE}
    assert len(await room.said("typing")) == 1
    await write(room, lambda w: hearing.answer(w, MAYA, heard.draft, "They say why"))
    assert len(await room.said("typing")) == 1

    def another(work: Work) -> None:
        work.drafts.put(Draft(DraftId("d2"), MAYA, GoalId("g2"), None, "statement", work.now))

    await write(room, another)
    assert await meant() == Ambiguous()
    assert await room.read(lambda r: hearing.meant(r, TOMAS, None)) == NothingAsked()


async def test_a_goal_beside_an_unfinished_one_has_a_conversation_of_its_own(
    room: Staffroom, talk: Talk
) -> None:
    def settle(work: Work) -> object:
        fresh = Goal(GoalId("fresh"), MAYA, None, GoalState.DRAFT, 1, work.now)
        return goals.settle(work, MAYA, fresh, {"statement": SENTENCE}, date(2026, 3, 27))

    await write(room, settle)

    other = await write(room, lambda w: goal_talk.begin(w, MAYA, GoalId("fresh")))

    assert other.draft.id != talk.draft.id
    again = await write(room, lambda w: goal_talk.begin(w, MAYA))
    assert again.draft.id == talk.draft.id


async def test_a_goal_of_nobodys_partnership_is_shared_with_nobody(
    room: Staffroom, talk: Talk
) -> None:
    talk = await answer(room, talk, statement=SENTENCE, review="2026-03-27")
    goal = await do(room, talk, goal_talk.finish)

    def share(work: Work) -> object:
        return goal_sharing.share(work, MAYA, goal.id, "statement")

    assert await write(room, share) == Nobody()
    await room.partnered()
    await write(room, lambda w: w.goals.put(replace(goal, partnership=room.pair.id)))
    assert await write(room, lambda w: goal_sharing.share(w, MAYA, goal.id, "x")) == Gone()
    assert await write(room, lambda w: goal_sharing.share(w, TOMAS, goal.id, "x")) == Gone()
    assert await write(room, lambda w: goal_sharing.take_back(w, MAYA, goal.id, "x")) == Gone()
    assert await write(room, lambda w: goal_sharing.take_back(w, TOMAS, goal.id, "x")) == Gone()
    assert await room.read(lambda r: goal_sharing.shown_to(r, TOMAS, goal.id)) is None
    assert await room.read(lambda r: goal_sharing.shown_to(r, TOMAS, GoalId("none"))) is None
