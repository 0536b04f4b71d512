"""What follows from a text that all agreed on: the visit has its time, and roles their members."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from flows import appointments, coaching, proposing
from flows.coaching import Course
from flows.events import RoleGiven, Scheduled
from flows.ids import MemberId
from flows.ports import Reader, Work
from flows.protocol import EVERYONE
from flows.schooldays import moment
from flows.stage import StageRun
from flows.unchanged import Unchanged

DATE, START, END, PLACE = "date", "start", "end", "place"


@dataclass(frozen=True, slots=True)
class NoTime(Unchanged):
    """The visit cannot be then: `why` is past or backwards."""

    why: str


def check(
    reader: Reader, found: Course, run: StageRun, entered: Mapping[str, str]
) -> NoTime | None:
    """Why the visit that is planned here cannot be then, if it cannot."""
    span = _span(found, run, entered)
    if span is None or span[0] < span[1] > span[0] > reader.now:
        return None
    return NoTime("past" if span[0] < span[1] else "backwards")


def follows(
    work: Work, found: Course, run: StageRun, who: MemberId, entered: Mapping[str, str]
) -> None:
    """Gives the roles that were named, and fixes the visit: its host said yes, too (INV-09)."""
    for role, member in _named(found, run, entered):
        event = RoleGiven(who, role, member, run.turn)
        found = replace(found, cycle=coaching.happened(work, found, event))
    visit, span = visit_after(found, run), _span(found, run, entered)
    if visit is None or span is None:
        return
    place = entered.get(PLACE, "").strip()
    piece = proposing.write_place(work, found, visit.id, who, place, None) if place else None
    everybody = frozenset(found.cycle.members)
    cycle = coaching.happened(work, found, Scheduled(visit.id, who, *span, piece, everybody))
    after = replace(found, cycle=cycle)
    for settled in [r for r in cycle.runs if r.id == visit.id and r.session is not None]:
        appointments.settled(work, after, settled)


def visit_after(found: Course, run: StageRun) -> StageRun | None:
    """The class visit that is planned in this step: the next one after it."""
    if "observation" not in found.stage(run).creates:
        return None
    stages = found.rules.protocol.stages
    later = stages[stages.index(found.stage(run)) + 1 :]
    stage = next((s for s in later if s.mode == "class"), None)
    key = found.rules.protocol.key(stage) if stage else ""
    return next((r for r in found.cycle.runs_of(key) if r.turn == run.turn), None)


def _named(
    found: Course, run: StageRun, entered: Mapping[str, str]
) -> Iterator[tuple[str, MemberId]]:
    """The roles that the text gives: by the prompt's own name, or whoever teaches what follows."""
    visit = visit_after(found, run)
    teaches = found.stage(visit).actor[0] if visit else EVERYONE
    for prompt in found.stage(run).prompts:
        member = entered.get(prompt.key)
        role = prompt.key if prompt.key in found.rules.protocol.roles else teaches
        if prompt.kind == "member" and member and role != EVERYONE:
            yield role, MemberId(member)


def _span(
    found: Course, run: StageRun, entered: Mapping[str, str]
) -> tuple[datetime, datetime] | None:
    if "observation" not in found.stage(run).creates:
        return None
    day, start, end = (entered.get(key, "") for key in (DATE, START, END))
    if not (day and start and end):
        return None
    on, zone = date.fromisoformat(day), found.rules.zone
    return moment(on, time.fromisoformat(start), zone), moment(on, time.fromisoformat(end), zone)
