"""The forms of an item that is put up for a program's members: those of every item of pre-work."""

from flows.giving import Worded
from handlers import ids
from handlers.payloads import Amiss
from handlers.seams import Block
from handlers.views import blocks, item_form
from handlers.words import say

CHANGE, QUESTION, MORE, REMOVE = "change", "question", "more", "remove"


def first(
    *,
    key: str,
    locale: str,
    entered: item_form.Entered | None = None,
    workshop: str = "",
    given: str = "",
) -> Block:
    """What it is, how long it takes and why; of a new one, or of one that is there."""
    return item_form.essentials(
        ids.GIVEN_FORM,
        say("workshop.item_title", locale),
        say("workshop.item_save", locale),
        key=key,
        locale=locale,
        entered=entered,
        workshop=workshop,
        given=given,
    )


def form(do: str, found: Worded, *, key: str, locale: str) -> Block:
    """The form by which that part of the item is changed."""
    entered, given = item_form.entered(found.item), found.given.id
    workshop = found.given.workshop or ""
    match do:
        case "change":
            return first(key=key, locale=locale, entered=entered, workshop=workshop, given=given)
        case "question":
            return item_form.question(
                ids.GIVEN_QUESTION_FORM,
                say("workshop.question_title", locale),
                say("workshop.item_save", locale),
                key=key,
                locale=locale,
                entered=entered,
                given=given,
            )
        case "more":
            return item_form.more(
                ids.GIVEN_MORE_FORM,
                say("workshop.more_title", locale),
                say("workshop.item_save", locale),
                key=key,
                locale=locale,
                kind=found.item.kind,
                entered=entered,
                given=given,
            )
        case _:
            raise Amiss


def rows(each: Worded, locale: str) -> list[Block]:
    """One item with its menu."""
    asks = each.item.retrieval
    menu = blocks.overflow(
        ids.GIVEN_MENU,
        [
            (say(f"workshop.menu.{do}", locale), {"do": do, "given": each.given.id})
            for do in (CHANGE, QUESTION, MORE, REMOVE)
        ],
    )
    key = "workshop.item_optional" if each.given.optional else "workshop.item"
    text = say(key, locale, minutes=each.item.minutes)
    shown = [blocks.literal(each.item.title), blocks.section(text, menu)]
    if asks is not None:
        shown += [blocks.context(say("item.question", locale)), blocks.literal(asks.prompt)]
    return shown
