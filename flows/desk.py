"""A working copy of a cycle while one event is folded in, with the effects in their order."""

from datetime import datetime

from flows.cycle import Cycle, named
from flows.effects import Announce, CycleEffect, FinishStage, OpenStage, Reveal, StartTurn
from flows.ids import RunId
from flows.protocol import Condition, Stage
from flows.rules import Rules
from flows.stage import Part, PartState, RunState, StageRun
from flows.turns import Turn, TurnState


class Desk:
    """Holds what changes; `cycle` is the value with everything put back."""

    def __init__(self, rules: Rules, cycle: Cycle, at: datetime) -> None:
        self.rules = rules
        self.at = at
        self.effects: list[CycleEffect] = []
        self._cycle = cycle
        self._runs = {run.id: run for run in cycle.runs}

    @property
    def cycle(self) -> Cycle:
        """The cycle as it stands now."""
        runs = tuple(self._runs.values())
        if runs != self._cycle.runs:
            self._cycle = self._cycle.model_copy(update={"runs": runs})
        return self._cycle

    def set(self, **fields: object) -> None:
        """Changes fields of the cycle other than its runs."""
        self._cycle = self.cycle.model_copy(update=fields)

    @property
    def runs(self) -> tuple[StageRun, ...]:
        """All runs in the order in which they were made."""
        return tuple(self._runs.values())

    def run(self, run: str) -> StageRun | None:
        """The run of that id."""
        return self._runs.get(RunId(run))

    def known(self, run: RunId) -> StageRun:
        """The run of that id, which is there."""
        return self._runs[run]

    def made(self, key: str, turn: int | None, repeat: int | None) -> StageRun:
        """The run of that stage, made now if there is none."""
        name = named(key, turn, repeat)
        if name not in self._runs:
            self.weighed(self.put(StageRun(id=name, stage=key, turn=turn, repeat=repeat)))
        return self._runs[name]

    def weighed(self, run: StageRun) -> StageRun:
        """The run as an offer or as part of the order, as what was chosen before it says."""
        if run.state is not RunState.LOCKED or run.taken:
            return run
        part_of_order = self.stage(run).ordered_if
        offered = self.rules.setting(self._cycle, run.stage).offered
        if part_of_order is not None and self.choice(run, part_of_order) in part_of_order.one_of:
            offered = False
        return self.put(run, offered=offered)

    def put(self, run: StageRun, **fields: object) -> StageRun:
        """Keeps the run with these fields changed."""
        kept = run.model_copy(update=fields) if fields else run
        self._runs[run.id] = kept
        return kept

    def drop(self, run: StageRun) -> None:
        """Forgets a run that nobody has seen."""
        del self._runs[run.id]

    def stage(self, run: StageRun) -> Stage:
        """The definition behind a run."""
        return self.rules.stage(run.stage)

    def turn(self, number: int) -> Turn:
        """The turn of that number."""
        return self._cycle.turns[number - 1]

    def put_turn(self, turn: Turn, **fields: object) -> Turn:
        """Keeps the turn with these fields changed."""
        kept = turn.model_copy(update=fields)
        turns = tuple(kept if t.number == kept.number else t for t in self._cycle.turns)
        self.set(turns=turns)
        return kept

    def open(self, run: StageRun, announce: Announce) -> StageRun:
        """Opens the run to whoever acts in it."""
        run = self.seat(run)
        waits = run.blocks
        days = self.rules.setting(self.cycle, run.stage).due_days
        due = self.rules.due(self.at, days) if waits else None
        state = RunState.OPEN
        if run.session is not None and self.stage(run).mode == "live":
            state = RunState.SCHEDULED
        run = self.put(run, state=state, opened_at=self.at, due_at=due)
        self._begin_turn(run)
        said = announce if waits else Announce.NOTHING
        self.effects.append(OpenStage(run.id, run.members, due, said))
        return run

    def seat(self, run: StageRun) -> StageRun:
        """Gives everyone who acts their part; what they did there already stays."""
        parts = tuple(
            (run.part(m) or Part(member=m)).model_copy(update={"roles": roles})
            for m, roles in self.rules.casting(self.cycle, run).items()
        )
        return self.put(run, parts=parts)

    def _begin_turn(self, run: StageRun) -> None:
        """The first stage of a turn begins it; one that all do together begins everybody's."""
        together = run.turn is None and self.stage(run).scope == "turn"
        numbers = [t.number for t in self._cycle.turns if together or t.number == run.turn]
        for number in numbers:
            turn = self.turn(number)
            if turn.state is TurnState.AHEAD:
                self.put_turn(turn, state=TurnState.RUNNING, started_at=self.at)
                self.effects.append(StartTurn(turn.number, turn.coachee))

    def finish(self, run: StageRun, state: RunState, *, by_itself: bool = False) -> StageRun:
        """Ends the run and shows what waited for its end."""
        stage, seen = self.stage(run), run.active or bool(run.parts)
        shows = stage.share == "together" or stage.done == "lock"
        reveals = shows and state is RunState.DONE and bool(run.count(PartState.SUBMITTED))
        fields = {"state": state, "done_at": self.at, "by_itself": by_itself}
        run = self.put(run, revealed=run.revealed or reveals, **fields)
        if seen:
            self.effects.append(FinishStage(run.id))
        if reveals:
            self.effects.append(Reveal(run.id))
        return run

    def choice(self, run: StageRun, condition: Condition) -> str | None:
        """What was chosen where the condition looks, in the same turn, or its default."""
        return self.chosen(condition, run.turn, run.repeat)

    def chosen(
        self, condition: Condition, turn: int | None, repeat: int | None = None
    ) -> str | None:
        """The same for a turn or repeat."""
        key = f"{self.rules.protocol.id}.{condition.stage}"
        source = self.run(named(key, turn, repeat)) or self.run(named(key))
        chosen = [p.choice(condition.key) for p in source.parts] if source else []
        prompt = self.rules.stage(key).prompt(condition.key)
        return next((value for value in chosen if value), prompt.default if prompt else None)
