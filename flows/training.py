"""Short lessons of one person: which are offered before a step, which were taken (practice F).

All of it is that person's own: nobody else sees who took one, and no step waits for it.
"""

from collections.abc import Sequence
from dataclasses import replace

from flows import micro_lessons
from flows.coaching import Course
from flows.ids import MemberId
from flows.micro_lessons import LESSONS, Asked, Choice, MicroLesson, Part
from flows.people import Member
from flows.ports import Work
from flows.stage import StageRun
from flows.unchanged import Unchanged

ANYWHERE = ""
"""The way of working of a lesson that was taken to its end, wherever that was."""


class NoLesson(Unchanged):
    """There is no such lesson, or the person is unknown."""


def before(known: Member | None, course: Course, run: StageRun) -> tuple[MicroLesson, ...]:
    """The lessons offered to this member before the step; each once for a way of working."""
    if known is None:
        return ()
    part = _part(course, run, known.id)
    offered = micro_lessons.offered_before(run.stage, part, _asked(known))
    return tuple(lesson for lesson in offered if lesson.key not in taken(known))


def answer(work: Work, who: MemberId, way: str, lesson: str, choice: Choice) -> Member | NoLesson:
    """Now, had training, or later: the offer is not made again in that way of working."""
    known = work.members.get(who)
    if known is None or lesson not in LESSONS:
        return NoLesson()
    others = tuple(a for a in known.training if (a.way, a.lesson) != (way, lesson))
    changed = replace(known, training=(*others, Asked(way, lesson, choice)))
    work.members.put(changed)
    return changed


def take(work: Work, who: MemberId, lesson: str) -> Member | NoLesson:
    """The lesson was taken to its end."""
    return answer(work, who, ANYWHERE, lesson, Choice.NOW)


def taken(member: Member) -> frozenset[str]:
    """The lessons that this person took to their end."""
    return frozenset(a.lesson for a in member.training if a.way == ANYWHERE)


def trained(member: Member) -> frozenset[str]:
    """The lessons that this person needs no more, as they say."""
    return frozenset(a.lesson for a in member.training if a.choice is Choice.TRAINED)


def later(member: Member) -> Sequence[MicroLesson]:
    """What this person wanted later, or began, and has not taken yet."""
    wanted = {a.lesson for a in member.training if a.choice is not Choice.TRAINED}
    open_yet = wanted - taken(member) - trained(member)
    return [lesson for key, lesson in LESSONS.items() if key in open_yet]


def _asked(member: Member) -> frozenset[tuple[str, str]]:
    return frozenset((a.way, a.lesson) for a in member.training)


def _part(course: Course, run: StageRun, who: MemberId) -> Part:
    coachee = course.cycle.coachee(run)
    if coachee is None:
        return Part.ALL
    return Part.COACHED if who == coachee else Part.COACHING
