"""Messages that come on the clock, and the menu that every message to a person has (practice H)."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from flows import sitting_on
from flows.coaching import Course
from flows.ids import MemberId, PartnershipId, PreworkId
from flows.policy import zone_of
from flows.proposal import Proposal
from flows.pulse import CHOICES
from flows.schooldays import ONE_DAY, local_day
from flows.slip import Slip
from flows.stage import StageRun
from handlers import ids
from handlers.payloads import packed
from handlers.seams import Block, Message, Telling
from handlers.views import blocks, days, naming
from handlers.views import sitting as sittings
from handlers.words import say


def menu(slip: str, locale: str) -> Block:
    """Why this, why now; quiet for a while; stop all messages."""
    return blocks.actions(
        blocks.overflow(
            ids.MESSAGE_MENU,
            [
                (say("menu.why", locale), {"do": "why", "slip": slip}),
                (say("menu.tomorrow", locale), {"do": "tomorrow", "slip": slip}),
                (say("menu.choose", locale), {"do": "choose", "slip": slip}),
                (say("menu.stop", locale), {"do": "stop", "slip": slip}),
            ],
        )
    )


def with_menu(message: Message, slip: str, locale: str) -> Message:
    """The message with its menu."""
    return Message(message.text, [*message.blocks, menu(slip, locale)])


def bundled(parts: Sequence[Message]) -> Message:
    """Several in one: each with its own buttons, in the order of their weight."""
    shown: list[Block] = []
    for part in parts:
        shown += [*([blocks.divider()] if shown else []), *part.blocks]
    return Message("\n".join(part.text for part in parts), shown)


def why(slips: Sequence[Slip], locale: str) -> str:
    """Why this, why now, in one line: each reason once, and the moment."""
    reasons = dict.fromkeys(say(slip.why.words, locale) for slip in slips)
    return " ".join([*reasons, say(f"why.now.{slips[0].reason}", locale)])


def soft(
    course: Course, run: StageRun, telling: Telling, reader: MemberId, *, left: int, day: str
) -> Message:
    """A step whose days end soon: `left` days from now, by the reader's own calendar."""
    key = {0: "nudge.soft_today", 1: "nudge.soft"}.get(left, "nudge.soft_on")
    named = {} if left in {0, 1} else {"day": day}
    return _step(key, course, run, telling, reader, named)


def late(course: Course, run: StageRun, telling: Telling, reader: MemberId) -> Message:
    """A step that was begun and whose days are over: finish it, leave it out, or later."""
    return _step("nudge.late", course, run, telling, reader, {}, later=True)


def _step(
    key: str,
    course: Course,
    run: StageRun,
    telling: Telling,
    reader: MemberId,
    named: Mapping[str, str],
    *,
    later: bool = False,
) -> Message:
    locale = telling.locale
    text = say(key, locale, step=blocks.escaped(_called(course, run, telling, reader)), **named)
    names = {"partnership": str(course.pair.id), "run": str(run.id)}
    buttons = [
        blocks.button(ids.OPEN_STEP, say("pair.open_step", locale), style="primary", **names),
        blocks.button(ids.SKIP_STEP, say("step.skip", locale), **names),
    ]
    if later:
        buttons.append(blocks.button(ids.STEP_LATER, say("nudge.later", locale), **names))
    return Message(text, [blocks.section(text), blocks.actions(*buttons)])


def pause_ask(course: Course, run: StageRun | None, telling: Telling) -> Message:
    """The question after silence, with its six ways on; without turns nobody moves one."""
    locale, turns = telling.locale, course.rules.protocol.turns != "none"
    text = say("nudge.pause_ask" if turns else "nudge.pause_ask_no_turns", locale)
    names = {"partnership": str(course.pair.id), "run": str(run.id) if run else ""}
    ways = {
        "keep": ids.EASE_KEEP,
        "lighten": ids.EASE_LIGHTEN,
        **({"move": ids.EASE_MOVE} if turns else {}),
        **({"skip": ids.EASE_SKIP} if run else {}),
        "pause": ids.EASE_PAUSE,
        "finish": ids.EASE_FINISH,
    }
    buttons = [
        blocks.button(action, say(f"ease.{way}", locale), **names) for way, action in ways.items()
    ]
    return Message(text, [blocks.section(text), blocks.actions(*buttons)])


def _called(course: Course, run: StageRun, telling: Telling, reader: MemberId) -> str:
    """The step, or the whole sitting that it begins, as its `open` called it."""
    sitting = sitting_on.of(course, run)
    if sitting is not None:
        return sittings.named(course, sitting, telling, reader)
    return naming.step(course, run, telling, reader)


def eased(how: str, locale: str) -> Message:
    """What was chosen of the six."""
    return line(say("nudge.pause_over", locale, way=say(f"ease.{how}", locale)))


def step_over(course: Course, run: StageRun, telling: Telling) -> Message:
    """A step is done, or left out, which looks the same (practice A2)."""
    return of_step("nudge.step_over", course, run, telling)


def of_step(key: str, course: Course, run: StageRun, telling: Telling) -> Message:
    """One sentence about a step, with nothing to press."""
    return line(say(key, telling.locale, step=blocks.escaped(course.stage(run).title)))


def line(text: str) -> Message:
    """One sentence with nothing to press."""
    return Message(text, [blocks.section(text)])


def pressed(text: str, *buttons: Block) -> Message:
    """One sentence and its buttons."""
    return Message(text, [blocks.section(text), blocks.actions(*buttons)])


def remind(
    course: Course,
    run: StageRun,
    start: datetime,
    zone: str,
    telling: Telling,
    *,
    warm: PreworkId | None,
) -> Message:
    """The day before a visit or a talk; `warm` is what still asks its reader something."""
    locale, partnership = telling.locale, course.pair.id
    key = "nudge.remind" if warm is None else "nudge.remind_warm"
    text = say(
        key,
        locale,
        day=days.moment(start, zone),
        session=blocks.escaped(course.stage(run).title),
    )
    see = say("nudge.open_it", locale)
    row = [blocks.button(ids.SEE_SESSION, see, partnership=partnership, run=run.id)]
    if warm is not None:
        words = say("before.warm_up", locale)
        row.append(blocks.button(ids.WARM_UP, words, partnership=partnership, item=warm))
    return pressed(text, *row)


def after_visit(
    course: Course, visit: StageRun, asked: StageRun, telling: Telling, *, host: bool
) -> Message:
    """What stands for the `open` of what follows a visit; it didn't happen is as easy to say."""
    locale, partnership = telling.locale, str(course.pair.id)
    minutes = course.stage(asked).minutes
    text = (
        say("nudge.after_host", locale)
        if host
        else say("nudge.after_visitor", locale, minutes=minutes)
    )
    label = say("nudge.write" if host else "nudge.write_notes", locale)
    return pressed(
        text,
        blocks.button(ids.OPEN_STEP, label, style="primary", partnership=partnership, run=asked.id),
        blocks.button(
            ids.SESSION_OFF,
            say("nudge.did_not_happen", locale),
            partnership=partnership,
            run=visit.id,
        ),
    )


def unmarked(course: Course, run: StageRun, telling: Telling) -> Message:
    """Did the visit go ahead? Asked once."""
    locale, names = telling.locale, {"partnership": str(course.pair.id), "run": str(run.id)}
    return pressed(
        say("nudge.unmarked", locale),
        blocks.button(ids.SESSION_HELD, say("nudge.held", locale), **names),
        blocks.button(ids.OTHER_TIMES, say("nudge.moved", locale), **names),
        blocks.button(ids.SESSION_OFF, say("nudge.cancelled", locale), **names),
    )


def time_passed(proposal: Proposal, zone: str, telling: Telling) -> Message:
    """A suggested time went by with nothing settled: another is one press away."""
    locale = telling.locale
    names = {"partnership": str(proposal.partnership), "run": str(proposal.run)}
    pick, see = say("nudge.another_time", locale), say("visit.see", locale)
    return pressed(
        say("nudge.time_passed", locale, time=days.moment(proposal.start, zone)),
        blocks.button(ids.OTHER_TIMES, pick, style="primary", **names),
        blocks.button(ids.SEE_SESSION, see, **names),
    )


def close_ask(partnership: PartnershipId, day: str, telling: Telling) -> Message:
    """Asked once of what has rested for long; without an answer it closes on that day."""
    locale = telling.locale
    return pressed(
        say("nudge.close_ask", locale, day=day),
        blocks.button(ids.EASE_FINISH, say("nudge.close_it", locale), partnership=partnership),
        blocks.button(ids.EASE_STAY, say("nudge.keep_it", locale), partnership=partnership),
    )


def resting(partnership: PartnershipId, telling: Telling) -> Message:
    """Told to all members alike."""
    locale = telling.locale
    return pressed(
        say("nudge.resting", locale),
        blocks.button(ids.RESUME, say("nudge.resume", locale), partnership=partnership),
    )


def changed_turn(course: Course, by: MemberId, on: datetime, telling: Telling) -> Message:
    """A turn starts on another day now; no reason is known to anybody."""
    locale = telling.locale
    who = blocks.escaped(telling.names.get(by, say("app.somebody", locale)))
    day = days.day(on, course.program.zone)
    return line(say("nudge.changed_turn", locale, who=who, day=day))


def pulse(question: str, month: str, telling: Telling) -> Message:
    """The month's one question; every answer is one click, and so is leaving it."""
    locale = telling.locale
    options = [
        (packed(month=month, choice=choice), say(f"pulse.{question}.{choice}", locale))
        for choice in CHOICES[question]
    ]
    options.append((packed(month=month, choice=""), say("pulse.skip", locale)))
    text = f"{say('pulse.intro', locale)} {say(f'pulse.{question}.ask', locale)}"
    return Message(text, [blocks.section(text), blocks.actions(blocks.radio(ids.PULSE, options))])


def quiet_form(
    today: datetime, zone: str, *, key: str, locale: str, step: Mapping[str, str] | None = None
) -> Block:
    """Until when it is to be quiet."""
    day = local_day(today, zone_of(zone)) + ONE_DAY
    options = [
        ("tomorrow", say("menu.one", locale)),
        ("three_school_days", say("menu.three", locale)),
        ("next_monday", say("menu.monday", locale)),
        ("date", say("menu.date", locale)),
    ]
    return blocks.modal(
        ids.QUIET_FORM,
        say("menu.quiet_title", locale),
        [
            blocks.field(
                "until",
                say("menu.quiet_ask", locale),
                blocks.radio("until", options, initial="three_school_days"),
            ),
            blocks.field(
                "day",
                say("menu.day", locale),
                blocks.dates("day", f"{day:%Y-%m-%d}"),
                optional=True,
            ),
        ],
        submit=say("menu.quiet_save", locale),
        close=say("app.close", locale),
        key=key,
        **(step or {}),
    )


def move_form(partnership: PartnershipId, *, key: str, locale: str) -> Block:
    """The day on which one's own turn is to start."""
    return blocks.modal(
        ids.MOVE_TURN_FORM,
        say("ease.move_title", locale),
        [
            blocks.context(say("ease.move_intro", locale)),
            blocks.field("day", say("ease.move_day", locale), blocks.dates("day")),
        ],
        submit=say("ease.move_save", locale),
        close=say("app.close", locale),
        key=key,
        partnership=partnership,
    )
