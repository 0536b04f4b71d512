"""Pre-work through Slack: marked by each, a question before it and one to come back to."""

from collections.abc import Callable
from typing import Any

from slack_bolt.async_app import AsyncAck

from flows import assigning, attached, coaching, declining, preparing, setting_up
from flows.assigned import Assigned
from flows.assigning import Place
from flows.coaching import Course, Late, NotTheirs, TooLong
from flows.ids import MemberId, PartnershipId, PreworkId, RunId
from flows.ports import Lock, Reader, Work
from flows.preparing import Before, Known
from flows.prework import BEFORE, QUESTION, Mark
from handlers import answers, forms, ids, payloads, sessions
from handlers.entering import refused, remembered
from handlers.payloads import Answers
from handlers.seams import Block, Desk, Telling
from handlers.views import prework as views
from handlers.views import prework_forms, warm_up
from handlers.words import say


async def marked(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """The three dots of an item: done, part of it, not this time; the card shows it at once."""
    pressed, who = payloads.value(body), desk.who
    partnership = PartnershipId(pressed.get("partnership", ""))
    item = PreworkId(pressed.get("item", ""))
    how = next((m for m in preparing.MARKS if m.value == pressed.get("mark")), Mark.DONE)
    outcome = await desk.tell(
        Lock.partnership(partnership),
        lambda work: preparing.mark(work, who, partnership, item, how),
    )
    again = None
    if isinstance(outcome, Assigned) and (body.get("view") or {}).get("callback_id") == ids.PAGE:
        again = await drawn(desk, partnership, outcome.run, marked=item)
    if isinstance(again, dict):
        await client.views_update(view_id=payloads.open_view(body)["id"], view=again)
        await ack()
    else:
        await _told(ack, body, client, desk, outcome)


async def declined(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Leave it out for us] of what the program gives: nobody outside learns of it."""
    pressed, who = payloads.value(body), desk.who
    partnership = PartnershipId(pressed.get("partnership", ""))
    item = PreworkId(pressed.get("item", ""))
    outcome = await desk.tell(
        Lock.partnership(partnership),
        lambda work: declining.decline(work, who, partnership, item),
    )
    again = None
    if isinstance(outcome, Assigned) and (body.get("view") or {}).get("callback_id") == ids.PAGE:
        again = await drawn(desk, partnership, outcome.run)
    if isinstance(again, dict):
        await client.views_update(view_id=payloads.open_view(body)["id"], view=again)
        await ack()
    elif isinstance(outcome, Assigned):
        words = say("before.declined", await desk.locale())
        await forms.told(ack, body, client, desk, words)
    else:
        await _told(ack, body, client, desk, outcome)


async def all_done(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Done] of the message: all that lies before the session."""
    await _all(ack, body, client, desk, Mark.DONE)


async def not_this_time(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Not this time] of the message; a partner sees "not yet"."""
    await _all(ack, body, client, desk, Mark.NOT_THIS_TIME)


async def read(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Read it] opens the address and sets nothing (practice C)."""
    del body, client, desk
    await ack()


async def part_read(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Read it] in a step's form opens a part's address; whose step it is not is told so."""
    del client
    partnership, _ = remembered(payloads.metadata(body))
    who = desk.who
    found = await desk.look(lambda reader: coaching.theirs(reader, who, partnership))
    await ack()
    if isinstance(found, NotTheirs):
        await refused(body, desk, found)


async def seen(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Something to read first] in the set-up, and [Open] in the message about it."""
    partnership, run = remembered(payloads.value(body))
    view = await drawn(desk, partnership, run)
    if isinstance(view, dict):
        await forms.show(client, body, view)
        await ack()
    else:
        await _told(ack, body, client, desk, view)


async def warm_up_opened(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Warm up]: the question; answered before, one's own answer stands there."""
    await _question_opened(ack, body, client, desk, QUESTION, prework_forms.warm_up)


async def warmed_up(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Show me]: the answer is kept for its author, and the model answer appears."""
    del client
    memory, found = payloads.metadata(body), Answers.of(body)
    partnership = PartnershipId(memory.get("partnership", ""))
    item = PreworkId(memory.get("item", ""))
    who = desk.who

    def keep(work: Work) -> Known | Late | NotTheirs | TooLong:
        known = preparing.find(work, who, partnership, item)
        words = warm_up.given(known.words, found) if isinstance(known, Known) else ""
        return preparing.answer(work, who, partnership, item, words)

    outcome = await desk.tell(Lock.partnership(partnership), keep)
    if isinstance(outcome, Known):
        await answers.turn_into(
            ack, warm_up.compared(outcome.words, outcome.answer, await desk.locale())
        )
    else:
        await _unanswered(ack, desk, outcome)


async def think_opened(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[A question first]: what to think about before it is opened."""
    await _question_opened(ack, body, client, desk, BEFORE, prework_forms.think_first)


async def thought(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Go on]: what was thought is kept for its author, and the item is there to open."""
    del client
    memory, words = payloads.metadata(body), Answers.of(body).text(preparing.ANSWER)
    partnership = PartnershipId(memory.get("partnership", ""))
    item = PreworkId(memory.get("item", ""))
    who = desk.who
    if words.strip():
        outcome = await desk.tell(
            Lock.partnership(partnership),
            lambda work: preparing.think_first(work, who, partnership, item, words),
        )
    else:
        outcome = await desk.look(lambda reader: preparing.find(reader, who, partnership, item))
    if isinstance(outcome, Known):
        await answers.turn_into(ack, prework_forms.thought(outcome, await desk.locale()))
    else:
        await _unanswered(ack, desk, outcome)


async def drawn(
    desk: Desk, partnership: PartnershipId, run: RunId, *, marked: PreworkId | None = None
) -> Block | NotTheirs | Late:
    """The card of a talk or a visit as it is now, or the page of what lies before the set-up."""
    who = desk.who
    found = await desk.look(lambda reader: sessions.seen(reader, who, partnership, run))
    if isinstance(found, tuple):
        meeting, before, may_add = found
        return await sessions.card(desk, meeting, before, may_add=may_add, marked=marked)
    if isinstance(found, NotTheirs):
        return found
    lies = await desk.look(lambda reader: _before_setup(reader, who, partnership, run))
    if lies is None:
        return Late()
    before, may_add, people = lies
    telling = Telling(await desk.locale(), await desk.names(people))
    names = {"partnership": str(partnership), "run": str(run)}
    return views.page(before, names, telling, may_add=may_add, marked=marked)


async def places(desk: Desk, partnership: PartnershipId) -> Block | NotTheirs | Late:
    """Every talk, visit or set-up ahead, with what lies before it."""
    who = desk.who
    found = await desk.look(lambda reader: _places(reader, who, partnership))
    if not isinstance(found, tuple):
        return found
    course, listed, zone = found
    telling = Telling(await desk.locale(), await desk.names(frozenset(course.pair.members)))
    return views.places(course, listed, zone, telling)


async def _all(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk, how: Mark) -> None:
    pressed, who = payloads.value(body), desk.who
    partnership = PartnershipId(pressed.get("partnership", ""))
    run = RunId(pressed.get("run", ""))
    outcome = await desk.tell(
        Lock.partnership(partnership),
        lambda work: preparing.mark_all(work, who, partnership, run, how),
    )
    await _told(ack, body, client, desk, outcome)


async def _found(body: dict[str, Any], desk: Desk) -> Known | NotTheirs | Late:
    pressed, who = payloads.value(body), desk.who
    partnership = PartnershipId(pressed.get("partnership", ""))
    item = PreworkId(pressed.get("item", ""))
    return await desk.look(lambda reader: preparing.find(reader, who, partnership, item))


async def _question_opened(
    ack: AsyncAck,
    body: dict[str, Any],
    client: Any,
    desk: Desk,
    asked: str,
    form: Callable[..., Block],
) -> None:
    """Shows the form of that question about the item, where the item has it."""
    found = await _found(body, desk)
    if isinstance(found, Known) and found.words.get(asked):
        view = form(found, key=desk.draw(), locale=await desk.locale())
        await forms.show(client, body, view)
        await ack()
    else:
        await _told(ack, body, client, desk, Late() if isinstance(found, Known) else found)


async def _told(
    ack: AsyncAck,
    body: dict[str, Any],
    client: Any,
    desk: Desk,
    outcome: Assigned | int | Late | NotTheirs,
) -> None:
    match outcome:
        case Late():
            key = "outage.late"
        case NotTheirs():
            key = "outage.not_yours"
        case _:
            key = "before.marked"
    await forms.told(ack, body, client, desk, say(key, await desk.locale()))


async def _unanswered(ack: AsyncAck, desk: Desk, outcome: Late | NotTheirs | TooLong) -> None:
    """Says at the box why the answer was not kept; every word stays in it."""
    box, locale = preparing.ANSWER, await desk.locale()
    match outcome:
        case TooLong(counts, most):
            text = say("step.too_long", locale, n=counts[box], most=most[box])
        case Late():
            text = say("step.missing", locale)
        case _:
            text = say("outage.not_yours", locale)
    await answers.refuse(ack, {box: text})


def _before_setup(
    reader: Reader, who: MemberId, partnership: PartnershipId, run: RunId
) -> tuple[Before, bool, frozenset[MemberId]] | None:
    found = coaching.theirs(reader, who, partnership)
    standing = found.cycle.run(run) if isinstance(found, Course) else None
    if not isinstance(found, Course) or standing is None:
        return None
    if not setting_up.is_setup(found, standing):
        return None
    before = preparing.before(reader, found, standing, who)
    may_add = attached.may_add(found, standing, who, reader.now)
    return before, may_add, frozenset(found.pair.members)


def _places(
    reader: Reader, who: MemberId, partnership: PartnershipId
) -> tuple[Course, list[Place], str] | NotTheirs | Late:
    found = coaching.theirs(reader, who, partnership)
    if not isinstance(found, Course):
        return found
    member = reader.members.get(who)
    zone = member.zone if member else found.program.zone
    return found, assigning.places(reader, found, who), zone
