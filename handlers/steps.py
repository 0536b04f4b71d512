"""Answering a step: in the box inside the message, or in its form with drafts and advice."""

from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck

from flows import (
    case_students,
    coaching,
    composed,
    documents,
    feedback,
    forgone,
    going_back,
    material,
    notes,
    setting_up,
    showing,
    strategies,
    talking,
    writing,
)
from flows.advising import Hint
from flows.coaching import Late, Missing, Moved, NotTheirs, TooLong
from flows.documents import Version
from flows.ids import PartnershipId, RunId
from flows.ports import Lock, Work
from flows.writing import Drafted, SomebodyElses, Writing
from handlers import (
    answers,
    feedbacks,
    follow_ups,
    forms,
    payloads,
    sessions,
    setups,
    texts_together,
)
from handlers import documents as text_handlers
from handlers.entering import (
    merged,
    named,
    reason,
    refused,
    remembered,
    split,
    too_long,
    typed_in,
)
from handlers.payloads import Answers
from handlers.seams import Block, Desk, Telling
from handlers.views import answers as answer_views
from handlers.views import documents as document_views
from handlers.views import feedback as feedback_views
from handlers.views import gathered as gathered_views
from handlers.views import invitation as pages
from handlers.views import material as material_views
from handlers.views import pair as pair_views
from handlers.views import step as views
from handlers.views import strategies as strategy_views
from handlers.views.step import Fold
from handlers.words import say

Refused = NotTheirs | Late | SomebodyElses
Outcome = Moved | Refused | TooLong | Missing


async def box_sent(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Send mine] under a message's box: kept, or a form that says what is the matter."""
    partnership, run = named(body)
    text = Answers.of(body).text(pair_views.SENTENCE)
    locale, who = await desk.locale(), desk.who
    if not text.strip():
        await ack()
        answers.whisper(body, desk, say("pair.empty", locale))
        return
    texts = {pair_views.SENTENCE: text}
    outcome = await desk.tell(
        Lock.partnership(partnership),
        lambda work: coaching.answer(work, who, partnership, run, texts, {}),
    )
    match outcome:
        case Moved(_, _, standing):
            await ack()
            key = "pair.kept_open" if standing.revealed else "pair.kept"
            answers.whisper(body, desk, say(key, locale))
        case TooLong(counts):
            await _ask_shorter(client, body, desk, texts, counts)
            await ack()
        case Late():
            await ack()
            answers.whisper(body, desk, say("pair.in_already", locale))
        case NotTheirs():
            await ack()
            answers.whisper(body, desk, say("outage.not_yours", locale))
        case Missing():
            await ack()
            answers.whisper(body, desk, say("pair.empty", locale))


async def _ask_shorter(
    client: Any,
    body: dict[str, Any],
    desk: Desk,
    texts: Mapping[str, str],
    counts: Mapping[str, int],
) -> None:
    """Opens the step's form with every word that was typed, and the count at the field."""
    partnership, run = named(body)
    who, locale = desk.who, await desk.locale()
    found = await desk.look(lambda reader: writing.find(reader, who, partnership, run))
    if isinstance(found, Writing):
        view = views.form(found, texts, key=desk.draw(), locale=locale, fold=Fold(counts=counts))
        await client.views_open(trigger_id=body["trigger_id"], view=view)


async def step_opened(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Open]: the step's form, the card of a talk, or the notes, where the step answers those."""
    partnership, run = named(body)
    who = desk.who
    if await desk.look(lambda reader: talking.is_talk(reader, who, partnership, run)):
        await sessions.session_seen(ack, body, client, desk)
        return
    text = await desk.look(lambda reader: documents.find(reader, who, partnership, run))
    if isinstance(text, Version):
        await text_handlers.opened(ack, body, client, desk, text)
        return
    found = await desk.look(lambda reader: writing.find(reader, who, partnership, run))
    if not isinstance(found, Writing):
        await ack()
        await refused(body, desk, found)
        return
    note = feedback.note_of(found.course, found.run)
    if note is not None and feedback.answers_notes(found.course, found.run):
        await feedbacks.open_notes(ack, body, client, desk, partnership, note.id)
        return
    if setting_up.is_setup(found.course, found.run):
        await setups.setup_opened(ack, body, client, desk, found)
        return
    if found.material.closed:
        key, locale = desk.draw(), await desk.locale()
        await forms.show(client, body, material_views.before_form(found, key=key, locale=locale))
    else:
        await forms.show(client, body, await _form(desk, found))
    await ack()


async def _form(desk: Desk, found: Writing) -> Block:
    """The step's form; below it what one wrote there before, and the word for a goal's trail."""
    who, locale = desk.who, await desk.locale()
    word = await follow_ups.word_field(desk, found, {})
    earlier = await desk.look(
        lambda reader: going_back.before(reader, found.course, found.run, who)
    )
    agreed = await desk.look(
        lambda reader: documents.predictions(reader, found.course, found.run, who)
    )
    watched = await desk.look(
        lambda reader: case_students.watched(reader, found.course, found.run, who)
    )
    telling = Telling(locale, await desk.names(frozenset(watched)))
    lead = gathered_views.on_visit(watched, who, telling)
    lead += document_views.agreed_before(agreed, locale)
    tail = [*word, *views.written_before(earlier, locale)]
    return views.form(found, found.entered, key=desk.draw(), locale=locale, lead=lead, tail=tail)


async def gone_back(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Back to …]: the earlier step opens again; what stands in this one is kept as a draft."""
    partnership, run = named(body)
    _, here = remembered(payloads.metadata(body))
    who, typed = desk.who, typed_in(body)

    def back(work: Work) -> Moved | NotTheirs | Late:
        outcome = going_back.go_back(work, who, partnership, run)
        if isinstance(outcome, Moved):
            writing.save(work, who, partnership, here, typed)
        return outcome

    outcome = await desk.tell(Lock.partnership(partnership), back)
    found = await desk.look(lambda reader: writing.find(reader, who, partnership, run))
    if isinstance(outcome, Moved) and isinstance(found, Writing):
        again = await _form(desk, found)
        await client.views_update(view_id=payloads.open_view(body)["id"], view=again)
        await ack()
        return
    await forms.told(ack, body, client, desk, await reason(desk, outcome))


async def step_sent(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Done] in a step's form: kept, or first the advice on it, and the cycle moves on."""
    del client
    memory, who = payloads.metadata(body), desk.who
    partnership, run = remembered(memory)
    locale = await desk.locale()
    found = await desk.look(lambda reader: writing.find(reader, who, partnership, run))
    if not isinstance(found, Writing):
        await answers.refuse_all(ack, body, await reason(desk, found))
        return
    if memory.get("advised") == views.YES:
        outcome: Outcome = await desk.tell(
            Lock.partnership(partnership),
            lambda work: writing.hand_in(work, who, partnership, run),
        )
        await _handed_in(ack, body, desk, found, outcome)
        return
    entered = merged(found, body)
    texts, choices = split(found, entered)
    wrong = composed.faults(found.stage, texts)
    if wrong:
        await texts_together.refuse(ack, body, desk, wrong)
        return
    if material.settled_together(found.course, found.run):
        await texts_together.sent(ack, body, desk, entered)
        return
    hints = views.hints(found, texts, locale)
    if hints and not notes.is_note(found.course, found.run):
        await _advise(ack, body, desk, found, entered, hints)
        return
    keep = notes.write if notes.is_note(found.course, found.run) else coaching.answer
    word = texts.pop(follow_ups.WORD, "")

    def kept(work: Work) -> Outcome:
        done = keep(work, who, partnership, run, texts, choices)
        follow_ups.keep(work, who, found, texts, word, done)
        return done

    outcome = await desk.tell(Lock.partnership(partnership), kept)
    await _handed_in(ack, body, desk, found, outcome)


async def _advise(
    ack: AsyncAck,
    body: dict[str, Any],
    desk: Desk,
    found: Writing,
    entered: Mapping[str, str],
    hints: tuple[Hint, ...],
) -> None:
    """Keeps the words as a draft and shows the advice; sending as it is stays one press away."""
    partnership, run, who = found.course.pair.id, found.run.id, desk.who
    outcome = await desk.tell(
        Lock.partnership(partnership),
        lambda work: writing.save(work, who, partnership, run, entered),
    )
    match outcome:
        case Drafted():
            telling = Telling(await desk.locale(), {})
            page = views.advice(found, hints, key=desk.draw(), telling=telling)
            await answers.turn_into(ack, page)
        case TooLong(counts, most):
            await too_long(ack, desk, counts, most)
        case _:
            await answers.refuse_all(ack, body, await reason(desk, outcome))


async def _handed_in(
    ack: AsyncAck, body: dict[str, Any], desk: Desk, found: Writing, outcome: Outcome
) -> None:
    match outcome:
        case Moved():
            await answers.turn_into(ack, await after(desk, found))
        case TooLong(counts, most):
            await too_long(ack, desk, counts, most)
        case Missing(keys):
            shown = {b.get("block_id") for b in body["view"]["blocks"]}
            words = say("step.missing", await desk.locale())
            at = [key for key in keys if key in shown]
            if at:
                await answers.refuse(ack, dict.fromkeys(at, words))
            else:
                await answers.refuse_all(ack, body, words)
        case _:
            await answers.refuse_all(ack, body, await reason(desk, outcome))


async def after(desk: Desk, found: Writing) -> Block:
    """What is shown once a step is kept: the note to check, answers to share, or that it is."""
    course, run, who = found.course, found.run, desk.who
    locale, partnership = await desk.locale(), course.pair.id
    telling = Telling(locale, await desk.names(frozenset(course.pair.members)))
    cycle = course.cycle.id
    own = await desk.look(lambda reader: showing.own(reader, who, partnership, run.id, cycle))
    if isinstance(own, showing.Shown) and own.by.get(who):
        if notes.is_note(course, run):
            now = await desk.look(lambda reader: writing.find(reader, who, partnership, run.id))
            written = now.entered if isinstance(now, Writing) else {}
            hints = views.hints(found, written, locale)
            return feedback_views.review(
                found, own.by[who], hints, key=desk.draw(), telling=telling
            )
        if found.stage.share == "on_share":
            form = answer_views.share_form(own, who, "share.kept", key=desk.draw(), telling=telling)
            if strategies.MAKES in found.stage.creates:
                form["blocks"] += strategy_views.offer(partnership, run.id, locale)
            return form
    page = pages.page("step.kept_title", say("step.kept", locale), locale)
    if strategies.MAKES in found.stage.creates:
        page["blocks"] += strategy_views.offer(partnership, run.id, locale)
    return page


async def step_skipped(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Skip this step]: left out, and nobody is told."""
    partnership, run = named(body)
    who = desk.who
    outcome = await desk.tell(
        Lock.partnership(partnership), lambda work: coaching.skip(work, who, partnership, run)
    )
    words = (
        await skipped_words(desk, partnership, run)
        if isinstance(outcome, Moved)
        else await reason(desk, outcome)
    )
    await forms.told(ack, body, client, desk, words)


async def skipped_words(desk: Desk, partnership: PartnershipId, run: RunId) -> str:
    """What somebody is told who left a step out: without a request there is no visit."""
    who = desk.who
    found = await desk.look(lambda reader: coaching.load(reader, partnership))
    asked = forgone.of(found.rules, found.cycle, who) if found else None
    left_out = asked is not None and asked.id == run
    return say("steps.skipped_visit" if left_out else "step.skipped", await desk.locale())
