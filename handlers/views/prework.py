"""Pre-work on a session's card and in its message: what there is, and each one's own mark."""

from collections.abc import Mapping, Sequence

from flows.assigned import Assigned
from flows.assigning import Place
from flows.coaching import Course
from flows.ids import MemberId, PreworkId
from flows.micro_lessons import LESSONS
from flows.preparing import MARKS, Before, Known
from flows.prework import (
    ADDRESS,
    BOTH_READY,
    BRING,
    COPY,
    QUESTION,
    SOME_READY,
    TEN_MINUTE_START,
    TITLE,
    WHY,
    ItemKind,
    Mark,
)
from flows.setting_up import is_setup
from flows.stage import StageRun
from handlers import ids
from handlers.seams import Block, Message, Telling
from handlers.views import blocks, days, item_form, times
from handlers.words import say

PAIR = 2
CHANGE, DECLINE = "change", "decline"
CARD, ITEMS, PLACES = "card", "items", "places"
"""What a form of an item was opened from, and what is drawn anew below it."""


def opening(before: Before, locale: str) -> list[Block]:
    """The first line of a card: what to bring along, or how to begin with those who have read."""
    shown: list[Block] = []
    if before.begins:
        shown.append(blocks.section(say(TEN_MINUTE_START, locale)))
    if before.bring:
        shown.append(blocks.literal(before.bring))
    elif before.bring is not None:
        shown.append(blocks.section(say(BRING, locale)))
    return shown


def on_card(
    before: Before,
    names: Mapping[str, str],
    telling: Telling,
    *,
    may_add: bool,
    marked: PreworkId | None = None,
) -> list[Block]:
    """What lies before the session, with one's own marks; a partner's are done, part, not yet."""
    locale, shown = telling.locale, []
    if before.items:
        shown += [blocks.divider(), blocks.context(_sum(before, locale))]
    for known in before.items:
        shown += _item(known, before, telling)
        if known.assigned.id == marked:
            shown.append(blocks.context(say("before.marked", locale)))
    if may_add:
        words = say("before.add", locale)
        shown.append(blocks.actions(blocks.button(ids.ADD_PREWORK, words, **names)))
    return shown


def page(
    before: Before,
    names: Mapping[str, str],
    telling: Telling,
    *,
    may_add: bool,
    marked: PreworkId | None = None,
) -> Block:
    """What lies before the set-up, which has no card of its own."""
    locale = telling.locale
    listed = on_card(before, names, telling, may_add=may_add, marked=marked)
    nothing = [] if before.items else [blocks.section(say("before.nothing", locale))]
    return blocks.modal(
        ids.PAGE,
        say("before.menu", locale),
        [*opening(before, locale), *nothing, *listed],
        close=say("app.close", locale),
        under=ITEMS,
        **names,
    )


def places(course: Course, found: Sequence[Place], zone: str, telling: Telling) -> Block:
    """Every talk, visit or set-up ahead, with what lies before it and [Add]."""
    locale = telling.locale
    shown = [blocks.context(say("before.places_intro", locale))]
    shown += [_place(course, place, zone, telling) for place in found]
    if not found:
        shown.append(blocks.section(say("before.places_none", locale)))
    return blocks.modal(
        ids.PAGE,
        say("before.menu", locale),
        shown,
        close=say("app.close", locale),
        under=PLACES,
        partnership=course.pair.id,
    )


def message(before: Before, course: Course, run: StageRun, telling: Telling) -> Message:
    """There is something to read before a session: how many items, how long (practice H)."""
    locale = telling.locale
    text = say(
        "before.message",
        locale,
        session=blocks.escaped(course.stage(run).title),
        n=len(before.mine),
        minutes=before.minutes,
    )
    names = {"partnership": str(course.pair.id), "run": str(run.id)}
    see = ids.SEE_PREWORK if is_setup(course, run) else ids.SEE_SESSION
    rows = [
        blocks.button(see, say("before.open", locale), style="primary", **names),
        blocks.button(ids.PREWORK_DONE, say("before.mark_done", locale), **names),
        blocks.button(ids.PREWORK_NOT_NOW, say("before.mark_not_this_time", locale), **names),
    ]
    return Message(text, [blocks.section(text), blocks.actions(*rows)])


def setup_button(names: Mapping[str, str], locale: str) -> Block:
    """[Something to read first] in the form that sets a cycle up."""
    return blocks.button(ids.SEE_PREWORK, say("before.setup", locale), **names)


def named(words: Mapping[str, str], kind: ItemKind, locale: str) -> str:
    """What kind of thing it is; a short lesson by its title."""
    lesson = LESSONS.get(words.get(ADDRESS, "")) if kind is ItemKind.MICRO_LESSON else None
    if lesson is not None:
        return say("before.lesson", locale, title=say(lesson.title, locale))
    return say(f"item.kinds.{kind.value}", locale)


def described(words: Mapping[str, str]) -> list[Block]:
    """Its title and why it is worth the time, as they were typed."""
    return [blocks.literal(text) for key in (TITLE, WHY) if (text := words.get(key))]


def facts(item: Assigned, whom: Sequence[MemberId], telling: Telling) -> str:
    """What else is to be known: a part only, for some only, optional."""
    found, locale = [], telling.locale
    start, end = item_form.clock(item.start_second), item_form.clock(item.end_second)
    if start and end:
        found.append(say("before.from_to", locale, start=start, end=end))
    elif start or end:
        key = "before.from" if start else "before.to"
        found.append(say(key, locale, start=start, end=end))
    if whom:
        nobody = say("app.somebody", locale)
        who = ", ".join(blocks.escaped(telling.names.get(m, nobody)) for m in whom)
        found.append(say("before.for", locale, who=who))
    if item.optional:
        found.append(say("before.may_leave", locale))
    if item.given is not None:
        found.append(say("before.from_program", locale))
    return " ".join(found)


def opens(known: Known, locale: str) -> list[Block]:
    """[Read it] or [Start], and [Another copy]; no opening is noticed."""
    kind, words = known.assigned.kind, known.words
    text = say(f"before.open_kind.{kind.value}", locale)
    if kind is ItemKind.MICRO_LESSON:
        return [blocks.button(ids.LESSON, text, lesson=words[ADDRESS])]
    row = [blocks.link(ids.READ_PREWORK, text, words[ADDRESS])]
    if COPY in words:
        row.append(blocks.link(ids.READ_COPY, say("before.copy", locale), words[COPY]))
    return row


def _item(known: Known, before: Before, telling: Telling) -> list[Block]:
    locale, item = telling.locale, known.assigned
    names = {"partnership": item.partnership, "item": item.id}
    marks = [(say(f"before.mark_{m.value}", locale), {**names, "mark": m.value}) for m in MARKS]
    options = marks if known.may_mark else []
    if item.given is not None and known.may_mark:
        options = [*options, (say("before.decline", locale), {**names, "mark": DECLINE})]
    if known.may_change:
        options = [*options, (say("before.change", locale), {**names, "mark": CHANGE})]
    menu = blocks.overflow(ids.MARK_PREWORK, options) if options else None
    more = facts(item, known.for_whom, telling)
    row = opens(known, locale)
    if known.words.get("before") and not before.over:
        row.insert(0, blocks.button(ids.THINK_FIRST, say("before.think", locale), **names))
    if known.for_me and QUESTION in known.words:
        row.append(blocks.button(ids.WARM_UP, say("before.warm_up", locale), **names))
    return [
        blocks.section(_line(known, before, telling), menu),
        *described(known.words),
        *([blocks.context(more)] if more else []),
        blocks.actions(*row),
    ]


def _line(known: Known, before: Before, telling: Telling) -> str:
    locale, item = telling.locale, known.assigned
    what, minutes = named(known.words, item.kind, locale), item.minutes
    if not known.for_me or known.mine is Mark.CLOSED:
        return say("before.item_other", locale, what=what, minutes=minutes)
    mine = say(f"before.{known.mine.value}", locale)
    if len(before.people) != PAIR or not known.partners or before.over:
        return say("before.item", locale, what=what, minutes=minutes, mine=mine)
    (partner, seen), *_ = known.partners.items()
    who = blocks.escaped(telling.names.get(partner, say("app.somebody", locale)))
    theirs = say(seen.words, locale)
    return say(
        "before.item_with",
        locale,
        what=what,
        minutes=minutes,
        mine=mine,
        who=who,
        theirs=theirs,
    )


def _sum(before: Before, locale: str) -> str:
    told = [say("before.sum", locale, n=len(before.items), minutes=before.minutes)]
    if before.due is not None:
        told.append(say("before.by", locale, day=days.plainly(before.due)))
    if before.needed and before.all_ready and len(before.people) == PAIR:
        told.append(say(BOTH_READY, locale))
    elif before.needed:
        told.append(say(SOME_READY, locale, n=before.ready, m=before.needed))
    return " ".join(told)


def _place(course: Course, place: Place, zone: str, telling: Telling) -> Block:
    locale, run = telling.locale, place.run
    step, owner = course.stage(run).title, course.cycle.coachee(run)
    if owner is not None:
        who = telling.names.get(owner, say("app.somebody", locale))
        step = say("before.place_of", locale, step=step, who=who)
    time = say("before.place_untimed", locale)
    if is_setup(course, run):
        time = say("before.place_setup", locale)
    elif run.session is not None:
        time = times.written(run.session.start, zone)
    text = say("before.place", locale, step=blocks.escaped(step), time=blocks.escaped(time))
    if place.before.items:
        n, minutes = len(place.before.items), place.before.minutes
        text = f"{text}\n{say('before.sum', locale, n=n, minutes=minutes)}"
    names = {"partnership": str(course.pair.id), "run": str(run.id)}
    if place.before.items:
        return blocks.section(
            text, blocks.button(ids.OPEN_PLACE, say("before.open", locale), **names)
        )
    return blocks.section(
        text, blocks.button(ids.ADD_PREWORK, say("before.place_add", locale), **names)
    )
