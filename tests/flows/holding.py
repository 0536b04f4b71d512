"""What must hold in a cycle whatever people do: invariants of practice A5, read from the data.

Each function takes what was and what is, and asks the protocol's file, not the engine.
"""

from collections.abc import Collection, Iterable
from datetime import datetime

from flows import events as ev
from flows.cycle import Cycle, CycleState, named
from flows.effects import (
    Announce,
    CycleEffect,
    OpenStage,
    ProposeSwap,
    RemoveUnshared,
    Reveal,
    StartTurn,
)
from flows.ids import MemberId
from flows.protocol import Condition, Prompt, Stage
from flows.rules import Rules
from flows.sharing import guest_may_read, may_read, pool_is_open
from flows.stage import RELEASED_STATES, Part, PartState, RunState, StageRun
from flows.turns import TurnState

OF_ANYBODY = (
    ev.Rested
    | ev.Resumed
    | ev.Stopped
    | ev.MemberLeft
    | ev.GuestCame
    | ev.GuestGone
    | ev.TimePassed
)
"""Events that no member of the cycle need have caused."""


def whatever_happened(
    rules: Rules,
    before: Cycle,
    after: Cycle,
    event: ev.CycleEvent,
    effects: Collection[CycleEffect],
    at: datetime,
) -> None:
    """All that holds from one moment to the next."""
    if not isinstance(event, OF_ANYBODY) and event.by not in before.members:
        assert after is before
        return
    # What has to follow is looked at even where nothing did.
    everything_stops_when_somebody_says_so(rules, before, after, event, effects)
    the_host_calls_a_visit_off(rules, before, after, event)
    if after is before:
        return
    if not isinstance(event, ev.ProtocolChosen):
        nobody_writes_for_another(before, after, event)
        a_step_is_over_by_its_own_rule(rules, before, after, at)
        each_step_waits_for_the_one_before(rules, after, effects, at)
    the_host_says_yes_to_a_visit(rules, before, after, event)
    notes_keep_to_what_was_asked(rules, before, after, event)
    no_feedback_without_a_request(rules, after)
    notes_are_their_authors_to_release(rules, before, after, event)
    cards_are_nobodys_once_locked(rules, before, after, event)
    what_opens_together_waits_for_all(rules, before, after, effects)
    who_listens_replies_once_and_who_told_says_yes(rules, before, after, event)
    what_was_foreseen_stands(rules, before, after)
    whoever_goes_back_keeps_their_words(rules, before, after, event)
    a_turn_is_its_own_members(before, after, event)
    nothing_is_late_because_of_quiet(before, after, event, at)
    who_stays_away_is_asked_nothing(rules, after, effects)
    a_visit_opens_in_silence(rules, after, effects)


def changed(before: Cycle, after: Cycle) -> list[tuple[StageRun | None, StageRun]]:
    """The runs that are not what they were: each as it was, if it was there, and as it is."""
    known = {run.id: run for run in before.runs}
    return [(known.get(r.id), r) for r in after.runs if known.get(r.id) is not r]


def nobody_writes_for_another(before: Cycle, after: Cycle, event: ev.CycleEvent) -> None:
    """INV-08, INV-14: what somebody wrote, chose and shared, they alone change."""
    by = None if isinstance(event, OF_ANYBODY) else event.by
    for was, run in changed(before, after):
        for part in run.parts if was is not None else ():
            earlier = (was.part(part.member) if was else None) or Part(member=part.member)
            if part.member != by:
                assert _own(part) == _own(earlier)


def _own(part: Part) -> tuple[object, ...]:
    return part.keys, part.choices, part.shared, part.began, part.agreed, part.ask_on


def a_step_is_over_by_its_own_rule(rules: Rules, before: Cycle, after: Cycle, at: datetime) -> None:
    """practice A4: nobody's part is passed over, and a yes is to one version."""
    for was, run in changed(before, after):
        if not run.finished or run.by_itself or (was is not None and was.finished):
            continue
        stage = rules.stage(run.stage)
        waiting, authors = run.count(PartState.WAITING), run.count(PartState.SUBMITTED)
        if run.state is RunState.SKIPPED:
            few = stage.done == "lock" and authors < (stage.min_authors or 0) and not waiting
            assert few or run.count(PartState.SKIPPED) == len(run.parts)
            continue
        match stage.done:
            case "one" | "each":
                assert not waiting or (stage.mode == "class" and run.held_by)
            case "released":
                assert {p.state for p in run.parts} <= {*RELEASED_STATES, PartState.SKIPPED}
            case "held":
                assert run.held_by is not None
            case "agreed":
                assert run.version > 0
                assert {p.agreed for p in run.parts} == {run.version}
            case "lock":
                assert authors >= (stage.min_authors or 0)
                assert not waiting or (run.last_due is not None and run.last_due <= at)


def each_step_waits_for_the_one_before(
    rules: Rules, after: Cycle, effects: Iterable[CycleEffect], at: datetime
) -> None:
    """practice B6: a step opens once those before it in its turn are over, in the file's order."""
    stages, name = rules.protocol.stages, rules.protocol.id
    for effect in effects:
        run = after.run(effect.run) if isinstance(effect, OpenStage) else None
        if run is None or not run.active or not run.stage.startswith(f"{name}."):
            continue
        stage = rules.stage(run.stage)
        for earlier in stages[: stages.index(stage) if stage in stages else 0]:
            there = after.run(named(f"{name}.{earlier.id}", run.turn, run.repeat))
            if there is not None and _comes_before(earlier, stage, stages):
                over = there.session is not None and there.session.end <= at
                assert there.finished or not there.blocks or (earlier.mode == "class" and over)


def _comes_before(earlier: Stage, stage: Stage, stages: Collection[Stage]) -> bool:
    """Whether the one stands in order before the other, and neither is beside or moved."""
    slots = [each.parallel_with or each.id for each in (earlier, stage)]
    moved = earlier.instead_after or stage.instead_after
    beside = earlier.offered or earlier.beside_next_turn or earlier.waits != "done"
    alike = earlier.scope == stage.scope and slots[0] != slots[1] and earlier in stages
    return alike and not (moved or beside or stage.offered)


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


def the_host_calls_a_visit_off(
    rules: Rules, before: Cycle, after: Cycle, event: ev.CycleEvent
) -> None:
    """INV-09: up to its end and without anybody's yes."""
    was = before.run(event.run) if isinstance(event, ev.Cancelled) else None
    awake = before.state in {CycleState.PLANNED, CycleState.RUNNING}
    if was is None or was.session is None or was.finished or was.turn is None or not awake:
        return
    if isinstance(event, ev.Cancelled) and event.by == before.turns[was.turn - 1].coachee:
        now = after.run(was.id)
        if now is None or now.finished:
            return
        assert rules.stage(was.stage).mode != "class" or now.session is None


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
        assert prompt.for_role is None or prompt.for_role in part.roles
        if prompt.only_if is not None:
            assert chosen(rules, after, now, prompt.only_if) in prompt.only_if.one_of


def no_feedback_without_a_request(rules: Rules, cycle: Cycle) -> None:
    """INV-09, INV-10: where the request was left out, there is no visit and no notes on it."""
    stages = rules.protocol.stages
    asks = next((s for s in stages if any(p.with_visit_card for p in s.prompts)), None)
    for run in cycle.runs if asks is not None else ():
        stage = rules.stage(run.stage)
        of_visit = stage.share == "to_coachee" or (stage.mode == "class" and stage.on_schedule)
        if asks is None or not of_visit or not run.active:
            continue
        request = cycle.run(named(rules.protocol.key(asks), run.turn))
        assert request is not None
        assert request.state is not RunState.SKIPPED


def notes_are_their_authors_to_release(
    rules: Rules, before: Cycle, after: Cycle, event: ev.CycleEvent
) -> None:
    """INV-11, INV-12, INV-14: released and taken back by their author, opened by the coachee."""
    embargo = rules.protocol.embargo
    for was, run in changed(before, after):
        if was is None or rules.stage(run.stage).done != "released":
            continue
        for part in run.parts:
            earlier = was.part(part.member) or Part(member=part.member)
            if part.state == earlier.state:
                continue
            match part.state, event:
                case PartState.RELEASED, ev.Released(by=by):
                    assert by == part.member
                case (
                    (PartState.OPENED | PartState.ANSWERED),
                    (ev.NoteOpened(by=by) | ev.ResponseGiven(by=by)),
                ):
                    assert by == after.coachee(run)
                    assert earlier.state in RELEASED_STATES
                    if embargo is not None and run.stage == f"{rules.protocol.id}.{embargo.notes}":
                        words = after.run(named(f"{rules.protocol.id}.{embargo.words}", run.turn))
                        assert words is not None
                        assert words.finished
                case PartState.WAITING, ev.Recalled(by=by):
                    assert by == part.member
                    assert earlier.state is PartState.RELEASED
                case _:
                    assert part.state not in RELEASED_STATES
                    assert earlier.state not in RELEASED_STATES


def cards_are_nobodys_once_locked(
    rules: Rules, before: Cycle, after: Cycle, event: ev.CycleEvent
) -> None:
    """INV-14: cards open with enough authors only, and nobody changes one afterwards."""
    for was, run in changed(before, after):
        stage = rules.stage(run.stage)
        if stage.share != "pool":
            continue
        assert not any(p.keys for p in run.parts), "which questions somebody answered names a card"
        assert run.revealed or not any(pool_is_open(after, run, m) for m in after.members)
        if was is not None and was.revealed and not isinstance(event, ev.MemberLeft):
            assert [(p.member, p.keys, p.state) for p in run.parts] == [
                (p.member, p.keys, p.state) for p in was.parts
            ]
        elif run.revealed:
            written = [p for p in run.parts if p.state is PartState.SUBMITTED]
            assert len(written) >= (stage.min_authors or 0)
        if run.state is RunState.SKIPPED and (was is None or not was.revealed):
            assert not run.revealed


def what_opens_together_waits_for_all(
    rules: Rules, before: Cycle, after: Cycle, effects: Iterable[CycleEffect]
) -> None:
    """practice A3, `together`: hidden until everybody's is in or left out."""
    del before
    for effect in effects:
        run = after.run(effect.run) if isinstance(effect, Reveal) else None
        if run is not None and rules.stage(run.stage).share == "together":
            assert not [p for p in run.parts if p.state is PartState.WAITING]


def who_listens_replies_once_and_who_told_says_yes(
    rules: Rules, before: Cycle, after: Cycle, event: ev.CycleEvent
) -> None:
    """practice B1, B3, B9: a reply is the listener's, once; a theme waits for its teller."""
    for was, run in changed(before, after):
        stage = rules.stage(run.stage)
        enough = len(before.members) >= rules.protocol.size.min
        casting = rules.everyone(before, run) if stage.coach_reply and enough else {}
        for part in run.parts:
            earlier = (was.part(part.member) if was else None) or Part(member=part.member)
            assert len(set(part.replied_by)) == len(part.replied_by)
            for by in set(part.replied_by) - set(earlier.replied_by):
                assert isinstance(event, ev.Replied)
                assert event.by == by != part.member
                assert stage.coach_reply is not None
                assert stage.coach_reply.role in casting[by]
            if set(part.confirmed) - set(earlier.confirmed):
                assert isinstance(event, ev.Confirmed)
                assert event.by == _told_before(before, run, part.member)


def _told_before(cycle: Cycle, run: StageRun, listener: MemberId) -> MemberId:
    """Whose story this member listened to: the turn's own, else that of the one before them."""
    return cycle.coachee(run) or cycle.members[cycle.members.index(listener) - 1]


def listened_to(stage: Stage) -> bool:
    """Whether somebody replies to it, or says yes to what was heard in it."""
    return stage.coach_reply is not None or any(p.confirmed_by for p in stage.prompts)


def whoever_goes_back_keeps_their_words(
    rules: Rules, before: Cycle, after: Cycle, event: ev.CycleEvent
) -> None:
    """practice B1: the old version stays; only from a step that says so, and only one's own."""
    was = before.run(event.run) if isinstance(event, ev.Reopened) else None
    now = after.run(was.id) if was is not None else None
    if was is None or now is None or now is was or not isinstance(event, ev.Reopened):
        return
    earlier, part = was.part(event.by), now.part(event.by)
    assert earlier is not None
    assert part is not None
    assert (part.keys, part.shared) == (earlier.keys, earlier.shared)
    opens = {rules.stage(r.stage).reopens for r in before.runs if r.active and r.turn == was.turn}
    assert rules.stage(was.stage).id in opens


def what_was_foreseen_stands(rules: Rules, before: Cycle, after: Cycle) -> None:
    """practice B2: what was expected is saved before the text is opened, and never afterwards."""
    for was, run in changed(before, after):
        stage = rules.stage(run.stage)
        first = {p.key for p in stage.prompts if p.before_start}
        for part in run.parts if was is not None else ():
            earlier = was.part(part.member) if was else None
            if earlier is not None and earlier.began:
                assert part.began
                assert first & set(part.keys) == first & set(earlier.keys)


def a_turn_is_its_own_members(before: Cycle, after: Cycle, event: ev.CycleEvent) -> None:
    """INV-13: a turn is declined by its own member, put off by all of them, and else it is had."""
    if isinstance(event, ev.ProtocolChosen):
        return
    assert {t.coachee for t in before.turns} == {t.coachee for t in after.turns}
    for was, turn in zip(before.turns, after.turns, strict=True):
        if was.state is turn.state:
            continue
        match turn.state:
            case TurnState.DECLINED:
                assert event == ev.TurnDeclined(turn.coachee)
            case TurnState.LEFT:
                assert event == ev.MemberLeft(turn.coachee)
            case TurnState.POSTPONED:
                assert isinstance(event, ev.CloseWished)
                assert {*before.close_wishes, event.by} >= set(before.members)
                assert any(t.state is TurnState.DONE for t in before.turns)
            case TurnState.DONE:
                assert turn.started_at is not None
            case _:
                pass


def everything_stops_when_somebody_says_so(
    rules: Rules,
    before: Cycle,
    after: Cycle,
    event: ev.CycleEvent,
    effects: Collection[CycleEffect],
) -> None:
    """INV-02, INV-26: a pause and an end hold at once; whoever left is out of everything."""
    match event:
        case ev.Rested() if not before.over:
            assert after.state is CycleState.RESTING
        case ev.Stopped():
            assert after.over
        case ev.MemberLeft(gone) if gone in before.members and not before.over:
            assert gone not in after.members
            assert RemoveUnshared(gone) in effects
            assert not any(r.part(gone) for r in after.runs if not r.finished)
            enough = len(after.members) >= rules.protocol.size.min
            assert enough or after.state is CycleState.RESTING
        case _:
            pass
    if len(after.members) < rules.protocol.size.min:
        assert after.over or after.state is CycleState.RESTING


def nothing_is_late_because_of_quiet(
    before: Cycle, after: Cycle, event: ev.CycleEvent, at: datetime
) -> None:
    """INV-21: snoozed or paused time moves every date along, and nobody else's by a snooze."""
    for run in after.runs:
        was = before.run(run.id)
        if was is None or not (was.active and run.active):
            continue
        for part in run.parts if isinstance(event, ev.Snoozed) else ():
            now, then = run.due_for(part.member), was.due_for(part.member)
            if part.member != getattr(event, "by", None):
                assert now == then
            elif now is not None and then is not None:
                assert now >= then
        woken = isinstance(event, ev.Resumed) and after.state is not CycleState.RESTING
        if woken and before.rested_at and was.due_at and was.due_at > before.rested_at:
            assert run.due_at is not None
            assert run.due_at > at


def who_stays_away_is_asked_nothing(
    rules: Rules, after: Cycle, effects: Iterable[CycleEffect]
) -> None:
    """practice B6: whoever is visited chooses to listen, to join later, or not to be there."""
    sitting, stages = rules.protocol.one_sitting, [s.id for s in rules.protocol.stages]
    for effect in effects:
        run = after.run(effect.run) if isinstance(effect, OpenStage) else None
        stage = rules.stage(run.stage) if run else None
        if run is None or stage is None or sitting is None or stage.id not in sitting.stages:
            continue
        for other in after.runs:
            for part in other.parts if other.turn == run.turn else ():
                presence = part.choice("host_presence") or ""
                later = presence.removeprefix("joins_at_")
                ahead = later in stages and stages.index(stage.id) < stages.index(later)
                if presence == "absent" or ahead:
                    assert part.member not in run.members
                elif presence:
                    assert part.member in run.members or part.member not in after.members


def a_visit_opens_in_silence(rules: Rules, after: Cycle, effects: Iterable[CycleEffect]) -> None:
    """INV-19, practice H: nothing is sent because a lesson begins."""
    for effect in effects:
        run = after.run(effect.run) if isinstance(effect, OpenStage) else None
        if run is not None and rules.stage(run.stage).mode == "class":
            assert isinstance(effect, OpenStage)
            assert effect.announce is Announce.NOTHING


def the_swap_is_proposed(rules: Rules, effects: Collection[CycleEffect]) -> None:
    """INV-13: each turn after the first was proposed before it began, to its own member."""
    if rules.protocol.turns != "serial" or not rules.protocol.swap_after_days:
        return
    began = [e for e in effects if isinstance(e, StartTurn)]
    proposed = {(e.turn, e.coachee) for e in effects if isinstance(e, ProposeSwap)}
    assert {(e.turn, e.coachee) for e in began[1:]} <= proposed | {
        (e.turn, e.coachee) for e in began[:1]
    }


def everybody_has_a_turn(rules: Rules, cycle: Cycle) -> None:
    """INV-13: where there are turns, each member has one of their own in the order."""
    with_turn = {turn.coachee for turn in cycle.turns}
    assert rules.protocol.turns == "none" or with_turn >= set(cycle.members)


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


def hidden(rules: Rules, cycle: Cycle, run: StageRun, part: Part, key: str) -> bool:
    """practice A3: whether this answer is nobody else's to read so far."""
    stage = rules.stage(run.stage)
    prompt = stage.prompt(key)
    match stage.share:
        case "on_share":
            return key not in part.shared
        case "together" if prompt is not None and not prompt.once_revealed:
            return not run.revealed and key not in part.shared
        case "members" if stage.share_from is not None:
            later = cycle.run(named(f"{rules.protocol.id}.{stage.share_from}", run.turn))
            return later is None or later.opened_at is None
        case _:
            return False


def guests_see_the_plan_alone(rules: Rules, cycle: Cycle) -> None:
    """INV-25: a guest whom all said yes to reads the group's own text in the steps named."""
    for guest in cycle.guests:
        if guest.member in cycle.members:
            continue
        assert set(guest.stages) <= open_to_guests(rules)
        for run in cycle.runs:
            invited = run.stage in guest.stages and set(guest.yes) >= set(cycle.members)
            plan = rules.stage(run.stage).document is not None
            assert guest_may_read(rules, cycle, run, guest.member) <= (invited and plan)
            assert pool_is_open(cycle, run, guest.member) <= (invited and run.revealed)
            for part in run.parts:
                for key in part.keys:
                    got = may_read(
                        rules, cycle, run, author=part.member, reader=guest.member, key=key
                    )
                    assert got <= (invited and plan)


def open_to_guests(rules: Rules) -> frozenset[str]:
    """The steps in which somebody from outside may take part."""
    return frozenset(rules.protocol.key(s) for s in rules.protocol.stages if s.guests)


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
