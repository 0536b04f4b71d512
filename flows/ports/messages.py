"""What is to be said, and where what was said stands."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from flows.ids import ConversationId, MemberId
from flows.notices import Notice


@dataclass(frozen=True, slots=True)
class Place:
    """Where an anchored message stands in Slack."""

    conversation: ConversationId
    ts: str


class Outbox(Protocol):
    """What is to be said, in the same transaction as what makes it true."""

    def say(self, notice: Notice) -> None:
        """Keeps the notice unless one with its key is kept already.

        An update or a Home of the same key is renewed instead, and sent again if it was or is being
        sent; while it waits, it goes at the earlier of the two moments.
        """
        ...

    def unsay(self, key: str) -> None:
        """Drops the notice of that key if nobody began to send it."""
        ...

    def take_back(self, key: str, before: datetime, held: str | None = None) -> bool:
        """Whether the notice of that key was due before then and is not said; it is gone now.

        The one that is held by whoever is about to send it is taken back from them.
        """
        ...

    def silence(self, member: MemberId) -> None:
        """Drops whatever waits to be said to this person alone, but what is taken back from Slack.

        A person who is gone hears nothing more.
        """
        ...

    def stands(self, anchor: str, place: Place) -> None:
        """Where the anchor's message or file is to stand, kept before it does."""
        ...

    def place(self, anchor: str) -> Place | None: ...
