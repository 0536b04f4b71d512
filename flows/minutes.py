"""Whose minutes it is: from when to when each has the word, once somebody starts the time.

Nothing ticks: the moments follow from the one at which the time was started, and only that is kept.
The tuning protocol for a plan or a piece of work runs on the same clock (practice E).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flows import coaching, documents, proposing, saying, talking
from flows.coaching import Course, Late, Moved, NotTheirs
from flows.events import TimeStarted, TimeStopped
from flows.ids import MemberId, PartnershipId, RunId
from flows.notices import Effect, InDoubt, Notice, Pair, Priority
from flows.ports import Work
from flows.stage import StageRun, Timed
from flows.vocabulary import Does, Spell

TUNING = (
    Spell(does="presents", minutes=5),
    Spell(does="facts", minutes=3),
    Spell(does="looks", minutes=3),
    Spell(does="warm_cool", minutes=8),
    Spell(does="responds", minutes=4),
    Spell(does="reviews", minutes=2),
)
"""The tuning protocol, after NSRF (practice E)."""

STALE = timedelta(minutes=10)
"""An update that is so late shows what the next one shows as well."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Minutes of one kind: what is done, with whom at its centre, from when to when."""

    does: Does
    member: MemberId
    begins: datetime
    ends: datetime


def may_start(found: Course, run: StageRun, who: MemberId) -> bool:
    """Whether this member may start the time of a talk in which all have the same minutes."""
    stage = found.stage(run)
    return stage.equal_minutes and stage.mode == "live" and _acts(found, run, who)


def may_tune(found: Course, run: StageRun, who: MemberId) -> bool:
    """Whether this member may present a text of the group, to tune it together."""
    return documents.is_document(found, run) and _acts(found, run, who)


def stretches(found: Course, run: StageRun) -> tuple[Stretch, ...]:
    """Who has the word from when to when; nothing where the time was not started."""
    timed = run.timed
    if timed is None:
        return ()
    made: list[Stretch] = []
    scale = _scale(found, run, timed)
    for member, spell in _spells(found, run, timed):
        begins = made[-1].ends if made else timed.at
        length = timedelta(minutes=spell.minutes) * scale
        made.append(Stretch(spell.does, member, begins, begins + length))
    return tuple(made)


def running(found: Course, run: StageRun, now: datetime) -> tuple[Stretch, ...]:
    """What is on now and what follows; nothing when it is over."""
    return tuple(stretch for stretch in stretches(found, run) if stretch.ends > now)


def start(
    work: Work, who: MemberId, partnership: PartnershipId, run: RunId, *, tuning: bool = False
) -> Moved | NotTheirs | Late:
    """Starts the time, or starts it anew; the group's card shows each change, telling nobody."""
    found = coaching.theirs(work, who, partnership)
    if not isinstance(found, Course):
        return found
    standing = found.cycle.run(run)
    allowed = may_tune if tuning else may_start
    if standing is None or not allowed(found, standing, who):
        return Late()
    moved = _moved(work, found, TimeStarted(run, who, tuning=tuning))
    if isinstance(moved, Moved):
        _unsay(work, found, standing)
        after = coaching.load(work, partnership) or found
        for number, stretch in enumerate(stretches(after, moved.run)):
            work.outbox.say(_shown(after, moved.run, number, stretch))
    return moved


def stop(
    work: Work, who: MemberId, partnership: PartnershipId, run: RunId
) -> Moved | NotTheirs | Late:
    """Nobody's time is shown any more."""
    found = coaching.theirs(work, who, partnership)
    if not isinstance(found, Course):
        return found
    standing = found.cycle.run(run)
    if standing is None or standing.timed is None:
        return Late()
    _unsay(work, found, standing)
    return _moved(work, found, TimeStopped(run, who))


def _acts(found: Course, run: StageRun, who: MemberId) -> bool:
    return run.active and who in proposing.people(found, run)


def _spells(found: Course, run: StageRun, timed: Timed) -> Sequence[tuple[MemberId, Spell]]:
    if timed.tuning:
        return [(timed.first, spell) for spell in TUNING]
    stage = found.stage(run)
    each = stage.own_minutes or (Spell(does="speaks", minutes=stage.minutes),)
    members = [m for m in found.cycle.members if run.part(m) is not None]
    return [(member, spell) for member in members for spell in each]


def _scale(found: Course, run: StageRun, timed: Timed) -> float:
    """A cycle with less in it has shorter talks."""
    stage = found.stage(run)
    if timed.tuning or not stage.minutes_each:
        return 1.0
    return talking.minutes_of(found, run) / (stage.minutes * len(found.cycle.members))


def _moved(work: Work, found: Course, event: TimeStarted | TimeStopped) -> Moved | NotTheirs | Late:
    cycle = coaching.happened(work, found, event)
    after = cycle.run(event.run)
    if cycle is found.cycle or after is None:
        return Late()
    saying.shown(work, found.pair, cycle)
    return Moved(found.pair, cycle, after)


def _key(found: Course, run: StageRun, number: int) -> str:
    at = int(run.timed.at.timestamp()) if run.timed else 0
    return f"time:{found.cycle.id}:{run.id}:{at}:{number}"


def _unsay(work: Work, found: Course, run: StageRun) -> None:
    for number in range(len(stretches(found, run))):
        work.outbox.unsay(_key(found, run, number))


def _shown(found: Course, run: StageRun, number: int, stretch: Stretch) -> Notice:
    """The group's card anew, when the word goes on to the next; nobody is notified."""
    return Notice(
        kind="card",
        lane=Pair(found.pair.id),
        effect=Effect.UPDATE,
        priority=Priority.ANSWER,
        key=_key(found, run, number),
        why="shown_in_place",
        due=stretch.ends,
        refs={"cycle": found.cycle.id},
        anchor=saying.anchor(found.pair, found.cycle),
        expires=stretch.ends + STALE,
        in_doubt=InDoubt.MAY_SKIP,
    )
