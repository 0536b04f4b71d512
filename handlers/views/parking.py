"""[Park it]: a note of a difficulty for oneself, and another way of working to suggest with it."""

from collections.abc import Sequence

from flows import parking
from flows.coaching import Course
from flows.ids import MemberId
from flows.protocol import Exit
from handlers import ids
from handlers.seams import Block, Message, Telling
from handlers.views import blocks
from handlers.words import say

WAY, STAY = "way", "stay"


def button(course: Course, locale: str) -> list[Block]:
    """[Park it], where the way of working knows a way out."""
    if not parking.exits(course):
        return []
    press = blocks.button(ids.PARK, say("parking.button", locale), partnership=course.pair.id)
    return [blocks.actions(press)]


def form(course: Course, notes: Sequence[str], *, key: str, locale: str) -> Block:
    """What was parked, room for more, and the ways out; a note alone is the default."""
    ways = [(STAY, say("parking.stay", locale))]
    ways += [(way.key, way.label) for way in parking.exits(course)]
    shown: list[Block] = [blocks.section(say("parking.intro", locale))]
    shown += [blocks.literal(words) for words in notes]
    shown += [
        blocks.field(
            parking.NOTE, say("parking.note", locale), blocks.typed(parking.NOTE), optional=True
        ),
        blocks.field(WAY, say("parking.ask", locale), blocks.radio(WAY, ways, initial=STAY)),
    ]
    return blocks.modal(
        ids.PARK_FORM,
        say("parking.title", locale),
        shown,
        submit=say("parking.save", locale),
        close=say("app.close", locale),
        key=key,
        partnership=course.pair.id,
    )


def suggested(course: Course, way: Exit, by: MemberId, telling: Telling) -> Message:
    """Another way is suggested; the difficulty behind it is nobody's to know."""
    locale = telling.locale
    text = _line("parking.suggested", way, by, telling)
    names = {"partnership": str(course.pair.id), "cycle": str(course.cycle.id), "way": way.key}
    yes = blocks.button(ids.TAKE_WAY, say("visit.works", locale), style="primary", **names)
    no = blocks.button(ids.KEEP_WAY, say("parking.keep", locale), **names)
    return Message(text, [blocks.section(text), blocks.actions(yes, no)])


def over(way: Exit, by: MemberId, telling: Telling) -> Message:
    """The same once it is answered."""
    text = _line("parking.over", way, by, telling)
    return Message(text, [blocks.section(text)])


def _line(key: str, way: Exit, by: MemberId, telling: Telling) -> str:
    who = blocks.escaped(telling.names.get(by, say("app.somebody", telling.locale)))
    return say(key, telling.locale, who=who, way=blocks.escaped(way.label))
