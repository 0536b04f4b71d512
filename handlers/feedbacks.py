"""Notes on a visit: released, taken back, read after own words, answered, added to."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from slack_bolt.async_app import AsyncAck

from flows import coaching, feedback, goals, notes, showing, talking, writing
from flows.coaching import Late, Missing, Moved, NotTheirs, TooLong
from flows.feedback import NothingYet, Opened, WordsFirst
from flows.goal import Decision, Goal
from flows.goals import Refused, Worded
from flows.ids import CycleId, MemberId, PartnershipId, RunId
from flows.notes import Added, Sent, TakenBack
from flows.ports import Lock, Reader, Work
from flows.unchanged import Unchanged
from flows.writing import Writing
from handlers import answers, forms, ids, payloads
from handlers.entering import named, reason, remembered, split, too_long, typed_in
from handlers.payloads import Answers
from handlers.seams import Block, Desk, Telling
from handlers.views import answers as answer_views
from handlers.views import blocks
from handlers.views import feedback as views
from handlers.views import invitation as pages
from handlers.views.step import Fold
from handlers.words import say

Read = Opened | WordsFirst | NothingYet | NotTheirs | Late


class NotSettled(Unchanged):
    """The goal's new sentence or day could not be taken, so nothing of the answer was kept."""

    def __init__(self, why: Refused) -> None:
        self.why = why


async def feedback_asked(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """`/coach-feedback`: notes to write, notes to read, what was released and shared."""
    del body, client
    who = desk.who
    found = await desk.look(lambda reader: feedback.of_member(reader, who))
    people = frozenset(m for each in found for m in each.course.pair.members)
    telling = Telling(await desk.locale(), await desk.names(people))
    message = views.answer(found, who, telling)
    await ack(text=message.text, blocks=message.blocks)


async def note_released(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Release] or [Send as it is]: the note goes to the person visited."""
    del client
    partnership, run = remembered(payloads.metadata(body))
    who = desk.who
    outcome = await desk.tell(
        Lock.partnership(partnership), lambda work: notes.release(work, who, partnership, run)
    )
    match outcome:
        case Sent(course, standing):
            names = await desk.names(frozenset(course.pair.members))
            page = views.released_page(course, standing, Telling(await desk.locale(), names))
            await answers.turn_into(ack, page)
        case Missing():
            await answers.refuse_all(ack, body, say("step.missing", await desk.locale()))
        case _:
            await answers.refuse_all(ack, body, await reason(desk, outcome))


async def note_recalled(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Take it back], until it is opened."""
    partnership, run = named(body)
    who, locale = desk.who, await desk.locale()
    outcome = await desk.tell(
        Lock.partnership(partnership), lambda work: notes.recall(work, who, partnership, run)
    )
    match outcome:
        case TakenBack():
            words = "note.recalled"
        case Late():
            words = "note.recall_late"
        case _:
            words = "outage.not_yours"
    await forms.told(ack, body, client, desk, say(words, locale))


async def addition_opened(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Add a note] to what was opened."""
    partnership, run = named(body)
    who, cycle = desk.who, _cycle(payloads.value(body))
    found = await desk.look(lambda reader: showing.own(reader, who, partnership, run, cycle))
    locale = await desk.locale()
    if not isinstance(found, showing.Shown) or found.run.part(who) is None:
        await forms.told(ack, body, client, desk, await reason(desk, found))
        return
    view = views.added_form(found.course, found.run, key=desk.draw(), locale=locale)
    await forms.show(client, body, view)
    await ack()


async def addition_sent(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """The addition stands below the notes, and the person visited hears of it."""
    del client
    memory, who = payloads.metadata(body), desk.who
    partnership, run = remembered(memory)
    cycle, words = _cycle(memory), Answers.of(body).text(views.ADDED)
    locale = await desk.locale()
    if not words.strip():
        await answers.refuse(ack, {views.ADDED: say("note.nothing_to_add", locale)})
        return
    outcome = await desk.tell(
        Lock.partnership(partnership),
        lambda work: notes.add(work, who, partnership, run, words, cycle),
    )
    match outcome:
        case Added():
            page = pages.page("step.kept_title", say("note.added", locale), locale)
            await answers.turn_into(ack, page)
        case TooLong(counts, most):
            await too_long(ack, desk, counts, most)
        case _:
            await answers.refuse_all(ack, body, await reason(desk, outcome))


async def notes_read(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Read and answer]: own words first, or the notes."""
    partnership, run = named(body)
    await open_notes(ack, body, client, desk, partnership, run, _cycle(payloads.value(body)))


async def open_notes(
    ack: AsyncAck,
    body: dict[str, Any],
    client: Any,
    desk: Desk,
    partnership: PartnershipId,
    run: RunId,
    cycle: CycleId | None = None,
) -> None:
    """Opens what comes next on the way to the notes; that they were opened is on disk before."""
    who = desk.who
    found = await desk.tell(
        Lock.partnership(partnership),
        lambda work: feedback.read(work, who, partnership, run, cycle),
    )
    view = await _next(desk, found, run)
    if view is None:
        key = "answer.gone" if isinstance(found, NothingYet) else ""
        words = say(key, await desk.locale()) if key else await reason(desk, found)
        await forms.told(ack, body, client, desk, words)
        return
    await forms.show(client, body, view)
    await ack()


async def words_sent(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Read the notes]: own words are kept, then the same form shows the notes."""
    del client
    memory = payloads.metadata(body)
    found = await _words(desk, memory, typed_in(body))
    match found:
        case TooLong(counts, most):
            await too_long(ack, desk, counts, most)
        case Missing() | NotTheirs() | Late():
            await answers.refuse_all(ack, body, await reason(desk, found))
        case _:
            await answers.turn_into(ack, await _shown(desk, found, memory))


async def words_waived(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Skip and read]: no own words, and the notes in their place."""
    memory, view = payloads.value(body), body.get("view") or {}
    found = await _words(desk, memory, {})
    if isinstance(found, TooLong | Missing | NotTheirs | Late):
        await forms.told(ack, body, client, desk, await reason(desk, found))
        return
    await client.views_update(view_id=view["id"], view=await _shown(desk, found, memory))
    await ack()


async def answer_sent(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Keep my answer]: the reply, the next step and what becomes of the goal."""
    del client
    memory, who = payloads.metadata(body), desk.who
    partnership, run = remembered(memory)
    entered = typed_in(body)
    outcome = await desk.tell(
        Lock.partnership(partnership),
        lambda work: _answered(work, who, partnership, run, entered),
    )
    locale = await desk.locale()
    match outcome:
        case Moved(pair, cycle):
            own = await desk.look(
                lambda reader: showing.own(reader, who, partnership, run, cycle.id)
            )
            if isinstance(own, showing.Shown):
                telling = Telling(locale, await desk.names(frozenset(pair.members)))
                page = answer_views.share_form(
                    own, who, "answer.kept", key=desk.draw(), telling=telling
                )
                await answers.turn_into(ack, page)
        case TooLong(counts, most):
            await too_long(ack, desk, counts, most)
        case Missing(keys):
            await answers.refuse(ack, dict.fromkeys(keys, say("step.missing", locale)))
        case NotSettled(why=goals.TooLong(counts)):
            n = max(counts.values())
            words = say("step.too_long", locale, n=n, most=goals.longest(goals.STATEMENT))
            await answers.refuse(ack, {views.STATEMENT: words})
        case NotSettled(why=goals.Empty()):
            await answers.refuse(ack, {views.STATEMENT: say("goal.missing", locale)})
        case NotSettled(why=goals.Past()):
            await answers.refuse(ack, {views.REVIEW: say("goal.review_past", locale)})
        case NotSettled():
            await answers.refuse(ack, {views.REVIEW: say("goal.review_missing", locale)})
        case _:
            await answers.refuse_all(ack, body, await reason(desk, outcome))


async def answer_view(
    desk: Desk, memory: Mapping[str, str], entered: Mapping[str, str], key: str, fold: Fold
) -> Block | None:
    """The notes with the answer as entered so far, drawn anew; nothing is opened by it."""
    partnership, _ = remembered(memory)
    note, who = RunId(memory.get("note", "")), desk.who

    def look(reader: Reader) -> tuple[object, Worded | None]:
        course = coaching.theirs(reader, who, partnership, _cycle(memory))
        if not isinstance(course, coaching.Course):
            return course, None
        return feedback.opened(reader, course, note, who), _goal(reader, who, partnership)

    found, goal = await desk.look(look)
    if not isinstance(found, Opened):
        return None
    return await _answer_form(desk, found, entered, goal, key, fold)


def _answered(
    work: Work,
    who: MemberId,
    partnership: PartnershipId,
    run: RunId,
    entered: Mapping[str, str],
) -> Moved | NotTheirs | Late | TooLong | Missing | NotSettled:
    found = writing.find(work, who, partnership, run)
    if not isinstance(found, Writing):
        return found if isinstance(found, NotTheirs) else Late()
    whole = {**found.entered, **entered}
    asked = {name for prompt in found.prompts for name in writing.fields(prompt)}
    texts, choices = split(found, {f: words for f, words in whole.items() if f in asked})
    verdict, goal = choices.get(views.GOAL), _goal(work, who, partnership)
    outcome = feedback.reply(work, who, partnership, run, texts, choices)
    if not isinstance(outcome, Moved) or verdict is None or goal is None:
        return outcome
    decided = goals.decide(
        work,
        who,
        goal.goal.id,
        Decision(verdict),
        statement=entered.get(views.STATEMENT),
        review_on=_day(entered.get(views.REVIEW)),
    )
    return outcome if isinstance(decided, Goal) else NotSettled(decided)


async def _words(
    desk: Desk, memory: Mapping[str, str], texts: Mapping[str, str]
) -> Read | TooLong | Missing:
    partnership, run = remembered(memory)
    who = desk.who
    return await desk.tell(
        Lock.partnership(partnership),
        lambda work: feedback.words(work, who, partnership, run, texts),
    )


async def _shown(desk: Desk, found: object, memory: Mapping[str, str]) -> Block:
    """What takes the place of the form of own words."""
    view = await _next(desk, found, RunId(memory.get("note", "")))
    if view is not None:
        return view
    locale = await desk.locale()
    return pages.page("step.kept_title", say("answer.not_yet", locale), locale)


async def _next(desk: Desk, found: object, note: RunId) -> Block | None:
    who, locale = desk.who, await desk.locale()
    match found:
        case WordsFirst(first):
            return views.words_form(first, first.entered, note=note, key=desk.draw(), locale=locale)
        case Opened(course=course):
            goal = await desk.look(lambda reader: _goal(reader, who, course.pair.id))
            entered = found.answer.entered if found.answer else {}
            return await _answer_form(desk, found, entered, goal, desk.draw(), Fold())
        case _:
            return None


async def _answer_form(
    desk: Desk,
    found: Opened,
    entered: Mapping[str, str],
    goal: Worded | None,
    key: str,
    fold: Fold,
) -> Block:
    locale = await desk.locale()
    telling = Telling(locale, await desk.names(frozenset(found.course.pair.members)))
    talk = None
    if found.talk is not None:
        minutes = talking.minutes_of(found.course, found.talk)
        talk = blocks.button(
            ids.ASK_TALK,
            say("answer.talk", locale, n=minutes),
            partnership=found.course.pair.id,
            run=found.talk.id,
        )
    return views.answer_form(found, entered, goal, key=key, telling=telling, fold=fold, talk=talk)


def _goal(reader: Reader, who: MemberId, partnership: PartnershipId) -> Worded | None:
    """The open goal of this partnership, else one of no partnership's."""
    mine = [w for w in goals.mine(reader, who) if w.goal.partnership in {partnership, None}]
    return min(mine, key=lambda w: w.goal.partnership is None, default=None)


def _cycle(memory: Mapping[str, str]) -> CycleId | None:
    return CycleId(memory["cycle"]) if memory.get("cycle") else None


def _day(picked: str | None) -> date | None:
    try:
        return date.fromisoformat(picked or "")
    except ValueError:
        return None
