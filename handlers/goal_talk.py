"""`/coach-goal`: a goal in conversation, in the box, in a form, or by what was typed."""

from collections.abc import Callable
from typing import Any

from slack_bolt.async_app import AsyncAck

from flows import goal_talk, goals
from flows.draft import Draft
from flows.goal import Goal
from flows.goal_talk import READY, REVIEW, Late, NotADay, NotAMember, Talk
from flows.goals import Empty, Gone, Past, TooLong, Worded, longest
from flows.ids import DraftId, GoalId
from flows.ports import Lock, Reader, Work
from handlers import answers, expertise, payloads
from handlers.payloads import Answers
from handlers.seams import Block, Desk
from handlers.views import blocks
from handlers.views import goal_talk as views
from handlers.views import invitation as pages
from handlers.words import say

Outcome = Talk | goal_talk.Refused | Gone


async def goal_asked(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """`/coach-goal`: the first question, or where it was left; with several goals, which one."""
    del body, client
    who, locale = desk.who, await desk.locale()
    there, begun = await desk.look(lambda reader: _there(reader, desk))
    if len(there) + len(begun) > 1 or any(found.goal.review_on for found in there):
        message = views.chosen(there, begun, locale)
        await ack(text=message.text, blocks=[*message.blocks, *await expertise.row(desk)])
        return
    goal = begun[0].goal if begun else there[0].goal.id if there else None
    known = goal if there else None

    def begin(work: Work) -> Talk | Gone | NotAMember:
        return goal_talk.begin(work, who, known)

    outcome = await desk.tell(Lock.member(who), begin)
    match outcome:
        case Talk():
            text = say("goal_talk.goes_on" if begun else "goal_talk.begun", locale)
            row = await expertise.row(desk)
            await ack(text=text, blocks=[blocks.section(text), *row] if row else None)
        case NotAMember():
            await ack(text=say("goal_talk.not_a_member", locale))
        case Gone():
            await ack(text=say("goal.gone", locale))


def _there(reader: Reader, desk: Desk) -> tuple[list[Worded], list[Draft]]:
    """The goals that this person has, and the conversations about none of them."""
    return goals.mine(reader, desk.who), goal_talk.about_new(reader, desk.who)


async def goal_begun(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Go on], [A new goal], [Change or complete it]: in the conversation, or in a form on Home."""
    view, locale = body.get("view"), await desk.locale()
    pressed, who = payloads.value(body), desk.who
    goal = GoalId(pressed["goal"]) if pressed.get("goal") else None
    draft = DraftId(pressed.get("draft", ""))

    def begin(work: Work) -> Talk | Gone | NotAMember:
        found = goal_talk.look(work, who, draft) if draft else None
        about = goal or (found.draft.goal if found else None)
        known = about if about and work.goals.get(about) else None
        return goal_talk.begin(work, who, known, in_form=view is not None)

    outcome = await desk.tell(Lock.member(who), begin)
    if isinstance(outcome, Talk) and view is not None:
        form = next_form(outcome, desk, locale)
        if view.get("type") == "home":
            await client.views_open(trigger_id=body["trigger_id"], view=form)
        else:
            await client.views_update(view_id=view["id"], view=form)
    await ack()
    match outcome:
        case Talk():
            pass  # The question has come, or the form has.
        case NotAMember():
            answers.whisper(body, desk, say("goal_talk.not_a_member", locale))
        case Gone():
            answers.whisper(body, desk, say("goal.gone", locale))


async def box_answered(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Send] under a question's box: kept, or a form that says what is the matter."""
    who, (draft, version) = desk.who, _pressed(body)
    found = Answers.of(body)
    given = {step: found.day(step) or found.text(step) for step in found.values}
    outcome = await desk.tell(
        Lock.member(who), lambda work: goal_talk.answer(work, who, draft, version, given)
    )
    if isinstance(outcome, TooLong):
        talk = await desk.look(lambda reader: goal_talk.look(reader, who, draft))
        if talk is not None:
            view = views.form(
                talk,
                key=desk.draw(),
                locale=await desk.locale(),
                entered=given,
                counts=outcome.counts,
            )
            await client.views_open(trigger_id=body["trigger_id"], view=view)
        await ack()
        return
    await ack()
    await _explain(body, desk, outcome)


async def moved_back(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Back]: the question before."""
    await _move(ack, body, client, desk, goal_talk.back)


async def skipped(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Skip]: the next question."""
    await _move(ack, body, client, desk, goal_talk.skip)


async def put_aside(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Save for later]: it goes on where it was."""
    await _move(ack, body, client, desk, goal_talk.save)


async def stopped(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Stop]: the answers of this conversation are erased."""
    await _move(ack, body, client, desk, goal_talk.stop)


async def question_chosen(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Change it], [Just pick the day]: that question out of turn, in the form if it is open."""
    step, view = payloads.value(body).get("step", ""), body.get("view")
    if view is None:
        await _move(
            ack, body, client, desk, lambda work, who, d, v: goal_talk.ask(work, who, d, v, step)
        )
        return
    who, (draft, version) = desk.who, _pressed(body)
    outcome = await desk.tell(
        Lock.member(who),
        lambda work: goal_talk.ask(work, who, draft, version, step, in_form=True),
    )
    await _show_in_form(ack, body, client, desk, outcome)


async def day_taken(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """One of the two days that the advice offers."""
    day, view = payloads.value(body).get("day", ""), body.get("view")
    who, (draft, version) = desk.who, _pressed(body)
    outcome = await desk.tell(
        Lock.member(who),
        lambda work: goal_talk.answer(
            work, who, draft, version, {REVIEW: day}, in_form=view is not None
        ),
    )
    if view is None:
        await ack()
        await _explain(body, desk, outcome)
    else:
        await _show_in_form(ack, body, client, desk, outcome)


async def form_opened(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Several at once]: up to three questions in a form; what was answered stands in it."""
    who, (draft, version) = desk.who, _pressed(body)
    talk = await desk.look(lambda reader: goal_talk.look(reader, who, draft))
    if talk is None or talk.draft.version != version:
        await ack()
        await _explain(body, desk, Late(talk))
        return
    view = views.form(talk, key=desk.draw(), locale=await desk.locale())
    if body.get("view") is None:
        await client.views_open(trigger_id=body["trigger_id"], view=view)
    else:
        await client.views_update(view_id=body["view"]["id"], view=view)
    await ack()


async def form_sent(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Save and go on]: kept; the form shows what comes next, or that nothing more is needed."""
    del client
    who, memory, found = desk.who, payloads.metadata(body), Answers.of(body)
    draft, version = DraftId(memory.get("draft", "")), _number(memory.get("version"))
    given = {step: found.day(step) or found.text(step) for step in found.values}
    locale = await desk.locale()
    outcome = await desk.tell(
        Lock.member(who),
        lambda work: goal_talk.answer(work, who, draft, version, given, in_form=True),
    )
    match outcome:
        case Talk():
            await answers.turn_into(ack, next_form(outcome, desk, locale))
        case TooLong(counts):
            await answers.refuse(
                ack,
                {
                    step: say("step.too_long", locale, n=n, most=longest(step))
                    for step, n in counts.items()
                },
            )
        case Past():
            await answers.refuse(ack, {REVIEW: say("goal_talk.past_day", locale)})
        case NotADay():
            await answers.refuse(ack, {REVIEW: say("goal_talk.not_a_day", locale)})
        case Empty():
            await answers.refuse_all(ack, body, say("goal.missing", locale))
        case Late(talk):
            key = "goal_talk.late_form" if talk else "goal_talk.late_over"
            await answers.refuse_all(ack, body, say(key, locale))


async def goal_set(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Set this goal] under a question."""
    del client
    who, (draft, version) = desk.who, _pressed(body)
    outcome = await desk.tell(
        Lock.member(who), lambda work: goal_talk.finish(work, who, draft, version)
    )
    await ack()
    if not isinstance(outcome, Goal):
        await _explain(body, desk, outcome)


async def ready_sent(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Set this goal] in the form, with the day that stands there."""
    del client
    who, memory = desk.who, payloads.metadata(body)
    draft, version = DraftId(memory.get("draft", "")), _number(memory.get("version"))
    day = Answers.of(body).day(REVIEW)
    outcome = await desk.tell(
        Lock.member(who), lambda work: goal_talk.finish(work, who, draft, version, day)
    )
    locale = await desk.locale()
    match outcome:
        case Goal():
            words = say("goal.saved", locale)
            await answers.turn_into(ack, pages.page("step.kept_title", words, locale))
        case Past():
            await answers.refuse(ack, {REVIEW: say("goal_talk.past_day", locale)})
        case NotADay():
            await answers.refuse(ack, {REVIEW: say("goal.review_missing", locale)})
        case Late(talk):
            key = "goal_talk.late_form" if talk else "goal_talk.late_over"
            await answers.refuse_all(ack, body, say(key, locale))
        case Empty() | TooLong():
            await answers.refuse_all(ack, body, say("goal_talk.no_statement", locale))
        case Gone():
            await answers.refuse_all(ack, body, say("goal.gone", locale))


async def _move(
    ack: AsyncAck,
    body: dict[str, Any],
    client: Any,
    desk: Desk,
    step: Callable[[Work, Any, DraftId, int], Talk | Late],
) -> None:
    del client
    who, (draft, version) = desk.who, _pressed(body)
    outcome = await desk.tell(Lock.member(who), lambda work: step(work, who, draft, version))
    await ack()
    await _explain(body, desk, outcome)


async def _show_in_form(
    ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk, outcome: Outcome
) -> None:
    """The form that is open shows what came of a press in it; what it cannot show is said."""
    if isinstance(outcome, Talk):
        view = next_form(outcome, desk, await desk.locale())
        await client.views_update(view_id=body["view"]["id"], view=view)
    await ack()
    await _explain(body, desk, outcome)


def next_form(talk: Talk, desk: Desk, locale: str) -> Block:
    """What a form turns into: nothing more is needed, or the next questions."""
    view = views.ready if talk.draft.asked == READY else views.form
    return view(talk, key=desk.draw(), locale=locale)


async def _explain(body: dict[str, Any], desk: Desk, outcome: Outcome) -> None:
    """Says where it was pressed why nothing changed; what went well shows by itself."""
    key = explained(outcome)
    if key is not None:
        answers.whisper(body, desk, say(key, await desk.locale()))


def explained(outcome: Outcome) -> str | None:
    """The catalogue's key of why nothing changed."""
    match outcome:
        case Talk():
            return None
        case Late(talk):
            return "goal_talk.late" if talk else "goal_talk.late_over"
        case Empty():
            return "goal_talk.empty"
        case Past():
            return "goal_talk.past_day"
        case NotADay():
            return "goal_talk.not_a_day"
        case TooLong():
            return "goal_talk.no_statement"
        case Gone():
            return "goal.gone"


def _pressed(body: dict[str, Any]) -> tuple[DraftId, int]:
    pressed = payloads.value(body)
    return DraftId(pressed.get("draft", "")), _number(pressed.get("version"))


def _number(text: str | None) -> int:
    return int(text) if text is not None and text.isdecimal() else 0
