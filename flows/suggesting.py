"""Colleagues to ask, found among those who wish to be found, on request only (practice G2)."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from random import Random

from flows import goals, inviting, nudge, policy
from flows.ids import MemberId
from flows.partnership import Partnership, PartnershipState
from flows.people import Member
from flows.policy import ANY_WEEKDAY
from flows.ports import Reader
from flows.schooldays import local_day
from flows.suggestions import Lines, Seeker, Suggestion, suggest
from flows.timetable import Timetable, shared_free
from flows.unchanged import Unchanged

A_WEEK = timedelta(days=7)


class NotAMember(Unchanged):
    """They have to join a program first."""

    __slots__ = ()


class NothingSaid(Unchanged):
    """They said nothing yet of what they look for, and when they are free."""

    __slots__ = ()


def for_member(reader: Reader, who: MemberId) -> tuple[Suggestion, ...] | NotAMember | NothingSaid:
    """At most three colleagues with reasons; the same ones for a week.

    Nobody is suggested who could not be asked, and nothing tells why somebody is not (INV-15).
    """
    known = reader.members.get(who)
    if known is None or known.program is None:
        return NotAMember()
    if not (known.seeks or known.offers or known.lessons):
        return NothingSaid()
    mine = reader.partnerships.of_member(who)
    found = [
        other
        for other in reader.members.of_program(known.program)
        if other.listed and inviting.hindrance(reader, who, other.id) is None
    ]
    today = goals.today(reader, who)
    monday = today - timedelta(days=today.weekday())
    shared = {
        other.id: len(shared_free(_timetable(known), _timetable(other), ANY_WEEKDAY, monday))
        for other in found
    }
    return suggest(
        _seeker(reader, known, mine),
        [
            replace(
                _seeker(reader, other, reader.partnerships.of_member(other.id)),
                away=_away(reader, other),
            )
            for other in found
        ],
        shared,
        Lines(frozenset(_lines(who, mine))),
        Random(f"{who}/{monday}"),
    )


def _seeker(reader: Reader, member: Member, pairs: Sequence[Partnership]) -> Seeker:
    live = [pair for pair in pairs if pair.live]
    ended = (pair for pair in pairs if pair.state is PartnershipState.ENDED)
    last = next(ended, None)
    return Seeker(
        member=member.id,
        seeks=frozenset(member.seeks),
        offers=frozenset(member.offers),
        new=not pairs,
        listed=member.listed,
        full=len(live) >= member.most_partnerships,
        away=_snoozed(reader, member),
        not_with=member.not_with,
        last_partner=next(iter(last.others(member.id)), None) if last else None,
    )


def _snoozed(reader: Reader, member: Member) -> bool:
    return member.snoozed_until is not None and member.snoozed_until > reader.now


def _away(reader: Reader, member: Member) -> bool:
    """Whether a question would not reach this person now: snoozed, stopped, on leave, or gone."""
    today = local_day(reader.now, policy.zone_of(member.zone))
    silent = member.deactivated or member.stopped or _snoozed(reader, member)
    return silent or today in nudge.leave_of(member)


def _lines(who: MemberId, pairs: Sequence[Partnership]) -> Iterator[tuple[MemberId, MemberId]]:
    """With whom this person once named a difference of power; which way it goes nobody says."""
    for pair in pairs:
        if any(consent.power for consent in pair.agreement.consents):
            yield from ((who, other) for other in pair.others(who))


def _timetable(member: Member) -> Timetable:
    return Timetable(policy.zone_of(member.zone), member.lessons)
