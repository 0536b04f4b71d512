"""A goal in conversation: the question with its box, several at once in a form, and the end."""

from collections.abc import Mapping, Sequence
from datetime import date

from flows.advice import Hint
from flows.draft import Draft, DraftState
from flows.goal import Goal
from flows.goal_talk import READY, REQUIRED, REVIEW, STEPS, Talk, step_of
from flows.goals import STATEMENT, Worded, longest
from flows.ids import DraftId
from handlers import ids
from handlers.seams import Block, Message
from handlers.views import blocks, days
from handlers.words import say


def question(talk: Talk, locale: str) -> Message:
    """What is asked now, with its box and every way out (practice A8)."""
    text = asked(talk.draft.asked, locale)
    shown = [block for hint in talk.hints for block in _hint(talk, hint, locale)]
    shown.append(blocks.section(f"*{text}*"))
    if talk.draft.asked == READY:
        return Message(text, [*shown, blocks.actions(*_ways(talk, locale))])
    if talk.answers.get(talk.draft.asked, "").strip():
        shown.append(blocks.context(say("goal_talk.kept_before", locale)))
    shown.append(_box(talk, locale))
    send = _press(talk, ids.GOAL_ANSWER, "send", locale, style="primary")
    return Message(text, [*shown, blocks.actions(send, *_ways(talk, locale))])


def past(step: str, locale: str) -> Message:
    """A question that the conversation left behind."""
    text = (
        say("goal_talk.past", locale, question=asked(step, locale))
        if step in STEPS
        else say("goal_talk.past_plain", locale)
    )
    return Message(text, [blocks.section(text)])


def over(talk: Talk, goal: Goal | None, locale: str) -> Message:
    """What became of the conversation."""
    if talk.draft.state is DraftState.SET and goal is not None and goal.review_on is not None:
        text = say("goal_talk.settled", locale, day=days.plainly(goal.review_on))
        press = blocks.button(ids.OPEN_GOAL, say("goal_talk.open", locale), goal=goal.id)
        return Message(text, [blocks.section(text), blocks.actions(press)])
    if talk.draft.state is DraftState.SAVED:
        text = say("goal_talk.saved", locale)
        return Message(text, [blocks.section(text), blocks.actions(go_on(talk.draft.id, locale))])
    text = say("goal_talk.stopped", locale)
    return Message(text, [blocks.section(text)])


def chosen(mine: Sequence[Worded], begun: Sequence[Draft], locale: str) -> Message:
    """Which goal: they are told apart by their days, since a message holds nobody's words."""
    text = say("goal_talk.choose", locale)
    shown = [blocks.section(text)]
    for found in mine:
        goal = found.goal
        draft = goal.review_on is None
        day = days.plainly(goal.review_on or goal.made_at.date())
        line = say("goal_talk.one_draft" if draft else "goal_talk.one_set", locale, day=day)
        press = blocks.button(ids.OPEN_GOAL, say("goal_talk.open", locale), goal=goal.id)
        shown.append(blocks.section(line, press))
    for each in begun:
        line = say("goal_talk.one_begun", locale, day=days.plainly(each.begun_at.date()))
        shown.append(blocks.section(line, go_on(each.id, locale)))
    if not begun:
        new = blocks.button(ids.GOAL_BEGIN, say("goal_talk.new", locale))
        shown.append(blocks.actions(new))
    return Message(text, shown)


def waiting(draft: DraftId, locale: str) -> Block:
    """On the Home: a conversation about a new goal waits."""
    return blocks.section(say("goal_talk.waits", locale), go_on(draft, locale))


def go_on(draft: DraftId, locale: str) -> Block:
    """The button that asks again where the conversation was left."""
    return blocks.button(ids.GOAL_BEGIN, say("goal_talk.go_on", locale), draft=draft)


def form(
    talk: Talk,
    *,
    key: str,
    locale: str,
    entered: Mapping[str, str] | None = None,
    counts: Mapping[str, int] | None = None,
) -> Block:
    """Up to three questions at once, with what was answered before; `counts`: what is too long."""
    answers = {**talk.answers, **(entered or {})}
    asked_now = tuple(entered) if counts and entered else talk.together
    shown: list[Block] = [blocks.context(say("goal_talk.only_you", locale))]
    for step in asked_now:
        if counts and step in counts:
            words = say("step.too_long", locale, n=counts[step], most=longest(step))
            shown.append({"type": "alert", "level": "warning", "text": blocks.plain(words)})
        shown.append(_input(step, answers.get(step, ""), locale))
    shown.append(blocks.context(say("goal_talk.losing", locale)))
    return blocks.modal(
        ids.GOAL_STEPS_FORM,
        say("goal_talk.title", locale),
        shown,
        submit=say("goal_talk.next", locale),
        close=say("app.close", locale),
        key=key,
        **_named(talk),
    )


def ready(talk: Talk, *, key: str, locale: str) -> Block:
    """Everything that is needed is there: advice, the day once more, and [Set this goal]."""
    shown: list[Block] = []
    for hint in talk.hints:
        shown += _hint(talk, hint, locale)
    if talk.hints:
        shown.append(blocks.context(say("goal_talk.advice", locale)))
    shown.append(blocks.literal(talk.answers.get(STATEMENT, "")))
    shown.append(_input(REVIEW, talk.answers.get(REVIEW, ""), locale))
    more = _press(talk, ids.GOAL_IN_FORM, "in_form", locale)
    shown.append(blocks.actions(more))
    return blocks.modal(
        ids.GOAL_READY_FORM,
        say("goal_talk.ready_title", locale),
        shown,
        submit=say("goal_talk.set", locale),
        close=say("goal_talk.later", locale),
        key=key,
        **_named(talk),
    )


def asked(step: str, locale: str) -> str:
    """The question."""
    return say(f"goal_talk.ask.{step}", locale)


def label(step: str, locale: str) -> str:
    """What an answer is, on a goal's page."""
    return say(f"goal_talk.label.{step}", locale)


def _ways(talk: Talk, locale: str) -> list[Block]:
    """Back, skip, the short way to the end, the form, save for later, stop."""
    found = []
    step = talk.draft.asked
    if step != STEPS[0]:
        found.append(_press(talk, ids.GOAL_BACK, "back", locale))
    if step != READY:
        found.append(_press(talk, ids.GOAL_SKIP, "skip", locale))
    if talk.settled:
        style = "primary" if step == READY else None
        found.append(_press(talk, ids.GOAL_SET, "set", locale, style=style))
    elif talk.answers.get(STATEMENT, "").strip() and step != REVIEW:
        found.append(_press(talk, ids.GOAL_ASK, "just_day", locale, step=REVIEW))
    found.append(_press(talk, ids.GOAL_IN_FORM, "in_form", locale))
    found.append(_press(talk, ids.GOAL_LATER, "later", locale))
    found.append(_press(talk, ids.GOAL_STOP, "stop", locale))
    return found


def _named(talk: Talk) -> dict[str, str]:
    """Which draft it is, and as it was when it was shown."""
    return {"draft": talk.draft.id, "version": str(talk.draft.version)}


def _press(
    talk: Talk, action: str, words: str, locale: str, *, style: str | None = None, **more: str
) -> Block:
    return blocks.button(
        action,
        say(f"goal_talk.{words}", locale),
        style=style,
        **_named(talk),
        **more,
    )


def _hint(talk: Talk, hint: Hint, locale: str) -> list[Block]:
    """One piece of advice with a way to follow it; D8 offers its two dates."""
    edit = _press(talk, ids.GOAL_ASK, "edit", locale, step=step_of(hint))
    if hint.between is None:
        return [blocks.section(say(hint.words, locale), edit)]
    first, last = hint.between
    text = say(hint.words, locale, a=days.plainly(first), b=days.plainly(last))
    take = [
        _take(talk, ids.GOAL_TAKE_FIRST, first, locale),
        _take(talk, ids.GOAL_TAKE_LAST, last, locale),
    ]
    return [blocks.section(text), blocks.actions(*take)]


def _take(talk: Talk, action: str, day: date, locale: str) -> Block:
    return blocks.button(
        action,
        say("goal_talk.take", locale, day=days.plainly(day)),
        **_named(talk),
        day=day.isoformat(),
    )


def _box(talk: Talk, locale: str) -> Block:
    """The box inside the message; what was answered before is read in the form, never here."""
    step = talk.draft.asked
    element = blocks.dates(step) if step == REVIEW else blocks.typed(step)
    return blocks.field(
        step,
        say("goal_talk.box", locale),
        element,
        optional=True,
        hint=say("goal_talk.only_you", locale),
    )


def _input(step: str, earlier: str, locale: str) -> Block:
    element = (
        blocks.dates(step, earlier or None)
        if step == REVIEW
        else blocks.typed(step, initial=earlier)
    )
    return blocks.field(step, asked(step, locale), element, optional=step not in REQUIRED)
