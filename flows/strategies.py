"""Strategy cards: what somebody tried, what students did, when it doesn't fit (practice A1).

A card is its author's alone until they show it to their partners or to their program; a copy lies
there then, and is gone when they take it back. Nobody counts, likes or ranks them.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from flows import gate, goal_talk, reading, saying, writing
from flows.goal_talk import NotAMember, Talk
from flows.goals import STATEMENT
from flows.ids import MemberId, PartnershipId, RunId
from flows.partnership import PartnershipState
from flows.people import Member
from flows.pieces import Piece, Sharing, Vault
from flows.ports import Reader, Work
from flows.unchanged import Unchanged
from flows.written import keep_text

TRIED, DID, UNLESS = "tried", "did", "unless"
FIELDS = (TRIED, DID, UNLESS)
LONGEST = 600
MAKES = "strategy_card"
ACTION = "action"
LIVE = frozenset({PartnershipState.ACTIVE, PartnershipState.PAUSED})


@dataclass(frozen=True, slots=True)
class Card:
    """A card as its author sees it, or whoever it is shown to."""

    name: str
    author: MemberId
    texts: Mapping[str, str]
    written_at: datetime
    partners: bool = False
    program: bool = False


@dataclass(frozen=True, slots=True)
class Gone(Unchanged):
    """There is no such card, or nobody to show it to."""


@dataclass(frozen=True, slots=True)
class Empty(Unchanged):
    """What was tried is not said."""


@dataclass(frozen=True, slots=True)
class TooLong(Unchanged):
    """These fields are longer than a card has room for; nothing was cut."""

    counts: Mapping[str, int]


def begun(
    reader: Reader, who: MemberId, partnership: PartnershipId, run: RunId
) -> Mapping[str, str]:
    """What the author's own answers of the step say for a card; nothing where there are none."""
    found = writing.earlier_cycle(reader, who, partnership, None, run)
    if not isinstance(found, tuple):
        return {}
    course, standing = found
    about = gate.about_run(course.cycle, standing.id)
    words = {p.key: p.words for p in reading.own(reader, about, who)}
    keys = [prompt.key for prompt in course.stage(standing).prompts if prompt.key in words]
    students = [key for key in keys if key == "students"]
    others = [key for key in keys if key not in students]
    filled = {TRIED: others[:1], DID: students}
    return {field: words[key[0]][:LONGEST] for field, key in filled.items() if key}


def keep(
    work: Work, who: MemberId, texts: Mapping[str, str]
) -> Card | Empty | TooLong | NotAMember:
    """A card of one's own, for nobody else."""
    known = work.members.get(who)
    if known is None or known.program is None:
        return NotAMember()
    said = _said(texts)
    if isinstance(said, Empty | TooLong):
        return said
    name = work.new_id()
    _write(work, _mine(who), Vault(who, None), name, said, Sharing.SELF)
    saying.home(work, who)
    return Card(name, who, said, work.now)


def change(
    work: Work, who: MemberId, name: str, texts: Mapping[str, str]
) -> Card | Gone | Empty | TooLong:
    """The card in other words of its author, for all who could read it; the old ones are gone."""
    card, said = _one(work, who, name), _said(texts)
    if card is None:
        return Gone()
    if isinstance(said, Empty | TooLong):
        return said
    shown_to = [pair for pair in _pairs(work, who) if _lies(work, _in(pair), who, name)]
    _erase(work, who, name, [_mine(who), *_beyond(work, who)])
    _write(work, _mine(who), Vault(who, None), name, said, Sharing.SELF)
    for pair in shown_to:
        _write(work, _in(pair), Vault(who, pair), name, said, Sharing.MEMBERS)
    if card.program:
        where = _for(work.members.get(who))
        _write(work, where, Vault(who, None), name, said, Sharing.MEMBERS)
    return replace(card, texts=said)


def mine(reader: Reader, who: MemberId) -> list[Card]:
    """A person's own cards, the youngest first, each with who else may read it."""
    own = _cards(reading.own(reader, _mine(who), who))
    known = reader.members.get(who)
    with_partners = {c.name for pair in _pairs(reader, who) for c in _own(reader, _in(pair), who)}
    in_program = {c.name for c in _own(reader, _for(known), who)}
    return [
        replace(card, partners=card.name in with_partners, program=card.name in in_program)
        for card in own
    ]


def shown(reader: Reader, who: MemberId) -> list[Card]:
    """Those that partners or colleagues of the program show this person, the youngest first."""
    found: dict[str, Card] = {}
    known = reader.members.get(who)
    for card in _cards(reading.strategies(reader, _for(known), known)):
        author = reader.members.get(card.author)
        if author is not None and known is not None and author.program == known.program:
            found[card.name] = card
    for partnership in _pairs(reader, who):
        pair = reader.partnerships.get(partnership)
        pieces = reading.of_pair(reader, _in(partnership), who, pair) if pair else ()
        for card in _cards(pieces):
            found.setdefault(card.name, card)
    return sorted(
        (card for card in found.values() if card.author != who),
        key=lambda card: card.written_at,
        reverse=True,
    )


def show_partners(work: Work, who: MemberId, name: str) -> Card | Gone:
    """The card where all of this person's partners may read it."""
    card, pairs = _one(work, who, name), _pairs(work, who)
    if card is None or not pairs:
        return Gone()
    for partnership in pairs:
        _write(work, _in(partnership), Vault(who, partnership), name, card.texts, Sharing.MEMBERS)
    return replace(card, partners=True)


def show_program(work: Work, who: MemberId, name: str) -> Card | Gone:
    """The card where everybody in the program may read it, under its author's name."""
    card, known = _one(work, who, name), work.members.get(who)
    if card is None or known is None or known.program is None:
        return Gone()
    _write(work, _for(known), Vault(who, None), name, card.texts, Sharing.MEMBERS)
    return replace(card, program=True)


def take_back(work: Work, who: MemberId, name: str) -> Card | Gone:
    """The card for its author alone again."""
    card = _one(work, who, name)
    if card is None:
        return Gone()
    _erase(work, who, name, _beyond(work, who))
    return replace(card, partners=False, program=False)


def delete(work: Work, who: MemberId, name: str) -> Card | Gone:
    """The card is gone, wherever it was shown."""
    card = take_back(work, who, name)
    if isinstance(card, Card):
        _erase(work, who, name, [_mine(who)])
    return card


def withdrawn(work: Work, who: MemberId, piece: Piece) -> None:
    """With one of its sentences deleted by its author, a card of theirs goes whole."""
    delete(work, who, piece.key.partition("|")[0])


def try_it(work: Work, who: MemberId, name: str) -> Talk | Gone | NotAMember:
    """The reader's own goal in the making, with what the card tells as its next step."""
    card = next((card for card in shown(work, who) if card.name == name), None)
    if card is None:
        return Gone()
    talk = goal_talk.begin(work, who, in_form=True)
    if not isinstance(talk, Talk):
        return NotAMember()
    if talk.answers.get(ACTION):
        return talk
    draft, given = talk.draft, {ACTION: card.texts[TRIED]}
    after = goal_talk.answer(work, who, draft.id, draft.version, given, in_form=True)
    version = after.draft.version if isinstance(after, Talk) else draft.version
    first = goal_talk.ask(work, who, draft.id, version, STATEMENT, in_form=True)
    return first if isinstance(first, Talk) else talk


def _said(texts: Mapping[str, str]) -> dict[str, str] | Empty | TooLong:
    said = {field: texts[field] for field in FIELDS if texts.get(field, "").strip()}
    long = {field: len(words) for field, words in said.items() if len(words) > LONGEST}
    if long:
        return TooLong(long)
    return said if TRIED in said else Empty()


def _mine(who: MemberId) -> str:
    return f"{gate.STRATEGIES}{who}"


def _in(partnership: PartnershipId) -> str:
    return f"{gate.SHOWN_STRATEGY}{partnership}"


def _for(member: Member | None) -> str:
    return f"{gate.PROGRAM_STRATEGY}{member.program if member else ''}"


def _beyond(reader: Reader, who: MemberId) -> list[str]:
    """Wherever others could read a card, a partnership that ended among them."""
    places = [_in(pair.id) for pair in reader.partnerships.of_member(who)]
    return [*places, _for(reader.members.get(who))]


def _lies(reader: Reader, about: str, who: MemberId, name: str) -> bool:
    return any(card.name == name for card in _own(reader, about, who))


def _pairs(reader: Reader, who: MemberId) -> list[PartnershipId]:
    return [pair.id for pair in reader.partnerships.of_member(who) if pair.state in LIVE]


def _own(reader: Reader, about: str, who: MemberId) -> list[Card]:
    return _cards(reading.own(reader, about, who))


def _one(reader: Reader, who: MemberId, name: str) -> Card | None:
    return next((card for card in mine(reader, who) if card.name == name), None)


def _cards(pieces: Iterable[Piece]) -> list[Card]:
    by_name: dict[tuple[str, MemberId], dict[str, Piece]] = {}
    for author, piece in [(p.vault.author, p) for p in pieces]:
        name, _, field = piece.key.partition("|")
        by_name.setdefault((name, author or MemberId("")), {})[field] = piece
    found = [
        Card(
            name,
            author,
            {field: fields[field].words for field in FIELDS if field in fields},
            max(piece.written_at for piece in fields.values()),
        )
        for (name, author), fields in by_name.items()
        if TRIED in fields
    ]
    return sorted(found, key=lambda card: card.written_at, reverse=True)


def _write(
    work: Work, about: str, vault: Vault, name: str, texts: Mapping[str, str], sharing: Sharing
) -> None:
    there = {piece.key for piece in reading.lying(work, about)}
    for field, words in texts.items():
        if f"{name}|{field}" in there:
            continue
        keep_text(
            work, vault, about, f"{name}|{field}", words, sharing, shared=sharing is Sharing.MEMBERS
        )


def _erase(work: Work, who: MemberId, name: str, places: Collection[str]) -> None:
    for about in places:
        for piece in reading.own(work, about, who):
            if piece.key.partition("|")[0] == name:
                work.pieces.erase(piece.id)
