"""What a member may begin before its day, or take up although they left it out."""

from flows import forgone, sitting_on, starting, wanting
from flows.coaching import Course
from flows.ids import MemberId
from flows.partnership import PartnershipState
from flows.stage import StageRun
from handlers import ids
from handlers.seams import Block, Telling
from handlers.views import blocks, days, naming
from handlers.views import sitting as sittings
from handlers.words import say


def for_one(course: Course, who: MemberId, telling: Telling) -> list[Block]:
    """Rows for this member's own eyes: their Home and `/coach`."""
    early = starting.startable(course, who)
    rows = [_startable(course, run, telling, who) for run in early]
    return rows + left_out(course, who, telling)


def left_out(course: Course, who: MemberId, telling: Telling) -> list[Block]:
    """What this member could still have of a visit, although they left it out."""
    if course.pair.state is not PartnershipState.ACTIVE:
        return []
    locale, shown = telling.locale, []
    asked = forgone.of(course.rules, course.cycle, who)
    if asked is not None:
        press = _button(ids.ASK_AFTER_ALL, "steps.ask_after_all", course, asked, locale)
        alone = forgone.did_without(course.rules.protocol, asked)
        words = say("steps.looks_alone" if alone else "steps.left_out", locale)
        shown.append(blocks.section(words, press))
    for run in course.cycle.runs:
        if wanting.of(course.rules, course.cycle, run, who) is not None:
            press = _button(ids.WANT_NOTES, "steps.want_notes", course, run, locale)
            shown.append(blocks.section(say("steps.talk_only", locale), press))
    return shown


def startable(course: Course, telling: Telling) -> list[Block]:
    """Rows of the live card: the steps to come that somebody may begin now."""
    return [_startable(course, run, telling) for run in starting.startable(course)[:3]]


def _startable(
    course: Course, run: StageRun, telling: Telling, who: MemberId | None = None
) -> Block:
    sitting = sitting_on.of(course, run)
    step = blocks.escaped(
        sittings.named(course, sitting, telling, who)
        if sitting is not None
        else naming.step(course, run, telling, who)
    )
    locale = telling.locale
    text = (
        say("steps.opens", locale, step=step, day=days.day(run.opens_at, course.program.zone))
        if run.opens_at is not None
        else say("steps.opens_later", locale, step=step)
    )
    return blocks.section(text, _button(ids.START_NOW, "steps.start_now", course, run, locale))


def _button(action: str, words: str, course: Course, run: StageRun, locale: str) -> Block:
    names = {"partnership": str(course.pair.id), "run": str(run.id)}
    return blocks.button(action, say(words, locale), **names)
