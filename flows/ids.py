"""The names by which things are known; every stored thing lies inside one Slack workspace."""

from typing import NewType

WorkspaceId = NewType("WorkspaceId", str)
"""Slack's id of the workspace (team) that the installation belongs to."""

MemberId = NewType("MemberId", str)
"""Slack's id of a person; nothing is assumed about its shape."""

ConversationId = NewType("ConversationId", str)
"""Slack's id of a channel, DM or group DM."""

ProgramId = NewType("ProgramId", str)
InvitationId = NewType("InvitationId", str)
PartnershipId = NewType("PartnershipId", str)
CycleId = NewType("CycleId", str)
RunId = NewType("RunId", str)
"""One instance of a stage in a cycle, unique inside that cycle."""

PieceId = NewType("PieceId", str)
"""One piece of somebody's own writing."""

GoalId = NewType("GoalId", str)
EntryId = NewType("EntryId", str)
"""One dated entry of a goal's trail."""

DraftId = NewType("DraftId", str)
"""One conversation by which a goal is made or changed."""

ProposalId = NewType("ProposalId", str)
PreworkId = NewType("PreworkId", str)
WorkshopId = NewType("WorkshopId", str)
GivenId = NewType("GivenId", str)
"""Something to read or try that whoever looks after a program put up for its members."""

CopyId = NewType("CopyId", str)
"""One message in a group DM that shows what somebody shared there."""

RowId = NewType("RowId", str)
"""One row of the outbox: the only thing of ours that a Slack message carries as metadata."""
