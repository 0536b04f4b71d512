"""How much a step asks at once: every prompt with help, every prompt, or the starred ones alone."""

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flows.cycle import Cycle


class Level(StrEnum):
    """How a person wants to be asked (practice B, Prompt level)."""

    GUIDED = "guided"
    """Every prompt, each with a beginning and an example below it."""
    STANDARD = "standard"
    LIGHT = "light"
    """The starred prompts, three at most, and the others when asked for."""

    @property
    def words(self) -> str:
        """The catalogue's key of its name."""
        return f"level.{self.value}"


def held(own: Level, chosen_at: datetime | None, cycle: "Cycle") -> Level:
    """The level of one person in a cycle: a first cycle starts everyone at `light` (practice B).

    Whoever chooses another during it has it from then on.
    """
    first = cycle.start != "again"
    chosen_since = chosen_at is not None and chosen_at >= cycle.begun_at
    return Level.LIGHT if first and not chosen_since else own
