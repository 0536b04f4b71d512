"""Acts that concern the whole cycle: its set-up, turns, guests, rests, and who is in it."""

from datetime import date, datetime
from typing import assert_never

from flows import closing, long_rest
from flows.cycle import Cycle, CycleState, Guest
from flows.desk import Desk
from flows.effects import OfferSwap, RelockStage, RemoveUnshared, RestCycle, RestReason
from flows.events import (
    Anytime,
    CloseWished,
    GuestCame,
    GuestGone,
    GuestInvited,
    Lightened,
    MemberLeft,
    ProtocolChosen,
    RepeatsSet,
    Rested,
    RestKept,
    Resumed,
    RoleGiven,
    Snoozed,
    Stopped,
    SwapAsked,
    TimePassed,
    TurnDeclined,
    TurnMoved,
    WayWished,
    WhileAwake,
)
from flows.ids import MemberId
from flows.protocol import digest
from flows.roles import Given
from flows.rules import CLOSING
from flows.schooldays import local_day, moved
from flows.stage import PartState, RunState, StageRun
from flows.turns import TurnState, turns_of


def fold(desk: Desk, event: Anytime) -> None:
    """Folds what may happen even to a cycle that rests."""
    match event:
        case Rested():
            _rest(desk, RestReason.CHOSEN)
        case RestKept():
            _rest_kept(desk, event.by)
        case Resumed():
            _resumed(desk)
        case Stopped():
            desk.set(state=CycleState.STOPPED)
        case MemberLeft():
            _left(desk, event.member)
        case GuestCame():
            _guest_came(desk, event.id)
        case GuestGone():
            desk.set(guests=tuple(g for g in desk.cycle.guests if g.id != event.id))
        case TimePassed():
            _rested_long(desk)
        case _:
            assert_never(event)


def fold_awake(desk: Desk, event: WhileAwake) -> None:
    """Folds what a member changes about the whole cycle."""
    if event.by not in desk.cycle.members:
        return
    match event:
        case GuestInvited():
            _guest_invited(desk, event)
        case ProtocolChosen():
            _protocol_chosen(desk, event)
        case RepeatsSet():
            _repeats_set(desk, event)
        case RoleGiven():
            _role_given(desk, event)
        case TurnDeclined():
            _turn_declined(desk, event.by)
        case TurnMoved():
            _turn_moved(desk, event)
        case SwapAsked():
            _swap_asked(desk, event)
        case CloseWished():
            _close_wished(desk, event.by)
        case WayWished():
            _way_wished(desk, event)
        case Lightened():
            lightened = tuple(dict.fromkeys([*desk.cycle.lightened, event.by]))
            desk.set(lightened=lightened)
        case Snoozed():
            _snoozed(desk, event)
        case _:
            assert_never(event)


def _rest(desk: Desk, reason: RestReason) -> None:
    if desk.cycle.state is not CycleState.RESTING:
        desk.set(state=CycleState.RESTING, rested_at=desk.at, rest_reason=reason)
        desk.effects.append(RestCycle(reason))


def _rest_kept(desk: Desk, member: MemberId) -> None:
    if desk.cycle.state is CycleState.RESTING and member in desk.cycle.members:
        desk.set(rest_kept=True)


def _rested_long(desk: Desk) -> None:
    """What rested long and was asked about closes when nobody says a word (practice H)."""
    cycle = desk.cycle
    if cycle.state is not CycleState.RESTING or cycle.rest_kept or cycle.rested_at is None:
        return
    at = long_rest.closes_at(desk.rules, cycle.rested_at)
    if at is not None and at <= desk.at:
        closing.close_silently(desk)


def _resumed(desk: Desk) -> None:
    """Every date moves along by the school days that the cycle rested (practice INV-21)."""
    cycle, rules = desk.cycle, desk.rules
    if cycle.rested_at is None or len(cycle.members) < rules.protocol.size.min:
        return
    days = rules.calendar.count(local_day(cycle.rested_at, rules.zone), _first_day_of(desk))
    for run in cycle.runs:
        if not run.finished:
            _move_along(desk, run, days)
    # It settles into running at once if it was set up.
    desk.set(state=CycleState.PLANNED, rested_at=None, rest_reason=None, rest_kept=False)


def _first_day_of(desk: Desk) -> date:
    """The school day with which it goes on: what is due on it is not late at once."""
    rules = desk.rules
    today = local_day(desk.at, rules.zone)
    over = desk.at.astimezone(rules.zone).time() >= CLOSING
    day = rules.calendar.next(today) if over else rules.calendar.on_or_after(today)
    return day or today


def _move_along(desk: Desk, run: StageRun, days: int) -> None:
    def later(at: datetime | None) -> datetime | None:
        return at and moved(at, days, desk.rules.calendar, desk.rules.zone)

    parts = tuple(p.model_copy(update={"snoozed_to": later(p.snoozed_to)}) for p in run.parts)
    # The time of a session is what people agreed on; only they move it.
    opens = run.opens_at if run.session else later(run.opens_at)
    desk.put(run, opens_at=opens, due_at=later(run.due_at), parts=parts)


def _left(desk: Desk, member: MemberId) -> None:
    cycle = desk.cycle
    if member not in cycle.members:
        return
    desk.set(
        members=tuple(m for m in cycle.members if m != member),
        left=(*cycle.left, member),
        swaps=tuple(pair for pair in cycle.swaps if member not in pair),
        close_wishes=tuple(m for m in cycle.close_wishes if m != member),
    )
    turn = cycle.turn_of(member)
    if turn is not None and turn.state in {TurnState.AHEAD, TurnState.RUNNING}:
        desk.put_turn(turn, state=TurnState.LEFT)
    for run in desk.runs:
        if run.finished:
            continue
        if turn is not None and run.turn == turn.number:
            desk.finish(run, RunState.SKIPPED, by_itself=True)
        elif run.part(member) is not None:
            _reseat(desk, run, without=member)
    desk.effects.append(RemoveUnshared(member))
    if len(desk.cycle.members) < desk.rules.protocol.size.min:
        _rest(desk, RestReason.BELOW_MINIMUM)


def _reseat(desk: Desk, run: StageRun, without: MemberId | None = None) -> None:
    """Seats who is left; too small a group keeps its seats until it chooses how to go on."""
    if len(desk.cycle.members) >= desk.rules.protocol.size.min:
        desk.seat(run)
    else:
        desk.put(run, parts=tuple(p for p in run.parts if p.member != without))


def _guest_invited(desk: Desk, event: GuestInvited) -> None:
    cycle = desk.cycle
    open_to = {desk.rules.protocol.key(s) for s in desk.rules.protocol.stages if s.guests}
    wanted = tuple(sorted(event.stages & open_to))
    if not wanted or event.guest in cycle.members:
        return
    known = next((g for g in cycle.guests if (g.member, g.stages) == (event.guest, wanted)), None)
    fresh = Guest(member=event.guest, stages=wanted, yes=(), id=event.id, power=event.power)
    before = known or fresh
    yes = tuple(dict.fromkeys([*before.yes, event.by]))
    guest = before.model_copy(update={"yes": yes})
    desk.set(guests=(*(g for g in cycle.guests if g != known), guest))


def _guest_came(desk: Desk, name: str) -> None:
    members = set(desk.cycle.members)
    desk.set(
        guests=tuple(
            g.model_copy(update={"came": True}) if g.id == name and set(g.yes) >= members else g
            for g in desk.cycle.guests
        )
    )


def see_guests_off(desk: Desk, before: Cycle) -> None:
    """A guest's part ends with the last of the steps that they were invited to (INV-25)."""
    cycle = desk.cycle
    over_before = {run.id for run in before.runs if run.finished}

    def stays(guest: Guest) -> bool:
        runs = [run for run in cycle.runs if run.stage in guest.stages]
        ahead = any(not run.finished for run in runs) or over_before.issuperset(r.id for r in runs)
        return not cycle.over and ahead

    if any(not stays(guest) for guest in cycle.guests):
        desk.set(guests=tuple(guest for guest in cycle.guests if stays(guest)))


def _protocol_chosen(desk: Desk, event: ProtocolChosen) -> None:
    """Takes the protocol of the rules, as long as none of the old one's stages has opened."""
    cycle, protocol = desk.cycle, desk.rules.written
    own = [run for run in cycle.runs if run.stage.startswith(f"{cycle.protocol}.")]
    if any(run.opened_at for run in own) or sorted(event.order) != sorted(cycle.members):
        return
    if len(event.order) not in protocol.size:
        return
    for run in own:
        desk.drop(run)
    desk.set(
        protocol=protocol.id,
        protocol_version=protocol.version,
        digest=digest(protocol),
        members=event.order,
        delivery=event.delivery,
        rhythm=event.rhythm,
        ordered=tuple(sorted(event.ordered)),
        turns=turns_of(protocol, event.order),
        repeats=None,
    )


def _repeats_set(desk: Desk, event: RepeatsSet) -> None:
    repeats = desk.rules.protocol.repeats
    begun = any(run.repeat is not None for run in desk.runs)
    if repeats is not None and not begun and repeats.min <= event.count <= repeats.max:
        desk.set(repeats=event.count)


def _role_given(desk: Desk, event: RoleGiven) -> None:
    cycle = desk.cycle
    known = event.role in desk.rules.protocol.roles and event.to in cycle.members
    numbers = {turn.number for turn in cycle.turns} | {None}
    gift = Given(role=event.role, member=event.to, turn=event.turn)
    if not known or event.turn not in numbers or gift in cycle.given:
        return
    kept = (g for g in cycle.given if (g.role, g.turn) != (gift.role, gift.turn))
    desk.set(given=(*kept, gift))
    for run in desk.runs:
        if run.active and run.untouched and run.turn == event.turn:
            _reseat(desk, run)


def _turn_declined(desk: Desk, member: MemberId) -> None:
    turn = desk.cycle.turn_of(member)
    if turn is not None and turn.state in {TurnState.AHEAD, TurnState.RUNNING}:
        desk.put_turn(turn, state=TurnState.DECLINED)


def _turn_moved(desk: Desk, event: TurnMoved) -> None:
    """Moves the start of a turn in which nothing was done yet."""
    cycle, turn = desk.cycle, desk.cycle.turn_of(event.by)
    if turn is None or desk.rules.protocol.turns != "serial" or event.to == turn.not_before:
        return
    runs = [run for run in cycle.runs if run.turn == turn.number]
    opening = desk.rules.opening_on(event.to)
    movable = turn.state in {TurnState.AHEAD, TurnState.RUNNING} and all(
        run.untouched and not run.done_at for run in runs
    )
    if not movable or opening is None or opening <= desk.at:
        return
    for run in runs:
        _relock(desk, run)
    fresh = {"state": TurnState.AHEAD, "not_before": event.to, "started_at": None}
    desk.put_turn(turn, **fresh)


def _relock(desk: Desk, run: StageRun) -> None:
    if run.active:
        desk.effects.append(RelockStage(run.id))
    dates = {"gate_at": None, "opens_at": None, "opened_at": None, "due_at": None}
    desk.put(run, state=RunState.LOCKED, parts=(), **dates)


def _swap_asked(desk: Desk, event: SwapAsked) -> None:
    """Two members change places in the order once both asked for it."""
    cycle = desk.cycle
    own, other = cycle.turn_of(event.by), cycle.turn_of(event.other)
    ahead = own and other and own.state is other.state is TurnState.AHEAD
    if not own or not other or not ahead or own == other or (event.by, event.other) in cycle.swaps:
        return
    if (event.other, event.by) not in cycle.swaps:
        desk.set(swaps=(*cycle.swaps, (event.by, event.other)))
        desk.effects.append(OfferSwap(event.by, event.other))
        return
    desk.set(swaps=tuple(pair for pair in cycle.swaps if set(pair) != {event.by, event.other}))
    anew = {"planned_at": None, "not_before": None}
    desk.put_turn(own, coachee=event.other, **anew)
    desk.put_turn(other, coachee=event.by, **anew)


def _close_wished(desk: Desk, member: MemberId) -> None:
    """After a full turn all together may leave the rest to the next cycle (practice INV-13)."""
    cycle = desk.cycle
    if not any(turn.state is TurnState.DONE for turn in cycle.turns):
        return
    wishes = tuple(dict.fromkeys([*cycle.close_wishes, member]))
    desk.set(close_wishes=wishes)
    if not set(wishes) >= set(cycle.members):
        return
    for turn in cycle.turns:
        runs = [run for run in cycle.runs if run.turn == turn.number]
        if turn.state in {TurnState.AHEAD, TurnState.RUNNING} and all(r.untouched for r in runs):
            desk.put_turn(turn, state=TurnState.POSTPONED)
        for run in runs:
            if turn.state is TurnState.DONE and not run.finished and run.untouched:
                desk.finish(run, RunState.SKIPPED, by_itself=True)


def _way_wished(desk: Desk, event: WayWished) -> None:
    """One wish stands at a time, for all to agree to or not."""
    known = {way.key for way in desk.rules.protocol.exits if way.protocol is not None}
    if not event.key:
        desk.set(ways_wished=())
    elif event.key in known:
        same = [(m, k) for m, k in desk.cycle.ways_wished if k == event.key and m != event.by]
        desk.set(ways_wished=(*same, (event.by, event.key)))


def _snoozed(desk: Desk, event: Snoozed) -> None:
    """The member's due dates move along by the school days until then (practice INV-21)."""
    rules = desk.rules
    days = rules.calendar.count(local_day(desk.at, rules.zone), event.until)
    for run in desk.runs:
        part, due = run.part(event.by), run.due_for(event.by)
        if run.active and part and due and part.state is PartState.WAITING:
            later = moved(due, days, rules.calendar, rules.zone)
            desk.put(run.with_part(part.model_copy(update={"snoozed_to": later})))
