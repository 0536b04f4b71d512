"""A copy in the group DM: first that there is something, then what, under its author's name."""

from flows import copying
from flows.copied_beside import CopiedBeside
from flows.copies import Copied
from flows.ids import CopyId
from flows.partnership import Partnership
from flows.trail import Noticed
from handlers import ids
from handlers.seams import Block, Message, Telling
from handlers.views import blocks, goal
from handlers.words import say


def ahead(pair: Partnership | None, locale: str) -> list[Block]:
    """Before somebody shares: where it is read besides, if all chose that."""
    chosen = pair is not None and copying.on(pair)
    return [blocks.context(say("copies.ahead", locale))] if chosen else []


def copied(found: Copied, answered: list[Block], telling: Telling) -> Message:
    """The message; a notification never shows more than whose it is and of which step."""
    locale, author = telling.locale, found.copy.author
    who = blocks.escaped(telling.names.get(author, say("app.somebody", locale)))
    step = blocks.escaped(found.course.stage(found.run).title)
    text = say("copies.text", locale, who=who, step=step)
    lead = say("copies.lead", locale, who=who, step=step)
    return _message(text, lead, answered, found.copy.id, locale)


def copied_beside(found: CopiedBeside, telling: Telling) -> Message:
    """The same of a goal's parts and of a reflection."""
    locale = telling.locale
    who = blocks.escaped(telling.names.get(found.copy.author, say("app.somebody", locale)))
    what = "goal" if found.of_goal else "reflection"
    text = say(f"copies.text_{what}", locale, who=who)
    lead = say(f"copies.lead_{what}", locale, who=who)
    if found.of_goal:
        noted = [Noticed(entry, found.texts[entry.id], shared=True) for entry in found.entries]
        words = goal.shared_parts(found.texts, noted, locale)
    else:
        words = [blocks.literal(text) for text in found.texts.values()]
    return _message(text, lead, words, found.copy.id, locale)


def _message(text: str, lead: str, words: list[Block], copy: CopyId, locale: str) -> Message:
    back = blocks.button(ids.UNCOPY, say("copies.take_back", locale), copy=copy)
    note = blocks.context(say("copies.note", locale))
    return Message(text, [blocks.section(lead), *words, note, blocks.actions(back)])
