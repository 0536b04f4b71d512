"""A workshop as its program's members see it: the post, the card, the messages around it."""

from collections.abc import Mapping
from datetime import datetime

from flows.after_workshop import Way
from flows.attending import Card, Known
from flows.ids import WorkshopId
from flows.micro_lessons import LESSONS
from flows.people import Program
from flows.preparing import MARKS
from flows.prework import (
    ADDRESS,
    BEFORE,
    BRING_ALONG,
    COPY,
    QUESTION,
    WHY,
    ItemKind,
    Mark,
    is_address,
)
from flows.workshop import ABOUT, BRING, PLACE, TITLE, Workshop, WorkshopState
from handlers import ids
from handlers.seams import Block, Message, Telling
from handlers.views import blocks, days, learning, nudges, times, warm_up
from handlers.views.item_form import clock
from handlers.words import say


def post(
    workshop: Workshop, program: Program, words: Mapping[str, str], telling: Telling
) -> Message:
    """The one post in the channel, under the name of who set it up; it tags nobody."""
    locale = telling.locale
    who, title = _who(workshop, telling), blocks.escaped(words.get(TITLE, ""))
    if workshop.state is WorkshopState.OFF:
        return nudges.line(say("workshop.post.off", locale, title=title))
    text = say("workshop.post.text", locale, who=who, title=title)
    when = say(
        "workshop.post.when",
        locale,
        title=title,
        time=days.with_weekday(workshop.start, program.zone),
        minutes=workshop.minutes,
        place=blocks.escaped(words.get(PLACE, "")),
    )
    about = [blocks.literal(words[ABOUT])] if ABOUT in words else []
    names = {"workshop": workshop.id}
    return Message(
        text,
        [
            blocks.context(say("workshop.post.intro", locale, who=who)),
            blocks.section(when),
            *about,
            blocks.actions(
                blocks.button(
                    ids.COME, say("workshop.post.come", locale), style="primary", **names
                ),
                blocks.button(ids.SEE_WORKSHOP, say("workshop.post.prepare", locale), **names),
            ),
            blocks.context(say("workshop.post.sees", locale, who=who)),
        ],
    )


def card(found: Card, telling: Telling) -> Block:
    """Everything about it for one member: what to bring, what lies before, how it begins."""
    locale, workshop, words = telling.locale, found.workshop, found.words
    bring = words.get(BRING) or say("prework.bring", locale)
    shown: list[Block] = [
        blocks.literal(words.get(TITLE, "")),
        blocks.context(say("workshop.bring", locale)),
        blocks.literal(bring),
        blocks.section(
            say(
                "workshop.when",
                locale,
                time=times.written(workshop.start, found.zone),
                minutes=workshop.minutes,
            )
        ),
        blocks.context(say("workshop.place", locale)),
        blocks.literal(words.get(PLACE, "")),
    ]
    if ABOUT in words:
        shown += [blocks.context(say("workshop.about", locale)), blocks.literal(words[ABOUT])]
    shown.append(blocks.section(_stands(found, telling)))
    shown += _row(found, locale)
    shown.append(blocks.divider())
    if found.items and not found.over:
        shown.append(blocks.context(say("workshop.card.start", locale)))
    heading = "workshop.card.items" if found.items else "workshop.card.none"
    shown.append(blocks.section(say(heading, locale, minutes=found.minutes)))
    for known in found.items:
        shown += _item(known, found, locale)
    return blocks.modal(
        ids.PAGE,
        say("workshop.card.title", locale),
        shown,
        close=say("app.close", locale),
        workshop=workshop.id,
    )


def recall(known: Known, workshop: WorkshopId, *, key: str, locale: str) -> Block:
    """The question, to be answered before the model answer is shown."""
    return warm_up.asked(
        ids.WARM_UP_GIVEN_FORM,
        known.words,
        known.answer,
        hint=say("workshop.warm_hint", locale),
        key=key,
        locale=locale,
        workshop=workshop,
        given=known.item.id,
    )


def remind(found: Card, telling: Telling) -> Message:
    """The school day before."""
    warm = any(QUESTION in known.words for known in found.items)
    key = "workshop.remind_warm" if warm else "workshop.remind"
    text = say(key, telling.locale, day=_at(found, found.workshop.start))
    return nudges.pressed(text, _see(found, telling.locale))


def prework(found: Card, telling: Telling) -> Message:
    """There is something to read before it: how many items, how long (practice H)."""
    locale, names = telling.locale, {"workshop": found.workshop.id}
    text = say(
        "workshop.prework",
        locale,
        day=_at(found, found.workshop.start),
        n=len(found.items),
        minutes=found.minutes,
    )
    return nudges.pressed(
        text,
        _see(found, locale),
        blocks.button(ids.GIVEN_DONE, say("before.mark_done", locale), **names),
        blocks.button(ids.GIVEN_NOT_NOW, say("before.mark_not_this_time", locale), **names),
    )


def changed(found: Card, telling: Telling, *, moved: bool) -> Message:
    """It has another time, or another place, now."""
    key = "workshop.moved" if moved else "workshop.elsewhere"
    text = say(key, telling.locale, day=_at(found, found.workshop.start))
    return nudges.pressed(text, _see(found, telling.locale))


def off(at: datetime, zone: str, telling: Telling) -> Message:
    """It does not take place."""
    return nudges.line(say("workshop.told_off", telling.locale, day=times.written(at, zone)))


def after(workshop: Workshop, telling: Telling, *, partner: bool) -> Message:
    """Asked once, of everybody who said that they come."""
    locale = telling.locale
    return nudges.pressed(say("workshop.after", locale), *_ways(workshop, locale, partner=partner))


def tried(way: Way, locale: str) -> Message:
    """What was chosen."""
    return nudges.line(say(f"workshop.tried.{way.value}", locale))


def at_home(workshop: Workshop, zone: str, locale: str, *, comes: bool) -> Block:
    """One that is ahead, with [Open]."""
    key = "workshop.home_comes" if comes else "workshop.home_ahead"
    see = blocks.button(ids.SEE_WORKSHOP, say("workshop.see", locale), workshop=workshop.id)
    return blocks.section(say(key, locale, time=times.written(workshop.start, zone)), see)


def _ways(workshop: Workshop, locale: str, *, partner: bool) -> list[Block]:
    names = {"workshop": workshop.id}
    ways = {
        **({"partner": ids.TRY_PARTNER} if partner else {}),
        "colleague": ids.TRY_COLLEAGUE,
        "not_now": ids.TRY_NOT_NOW,
    }
    return [
        blocks.button(action, say(f"workshop.try_{way}", locale), **names)
        for way, action in ways.items()
    ]


def _stands(found: Card, telling: Telling) -> str:
    key = "may_come"
    if found.workshop.state is WorkshopState.OFF:
        key = "off"
    elif found.over:
        key = "over"
    elif found.begun:
        key = "late"
    elif found.comes:
        key = "comes"
    return say(f"workshop.card.{key}", telling.locale, who=_who(found.workshop, telling))


def _row(found: Card, locale: str) -> list[Block]:
    """[I'll come], or back out of it; a link to the place where it is one."""
    names = {"workshop": found.workshop.id}
    row: list[Block] = []
    goes_on = found.workshop.state is WorkshopState.OPEN and not found.over
    if goes_on and not found.begun and not found.comes:
        row.append(
            blocks.button(ids.COME, say("workshop.card.come", locale), style="primary", **names)
        )
    if goes_on and is_address(found.words.get(PLACE, "")):
        row.append(blocks.link(ids.READ_PREWORK, say("workshop.see", locale), found.words[PLACE]))
    if goes_on and not found.begun and found.comes:
        row.append(blocks.button(ids.STAY_AWAY, say("workshop.card.stay_away", locale), **names))
    return [blocks.actions(*row)] if row else []


def _item(known: Known, found: Card, locale: str) -> list[Block]:
    item, words = known.item, known.words
    names = {"workshop": found.workshop.id, "given": item.id}
    marking = blocks.overflow(
        ids.MARK_GIVEN,
        [(say(f"before.mark_{m.value}", locale), {**names, "mark": m.value}) for m in MARKS],
    )
    mine = Mark.CLOSED if found.over and known.mine is Mark.TODO else known.mine
    text = say(
        "workshop.card.line", locale, minutes=item.minutes, mine=say(f"before.{mine.value}", locale)
    )
    if item.optional:
        text = f"{text}\n{say('workshop.card.optional', locale)}"
    shown = [
        blocks.literal(words.get(TITLE, "")),
        blocks.literal(words.get(WHY, "")),
        blocks.section(text, marking if found.comes and not found.over else None),
    ]
    if BEFORE in words:
        shown += [
            blocks.context(say("workshop.card.before", locale)),
            blocks.literal(words[BEFORE]),
        ]
    shown += _part(known, locale)
    if BRING_ALONG in words:
        shown += [blocks.context(say("workshop.bring", locale)), blocks.literal(words[BRING_ALONG])]
    shown.append(blocks.actions(*_doors(known, names, locale)))
    if is_address(words.get(COPY, "")):
        copy = blocks.link(ids.READ_PREWORK, say("workshop.card.copy", locale), words[COPY])
        shown.append(blocks.actions(copy))
    return shown


def _doors(known: Known, names: Mapping[str, str], locale: str) -> list[Block]:
    """What opens it: its address or the short lesson, another copy, the question after it."""
    item, words = known.item, known.words
    row = []
    lesson = LESSONS.get(words.get(ADDRESS, "")) if item.kind is ItemKind.MICRO_LESSON else None
    if lesson is not None:
        row.append(learning.play(lesson, locale))
    elif is_address(words.get(ADDRESS, "")):
        row.append(blocks.link(ids.READ_PREWORK, say("workshop.card.read", locale), words[ADDRESS]))
    if QUESTION in words:
        row.append(blocks.button(ids.WARM_UP_GIVEN, say("workshop.warm", locale), **names))
    return row


def _part(known: Known, locale: str) -> list[Block]:
    start, end = clock(known.item.start_second), clock(known.item.end_second)
    if start and end:
        return [blocks.context(say("workshop.card.from", locale, start=start, end=end))]
    if start:
        return [blocks.context(say("workshop.card.from_start", locale, start=start))]
    return [blocks.context(say("workshop.card.to_end", locale, end=end))] if end else []


def _see(found: Card, locale: str) -> Block:
    return blocks.button(
        ids.SEE_WORKSHOP, say("workshop.see", locale), style="primary", workshop=found.workshop.id
    )


def _at(found: Card, at: datetime) -> str:
    return times.written(at, found.zone)


def _who(workshop: Workshop, telling: Telling) -> str:
    return blocks.escaped(telling.names.get(workshop.by, say("app.somebody", telling.locale)))
