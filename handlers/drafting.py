"""A step's form while somebody writes in it: unfolded, saved as a draft, edited again."""

from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck

from flows import writing
from flows.coaching import Late, NotTheirs, TooLong
from flows.ports import Lock, Work
from flows.writing import Drafted, SomebodyElses, Writing
from handlers import feedbacks, follow_ups, ids, payloads
from handlers.entering import merged, refused, remembered, typed_in
from handlers.seams import Desk, Telling
from handlers.views import feedback as feedback_views
from handlers.views import setup as setup_views
from handlers.views import step as views
from handlers.views import talk as talk_views
from handlers.views.step import Fold


async def unfolded(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[More questions] and [Change]: the same form with more in sight; what was typed stays."""
    used = payloads.action(body).get("action_id")
    memory = payloads.metadata(body)
    mark = "change" if used == ids.CHANGE_CHOICES else "more"
    await redraw(ack, body, client, desk, Fold.of({**memory, mark: views.YES}))


async def edited(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Edit] below the advice, or another choice made: the form again with every word."""
    await redraw(ack, body, client, desk, Fold.of(payloads.metadata(body)))


async def saved(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Save]: the step stays to do, and its draft waits for its author."""
    partnership, run = remembered(payloads.metadata(body))
    who, entered = desk.who, typed_in(body)

    def keep(work: Work) -> Drafted | NotTheirs | Late | SomebodyElses | TooLong:
        found = writing.find(work, who, partnership, run)
        if not isinstance(found, Writing):
            return found
        whole = merged(found, body)
        return writing.save(work, who, partnership, run, whole)

    outcome = await desk.tell(Lock.partnership(partnership), keep)
    fold = Fold.of(payloads.metadata(body))
    match outcome:
        case Drafted():
            kept = Fold(more=fold.more, change=fold.change, saved=True)
            await redraw(ack, body, client, desk, kept, entered)
        case TooLong(counts):
            long = Fold(more=fold.more, change=fold.change, counts=counts)
            await redraw(ack, body, client, desk, long, entered)
        case _:
            await ack()
            await refused(body, desk, outcome)


async def redraw(
    ack: AsyncAck,
    body: dict[str, Any],
    client: Any,
    desk: Desk,
    fold: Fold,
    typed: Mapping[str, str] | None = None,
) -> None:
    """Draws the form before the person anew, with everything that stands in it."""
    view, memory = body.get("view", {}), payloads.metadata(body)
    partnership, run = remembered(memory)
    who, locale = desk.who, await desk.locale()
    found = await desk.look(lambda reader: writing.find(reader, who, partnership, run))
    if not isinstance(found, Writing):
        await ack()
        await refused(body, desk, found)
        return
    entered = {**found.entered, **(typed_in(body) if typed is None else typed)}
    key = memory.get("key", desk.draw())
    match view.get("callback_id"):
        case ids.WORDS_FORM:
            again = feedback_views.words_form(
                found, entered, note=memory.get("note", ""), key=key, locale=locale, fold=fold
            )
        case ids.ANSWER_FORM:
            opened = await feedbacks.answer_view(desk, memory, entered, key, fold)
            if opened is None:
                await ack()
                return
            again = opened
        case ids.HELD_FORM:
            again = talk_views.held(found, entered, key=key, locale=locale, fold=fold)
        case ids.SETUP_FORM:
            names = await desk.names(frozenset(found.course.pair.members))
            again = setup_views.form(
                found, entered, key=key, telling=Telling(locale, names), fold=fold
            )
        case _:
            word = await follow_ups.word_field(desk, found, entered)
            again = views.form(found, entered, key=desk.draw(), locale=locale, fold=fold, tail=word)
    await client.views_update(view_id=view["id"], hash=view.get("hash"), view=again)
    await ack()
