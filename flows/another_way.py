"""A group too small for its way of working rests until all agree to another one (INV-26)."""

from collections.abc import Mapping

from flows import closing, coaching
from flows.cycle import CycleState
from flows.effects import RestReason
from flows.events import Stopped
from flows.partnership import Partnership
from flows.ports import Reader, Work
from flows.protocol import CoachingProtocol


def needed(reader: Reader, pair: Partnership) -> bool:
    """Whether its cycle rests because the way of working needs more members than there are."""
    cycle = reader.cycles.current(pair.id)
    rests = cycle is not None and cycle.state is CycleState.RESTING
    return rests and cycle is not None and cycle.rest_reason is RestReason.BELOW_MINIMUM


def ways(reader: Reader, pair: Partnership) -> Mapping[str, CoachingProtocol]:
    """The ways of working for as many as they are now, as far as their program offers them."""
    program = reader.programs.get(pair.program)
    if program is None:
        return {}
    pack = program.word_pack.value
    return reader.library.offered(len(pair.members), pack, program.protocols)


def agreed(work: Work, pair: Partnership) -> None:
    """A version is in force: with a way of working that fits, a group at rest goes on, anew."""
    way = pair.agreement.terms(pair.agreement.in_force).protocol
    found = coaching.load(work, pair.id)
    if found is None or not needed(work, pair) or way not in ways(work, pair):
        return
    over = coaching.happened(work, found, Stopped())
    coaching.begin(work, pair, found.program, "again", closing.first_next(over))
