"""Cards that nobody signs: sealed with their authors until the lock, then nobody's (INV-14).

Until then everything that one member wrote or drafted for a pool is one sealed entry of one length
in the pool's own vault; nothing beside it names its author. At the lock the cards are kept anew in
the group's vault, in an order that comes from no author, with new ids and no times, and the pool's
vault is destroyed: neither a row nor an older copy of the data tells who wrote what.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace

from flows import gate, reading
from flows.cycle import Cycle
from flows.ids import MemberId, PartnershipId, PieceId, RunId
from flows.pieces import Piece, Sharing, Vault
from flows.ports import Reader, Work
from flows.protocol import Stage

BLOCK = 32768
"""Entries are filled up to a multiple of so many bytes: a length is no signature."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What one member wrote for the pool, and what they drafted."""

    id: PieceId | None
    by: MemberId
    written: Mapping[str, str]
    draft: Mapping[str, str]


def vault(partnership: PartnershipId, cycle: Cycle, run: RunId) -> Vault:
    """Where the entries lie: a vault of the pool's own, in the partnership's name."""
    return Vault(MemberId(gate.about_pool(cycle, run)), partnership)


def mine(reader: Reader, cycle: Cycle, run: RunId, who: MemberId) -> Entry:
    """What this member wrote there; an empty entry where they wrote nothing."""
    found = (e for e in _entries(reader, cycle, run) if e.by == who)
    return next(found, Entry(None, who, {}, {}))


def keep(
    work: Work,
    partnership: PartnershipId,
    cycle: Cycle,
    run: RunId,
    who: MemberId,
    written: Mapping[str, str],
) -> None:
    """Keeps a member's cards in place of their earlier ones, and drops the draft."""
    entry = replace(mine(work, cycle, run, who), written=dict(written), draft={})
    put(work, partnership, cycle, run, entry)


def keep_draft(
    work: Work,
    partnership: PartnershipId,
    cycle: Cycle,
    run: RunId,
    who: MemberId,
    entered: Mapping[str, str],
) -> None:
    """Keeps what was entered so far, in place of the draft before."""
    entry = replace(mine(work, cycle, run, who), draft=dict(entered))
    put(work, partnership, cycle, run, entry)


def withdraw(work: Work, cycle: Cycle, run: RunId, who: MemberId) -> None:
    """Takes a member's cards and drafts away before the lock."""
    entry = mine(work, cycle, run, who)
    if entry.id is not None:
        work.pieces.erase(entry.id)


def lock(work: Work, partnership: PartnershipId, cycle: Cycle, run: RunId, stage: Stage) -> None:
    """Makes the cards nobody's: shuffled, new ids, one time for all, and the link destroyed."""
    cards = sorted(
        (prompt.key if (prompt := gate.prompt_of(stage, field)) else field, words)
        for entry in _entries(work, cycle, run)
        for field, words in entry.written.items()
    )
    # Sorted by what they say, nothing is left of who wrote first; then nothing of the sorting.
    work.chance.shuffle(cards)
    for key, words in cards:
        work.pieces.write(
            Piece(
                id=PieceId(work.new_id()),
                vault=Vault(None, partnership),
                about=gate.about_run(cycle, run),
                key=key,
                words=words,
                sharing=Sharing.POOL,
                shared=True,
                written_at=cycle.begun_at,
            )
        )
    discard(work, partnership, cycle, run)


def discard(work: Work, partnership: PartnershipId, cycle: Cycle, run: RunId) -> None:
    """Destroys what lies in the pool with its key: nobody will ever read it."""
    work.pieces.destroy(vault(partnership, cycle, run))


def put(work: Work, partnership: PartnershipId, cycle: Cycle, run: RunId, entry: Entry) -> None:
    """Keeps the entry in place of the one before, of a length that tells nothing."""
    kept = {"by": entry.by, "written": dict(entry.written), "draft": dict(entry.draft)}
    words = json.dumps(kept, ensure_ascii=False)
    length = len(words.encode())
    work.pieces.write(
        Piece(
            id=entry.id or PieceId(work.new_id()),
            vault=vault(partnership, cycle, run),
            about=gate.about_pool(cycle, run),
            key="entry",
            words=words + " " * (-length % BLOCK),
            sharing=Sharing.SELF,
            shared=False,
            written_at=cycle.begun_at,
        )
    )


def _entries(reader: Reader, cycle: Cycle, run: RunId) -> list[Entry]:
    found = []
    for piece in reading.pooled(reader, cycle, run):
        kept = json.loads(piece.words)
        found.append(Entry(piece.id, MemberId(kept["by"]), kept["written"], kept["draft"]))
    return found
