"""When one is asked about one's own next step: a line at the Home, and the form for another day."""

from flows import asking_on
from flows.coaching import Course
from flows.ids import MemberId
from handlers import ids
from handlers.seams import Block
from handlers.views import blocks, days
from handlers.words import say

DAY = "day"


def lines(found: Course, who: MemberId, locale: str) -> list[Block]:
    """A line for each next step that will be asked about."""
    return [
        blocks.section(
            say("ask_on.line", locale, day=days.day(each.opens_at, found.program.zone)),
            blocks.button(
                ids.ASK_ON,
                say("ask_on.other", locale),
                partnership=found.pair.id,
                run=each.run.id,
            ),
        )
        for each in asking_on.ahead(found, who)
    ]


def form(partnership: str, run: str, *, key: str, locale: str) -> Block:
    """The day."""
    return blocks.modal(
        ids.ASK_ON_FORM,
        say("ask_on.title", locale),
        [
            blocks.context(say("ask_on.intro", locale)),
            blocks.field(DAY, say("ask_on.day", locale), blocks.dates(DAY)),
        ],
        submit=say("program.save", locale),
        close=say("app.cancel", locale),
        key=key,
        partnership=partnership,
        run=run,
    )
