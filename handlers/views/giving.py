"""The forms of an item that is put up for a program's members: those of every item of pre-work."""

from collections.abc import Sequence

from flows.giving import Place, Worded
from flows.people import Program
from handlers import ids
from handlers.payloads import Amiss
from handlers.seams import Block
from handlers.views import blocks, item_form
from handlers.words import say

CHANGE, QUESTION, MORE, REMOVE = "change", "question", "more", "remove"


MOST_PLACES = 100
"""As many choices as one menu of Slack's holds."""


def button(program: Program, locale: str) -> Block:
    """[Pre-work]."""
    return blocks.button(ids.GIVEN_ITEMS, say("given.open", locale), program=program.id)


def page(program: Program, items: Sequence[Worded], places: Sequence[Place], locale: str) -> Block:
    """All that the program gives before its steps, and the menu to add to it."""
    shown = [blocks.context(say("given.intro", locale))]
    for place in places:
        here = [each for each in items if each.given.stage == place.stage]
        if here:
            key = "given.place" if place.way else "given.setup"
            words = {"way": blocks.escaped(place.way), "step": blocks.escaped(place.title)}
            told = words if place.way else {"step": words["step"]}
            shown.append(blocks.section(say(key, locale, **told)))
            for each in here:
                shown += rows(each, locale)
    if not items:
        shown.append(blocks.section(say("given.none", locale)))
    options = [
        (_option(place, locale), {"program": program.id, "stage": place.stage})
        for place in places[:MOST_PLACES]
    ]
    shown.append(blocks.actions(blocks.menu(ids.GIVEN_BEFORE, say("given.pick", locale), options)))
    return blocks.modal(ids.PAGE, say("given.title", locale), shown, close=say("app.done", locale))


def _option(place: Place, locale: str) -> str:
    if not place.way:
        return place.title
    return say("given.option", locale, way=place.way, step=place.title)


def first(
    *,
    key: str,
    locale: str,
    entered: item_form.Entered | None = None,
    workshop: str = "",
    given: str = "",
    program: str = "",
    stage: str = "",
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
        program=program,
        stage=stage,
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
