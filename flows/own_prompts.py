"""A program's own weekly prompts, put up for its channel by who looks after it (practice H)."""

from collections.abc import Sequence
from dataclasses import dataclass

from flows import reading
from flows.gate import WEEKLY
from flows.ids import MemberId, PieceId, ProgramId
from flows.pieces import Sharing, Vault
from flows.ports import Reader, Work
from flows.unchanged import Unchanged
from flows.weekly import Turn, WeeklyPrompt
from flows.written import keep_text

LONGEST = 160
MOST = 40

OWN = "own:"


@dataclass(frozen=True, slots=True)
class OwnPrompt:
    """One of them: its question, its kind, and who put it up under their name."""

    id: PieceId
    turn: Turn
    by: MemberId
    words: str

    @property
    def prompt(self) -> WeeklyPrompt:
        """As it takes its turn among the bank's."""
        return WeeklyPrompt(self.turn, own=self.id)


@dataclass(frozen=True, slots=True)
class NotTheirs(Unchanged):
    """The person does not look after this program."""


@dataclass(frozen=True, slots=True)
class Empty(Unchanged):
    """Nothing was typed."""


@dataclass(frozen=True, slots=True)
class TooLong(Unchanged):
    """Longer than a prompt is; nothing was cut."""

    n: int


@dataclass(frozen=True, slots=True)
class TooMany(Unchanged):
    """As many as the bank has."""


def add(
    work: Work, by: MemberId, program: ProgramId, turn: Turn, words: str
) -> OwnPrompt | NotTheirs | Empty | TooLong | TooMany:
    """One more question; it comes in its turn, under the name of who put it up."""
    if not _leads(work, by, program):
        return NotTheirs()
    asked = " ".join(words.split())
    if not asked:
        return Empty()
    if len(asked) > LONGEST:
        return TooLong(len(asked))
    if len(of(work, program)) >= MOST:
        return TooMany()
    piece = keep_text(work, Vault(by, None), f"{WEEKLY}{program}", turn.value, asked, Sharing.SELF)
    return OwnPrompt(piece.id, turn, by, asked)


def remove(
    work: Work, by: MemberId, program: ProgramId, prompt: PieceId
) -> Sequence[OwnPrompt] | NotTheirs:
    """Those that are left; what was posted already stays in the channel."""
    if not _leads(work, by, program):
        return NotTheirs()
    if any(each.id == prompt for each in of(work, program)):
        work.pieces.erase(prompt)
    return of(work, program)


def of(reader: Reader, program: ProgramId) -> list[OwnPrompt]:
    """All of a program's own, in the order in which they were put up."""
    found = reading.weekly(reader, program)
    return [OwnPrompt(p.id, Turn(p.key), p.vault.author, p.words) for p in found if p.vault.author]


def named(reader: Reader, program: ProgramId, name: str) -> OwnPrompt | None:
    """The one of that name; None for the bank's, and for one that was removed."""
    if not name.startswith(OWN):
        return None
    return next((each for each in of(reader, program) if each.prompt.name == name), None)


def _leads(reader: Reader, by: MemberId, program: ProgramId) -> bool:
    known = reader.programs.get(program)
    return known is not None and known.led_by(by)
