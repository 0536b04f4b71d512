"""A goal's page and what its owner does there: decide, note, share; and its partner reads."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from slack_bolt.async_app import AsyncAck

from flows import copying, goal_sharing, goals, trail
from flows.goal import Decision, Goal, Source, TrailEntry, TrailWord
from flows.goal_sharing import Nobody
from flows.goals import LONGEST, STATEMENT, Empty, Gone, NoDay, Past, TooLong, Worded, longest
from flows.ids import GoalId
from flows.partnership import Partnership
from flows.ports import Lock, Reader
from flows.trail import NOTICED, Ahead, Nothing, Noticed
from handlers import answers, ids, payloads
from handlers.payloads import Answers
from handlers.seams import Block, Desk
from handlers.views import copies
from handlers.views import goal as views
from handlers.views import invitation as pages
from handlers.words import say


@dataclass(frozen=True, slots=True)
class _Page:
    """Everything that a goal's page shows."""

    found: Worded
    noted: list[Noticed]
    earlier: list[Worded]
    shared: frozenset[str]
    pair: Partnership | None

    def drawn(self, locale: str) -> Block:
        beside = copies.ahead(self.pair, locale)
        return views.page(self.found, self.noted, self.earlier, self.shared, locale, beside=beside)


async def goal_opened(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Complete] or [Open]: the goal's page, for its owner alone."""
    goal, locale = _goal(body), await desk.locale()
    page = await desk.look(lambda reader: _page(reader, desk, goal))
    if page is None:
        await ack()
        answers.whisper(body, desk, say("goal.gone", locale))
        return
    await client.views_open(trigger_id=body["trigger_id"], view=page.drawn(locale))
    await ack()


async def decided(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Reached], [Set aside]: said once, the same thank-you for both."""
    goal, who = _goal(body), desk.who
    used = payloads.action(body).get("action_id")
    decision = Decision.REACHED if used == ids.GOAL_REACHED else Decision.SET_ASIDE
    outcome = await desk.tell(
        Lock.member(who), lambda work: goals.decide(work, who, goal, decision)
    )
    locale = await desk.locale()
    view = body.get("view")
    words = say("goal_page.thanks" if isinstance(outcome, Goal) else "goal.gone", locale)
    if view is not None and isinstance(outcome, Goal):
        thanks = pages.page("goal_page.thanks_title", words, locale)
        await client.views_update(view_id=view["id"], view=thanks)
        await ack()
        return
    await ack()
    answers.whisper(body, desk, words)


async def decision_opened(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Keep], [Adjust]: the new day, and for the latter the sentence."""
    goal, who, locale = _goal(body), desk.who, await desk.locale()
    used = payloads.action(body).get("action_id")
    decision = Decision.ADJUST if used == ids.GOAL_ADJUST else Decision.KEEP
    found = await desk.look(lambda reader: goals.find(reader, who, goal))
    if not isinstance(found, Worded):
        await ack()
        answers.whisper(body, desk, say("goal.gone", locale))
        return
    form = views.decision_form(found, decision, key=desk.draw(), locale=locale)
    await _show(client, body, form)
    await ack()


async def decision_sent(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Save]: the goal kept or adjusted, with its new day; the earlier wording is kept."""
    del client
    memory, found, who = payloads.metadata(body), Answers.of(body), desk.who
    goal, locale = GoalId(memory.get("goal", "")), await desk.locale()
    adjust = memory.get("decision") == Decision.ADJUST.value
    decision = Decision.ADJUST if adjust else Decision.KEEP
    statement = found.text(STATEMENT) if adjust else None
    day = _day(found.day(views.REVIEW))
    if day is None:
        await answers.refuse(ack, {views.REVIEW: say("goal.review_missing", locale)})
        return

    outcome = await desk.tell(
        Lock.member(who),
        lambda work: goals.decide(
            work,
            who,
            goal,
            decision,
            statement=statement,
            review_on=day,
            version=payloads.number(memory.get("version")),
        ),
    )
    match outcome:
        case Goal():
            words = say("goal_page.thanks", locale)
            await answers.turn_into(ack, pages.page("goal_page.thanks_title", words, locale))
        case Past():
            await answers.refuse(ack, {views.REVIEW: say("goal.review_past", locale)})
        case NoDay():
            await answers.refuse(ack, {views.REVIEW: say("goal.review_missing", locale)})
        case TooLong(counts) if STATEMENT in counts:
            words = say("step.too_long", locale, n=counts[STATEMENT], most=longest(STATEMENT))
            await answers.refuse(ack, {STATEMENT: words})
        case Empty():
            await answers.refuse(ack, {STATEMENT: say("goal.missing", locale)})
        case Gone() | TooLong():
            await answers.refuse_all(ack, body, say("goal.gone", locale))


async def note_opened(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Add to the trail]."""
    goal, who, locale = _goal(body), desk.who, await desk.locale()
    found, today = await desk.look(
        lambda reader: (goals.find(reader, who, goal), goals.today(reader, who))
    )
    if not isinstance(found, Worded):
        await ack()
        answers.whisper(body, desk, say("goal.gone", locale))
        return
    form = views.note_form(goal, today.isoformat(), key=desk.draw(), locale=locale)
    await _show(client, body, form)
    await ack()


async def noted(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Save]: one more entry; the form turns into the goal's page with it."""
    del client
    found, who = Answers.of(body), desk.who
    goal, locale = GoalId(payloads.metadata(body).get("goal", "")), await desk.locale()
    words = {w.value: w for w in TrailWord}
    sources = {s.value: s for s in Source}
    outcome = await desk.tell(
        Lock.member(who),
        lambda work: trail.note_progress(
            work,
            who,
            goal,
            found.text(NOTICED),
            words.get(found.choice(views.WORD) or ""),
            sources.get(found.choice(views.SOURCE) or "", Source.SELF),
            _day(found.day(views.ON)),
        ),
    )
    match outcome:
        case TrailEntry():
            page = await desk.look(lambda reader: _page(reader, desk, goal))
            if page is not None:
                await answers.turn_into(ack, page.drawn(locale))
        case TooLong(counts):
            words_too_long = say("step.too_long", locale, n=counts[NOTICED], most=LONGEST)
            await answers.refuse(ack, {NOTICED: words_too_long})
        case Nothing():
            await answers.refuse(ack, {NOTICED: say("goal_page.nothing", locale)})
        case Ahead():
            await answers.refuse(ack, {views.ON: say("goal_page.ahead", locale)})
        case Gone():
            await answers.refuse(ack, {NOTICED: say("goal.gone", locale)})


async def part_shared(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Share] beside one part: the partner can read it, and hears that something is there."""
    pressed, who = payloads.value(body), desk.who
    goal, part = GoalId(pressed.get("goal", "")), pressed.get("part", "")
    outcome = await desk.tell(
        Lock.member(who), lambda work: goal_sharing.share(work, who, goal, part)
    )
    locale, view = await desk.locale(), body.get("view")
    page = await desk.look(lambda reader: _page(reader, desk, goal))
    if isinstance(outcome, Goal) and page is not None and view is not None:
        await client.views_update(view_id=view["id"], view=page.drawn(locale))
    await ack()
    match outcome:
        case Goal():
            answers.whisper(body, desk, say("goal_page.share_done", locale))
        case Nobody():
            answers.whisper(body, desk, say("goal_page.share_none", locale))
        case Gone():
            answers.whisper(body, desk, say("goal.gone", locale))


async def part_taken_back(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Take it back] beside a shared part: it is its owner's alone again, and nobody is told."""
    pressed, who = payloads.value(body), desk.who
    goal, part = GoalId(pressed.get("goal", "")), pressed.get("part", "")
    outcome = await desk.tell(
        Lock.member(who), lambda work: goal_sharing.take_back(work, who, goal, part)
    )
    locale, view = await desk.locale(), body.get("view")
    page = await desk.look(lambda reader: _page(reader, desk, goal))
    if page is not None and view is not None:
        await client.views_update(view_id=view["id"], view=page.drawn(locale))
    await ack()
    words = "goal_page.unshare_done" if isinstance(outcome, Goal) else "goal.gone"
    answers.whisper(body, desk, say(words, locale))


async def shared_read(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Read]: what a partner shared of their goal."""
    goal, who, locale = _goal(body), desk.who, await desk.locale()
    shown = await desk.look(lambda reader: goal_sharing.shown_to(reader, who, goal))
    if shown is None:
        await ack()
        answers.whisper(body, desk, say("goal_page.read_gone", locale))
        return
    view = views.shared_page(shown.texts, shown.noted, locale)
    await client.views_open(trigger_id=body["trigger_id"], view=view)
    if copying.on(shown.pair):
        await desk.tell(
            Lock.partnership(shown.pair.id), lambda work: goal_sharing.opened(work, who, goal)
        )
    await ack()


def _page(reader: Reader, desk: Desk, goal: GoalId) -> _Page | None:
    found = goals.find(reader, desk.who, goal)
    if not isinstance(found, Worded):
        return None
    known = found.goal
    return _Page(
        found,
        list(trail.of(reader, known)),
        [goals.worded(reader, known, v) for v in range(known.version - 1, 0, -1)],
        goal_sharing.shared(reader, known),
        reader.partnerships.get(known.partnership) if known.partnership else None,
    )


async def _show(client: Any, body: dict[str, Any], form: Block) -> None:
    """In place of the page that it was pressed on, or as a form of its own."""
    view = body.get("view")
    if view is not None and view.get("type") == "modal":
        await client.views_update(view_id=view["id"], view=form)
    else:
        await client.views_open(trigger_id=body["trigger_id"], view=form)


def _goal(body: dict[str, Any]) -> GoalId:
    return GoalId(payloads.value(body).get("goal", ""))


def _day(picked: str | None) -> date | None:
    try:
        return date.fromisoformat(picked or "")
    except ValueError:
        return None
