"""Cycles of every protocol and size, with people who answer, leave, come late and click twice."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from flows import events as ev
from flows import library
from flows.agreement import Rhythm
from flows.cycle import CycleState
from flows.effects import CloseCycle, FinishStage, OpenStage, RelockStage, Reveal
from flows.ids import MemberId
from flows.protocol import Stage
from flows.sections import Section, runs_of, sections
from flows.sharing import may_read
from flows.stage import RunState, StageRun
from flows.turns import TurnState
from tests.flows import holding
from tests.flows.courses import PEOPLE, Course, protocol

STRANGER = MemberId("nobody")
SETTLED = {TurnState.DONE, TurnState.DECLINED, TurnState.POSTPONED, TurnState.LEFT}


class Cycles(RuleBasedStateMachine):
    """One cycle; every rule is something that a person or the clock can do."""

    name = "observation"
    size = 2

    @initialize(data=st.data())
    def begins(self, data: st.DataObject) -> None:
        start = data.draw(st.sampled_from(["short", "full", "again"]))
        delivery = data.draw(st.sampled_from(["spread", "one_sitting", "same_day"]))
        rhythm = data.draw(st.sampled_from([None, Rhythm.WEEKLY, Rhythm.MONTHLY]))
        self.course = Course(
            self.name, PEOPLE[: self.size], start=start, delivery=delivery, rhythm=rhythm
        )
        self.closed = 0
        self.declined: set[MemberId] = set()
        self.goes_on(data, steps=data.draw(st.integers(0, 40)), hurry=True)

    @rule(hours=st.integers(1, 400))
    def time_passes(self, hours: int) -> None:
        self.course.until(self.course.now + timedelta(hours=hours))

    @rule()
    def the_next_thing_happens(self) -> None:
        if self.course.cycle.next_at is not None:
            self.course.until(self.course.cycle.next_at)

    @precondition(lambda self: not self.course.cycle.over)
    @rule(data=st.data())
    def someone_does_what_waits(self, data: st.DataObject) -> None:
        cycle = self.course.cycle
        waiting = [(run, m) for m in cycle.members for run in cycle.waiting_for(m)]
        waiting += [(run, p.member) for run in cycle.runs if run.active for p in run.parts]
        if waiting:
            run, member = data.draw(st.sampled_from(waiting[:12]))
            for event in self.fitting(data, run, member):
                self.tell(event)
        self.settle_dates()

    @rule(data=st.data(), steps=st.integers(1, 12))
    def everybody_does_their_part(self, data: st.DataObject, steps: int) -> None:
        self.goes_on(data, steps=steps, hurry=True)

    @rule(data=st.data(), steps=st.integers(1, 6))
    def almost_everybody_does_their_part(self, data: st.DataObject, steps: int) -> None:
        """One part in eight stays undone for now, and one is left out."""
        self.goes_on(data, steps=steps, hurry=False)

    def goes_on(self, data: st.DataObject, *, steps: int, hurry: bool) -> None:
        for _ in range(steps):
            self.the_next_thing_happens()
            members = self.course.cycle.members
            for member in members if data.draw(st.booleans()) else reversed(members):
                for run in self.course.cycle.waiting_for(member):
                    luck = 7 if hurry else data.draw(st.integers(0, 7))
                    if luck == 0:
                        self.tell(ev.SkippedPart(run.id, member))
                    elif luck > 1:
                        for event in self.fitting(data, run, member):
                            self.tell(event)
            self.settle_dates()
            self.holds()

    def settle_dates(self) -> None:
        for run in self.course.cycle.without_date():
            if self.course.rules.stage(run.stage).on_schedule:
                start = self.course.now + timedelta(days=2)
                end = start + timedelta(minutes=20)
                everyone = frozenset(self.course.cycle.members)
                by = self.course.cycle.members[0]
                self.tell(ev.Scheduled(run.id, by, start, end, None, everyone - {by}))
                self.tell(ev.Scheduled(run.id, by, start, end, None, everyone))

    def fitting(self, data: st.DataObject, run: StageRun, member: MemberId) -> list[ev.CycleEvent]:
        """What the stage wants of this member."""
        stage: Stage = self.course.rules.stage(run.stage)
        asked = holding.asked(self.course.rules, self.course.cycle, run, member)
        keys = tuple(p.key for p in asked)
        choices = tuple(
            (p.key, data.draw(st.sampled_from([o.key for o in p.options])))
            for p in asked
            if p.kind == "choice"
        )
        match stage.done:
            case "one" | "each" | "lock":
                return [ev.Answered(run.id, member, keys, choices)]
            case "released":
                return [ev.Answered(run.id, member, keys), ev.Released(run.id, member)]
            case "agreed":
                if run.version:
                    return [ev.Agreed(run.id, member, run.version)]
                return [ev.Proposed(run.id, member, run.version + 1)]
            case "held":
                return [ev.Held(run.id, member)]

    @precondition(lambda self: bool(self.course.cycle.runs))
    @rule(data=st.data(), what=st.sampled_from(["clicks", "clicks", "changes", "rests", "leaves"]))
    def something_else_happens(self, data: st.DataObject, what: str) -> None:
        match what:
            case "clicks":
                self.someone_clicks_anything(data)
            case "changes":
                self.someone_changes_the_cycle(data)
            case "rests":
                self.it_rests(pause=data.draw(st.booleans()), days=data.draw(st.integers(0, 30)))
            case _:
                self.somebody_leaves(data)

    def someone_clicks_anything(self, data: st.DataObject) -> None:
        cycle = self.course.cycle
        run = data.draw(st.sampled_from(cycle.runs))
        by = data.draw(st.sampled_from((*PEOPLE[:4], STRANGER)))
        start = self.course.now + timedelta(hours=data.draw(st.integers(-5, 80)))
        clicks: list[ev.CycleEvent] = [
            ev.Answered(run.id, by, ("why", "look", "no such key")),
            ev.Answered(run.id, by, ("back",), (("goal", "leave"),)),
            ev.ChoiceChanged(run.id, by, "map", "stuck"),
            ev.SkippedPart(run.id, by),
            ev.Proposed(run.id, by, run.version + 1),
            ev.Agreed(run.id, by, run.version),
            ev.Agreed(run.id, by, run.version + 1),
            ev.Held(run.id, by),
            ev.Unheld(run.id, by),
            ev.Released(run.id, by),
            ev.Recalled(run.id, by),
            ev.NoteOpened(run.id, by, cycle.members[-1]),
            ev.ResponseGiven(run.id, by, cycle.members[-1]),
            ev.Shared(run.id, by, ("why", "did")),
            ev.Scheduled(
                run.id, by, start, start + timedelta(minutes=15), None, frozenset(cycle.members)
            ),
            ev.Scheduled(run.id, by, start, start, None, frozenset()),
            ev.Cancelled(run.id, by),
            ev.StartedNow(run.id, by),
            ev.Reopened(run.id, by),
        ]
        self.tell_twice(data.draw(st.sampled_from(clicks)))

    def someone_changes_the_cycle(self, data: st.DataObject) -> None:
        cycle = self.course.cycle
        by = data.draw(st.sampled_from((*cycle.members, STRANGER)))
        other = data.draw(st.sampled_from(cycle.members or (STRANGER,)))
        day = (self.course.now + timedelta(days=data.draw(st.integers(-3, 30)))).date()
        role = data.draw(st.sampled_from(self.course.rules.protocol.roles))
        changes: list[ev.CycleEvent] = [
            ev.TurnDeclined(by),
            ev.TurnMoved(by, day),
            ev.SwapAsked(by, other),
            ev.CloseWished(by),
            ev.Snoozed(by, day),
            ev.RepeatsSet(by, data.draw(st.integers(0, 7))),
            ev.RoleGiven(by, role, other, data.draw(st.sampled_from([None, 1, 2, 9]))),
            ev.GuestInvited(STRANGER, by, frozenset({"everything.theme"})),
        ]
        self.tell_twice(data.draw(st.sampled_from(changes)))

    def it_rests(self, *, pause: bool, days: int) -> None:
        if pause:
            self.tell(ev.Rested())
            cycle = self.course.cycle
            assert cycle.over or cycle.state is CycleState.RESTING  # practice INV-02
            assert cycle.over or cycle.next_at is None or cycle.next_at > self.course.now
        resting = self.course.cycle.state is CycleState.RESTING
        passed = self.course.until(self.course.now + timedelta(days=days))
        assert not (resting and [e for e in passed if not isinstance(e, CloseCycle)])  # INV-21
        self.tell_twice(ev.Resumed())

    def somebody_leaves(self, data: st.DataObject) -> None:
        """One time in six; once in a while everything stops instead."""
        chance = data.draw(st.integers(0, 11))
        if chance == 0:
            self.tell_twice(ev.Stopped())
            assert self.course.cycle.over  # practice INV-02
        elif chance == 1 and len(self.course.cycle.members) > 1:
            self.tell_twice(ev.MemberLeft(data.draw(st.sampled_from(self.course.cycle.members))))

    def tell(self, event: ev.CycleEvent) -> None:
        before = self.course.cycle
        effects = self.course.tell(event)
        assert not (before.over and effects)
        self.closed += sum(isinstance(e, CloseCycle) for e in effects)
        rules, after = self.course.rules, self.course.cycle
        holding.the_host_says_yes_to_a_visit(rules, before, after, event)
        holding.notes_keep_to_what_was_asked(rules, before, after, event)
        holding.cards_are_nobodys_once_locked(rules, before, after, event)
        if isinstance(event, ev.Released):
            holding.notes_wait_for_release_and_own_words(rules, after, PEOPLE)
        holding.what_opens_together_waits_for_all(rules, before, after, effects)
        match event:
            case ev.TurnDeclined(by):
                self.declined.add(by)
            case ev.MemberLeft(gone):
                assert gone not in after.members or after is before  # practice INV-26

    def tell_twice(self, event: ev.CycleEvent) -> None:
        """A double click does nothing the second time, but for what only asks again."""
        self.tell(event)
        self.tell(event)

    @invariant()
    def holds(self) -> None:
        if not hasattr(self, "course"):
            return
        cycle = self.course.cycle
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
        holding.notes_wait_for_release_and_own_words(self.course.rules, cycle, PEOPLE)
        holding.guests_see_the_plan_alone(self.course.rules, cycle)

    def opened_before_finished(self) -> None:
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
                    run = self.course.cycle.run(f"{key}/{turn or repeat or 1}")
                    waited = run and run.blocks and run.untouched and run.state is RunState.OPEN
                    stage = self.course.rules.stage(key)
                    if waited and stage.mode != "class" and stage.waits == "done":
                        found.append(number)
        return sorted(set(found))

    def nothing_for_strangers(self) -> None:
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


OFTEN = settings(
    max_examples=15,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


NAMES = (*library.shipped(), "everything")
FEW = settings(OFTEN, max_examples=1, stateful_step_count=12)
EVERY = [
    (name, size)
    for name in NAMES
    for size in range(protocol(name).size.min, protocol(name).size.max + 1)
]
"""Every way of working with every size of group that it is made for."""


def machine(name: str, size: int) -> type[Cycles]:
    """So many people on that way of working."""
    return type(f"CyclesOf{name.title()}", (Cycles,), {"name": name, "size": size})


@pytest.mark.prove
@pytest.mark.parametrize(("name", "size"), EVERY)
def test_whatever_people_do_a_cycle_holds(name: str, size: int) -> None:
    run_state_machine_as_test(machine(name, size), settings=OFTEN)


@pytest.mark.parametrize(("name", "size"), EVERY)
def test_whatever_a_few_people_do_a_cycle_holds(name: str, size: int) -> None:
    run_state_machine_as_test(machine(name, size), settings=FEW)
