"""A cycle: one run of a protocol by a partnership, as one value that is stored as JSON.

In short, for whoever writes a transaction body:

    protocol = library.shipped()["observation"]             # or library.load(path)
    rules = Rules(protocol, library.frame(), calendar, zone)                      # flows.course
    step = begin(rules, cycle_id, members, now, start="short")    # members in the order of turns
    step = advance(rules, cycle, Answered(run, by, keys, choices), now)           # flows.events
    step.cycle, step.effects                                                      # flows.effects

`advance` returns the very same cycle and no effects for an event that is late, foreign or doubled;
only `AskAgain` comes with an unchanged cycle. Acting on a step whose date is ahead starts it.
`cycle.next_at` is when time alone changes something: send `TimePassed` then; where it is None and a
run has no date, more calendar days are missing, so send it after the calendar grew. Questions to a
cycle: `run(id)`, `runs_of(stage)`, `waiting_for(member)`, `offered_to(member)`, `without_date()`,
`turn`, `turn_of(member)`, `coachee(run)`, `roles_of(run, member)`, `version`. Who may read what is
`flows.sharing`.
"""

from datetime import datetime
from enum import StrEnum

from flows.agreement import Rhythm
from flows.effects import Outcome, RestReason
from flows.ids import CycleId, MemberId, RunId
from flows.protocol import DeliveryName, StartName
from flows.roles import Given
from flows.stage import PartState, RunState, StageRun, Value
from flows.turns import Turn, TurnState


class CycleState(StrEnum):
    """practice A2; planned until the set-up is done."""

    PLANNED = "planned"
    RUNNING = "running"
    RESTING = "resting"
    CLOSED = "closed"
    STOPPED = "stopped"


OVER = frozenset({CycleState.CLOSED, CycleState.STOPPED})
"""Nothing happens to a cycle after these."""


class Guest(Value):
    """Somebody from outside for named stages; in once every member said yes (practice INV-25).

    `came` is their own yes; `power` says that they can affect somebody's post (INV-16).
    """

    member: MemberId
    stages: tuple[str, ...]
    yes: tuple[MemberId, ...]
    id: str = ""
    power: bool = False
    came: bool = False


class Cycle(Value):
    """All there is to know of a cycle but the words: members in turn order, runs, turns, dates."""

    id: CycleId
    protocol: str
    protocol_version: int
    digest: str
    start: StartName
    members: tuple[MemberId, ...]
    left: tuple[MemberId, ...] = ()
    delivery: DeliveryName = "spread"
    rhythm: Rhythm | None = Rhythm.FORTNIGHTLY
    ordered: tuple[str, ...] = ()
    state: CycleState = CycleState.PLANNED
    version: int = 1
    begun_at: datetime
    runs: tuple[StageRun, ...] = ()
    turns: tuple[Turn, ...] = ()
    repeats: int | None = None
    given: tuple[Given, ...] = ()
    guests: tuple[Guest, ...] = ()
    lightened: tuple[MemberId, ...] = ()
    swaps: tuple[tuple[MemberId, MemberId], ...] = ()
    close_wishes: tuple[MemberId, ...] = ()
    ways_wished: tuple[tuple[MemberId, str], ...] = ()
    rested_at: datetime | None = None
    rest_reason: RestReason | None = None
    rest_kept: bool = False
    outcome: Outcome | None = None
    next_at: datetime | None = None

    @property
    def over(self) -> bool:
        """Whether it is closed or stopped."""
        return self.state in OVER

    @property
    def turn(self) -> Turn | None:
        """The turn that runs, the first of them if several do; else the next one ahead."""
        by_state = {t.state: t for t in reversed(self.turns)}
        return by_state.get(TurnState.RUNNING) or by_state.get(TurnState.AHEAD)

    def run(self, run: str) -> StageRun | None:
        """The run of that id, e.g. `observation.focus/1`."""
        return next((r for r in self.runs if r.id == run), None)

    def runs_of(self, stage: str) -> tuple[StageRun, ...]:
        """All runs of a stage by its full key."""
        return tuple(r for r in self.runs if r.stage == stage)

    def turn_of(self, member: MemberId) -> Turn | None:
        """The turn in which that member is the coachee."""
        return next((t for t in self.turns if t.coachee == member), None)

    def coachee(self, run: StageRun) -> MemberId | None:
        """Whose turn the run belongs to; None for what all do together."""
        return None if run.turn is None else self.turns[run.turn - 1].coachee

    @property
    def turns_in_sight(self) -> frozenset[int | None]:
        """Whose texts are read now: the turn that runs, those with steps to come, and nobody's."""
        running = {self.turn.number} if self.turn is not None else set()
        ahead = {run.turn for run in self.runs if not run.finished}
        return frozenset({None} | running | ahead)

    def roles_of(self, run: StageRun, member: MemberId) -> tuple[str, ...]:
        """The roles that the member plays in a run that is or was open; empty if none."""
        part = run.part(member)
        return part.roles if part else ()

    def waiting_for(self, member: MemberId) -> list[StageRun]:
        """The open runs in which this member's part is still to do, the oldest first."""
        return [r for r in self._open_to(member) if r.blocks]

    def offered_to(self, member: MemberId) -> list[StageRun]:
        """The open runs that the member may take up; nobody waits for them."""
        return [r for r in self._open_to(member) if not r.blocks]

    def without_date(self) -> list[StageRun]:
        """The runs that could be held once somebody settles a time."""
        return [
            r
            for r in self.runs
            if r.state is RunState.LOCKED and r.gate_at and not r.opens_at and not r.session
        ]

    def _open_to(self, member: MemberId) -> list[StageRun]:
        return [
            r
            for r in self.runs
            if r.state is RunState.OPEN
            and (part := r.part(member)) is not None
            and part.state is PartState.WAITING
        ]


def named(stage: str, turn: int | None = None, repeat: int | None = None) -> RunId:
    """The id of a stage's run: the same for the same stage, turn and repeat."""
    return RunId(f"{stage}/{turn or repeat or 1}")
