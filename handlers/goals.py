"""A goal's form: its sentence and its day."""

from datetime import date
from typing import Any

from slack_bolt.async_app import AsyncAck

from flows import goals
from flows.goal import Goal
from flows.goals import LONGEST_STATEMENT, Empty, Gone, Past, TooLong, Worded
from flows.ids import GoalId
from flows.ports import Lock, Work
from handlers import answers, payloads
from handlers.payloads import Answers
from handlers.seams import Desk
from handlers.views import goal as views
from handlers.views import invitation as pages
from handlers.words import say


async def goal_opened(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Complete] or [Open]: the goal's form, for its owner alone."""
    goal, who = GoalId(payloads.value(body).get("goal", "")), desk.who
    found = await desk.look(lambda reader: goals.find(reader, who, goal))
    locale = await desk.locale()
    if not isinstance(found, Worded):
        await ack()
        answers.whisper(body, desk, say("goal.gone", locale))
        return
    view = views.form(found.goal, found.statement, key=desk.draw(), locale=locale)
    await client.views_open(trigger_id=body["trigger_id"], view=view)
    await ack()


async def goal_settled(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Save]: the goal has its sentence and its day."""
    del client
    goal, who = GoalId(payloads.metadata(body).get("goal", "")), desk.who
    found = Answers.of(body)
    statement, picked = found.text(views.STATEMENT), found.day(views.REVIEW)
    person = await desk.person(who)
    locale = person.locale if person else "en"
    day = _day(picked)
    if day is None:
        await answers.refuse(ack, {views.REVIEW: say("goal.review_missing", locale)})
        return

    def settle(work: Work) -> Goal | goals.Refused:
        known = goals.find(work, who, goal)
        if isinstance(known, Gone):
            return known
        texts = {**known.texts, goals.STATEMENT: statement}
        return goals.settle(work, who, known.goal, texts, day)

    outcome = await desk.tell(Lock.member(who), settle)
    match outcome:
        case Goal():
            words = say("goal.saved", locale)
            await answers.turn_into(ack, pages.page("step.kept_title", words, locale))
        case Empty():
            await answers.refuse(ack, {views.STATEMENT: say("goal.missing", locale)})
        case TooLong(counts):
            n = counts[goals.STATEMENT]
            words = say("step.too_long", locale, n=n, most=LONGEST_STATEMENT)
            await answers.refuse(ack, {views.STATEMENT: words})
        case Past():
            await answers.refuse(ack, {views.REVIEW: say("goal.review_past", locale)})
        case _:
            await answers.refuse(ack, {views.STATEMENT: say("goal.gone", locale)})


def _day(picked: str | None) -> date | None:
    try:
        return date.fromisoformat(picked or "")
    except ValueError:
        return None
