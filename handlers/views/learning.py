"""Short lessons: the list, one of them, its worked answer, and the offer before a step."""

from collections.abc import Collection, Sequence

from flows import training
from flows.micro_lessons import LESSONS, MOST_MINUTES, Choice, MicroLesson
from flows.people import Member
from handlers import ids
from handlers.seams import Block, Message
from handlers.views import blocks, strategies
from handlers.words import say

ANSWER = "answer"

OFFERS = {
    Choice.NOW: ids.LESSON_NOW,
    Choice.TRAINED: ids.LESSON_TRAINED,
    Choice.LATER: ids.LESSON_LATER,
}


def listed(member: Member | None, locale: str) -> Message:
    """`/coach-learn`: all of them, and which this person took."""
    title = say("learn.title", locale)
    taken = training.taken(member) if member else frozenset()
    trained = training.trained(member) if member else frozenset()
    rows = [_row(lesson, taken, trained, locale) for lesson in LESSONS.values()]
    worth = blocks.actions(strategies.button(locale))
    return Message(title, [blocks.section(f"*{title}*"), *rows, worth])


def lesson(found: MicroLesson, *, key: str, locale: str) -> Block:
    """What it is for, its points, and a question to practise on; the worked answer comes after."""
    points = "\n".join(f"•  {say(point, locale)}" for point in found.key_points)
    return blocks.modal(
        ids.LESSON_FORM,
        say(found.title, locale),
        [
            blocks.section(f"*{say(found.objective, locale)}*"),
            blocks.section(points),
            blocks.divider(),
            blocks.section(say(found.question, locale)),
            blocks.field(
                ANSWER,
                say("learn.answer", locale),
                blocks.typed(ANSWER),
                optional=True,
                hint=say("learn.not_kept", locale),
            ),
        ],
        submit=say("learn.show", locale),
        close=say("app.close", locale),
        key=key,
        lesson=found.key,
    )


def worked(found: MicroLesson, written: str, locale: str) -> Block:
    """One's own answer beside the worked one."""
    shown: list[Block] = [blocks.section(say(found.question, locale))]
    if written.strip():
        shown += [blocks.section(say("learn.yours", locale)), blocks.literal(written)]
    shown += [
        blocks.section(say("learn.worked", locale)),
        blocks.section(say(found.answer, locale)),
        blocks.context(say("learn.only_you", locale)),
    ]
    title = say(found.title, locale)
    return blocks.modal(ids.PAGE, title, shown, close=say("app.done", locale))


def offers(lessons: Sequence[MicroLesson], way: str, locale: str) -> list[Block]:
    """Before a step: do it now, had training, or later; the step waits for none of them."""
    shown: list[Block] = []
    for each in lessons:
        shown.append(blocks.section(_line("learn.offer", each, locale)))
        press = [
            blocks.button(action, say(choice.words, locale), lesson=each.key, way=way)
            for choice, action in OFFERS.items()
        ]
        shown.append(blocks.actions(*press))
    return shown


def waiting(member: Member, locale: str) -> list[Block]:
    """What this person wanted later, on their Home."""
    return [
        blocks.section(_line("learn.wanted", each, locale), play(each, locale))
        for each in training.later(member)
    ]


def play(found: MicroLesson, locale: str) -> Block:
    """[Start] of one lesson."""
    return blocks.button(ids.LESSON, say("learn.start", locale), lesson=found.key)


def button(locale: str) -> Block:
    """[Short lessons]: the list."""
    return blocks.button(ids.LESSONS, say("learn.open", locale))


def page(member: Member | None, locale: str) -> Block:
    """The list as a form, from the Home."""
    shown = listed(member, locale).blocks[1:]
    title = say("learn.page", locale)
    return blocks.modal(ids.PAGE, title, shown, close=say("app.close", locale))


def _row(
    found: MicroLesson, taken: Collection[str], trained: Collection[str], locale: str
) -> Block:
    line = f"*{say(found.title, locale)}*: {say(found.objective, locale)}"
    if found.key in taken:
        line = f"{line} · {say('learn.done', locale)}"
    elif found.key in trained:
        line = f"{line} · {say('learn.trained', locale)}"
    return blocks.section(line, play(found, locale))


def _line(key: str, found: MicroLesson, locale: str) -> str:
    return say(key, locale, lesson=say(found.title, locale), minutes=MOST_MINUTES)
