"""Themes that somebody heard in a story: all may read them once their storyteller said yes (B3)."""

from dataclasses import dataclass

from flows import coaching, listening, showing
from flows.coaching import Course, Late, Moved, NotTheirs
from flows.events import Confirmed
from flows.ids import MemberId, PartnershipId, RunId
from flows.ports import Reader, Work
from flows.showing import Shown
from flows.stage import StageRun


@dataclass(frozen=True, slots=True)
class Theirs:
    """An answer by its author and its question."""

    author: MemberId
    key: str


def waiting(found: Shown, who: MemberId) -> list[Theirs]:
    """What of these answers waits for this member's yes."""
    course, run = found.course, found.run
    return [
        Theirs(author, key)
        for author, answers in found.by.items()
        if author != who and listening.confirmer(course.rules, course.cycle, run, author) == who
        for key in dict.fromkeys(answer.prompt.key for answer in answers)
        if (part := run.part(author)) is not None
        and (prompt := course.stage(run).prompt(key)) is not None
        and listening.waits_for_yes(prompt, key, part.confirmed)
    ]


def themes(reader: Reader, course: Course, run: StageRun, who: MemberId) -> list[str]:
    """The confirmed themes of all stories told before this step, as this member may read them."""
    runs = course.cycle.runs
    return [
        answer.words
        for earlier in runs[: runs.index(run)]
        for part in earlier.parts
        if part.confirmed
        for answer in showing.of_author(reader, course, earlier, part.member, who)
        if answer.prompt.key in part.confirmed and answer.words
    ]


def confirm(
    work: Work, who: MemberId, partnership: PartnershipId, run: RunId, theme: Theirs
) -> Moved | NotTheirs | Late:
    """Whoever told the story says that this is in it."""
    found = coaching.theirs(work, who, partnership)
    if not isinstance(found, Course):
        return found
    event = Confirmed(run, who, theme.author, theme.key)
    cycle = coaching.happened(work, found, event)
    standing = cycle.run(run)
    if cycle is found.cycle or standing is None:
        return Late()
    return Moved(found.pair, cycle, standing)
