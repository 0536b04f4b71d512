"""What is typed to the bot: an answer where a question waits, else one line and nothing kept."""

from sqlalchemy import insert

from flows import coaching, goal_talk, leaving
from flows.draft import Draft
from flows.events import Scheduled
from flows.ids import DraftId, GoalId, RunId
from flows.ports import Work
from handlers import ids
from storage import tables
from tests.handlers.test_happenings import message
from tests.handlers.workspace import Workspace, button, element
from tests.staffroom import MAYA, TOMAS, WS, Staffroom, at

SECRET = "a word that stands nowhere"
FOCUS, VISIT, WORDS = (RunId(f"observation.{name}/1") for name in ("focus", "visit", "words"))


async def asked(slack: Workspace) -> Draft:
    await slack.command(MAYA, "/coach-goal")
    await slack.room.all_sent()
    (draft,) = await slack.room.read(lambda r: goal_talk.asking(r, MAYA))
    return draft


async def test_a_step_for_ones_own_eyes_is_not_typed_and_nothing_is_kept(
    slack: Workspace, room: Staffroom
) -> None:
    """practice A8"""
    await room.partnered()
    pair = room.pair.id
    await room.answer(TOMAS, "his")
    await room.answer(MAYA, "hers")

    def visit(work: Work) -> None:
        coaching.answer(work, MAYA, pair, FOCUS, {"look": "who answers"}, {})
        found = coaching.load(work, pair)
        assert found is not None
        start, end = at("2026-03-12 11:10"), at("2026-03-12 11:25")
        host = frozenset({MAYA})
        coaching.happened(work, found, Scheduled(VISIT, MAYA, start, end, confirmed_by=host))

    await room.write(visit)
    room.now = at("2026-03-12 11:40")
    await room.write(lambda w: coaching.pass_time(w, pair))

    await slack.event(message(text=SECRET))

    told = await slack.message("typed_private", f"dm:{MAYA}")
    assert "for your own eyes" in told.text
    assert SECRET not in str(await room.said())
    opened = await slack.press(MAYA, element(told.blocks, ids.OPEN_STEP), dm=True)
    assert opened.called("views.open")
    assert SECRET not in str(opened.opened)


async def test_a_typed_answer_is_kept_and_the_next_question_comes(
    slack: Workspace, room: Staffroom
) -> None:
    draft = await asked(slack)

    await slack.event(message(text="More &lt;3 give a reason"))

    talk = await room.read(lambda r: goal_talk.look(r, MAYA, draft.id))
    assert talk is not None
    assert talk.answers == {"statement": "More <3 give a reason"}
    assert len(await room.said("typing")) == 1


async def test_what_cannot_be_kept_is_said_and_the_question_stays(
    slack: Workspace, room: Staffroom
) -> None:
    draft = await asked(slack)
    await slack.event(message(text="x" * 241, ts="1.1"))
    await slack.event(message(text=" ", ts="1.15"))
    long = await slack.message("typed_too_long", f"dm:{MAYA}")
    value = {"draft": draft.id, "version": "1", "step": "review"}
    await slack.press(MAYA, button(ids.GOAL_ASK, value), dm=True)
    await slack.event(message(text="whenever", ts="1.2"))
    await slack.event(message(text="2 March 2026", ts="1.3"))

    assert "241 of 240" in long.text
    assert "Which day" in (await slack.message("typed_not_a_day", f"dm:{MAYA}")).text
    assert "has passed" in (await slack.message("typed_past_day", f"dm:{MAYA}")).text
    talk = await room.read(lambda r: goal_talk.look(r, MAYA, draft.id))
    assert talk is not None
    assert talk.answers == {}


async def test_with_several_questions_it_asks_which_and_a_thread_says_so(
    slack: Workspace, room: Staffroom
) -> None:
    first = await asked(slack)

    def another(work: Work) -> None:
        other = Draft(DraftId("d2"), MAYA, GoalId("g2"), None, "statement", work.now)
        work.drafts.put(other)

    await room.write(another)
    await slack.event(message(text=SECRET, ts="1.1"))
    which = await slack.message("typed_which", f"dm:{MAYA}")
    assert "in the thread" in which.text
    await stands(room, first.anchor(), "5.5")

    await slack.event(message(text="In the thread", thread_ts="5.5", ts="1.2"))
    await slack.event(message(text="Too late", thread_ts="5.5", ts="1.3"))

    talk = await room.read(lambda r: goal_talk.look(r, MAYA, first.id))
    assert talk is not None
    assert talk.answers == {"statement": "In the thread"}
    assert "behind you" in (await slack.message("typed_late", f"dm:{MAYA}")).text
    assert SECRET not in str(await room.said(sent=True))


async def stands(room: Staffroom, anchor: str, ts: str) -> None:
    """The message of that anchor stands in Maya's conversation with the bot."""
    row = {"workspace": WS, "anchor": anchor, "conversation": "D0DM", "ts": ts}
    await room.store.transact(lambda c: c.execute(insert(tables.places).values(row)))


async def test_where_nothing_private_waits_it_says_what_is_read(
    slack: Workspace, room: Staffroom
) -> None:
    await room.partnered()
    await slack.event(message(text=SECRET))
    room.now = at("2026-03-04 09:00")
    await room.write(lambda w: leaving.pause(w, MAYA, room.pair.id))

    await slack.event(message(text=SECRET))

    assert len(await room.said("heard")) == 2
    assert SECRET not in str(await room.said())
