"""Members: settings as columns, and what they typed of themselves sealed in their own vault.

Topics, classes and rooms are somebody's own words (practice INV-05), so the row keeps times alone.
Rows from before that was so are sealed by the next writing, or by the daily look at them.
"""

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, bindparam, or_, select

from flows.ids import MemberId, ProgramId, WorkspaceId
from flows.people import Member
from flows.pieces import Vault
from storage import tables
from storage.keyring import seal, unseal
from storage.pieces import SqlPieces
from storage.shelf import Kind, Shelf
from storage.vaults import VaultDestroyed, Vaults

_M = tables.members.c
_MEMBER = Kind(Member, tables.members, beside=("words_key", "words"))
_OF_PROGRAM = _MEMBER.all.where(_M.program == bindparam("program")).order_by(_M.joined_at, _M.id)
_PLAIN = (
    select(_M.workspace, _M.id)
    .where(_M.words.is_(None), or_(_M.seeks != (), _M.offers != (), _M.lessons != ()))
    .limit(bindparam("most"))
)

Sealed = tuple[str, bytes]


class SqlMembers(Shelf[Member]):
    """Plays `Members`."""

    kind = _MEMBER

    def __init__(
        self, connection: Connection, workspace: WorkspaceId, pieces: SqlPieces, vaults: Vaults
    ) -> None:
        super().__init__(connection, workspace)
        self._pieces = pieces
        self._vaults = vaults
        self._sealed: dict[MemberId, tuple[str, Sealed]] = {}

    def of_program(self, program: ProgramId) -> Sequence[Member]:
        return self.some(_OF_PROGRAM, program=program)

    def _made(self, row: Any) -> Member:
        *fields, key_id, sealed = row
        member = Member(*fields)
        if key_id is None:
            return member
        try:
            key = self._vaults.key(self.workspace, key_id)
        except VaultDestroyed:  # A restored copy of the data, with today's keys.
            return member
        words = unseal(key, sealed, self._bound(member.id)).decode()
        self._sealed[member.id] = words, (key_id, sealed)
        return _with(member, words)

    def _row(self, value: Member) -> dict[str, Any]:
        words = _words(value)
        key_id, sealed = self._sealed_words(value.id, words) if words else (None, None)
        return super()._row(_bare(value)) | {"words_key": key_id, "words": sealed}

    def _sealed_words(self, member: MemberId, words: str) -> Sealed:
        known = self._sealed.get(member)
        if known is not None and known[0] == words:
            return known[1]
        key_id, key = self._pieces.key_to_write(Vault(member, None))
        sealed = key_id, seal(key, words.encode(), self._bound(member))
        self._sealed[member] = words, sealed
        return sealed

    def _bound(self, member: MemberId) -> bytes:
        return json.dumps([self.workspace, "member", member]).encode()


def plain(connection: Connection, most: int) -> list[tuple[WorkspaceId, MemberId]]:
    """Members whose words are not sealed yet."""
    rows = connection.execute(_PLAIN, {"most": most})
    return [(WorkspaceId(workspace), MemberId(member)) for workspace, member in rows]


def _words(member: Member) -> str:
    """What they typed; empty where that is nothing."""
    if not (member.seeks or member.offers or member.lessons):
        return ""
    labels = [(lesson.group, lesson.room) for lesson in member.lessons]
    return json.dumps([member.seeks, member.offers, labels], ensure_ascii=False)


def _bare(member: Member) -> Member:
    times = tuple(replace(lesson, group="", room="") for lesson in member.lessons)
    return replace(member, seeks=(), offers=(), lessons=times)


def _with(member: Member, words: str) -> Member:
    seeks, offers, labels = json.loads(words)
    lessons = tuple(
        replace(lesson, group=group, room=room)
        for lesson, (group, room) in zip(member.lessons, labels, strict=True)
    )
    return replace(member, seeks=tuple(seeks), offers=tuple(offers), lessons=lessons)
