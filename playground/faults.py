"""Misbehaviour on request: what Slack does to an app on its bad days."""

import asyncio
from dataclasses import dataclass
from typing import Any, Literal, get_args

FaultKind = Literal["ratelimited", "error", "http_500", "hang", "lost_reply", "held_reply", "slow"]
KINDS = get_args(FaultKind)


@dataclass
class Fault:
    """The next `times` calls of a method (`*`: of any) whose arguments fit go wrong like this."""

    method: str
    kind: FaultKind
    times: int = 1
    error: str = "internal_error"
    retry_after: int = 1
    seconds: float = 1.0
    match: dict[str, Any] | None = None

    def fits(self, method: str, arguments: dict[str, Any]) -> bool:
        """Whether this call is one that goes wrong."""
        return self.method in {"*", method} and all(
            arguments.get(name) == value for name, value in (self.match or {}).items()
        )


class Faults:
    """The faults that were asked for and have not happened yet."""

    def __init__(self) -> None:
        self._waiting: list[Fault] = []
        self.deliver_twice = 0
        self._cleared = asyncio.Event()

    def add(self, fault: Fault) -> None:
        """The fault happens to the next calls that fit it."""
        self._waiting.append(fault)

    def clear(self) -> None:
        """Nothing goes wrong any more."""
        self._waiting.clear()
        self.deliver_twice = 0
        self._cleared.set()
        self._cleared = asyncio.Event()

    async def until_cleared(self) -> None:
        """Returns when nothing is to go wrong any more."""
        await self._cleared.wait()

    def take(self, method: str, arguments: dict[str, Any]) -> Fault | None:
        """The fault of this call, used up by it, or None."""
        for fault in self._waiting:
            if fault.fits(method, arguments):
                fault.times -= 1
                if fault.times <= 0:
                    self._waiting.remove(fault)
                return fault
        return None

    def take_twice(self) -> bool:
        """Whether this delivery is to be made twice."""
        if self.deliver_twice <= 0:
            return False
        self.deliver_twice -= 1
        return True
