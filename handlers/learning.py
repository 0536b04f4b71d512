"""`/coach-learn` and the offers before a step: a lesson played, answered, put off."""

from typing import Any

from slack_bolt.async_app import AsyncAck

from flows import training
from flows.micro_lessons import LESSONS, Choice, MicroLesson
from flows.people import Member
from flows.ports import Lock
from flows.training import NoLesson
from handlers import answers, drafting, forms, ids, payloads, sessions
from handlers.payloads import Answers
from handlers.seams import Desk
from handlers.views import learning as views
from handlers.views.step import Fold
from handlers.words import say

DRAWN = frozenset({ids.STEP_FORM, ids.WORDS_FORM, ids.ANSWER_FORM, ids.SETUP_FORM})
"""The forms of steps, which are drawn anew without the offer."""


async def learn_asked(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """`/coach-learn`: all lessons, for the eyes of whoever asks."""
    del body, client
    who = desk.who
    member = await desk.look(lambda reader: reader.members.get(who))
    message = views.listed(member, await desk.locale())
    await ack(text=message.text, blocks=message.blocks)


async def list_opened(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Short lessons] on the Home."""
    who = desk.who
    member = await desk.look(lambda reader: reader.members.get(who))
    await forms.show(client, body, views.page(member, await desk.locale()))
    await ack()


async def played(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Start]: the lesson."""
    await _play(ack, body, client, desk, _lesson(payloads.value(body).get("lesson")))


async def begun(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Do it now] in an offer: the lesson, above the step that it is offered before."""
    found = _lesson(payloads.value(body).get("lesson"))
    if found is not None:
        await _answered(body, desk, Choice.NOW)
    await _play(ack, body, client, desk, found)


async def put_off(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[I've had training] and [Later]: the step as it was, without the offer."""
    used = payloads.action(body).get("action_id")
    choice = Choice.TRAINED if used == ids.LESSON_TRAINED else Choice.LATER
    outcome, view = await _answered(body, desk, choice), payloads.open_view(body)
    if isinstance(outcome, NoLesson):
        raise payloads.Amiss
    if view.get("callback_id") in DRAWN:
        await drafting.redraw(ack, body, client, desk, Fold.of(payloads.metadata(body)))
    else:
        await sessions.card_redrawn(ack, body, client, desk)


async def answer_sent(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Show the worked answer]: what was written is shown beside it and kept nowhere."""
    del client
    found, who = _lesson(payloads.metadata(body).get("lesson")), desk.who
    written, locale = Answers.of(body).text(views.ANSWER), await desk.locale()
    outcome = (
        await desk.tell(Lock.member(who), lambda work: training.take(work, who, found.key))
        if found is not None
        else NoLesson()
    )
    if found is None or isinstance(outcome, NoLesson):
        await answers.refuse_all(ack, body, say("mine.no_member", locale))
        return
    await answers.turn_into(ack, views.worked(found, written, locale))


async def _answered(body: dict[str, Any], desk: Desk, choice: Choice) -> Member | NoLesson:
    pressed, who = payloads.value(body), desk.who
    way, lesson = pressed.get("way", ""), pressed.get("lesson", "")
    return await desk.tell(
        Lock.member(who), lambda work: training.answer(work, who, way, lesson, choice)
    )


async def _play(
    ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk, found: MicroLesson | None
) -> None:
    locale = await desk.locale()
    if found is None:
        await forms.told(ack, body, client, desk, say("outage.late", locale))
        return
    await forms.show(client, body, views.lesson(found, key=desk.draw(), locale=locale))
    await ack()


def _lesson(key: str | None) -> MicroLesson | None:
    return LESSONS.get(key or "")
