"""What follows by itself: runs open, end and lock again, turns begin, the cycle closes.

One walk through the cycle in order decides it all from what is known, so an undone step needs no
code of its own. Nothing here is anybody's act.
"""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import repeat

from flows import forgone
from flows.closing import close
from flows.cycle import CycleState, named
from flows.desk import Desk
from flows.effects import (
    Announce,
    AskToKeep,
    DiscardCards,
    EndTurn,
    ProposeSwap,
    RelockStage,
)
from flows.ids import RunId
from flows.protocol import Condition, Stage
from flows.sections import Section, Slot, runs_of, sections
from flows.stage import PartState, RunState, StageRun, ending
from flows.turns import TurnState
from flows.waking import appointed, next_at


def settle(desk: Desk) -> None:
    """Lets everything happen that follows from what is known by now."""
    Walk(desk).go()
    cycle = desk.cycle
    if cycle.state is CycleState.PLANNED and _set_up(desk):
        desk.set(state=CycleState.RUNNING)
    desk.set(next_at=None if desk.cycle.over else next_at(desk))


def _set_up(desk: Desk) -> bool:
    frame = desk.rules.frame
    run = desk.run(named(f"{frame.id}.{frame.setup}"))
    return run is None or run.finished


class Walk:
    """One pass over all sections; `gate` is when everything before was finished, if it was.

    `after_visit` stands for it where a visit's planned end has passed and nobody marked it.
    """

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.gate: datetime | None = desk.cycle.begun_at
        self.after_visit: datetime | None = None
        self.follows_visit = False
        self.follows_session = False
        self.hanging: list[RunId] = []
        self.offers: list[RunId] = []
        self.visits: list[RunId] = []
        self.last_talk: datetime | None = None

    def go(self) -> None:
        """Settles the cycle."""

        def holds(condition: Condition, turn: int) -> bool:
            return self.desk.chosen(condition, turn) in condition.one_of

        for section in sections(self.desk.rules, self.desk.cycle, holds):
            self._enter(section)

    def _enter(self, section: Section) -> None:
        desk, start = self.desk, StartOfTurn()
        if section.serial:
            number = section.turns[0]
            if desk.turn(number).taken_out:
                self._leave_out(number)
                return
            start = self._start_of(number)
        if section.closing:
            self._wait_for_hanging()
        if self.gate is None and not self._begun(section):
            return
        for slot, alone in zip(section.slots, section.alone or repeat(None), strict=False):
            self._pass(section, slot, start, alone)
            start = StartOfTurn()
        self._end(section)

    def _begun(self, section: Section) -> bool:
        first = section.slots[0][0]
        turn, number = runs_of(self.desk.rules, section, first)[0]
        return self.desk.run(named(first, turn, number)) is not None

    def _leave_out(self, number: int) -> None:
        """Nothing of a turn that will not be stays open."""
        for run in self.desk.runs:
            if run.turn == number and not run.finished:
                self.desk.finish(run, RunState.SKIPPED, by_itself=True)

    def _start_of(self, number: int) -> "StartOfTurn":
        """When a serial turn may start: after the one before, in rhythm, not before its date."""
        desk, cycle = self.desk, self.desk.cycle
        floors: list[datetime | None] = []
        before = [t.started_at for t in cycle.turns[: number - 1] if not t.taken_out]
        started = [at for at in before if at]
        if started:
            floors.append(desk.rules.paced(cycle, started[-1]))
        if not_before := desk.turn(number).not_before:
            floors.append(desk.rules.opening_on(not_before))
        if None in floors:
            self.gate = None
        floor = max((at for at in floors if at), default=None)
        begun = any(turn.started_at for turn in cycle.turns[: number - 1])
        days = desk.rules.protocol.swap_after_days if begun else None
        return StartOfTurn(number, floor, days)

    def _wait_for_hanging(self) -> None:
        """The end waits for what ran beside the turns."""
        for name in self.hanging:
            ended = self.desk.known(name).done_at
            self.gate = max(self.gate, ended) if self.gate and ended else None

    def _pass(self, section: Section, slot: Slot, start: "StartOfTurn", alone: int | None) -> None:
        desk, gate = self.desk, self.gate or self.after_visit
        runs: list[StageRun] = []
        for key in slot:
            for turn, number in runs_of(desk.rules, section, key, alone):
                if turn is not None and desk.turn(turn).taken_out:
                    self._leave_out(turn)
                else:
                    run = desk.made(key, turn, number)
                    runs.append(self._consider(run, gate or self._appointed(run), start))
        if start.number is not None and runs:
            self._plan_turn(start, runs[0])
        self._move_on(gate, runs)
        visits = [run for run in runs if desk.stage(run).mode == "class"]
        self.follows_visit = bool(visits)
        self.follows_session = any(run.session for run in visits)
        for run in runs:
            if desk.stage(run).mode == "live" and run.blocks:
                held = run.session.start if run.session else run.done_at
                self.last_talk = held or self.last_talk

    def _appointed(self, run: StageRun) -> datetime | None:
        """A talk on the visit's day goes ahead at its time, whatever is missing (practice E)."""
        meets = appointed(self.desk, run)
        return meets if meets and meets <= self.desk.at else None

    def _plan_turn(self, start: "StartOfTurn", first: StageRun) -> None:
        """The bot proposes the swap by itself, anew when its date changes (practice INV-13)."""
        turn = self.desk.turn(start.number or 0)
        if turn.state is TurnState.AHEAD and first.opens_at and turn.planned_at != first.opens_at:
            self.desk.put_turn(turn, planned_at=first.opens_at)
            if start.days is not None:
                swap = ProposeSwap(turn.number, turn.coachee, first.opens_at)
                self.desk.effects.append(swap)

    def _consider(self, run: StageRun, gate: datetime | None, start: "StartOfTurn") -> StageRun:
        desk, stage = self.desk, self.desk.stage(run)
        if gate is None:
            return self._lock(run)
        applies = self._applies(run, stage)
        if run.finished and not (run.by_itself and stage.only_if and applies):
            return run
        if not applies:
            return desk.finish(run, RunState.SKIPPED, by_itself=True)
        if run.finished:
            run = desk.put(run, state=RunState.LOCKED, by_itself=False, done_at=None)
        run = self._plan(desk.weighed(run), stage, gate, start)
        waits = run.state is RunState.LOCKED or (stage.mode == "class" and run.opened_at is None)
        if waits and run.opens_at and run.opens_at <= desk.at:
            run = desk.open(run, self._announce(run, stage))
        if run.active and (over := ending(stage, run, desk.at)):
            if stage.done == "lock" and over is RunState.SKIPPED:
                desk.effects.append(DiscardCards(run.id))
            run = desk.finish(run, over)
        return run

    def _lock(self, run: StageRun) -> StageRun:
        """What was opened too early is closed again unless somebody began it."""
        if run.active and run.untouched:
            self.desk.effects.append(RelockStage(run.id))
            dates = {"gate_at": None, "opens_at": None, "opened_at": None, "due_at": None}
            return self.desk.put(run, state=RunState.LOCKED, parts=(), **dates)
        if run.state is RunState.LOCKED and run.gate_at:
            return self.desk.put(run, gate_at=None, opens_at=None)
        return run

    def _applies(self, run: StageRun, stage: Stage) -> bool:
        if forgone.left_out(self.desk.rules, run, self.desk.run):
            return False
        condition = stage.only_if
        return condition is None or self.desk.choice(run, condition) in condition.one_of

    def _plan(self, run: StageRun, stage: Stage, gate: datetime, start: "StartOfTurn") -> StageRun:
        """Sets when a locked run opens; a date once set stays while what it follows from stays."""
        desk, cycle = self.desk, self.desk.cycle
        if stage.on_schedule:
            if run.opened_at is not None:
                return run
            opens = run.session.start if run.session else None
            ahead = opens is not None and opens > desk.at
            state = RunState.SCHEDULED if ahead else RunState.LOCKED
            run = desk.put(run, state=state, gate_at=gate, opens_at=opens)
            return desk.seat(run) if ahead else run
        if run.state is not RunState.LOCKED or (run.gate_at == gate and run.opens_at):
            return run
        setting = desk.rules.setting(cycle, run.stage)
        days = setting.after_days if start.days is None else start.days
        asked = self._asked_on(run, stage)
        usual = desk.rules.opening(gate, days if run.blocks else 0)
        if start.days is not None and usual and self._unproposed(start, usual):
            usual = desk.rules.opening(desk.at, start.days)
        floors = [desk.rules.opening_on(asked) if asked else usual, start.floor or gate]
        if desk.rules.protocol.turns == "none" and stage.mode == "live" and self._free_talk():
            floors.append(desk.rules.paced(cycle, self.last_talk or gate))
        known = [floor for floor in floors if floor]
        opens = max(known) if len(known) == len(floors) else None
        return desk.put(run, gate_at=gate, opens_at=opens)

    def _unproposed(self, start: "StartOfTurn", usual: datetime) -> bool:
        """Whether a turn would begin at once since the one before it fell away (practice INV-13).

        Whoever comes next hears first when their turn begins.
        """
        turns = self.desk.cycle.turns
        at = next(n for n, turn in enumerate(turns) if turn.number == start.number)
        turn, before = turns[at], turns[at - 1] if at else None
        fell_away = before is not None and before.state in {TurnState.LEFT, TurnState.DECLINED}
        unplanned = turn.state is TurnState.AHEAD and turn.planned_at is None
        return fell_away and unplanned and usual <= self.desk.at

    def _asked_on(self, run: StageRun, stage: Stage) -> date | None:
        """The day on which an action step's owner wants to be asked, instead of the usual one."""
        if not stage.follow_up:
            return None
        steps = (r for r in self.desk.runs if r.turn == run.turn and r.stage != run.stage)
        days = [part.ask_on for step in steps for part in step.parts if part.ask_on]
        return days[-1] if days else None

    def _free_talk(self) -> bool:
        """Whether the rhythm spaces this talk: talks tied to a class visit keep to the visit."""
        return self.last_talk is not None and not self.follows_visit

    def _announce(self, run: StageRun, stage: Stage) -> Announce:
        setting = self.desk.rules.setting(self.desk.cycle, run.stage)
        if stage.mode == "class" or not setting.announced:
            return Announce.NOTHING
        if stage.announced_by == "welcome" and self.desk.cycle.start == "short":
            return Announce.WELCOME
        if self.follows_session and not setting.after_days:
            return Announce.AFTER_VISIT
        return Announce.OPEN

    def _move_on(self, gate: datetime | None, runs: list[StageRun]) -> None:
        blocking = [run for run in runs if run.blocks]
        over = gate is not None and all(run.finished for run in blocking)
        if over and blocking:
            self._close_behind()
        if gate is not None and over and (self.gate or blocking):
            ends = [run.done_at for run in blocking if run.done_at]
            self.gate, self.after_visit, self.visits = max([gate, *ends]), None, []
        elif not over:
            waiting = [run for run in blocking if not run.finished]
            self._wait(waiting)
        self.offers += [run.id for run in runs if not run.blocks]

    def _wait(self, waiting: list[StageRun]) -> None:
        """What an unfinished slot lets through: a due date that passed, or a visit that is over."""
        gate, self.gate, self.after_visit, self.visits = self.gate, None, None, []
        if gate is None:
            return
        ends = [self._visit_end(run) for run in waiting]
        known = [end for end in ends if end]
        if len(known) == len(ends):
            self.after_visit, self.visits = max([gate, *known]), [run.id for run in waiting]
            return
        dues = [self._late_since(run) for run in waiting]
        passed = [due for due in dues if due]
        if len(passed) == len(dues):
            self.gate = max([gate, *passed])

    def _visit_end(self, run: StageRun) -> datetime | None:
        visit = self.desk.stage(run).mode == "class" and run.state is RunState.OPEN
        ended = visit and run.session is not None and run.session.end <= self.desk.at
        return run.session.end if ended and run.session else None

    def _late_since(self, run: StageRun) -> datetime | None:
        """Since when the next stage need not wait for this one any more."""
        waits, due = self.desk.stage(run).waits, run.last_due
        if waits == "done" or not run.active or due is None or due > self.desk.at:
            return None
        submitted = tuple(p.member for p in run.parts if p.state is PartState.SUBMITTED)
        if waits == "first_after_due":
            return self.desk.at if submitted else None
        if submitted and not run.asked_to_keep:
            self.desk.put(run, asked_to_keep=True)
            self.desk.effects.append(AskToKeep(run.id, submitted))
        return due

    def _close_behind(self) -> None:
        """Past a finished stage: an unused offer is skipped, an unmarked visit is over."""
        for name in self.offers:
            run = self.desk.known(name)
            if not run.finished:
                state = RunState.DONE if run.reopened else RunState.SKIPPED
                self.desk.finish(run, state, by_itself=True)
        for name in self.visits:
            self.desk.finish(self.desk.known(name), RunState.DONE, by_itself=True)
        self.offers = []

    def _end(self, section: Section) -> None:
        for key in section.beside:
            run = self.desk.made(key, section.turns[0], None)
            self.hanging.append(self._consider(run, self.gate, StartOfTurn()).id)
        for number in section.turns:
            turn = self.desk.turn(number)
            if self.gate and turn.state in {TurnState.AHEAD, TurnState.RUNNING}:
                self.desk.put_turn(turn, state=TurnState.DONE)
                self.desk.effects.append(EndTurn(number))
            elif self.gate is None and turn.state is TurnState.DONE:
                self.desk.put_turn(turn, state=TurnState.RUNNING)
        self.offers, self.follows_visit, self.follows_session = [], False, False
        if section.closing and self.gate:
            close(self.desk)


@dataclass(frozen=True, slots=True)
class StartOfTurn:
    """Where a serial turn begins: not before `floor`, and `days` after the turn before it."""

    number: int | None = None
    floor: datetime | None = None
    days: int | None = None
