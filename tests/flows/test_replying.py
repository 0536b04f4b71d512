"""Short replies to one person alone, and themes that wait for their storyteller's yes."""

from collections.abc import Mapping

import pytest

from flows import changing, confirming, leaving, listening, replying, showing
from flows.coaching import Late, Moved, NotTheirs, TooLong
from flows.confirming import Theirs
from flows.events import Agreed, Confirmed, Held, Proposed, Replied
from flows.ids import MemberId, RunId
from flows.replying import Empty, Received, Replying, Sent
from flows.showing import Shown
from flows.stage import StageRun
from tests.flows.courses import begun, run_id
from tests.flows.on_way import on_way, run_of, tell, wrote
from tests.flows.test_turns_at_once import REALITIES, at_goals, goals
from tests.staffroom import AYA, MAYA, TOMAS, Staffroom

REALITY, OPTIONS = RunId("grow.reality/1"), RunId("grow.options/1")
TALK = RunId("ai.discover/1")


@pytest.fixture
async def grow(room: Staffroom) -> Staffroom:
    """Maya has shared where things stand; Tomás has not."""
    await on_way(room, "grow", "2026-03-04 12:00")
    for who, n in ((MAYA, 1), (TOMAS, 2)):
        await wrote(room, who, f"grow.goal/{n}", want="more reasons")
    await room.until("2026-03-05 12:00")
    await wrote(room, MAYA, REALITY, share=True, now="the same five hands")
    return room


async def replies(room: Staffroom, by: MemberId, run: RunId, to: MemberId, **texts: str) -> object:
    return await room.write(lambda w: replying.send(w, by, room.pair.id, run, to, texts))


async def finds(room: Staffroom, who: MemberId, run: RunId, to: MemberId | None = None) -> object:
    return await room.read(lambda r: replying.find(r, who, room.pair.id, run, to))


async def received(room: Staffroom, who: MemberId) -> object:
    return await room.read(lambda r: replying.read(r, who, room.pair.id, REALITY))


def kinds(found: object) -> Mapping[str, str]:
    assert isinstance(found, Replying)
    return dict(found.fields)


async def test_one_sentence_and_two_questions_no_more(grow: Staffroom) -> None:
    found = await finds(grow, TOMAS, REALITY)
    assert list(kinds(found)) == ["heard", "question", "question_2"]
    assert isinstance(found, Replying)
    assert [answer.words for answer in found.read] == ["the same five hands"]
    assert await replies(grow, TOMAS, REALITY, MAYA, question_3="and?") == Late()
    assert await replies(grow, TOMAS, REALITY, MAYA, heard=" ") == Empty()
    long = await replies(grow, TOMAS, REALITY, MAYA, heard="x" * 1501)
    assert long == TooLong({"heard": 1501}, {"heard": 1500})

    sent = await replies(grow, TOMAS, REALITY, MAYA, heard="five speak", question="Which five?")

    assert sent == Sent(MAYA, 2)
    assert await replies(grow, TOMAS, REALITY, MAYA, question="And?") == Late()
    (said,) = await grow.said("replied")
    assert said.lane == f"dm:{MAYA}"
    assert said.refs["n"] == 2


async def test_only_whom_it_is_to_reads_it(grow: Staffroom) -> None:
    assert await received(grow, MAYA) == Late()
    await replies(grow, TOMAS, REALITY, MAYA, heard="five speak", question="Which five?")

    found = await received(grow, MAYA)

    assert isinstance(found, Received)
    assert found.by == {TOMAS: [("heard", "five speak"), ("question", "Which five?")]}
    assert await received(grow, TOMAS) == Late()
    assert await received(grow, AYA) == NotTheirs()
    course = await grow.course()
    assert [run.id for run in replying.received(course, MAYA)] == [REALITY]
    assert replying.received(course, TOMAS) == []


async def test_whoever_has_no_part_in_it_replies_to_nothing(grow: Staffroom) -> None:
    assert await finds(grow, AYA, REALITY) == NotTheirs()
    assert await finds(grow, TOMAS, RunId("grow.nothing/1")) == Late()
    assert await finds(grow, MAYA, REALITY) == Late()
    assert await finds(grow, TOMAS, RunId("grow.goal/1")) == Late()
    assert await finds(grow, TOMAS, REALITY, AYA) == Late()
    assert await finds(grow, MAYA, RunId("grow.reality/2")) == Late(), "nothing is shared there"
    assert await replies(grow, AYA, REALITY, MAYA, heard="x") == NotTheirs()
    again = await tell(grow, Replied(REALITY, MAYA, TOMAS))
    assert replying.received(again, TOMAS) == []


async def test_a_paused_pair_replies_to_nothing(grow: Staffroom) -> None:
    await grow.write(lambda w: leaving.pause(w, MAYA, grow.pair.id))
    assert await finds(grow, TOMAS, REALITY) == Late()


async def test_ideas_where_they_are_welcome_and_after_two_of_ones_own(grow: Staffroom) -> None:
    await wrote(grow, TOMAS, "grow.reality/2", now="they agree")
    await grow.until("2026-03-09 12:00")
    assert "idea" not in kinds(await finds(grow, TOMAS, OPTIONS))
    await wrote(grow, MAYA, OPTIONS, three="wait", ideas_welcome=":yes")
    assert "idea" not in kinds(await finds(grow, TOMAS, OPTIONS))
    await wrote(grow, MAYA, OPTIONS, three="wait", three_2="sticks", ideas_welcome=":no")
    assert "idea" not in kinds(await finds(grow, TOMAS, OPTIONS))
    await wrote(grow, MAYA, OPTIONS, three="wait", three_2="sticks", ideas_welcome=":yes")

    found = await finds(grow, TOMAS, OPTIONS)

    assert list(kinds(found))[-2:] == ["idea", "idea_2"]
    assert isinstance(found, Replying)
    assert found.asks_for_ideas
    assert found.read == []


@pytest.fixture
async def told(room: Staffroom) -> Staffroom:
    """Both have told their stories; Tomás wrote down a theme that he heard in Maya's."""
    await on_way(room, "ai", "2026-03-05 12:00")
    await agreed(room, "ai.define/1")
    await room.until("2026-03-10 12:00")
    await wrote(room, TOMAS, TALK, themes="they asked each other", story="the map")
    return room


async def agreed(room: Staffroom, run: str) -> None:
    await tell(room, Proposed(RunId(run), MAYA, 1))
    await tell(room, Agreed(RunId(run), TOMAS, 1))


async def seen(room: Staffroom, who: MemberId) -> Shown:
    found = await room.read(lambda r: showing.read(r, who, room.pair.id, TALK))
    assert isinstance(found, Shown)
    return found


async def confirms(room: Staffroom, who: MemberId, author: MemberId, key: str) -> object:
    theme = Theirs(author, key)
    return await room.write(lambda w: confirming.confirm(w, who, room.pair.id, TALK, theme))


async def test_a_theme_waits_for_its_storyteller(told: Staffroom) -> None:
    assert await confirms(told, MAYA, TOMAS, "themes") == Late(), "he did not share it"
    keys = ["themes", "story"]
    await told.write(lambda w: showing.share(w, TOMAS, told.pair.id, TALK, keys))
    found = await seen(told, MAYA)
    assert confirming.waiting(found, MAYA) == [Theirs(TOMAS, "themes")]
    assert confirming.waiting(found, TOMAS) == []
    for who, author, key in (
        (TOMAS, TOMAS, "themes"),
        (MAYA, TOMAS, "story"),
        (MAYA, TOMAS, "none"),
        (MAYA, AYA, "themes"),
    ):
        assert await confirms(told, who, author, key) == Late()
    assert await confirms(told, AYA, TOMAS, "themes") == NotTheirs()

    assert isinstance(await confirms(told, MAYA, TOMAS, "themes"), Moved)

    assert await confirms(told, MAYA, TOMAS, "themes") == Late()
    await tell(told, Held(TALK, MAYA))
    course = await told.course()
    dream = course.cycle.run("ai.dream/1")
    assert dream is not None
    found_themes = await told.read(lambda r: confirming.themes(r, course, dream, MAYA))
    assert found_themes == ["they asked each other"]
    part = (await run_of(told, TALK)).part(TOMAS)
    assert part is not None
    assert part.confirmed == ("themes",)
    assert confirming.waiting(await seen(told, MAYA), MAYA) == []


async def test_in_a_talk_each_may_reply_to_the_other(room: Staffroom) -> None:
    await on_way(room, "reflective", "2026-03-04 12:00")
    for who in (MAYA, TOMAS):
        await wrote(room, who, "reflective.moment/1", what="nobody spoke")
    await room.until("2026-03-06 12:00")
    talk = RunId("reflective.talk/1")
    found = await finds(room, MAYA, talk)
    assert isinstance(found, Replying)
    assert (found.to, found.asks_for_ideas) == (TOMAS, False)
    assert list(kinds(found)) == ["heard", "question", "question_2", "question_3"]


def test_in_a_turn_the_coachee_confirms() -> None:
    course = at_goals()
    goals(course, "ahead", "ahead")
    run = course.run(REALITIES[0])
    assert (
        listening.confirmer(course.rules, course.cycle, run, course.cycle.members[1])
        == (course.cycle.members[0])
    )
    event = Confirmed(run.id, course.cycle.members[0], course.cycle.members[1], "now")
    assert not course.changes(event)


def test_what_somebody_who_left_heard_is_confirmed_by_nobody_else() -> None:
    course = begun("ai", 3)
    run = StageRun(id=run_id("ai.discover/1"), stage="ai.discover")
    stays, left = course.cycle.members[1], MemberId("left")

    asked = [listening.confirmer(course.rules, course.cycle, run, m) for m in (stays, left)]

    assert asked == [course.cycle.members[0], left]


async def test_praise_and_advice_are_pointed_out_and_never_in_the_way(grow: Staffroom) -> None:
    """practice B1, B9: no advice; INV-22"""
    found = await finds(grow, TOMAS, REALITY)
    assert isinstance(found, Replying)
    said = {
        "heard": "Great that you asked five",
        "question": "Have you tried sticks?",
        "question_2": "You should wait, no?",
    }

    hints = replying.advice(found, said, "en")

    assert [(name, hint.code) for name, hint in hints] == [("heard", "L1"), ("question", "L9")]
    alone = replying.advice(found, {"question_2": said["question_2"]}, "en")
    assert [hint.code for _, hint in alone] == ["L3"] or alone == ()
    assert replying.advice(found, said, "de") == ()
    assert (
        replying.advice(found, {"heard": "You want more voices", "question": "What if?"}, "en")
        == ()
    )
    assert isinstance(await replies(grow, TOMAS, REALITY, MAYA, **said), Sent)


@pytest.mark.parametrize("wanted", ["coaching", "collaborating", "consulting"])
async def test_ideas_of_a_coach_by_the_thinkers_wish_alone(room: Staffroom, wanted: str) -> None:
    """practice B5: coaching, collaborating, consulting"""
    await on_way(room, "cognitive", "2026-03-05 12:00")
    choose, talk = RunId("cognitive.choose/1"), RunId("cognitive.problem/1")
    await wrote(room, MAYA, choose, event="the debate", map=":problem")
    await room.until("2026-03-06 12:00")
    assert list(kinds(await finds(room, TOMAS, talk))) == ["heard", "question", "question_2"]
    assert await finds(room, MAYA, talk) == Late(), "nobody replies to themselves"

    async def moves(who: MemberId) -> object:
        return await room.write(
            lambda w: changing.change(w, who, room.pair.id, choose, "function", wanted)
        )

    assert isinstance(await moves(TOMAS), Late), "the coach does not move it"
    assert "idea" not in kinds(await finds(room, TOMAS, talk))
    await moves(MAYA)
    found = await finds(room, TOMAS, talk)
    assert ("idea" in kinds(found)) is (wanted == "consulting")
    assert isinstance(found, Replying)
    assert found.asks_for_ideas
    advice = replying.advice(found, {"heard": "You should wait"}, "en")
    assert bool(advice) is (wanted != "consulting")


async def test_listeners_ask_three_questions_and_offer_nothing(room: Staffroom) -> None:
    """practice B9"""
    await on_way(room, "reflective", "2026-03-04 12:00")
    for who in (MAYA, TOMAS):
        await wrote(room, who, "reflective.moment/1", what="nobody spoke")
    await room.until("2026-03-06 12:00")
    talk = RunId("reflective.talk/1")

    found = await finds(room, TOMAS, talk)

    assert list(kinds(found)) == ["heard", "question", "question_2", "question_3"]
    assert isinstance(found, Replying)
    assert not found.asks_for_ideas
    assert found.read == [], "what was written of the moment is its author's alone"
    assert await replies(room, TOMAS, talk, MAYA, idea="Count to six") == Late()
    assert await replies(room, TOMAS, talk, MAYA, question_4="And then?") == Late()
    asked = {
        "question": "Who moved?",
        "question_2": "What did you hear?",
        "question_3": "What now?",
    }
    assert await replies(room, TOMAS, talk, MAYA, **asked) == Sent(MAYA, 3)
    assert await replies(room, TOMAS, talk, MAYA, question="And?") == Late()
