"""Both opening sentences, one question back for each, and a goal made of one's own."""

from flows.ids import MemberId
from flows.together import QUESTION, Sentences
from handlers import ids
from handlers.seams import Block, Telling
from handlers.views import blocks
from handlers.words import say

PAIR = 2


def form(found: Sentences, reader: MemberId, *, key: str, telling: Telling) -> Block:
    """What both wrote; whoever reads it may ask one question and keep their own as a goal."""
    locale, pair = telling.locale, found.course.pair
    shown: list[Block] = []
    for member in sorted(pair.members, key=lambda m: m != reader):
        shown += _sentence(found, member, reader, telling)
    asked = found.questions.get(reader, "")
    two = len(pair.members) == PAIR
    if not two:
        shown += _asked(found, reader, telling)
    about = say("together.ask", locale, who=_name(pair.others(reader)[0], telling))
    question = blocks.field(
        QUESTION,
        about if two else say("group.ask_back", locale),
        blocks.typed(QUESTION, initial=asked),
        optional=True,
    )
    can_ask = found.run.revealed and any(found.words.get(m) for m in pair.others(reader))
    if can_ask:
        shown.append(question)
    return blocks.modal(
        ids.TOGETHER_FORM,
        say(_title(found, two=two), locale),
        shown,
        submit=say("together.send", locale) if can_ask else None,
        close=say("app.close", locale),
        key=key,
        partnership=pair.id,
    )


def _title(found: Sentences, *, two: bool) -> str:
    if not found.run.revealed:
        return "together.title_one"
    return "together.title" if two else "group.sentences_title"


def _asked(found: Sentences, reader: MemberId, telling: Telling) -> list[Block]:
    """In a group every question is read by all: it is about one of many sentences."""
    shown: list[Block] = []
    for asker, question in found.questions.items():
        if asker != reader:
            who = blocks.escaped(_name(asker, telling))
            shown.append(blocks.section(say("group.asks", telling.locale, who=who)))
            shown.append(blocks.literal(question))
    return shown


def _sentence(
    found: Sentences, member: MemberId, reader: MemberId, telling: Telling
) -> list[Block]:
    locale, mine = telling.locale, member == reader
    who = blocks.escaped(_name(member, telling))
    words = found.words.get(member)
    if not words:
        skipped = (
            say("together.you_skipped", locale)
            if mine
            else say("together.skipped", locale, who=who)
        )
        return [blocks.section(skipped)]
    lead = say("together.yours", locale) if mine else say("together.theirs", locale, who=who)
    shown = [blocks.section(lead), blocks.literal(words)]
    if mine:
        two = len(found.course.pair.members) == PAIR
        for asker, question in found.questions.items() if two else ():
            if asker != reader:
                named = blocks.escaped(_name(asker, telling))
                shown.append(blocks.section(say("together.asked_you", locale, who=named)))
                shown.append(blocks.literal(question))
        shown.append(_goal(found, locale))
    return shown


def _goal(found: Sentences, locale: str) -> Block:
    if found.goal is not None:
        return blocks.context(say("together.goal_done", locale))
    use = blocks.button(
        ids.USE_AS_GOAL, say("together.goal", locale), partnership=found.course.pair.id
    )
    return blocks.actions(use)


def _name(member: MemberId, telling: Telling) -> str:
    return telling.names.get(member, say("app.somebody", telling.locale))
