"""Who is there: the programs of a workspace and its people, and forgetting them."""

from collections.abc import Sequence
from typing import Protocol

from flows.ids import MemberId, ProgramId
from flows.people import Member, Program


class Programs(Protocol):
    """The programs of the workspace."""

    def get(self, program: ProgramId) -> Program | None: ...
    def all(self) -> Sequence[Program]: ...
    def put(self, program: Program) -> None: ...


class Members(Protocol):
    """The people of the workspace that Tandem knows."""

    def get(self, member: MemberId) -> Member | None: ...
    def of_program(self, program: ProgramId) -> Sequence[Member]: ...
    def put(self, member: Member) -> None: ...


class Erasure(Protocol):
    """Forgets whole people and workspaces; what they wrote is destroyed with their vaults."""

    def member(self, member: MemberId) -> None:
        """No row is about this person any more but those that they share with a partner.

        What waits to be said to them is dropped; what is to be taken back from Slack stays.
        """
        ...

    def workspace(self) -> None:
        """No row of the workspace is left but the deliveries seen; its vaults go by their keys."""
        ...
