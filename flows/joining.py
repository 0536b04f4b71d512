"""Joining a program: always a person's own act, never somebody else's for them (INV-01)."""

from dataclasses import dataclass, replace

from flows import delivering, saying
from flows.ids import MemberId, ProgramId
from flows.people import Member, Program
from flows.ports import Work
from flows.unchanged import Unchanged


@dataclass(frozen=True, slots=True)
class Who:
    """The person as Slack knows them: what we keep of it is the zone and the language."""

    id: MemberId
    zone: str
    locale: str = "en"


@dataclass(frozen=True, slots=True)
class Joined:
    """They are in, and told so in their DM."""

    program: Program


@dataclass(frozen=True, slots=True)
class InAlready(Unchanged):
    """They are in this or another program; a member belongs to one."""

    program: Program


@dataclass(frozen=True, slots=True)
class NoSuchProgram(Unchanged):
    """The program is not there any more."""


def join(work: Work, who: Who, program: ProgramId) -> Joined | InAlready | NoSuchProgram:
    """The person as a member of the program."""
    wanted = work.programs.get(program)
    if wanted is None:
        return NoSuchProgram()
    known = work.members.get(who.id)
    current = work.programs.get(known.program) if known and known.program else None
    if current is not None:
        return InAlready(current)
    enter(work, who, wanted)
    saying.answer(work, who.id, "joined", f"joined:{wanted.id}:{who.id}", program=wanted.id)
    return Joined(wanted)


def enter(work: Work, who: Who, program: Program) -> Member:
    """The member row of somebody who just said that they want to take part."""
    member = replace(remember(work, who).joined(program.id, work.now), closed_to_invitations=False)
    work.members.put(member)
    delivering.deliver(work, who.id)
    saying.home(work, who.id)
    return member


def remember(work: Work, who: Who) -> Member:
    """The row of somebody who said yes, to be a member once everybody did."""
    known = work.members.get(who.id) or Member(id=who.id, program=None, zone=who.zone)
    told = known.told(who.zone, who.locale)
    work.members.put(told)
    return told
