"""When people have something already: every visit and talk of theirs that has its time."""

from collections.abc import Iterator, Sequence

from flows.cycle import Cycle
from flows.ids import MemberId
from flows.ports import Reader
from flows.stage import StageRun
from flows.timetable import Span


def spans(
    reader: Reader, people: Sequence[MemberId], cycle: Cycle, but: StageRun
) -> Iterator[Span]:
    """When one of them has another visit or talk than this one of the cycle, with whomever."""
    for member in people:
        for pair in reader.partnerships.of_member(member):
            current = reader.cycles.current(pair.id)
            for run in current.runs if current else ():
                own = current is not None and current.id == cycle.id and run.id == but.id
                if run.session is not None and not own:
                    yield Span(run.session.start, run.session.end)
