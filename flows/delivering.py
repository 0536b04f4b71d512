"""What one person is sent now, written down: slips become messages, wait, or are dropped.

Everything to a person passes here, so that the rules of practice H hold over all of it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from flows import catching_up, nudge, planning, terms
from flows.cycle import CycleState
from flows.ids import CycleId, MemberId, PartnershipId
from flows.notices import Dm, Effect, InDoubt, Notice, Priority
from flows.nudge import Kind, Person, Planned, Why
from flows.nudging import decide
from flows.partnership import PartnershipState
from flows.people import Member, Program
from flows.ports import Alarm, Reader, Work
from flows.pulse import question_of
from flows.resting import Rests, Standing
from flows.slip import Slip, SlipState, history
from flows.timetable import Span
from flows.verdict import Now, Push

REMEMBERED = timedelta(weeks=9)
"""Longer than two unanswered nudges, the question and the longest holiday between them take."""

AWAKE = frozenset({CycleState.PLANNED, CycleState.RUNNING})

PAIR = 2
"""In anything larger what partners do waits for the day's one message (practice H, Caps)."""

PULSE_DAYS = timedelta(days=7)
"""A month's question that could not come by then does not come."""


def person_of(reader: Reader, member: MemberId) -> Person:
    """What planning needs to know of somebody; history is added when it is decided."""
    known, program = _member(reader, member)
    program = program or next((p for p in reader.programs.all() if p.led_by(member)), None)
    zone = program.zone if program else "UTC"
    return nudge.person(known or Member(id=member, program=None, zone=zone), program)


def deliver(work: Work, member: MemberId) -> PartnershipId | None:
    """Sends what may go out to this person now, and looks again when more may.

    What comes back is a partnership whose cycle is to rest, for whoever may lock it.
    """
    alarm = Alarm.of_member(member)
    work.alarms.hold(alarm)
    catching_up.take_back(work, member)
    pending = {slip.id: slip for slip in work.slips.planned(member)}
    sent = work.slips.sent_since(member, work.now - REMEMBERED)
    person = replace(
        person_of(work, member),
        sent=history(sent),
        acted=tuple(sorted({slip.answered_at for slip in sent if slip.answered_at})),
        visits=tuple(_visits(pending.values())),
        resting=_resting(work, [*pending.values(), *sent]),
    )
    candidates = [slip.planned() for slip in pending.values()]
    dated = (*_pulses(work, person), *terms.asked(work, person))
    by_date = [each for each in dated if each.key not in pending]
    decision = decide(person, [*candidates, *by_date], work.now)
    for push in catching_up.merged(decision.send):
        _send(work, push, pending, sent)
    for drop in decision.drop:
        if drop.item.key in pending:
            work.slips.put(pending[drop.item.key].dropped(drop.because.value))
    moments = (decision.look_again, _next_month(work, person), terms.next_end(work, person))
    rests = _to_rest(work, person, sent, decision.standing)
    # Whoever cannot lock what is to rest leaves it to the next look, which comes at once.
    work.alarms.set(alarm, work.now if rests else min(filter(None, moments), default=None))
    return rests


def _to_rest(
    work: Work, person: Person, sent: Sequence[Slip], stands: Standing
) -> PartnershipId | None:
    if not isinstance(stands, Rests):
        return terms.over(work, person)
    # What names no cycle was put to nobody: whoever is in none that runs is not asked.
    asked = _about(sent, stands.cycle) if stands.cycle else {}
    return PartnershipId(str(asked["partnership"])) if asked else None


def event(
    work: Work,
    member: MemberId,
    kind: str,
    key: str,
    *,
    refs: Mapping[str, str | int],
    expires: datetime | None = None,
    urgent: bool = False,
    bundled: bool = False,
    why: Why = Why.SOMEBODY_ACTED,
) -> None:
    """Tells a person of somebody's act: at once, or when the rules let it (practice H).

    What is `bundled` waits for the day's one message, as everything in a group does.
    """
    known = work.slips.get(key)
    if known is not None and known.state is not SlipState.DROPPED:
        return
    slip = _caused(member, kind, key, work.now, refs)
    pair = work.partnerships.get(PartnershipId(str(refs.get("partnership", ""))))
    in_group = bundled or (pair is not None and len(pair.members) > PAIR)
    work.slips.put(replace(slip, expires=expires, urgent=urgent, in_group=in_group, why=why))
    deliver(work, member)


def told(
    work: Work,
    member: MemberId,
    kind: str,
    key: str,
    due: datetime,
    refs: Mapping[str, str | int],
) -> None:
    """Sends what goes to several people in one minute; each remembers it as sent to them."""
    now = Now.AT_ONCE if due == work.now else Now.WAITED
    slip = replace(_caused(member, kind, key, due, refs), why=Why.ALL_TOLD).sent(due, key, now)
    work.slips.put(slip)
    work.outbox.say(notice_of(slip))


def plan(work: Work, planned: Iterable[Planned | None], **refs: str | int) -> None:
    """Keeps what is to come; what went out under that name already does not come again."""
    for each in planned:
        if each is None:
            continue
        known = work.slips.get(each.key)
        if known is None or known.state is not SlipState.SENT:
            work.slips.put(Slip.of(replace(each, refs={**refs, **each.refs})))


def drop(work: Work, slips: Iterable[Slip], reason: str) -> None:
    """What these slips would say is no longer true."""
    for slip in slips:
        work.slips.put(slip.dropped(reason))


def notice_of(slip: Slip) -> Notice:
    """The message that this slip is when it goes out alone."""
    scheduled = slip.planned().on_the_clock
    return Notice(
        kind=slip.planned().named,
        lane=Dm(slip.member),
        effect=Effect.POST,
        priority=Priority.NUDGE if scheduled else Priority.NOTICE,
        key=slip.id,
        why=slip.why.value,
        due=slip.sent_at or slip.due,
        refs=slip.refs,
        anchor=slip.id,
        expires=slip.expires,
        in_doubt=InDoubt.MAY_SKIP if scheduled else InDoubt.MUST_ARRIVE,
    )


def _caused(
    member: MemberId, kind: str, key: str, due: datetime, refs: Mapping[str, str | int]
) -> Slip:
    return Slip(
        id=key,
        member=member,
        kind=Kind.RELEASED if kind == Kind.RELEASED else Kind.EVENT,
        due=due,
        why=Why.SOMEBODY_ACTED,
        template=kind,
        refs=dict(refs),
    )


def _send(work: Work, push: Push, pending: Mapping[str, Slip], before: Sequence[Slip]) -> None:
    bundle = push.lead.key if len(push.items) == 1 else f"bundle:{push.lead.key}"
    gone = []
    for item in push.items:
        slip = pending.get(item.key) or Slip.of(_addressed(work, item, before))
        gone.append(slip.sent(work.now, bundle, push.now))
        work.slips.put(gone[-1])
    alone = notice_of(gone[0])
    if len(gone) == 1 and not _says_something(gone[0]):
        return
    if len(gone) == 1:
        work.outbox.say(replace(alone, due=work.now))
        return
    told = [notice_of(slip) for slip in gone]
    work.outbox.say(
        replace(
            alone,
            kind="bundle",
            key=bundle,
            due=work.now,
            refs={"parts": "\n".join(slip.id for slip in gone)},
            anchor=bundle,
            expires=None,
            priority=min(each.priority for each in told),
            in_doubt=min((each.in_doubt for each in told), key=list(InDoubt).index),
        )
    )


def _addressed(work: Work, item: Planned, before: Sequence[Slip]) -> Planned:
    """The question whether to go on, with the partnership and the step that it is about."""
    if item.kind is not Kind.PAUSE_ASK:
        return item
    refs = _about(before, item.cycle) if item.cycle else {}
    if refs:
        return replace(item, refs=dict(refs))
    for pair in work.partnerships.of_member(item.member):
        cycle = work.cycles.current(pair.id)
        goes_on = pair.state is PartnershipState.ACTIVE
        if cycle is not None and cycle.state in AWAKE and goes_on:
            return replace(item, cycle=cycle.id, refs={"partnership": pair.id})
    return item


def _says_something(slip: Slip) -> bool:
    """Whoever is in no partnership is not asked whether to go on with one."""
    return slip.kind is not Kind.PAUSE_ASK or "partnership" in slip.refs


def _about(sent: Sequence[Slip], cycle: str) -> Mapping[str, str | int]:
    """The partnership and the step of the last message that belonged to the cycle."""
    named = (s.refs for s in reversed(sent) if s.cycle == cycle and "partnership" in s.refs)
    return next(named, {})


def _member(reader: Reader, member: MemberId) -> tuple[Member | None, Program | None]:
    known = reader.members.get(member)
    program = reader.programs.get(known.program) if known and known.program else None
    return known, program


def _visits(pending: Iterable[Slip]) -> Iterator[Span]:
    """The visits of which something is still to follow: during them it is silent."""
    for slip in pending:
        start, end = slip.refs.get("start"), slip.refs.get("end")
        if slip.kind is Kind.AFTER_VISIT and start and end:
            yield Span(datetime.fromisoformat(str(start)), datetime.fromisoformat(str(end)))


def _resting(reader: Reader, slips: Iterable[Slip]) -> frozenset[str]:
    """Those of the cycles named here in which nothing is asked now."""
    named = {slip.cycle for slip in slips if slip.cycle}
    found = ((name, reader.cycles.get(CycleId(name))) for name in named)
    return frozenset(name for name, cycle in found if cycle is None or cycle.state not in AWAKE)


def _next_month(reader: Reader, person: Person) -> datetime | None:
    """When to plan another month's question, for a member of a program."""
    _, program = _member(reader, person.member)
    first = _month_after(person.day(reader.now))
    day = person.calendar.on_or_after(first) if program else None
    return None if day is None else person.slot_on(day)


def _month_after(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=31)).replace(day=1)


def _pulses(reader: Reader, person: Person) -> Iterator[Planned]:
    """The month's question, this month's or the next one's, while this person gets it."""
    known, program = _member(reader, person.member)
    if known is None or program is None or known.joined_at is None:
        return
    today = person.day(reader.now)
    for month in (today.replace(day=1), _month_after(today)):
        asked = planning.pulse(person, month, person.day(known.joined_at))
        if asked is not None and asked.due + PULSE_DAYS > reader.now:
            gone = reader.slips.get(asked.key)
            if gone is None or gone.state is SlipState.PLANNED:
                question = question_of(month, program.pulse_extras)
                yield replace(
                    asked,
                    expires=asked.due + PULSE_DAYS,
                    refs={"month": f"{month}", "question": question},
                )
