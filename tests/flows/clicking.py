"""Everything that anybody could do to a cycle, or to one step of it, by what its file says."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from flows import deeds
from flows import events as ev
from flows.cycle import Cycle
from flows.ids import MemberId
from flows.rules import Rules
from flows.stage import StageRun
from tests.flows import holding

STRANGER = MemberId("nobody")
GUEST = MemberId("guest")


def on_run(
    rules: Rules, cycle: Cycle, run: StageRun, by: MemberId, now: datetime
) -> Iterator[ev.CycleEvent]:
    """What this person could press or send in that step, fitting or not."""
    stage = rules.stage(run.stage)
    every = tuple(p.key for p in stage.prompts)
    own = tuple(p.key for p in holding.asked(rules, cycle, run, by))
    first = tuple(p.key for p in stage.prompts if p.before_start)
    others = [m for m in (*run.members, *cycle.members) if m != by] or [by]
    other, last = others[0], others[-1]
    start, everyone = now + timedelta(hours=2), frozenset(cycle.members)
    end = start + timedelta(minutes=15)
    for keys in {every, own, own[:1], (*first, "no such key"), ()}:
        yield ev.Answered(run.id, by, keys)
    for prompt in stage.prompts:
        for option in deeds.options_of(prompt)[-2:]:
            yield ev.Answered(run.id, by, own, ((prompt.key, option),))
            yield ev.ChoiceChanged(run.id, by, prompt.key, option)
    yield ev.Began(run.id, by, first)
    yield ev.SkippedPart(run.id, by)
    yield ev.Proposed(run.id, by, run.version + 1)
    yield ev.Agreed(run.id, by, run.version)
    yield ev.Agreed(run.id, by, run.version + 1)
    yield ev.Held(run.id, by)
    yield ev.Unheld(run.id, by)
    yield ev.SpreadOut(run.id, by)
    yield ev.TimeStarted(run.id, by)
    yield ev.TimeStopped(run.id, by)
    yield ev.Released(run.id, by)
    yield ev.Recalled(run.id, by)
    yield ev.Shared(run.id, by, every)
    yield ev.Scheduled(run.id, by, start, end, None, frozenset({by}))
    yield ev.Scheduled(run.id, by, start, end, None, everyone)
    yield ev.Scheduled(run.id, by, start, start, None, frozenset())
    yield ev.Cancelled(run.id, by)
    yield ev.StartedNow(run.id, by)
    yield ev.AskedOn(run.id, by, (now + timedelta(days=6)).date())
    yield ev.Reopened(run.id, by)
    yield ev.AskedAfterAll(run.id, by)
    yield ev.NotesWanted(run.id, by)
    for whom in dict.fromkeys((*run.members[:2], other, last)):
        yield ev.NoteOpened(run.id, by, whom)
        yield ev.ResponseGiven(run.id, by, whom)
        yield ev.Replied(run.id, by, whom)
        for prompt in stage.prompts:
            if prompt.confirmed_by is not None:
                yield ev.Confirmed(run.id, by, whom, prompt.key)


def on_cycle(rules: Rules, cycle: Cycle, by: MemberId, now: datetime) -> Iterator[ev.CycleEvent]:
    """What this person, or anybody, could do to the whole of it."""
    other = next((m for m in cycle.members if m != by), by)
    day = (now + timedelta(days=9)).date()
    protocol, members = rules.protocol, cycle.members
    yield ev.ProtocolChosen(by, tuple(reversed(members)), "one_sitting")
    yield ev.RepeatsSet(by, 4)
    for role in protocol.roles:
        yield ev.RoleGiven(by, role, other, cycle.turn.number if cycle.turn else None)
    yield ev.GuestInvited(GUEST, by, frozenset(map(protocol.key, protocol.stages)), "g")
    yield ev.GuestCame("g")
    yield ev.GuestGone("g")
    yield ev.TurnDeclined(by)
    yield ev.TurnMoved(by, day)
    yield ev.SwapAsked(by, other)
    yield ev.CloseWished(by)
    for way in (*(each.key for each in protocol.exits), ""):
        yield ev.WayWished(by, way)
    yield ev.Snoozed(by, day)
    yield ev.Lightened(by)
    yield ev.Rested()
    yield ev.RestKept(by)
    yield ev.Resumed()
    yield ev.Stopped()
    yield ev.MemberLeft(by)
    yield ev.TimePassed()
