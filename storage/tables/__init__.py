"""The tables. Every primary and foreign key starts with the workspace, so that no two ever meet."""

from storage.tables.channel import posted_prompts, pulse_counts
from storage.tables.goal import drafts, goal_trail, goals
from storage.tables.kept import DATA, KEYS, spelt
from storage.tables.keys import retired_keys, vault_keys
from storage.tables.messages import conversations, inbox, outbox, places
from storage.tables.partnership import (
    cycles,
    invitations,
    partnership_members,
    partnerships,
    protocol_versions,
)
from storage.tables.people import members, programs
from storage.tables.planned import alarms, slips
from storage.tables.sessions import prework, proposals
from storage.tables.texts import copies, destroyed_keys, destructions, pieces, vaults
from storage.tables.workshop import given_items, workshop_seats, workshops

__all__ = [
    "DATA",
    "KEYS",
    "alarms",
    "conversations",
    "copies",
    "cycles",
    "destroyed_keys",
    "destructions",
    "drafts",
    "given_items",
    "goal_trail",
    "goals",
    "inbox",
    "invitations",
    "members",
    "outbox",
    "partnership_members",
    "partnerships",
    "pieces",
    "places",
    "posted_prompts",
    "prework",
    "programs",
    "proposals",
    "protocol_versions",
    "pulse_counts",
    "retired_keys",
    "slips",
    "spelt",
    "vault_keys",
    "vaults",
    "workshop_seats",
    "workshops",
]
