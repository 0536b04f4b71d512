"""A copy in the group DM: first that there is something, then what, under its author's name."""

from flows import copying
from flows.copies import Copied
from flows.partnership import Partnership
from handlers import ids
from handlers.seams import Block, Message, Telling
from handlers.views import blocks
from handlers.words import say


def ahead(pair: Partnership, locale: str) -> list[Block]:
    """Before somebody shares: where it is read besides, if all chose that."""
    return [blocks.context(say("copies.ahead", locale))] if copying.on(pair) else []


def copied(found: Copied, answered: list[Block], telling: Telling) -> Message:
    """The message; a notification never shows more than whose it is and of which step."""
    locale, author = telling.locale, found.copy.author
    who = blocks.escaped(telling.names.get(author, say("app.somebody", locale)))
    step = blocks.escaped(found.course.stage(found.run).title)
    text = say("copies.text", locale, who=who, step=step)
    lead = blocks.section(say("copies.lead", locale, who=who, step=step))
    back = blocks.button(ids.UNCOPY, say("copies.take_back", locale), copy=found.copy.id)
    note = blocks.context(say("copies.note", locale))
    return Message(text, [lead, *answered, note, blocks.actions(back)])
