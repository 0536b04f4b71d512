"""Who chose to listen in the talks of one sitting, to join later, or to stay away (practice B6)."""

from collections.abc import Iterator

from flows.cycle import Cycle, named
from flows.ids import MemberId
from flows.protocol import CoachingProtocol
from flows.stage import StageRun

LISTENING, ABSENT, JOINS = "listening", "absent", "joins_at_"
"""Options of a choice that say so: there and silent, not there at all, or from a named step on."""


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


def listening(
    protocol: CoachingProtocol, cycle: Cycle, run: StageRun, stage: str
) -> Iterator[MemberId]:
    """The members who listen in this step of the turn: until the one at which they could join."""
    order = [each.id for each in protocol.stages]
    for earlier in protocol.stages:
        source = cycle.run(named(protocol.key(earlier), run.turn))
        for prompt in earlier.prompts:
            joins = [o.key.removeprefix(JOINS) for o in prompt.options if o.key.startswith(JOINS)]
            silent = any(stage in order[: order.index(j)] for j in joins if j in order)
            for part in source.parts if source and silent else ():
                asked = prompt.for_role is None or prompt.for_role in part.roles
                if asked and (part.choice(prompt.key) or prompt.default) == LISTENING:
                    yield part.member
