"""Talks: a time for a step that people talk in, what one notes there, and that it took place."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from flows import coaching, forgone, proposing, writing
from flows.coaching import Course, Late, Missing, Moved, NotTheirs, TooLong
from flows.events import StartedNow
from flows.ids import MemberId, PartnershipId, RunId
from flows.partnership import PartnershipState
from flows.ports import Reader, Work
from flows.proposal import Proposal
from flows.stage import RunState, StageRun
from flows.unchanged import Unchanged

REMEMBERED = timedelta(days=4)
"""So long a talk that was stands among what is next: a weekend and a day."""

SHORTEST = 5
LONGEST = 120
LIGHT = 15
"""Minutes that a talk is planned for."""


class Past(Unchanged):
    """That time has passed already."""

    __slots__ = ()


def ask(
    work: Work,
    who: MemberId,
    partnership: PartnershipId,
    run: RunId,
    start: datetime,
    minutes: int,
) -> Proposal | NotTheirs | Late | Past:
    """A time for a talk that is open or on offer; asking for it makes it part of the order."""
    found = coaching.theirs(work, who, partnership)
    if not isinstance(found, Course):
        return found
    standing = found.cycle.run(run)
    if standing is None or not askable(found, standing, who):
        return Late()
    if start <= work.now:
        return Past()
    if standing.session is None:
        coaching.happened(work, found, StartedNow(run, who))
        found = coaching.load(work, partnership) or found
    length = timedelta(minutes=min(max(minutes, SHORTEST), LONGEST))
    return proposing.propose(work, found, run, who, start, start + length)


def askable(found: Course, run: StageRun, who: MemberId) -> bool:
    """Whether this member may suggest a time for the talk."""
    meets = found.stage(run).mode == "live" or is_open_visit(found, run)
    begun = run.active or (run.state is RunState.LOCKED and run.gate_at is not None)
    goes_on = found.pair.state is PartnershipState.ACTIVE
    return meets and goes_on and begun and who in proposing.people(found, run)


def is_open_visit(found: Course, run: StageRun) -> bool:
    """Whether it is a class visit that a group plans itself, without anybody's request."""
    stage = found.stage(run)
    dated = stage.mode == "class" and stage.on_schedule and stage.done == "held"
    return dated and forgone.request_stage(found.rules.protocol) is None


def is_talk(reader: Reader, who: MemberId, partnership: PartnershipId, run: RunId) -> bool:
    """Whether the run is a talk of theirs, which has a card instead of a form."""
    found = coaching.theirs(reader, who, partnership)
    standing = found.cycle.run(run) if isinstance(found, Course) else None
    if not isinstance(found, Course) or standing is None:
        return False
    stage = found.stage(standing)
    return stage.mode == "live" and stage.done == "held"


def may_note(found: Course, run: StageRun, who: MemberId) -> bool:
    """Whether this member may keep something of the talk: while it is ahead, and after it."""
    live = found.stage(run).mode == "live" and found.stage(run).done == "held"
    begun = run.active or run.state is RunState.DONE or run.gate_at is not None
    asked = writing.asked_of(found, run, who)
    return live and begun and bool(asked) and writing.open_to(found, run)


def just_held(found: Course, who: MemberId, now: datetime) -> StageRun | None:
    """The talk that this member had last and may still note something of, for some days."""
    held = [r for r in found.cycle.runs if r.held_by and r.done_at and may_note(found, r, who)]
    last = max(held, key=lambda run: run.done_at or now, default=None)
    return last if last and last.done_at and now - last.done_at < REMEMBERED else None


def open_to(found: Course, who: MemberId) -> list[StageRun]:
    """The talks that this member may suggest a time for; a plan for a visit is settled with it."""
    return [
        run
        for run in found.cycle.runs
        if found.stage(run).done == "held" and run.session is None and askable(found, run, who)
    ]


def minutes_of(found: Course, run: StageRun) -> int:
    """How long the talk is planned for: shorter when only offered; of a sitting, what is left."""
    stage = found.stage(run)
    if found.rules.in_sitting(found.cycle, run.stage):
        return sum(
            found.stage(each).minutes
            for each in found.cycle.runs
            if each.turn == run.turn
            and found.rules.in_sitting(found.cycle, each.stage)
            and not each.finished
        )
    usual = stage.offered_minutes or stage.minutes if stage.offered else stage.minutes
    usual *= len(found.cycle.members) if stage.minutes_each else 1
    return min(usual, LIGHT) if found.cycle.lightened else usual


def sessions(reader: Reader, found: Course) -> Sequence[tuple[StageRun, Proposal | None]]:
    """The talks and the group's visits that have a time or a suggestion, in the cycle's order."""
    return [
        (run, proposal)
        for run in found.cycle.runs
        if (found.stage(run).mode == "live" and (run.active or run.session))
        or is_open_visit(found, run)
        if not run.finished
        if (proposal := _open(reader, found, run)) is not None or run.session is not None
    ]


def hold(
    work: Work,
    who: MemberId,
    partnership: PartnershipId,
    run: RunId,
    texts: Mapping[str, str],
    choices: Mapping[str, str],
) -> Moved | NotTheirs | Late | TooLong | Missing:
    """The talk took place; what this member notes of it is theirs until they share it.

    Where somebody said so before them, their notes are kept all the same.
    """
    if not any(text.strip() for text in texts.values()) and not choices:
        return proposing.hold(work, who, partnership, run)
    noted = coaching.answer(work, who, partnership, run, texts, choices)
    if not isinstance(noted, Moved) or noted.run.finished:
        return noted
    return proposing.hold(work, who, partnership, run)


def _open(reader: Reader, found: Course, run: StageRun) -> Proposal | None:
    proposal = reader.proposals.open_for(found.cycle.id, run.id)
    return proposal if proposal is not None and proposal.end > reader.now else None
