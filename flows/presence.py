"""Who chose to join the talks of one sitting later, or to stay away from them (practice B6)."""

from collections.abc import Iterator

from flows.cycle import Cycle, named
from flows.ids import MemberId
from flows.protocol import CoachingProtocol
from flows.stage import StageRun

ABSENT, JOINS = "absent", "joins_at_"
"""Options of a choice that say so: not there at all, or from a named step on."""


def away(protocol: CoachingProtocol, cycle: Cycle, run: StageRun, stage: str) -> Iterator[MemberId]:
    """The members who are not there in this step of the turn."""
    order = [each.id for each in protocol.stages]
    for earlier in protocol.stages:
        source = cycle.run(named(protocol.key(earlier), run.turn))
        asked = [p for p in earlier.prompts if any(o.key == ABSENT for o in p.options)]
        for part in source.parts if source and asked else ():
            for prompt in asked:
                chosen = part.choice(prompt.key) or ""
                begins = chosen.removeprefix(JOINS) if chosen.startswith(JOINS) else stage
                ahead = begins in order and order.index(stage) < order.index(begins)
                if chosen == ABSENT or ahead:
                    yield part.member
