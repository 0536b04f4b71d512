"""Whose minutes it is, on a talk's card and the group's; and the steps of tuning a text."""

from datetime import datetime

from flows import minutes
from flows.coaching import Course
from flows.ids import MemberId
from flows.meetings import Meeting
from flows.minutes import TUNING, Stretch
from flows.policy import zone_of
from flows.stage import StageRun
from handlers import ids
from handlers.seams import Block, Telling
from handlers.views import blocks, naming
from handlers.words import say


def on_card(meeting: Meeting, telling: Telling) -> list[Block]:
    """Who has the word now and who after, in the reader's zone."""
    running = minutes.running(meeting.course, meeting.run, meeting.now)
    if not running:
        return []
    zone = zone_of(meeting.zones[meeting.who])
    ends = [f"{stretch.ends.astimezone(zone):%H:%M}" for stretch in running]
    told = _lines(running, ends, telling)
    return [blocks.section(told), blocks.context(say("time.shown", telling.locale))]


def buttons(meeting: Meeting, telling: Telling) -> list[Block]:
    """[Start the time], or [Start it again] and [Stop the time]."""
    course, run, locale = meeting.course, meeting.run, telling.locale
    if not minutes.may_start(course, run, meeting.who):
        return []
    names = {"partnership": str(course.pair.id), "run": str(run.id)}
    if not minutes.running(course, run, meeting.now):
        return [blocks.button(ids.START_TIME, say("time.start", locale), **names)]
    return [
        blocks.button(ids.START_TIME, say("time.again", locale), **names),
        blocks.button(ids.STOP_TIME, say("time.stop", locale), **names),
    ]


def for_all(course: Course, now: datetime, telling: Telling) -> list[Block]:
    """The same on the card that all see; Slack shows each reader's own zone."""
    shown: list[Block] = []
    for run in course.cycle.runs:
        running = minutes.running(course, run, now) if run.active else ()
        if running:
            ends = [_token(stretch.ends, course.program.zone) for stretch in running]
            head = _head(course, run, running[0].member, telling)
            shown.append(blocks.section(f"{head}\n{_lines(running, ends, telling)}"))
    return shown


def tuning(course: Course, run: StageRun, who: MemberId, now: datetime, telling: Telling) -> Block:
    """The steps by which a text is tuned, with their minutes."""
    locale, names = telling.locale, {"partnership": str(course.pair.id), "run": str(run.id)}
    on = minutes.running(course, run, now)
    presenter = on[0].member if on else who
    steps = [
        say(
            "time.minutes",
            locale,
            minutes=spell.minutes,
            what=_what(spell.does, presenter, telling),
        )
        for spell in TUNING
    ]
    row = [
        blocks.button(
            ids.START_TUNING,
            say("time.again" if on else "time.start", locale),
            style="primary",
            **names,
        )
    ]
    if on:
        row.append(blocks.button(ids.STOP_TIME, say("time.stop", locale), **names))
    row.append(blocks.button(ids.REFLECT_BLANK, say("time.tune_note", locale)))
    return blocks.modal(
        ids.PAGE,
        say("time.tune_title", locale),
        [
            blocks.section(say("time.tune_running" if on else "time.tune_intro", locale)),
            blocks.section("\n".join(steps)),
            blocks.context(say("time.tune_kept", locale)),
            blocks.actions(*row),
        ],
        close=say("app.close", locale),
        partnership=course.pair.id,
        run=run.id,
    )


def _head(course: Course, run: StageRun, first: MemberId, telling: Telling) -> str:
    step = blocks.escaped(naming.step(course, run, telling))
    if run.timed is not None and run.timed.tuning:
        who = _name(first, telling)
        return say("time.head_tuning", telling.locale, step=step, who=who)
    return say("time.head", telling.locale, step=step)


def _lines(running: tuple[Stretch, ...], ends: list[str], telling: Telling) -> str:
    told = []
    for number, (stretch, until) in enumerate(zip(running, ends, strict=True)):
        what = _what(stretch.does, stretch.member, telling)
        told.append(
            say("time.then", telling.locale, until=until, what=what)
            if number
            else say("time.now", telling.locale, until=until, what=what)
        )
    return "\n".join(told)


def _what(does: str, member: MemberId, telling: Telling) -> str:
    return say(f"time.does.{does}", telling.locale, who=_name(member, telling))


def _token(at: datetime, zone: str) -> str:
    local = at.astimezone(zone_of(zone))
    return f"<!date^{int(at.timestamp())}^{{time}}|{local:%H:%M} ({zone})>"


def _name(member: MemberId, telling: Telling) -> str:
    return blocks.escaped(telling.names.get(member, say("app.somebody", telling.locale)))
