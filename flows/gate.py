"""The one gate: who may read what. Every piece that leaves the store for somebody's eyes passes.

`flows.reading` alone asks the store for pieces, and hands on what is let through here.

| piece | its author | another member | anybody else |
|---|---|---|---|
| of a run, `self` | yes | never | never |
| of a run, `on_share` | yes | once its author shared that answer | never |
| of a run, `to_coachee` | yes | the coachee, once released and after own first words | never |
| of a run, `members` | yes | once saved, or once the stage that it waits for began | never |
| of a run, `together` | yes | once all are in, or once its author shows it | never |
| of a run, `pool` | nobody is its author | once locked | never |
| a guest's answer to their question in a step | yes | yes | never |
| of a pool before its lock | yes | never | never |
| a version of a text of the group | nobody is its author | yes | never |
| a reply to a step | yes | whom it is to, once sent | never |
| a draft of a step, of a goal | yes | never | never |
| a difficulty that was parked, an answer before it was written anew | yes | never | never |
| where a visit or a talk is | yes | once it is settled or suggested | never |
| a goal's part, an entry of its trail | yes | once its owner shared that part | never |
| pre-work | yes | yes | never |
| the answer to pre-work's question | yes | never | never |
| an item of the agreement | nobody is its author | yes | never |
| a reflection | yes | the copy that its author showed to this partnership | never |
| a reflection posted in the channel | yes | yes | yes, by its author's own act |
| a question for the channel | yes | yes | yes, by its author's own act |
| a workshop's words | yes | yes | yes, by its author's own act |
| pre-work for a workshop or a program | yes | yes | members of that program |
| the answer to its question | yes | never | never |
| a strategy card | yes | where its author shows it | program members, where its author shows it |
| a copy in the group DM | yes | yes: only what all of them may read and opened | never |
| in no partnership | yes | never | never |

Members are those of the partnership that the piece lies in. Whoever left it, looks after the
program, or is an admin or owner of the workspace, is anybody else: no role is asked here.
A guest invited by everybody reads locked cards of the steps that they are invited to, and a
group's own text that stands, of those and of steps for guests before them; what a guest answers,
its members read (practice A3, INV-04, INV-25).
"""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from flows.cycle import Cycle
from flows.ids import MemberId, RunId
from flows.partnership import Partnership, PartnershipState
from flows.people import Member, Program
from flows.pieces import Lying, Piece, Sharing, Vault
from flows.protocol import Prompt, Stage
from flows.rules import Rules
from flows.sharing import guest_may_read, may_read, pool_is_open
from flows.stage import StageRun

P = TypeVar("P", Piece, Lying)

OF_RUN = "run:"
DRAFT = "draft:"
REPLY = "reply:"
PARKED = "parked:"
EARLIER = "earlier:"
POSTED = "posted-reflection:"
WEEKLY = "weekly-prompt:"
PLACE = "place"
POOL = "pool:"
VERSION = "version:"
LOG = "expertise:"
WORKSHOP = "workshop:"
GIVEN = "given:"
STRATEGIES = "strategies:"
SHOWN_STRATEGY = "shown-strategy:"
PROGRAM_STRATEGY = "program-strategy:"
RECALL = "recalled:"


def about_run(cycle: Cycle, run: RunId | str) -> str:
    """What the pieces written in a run are about."""
    return f"{OF_RUN}{cycle.id}:{run}"


def about_pool(cycle: Cycle, run: RunId | str) -> str:
    """What the entries of a pool are about that is not locked."""
    return f"{POOL}{cycle.id}:{run}"


def about_reply(cycle: Cycle, run: RunId | str, to: MemberId) -> str:
    """What a reply to this member's step is about."""
    return f"{REPLY}{cycle.id}:{run}:{to}"


def is_own(piece: Piece | Lying, who: MemberId) -> bool:
    """Whether this person wrote it: what one wrote oneself is never kept from one."""
    return piece.vault.author == who


def is_posted(piece: Piece, by: MemberId) -> bool:
    """Whether it is a copy that its author posted for everybody under their own name."""
    return is_own(piece, by) and piece.about.startswith(POSTED)


def is_for_channel(piece: Piece) -> bool:
    """Whether it is a question that its author put up for everybody under their own name."""
    return piece.about.startswith(WEEKLY) and piece.vault.author is not None


def is_announced(piece: Piece) -> bool:
    """Whether it is about a workshop that its author set up for everybody under their own name."""
    return piece.shared and piece.about.startswith(WORKSHOP) and _is_for_program(piece)


def of_program(
    pieces: Iterable[Piece], reader: Member | None, who: MemberId, program: Program
) -> Sequence[Piece]:
    """What was put up for a program's members, for those; a draft for who looks after it."""
    leads = program.led_by(who)
    inside = reader is not None and reader.program == program.id
    return tuple(p for p in pieces if _is_for_program(p) and (leads or (inside and p.shared)))


def of_strategies(pieces: Iterable[Piece], reader: Member | None) -> Sequence[Piece]:
    """Those of the cards that their authors show the program, for one of its members."""
    if reader is None or reader.program is None:
        return ()
    here = f"{PROGRAM_STRATEGY}{reader.program}"
    return tuple(p for p in pieces if p.about == here and p.shared)


def readable(pieces: Iterable[P], reader: MemberId, pair: Partnership) -> Sequence[P]:
    """Those of the partnership's pieces outside its runs that this person may read."""
    if reader not in pair.members:
        return ()
    return tuple(piece for piece in pieces if _may(piece, reader, pair))


def of_run(
    pieces: Iterable[P],
    reader: MemberId,
    pair: Partnership,
    rules: Rules,
    cycle: Cycle,
    run: StageRun,
) -> Sequence[P]:
    """Those of the run's pieces that this person may read."""
    return tuple(p for p in pieces if _may_in_run(p, reader, pair, rules, cycle, run))


def for_guest(
    pieces: Iterable[P],
    guest: MemberId,
    pair: Partnership,
    rules: Rules,
    cycle: Cycle,
    run: StageRun,
) -> Sequence[P]:
    """Those of a text that stands which a guest may read."""
    stands = f"{VERSION}{cycle.id}:{run.id}:{run.version}"
    if not run.finished or not guest_may_read(rules, cycle, run, guest):
        return ()
    ours = Vault(None, pair.id)
    return tuple(p for p in pieces if p.vault == ours and p.about == stands)


def of_place(piece: Piece, reader: MemberId, pair: Partnership) -> str:
    """Where a visit or a talk is, for its members; empty for anybody else."""
    ours = piece.vault.partnership == pair.id and reader in pair.members
    known = piece.shared or piece.vault.author == reader
    return piece.words if ours and known and piece.key == PLACE else ""


def prompt_of(stage: Stage, field: str) -> Prompt | None:
    """The prompt that a field answers: its own, or one of the several entries of it."""
    found = stage.prompt(field)
    if found is None:
        key, _, number = field.rpartition("_")
        several = stage.prompt(key)
        known = several is not None and several.many is not None and number.isdecimal()
        found = several if known else None
    return found


def _is_for_program(piece: Piece) -> bool:
    known = piece.about.startswith((WORKSHOP, GIVEN))
    return known and piece.vault.author is not None and piece.vault.partnership is None


def _may_in_run(
    piece: Piece | Lying,
    reader: MemberId,
    pair: Partnership,
    rules: Rules,
    cycle: Cycle,
    run: StageRun,
) -> bool:
    if piece.vault.partnership != pair.id or piece.about != about_run(cycle, run.id):
        return False
    author = piece.vault.author
    if author is None:
        return piece.sharing is Sharing.POOL and pool_is_open(cycle, run, reader)
    if author == reader:
        return reader in pair.members
    prompt = prompt_of(rules.stage(run.stage), piece.key)
    if run.part(author) is None and prompt is not None and prompt.for_guest:
        return reader in pair.members
    key = prompt.key if prompt else piece.key
    return may_read(rules, cycle, run, author=author, reader=reader, key=key)


def _may(piece: Piece | Lying, reader: MemberId, pair: Partnership) -> bool:
    if piece.vault.partnership not in {None, pair.id}:
        return False
    if piece.vault.author == reader:
        return True
    if piece.about.startswith(REPLY):
        return piece.shared and piece.about.rpartition(":")[2] == reader
    in_run = piece.about.startswith((OF_RUN, DRAFT))
    if piece.vault.partnership is None or piece.sharing is Sharing.SELF or in_run:
        return False
    return piece.shared and pair.state is not PartnershipState.FORMING
