"""A reflection of one's own: private, then kept, shown to a partner or posted (practice H)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from flows import copied_beside, copying, reading, saying
from flows.gate import POSTED
from flows.ids import MemberId, PartnershipId, PieceId
from flows.notices import Channel, Effect, InDoubt, Notice, Priority
from flows.partnership import Partnership, PartnershipState
from flows.people import Program
from flows.pieces import Lying, Piece, Sharing, Vault
from flows.ports import Reader, Work
from flows.unchanged import Unchanged
from flows.written import keep_text

LONGEST = 1500
TEXT = "text"

MINE = "reflections:"
SHOWN = "shown-reflection:"


class Where(StrEnum):
    """Where a reflection is read besides by its author."""

    KEPT = "kept"
    PARTNER = "partner"
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True)
class Reflection:
    """One of a person's own: what it answers, its words, and where else it stands."""

    id: PieceId
    prompt: str
    name: str
    words: str
    written_at: datetime
    shown_to: Sequence[PartnershipId]
    posted: bool


@dataclass(frozen=True, slots=True)
class NotAMember(Unchanged):
    """Somebody in no program has nobody to show it to."""


@dataclass(frozen=True, slots=True)
class Empty(Unchanged):
    """Nothing was written."""


@dataclass(frozen=True, slots=True)
class TooLong(Unchanged):
    """Longer than a reflection may be; nothing was cut."""

    n: int


@dataclass(frozen=True, slots=True)
class Gone(Unchanged):
    """There is no such reflection of this person's, or nobody to show it to."""


def write(
    work: Work,
    who: MemberId,
    prompt: str,
    name: str,
    words: str,
    earlier: PieceId | None = None,
) -> Reflection | NotAMember | Empty | TooLong | Gone:
    """The reflection, kept for its author alone.

    `prompt` is the post that it answers and `name` the question in it; both are empty for a page of
    one's own.
    """
    known = work.members.get(who)
    if known is None or known.program is None:
        return NotAMember()
    if not words.strip():
        return Empty()
    if len(words) > LONGEST:
        return TooLong(len(words))
    if earlier is not None and _mine(work, who, earlier) is None:
        return Gone()
    key = f"{prompt}|{name}"
    piece = keep_text(
        work, Vault(who, None), f"{MINE}{who}", key, words, Sharing.SELF, earlier=earlier
    )
    return _read(work, piece)


def mine(reader: Reader, who: MemberId) -> list[Reflection]:
    """A person's own reflections, the youngest first."""
    own = reading.own(reader, f"{MINE}{who}", who)
    return [_read(reader, p) for p in sorted(own, key=lambda p: p.written_at, reverse=True)]


def one(reader: Reader, who: MemberId, reflection: PieceId) -> Reflection | Gone:
    """One of this person's own."""
    found = _mine(reader, who, reflection)
    return _read(reader, found) if found else Gone()


def show(
    work: Work, who: MemberId, reflection: PieceId, partnership: PartnershipId
) -> Reflection | Gone:
    """The reflection with a copy that the partners may read; they are told that it is there."""
    found, pair = _mine(work, who, reflection), work.partnerships.get(partnership)
    if found is None or pair is None or who not in pair.members:
        return Gone()
    if pair.state is not PartnershipState.ACTIVE:
        return Gone()
    if not _copies(work, found.id, pair):
        about, vault = _shown(found.id, pair), Vault(who, partnership)
        copy = keep_text(work, vault, about, TEXT, found.words, Sharing.MEMBERS, shared=True)
        copied_beside.offered(work, pair, copy.about, who, TEXT)
        for other in pair.others(who):
            saying.event(
                work,
                other,
                "shared_reflection",
                f"reflection:{copy.id}:{other}",
                partnership=partnership,
                reflection=found.id,
                by=who,
            )
    return _read(work, found)


def shown(
    reader: Reader, who: MemberId, reflection: PieceId, partnership: PartnershipId
) -> str | None:
    """The words of what a partner showed, for a member of the partnership."""
    pair = reader.partnerships.get(partnership)
    if pair is None:
        return None
    copies = reading.of_pair(reader, _shown(reflection, pair), who, pair)
    return copies[0].words if copies else None


def opened(work: Work, who: MemberId, reflection: PieceId, partnership: PartnershipId) -> None:
    """Notes that this partner read what was shown: where all chose copies, it is copied."""
    pair = work.partnerships.get(partnership)
    if pair is not None and shown(work, who, reflection, partnership) is not None:
        copied_beside.opened(work, pair, _shown(reflection, pair), who)


def copied(reader: Reader, partnership: PartnershipId) -> bool:
    """Whether what is shown there is copied into the group DM once it was opened."""
    pair = reader.partnerships.get(partnership)
    return pair is not None and copying.on(pair)


def post(work: Work, who: MemberId, reflection: PieceId) -> Reflection | Gone:
    """Posts the author's own words under their name, by their own choice (INV-05)."""
    found, program = _mine(work, who, reflection), _program(work, who)
    if found is None or program is None:
        return Gone()
    if not _posts(work, found.id):
        copy = PieceId(work.new_id())
        work.pieces.write(replace(found, id=copy, about=f"{POSTED}{found.id}", written_at=work.now))
        refs = {"by": who, "copy": copy, "thread": _read(work, found).prompt}
        work.outbox.say(_in_channel(work, program, copy, Effect.POST, refs))
    return _read(work, found)


def take_back(work: Work, who: MemberId, reflection: PieceId) -> Reflection | Gone:
    """The post is deleted; the reflection itself stays its author's."""
    found, program = _mine(work, who, reflection), _program(work, who)
    if found is None or program is None:
        return Gone()
    for copy in _posts(work, found.id):
        work.outbox.unsay(_anchor(copy.id))
        refs = {"by": who, "copy": copy.id, "thread": _read(work, found).prompt}
        work.outbox.say(_in_channel(work, program, copy.id, Effect.DELETE, refs))
        work.pieces.erase(copy.id)
    return _read(work, found)


def erase(work: Work, who: MemberId, reflection: PieceId) -> Gone | None:
    """The reflection with all its copies is gone."""
    found = _mine(work, who, reflection)
    if found is None:
        return Gone()
    take_back(work, who, reflection)
    for pair in work.partnerships.of_member(who):
        for copy in _copies(work, found.id, pair):
            work.pieces.erase(copy.id)
            copied_beside.changed(work, pair.id, copy.about)
    work.pieces.erase(found.id)
    return None


def _in_channel(
    work: Work, program: Program, copy: PieceId, effect: Effect, refs: Mapping[str, str | int]
) -> Notice:
    anchor = _anchor(copy)
    return Notice(
        kind="posted_reflection",
        lane=Channel(program.channel),
        effect=effect,
        priority=Priority.CHANNEL,
        key=anchor if effect is Effect.POST else f"delete:{anchor}",
        why="you_asked",
        due=work.now,
        refs=refs,
        anchor=anchor,
        in_doubt=InDoubt.MAY_SKIP if effect is Effect.POST else InDoubt.MUST_ARRIVE,
    )


def _anchor(copy: PieceId) -> str:
    return f"reflection:{copy}"


def _program(reader: Reader, who: MemberId) -> Program | None:
    known = reader.members.get(who)
    return reader.programs.get(known.program) if known and known.program else None


def _mine(reader: Reader, who: MemberId, reflection: PieceId) -> Piece | None:
    found = reading.own_one(reader, reflection, who)
    return found if found is not None and found.about == f"{MINE}{who}" else None


def _posts(reader: Reader, reflection: PieceId) -> Sequence[Lying]:
    return reading.lying(reader, f"{POSTED}{reflection}")


def _copies(reader: Reader, reflection: PieceId, pair: Partnership) -> Sequence[Lying]:
    return reading.lying(reader, _shown(reflection, pair))


def _shown(reflection: PieceId, pair: Partnership) -> str:
    return f"{SHOWN}{reflection}:{pair.id}"


def _read(reader: Reader, piece: Piece) -> Reflection:
    author, (prompt, _, name) = piece.vault.author, piece.key.partition("|")
    pairs = reader.partnerships.of_member(author) if author else ()
    return Reflection(
        id=piece.id,
        prompt=prompt,
        name=name,
        words=piece.words,
        written_at=piece.written_at,
        shown_to=tuple(pair.id for pair in pairs if _copies(reader, piece.id, pair)),
        posted=bool(_posts(reader, piece.id)),
    )
