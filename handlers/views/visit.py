"""Visits and talks as a card shows them: three times to pick, a suggestion, what is settled."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from flows import sitting_on, talking
from flows.ids import MemberId
from flows.meetings import Ahead
from flows.prework import BOTH_READY
from flows.proposal import Proposal
from flows.stage import StageRun
from flows.timetable import VisitTime
from flows.visiting import Phase, Visit
from handlers import ids
from handlers.seams import Block, Message, Telling
from handlers.views import blocks, days, naming, times
from handlers.views import sitting as sittings
from handlers.words import say

PAIR = 2


def for_all(ahead: Ahead, telling: Telling) -> list[Block]:
    """What the live card shows to all members; each button opens what its clicker may see."""
    shown: list[Block] = []
    for visit, found in ahead.visits:
        shown += _visit(ahead, visit, found, telling)
    for run, proposal in ahead.talks:
        shown += _talk(ahead, run, proposal, telling)
    for run in ahead.offered:
        shown.append(_untimed(ahead, run, telling))
    return shown


def for_one(
    ahead: Ahead, who: MemberId, telling: Telling, *, everything: bool = False
) -> list[Block]:
    """The same for one member: their Home, `/coach` and `/coach-observe`.

    An open request is among what waits there already; `everything` shows it here as well.
    """
    shown: list[Block] = []
    for visit, _ in ahead.visits:
        if visit.phase is not Phase.PICK:
            shown += _one_meeting(ahead, visit.run, visit.proposal, who, telling)
        elif who == visit.host and (everything or not visit.request.active):
            text = say("visit.pick_own", telling.locale)
            shown.append(blocks.section(text, pick_button(visit, telling.locale)))
    for run, proposal in ahead.talks:
        shown += _one_meeting(ahead, run, proposal, who, telling)
    for run in ahead.offered:
        # A talk is among what waits already; a visit that a group plans waits for its time only.
        if talking.is_open_visit(ahead.course, run) and talking.askable(ahead.course, run, who):
            shown.append(_untimed(ahead, run, telling))
    return shown


def picked_in_card(ahead: Ahead | None) -> frozenset[str]:
    """The steps for which the card has rows of its own, so that no plain [Open] stands for them."""
    if ahead is None:
        return frozenset()
    own = {run.id for run, _ in ahead.talks} | {run.id for run in ahead.offered}
    for visit, _ in ahead.visits:
        own |= {visit.run.id}
        if visit.asks_request:
            own |= {visit.request.id}
        if visit.plan is not None:
            own |= {visit.plan.id}
    return frozenset(own)


def pick_button(visit: Visit, locale: str) -> Block:
    """[Pick a time]: the host's form with nothing picked yet."""
    return blocks.button(
        ids.PICK_VISIT,
        say("visit.pick_time", locale),
        style="primary",
        partnership=visit.course.pair.id,
        run=visit.run.id,
    )


def talk_button(ahead: Ahead, run: StageRun, locale: str) -> Block:
    """[Talk it over, 10 minutes]: a form that suggests a time."""
    stage = ahead.course.stage(run)
    minutes = stage.offered_minutes if run.offered and stage.offered_minutes else stage.minutes
    text = say("visit.talk_ask", locale, step=stage.title, minutes=minutes)
    return blocks.button(ids.ASK_TALK, text, partnership=ahead.course.pair.id, run=run.id)


def _untimed(ahead: Ahead, run: StageRun, telling: Telling) -> Block:
    """A talk without a time: on offer, a press asks for it; else its card is opened."""
    course, locale = ahead.course, telling.locale
    if not run.blocks:
        return blocks.actions(talk_button(ahead, run, locale))
    names = {"partnership": str(course.pair.id), "run": str(run.id)}
    see = blocks.button(ids.SEE_SESSION, say("visit.open", locale), style="primary", **names)
    step = blocks.escaped(naming.step(course, run, telling))
    if not _of(ahead, run):
        return blocks.section(say("version.visit_line", locale, step=step), see)
    sitting = sitting_on.of(course, run)
    if sitting is not None:
        return blocks.section(sittings.line(course, sitting, telling), see)
    minutes = talking.minutes_of(course, run)
    return blocks.section(say("talk.line", locale, step=step, minutes=minutes), see)


def proposed(
    proposal: Proposal,
    reader: MemberId,
    zones: Mapping[MemberId, str],
    telling: Telling,
    *,
    visit: bool,
) -> Message:
    """A time is suggested: [Works for me] [Other times] (practice H, `proposed`)."""
    locale = telling.locale
    text = say(
        "visit.proposed_visit" if visit else "visit.proposed_talk",
        locale,
        who=_name(proposal.by, telling),
        time=_told(proposal.start, reader, zones, telling),
    )
    return Message(text, [blocks.section(text), blocks.actions(*answers(proposal, locale))])


def answered(
    proposal: Proposal, reader: MemberId, zones: Mapping[MemberId, str], telling: Telling
) -> Message:
    """What became of a suggested time, in the message that asked about it."""
    waited = "yes" if reader in proposal.yes else "passed"
    ended = waited if proposal.open else proposal.state.value
    time = _told(proposal.start, reader, zones, telling)
    text = say(f"visit.ended_{ended}", telling.locale, time=time)
    return Message(text, [blocks.section(text)])


def answers(proposal: Proposal, locale: str) -> list[Block]:
    """[Works for me] [Other times] [See it], for whoever is asked."""
    names = {"partnership": proposal.partnership, "proposal": proposal.id}
    see = {"partnership": proposal.partnership, "run": proposal.run}
    return [
        blocks.button(ids.WORKS, say("visit.works", locale), style="primary", **names),
        blocks.button(ids.OTHER_TIMES, say("visit.other_times", locale), **see),
        blocks.button(ids.SEE_SESSION, say("visit.see", locale), **see),
    ]


def told(
    key: str,
    at: datetime,
    reader: MemberId,
    zones: Mapping[MemberId, str],
    telling: Telling,
    see: Mapping[str, str],
) -> Message:
    """One line with a time in it, and [Open]: settled, moved or off."""
    text = say(key, telling.locale, time=_told(at, reader, zones, telling))
    look = blocks.button(ids.SEE_SESSION, say("visit.open", telling.locale), **see)
    return Message(text, [blocks.section(text), blocks.actions(look)])


def marking(partnership: str, run: str, locale: str, *, visit: bool) -> Block:
    """[Held] [It didn't happen] [Move] below what nobody marked yet."""
    names = {"partnership": partnership, "run": run}
    held = ids.SESSION_HELD if visit else ids.TALK_HELD
    return blocks.actions(
        blocks.button(held, say("visit.held", locale), **names),
        blocks.button(ids.SESSION_OFF, say("visit.not_held", locale), **names),
        blocks.button(ids.OTHER_TIMES, say("visit.move", locale), **names),
    )


def _to_pick(visit: Visit, telling: Telling) -> Block:
    """Whose time it is to pick, with [Pick a time]."""
    text = say("visit.pick", telling.locale, who=_name(visit.host, telling))
    return blocks.section(text, pick_button(visit, telling.locale))


def _visit(ahead: Ahead, visit: Visit, found: Sequence[VisitTime], telling: Telling) -> list[Block]:
    locale, pair = telling.locale, ahead.course.pair
    match visit.phase:
        case Phase.PICK if len(ahead.visits) > PAIR:
            return [_to_pick(visit, telling)]  # A card with every time of a group is too long.
        case Phase.PICK:
            text = say("visit.pick", locale, who=_name(visit.host, telling))
            return [blocks.section(text), *_times(visit, found, locale)]
        case Phase.ASKED | Phase.SETTLED:
            shown = [_line(ahead, visit.run, visit.proposal, telling)]
            if visit.may_plan_together and visit.phase is Phase.ASKED:
                words = say("visit.plan_together", locale)
                names = {"partnership": str(pair.id), "run": str(visit.run.id)}
                shown.append(blocks.actions(blocks.button(ids.PLAN_TOGETHER, words, **names)))
            return shown
        case Phase.OVER:
            line = _line(ahead, visit.run, None, telling, over=True)
            return [line, marking(pair.id, visit.run.id, locale, visit=True)]
        case _:
            return []


def _times(visit: Visit, found: Sequence[VisitTime], locale: str) -> Sequence[Block]:
    """A row for each time, since buttons of one name cannot share one; then [Another time]."""
    zones = [visit.zones[m] for m in visit.people]
    names = {"partnership": str(visit.course.pair.id), "run": str(visit.run.id)}
    rows = [
        blocks.actions(
            blocks.button(
                ids.PICK_VISIT,
                times.label(time.span.start, zones),
                **names,
                start=time.span.start.isoformat(),
                end=time.span.end.isoformat(),
            )
        )
        for time in found
    ]
    another = blocks.button(ids.PICK_VISIT, say("visit.another", locale), **names)
    return [*rows, blocks.actions(another)]


def _talk(ahead: Ahead, run: StageRun, proposal: Proposal | None, telling: Telling) -> list[Block]:
    locale, session = telling.locale, run.session
    if session is None or session.end > ahead.now:
        return [_line(ahead, run, proposal, telling)]
    visit = not _of(ahead, run)
    line = _line(ahead, run, None, telling, over=True)
    return [line, marking(ahead.course.pair.id, run.id, locale, visit=visit)]


def _of(ahead: Ahead, run: StageRun) -> str:
    """Which words tell of it: those of a visit or of a talk."""
    return "" if ahead.course.stage(run).mode == "class" else "talk_"


def _line(
    ahead: Ahead,
    run: StageRun,
    proposal: Proposal | None,
    telling: Telling,
    *,
    over: bool = False,
) -> Block:
    """What is settled, else what is suggested, with [Open]; Slack shows each reader's own zone."""
    zone, locale = ahead.course.program.zone, telling.locale
    settled = run.session.start if run.session else None
    at = settled or (proposal.start if proposal else ahead.course.cycle.begun_at)
    key = "over" if over else "settled" if settled else "asked"
    text = _told_of(ahead, run, key, days.moment(at, zone), telling)
    if run.id in ahead.ready:
        both = len(ahead.course.pair.members) == PAIR
        text = f"{text} · {say(BOTH_READY if both else 'before.ready', locale)}"
    see = {"partnership": ahead.course.pair.id, "run": run.id}
    press = say("visit.open" if settled else "visit.see", locale)
    return blocks.section(text, blocks.button(ids.SEE_SESSION, press, **see))


def _one_meeting(
    ahead: Ahead,
    run: StageRun,
    proposal: Proposal | None,
    who: MemberId,
    telling: Telling,
) -> list[Block]:
    locale, shown = telling.locale, []
    see = {"partnership": ahead.course.pair.id, "run": run.id}
    look = blocks.button(ids.SEE_SESSION, say("visit.open", locale), **see)
    session = run.session
    if session is not None:
        over = session.end <= ahead.now
        time = times.for_reader(
            session.start, who, ahead.zones, telling.names, locale, end=session.end
        )
        key = "over" if over else "settled"
        text = _told_of(ahead, run, key, blocks.escaped(time), telling, who)
        shown.append(blocks.section(text, look))
        if over:
            visit = not _of(ahead, run)
            shown.append(marking(see["partnership"], run.id, locale, visit=visit))
    if proposal is not None:
        time = _told(proposal.start, who, ahead.zones, telling)
        if proposal.by == who:
            shown.append(blocks.section(say("visit.you_suggested", locale, time=time), look))
        else:
            by = _name(proposal.by, telling)
            text = say("visit.suggested_by", locale, who=by, time=time)
            shown += [blocks.section(text), blocks.actions(*answers(proposal, locale))]
    return shown


def _told_of(
    ahead: Ahead,
    run: StageRun,
    key: str,
    time: str,
    telling: Telling,
    reader: MemberId | None = None,
) -> str:
    """A line about a visit or talk; where turns go side by side it is called by step and turn."""
    if ahead.course.rules.protocol.turns != "interleaved" or run.turn is None:
        return say(f"visit.{_of(ahead, run)}{key}", telling.locale, time=time)
    step = blocks.escaped(naming.step(ahead.course, run, telling, reader))
    return say(f"visit.named_{key}", telling.locale, step=step, time=time)


def _told(at: datetime, reader: MemberId, zones: Mapping[MemberId, str], telling: Telling) -> str:
    return blocks.escaped(times.for_reader(at, reader, zones, telling.names, telling.locale))


def _name(member: MemberId, telling: Telling) -> str:
    return blocks.escaped(telling.names.get(member, say("app.somebody", telling.locale)))
