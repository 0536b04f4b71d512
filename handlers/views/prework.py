"""Pre-work in forms and on a session's card: items, own marks, the question to warm up."""

from flows.coaching import Course
from flows.meetings import Meeting
from flows.preparing import ADDRESS, MARKS, MODEL, QUESTION, TITLE, WHY, Before, Known
from flows.prework import (
    BOTH_READY,
    COMPARE,
    SOME_READY,
    TEN_MINUTE_START,
)
from flows.stage import StageRun
from handlers import ids
from handlers.seams import Block, Message, Telling
from handlers.views import blocks
from handlers.words import say

MINUTES, ANSWER = "minutes", "answer"
MINUTE_CHOICES = (3, 5, 8, 10, 15, 20, 25, 30, 40)
PAIR = 2


def on_card(before: Before, meeting: Meeting, telling: Telling, *, may_add: bool) -> list[Block]:
    """What lies before the session, with one's own marks; a partner's are done, part, not yet."""
    locale, shown = telling.locale, []
    if before.items:
        shown.append(blocks.divider())
        if meeting.begun and not before.all_ready:
            shown.append(blocks.section(say(TEN_MINUTE_START, locale)))
        shown.append(blocks.context(_ready(before, locale)))
        for known in before.items:
            shown += _item(known, before, telling)
    if may_add:
        words = say("before.add", locale)
        names = {"partnership": meeting.course.pair.id, "run": meeting.run.id}
        shown.append(blocks.actions(blocks.button(ids.ADD_PREWORK, words, **names)))
    return shown


def form(course: Course, run: StageRun, *, key: str, locale: str) -> Block:
    """One thing to read: its address, how long it takes, why, and a question to warm up."""
    minutes = [(str(n), say("visit.minutes_n", locale, n=n)) for n in MINUTE_CHOICES]
    return blocks.modal(
        ids.PREWORK_FORM,
        say("before.form_title", locale),
        [
            blocks.field(TITLE, say("before.item_title", locale), _line(TITLE)),
            blocks.field(
                ADDRESS,
                say("before.address", locale),
                _line(ADDRESS),
                hint=say("before.address_hint", locale),
            ),
            blocks.field(MINUTES, say("before.minutes", locale), blocks.select(MINUTES, minutes)),
            blocks.field(WHY, say("before.why", locale), _line(WHY)),
            blocks.field(
                QUESTION,
                say("before.question", locale),
                blocks.typed(QUESTION),
                optional=True,
                hint=say("before.question_hint", locale),
            ),
            blocks.field(
                MODEL,
                say("before.model", locale),
                blocks.typed(MODEL),
                optional=True,
                hint=say("before.model_hint", locale),
            ),
        ],
        submit=say("before.save", locale),
        close=say("app.close", locale),
        key=key,
        partnership=course.pair.id,
        run=run.id,
    )


def warm_up(known: Known, *, key: str, locale: str) -> Block:
    """The question, to be answered before the model answer is shown."""
    return blocks.modal(
        ids.WARM_UP_FORM,
        say("before.warm_title", locale),
        [
            blocks.context(say("before.warm_intro", locale)),
            blocks.literal(known.words.get(QUESTION, "")),
            blocks.field(
                ANSWER,
                say("before.warm_answer", locale),
                blocks.typed(ANSWER, initial=known.answer),
            ),
        ],
        submit=say("before.warm_send", locale),
        close=say("app.close", locale),
        key=key,
        partnership=known.assigned.partnership,
        item=known.assigned.id,
    )


def compared(known: Known, locale: str) -> Block:
    """One's own answer beside the model answer, with the question between them."""
    return blocks.modal(
        ids.PAGE,
        say("before.warm_title", locale),
        [
            blocks.literal(known.words.get(QUESTION, "")),
            blocks.section(say("before.warm_yours", locale)),
            blocks.literal(known.answer),
            blocks.section(say("before.warm_model", locale)),
            blocks.literal(known.words.get(MODEL, "")),
            blocks.section(say(COMPARE, locale)),
        ],
        close=say("app.close", locale),
    )


def message(before: Before, course: Course, run: StageRun, telling: Telling) -> Message:
    """There is something to read before a session: how many items, how long (practice H)."""
    locale = telling.locale
    text = say(
        "before.message",
        locale,
        session=blocks.escaped(course.stage(run).title),
        n=len(before.items),
        minutes=before.minutes,
    )
    names = {"partnership": course.pair.id, "run": run.id}
    rows = [
        blocks.button(ids.SEE_SESSION, say("before.open", locale), style="primary", **names),
        blocks.button(ids.PREWORK_DONE, say("before.mark_done", locale), **names),
        blocks.button(ids.PREWORK_NOT_NOW, say("before.mark_not_this_time", locale), **names),
    ]
    return Message(text, [blocks.section(text), blocks.actions(*rows)])


def _item(known: Known, before: Before, telling: Telling) -> list[Block]:
    locale, item = telling.locale, known.assigned
    names = {"partnership": item.partnership, "item": item.id}
    marking = blocks.overflow(
        ids.MARK_PREWORK,
        [(say(f"before.mark_{m.value}", locale), {**names, "mark": m.value}) for m in MARKS],
    )
    mine = say(f"before.{known.mine.value}", locale)
    line = say("before.line", locale, minutes=item.minutes, mine=mine)
    if len(before.people) == PAIR:
        (partner, seen), *_ = known.partners.items()
        who = blocks.escaped(telling.names.get(partner, say("app.somebody", locale)))
        line = say(
            "before.line_with",
            locale,
            minutes=item.minutes,
            mine=mine,
            who=who,
            theirs=say(seen.words, locale),
        )
    row = [blocks.link(ids.READ_PREWORK, say("before.read", locale), known.words[ADDRESS])]
    if QUESTION in known.words:
        row.append(blocks.button(ids.WARM_UP, say("before.warm_up", locale), **names))
    return [
        blocks.literal(known.words[TITLE]),
        blocks.literal(known.words[WHY]),
        blocks.section(line, marking),
        blocks.actions(*row),
    ]


def _ready(before: Before, locale: str) -> str:
    people = len(before.people)
    if before.all_ready and people == PAIR:
        return say(BOTH_READY, locale)
    return say(SOME_READY, locale, n=before.ready, m=people)


def _line(block: str) -> Block:
    return blocks.typed(block, multiline=False)
