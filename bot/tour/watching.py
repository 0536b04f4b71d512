"""What somebody is about to do, for those who watch the page: where, what is filled in, pressed."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.tour.screen import Pressable


@dataclass(frozen=True, slots=True)
class Scene:
    """One act just before it happens; `press` and `surface` name places as the page does."""

    who: str
    kind: str
    what: str = ""
    at: str | None = None
    beside: str | None = None
    typed: str = ""
    surface: str = ""
    filled: Mapping[str, Any] = field(default_factory=dict)
    press: str = ""


@dataclass(frozen=True, slots=True)
class Surface:
    """The message, form or Home that a button with this label stands on, and where that is."""

    label: str
    name: str
    at: str | None

    def pressed(self, who: str, found: Pressable, filled: Mapping[str, Any]) -> Scene:
        """Somebody presses the button, after filling in the fields beside it."""
        key = f"{self.name}/{found.block_id}/{found.action_id}"
        return Scene(
            who, "press", self.label, at=self.at, surface=self.name, filled=filled, press=key
        )


Watch = Callable[[Scene], Awaitable[None]]
"""Returns when the scene has been looked at."""


async def unwatched(_: Scene) -> None:
    """Nobody watches."""
