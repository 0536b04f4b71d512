"""Plays the storage roles of `flows.ports` with SQLAlchemy, on SQLite or PostgreSQL."""

from storage.calendar import Calendar, DueCycle, DueInvitation
from storage.keyfile import KeyFile, open_keyring, save_keyring
from storage.keyring import KeyfileUnusable, Keyring
from storage.lock import AlreadyRunning
from storage.migrate import NewerSchema
from storage.opening import CannotOpen, open_memory_store, open_store
from storage.outbox import RowState
from storage.outbox_queue import OutboxQueue
from storage.row import Counts, Row
from storage.store import SqlStore

__all__ = [
    "AlreadyRunning",
    "Calendar",
    "CannotOpen",
    "Counts",
    "DueCycle",
    "DueInvitation",
    "KeyFile",
    "KeyfileUnusable",
    "Keyring",
    "NewerSchema",
    "OutboxQueue",
    "Row",
    "RowState",
    "SqlStore",
    "open_keyring",
    "open_memory_store",
    "open_store",
    "save_keyring",
]
