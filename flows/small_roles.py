"""Roles that act in no step of their own: whoever has one helps a talk along (practice B6, B8)."""

from collections.abc import Iterator

from flows.coaching import Course
from flows.ids import MemberId
from flows.protocol import CoachingProtocol
from flows.stage import StageRun


def names(protocol: CoachingProtocol) -> tuple[str, ...]:
    """The roles that no step and no question is for."""
    used = {role for stage in protocol.stages for role in stage.actor}
    used |= {p.for_role for stage in protocol.stages for p in stage.prompts if p.for_role}
    return tuple(role for role in protocol.roles if role not in used)


def of(course: Course, run: StageRun) -> Iterator[tuple[str, MemberId]]:
    """Who holds them in a talk, as far as they are there; what goes round has its repeats."""
    if course.rules.protocol.repeats is not None and run.repeat is None:
        return
    casting = course.rules.casting(course.cycle, run)
    for role in names(course.rules.protocol):
        yield from ((role, member) for member, held in casting.items() if role in held)


def away(course: Course, run: StageRun) -> tuple[MemberId, ...]:
    """Who chose not to be there for this part of the talk."""
    there = course.rules.casting(course.cycle, run)
    absent = course.rules.away(course.cycle, run)
    return tuple(member for member in absent if member not in there)
