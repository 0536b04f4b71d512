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


def for_group(ways: Mapping[str, CoachingProtocol], need: str, members: int) -> Suggestion | None:
    """The way for that need and so many, else for the next number up: not all are picked yet."""
    most = max((way.size.max for way in ways.values()), default=0)
    sizes = range(members, most + 1)
    return next(filter(None, (suggest(ways, need, size) for size in sizes)), None)


def to_begin_with(ways: Mapping[str, CoachingProtocol], usual: str, members: int) -> str:
    """The usual way where it is among them, else the first that helps with anything."""
    if usual in ways:
        return usual
    found = (suggest(ways, need, members) for need in NEEDS)
    return next((s.way.id for s in found if s), next(iter(ways), usual))
