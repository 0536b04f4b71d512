"""The weekly prompt as it was posted: which one, in which program, when (practice H)."""

from dataclasses import dataclass
from datetime import datetime

from flows.ids import ProgramId


@dataclass(frozen=True, slots=True)
class PostedPrompt:
    """One prompt in a program's channel; its id is also the anchor of its message."""

    id: str
    program: ProgramId
    name: str
    posted_at: datetime
