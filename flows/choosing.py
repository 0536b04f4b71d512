"""What would help now? One way of working for what people want, with one reason (practice B)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import get_args

from flows.protocol import CoachingProtocol, Need

NEEDS: tuple[Need, ...] = get_args(Need)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A way of working, and why this one."""

    way: CoachingProtocol
    why: str


def suggest(ways: Mapping[str, CoachingProtocol], need: str, members: int) -> Suggestion | None:
    """The way for that need and so many members; among several the one that fits them best."""
    fitting = [
        Suggestion(way, found.why)
        for way in ways.values()
        for found in way.helps
        if found.need == need and members in way.size and members in (found.members or (members,))
    ]
    return min(fitting, key=lambda s: (abs(s.way.size.best - members), s.way.id), default=None)


def needs(ways: Mapping[str, CoachingProtocol], members: int) -> tuple[Need, ...]:
    """What can be asked for: every need for which there is a way."""
    return tuple(need for need in NEEDS if suggest(ways, need, members))
