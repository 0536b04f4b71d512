"""The short form of topics and weekly lessons."""

from collections.abc import Sequence

from flows import timetable_text
from flows.people import Member
from handlers import ids
from handlers.seams import Block
from handlers.views import blocks
from handlers.views.topics import topics
from handlers.words import say

SEEKS, OFFERS, LESSONS, LISTED = "seeks", "offers", "lessons", "listed"
YES = "yes"


def form(member: Member, *, key: str, locale: str) -> Block:
    """What the member said before, to be changed."""
    return blocks.modal(
        ids.LESSONS_FORM,
        say("mine.title", locale),
        [
            blocks.context(line(locale)),
            _topics(SEEKS, say("mine.seeks", locale), member.seeks, locale),
            _topics(OFFERS, say("mine.offers", locale), member.offers, locale),
            blocks.field(
                LESSONS,
                say("mine.lessons", locale),
                blocks.typed(LESSONS, initial=timetable_text.written(member.lessons)),
                optional=True,
                hint=say("mine.lessons_hint", locale),
            ),
            blocks.field(
                LISTED,
                say("mine.listed", locale),
                blocks.checkboxes(
                    LISTED,
                    [(YES, say("mine.listed_yes", locale))],
                    initial={YES} if member.listed else frozenset(),
                ),
                optional=True,
            ),
        ],
        submit=say("mine.save", locale),
        close=say("app.close", locale),
        key=key,
    )


def keys_of(typed: Sequence[str], locale: str) -> list[str]:
    """The program's own topics by their key, others as they were typed."""
    known = {label.casefold(): key for key, label in topics(locale)}
    return [known.get(topic.casefold(), topic) for topic in typed]


def line(locale: str) -> str:
    """What the form is for."""
    return say("mine.line", locale)


def button(locale: str) -> Block:
    """[My lessons and topics], or what they are called in the program's words."""
    return blocks.button(ids.MY_LESSONS, say("mine.open", locale))


def _topics(block: str, label: str, chosen: Sequence[str], locale: str) -> Block:
    labels = dict(topics(locale))
    return blocks.field(
        block,
        label,
        blocks.typed(block, initial="\n".join(labels.get(topic, topic) for topic in chosen)),
        optional=True,
        hint=say("mine.topics_hint", locale),
    )
