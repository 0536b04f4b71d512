"""Trigger ids: three seconds of permission to open a form before the person who acted."""

from dataclasses import dataclass

from playground.clock import Clock
from playground.refusal import SlackRefusal

VALID_SECONDS = 3.0
KEPT = 1000


@dataclass
class Trigger:
    """What a trigger id stands for."""

    person: str
    made: float
    from_modal: str | None
    used: bool = False


class Triggers:
    """Gives out trigger ids and exchanges each once."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._given: dict[str, Trigger] = {}

    def give(self, trigger_id: str, person: str, from_modal: str | None = None) -> str:
        """The id, now valid for three seconds of real time."""
        self._given[trigger_id] = Trigger(person, self._clock.real(), from_modal)
        while len(self._given) > KEPT:
            self._given.pop(next(iter(self._given)))
        return trigger_id

    def exchange(self, trigger_id: str) -> Trigger:
        """What the id stands for, once; refused with Slack's words when late, used or unknown."""
        trigger = self._given.get(trigger_id)
        if trigger is None:
            raise SlackRefusal("invalid_trigger_id")
        if trigger.used:
            raise SlackRefusal("exchanged_trigger_id")
        if self._clock.real() - trigger.made > VALID_SECONDS:
            raise SlackRefusal("expired_trigger_id")
        trigger.used = True
        return trigger
