"""A copy in the group DM of what somebody shared there: which message shows what, never its words.

Copies are made only where all members chose it (practice AG13).
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from flows.ids import CopyId, CycleId, MemberId, PartnershipId, RunId


class CopyState(StrEnum):
    """It waits until it was opened; when it is gone its message is deleted."""

    WAITS = "waits"
    SAID = "said"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Copy:
    """One message of the group DM: whose answers it shows, of which step and under which keys.

    `about` names what is no step: a goal, a reflection; cycle and run are empty then.
    """

    id: CopyId
    partnership: PartnershipId
    cycle: CycleId
    run: RunId
    author: MemberId
    keys: tuple[str, ...]
    made_at: datetime
    opened_by: tuple[MemberId, ...] = ()
    state: CopyState = CopyState.WAITS
    about: str = ""

    @property
    def anchor(self) -> str:
        """Under this name the place of its message is kept."""
        return f"copy:{self.id}"

    def opened(self, by: MemberId) -> "Copy":
        """The same, opened by one more of those whom it was shared with."""
        return replace(self, opened_by=tuple(dict.fromkeys([*self.opened_by, by])))

    def became(self, state: CopyState) -> "Copy":
        """The same in another state."""
        return replace(self, state=state)
