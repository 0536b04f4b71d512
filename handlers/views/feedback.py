"""Notes on a visit: checked and released by their author, read and answered by who was visited."""

from collections.abc import Mapping

from flows.advising import Hint
from flows.coaching import Course
from flows.feedback import Opened, Waits
from flows.goals import Worded
from flows.ids import MemberId
from flows.notes import Counts
from flows.showing import Answer
from flows.stage import PartState, StageRun
from flows.writing import Writing
from handlers import ids
from handlers.seams import Block, Message, Telling
from handlers.views import answers, blocks, copies
from handlers.views import step as steps
from handlers.views.step import Fold
from handlers.words import say

ANSWER_FIRST = ("response", "reply", "step", "when", "goal")
"""What stands below the notes at once (practice B0, 7)."""

GOAL = "goal"
STATEMENT = "goal_statement"
REVIEW = "goal_review"
ADJUST = "adjust"
ADDED = "added"


def review(
    found: Writing,
    answered: list[Answer],
    advice: tuple[Hint, ...],
    *,
    key: str,
    telling: Telling,
) -> Block:
    """The note as it would be read, with at most two pieces of advice: [Edit] or [Release]."""
    locale = telling.locale
    others = _coachee(found.course, found.run, telling)
    shown = [
        *steps.hint_blocks(advice, locale),
        blocks.section(say("note.will_read", locale, who=others)),
        *answers.lines(answered, locale),
        blocks.actions(steps.edit_button(found, locale)),
        blocks.context(say("note.until_release", locale, who=others)),
        *copies.ahead(found.course.pair, locale),
    ]
    return blocks.modal(
        ids.RELEASE_FORM,
        found.stage.title,
        shown,
        submit=say("write.as_it_is" if advice else "note.release", locale),
        close=say("note.later", locale),
        key=key,
        partnership=found.course.pair.id,
        run=found.run.id,
    )


def released_page(course: Course, run: StageRun, telling: Telling) -> Block:
    """The note is on its way; it can be taken back until it is opened."""
    locale, who = telling.locale, _coachee(course, run, telling)
    back = blocks.button(
        ids.RECALL, say("note.recall", locale), partnership=course.pair.id, run=run.id
    )
    return blocks.modal(
        ids.PAGE,
        course.stage(run).title,
        [blocks.section(say("note.released", locale, who=who)), blocks.actions(back)],
        close=say("app.done", locale),
    )


def words_form(
    found: Writing,
    entered: Mapping[str, str],
    *,
    note: str,
    key: str,
    locale: str,
    fold: Fold | None = None,
) -> Block:
    """Own first words before the notes: [Read the notes], or [Skip] and read (INV-12)."""
    where = {"partnership": found.course.pair.id, "note": note, "run": found.run.id}
    skip = blocks.button(ids.WAIVE_WORDS, say("answer.skip", locale), **where)
    return steps.form(
        found,
        entered,
        key=key,
        locale=locale,
        fold=fold,
        callback=ids.WORDS_FORM,
        lead=[blocks.section(say("answer.words_first", locale))],
        tail=[blocks.actions(skip)],
        submit="answer.read",
        skips=False,
        note=note,
    )


def answer_form(
    found: Opened,
    entered: Mapping[str, str],
    goal: Worded | None,
    *,
    key: str,
    telling: Telling,
    fold: Fold | None = None,
    talk: Block | None = None,
) -> Block:
    """The notes, and below them the reply, the next step and the goal's question."""
    locale = telling.locale
    lead = notes(found, telling)
    if talk is not None:
        lead.append(blocks.actions(talk))
    if found.answer is None:
        closing = "answer.after_talk" if _talk_ahead(found) else "answer.answered"
        lead.append(blocks.context(say(closing, locale)))
        return blocks.modal(
            ids.PAGE, found.course.stage(found.run).title, lead, close=say("app.close", locale)
        )
    view = steps.form(
        found.answer,
        entered,
        key=key,
        locale=locale,
        fold=fold,
        callback=ids.ANSWER_FORM,
        lead=lead,
        first=ANSWER_FIRST,
        submit="answer.send",
        note=found.run.id,
        cycle=found.course.cycle.id,
    )
    view["blocks"] = _with_goal(view["blocks"], entered, goal, locale)
    return view


def notes(found: Opened, telling: Telling) -> list[Block]:
    """The notes with the log of the visit, by author, facts first."""
    shown = answers.by_author(found.notes, telling)
    if found.log:
        shown.append(blocks.section(say("note.log", telling.locale)))
        shown += answers.by_author(found.log, telling)
    return shown


def added_form(course: Course, run: StageRun, *, key: str, locale: str) -> Block:
    """One more note below what was opened."""
    prompt = course.stage(run).prompt(ADDED)
    return blocks.modal(
        ids.ADDED_FORM,
        course.stage(run).title,
        [
            blocks.field(
                ADDED,
                prompt.ask if prompt else say("note.add", locale),
                blocks.typed(ADDED),
                hint=prompt.starter if prompt else None,
            )
        ],
        submit=say("note.add", locale),
        close=say("app.close", locale),
        key=key,
        partnership=course.pair.id,
        cycle=course.cycle.id,
        run=run.id,
    )


def released(
    course: Course, run: StageRun, by: MemberId, counts: Counts, telling: Telling
) -> Message:
    """Notes are there: how many facts and questions, how many minutes; nothing of what they say."""
    locale = telling.locale
    parts = [
        say("note.facts", locale, n=counts.facts),
        say("note.questions", locale, n=counts.questions),
        say("note.suggestions", locale, n=counts.suggestions),
        say("note.minutes", locale, n=counts.minutes),
    ]
    numbers = (counts.facts, counts.questions, counts.suggestions, counts.minutes)
    said = ", ".join(part for part, n in zip(parts, numbers, strict=True) if n)
    who = blocks.escaped(telling.names.get(by, say("app.somebody", locale)))
    text = say("note.message", locale, who=who, counts=said)
    return Message(text, [blocks.section(text), blocks.actions(read_button(course, run, locale))])


def read_already(course: Course, run: StageRun, by: MemberId, telling: Telling) -> Message:
    """The notes are answered; they can be read again."""
    locale = telling.locale
    who = blocks.escaped(telling.names.get(by, say("app.somebody", locale)))
    text = say("note.message_over", locale, who=who)
    again = blocks.button(
        ids.READ_NOTES,
        say("note.read_again", locale),
        partnership=course.pair.id,
        cycle=course.cycle.id,
        run=run.id,
    )
    return Message(text, [blocks.section(text, again)])


def read_button(course: Course, run: StageRun, locale: str) -> Block:
    """[Read and answer]."""
    return blocks.button(
        ids.READ_NOTES,
        say("note.read", locale),
        style="primary",
        partnership=course.pair.id,
        cycle=course.cycle.id,
        run=run.id,
    )


def desk(found: list[Waits], who: MemberId, telling: Telling) -> list[Block]:
    """What of feedback waits: notes to write, notes to read, what this person released."""
    shown: list[Block] = []
    for each in found:
        shown += [_to_write(each.course, run, telling) for run in each.to_write]
        shown += _to_read(each, telling)
        shown += [_sent(each.course, run, who, telling) for run in each.sent]
        shown += _shared(each, telling)
        shown += [_own(each.course, run, telling.locale) for run in each.own]
    return shown


def at_home(found: Waits, who: MemberId, telling: Telling) -> list[Block]:
    """What of it stands on the Home: to read, still to be taken back, shared by partners."""
    back = [run for run in found.sent if _state(run, who) is PartState.RELEASED]
    sent = [_sent(found.course, run, who, telling) for run in back]
    return [*_to_read(found, telling), *sent, *_shared(found, telling)[:MOST_AT_HOME]]


MOST_AT_HOME = 2
"""So many shared steps stand on the Home; the command has them all."""


def answer(found: list[Waits], who: MemberId, telling: Telling) -> Message:
    """`/coach-feedback`, as a private line under the command."""
    locale = telling.locale
    title = say("feedback.title", locale)
    waits = desk(found, who, telling)
    nothing = [blocks.section(say("feedback.nothing", locale))]
    return Message(title, [blocks.section(f"*{title}*"), *(waits or nothing)])


def _sent(course: Course, run: StageRun, who: MemberId, telling: Telling) -> Block:
    locale, part = telling.locale, run.part(who)
    to = _coachee(course, run, telling)
    where = {"partnership": course.pair.id, "cycle": course.cycle.id, "run": run.id}
    if part is not None and part.state is PartState.RELEASED:
        back = blocks.button(ids.RECALL, say("note.recall", locale), **where)
        return blocks.section(say("feedback.sent", locale, who=to), back)
    add = blocks.button(ids.ADD_NOTE, say("note.add", locale), **where)
    return blocks.section(say("feedback.opened", locale, who=to), add)


def _to_write(course: Course, run: StageRun, telling: Telling) -> Block:
    locale = telling.locale
    write = blocks.button(
        ids.OPEN_STEP,
        say("note.write", locale),
        style="primary",
        partnership=course.pair.id,
        run=run.id,
    )
    to = _coachee(course, run, telling)
    return blocks.section(say("feedback.to_write", locale, who=to), write)


def _to_read(found: Waits, telling: Telling) -> list[Block]:
    return [
        blocks.section(
            say("feedback.to_read", telling.locale, who=_authors(run, telling)),
            read_button(found.course, run, telling.locale),
        )
        for run in found.to_read
    ]


def _shared(found: Waits, telling: Telling) -> list[Block]:
    course, locale = found.course, telling.locale
    return [
        blocks.section(
            say("feedback.shared", locale, step=blocks.escaped(course.stage(run).title)),
            answers.read_button(course, run.id, locale),
        )
        for run in found.shared
    ]


def _own(course: Course, run: StageRun, locale: str) -> Block:
    look = blocks.button(
        ids.OWN_ANSWERS,
        say("feedback.look", locale),
        partnership=course.pair.id,
        cycle=course.cycle.id,
        run=run.id,
    )
    step = blocks.escaped(course.stage(run).title)
    return blocks.section(say("feedback.own", locale, step=step), look)


def _state(run: StageRun, who: MemberId) -> PartState | None:
    part = run.part(who)
    return part.state if part else None


def _talk_ahead(found: Opened) -> bool:
    return any(
        run.turn == found.run.turn
        and found.course.stage(run).done == "held"
        and run.taken
        and not run.finished
        for run in found.course.cycle.runs
    )


def _with_goal(
    shown: list[Block], entered: Mapping[str, str], goal: Worded | None, locale: str
) -> list[Block]:
    """Below the goal's question the goal itself; *adjust* asks for its new sentence and day."""
    found: list[Block] = []
    for block in shown:
        if block.get("block_id") != GOAL:
            found.append(block)
            continue
        if goal is None:
            continue
        found += [blocks.literal(goal.statement), {**block, "dispatch_action": True}]
        found[-1]["element"] = {**block["element"], "action_id": ids.GOAL_VERDICT}
        if entered.get(GOAL) == ADJUST:
            found.append(
                blocks.field(
                    STATEMENT,
                    say("goal.statement", locale),
                    blocks.typed(STATEMENT, initial=entered.get(STATEMENT) or goal.statement),
                )
            )
            found.append(
                blocks.field(
                    REVIEW, say("goal.review", locale), blocks.dates(REVIEW, entered.get(REVIEW))
                )
            )
    return found


def _coachee(course: Course, run: StageRun, telling: Telling) -> str:
    nobody = say("app.somebody", telling.locale)
    coachee = course.cycle.coachee(run)
    return blocks.escaped(telling.names.get(coachee, nobody)) if coachee else nobody


def _authors(run: StageRun, telling: Telling) -> str:
    nobody = say("app.somebody", telling.locale)
    return ", ".join(blocks.escaped(telling.names.get(m, nobody)) for m in run.members)
