"""What is asked about balance, the end of a term and of a calendar, as things stand."""

from collections.abc import Callable, Mapping
from datetime import date

from flows import answered, balance, coaching, weighing
from flows.coaching import Course
from flows.cycle import CycleState
from flows.ids import MemberId, PartnershipId, ProgramId
from flows.notices import Effect, Notice
from flows.partnership import Partnership, PartnershipState
from flows.ports import Reader
from handlers.seams import Message, Scene, Telling
from handlers.views import balance as views

Look = Callable[[Notice, Reader], Scene | None]


def _uneven(notice: Notice, reader: Reader) -> Scene | None:
    """Dropped once the turns are even again."""
    found, to = _going_on(notice, reader), notice.to
    if found is None or to is None:
        return None
    cycles = reader.cycles.of_partnership(found.pair.id)
    turns = weighing.turns_of(cycles, found.pair.members)
    apart = weighing.uneven(turns)
    if apart is None:
        return None
    most, least = apart
    counts = (turns[most], turns[least])
    return _drawn(found.pair, to, lambda t: views.uneven(found.pair, apart, counts, t))


def _rhythm_alone(notice: Notice, reader: Reader) -> Scene | None:
    found, to = _going_on(notice, reader), notice.to
    run = found.cycle.run(str(notice.refs.get("run", ""))) if found else None
    if found is None or to is None or run is None or run not in found.cycle.waiting_for(to):
        return None
    return _drawn(found.pair, to, lambda t: views.rhythm_alone(found.pair, t))


def _busy_weeks(notice: Notice, reader: Reader) -> Scene | None:
    found, to = _going_on(notice, reader), notice.to
    if found is None or to is None or weighing.moved_in_a_row(found) is None:
        return None
    return _drawn(found.pair, to, lambda t: views.busy_weeks(found.pair, t))


def _check_rhythm(notice: Notice, reader: Reader) -> Scene | None:
    found, to = _going_on(notice, reader), notice.to
    if found is None or to is None:
        return None
    asked = reader.slips.get(notice.anchor or "")
    how = asked.refs.get(answered.HOW) if asked is not None else None
    if how is not None and notice.effect is Effect.UPDATE:
        way = balance.Way(str(how))
        return _drawn(found.pair, to, lambda t: views.checked(way, t))
    return _drawn(found.pair, to, lambda t: views.check_rhythm(found.pair, t))


def _lighter(notice: Notice, reader: Reader) -> Scene | None:
    found, to = _going_on(notice, reader), notice.to
    if found is None or to is None:
        return None
    return _drawn(found.pair, to, views.lighter)


def _term_end(notice: Notice, reader: Reader) -> Scene | None:
    found, to = _going_on(notice, reader), notice.to
    if found is None or to is None or found.cycle.state is CycleState.RESTING:
        return None
    day = date.fromisoformat(str(notice.refs["day"]))
    return _drawn(found.pair, to, lambda t: views.term_end(found.pair, day, t))


def _term_back(notice: Notice, reader: Reader) -> Scene | None:
    found, to = _going_on(notice, reader), notice.to
    if found is None or to is None or found.cycle.state is not CycleState.RESTING:
        return None
    return _drawn(found.pair, to, lambda t: views.term_back(found.pair, t))


def _calendar_ends(notice: Notice, reader: Reader) -> Scene | None:
    """Dropped once another last day was entered, or somebody else looks after the program."""
    program, to = reader.programs.get(ProgramId(str(notice.refs["program"]))), notice.to
    until = date.fromisoformat(str(notice.refs["until"]))
    if program is None or to is None or not program.led_by(to):
        return None
    if program.own_dates.until != until:
        return None
    return Scene(frozenset(), to, lambda t: views.calendar_ends(program, until, t))


SCENES: Mapping[str, Look] = {
    "turns_uneven": _uneven,
    "rhythm_alone": _rhythm_alone,
    "busy_weeks": _busy_weeks,
    balance.CHECK: _check_rhythm,
    "lighter": _lighter,
    "term_end": _term_end,
    "term_back": _term_back,
    "calendar_ends": _calendar_ends,
}


def _drawn(pair: Partnership, to: MemberId, draw: Callable[[Telling], Message]) -> Scene:
    return Scene(frozenset(pair.members), to, draw)


def _going_on(notice: Notice, reader: Reader) -> Course | None:
    found = coaching.load(reader, PartnershipId(str(notice.refs.get("partnership", ""))))
    return found if found and found.pair.state is PartnershipState.ACTIVE else None
