"""Workshops as who looks after a program sets them up: the list, one workshop, its form."""

from collections.abc import Sequence

from flows import giving
from flows.giving import Worded
from flows.people import Program
from flows.policy import zone_of
from flows.prework import Load
from flows.workshop import ABOUT, BRING, MOST_ITEMS, PLACE, TITLE, WorkshopState
from flows.workshops import Led
from handlers import ids
from handlers.seams import Block, Telling
from handlers.views import blocks, days, times
from handlers.views.giving import rows as item_rows
from handlers.views.topics import topics
from handlers.words import say

TOPIC, DAY, START, MINUTES = "topic", "day", "start", "minutes"
LENGTHS = (15, 30, 45, 60, 75, 90, 120, 150, 180)
USUAL = 45
BACK = "back"


def button(program: Program, locale: str) -> Block:
    """[Workshops]."""
    return blocks.button(ids.WORKSHOPS, say("workshop.open", locale), program=program.id)


def listed(program: Program, found: Sequence[Led], zone: str, locale: str) -> Block:
    """All that are ahead or not long over, the next one first."""
    shown = [blocks.context(say("workshop.intro", locale))]
    for led in found:
        shown += _row(led, zone, locale)
    if not found:
        shown.append(blocks.section(say("workshop.none", locale)))
    new = blocks.button(
        ids.NEW_WORKSHOP, say("workshop.new", locale), style="primary", program=program.id
    )
    shown.append(blocks.actions(new))
    return blocks.modal(
        ids.PAGE, say("workshop.title", locale), shown, close=say("app.done", locale)
    )


def page(led: Led, items: Sequence[Worded], zone: str, telling: Telling) -> Block:
    """One workshop with all that can be done about it."""
    locale, workshop = telling.locale, led.workshop
    names = {"workshop": workshop.id, "program": led.program.id}
    shown: list[Block] = [
        blocks.literal(led.words.get(TITLE, "")),
        blocks.section(_when(led, zone, locale)),
    ]
    for key in (PLACE, ABOUT, BRING):
        if key in led.words:
            shown += [
                blocks.context(say(f"workshop.{key}", locale)),
                blocks.literal(led.words[key]),
            ]
    if workshop.topic:
        topic = dict(topics(locale)).get(workshop.topic, "")
        shown.append(blocks.context(say("workshop.topic", locale, topic=topic)))
    shown += [blocks.section(say(f"workshop.advice.{a.value}", locale)) for a in led.advice]
    shown.append(blocks.section(_state(led, telling)))
    shown += _numbers(led, locale)
    shown += _items(led, items, locale)
    every = blocks.button(ids.WORKSHOPS, say("workshop.all", locale), program=led.program.id)
    shown.append(blocks.actions(*_buttons(led, names, locale)))
    shown.append(blocks.actions(every, block=BACK))
    return blocks.modal(
        ids.PAGE, say("workshop.form.title", locale), shown, close=say("app.done", locale)
    )


def form(program: Program, led: Led | None, zone: str, *, key: str, locale: str) -> Block:
    """What is needed to set one up, or to change the one given."""
    workshop, words = (led.workshop, led.words) if led else (None, {})
    begins = workshop.start.astimezone(zone_of(zone)) if workshop else None
    length = workshop.minutes if workshop else USUAL
    lengths = [
        (str(n), say("workshop.form.minutes_n", locale, n=n)) for n in sorted({*LENGTHS, length})
    ]
    clock = blocks.clock(START, f"{begins:%H:%M}" if begins else None)
    about = blocks.typed(ABOUT, initial=words.get(ABOUT, ""))
    bring = blocks.typed(
        BRING,
        multiline=False,
        initial=words.get(BRING, ""),
        placeholder=say("prework.bring", locale),
    )
    topic = blocks.select(TOPIC, topics(locale), initial=workshop.topic if workshop else None)
    shown = [
        _field(
            TITLE,
            "name",
            blocks.typed(TITLE, multiline=False, initial=words.get(TITLE, "")),
            locale,
        ),
        _field(DAY, "day", blocks.dates(DAY, f"{begins:%Y-%m-%d}" if begins else None), locale),
        blocks.field(
            START, say("workshop.form.start", locale), clock, hint=_zone_hint(zone, locale)
        ),
        _field(MINUTES, "minutes", blocks.select(MINUTES, lengths, initial=str(length)), locale),
        _field(
            PLACE,
            "place",
            blocks.typed(PLACE, multiline=False, initial=words.get(PLACE, "")),
            locale,
        ),
        _field(ABOUT, "about", about, locale, optional=True, hint=True),
        _field(TOPIC, "topic", topic, locale, optional=True, hint=True),
        _field(BRING, "bring", bring, locale, optional=True),
    ]
    memory = {"program": program.id, "workshop": workshop.id if workshop else ""}
    return blocks.modal(
        ids.WORKSHOP_FORM,
        say("workshop.form.title", locale),
        shown,
        submit=say("workshop.form.save", locale),
        close=say("app.cancel", locale),
        key=key,
        **memory,
    )


def _field(
    block: str,
    key: str,
    element: Block,
    locale: str,
    *,
    optional: bool = False,
    hint: bool = False,
) -> Block:
    label = say(f"workshop.form.{key}", locale)
    said = say(f"workshop.form.{key}_hint", locale) if hint else None
    return blocks.field(block, label, element, optional=optional, hint=said)


def _zone_hint(zone: str, locale: str) -> str:
    return say("visit.zone_hint", locale, zone=zone)


def _row(led: Led, zone: str, locale: str) -> list[Block]:
    workshop = led.workshop
    state = workshop.state.value
    if workshop.over(led.now) and workshop.state is WorkshopState.OPEN:
        state = "over"
    text = say(
        "workshop.row",
        locale,
        time=times.written(workshop.start, zone),
        state=say(f"workshop.state.{state}", locale),
    )
    see = blocks.button(ids.LEAD_WORKSHOP, say("workshop.see", locale), workshop=workshop.id)
    return [blocks.literal(led.words.get(TITLE, "")), blocks.section(text, see)]


def _when(led: Led, zone: str, locale: str) -> str:
    time = times.written(led.workshop.start, zone)
    return say("workshop.when", locale, time=time, minutes=led.workshop.minutes)


def _state(led: Led, telling: Telling) -> str:
    locale, workshop = telling.locale, led.workshop
    channel = f"<#{led.program.channel}>"
    time = days.moment(led.posts_at, led.program.zone)
    if workshop.state is WorkshopState.OFF:
        return say("workshop.is_off", locale)
    if workshop.over(led.now):
        return say("workshop.is_over", locale)
    if workshop.state is WorkshopState.OPEN:
        return say("workshop.announced", locale, channel=channel, time=time)
    if led.posts_at >= workshop.start:
        return say("workshop.too_late", locale, time=time)
    if led.posts_at <= led.now:
        return say("workshop.draft_now", locale, channel=channel)
    return say("workshop.draft", locale, channel=channel, time=time)


def _numbers(led: Led, locale: str) -> list[Block]:
    if led.workshop.state is not WorkshopState.OPEN:
        return []
    if led.coming is None:
        return [blocks.section(say("workshop.coming_few", locale))]
    shown = [say("workshop.coming", locale, n=led.coming)]
    if led.ready is not None:
        shown.append(say("workshop.ready", locale, n=led.ready))
    return [blocks.section(" ".join(shown))]


def _items(led: Led, items: Sequence[Worded], locale: str) -> list[Block]:
    if not items:
        return [blocks.section(say("workshop.no_items", locale))]
    heading = say("workshop.items", locale, n=len(items), most=MOST_ITEMS)
    shown = [blocks.section(heading)]
    for each in items:
        shown += item_rows(each, locale)
    load, minutes = giving.load(items)
    if load is not Load.FINE:
        words = say(load.words, locale, n=minutes, m=led.workshop.minutes)
        shown.append(blocks.context(words))
    return shown


def _buttons(led: Led, names: dict[str, str], locale: str) -> list[Block]:
    workshop = led.workshop
    goes_on = workshop.state is not WorkshopState.OFF and not workshop.over(led.now)
    row: list[Block] = []
    if goes_on and led.now < workshop.start and len(led.items) < MOST_ITEMS:
        row.append(blocks.button(ids.ADD_GIVEN, say("workshop.add", locale), **names))
    if workshop.state is WorkshopState.DRAFT and led.posts_at < workshop.start:
        row.append(
            blocks.button(
                ids.ANNOUNCE_WORKSHOP, say("workshop.announce", locale), style="primary", **names
            )
        )
    if goes_on:
        row.append(blocks.button(ids.CHANGE_WORKSHOP, say("workshop.change", locale), **names))
    if goes_on and workshop.state is WorkshopState.OPEN:
        off = blocks.button(ids.CALL_OFF_WORKSHOP, say("workshop.call_off", locale), **names)
        row.append(_sure(off, "off", locale))
    down = blocks.button(ids.TAKE_DOWN_WORKSHOP, say("workshop.take_down", locale), **names)
    row.append(_sure(down, "down", locale))
    return row


def _sure(press: Block, what: str, locale: str) -> Block:
    return blocks.asking(
        press,
        say(f"workshop.sure_{what}", locale),
        say(f"workshop.sure_{what}_text", locale),
        yes=say(f"workshop.sure_{what}_yes", locale),
        no=say("workshop.sure_no", locale),
    )
