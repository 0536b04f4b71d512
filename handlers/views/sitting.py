"""One sitting before those who are in it: where they are, the next step, and notes at its end."""

from collections.abc import Mapping, Sequence

from flows import replying, sitting_on, starting, talking
from flows.coaching import Course
from flows.ids import MemberId, PartnershipId, RunId
from flows.meetings import Meeting
from flows.sitting_on import Sitting
from flows.stage import StageRun
from flows.writing import Writing
from handlers import ids
from handlers.seams import Block, Message, Telling
from handlers.views import blocks, days, replies
from handlers.views import step as steps
from handlers.views.step import Fold
from handlers.words import say

REST = "rest"
LATER, SPREAD = "later", "spread"


def named(
    course: Course, sitting: Sitting, telling: Telling, reader: MemberId | None = None
) -> str:
    """The sitting by its first and last step, and whose turn it is; not for the owner."""
    locale = telling.locale
    first, last = (course.stage(run).title for run in (sitting.steps[0], sitting.steps[-1]))
    owner = course.cycle.coachee(sitting.steps[0])
    if owner is None or owner == reader:
        return say("sitting.steps", locale, first=first, last=last)
    who = telling.names.get(owner, say("app.somebody", locale))
    return say("sitting.steps_of", locale, first=first, last=last, who=who)


def line(course: Course, sitting: Sitting, telling: Telling, reader: MemberId | None = None) -> str:
    """How far it is, in one line of a card or a Home."""
    at = sitting.at or sitting.steps[-1]
    return say(
        "sitting.line",
        telling.locale,
        steps=blocks.escaped(named(course, sitting, telling, reader)),
        minutes=sitting.minutes,
        step=blocks.escaped(course.stage(at).title),
    )


def message(
    course: Course, run: StageRun, sitting: Sitting, reader: MemberId, telling: Telling
) -> Message:
    """The one message of a sitting: what it is, how long in all, until when."""
    locale = telling.locale
    steps_in_all = blocks.escaped(named(course, sitting, telling, reader))
    text = (
        say(
            "sitting.message",
            locale,
            steps=steps_in_all,
            minutes=sitting.minutes,
            day=days.day(run.due_at, course.program.zone),
        )
        if run.due_at is not None
        else say("sitting.message_any_day", locale, steps=steps_in_all, minutes=sitting.minutes)
    )
    names = {"partnership": str(course.pair.id), "run": str(run.id)}
    row = [
        blocks.button(ids.OPEN_STEP, say("pair.open_step", locale), style="primary", **names),
        blocks.button(ids.SKIP_STEP, say("step.skip", locale), **names),
    ]
    return Message(text, [blocks.section(text), blocks.actions(*row)])


def lead(meeting: Meeting, sitting: Sitting, telling: Telling) -> list[str]:
    """Which step they are at, how long it takes, and what follows."""
    locale, course = telling.locale, meeting.course
    if sitting.at is None:
        return [say("sitting.over", locale)]
    told = []
    if sitting.number == 1:
        all_of_them = ", ".join(course.stage(run).title for run in sitting.steps)
        told.append(
            say(
                "sitting.begins",
                locale,
                all=len(sitting.steps),
                minutes=sitting.minutes,
                steps=blocks.escaped(all_of_them),
            )
        )
    minutes = course.stage(sitting.at).minutes
    told.append(
        say("sitting.at", locale, n=sitting.number, all=len(sitting.steps), minutes=minutes)
    )
    then = ", ".join(course.stage(run).title for run in sitting.then)
    if sitting.number > 1:
        told.append(
            say("sitting.then", locale, steps=blocks.escaped(then))
            if then
            else say("sitting.last", locale)
        )
    else:
        told.append(say("sitting.leads", locale))
    return told


def buttons(meeting: Meeting, sitting: Sitting, telling: Telling) -> list[Block]:
    """[Go on] [One step back] [Stop here] [My notes], as far as each can be done now."""
    course, run, who, locale = meeting.course, meeting.run, meeting.who, telling.locale
    names = {"partnership": str(course.pair.id), "run": str(run.id)}
    row: list[Block] = []
    if run.active and run == sitting.at:
        then = sitting.then
        text = (
            say("sitting.go_on", locale, step=course.stage(then[0]).title)
            if then
            else say("sitting.finish", locale)
        )
        row.append(blocks.button(ids.GO_ON, text, style="primary", **names))
        if run.session is None and meeting.proposal is None and talking.askable(course, run, who):
            row.append(blocks.button(ids.ASK_TALK, say("talk.suggest", locale), **names))
        if sitting.before is not None:
            back = {**names, "run": str(sitting.before.id)}
            row.append(blocks.button(ids.STEP_BACK_IN, say("sitting.back", locale), **back))
        if sitting.then:
            row.append(blocks.button(ids.STOP_SITTING, say("sitting.stop", locale), **names))
    if any(talking.may_note(course, each, who) for each in sitting.steps):
        row.append(blocks.button(ids.TALK_NOTES, say("talk.notes", locale), **names))
    for each in sitting.steps:
        if whom := replying.waiting(course, each, who):
            somebody = telling.names.get(whom[0], say("app.somebody", locale))
            words = say("reply.button_to", locale, who=somebody)
            row.append(replies.button(course, each, whom[0], words))
            break
    if course.rules.protocol.question_sets:
        row.append(blocks.button(ids.TALK_QUESTIONS, say("talk.more", locale), **names))
    return row


def stop_form(partnership: PartnershipId, run: RunId, *, key: str, locale: str) -> Block:
    """[Stop here]: what becomes of the rest."""
    choices = [
        (LATER, say("sitting.stop_later", locale)),
        (SPREAD, say("sitting.stop_spread", locale)),
    ]
    return blocks.modal(
        ids.STOP_FORM,
        say("sitting.stop_title", locale),
        [
            blocks.context(say("sitting.stop_kept", locale)),
            blocks.field(
                REST,
                say("sitting.stop_ask", locale),
                blocks.radio(REST, choices, initial=LATER),
            ),
        ],
        submit=say("sitting.stop_do", locale),
        close=say("app.back", locale),
        key=key,
        partnership=partnership,
        run=run,
    )


def notes_form(
    found: Sequence[Writing],
    entered: Mapping[RunId, Mapping[str, str]],
    *,
    run: RunId,
    key: str,
    locale: str,
    more: bool = False,
) -> Block:
    """What one would keep of each step, in one form."""
    shown: list[Block] = [blocks.context(say("sitting.notes_intro", locale))]
    hidden = False
    for each in found:
        fold = Fold(more=more, change=True)
        asked = steps.questions(each, entered.get(each.run.id, each.entered), fold, locale)
        inputs = [block for block in asked if block["type"] != "actions"]
        hidden = hidden or len(inputs) < len(asked)
        shown.append(blocks.section(f"*{blocks.escaped(each.stage.title)}*"))
        shown += [_of_step(each, block) for block in inputs]
    if hidden:
        press = blocks.button(ids.MORE_OF_SITTING, say("sitting.notes_more", locale))
        shown.append(blocks.actions(press))
    shown.append(blocks.context(say("sitting.notes_closing", locale)))
    course = found[0].course
    return blocks.modal(
        ids.SITTING_FORM,
        say("sitting.notes_title", locale),
        shown,
        submit=say("sitting.notes_keep", locale),
        close=say("app.close", locale),
        key=key,
        partnership=course.pair.id,
        run=run,
    )


def kept(course: Course, run: StageRun, who: MemberId, telling: Telling) -> Block:
    """What was kept and who may read it, step by step; then the next turn, if it may begin."""
    locale, sitting = telling.locale, sitting_on.of(course, run)
    shown: list[Block] = []
    for each in sitting.steps if sitting else ():
        part = each.part(who)
        if part is None or not part.keys:
            continue
        stage = course.stage(each)
        rule = {"on_share": "yours", "members": "all"}.get(stage.share, "self")
        text = say(f"sitting.kept_{rule}", locale, step=blocks.escaped(stage.title))
        names = {"partnership": course.pair.id, "run": each.id, "cycle": course.cycle.id}
        look = blocks.button(ids.OWN_ANSWERS, say("sitting.look", locale), **names)
        shown.append(blocks.section(text, look if rule == "yours" else None))
    title = say("sitting.kept" if shown else "sitting.notes_nothing", locale)
    shown = [blocks.section(title), *shown, *next_turn(course, who, telling)]
    return blocks.modal(
        ids.PAGE, say("step.kept_title", locale), shown, close=say("app.close", locale)
    )


def next_turn(course: Course, who: MemberId, telling: Telling) -> list[Block]:
    """The sitting of the next turn, which may begin at once."""
    locale = telling.locale
    for run in starting.startable(course, who):
        sitting = sitting_on.of(course, run)
        if sitting is not None and sitting.number == 1 and run.turn is not None and run.opens_at:
            owner = course.cycle.coachee(run)
            name = telling.names.get(owner or who, say("app.somebody", locale))
            day = days.day(run.opens_at, course.program.zone)
            text = say("sitting.next_turn", locale, who=blocks.escaped(name), day=day)
            names = {"partnership": str(course.pair.id), "run": str(run.id)}
            press = blocks.button(ids.START_NOW, say("sitting.next_now", locale), **names)
            return [blocks.divider(), blocks.section(text, press)]
    return []


def _of_step(found: Writing, block: Block) -> Block:
    """The input under a name of its own among those of other steps."""
    if block["type"] != "input":
        return block
    name = sitting_on.field(found.stage.id, str(block["block_id"]))
    return {**block, "block_id": name, "optional": True}
