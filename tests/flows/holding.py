"""What must hold in a cycle whatever people do: invariants of practice A5, read from the data.

Each function takes what was and what is, and asks the protocol's file, not the engine.
"""

from collections.abc import Collection, Iterable

from flows import events as ev
from flows.cycle import Cycle, named
from flows.effects import CycleEffect, Reveal
from flows.ids import MemberId
from flows.protocol import Condition, Prompt
from flows.rules import Rules
from flows.sharing import may_read, pool_is_open
from flows.stage import RELEASED_STATES, PartState, StageRun
from flows.turns import TurnState


def the_host_says_yes_to_a_visit(
    rules: Rules, before: Cycle, after: Cycle, event: ev.CycleEvent
) -> None:
    """INV-09: no time of a visit stands without its host's own yes to it."""
    if not isinstance(event, ev.Scheduled):
        return
    was, now = before.run(event.run), after.run(event.run)
    if now is None or now.session is None or (was and was.session == now.session):
        return
    if rules.stage(now.stage).mode == "class" and now.turn is not None:
        assert after.turns[now.turn - 1].coachee in event.confirmed_by


def notes_keep_to_what_was_asked(
    rules: Rules, before: Cycle, after: Cycle, event: ev.CycleEvent
) -> None:
    """INV-10: nothing is kept under a prompt that the request does not open."""
    if not isinstance(event, ev.Answered):
        return
    was, now = before.run(event.run), after.run(event.run)
    if now is None or (part := now.part(event.by)) is None:
        return
    earlier = was.part(event.by) if was else None
    for key in set(part.keys) - set(earlier.keys if earlier else ()):
        prompt = rules.stage(now.stage).prompt(key)
        assert prompt is not None
        if prompt.only_if is not None:
            assert chosen(rules, after, now, prompt.only_if) in prompt.only_if.one_of


def cards_are_nobodys_once_locked(
    rules: Rules, before: Cycle, after: Cycle, event: ev.CycleEvent
) -> None:
    """INV-14: cards open with enough authors only, and nobody changes one afterwards."""
    for run in after.runs:
        stage = rules.stage(run.stage)
        if stage.share != "pool":
            continue
        was = before.run(run.id)
        assert run.revealed or not any(pool_is_open(after, run, m) for m in after.members)
        if was is not None and was.revealed and not isinstance(event, ev.MemberLeft):
            assert [(p.member, p.keys, p.state) for p in run.parts] == [
                (p.member, p.keys, p.state) for p in was.parts
            ]
        elif run.revealed:
            written = [p for p in run.parts if p.state is PartState.SUBMITTED]
            assert len(written) >= (stage.min_authors or 0)


def what_opens_together_waits_for_all(
    rules: Rules, before: Cycle, after: Cycle, effects: Iterable[CycleEffect]
) -> None:
    """practice A3, `together`: hidden until everybody's is in or left out."""
    del before
    for effect in effects:
        run = after.run(effect.run) if isinstance(effect, Reveal) else None
        if run is not None and rules.stage(run.stage).share == "together":
            assert not [p for p in run.parts if p.state is PartState.WAITING]


def everybody_had_a_turn(cycle: Cycle, declined: Collection[MemberId]) -> None:
    """INV-13: a turn that was not had was declined by its own member, or comes first next time."""
    for turn in cycle.turns:
        if turn.state is TurnState.DECLINED:
            assert turn.coachee in declined
        if turn.state is TurnState.LEFT:
            assert turn.coachee not in cycle.members


def notes_wait_for_release_and_own_words(
    rules: Rules, cycle: Cycle, people: Collection[MemberId]
) -> None:
    """INV-11, INV-12: notes reach the coachee alone, released, and after their own first words."""
    embargo = rules.protocol.embargo
    for run in cycle.runs:
        stage = rules.stage(run.stage)
        if stage.share != "to_coachee":
            continue
        carrier = stage.released_with or stage.id
        note = cycle.run(named(f"{rules.protocol.id}.{carrier}", run.turn))
        for part in run.parts:
            for key in part.keys:
                readers = {
                    m
                    for m in people
                    if m != part.member
                    and may_read(rules, cycle, run, author=part.member, reader=m, key=key)
                }
                assert readers <= {cycle.coachee(run)}
                if not readers:
                    continue
                released = note.part(part.member) if note else None
                assert released is not None
                assert released.state in RELEASED_STATES
                if embargo is not None and carrier == embargo.notes:
                    words = cycle.run(named(f"{rules.protocol.id}.{embargo.words}", run.turn))
                    assert words is not None
                    assert words.finished


def guests_see_the_plan_alone(rules: Rules, cycle: Cycle) -> None:
    """INV-25: a guest whom all said yes to reads the group's own text in the steps named."""
    for guest in cycle.guests:
        if guest.member in cycle.members:
            continue
        for run in cycle.runs:
            for part in run.parts:
                for key in part.keys:
                    if may_read(
                        rules, cycle, run, author=part.member, reader=guest.member, key=key
                    ):
                        assert rules.stage(run.stage).document is not None
                        assert run.stage in guest.stages
                        assert set(guest.yes) >= set(cycle.members)


def asked(rules: Rules, cycle: Cycle, run: StageRun, member: MemberId) -> list[Prompt]:
    """What the step asks of this member as things were chosen."""
    return [
        prompt
        for prompt in rules.stage(run.stage).asked_of(cycle.roles_of(run, member))
        if prompt.only_if is None
        or chosen(rules, cycle, run, prompt.only_if) in prompt.only_if.one_of
    ]


def chosen(rules: Rules, cycle: Cycle, run: StageRun, condition: Condition) -> str | None:
    """What was chosen in the condition's step of the same turn, else what stands there at first."""
    stage = rules.protocol.stage(condition.stage)
    assert stage is not None
    asked = cycle.run(named(rules.protocol.key(stage), run.turn))
    picked = [p.choice(condition.key) for p in asked.parts] if asked else []
    prompt = stage.prompt(condition.key)
    return next((one for one in picked if one), prompt.default if prompt else None)
