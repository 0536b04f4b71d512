"""The rules a cycle runs on: its protocol, the stages around it, the program's days and hours."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from flows import presence, roles, sittings
from flows.cycle import Cycle
from flows.ids import MemberId
from flows.protocol import EVERYONE, CoachingProtocol, Frame, Stage
from flows.schooldays import ProgramCalendar, local_day, moment
from flows.stage import StageRun

OPENING = time(7, 30)
"""When a stage with an offset opens (practice H, Clock)."""

CLOSING = time(18, 0)
"""When a due day is over: what comes later is quiet time (practice H)."""


@dataclass(frozen=True, slots=True)
class Setting:
    """How one cycle runs one stage, after its delivery and its set-up."""

    after_days: int
    due_days: int
    offered: bool
    announced: bool


@dataclass(frozen=True, slots=True)
class Rules:
    """Everything that decides a cycle besides the cycle itself."""

    protocol: CoachingProtocol
    frame: Frame
    calendar: ProgramCalendar
    zone: ZoneInfo
    as_written: CoachingProtocol | None = None
    """As its file has it, where a cycle holds some of its steps in one sitting."""

    @property
    def written(self) -> CoachingProtocol:
        """The way of working as its file has it."""
        return self.as_written or self.protocol

    def of(self, cycle: Cycle) -> "Rules":
        """The same as this cycle is delivered: in one sitting, its steps are parts of a talk."""
        if cycle.delivery != "one_sitting" or self.written.one_sitting is None:
            return replace(self, protocol=self.written, as_written=None)
        if self.as_written is not None:
            return self
        return replace(self, protocol=sittings.together(self.protocol), as_written=self.protocol)

    def in_sitting(self, cycle: Cycle, key: str) -> bool:
        """Whether the step is part of the one talk that this cycle holds some of its steps in."""
        sitting, stage = self.protocol.sitting(cycle.delivery), self.stage(key)
        if cycle.delivery != "one_sitting" or sitting is None:
            return False
        return stage in sittings.steps(self.protocol, sitting)

    def stage(self, key: str) -> Stage:
        """The stage of that full key."""
        family = self.frame if key.startswith(f"{self.frame.id}.") else self.protocol
        stage = family.stage(key)
        if stage is None:
            raise KeyError(f"neither {self.protocol.id} nor {self.frame.id} has a stage {key}")
        return stage

    def setting(self, cycle: Cycle, key: str) -> Setting:
        """How this cycle runs that stage."""
        stage = self.stage(key)
        after = stage.after_days or 0
        offered = stage.offered and key not in cycle.ordered
        sitting = self.protocol.sitting(cycle.delivery)
        if (
            sitting is None
            or self.protocol.stage(key) is not stage
            or stage.id not in sitting.stages
        ):
            return Setting(after, stage.due_days, offered, announced=True)
        if cycle.delivery == "same_day":
            return Setting(0, 0, offered=False, announced=True)
        first = stage.id == sitting.stages[0]
        return Setting(after if first else 0, stage.due_days, offered, announced=first)

    def casting(self, cycle: Cycle, run: StageRun) -> roles.Casting:
        """Who acts in the run, with their roles."""
        acting = roles.acting(self.stage(run.stage), self.everyone(cycle, run))
        away = self.away(cycle, run)
        return {m: held for m, held in acting.items() if m not in away} if away else acting

    def away(self, cycle: Cycle, run: StageRun) -> tuple[MemberId, ...]:
        """Who chose not to be there in this part of the sitting (practice B6, host_presence)."""
        sitting, stage = self.protocol.one_sitting, self.stage(run.stage)
        if sitting is None or stage.id not in sitting.stages or run.turn is None:
            return ()
        return tuple(presence.away(self.protocol, cycle, run, stage.id))

    def listening(self, cycle: Cycle, run: StageRun) -> tuple[MemberId, ...]:
        """Who chose to be there in this part of the sitting and to listen (practice B6)."""
        sitting, stage = self.protocol.one_sitting, self.stage(run.stage)
        if sitting is None or stage.id not in sitting.stages or run.turn is None:
            return ()
        return tuple(presence.listening(self.protocol, cycle, run, stage.id))

    def everyone(self, cycle: Cycle, run: StageRun) -> roles.Casting:
        """All members with their roles in the run."""
        stage, members = self.stage(run.stage), cycle.members
        if run.turn is not None and (coachee := cycle.coachee(run)) in members:
            casting = roles.in_turn(self.protocol, members, coachee)
        elif run.repeat is not None:
            casting = roles.in_repeat(self.protocol, members, run.repeat)
        elif self.frame.stage(run.stage) is stage:
            casting = dict.fromkeys(members, ())
        elif self.protocol.turns == "interleaved":
            casting = roles.in_all_turns(self.protocol, members)
        else:
            casting = roles.in_repeat(self.protocol, members, 1)
        return roles.given(casting, cycle.given, run.turn)

    def host(self, cycle: Cycle, run: StageRun) -> frozenset[str]:
        """Whose own confirmation a class visit needs (practice INV-09)."""
        own = self.protocol.seats(len(cycle.members))[0][0]
        return frozenset(m for m, held in self.everyone(cycle, run).items() if own in held)

    def opening(self, after: datetime, school_days: int) -> datetime | None:
        """When a stage so many school days later opens: at once or 07:30 (practice H, Clock)."""
        if school_days == 0:
            return after
        return self._at(self.calendar.add(local_day(after, self.zone), school_days), OPENING)

    def opening_on(self, day: date) -> datetime | None:
        """07:30 of that day, or of the next school day."""
        return self._at(self.calendar.on_or_after(day), OPENING)

    def due(self, opened: datetime, school_days: int) -> datetime | None:
        """The end of the last school day on which a stage is open without being late."""
        day = self.calendar.add(local_day(opened, self.zone), school_days)
        due = self._at(day, CLOSING)
        if due is not None and due <= opened and day is not None:
            return self._at(self.calendar.next(day), CLOSING)
        return due

    def paced(self, cycle: Cycle, since: datetime) -> datetime | None:
        """The earliest opening that keeps the cycle's rhythm, one rhythm after that moment."""
        weeks = 0 if cycle.rhythm is None else cycle.rhythm.weeks
        return self.opening_on(local_day(since, self.zone) + timedelta(weeks=weeks))

    def _at(self, day: date | None, local: time) -> datetime | None:
        return None if day is None else moment(day, local, self.zone)


def for_all(stage: Stage) -> bool:
    """Whether everybody acts in the stage together."""
    return EVERYONE in stage.actor
