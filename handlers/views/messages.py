"""Messages to one person: a step is open, a question about an own sentence, an answer to typing."""

from flows import sitting_on
from flows.coaching import Course
from flows.ids import MemberId, RunId
from flows.partnership import Partnership
from flows.stage import StageRun
from handlers import ids
from handlers.seams import Message, Telling
from handlers.views import blocks, days, naming
from handlers.views import sitting as sittings
from handlers.words import say


def open_step(
    course: Course, run: StageRun, zone: str, telling: Telling, reader: MemberId
) -> Message:
    """A step is open: what it is, how long it takes, until when (practice H, `open`)."""
    sitting = sitting_on.of(course, run)
    if sitting is not None:
        return sittings.message(course, run, sitting, reader, telling)
    locale, stage = telling.locale, course.stage(run)
    step = blocks.escaped(naming.step(course, run, telling, reader))
    held = course.cycle.roles_of(run, reader)
    intent = blocks.escaped(naming.sentence(naming.intent(stage, held, locale) or stage.why))
    text = (
        say(
            "nudge.open",
            locale,
            step=step,
            intent=intent,
            minutes=stage.minutes,
            day=days.day(run.due_at, zone),
        )
        if run.due_at is not None
        else say("nudge.open_any_day", locale, step=step, intent=intent, minutes=stage.minutes)
    )
    names = {"partnership": str(course.pair.id), "run": str(run.id)}
    buttons = [
        blocks.button(ids.OPEN_STEP, say("pair.open_step", locale), style="primary", **names),
        blocks.button(ids.STEP_LATER, say("nudge.later", locale), **names),
        blocks.button(ids.SKIP_STEP, say("step.skip", locale), **names),
    ]
    return Message(text, [blocks.section(text), blocks.actions(*buttons)])


def ask_to_keep(pair: Partnership, run: RunId, telling: Telling) -> Message:
    """Only this person's sentence is in: what becomes of it is theirs to say (practice 0.9a)."""
    locale = telling.locale
    text = say("pair.only_yours", locale)
    use = blocks.button(ids.USE_AS_GOAL, say("together.goal", locale), partnership=pair.id)
    show = blocks.button(
        ids.SHOW_ANYWAY, say("pair.show_anyway", locale), partnership=pair.id, run=run
    )
    keep = blocks.button(ids.KEEP_MINE, say("pair.keep_mine", locale), partnership=pair.id)
    return Message(text, [blocks.section(text), blocks.actions(keep, use, show)])


def shared_sentence(pair: Partnership, by: MemberId, telling: Telling) -> Message:
    """A partner shows their sentence; its words are read in the form."""
    locale = telling.locale
    who = blocks.escaped(telling.names.get(by, say("app.somebody", locale)))
    text = say("pair.sentence_shared", locale, who=who)
    read = blocks.button(
        ids.READ_TOGETHER, say("pair.read", locale), style="primary", partnership=pair.id
    )
    return Message(text, [blocks.section(text), blocks.actions(read)])


def heard(telling: Telling) -> Message:
    """The answer to something typed at the bot: it was not read and not kept."""
    text = say("heard.text", telling.locale)
    return Message(text, [blocks.section(text)])


def typed(kind: str, n: int, most: int, locale: str) -> Message:
    """One line that answers something typed; nothing of it was kept unless it says so."""
    match kind:
        case "typing":
            text = say("goal_talk.typed.once", locale)
        case "typed_which":
            text = say("goal_talk.typed.which", locale)
        case "typed_too_long":
            text = say("goal_talk.typed.too_long", locale, n=n, most=most)
        case "typed_past_day":
            text = say("goal_talk.past_day", locale)
        case "typed_not_a_day":
            text = say("goal_talk.not_a_day", locale)
        case _:
            text = say("goal_talk.late", locale)
    return Message(text, [blocks.section(text)])


def only_in_its_box(course: Course, run: StageRun, locale: str) -> Message:
    """What waits is for this person's own eyes: nothing typed is kept (practice A8)."""
    step = blocks.escaped(course.stage(run).title)
    text = say("goal_talk.typed.private", locale, step=step)
    press = blocks.button(
        ids.OPEN_STEP,
        say("goal_talk.typed.private_open", locale),
        style="primary",
        partnership=course.pair.id,
        run=run.id,
    )
    return Message(text, [blocks.section(text), blocks.actions(press)])
