"""One's own slot, hours and days away: the form behind `/coach-pause`."""

from collections.abc import Sequence
from datetime import date, time

from flows.people import Member, Program
from flows.schooldays import Days
from flows.steering import BEGINS, ENDS, SLOTS, ahead
from handlers import ids
from handlers.seams import Block
from handlers.views import asking, blocks, days
from handlers.views.blocks import Option
from handlers.words import say

SLOT, BEGIN, END, FIRST, LAST = "slot", "begin", "end", "first", "last"


def hours_form(member: Member, program: Program, *, key: str, locale: str) -> Block:
    """When messages come."""
    slot = member.slot or program.slot
    return blocks.modal(
        ids.HOURS_FORM,
        say("steer.hours_title", locale),
        [
            blocks.context(say("steer.hours_intro", locale, zone=blocks.escaped(member.zone))),
            _pick(SLOT, say("steer.slot", locale), SLOTS, slot),
            _pick(BEGIN, say("steer.begin", locale), BEGINS, member.hours.begin),
            _pick(END, say("steer.end", locale), ENDS, member.hours.end),
        ],
        submit=say("menu.quiet_save", locale),
        close=say("app.close", locale),
        key=key,
    )


def leave_form(member: Member, today: date, *, key: str, locale: str) -> Block:
    """Days away: those that are taken, each to be given back, and more."""
    taken = ahead(member.leave, today)
    shown = [blocks.context(say("steer.leave_intro", locale))]
    shown += [_taken(days, locale) for days in taken]
    shown += [
        blocks.field(FIRST, say("steer.first", locale), blocks.dates(FIRST)),
        blocks.field(LAST, say("steer.last", locale), blocks.dates(LAST), optional=True),
    ]
    return blocks.modal(
        ids.LEAVE_DAYS_FORM,
        say("steer.leave_title", locale),
        shown,
        submit=say("menu.quiet_save", locale),
        close=say("app.close", locale),
        key=key,
    )


def row(locale: str) -> Block:
    """[My hours], [Days away] and [How much is asked]."""
    return blocks.actions(
        blocks.button(ids.MY_HOURS, say("steer.hours_open", locale)),
        blocks.button(ids.MY_LEAVE, say("steer.leave_open", locale)),
        asking.button(locale),
    )


def when(member: Member, program: Program, today: date, locale: str) -> str:
    """When this person gets messages, and when they are away next."""
    slot = (member.slot or program.slot).strftime("%H:%M")
    line = say(
        "steer.now",
        locale,
        slot=slot,
        begin=member.hours.begin.strftime("%H:%M"),
        end=member.hours.end.strftime("%H:%M"),
    )
    told = [member.away] if member.away and member.away.last >= today else []
    away = sorted([*ahead(member.leave, today), *told])
    if not away:
        return line
    return f"{line} {say('steer.away_next', locale, days=span(away[0]))}"


def span(found: Days) -> str:
    """One day, or from one to another."""
    first, last = days.plainly(found.first), days.plainly(found.last)
    return first if found.first == found.last else f"{first} – {last}"


def _taken(found: Days, locale: str) -> Block:
    back = blocks.button(
        ids.COME_BACK,
        say("steer.come_back", locale),
        first=found.first.isoformat(),
        last=found.last.isoformat(),
    )
    return blocks.section(span(found), back)


def _pick(name: str, label: str, times: Sequence[time], chosen: time) -> Block:
    options: list[Option] = [(f"{at:%H:%M}", f"{at:%H:%M}") for at in times]
    return blocks.field(name, label, blocks.select(name, options, initial=f"{chosen:%H:%M}"))
