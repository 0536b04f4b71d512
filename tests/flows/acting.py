"""People who go through a cycle: who answer, leave out, come late, click twice, and do odd things.

What they do is left to chance, which is Hypothesis in the machine and plain dice in its short form;
whatever they do, all of `holding` is looked at.
"""

import random
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from datetime import timedelta
from itertools import product
from typing import Protocol, TypeVar

from hypothesis import strategies as st

from flows import events as ev
from flows.agreement import Rhythm
from flows.cycle import CycleState, named
from flows.effects import CloseCycle, FinishStage, OpenStage, RelockStage, Reveal
from flows.ids import MemberId, RunId
from flows.protocol import DeliveryName, StartName
from flows.sections import Section, runs_of, sections
from flows.sharing import may_read
from flows.stage import RunState, StageRun
from flows.turns import TurnState
from tests.flows import clicking, holding
from tests.flows.clicking import STRANGER
from tests.flows.courses import PEOPLE, Course

T = TypeVar("T")
SETTLED = {TurnState.DONE, TurnState.DECLINED, TurnState.POSTPONED, TurnState.LEFT}
STARTS: tuple[StartName, ...] = ("short", "full", "again")
DELIVERIES: tuple[DeliveryName, ...] = ("spread", "one_sitting", "same_day")
LONG = 60
"""No way of working takes so many steps."""


class Chance(Protocol):
    """What decides."""

    def pick(self, options: Sequence[T]) -> T:
        """One of them."""
        ...

    def upto(self, most: int) -> int:
        """A number from 0 to this one."""
        ...


@dataclass(frozen=True)
class Drawn:
    """Decided by Hypothesis, which looks for the shortest way to a fault."""

    data: st.DataObject

    def pick(self, options: Sequence[T]) -> T:
        """One of them."""
        return self.data.draw(st.sampled_from(options))

    def upto(self, most: int) -> int:
        """A number from 0 to this one."""
        return self.data.draw(st.integers(0, most))


@dataclass(frozen=True)
class Dice:
    """Decided by a seed: the same each time, and at no cost."""

    dice: random.Random

    def pick(self, options: Sequence[T]) -> T:
        """One of them."""
        return self.dice.choice(options)

    def upto(self, most: int) -> int:
        """A number from 0 to this one."""
        return self.dice.randint(0, most)


class Acting:
    """One cycle, and those who act in it; `tried` counts what they did."""

    def __init__(
        self, name: str, size: int, start: StartName, delivery: DeliveryName, rhythm: Rhythm | None
    ) -> None:
        self.course = Course(name, PEOPLE[:size], start=start, delivery=delivery, rhythm=rhythm)
        self.declined: set[MemberId] = set()
        self.tried = 0
        self.which: int | None = None
        """Which option everybody chooses; left to chance where it is None."""

    def goes_on(self, chance: Chance, steps: int, *, hurry: bool) -> None:
        """Everybody does what waits; where nobody hurries, some leave it and some leave it out."""
        for _ in range(steps):
            self.next_thing_happens()
            members = self.course.cycle.members
            for member in members if chance.upto(1) else reversed(members):
                for run in self.course.cycle.waiting_for(member):
                    luck = 7 if hurry else chance.upto(7)
                    if luck == 0:
                        self.tell(ev.SkippedPart(run.id, member))
                    elif luck > 1:
                        self.does_their_part(chance, run, member)
            self.settle_dates()
            self.holds()

    def walks_to(self, chance: Chance, stage: str, turn: int | None = None) -> bool:
        """Everybody does what waits until that step stands open; whether it came to that."""
        for _ in range(LONG):
            if any(run.active and run.turn in {turn, None} for run in self.runs_of(stage)):
                return True
            if self.course.cycle.over:
                return False
            self.next_thing_happens()
            self.everybody_acts(chance, but=stage)
        return False

    def runs_of(self, stage: str) -> tuple[StageRun, ...]:
        """The runs of a step by its full key."""
        return self.course.cycle.runs_of(stage)

    def everybody_acts(self, chance: Chance, but: str = "") -> None:
        """Everybody does what waits, other than this step."""
        members, waiting = self.course.cycle.members, self.course.cycle.waiting_for
        for member, run in [(m, run) for m in members for run in waiting(m)]:
            if run.stage != but:
                self.does_their_part(chance, self.course.cycle.run(run.id) or run, member)
        self.settle_dates()

    def so_many_do_it(self, chance: Chance, stage: str, authors: int, *, silent: bool) -> None:
        """In that step so many do their part; the others are silent until it is late, or leave it.

        Where nobody does it, the cycle goes on from there.
        """
        for run in self.runs_of(stage):
            for number, member in enumerate(run.members if run.active else ()):
                if number < authors:
                    self.does_their_part(chance, run, member)
                elif not silent:
                    self.tell(ev.SkippedPart(run.id, member))
        self.holds()
        if not authors and not silent:
            for _ in range(3):
                self.next_thing_happens()
                self.everybody_acts(chance)
        self.course.until(self.course.now + timedelta(days=20))
        self.tell(ev.TimePassed())
        self.holds()

    def each_wants_it_otherwise(self, stage: str) -> None:
        """One new version after the other, until everybody suggested one: a yes is to the last."""
        for run in self.runs_of(stage):
            for member in run.members if run.active else ():
                version = (self.course.cycle.run(run.id) or run).version
                self.tell(ev.Proposed(run.id, member, version + 1))
        self.holds()

    def from_draft_to_answer(self, chance: Chance, stage: str) -> None:
        """Notes that are written, released, opened, answered; at each point everybody tries all."""
        for run in [run for run in self.runs_of(stage) if run.active][:1]:
            coachee = self.course.cycle.coachee(run) or STRANGER
            for author in run.members:
                asked = holding.asked(self.course.rules, self.course.cycle, run, author)
                self.tell(ev.Answered(run.id, author, tuple(p.key for p in asked)))
            rounds: Sequence[Sequence[ev.CycleEvent]] = (
                [ev.Released(run.id, author) for author in run.members],
                [],
                [ev.NoteOpened(run.id, coachee, author) for author in run.members],
                [ev.ResponseGiven(run.id, coachee, author) for author in run.members],
            )
            for deeds in rounds:
                self.everybody_tries(run.id)
                for deed in deeds:
                    self.tell(deed)
                if not deeds:
                    self.everybody_acts(chance)
            self.everybody_tries(run.id)

    def everybody_listens(self, chance: Chance, stage: str) -> None:
        """What was told and shared there is replied to, twice, and confirmed, by anybody."""
        for run in [run for run in self.runs_of(stage) if run.active]:
            for member in run.members:
                for event in self.fitting(chance, run, member):
                    if not isinstance(event, ev.Held):
                        self.tell(event)
            own = tuple(p.key for p in self.course.rules.stage(stage).prompts)
            for member in run.members:
                self.tell(ev.Shared(run.id, member, own))
            people = (*self.course.cycle.members, STRANGER)
            for by, other in product(people, people):
                self.tell_twice(ev.Replied(run.id, by, other))
                for prompt in self.course.rules.stage(stage).prompts:
                    if prompt.confirmed_by is not None:
                        self.tell_twice(ev.Confirmed(run.id, by, other, prompt.key))
            self.holds()

    def somebody_goes_back(self, stage: str) -> None:
        """To the step that this one opens again, whoever it was; then it is as it was."""
        family, earlier = stage.partition(".")[0], self.course.rules.stage(stage).reopens
        for run in self.runs_of(f"{family}.{earlier}"):
            for by in (*self.course.cycle.members, STRANGER):
                self.tell_twice(ev.Reopened(run.id, by))
            self.everybody_tries(run.id)
        self.holds()

    def everybody_tries(self, name: RunId) -> None:
        """Everything that anybody could do with that step, each by itself."""
        cycle, rules, now = self.course.cycle, self.course.rules, self.course.now
        for run in [run for run in cycle.runs if run.id == name]:
            for by in (*cycle.members, STRANGER):
                for event in clicking.on_run(rules, cycle, run, by, now):
                    if not isinstance(event, ev.Answered | ev.ChoiceChanged | ev.Scheduled):
                        self.beside().tell(event)

    def one_after_the_other_leaves(self) -> None:
        """Until one is left: too few rest, whoever starts it again."""
        while not self.course.cycle.over and len(self.course.cycle.members) > 1:
            self.tell(ev.MemberLeft(self.course.cycle.members[-1]))
            self.tell_twice(ev.Resumed())
            self.holds()

    def a_guest_is_asked(self) -> None:
        """By one of them, by all of them, and they come: at each point all holds."""
        every = frozenset(map(self.course.rules.protocol.key, self.course.rules.protocol.stages))
        for member in self.course.cycle.members:
            self.tell(ev.GuestInvited(clicking.GUEST, member, every, "g"))
            self.holds()
        self.tell(ev.GuestCame("g"))
        self.holds()

    def next_thing_happens(self) -> None:
        """As late as time alone changes something."""
        if self.course.cycle.next_at is not None:
            self.course.until(self.course.cycle.next_at)

    def does_their_part(self, chance: Chance, run: StageRun, member: MemberId) -> None:
        """What the step wants of this member."""
        for event in self.fitting(chance, run, member):
            self.tell(event)

    def somebody_does_what_waits(self, chance: Chance) -> None:
        """One of the parts that stand open, whether or not it is still to do."""
        cycle = self.course.cycle
        waiting = [(run, m) for m in cycle.members for run in cycle.waiting_for(m)]
        waiting += [(run, p.member) for run in cycle.runs if run.active for p in run.parts]
        if waiting:
            run, member = chance.pick(waiting[:12])
            self.does_their_part(chance, run, member)
        self.settle_dates()

    def settle_dates(self) -> None:
        """Whatever waits for a date gets one: refused without the host, then taken."""
        for run in self.course.cycle.without_date():
            if self.course.rules.stage(run.stage).on_schedule:
                start = self.course.now + timedelta(days=2)
                end = start + timedelta(minutes=20)
                everyone = frozenset(self.course.cycle.members)
                by = self.course.cycle.members[0]
                host = self.course.cycle.coachee(run) or by
                self.tell(ev.Scheduled(run.id, by, start, end, None, everyone - {host}))
                self.tell(ev.Scheduled(run.id, by, start, end, None, everyone))

    def fitting(self, chance: Chance, run: StageRun, member: MemberId) -> list[ev.CycleEvent]:
        """What the stage wants of this member."""
        stage = self.course.rules.stage(run.stage)
        asked = holding.asked(self.course.rules, self.course.cycle, run, member)
        keys = tuple(p.key for p in asked)
        choices = tuple(
            (p.key, (chance.pick(p.options) if self.which is None else p.options[self.which]).key)
            for p in asked
            if p.kind == "choice"
        )
        match stage.done:
            case "one" | "each" | "lock":
                first = tuple(p.key for p in asked if p.before_start)
                began: list[ev.CycleEvent] = [ev.Began(run.id, member, first)] if first else []
                rest = tuple(key for key in keys if key not in first)
                return [*began, ev.Answered(run.id, member, rest, choices)]
            case "released":
                return [ev.Answered(run.id, member, keys), ev.Released(run.id, member)]
            case "agreed":
                chose: list[ev.CycleEvent] = []
                if choices:
                    chose = [ev.Answered(run.id, member, (), choices)]
                if run.version:
                    return [*chose, ev.Agreed(run.id, member, run.version)]
                return [*chose, ev.Proposed(run.id, member, run.version + 1)]
            case "held":
                shared: list[ev.CycleEvent] = [ev.Shared(run.id, member, keys)]
                noted = [ev.Answered(run.id, member, keys, choices)]
                return [*noted, *(shared if chance.upto(1) else ()), ev.Held(run.id, member)]

    def somebody_clicks_anything(self, chance: Chance) -> None:
        """Something that can be pressed or sent in some step, twice, by anybody."""
        cycle, rules = self.course.cycle, self.course.rules
        if not cycle.runs:
            return
        ahead = [run for run in cycle.runs if not run.finished] or list(cycle.runs)
        run = chance.pick(ahead if chance.upto(3) else cycle.runs)
        by = chance.pick((*cycle.members, *run.members, STRANGER))
        clicks = list(clicking.on_run(rules, cycle, run, by, self.course.now))
        self.tell_twice(chance.pick(clicks))

    def somebody_changes_the_cycle(self, chance: Chance) -> None:
        """Something that concerns all of it, other than that it ends or somebody leaves."""
        cycle, rules = self.course.cycle, self.course.rules
        by = chance.pick((*cycle.members, STRANGER))
        grave = ev.Rested | ev.Stopped | ev.MemberLeft
        clicks = clicking.on_cycle(rules, cycle, by, self.course.now)
        self.tell_twice(chance.pick([e for e in clicks if not isinstance(e, grave)]))

    def everybody_wishes(self, chance: Chance) -> None:
        """A change that takes all of them, the yes of one after the other."""
        kinds = (ev.CloseWished, ev.GuestInvited)
        kind = chance.pick(kinds)
        for member in self.course.cycle.members:
            clicks = clicking.on_cycle(
                self.course.rules, self.course.cycle, member, self.course.now
            )
            self.tell(next(event for event in clicks if isinstance(event, kind)))

    def it_rests(self, *, pause: bool, days: int) -> None:
        """It is paused, and some days later it goes on."""
        if pause:
            self.tell(ev.Rested())
            cycle = self.course.cycle
            assert cycle.over or cycle.next_at is None or cycle.next_at > self.course.now
        resting = self.course.cycle.state is CycleState.RESTING
        passed = self.course.until(self.course.now + timedelta(days=days))
        assert not (resting and [e for e in passed if not isinstance(e, CloseCycle)])  # INV-21
        self.tell_twice(ev.Resumed())

    def somebody_leaves(self, chance: Chance) -> None:
        """One time in six; once in a while everything stops instead."""
        luck = chance.upto(11)
        if luck == 0:
            self.tell_twice(ev.Stopped())
        elif luck == 1 and len(self.course.cycle.members) > 1:
            self.tell_twice(ev.MemberLeft(chance.pick(self.course.cycle.members)))

    def beside(self) -> "Acting":
        """The same once more: what happens there does not happen here."""
        other = copy(self)
        other.course, other.declined = copy(self.course), set(self.declined)
        other.course.effects = list(self.course.effects)
        return other

    def much_is_tried(self, chance: Chance, most: int) -> int:
        """So much of all that anybody could do now, and what could follow; nothing of it is done.

        Up to three acts in a row, in one step or about all of it.
        """
        runs = [r for r in self.course.cycle.runs if not r.finished or r.parts][-6:]
        for _ in range(most):
            beside, run = self.beside(), chance.pick(runs)
            for _ in range(3):
                before = beside.course.cycle
                beside.tell(beside.anything(chance, before.run(run.id) or run))
                if beside.course.cycle is before:
                    break
        return most

    def anything(self, chance: Chance, run: StageRun) -> ev.CycleEvent:
        """What anybody could do in that step, or to all of the cycle."""
        cycle, rules, now = self.course.cycle, self.course.rules, self.course.now
        by = chance.pick((*cycle.members, *cycle.left, STRANGER))
        step = clicking.on_run(rules, cycle, run, by, now)
        return chance.pick(
            list(step if chance.upto(3) else clicking.on_cycle(rules, cycle, by, now))
        )

    def tell(self, event: ev.CycleEvent) -> None:
        """It happens, and everything holds from before it to after it."""
        self.tried += 1
        before = self.course.cycle
        effects = self.course.tell(event)
        assert not (before.over and effects)
        rules, after, now = self.course.rules, self.course.cycle, self.course.now
        holding.whatever_happened(rules, before, after, event, effects, now)
        if isinstance(event, ev.Released):
            holding.notes_wait_for_release_and_own_words(rules, after, PEOPLE)
        if isinstance(event, ev.TurnDeclined):
            self.declined.add(event.by)

    def tell_twice(self, event: ev.CycleEvent) -> None:
        """A double click does nothing the second time, but for what only asks again."""
        self.tell(event)
        self.tell(event)

    def holds(self) -> None:
        """All that holds at any moment."""
        cycle, rules = self.course.cycle, self.course.rules
        ends = [e for e in self.course.effects if isinstance(e, CloseCycle)]
        assert len(ends) == (cycle.state is CycleState.CLOSED)
        if cycle.state is CycleState.CLOSED:
            assert all(turn.state in SETTLED for turn in cycle.turns)
            holding.everybody_had_a_turn(cycle, self.declined)
            assert all(run.finished for run in cycle.runs)
        if not cycle.over:
            for run in cycle.runs:
                assert run.finished or set(run.members) <= set(cycle.members)
        self.opened_before_finished()
        self.one_step_at_a_time()
        self.nothing_for_strangers()
        holding.everybody_has_a_turn(rules, cycle)
        holding.the_swap_is_proposed(rules, self.course.effects)
        holding.notes_wait_for_release_and_own_words(rules, cycle, PEOPLE)
        holding.guests_see_the_plan_alone(rules, cycle)

    def opened_before_finished(self) -> None:
        """Nothing opens twice, and nothing is revealed twice."""
        open_now: set[str] = set()
        revealed: set[str] = set()
        for effect in self.course.effects:
            match effect:
                case OpenStage(run):
                    assert run not in open_now
                    open_now.add(run)
                case RelockStage(run) | FinishStage(run):
                    open_now.discard(run)
                case Reveal(run):
                    assert run not in revealed
                    revealed.add(run)
                case _:
                    pass

    def one_step_at_a_time(self) -> None:
        """In each stretch one step stands open that nobody began, and one turn runs."""
        cycle, rules = self.course.cycle, self.course.rules
        if rules.protocol.turns == "serial":
            running = [t for t in cycle.turns if t.state is TurnState.RUNNING]
            assert len(running) <= 1
        for section in sections(rules, cycle, lambda *_: False):
            positions = self.open_positions(section)
            assert len(positions) <= 1, positions

    def open_positions(self, section: Section) -> list[int]:
        """The slots of a section with something that people wait for and nobody began."""
        found = []
        # In one sitting a slot is one turn's alone; the same step stands again for the next turn.
        alone = section.alone or (None,) * len(section.slots)
        for number, (slot, only) in enumerate(zip(section.slots, alone, strict=True)):
            for key in slot:
                for turn, repeat in runs_of(self.course.rules, section, key, only):
                    run = self.course.cycle.run(named(key, turn, repeat))
                    waited = run and run.blocks and run.untouched and run.state is RunState.OPEN
                    stage = self.course.rules.stage(key)
                    if waited and stage.mode != "class" and stage.waits == "done":
                        found.append(number)
        return sorted(set(found))

    def nothing_for_strangers(self) -> None:
        """INV-04: members alone read, and what is somebody's own nobody else."""
        cycle, rules = self.course.cycle, self.course.rules
        for run in cycle.runs:
            for part in run.parts:
                for key in part.keys:
                    own = rules.stage(run.stage).share in {"self", "pool"}
                    readers = [m for m in (*PEOPLE, STRANGER) if m != part.member]
                    shown = {
                        m
                        for m in readers
                        if may_read(rules, cycle, run, author=part.member, reader=m, key=key)
                    }
                    assert not own or not shown
                    assert shown <= {*cycle.members, *(guest.member for guest in cycle.guests)}
                    if holding.hidden(rules, cycle, run, part, key):
                        assert not shown
