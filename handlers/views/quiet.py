"""`/coach-pause`: every way to have fewer messages, or none, and the way back."""

from datetime import datetime

from flows.cycle import CycleState
from flows.partnership import PartnershipState
from flows.policy import zone_of
from flows.schooldays import local_day
from flows.standing import Standing, Together
from handlers import ids
from handlers.seams import Block, Message, Telling
from handlers.views import blocks, days, steering
from handlers.words import say


def choices(found: Standing, now: datetime, telling: Telling) -> Message:
    """A row for each partnership, and one for one's own messages."""
    locale = telling.locale
    title = say("pause.title", locale)
    shown = [blocks.section(title)]
    for together in found.together:
        shown += _partnership(together, found, telling)
    if not found.together:
        shown.append(blocks.context(say("pause.none", locale)))
    return Message(title, [*shown, blocks.divider(), *_own(found, now, locale)])


def _partnership(together: Together, found: Standing, telling: Telling) -> list[Block]:
    locale, pair = telling.locale, together.pair
    names = [telling.names.get(m, say("app.somebody", locale)) for m in together.others(found.who)]
    resting = together.course is not None and together.course.cycle.state is CycleState.RESTING
    paused = pair.state is PartnershipState.PAUSED
    key = "pause.with_paused" if paused else "pause.with_resting" if resting else "pause.with"
    line = say(key, locale, who=", ".join(map(blocks.escaped, names)))
    resume = blocks.button(ids.RESUME, say("pause.resume", locale), partnership=pair.id)
    pause = blocks.button(ids.EASE_PAUSE, say("pause.pause", locale), partnership=pair.id, run="")
    finish = blocks.button(
        ids.EASE_FINISH, say("pause.finish", locale), partnership=pair.id, run=""
    )
    lighten = blocks.button(
        ids.EASE_LIGHTEN, say("ease.lighten", locale), partnership=pair.id, run=""
    )
    going_on = [pause] if together.course is None else [lighten, pause]
    first = [resume] if paused else [resume, pause] if resting else going_on
    return [blocks.section(line), blocks.actions(*first, finish)]


def _own(found: Standing, now: datetime, locale: str) -> list[Block]:
    member = found.member
    choose = blocks.button(ids.QUIET, say("menu.choose", locale))
    stop = blocks.button(ids.STOP_ALL, say("menu.stop", locale))
    start = blocks.button(ids.START_AGAIN, say("pause.start", locale))
    if member is not None and member.stopped:
        return [blocks.section(say("pause.quiet_stopped", locale)), blocks.actions(start)]
    until = member.snoozed_until if member is not None else None
    if member is not None and until is not None and until > now:
        line = say("pause.quiet_until", locale, day=days.day(until, member.zone))
        return [blocks.section(line), blocks.actions(start, choose, stop)]
    line = say("pause.quiet", locale)
    if member is None or found.program is None:
        return [blocks.section(line), blocks.actions(choose, stop)]
    today = local_day(now, zone_of(member.zone))
    told = steering.when(member, found.program, today, locale)
    return [
        blocks.section(f"{line} {told}"),
        blocks.actions(choose, stop),
        steering.row(locale),
    ]
