"""What a program says in its channel, and the answers that it counts."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Protocol

from flows.ids import ProgramId
from flows.prompting import PostedPrompt
from flows.pulse import PulseCount


class Prompts(Protocol):
    """The weekly prompts that were posted."""

    def get(self, prompt: str, /) -> PostedPrompt | None: ...
    def put(self, prompt: PostedPrompt, /) -> None: ...
    def of_program(self, program: ProgramId) -> Sequence[PostedPrompt]:
        """All that were posted, the oldest first."""
        ...


class Pulses(Protocol):
    """How often each answer to a month's question was given; who gave it is kept nowhere."""

    def counted(self, count: PulseCount) -> None:
        """One more of this answer."""
        ...

    def of_month(self, program: ProgramId, month: date) -> Mapping[str, int]:
        """How often each choice was taken."""
        ...
