"""Texts that a group agrees on: read, changed, agreed to; cards read and taken away."""

from collections.abc import Callable, Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck

from flows import at_its_best, cards, documents, outside, second_class, showing
from flows.cards import Cards
from flows.coaching import Course, Late, Missing, NotTheirs, TooLong
from flows.documents import Newer, Settled, Suggested, Version
from flows.ids import CycleId, MemberId, PartnershipId, PieceId, RunId
from flows.notices import Dm, Notice
from flows.outside import Outside
from flows.ports import Lock, Reader
from flows.protocol import Prompt
from flows.settled_text import NoTime
from flows.showing import Shown
from flows.writing import SomebodyElses
from handlers import answers, forms, ids, payloads
from handlers.entering import named, reason, remembered, too_long
from handlers.feedback_scenes import found_in
from handlers.payloads import Answers
from handlers.seams import Block, Desk, Scene, Telling
from handlers.views import answers as answer_views
from handlers.views import blocks
from handlers.views import cards as card_views
from handlers.views import documents as views
from handlers.views import invitation as pages
from handlers.views.step import language
from handlers.words import say

Look = Callable[[Reader, MemberId, PartnershipId, RunId, CycleId | None], object]
"""What of a step one of the group may read."""


async def opened(
    ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk, found: Version
) -> None:
    """[Open] of such a step: the newest version, or the form for the first one."""
    telling = await _telling(desk, found.course)
    if found.number:
        view = views.page(found, outside.of(found.course, found.run, desk.who), telling)
    else:
        view = views.form(found, found.entered, key=desk.draw(), telling=telling)
    await forms.show(client, body, view)
    await ack()


async def read(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Read] and the menu of what can be read: a text, what all kept of a step, or the cards."""
    pressed = payloads.value(body)
    partnership, run = named(body)
    cycle, who = CycleId(pressed.get("cycle", "")) or None, desk.who
    looks: Mapping[str, Look] = {"cards": cards.read, "answers": showing.kept_together}
    look = looks.get(pressed.get("what", ""), _found)
    found = await desk.look(lambda reader: look(reader, who, partnership, run, cycle))
    match found:
        case Cards():
            view = card_views.page(found, await _telling(desk, found.course))
        case Shown():
            view = answer_views.page(found, who, await _telling(desk, found.course))
        case Version():
            asked = outside.of(found.course, found.run, who)
            view = views.page(found, asked, await _telling(desk, found.course))
        case _:
            await forms.told(ack, body, client, desk, await reason(desk, found))
            return
    await forms.show(client, body, view)
    await ack()


async def earlier(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Earlier version]: in place of the one that is read."""
    pressed = payloads.value(body)
    partnership, run = named(body)
    cycle, who = CycleId(pressed.get("cycle", "")) or None, desk.who
    number = payloads.number(pressed.get("number"))
    found = await desk.look(
        lambda reader: documents.read(reader, who, partnership, run, number, cycle)
    )
    if not isinstance(found, Version):
        await forms.told(ack, body, client, desk, await reason(desk, found))
        return
    await _shown(ack, body, client, views.page(found, None, await _telling(desk, found.course)))


async def change_opened(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Change it]: the form of the next version, in place of the one that is read."""
    partnership, run = named(body)
    who = desk.who
    found = await desk.look(lambda reader: documents.find(reader, who, partnership, run))
    if not isinstance(found, Version):
        await forms.told(ack, body, client, desk, await reason(desk, found))
        return
    telling = await _telling(desk, found.course)
    view = views.form(found, found.entered, key=desk.draw(), telling=telling)
    await _shown(ack, body, client, view)


async def sent(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Suggest]: a new version, or a yes where nothing was changed."""
    del client
    memory = payloads.metadata(body)
    partnership, run = remembered(memory)
    who, seen = desk.who, payloads.number(memory.get("seen"))
    found = await desk.look(lambda reader: documents.find(reader, who, partnership, run))
    if not isinstance(found, Version):
        await answers.refuse_all(ack, body, await reason(desk, found))
        return
    filled = Answers.of(body)
    entered = {p.key: typed for p in found.prompts if (typed := _typed(filled, p))}
    outcome = await desk.tell(
        Lock.partnership(partnership),
        lambda work: documents.suggest(work, who, partnership, run, seen, entered),
    )
    locale = await desk.locale()
    match outcome:
        case Suggested() | Settled():
            words = _done(outcome, locale)
            way = found.course.rules.protocol.id
            otherwise = at_its_best.turned(found.stage, entered, way, language(locale))
            page = pages.page("step.kept_title", words, locale)
            if otherwise is not None and isinstance(outcome, Suggested):
                page = views.otherwise(outcome, words, otherwise, locale)
            again = await desk.look(lambda reader: second_class.same_again(reader, found, entered))
            if again:
                page["blocks"].append(blocks.context(say("version.same_class", locale)))
            await answers.turn_into(ack, page)
        case TooLong(counts, most):
            await too_long(ack, desk, counts, most)
        case Missing(keys):
            await answers.refuse(ack, dict.fromkeys(keys, say("step.missing", locale)))
        case NoTime(why):
            await answers.refuse(ack, {"date": say(f"version.time_{why}", locale)})
        case Newer():
            await answers.refuse_all(ack, body, say("version.newer", locale))
        case _:
            await answers.refuse_all(ack, body, await reason(desk, outcome))


async def agreed(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Yes, this is it]: to exactly the version that was read."""
    partnership, run = named(body)
    who, seen = desk.who, payloads.number(payloads.value(body).get("number"))
    outcome = await desk.tell(
        Lock.partnership(partnership),
        lambda work: documents.agree(work, who, partnership, run, seen),
    )
    locale = await desk.locale()
    match outcome:
        case Suggested() | Settled():
            words = _done(outcome, locale)
        case Missing(keys):
            asks = await _asks(desk, partnership, run, keys)
            words = say("version.lacking", locale, asks=asks)
        case NoTime(why):
            words = say(f"version.time_{why}", locale)
        case _:
            words = await reason(desk, outcome)
    await forms.told(ack, body, client, desk, words)


async def said_outside(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """Whether the page may be shown outside: one's own yes or no."""
    yes = payloads.action(body).get("action_id") == ids.OUTSIDE_YES
    partnership, run = named(body)
    who, answer = desk.who, "yes" if yes else "no"
    outcome = await desk.tell(
        Lock.partnership(partnership),
        lambda work: outside.say(work, who, partnership, run, answer),
    )
    found = await desk.look(lambda reader: documents.read(reader, who, partnership, run))
    if not isinstance(outcome, Outside) or not isinstance(found, Version):
        await forms.told(ack, body, client, desk, await reason(desk, outcome))
        return
    await _shown(ack, body, client, views.page(found, outcome, await _telling(desk, found.course)))


async def card_taken_away(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Take away] and [Hide]: the card is gone for all, and nobody is told who did it."""
    pressed = payloads.value(body)
    partnership, run = named(body)
    cycle, who = CycleId(pressed.get("cycle", "")) or None, desk.who
    card = PieceId(pressed.get("card", ""))
    outcome = await desk.tell(
        Lock.partnership(partnership),
        lambda work: cards.take_away(work, who, partnership, run, card, cycle),
    )
    if not isinstance(outcome, Cards):
        await forms.told(ack, body, client, desk, await reason(desk, outcome))
        return
    view = card_views.page(outcome, await _telling(desk, outcome.course))
    await _shown(ack, body, client, view)


def suggested(notice: Notice, reader: Reader) -> Scene | None:
    """A version waits for a yes: dropped once it is answered, settled or not the newest."""
    course_run, lane = found_in(notice, reader), notice.lane
    if course_run is None or not isinstance(lane, Dm):
        return None
    course, run = course_run
    to, number = lane.member, int(notice.refs["number"])
    part = run.part(to)
    waits = part is not None and part.agreed != number and not run.finished
    if run.version != number or not waits:
        return None
    found = documents.read(reader, to, course.pair.id, RunId(run.id), number, course.cycle.id)
    if not isinstance(found, Version):
        return None
    by = MemberId(str(notice.refs["by"]))
    return Scene(
        frozenset(course.pair.members), to, lambda telling: views.message(found, by, telling)
    )


def _found(
    reader: Reader, who: MemberId, partnership: PartnershipId, run: RunId, cycle: CycleId | None
) -> Version | NotTheirs | Late | SomebodyElses:
    """What can be done about the newest version; where nothing can, the version itself."""
    found = documents.find(reader, who, partnership, run)
    if isinstance(found, Version) and found.number and cycle in {None, found.course.cycle.id}:
        return found
    return documents.read(reader, who, partnership, run, None, cycle)


def _typed(filled: Answers, prompt: Prompt) -> str:
    match prompt.kind:
        case "case_labels":
            return "".join(sorted(filled.ticked(prompt.key)))
        case "time":
            return filled.time(prompt.key) or ""
        case _:
            name = prompt.key
            return filled.choice(name) or filled.day(name) or filled.text(name)


def _done(outcome: Suggested | Settled, locale: str) -> str:
    if isinstance(outcome, Settled):
        return say("version.in_force", locale)
    return say("version.suggested" if outcome.anew else "version.agreed", locale)


async def _asks(desk: Desk, partnership: PartnershipId, run: RunId, keys: tuple[str, ...]) -> str:
    who = desk.who
    found = await desk.look(lambda reader: documents.find(reader, who, partnership, run))
    return views.asks(found.stage, keys) if isinstance(found, Version) else ""


async def _shown(ack: AsyncAck, body: dict[str, Any], client: Any, view: Block) -> None:
    await client.views_update(view_id=payloads.open_view(body)["id"], view=view)
    await ack()


async def _telling(desk: Desk, course: Course) -> Telling:
    return Telling(await desk.locale(), await desk.names(frozenset(course.pair.members)))
