"""The card of one visit or talk: when, where, what is asked for, and what can be done about it."""

from collections.abc import Iterable

from flows import sitting_on, talking
from flows.meetings import Meeting
from flows.protocol import Prompt
from handlers import ids
from handlers.seams import Block, Message, Telling
from handlers.views import blocks, times, visit
from handlers.views import talk as talks
from handlers.words import say


def card(
    meeting: Meeting, telling: Telling, extra: list[Block], first: Iterable[Block] = ()
) -> Block:
    """One visit or talk, for one member; `extra` stands before what can be done about it."""
    locale = telling.locale
    title = say("visit.title_visit", locale)
    if not meeting.is_visit:
        title = meeting.course.stage(meeting.run).title
    shown = [*first, *_times(meeting, telling), *_place(meeting, locale), *_asked(meeting), *extra]
    rows = _rows(meeting, telling)
    return blocks.modal(
        ids.PAGE,
        title,
        [*shown, *([blocks.actions(*rows)] if rows else [])],
        close=say("app.close", locale),
        partnership=meeting.course.pair.id,
        run=meeting.run.id,
    )


def observe(rows: list[Block], locale: str) -> Message:
    """`/coach-observe`: what is settled, suggested or wants a time."""
    title = say("visit.observe_title", locale)
    nothing = blocks.section(say("visit.observe_none", locale))
    return Message(title, [blocks.section(f"*{title}*"), *(rows or [nothing])])


def _times(meeting: Meeting, telling: Telling) -> list[Block]:
    locale, who, session = telling.locale, meeting.who, meeting.run.session
    shown: list[Block] = []
    if session is not None:
        time = times.for_reader(
            session.start, who, meeting.zones, telling.names, locale, end=session.end
        )
        shown.append(blocks.section(say("visit.when", locale, time=blocks.escaped(time))))
    asked = meeting.proposal
    if asked is not None:
        time = times.for_reader(
            asked.start, who, meeting.zones, telling.names, locale, end=asked.end
        )
        by = blocks.escaped(telling.names.get(asked.by, say("app.somebody", locale)))
        key = "visit.you_suggested" if asked.by == who else "visit.suggested_by"
        facts = {"time": blocks.escaped(time), **({} if asked.by == who else {"who": by})}
        shown.append(blocks.section(say(key, locale, **facts)))
        if meeting.asks_me:
            yes, other, _ = visit.answers(asked, locale)
            shown.append(blocks.actions(yes, other))
        elif meeting.mine_is_asked:
            names = {"partnership": asked.partnership, "proposal": asked.id}
            back = blocks.button(ids.TAKE_BACK, say("visit.take_back", locale), **names)
            shown.append(blocks.actions(back))
    sitting = sitting_on.of(meeting.course, meeting.run)
    over = sitting is not None and sitting.at is None
    if over or sitting_on.under_way(meeting.course, meeting.run):
        return shown
    if not shown and meeting.run.held_by is not None and not meeting.is_visit:
        return [blocks.section(say("talk.took_place", locale))]
    none = "visit.no_time" if meeting.is_visit else "talk.no_time"
    return shown or [blocks.section(say(none, locale))]


def _place(meeting: Meeting, locale: str) -> list[Block]:
    if not meeting.place:
        return []
    return [blocks.context(say("visit.place", locale)), blocks.literal(meeting.place)]


def _asked(meeting: Meeting) -> list[Block]:
    """What the host asks for, by question; a choice by its label."""
    shown: list[Block] = []
    for stage in meeting.course.rules.protocol.stages:
        if not any(p.with_visit_card for p in stage.prompts):
            continue
        for prompt in stage.prompts:
            words = meeting.asked.get(prompt.key)
            if words is None or prompt.kind == "place":
                continue
            shown.append(blocks.context(blocks.escaped(prompt.ask)))
            shown.append(blocks.literal(_label(prompt, words)))
    return shown


def _label(prompt: Prompt, words: str) -> str:
    return next((o.label for o in prompt.options if o.key == words), words)


def _unsettled(meeting: Meeting, locale: str) -> list[Block]:
    """A visit that a group plans: [Suggest a time], or leave it out; with a time nothing more."""
    course, run, names = meeting.course, meeting.run, _names(meeting)
    ahead = not run.finished and run.session is None and meeting.proposal is None
    if not ahead or not talking.is_open_visit(course, run) or run.gate_at is None:
        return []
    return [
        blocks.button(ids.ASK_TALK, say("talk.suggest", locale), **names),
        blocks.button(ids.SKIP_STEP, say("step.skip", locale), **names),
    ]


def _names(meeting: Meeting) -> dict[str, str]:
    return {"partnership": str(meeting.course.pair.id), "run": str(meeting.run.id)}


def _rows(meeting: Meeting, telling: Telling) -> list[Block]:
    """[Move] [Cancel it] until it begins; then also [Held] and [It didn't happen]."""
    locale = telling.locale
    names = _names(meeting)
    if meeting.who not in meeting.people:
        return []
    talk = _unsettled(meeting, locale) if meeting.is_visit else talks.buttons(meeting, telling)
    if meeting.run.finished:
        if meeting.run.held_by is None:
            return talk
        return [blocks.button(ids.UNDO_HELD, say("visit.undo_held", locale), **names), *talk]
    if meeting.run.session is None:
        return talk
    move = blocks.button(ids.OTHER_TIMES, say("visit.move", locale), **names)
    off = say("visit.not_held" if meeting.over else "visit.cancel", locale)
    action = ids.SESSION_OFF if meeting.over else ids.CANCEL_SESSION
    rows = [move, blocks.button(action, off, **names)]
    if sitting_on.of(meeting.course, meeting.run) is not None:
        return [*talk[:1], *rows, *talk[1:]]
    if meeting.begun:
        held = ids.SESSION_HELD if meeting.is_visit else ids.TALK_HELD
        rows.insert(0, blocks.button(held, say("visit.held", locale), **names))
    return rows + talk
