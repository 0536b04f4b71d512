"""Where things stand for one person: what `/coach`, `/coach-status` and the Home are made from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flows import (
    attending,
    coaching,
    first_word,
    goal_talk,
    goals,
    group_answers,
    guests,
    in_its_place,
    meetings,
)
from flows.coaching import Course
from flows.draft import Draft
from flows.founding import led_by
from flows.goals import Worded
from flows.group_answers import Tally
from flows.guests import Entry
from flows.ids import InvitationId, MemberId
from flows.meetings import Ahead
from flows.partnership import Invitation, Partnership, PartnershipState
from flows.people import Member, Program
from flows.ports import Reader
from flows.stage import StageRun
from flows.together import run_of
from flows.workshop import Workshop


@dataclass(frozen=True, slots=True)
class Together:
    """One of this person's partnerships; the course is None where no cycle runs."""

    pair: Partnership
    course: Course | None
    waiting: tuple[StageRun, ...]
    revealed: bool
    ahead: Ahead | None = None

    def others(self, member: MemberId) -> tuple[MemberId, ...]:
        """The partners."""
        return self.pair.others(member)


@dataclass(frozen=True, slots=True)
class Standing:
    """All that one person may see of their own, without anybody's words but their own goal's."""

    who: MemberId
    member: Member | None
    program: Program | None
    led: Program | None
    programs: Sequence[Program]
    asked: Sequence[Invitation]
    asking: Sequence[Invitation]
    together: Sequence[Together]
    goals: Sequence[Worded]
    begun: Sequence[Draft] = ()
    closed: Sequence[Partnership] = ()
    """Ended partnerships of which this person's copies are still here (INV-18)."""
    forming: Sequence[Tally] = ()
    """Groups that this person asks for, or said yes to."""
    workshops: Sequence[tuple[Workshop, bool]] = ()
    """Those that are announced and not over, and whether this person comes."""
    guest_of: Sequence[tuple[Entry, datetime | None]] = ()
    """The groups that asked this person as a guest, and when the next of their sessions is."""
    joins: frozenset[InvitationId] = frozenset()
    """Invitations of `asked` that suggest somebody for a group that this person is in."""

    @property
    def people(self) -> frozenset[MemberId]:
        """Everybody whose name this shows."""
        partners = {m for t in self.together for m in t.pair.members}
        partners |= {m for pair in self.closed for m in pair.members}
        partners |= {tally.by for tally in self.forming}
        courses = (t.course for t in self.together if t.course is not None)
        partners |= {guest.member for course in courses for guest in course.cycle.guests}
        partners |= {m for entry, _ in self.guest_of for m in entry.course.cycle.members}
        return frozenset(
            {self.who} | partners | {i.by for i in self.asked} | {i.to for i in self.asking}
        )


def of(reader: Reader, who: MemberId) -> Standing:
    """Where things stand for this person now."""
    member = reader.members.get(who)
    program = reader.programs.get(member.program) if member and member.program else None
    pairs, asked = reader.partnerships.of_member(who), reader.invitations.open_to(who)
    return Standing(
        who=who,
        member=member,
        program=program,
        led=led_by(reader, who),
        programs=() if program else reader.programs.all(),
        asked=asked,
        asking=[each for each in reader.invitations.open_from(who) if not each.partnership],
        together=tuple(
            _together(reader, pair, who)
            for pair in pairs
            if pair.state in {PartnershipState.ACTIVE, PartnershipState.PAUSED}
        ),
        goals=goals.mine(reader, who),
        begun=goal_talk.about_new(reader, who),
        closed=tuple(pair for pair in pairs if pair.erase_after is not None),
        workshops=attending.ahead(reader, who, program.id) if program else (),
        forming=tuple(filter(None, (group_answers.tally(reader, pair.id) for pair in pairs))),
        joins=frozenset(i.id for i in asked if in_its_place.asks_member(reader, i)),
        guest_of=[(e, guests.next_time(e, reader.now)) for e in guests.invited(reader, who)],
    )


def _together(reader: Reader, pair: Partnership, who: MemberId) -> Together:
    course = coaching.load(reader, pair.id)
    if course is None:
        return Together(pair, None, (), revealed=False)
    active = pair.state is PartnershipState.ACTIVE
    waiting = tuple(
        run
        for run in course.cycle.waiting_for(who)
        if active and first_word.waits_for(course.rules, course.cycle, run, who)
    )
    spark = run_of(course)
    return Together(
        pair,
        course,
        waiting,
        revealed=spark is not None and spark.revealed,
        ahead=meetings.ahead(reader, course),
    )
