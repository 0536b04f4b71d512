"""How a cycle moves on: a member acts or time passes, the engine decides, what follows is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import assert_never

from flows import course, library, parting, policy, saying
from flows.course import Step
from flows.cycle import Cycle
from flows.effects import (
    Announce,
    AskAgain,
    AskToKeep,
    CloseCycle,
    CycleEffect,
    DiscardCards,
    FinishStage,
    OfferSwap,
    OpenStage,
    Outcome,
    ProposeSwap,
    RelockStage,
    RemoveUnshared,
    RestCycle,
    Reveal,
    StartTurn,
)
from flows.events import Answered, CycleEvent, SkippedPart, TimePassed
from flows.ids import CycleId, MemberId, PartnershipId, PieceId, RunId
from flows.notices import Pair
from flows.partnership import Partnership, PartnershipState
from flows.people import Program
from flows.pieces import Piece, Sharing, Vault
from flows.ports import Reader, Work
from flows.protocol import CoachingProtocol, Stage, StartName, digest, pinned
from flows.rules import Rules
from flows.stage import StageRun

SHOWN_AT_ONCE = frozenset({Sharing.MEMBERS})
"""What other members may read as soon as it is saved (practice A3)."""


@dataclass(frozen=True, slots=True)
class NotTheirs:
    """The person is no member of the partnership, or there is none of that id."""


@dataclass(frozen=True, slots=True)
class Late:
    """It has moved on: nothing was changed."""


@dataclass(frozen=True, slots=True)
class TooLong:
    """These fields are longer than allowed; nothing was kept or cut. Counts by field."""

    counts: Mapping[str, int]
    most: int


@dataclass(frozen=True, slots=True)
class Missing:
    """These starred prompts are empty; nothing was kept."""

    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Moved:
    """It is kept, and this is where the cycle stands now."""

    pair: Partnership
    cycle: Cycle
    run: StageRun


@dataclass(frozen=True, slots=True)
class Course:
    """A partnership's cycle with everything needed to move it on."""

    pair: Partnership
    program: Program
    cycle: Cycle
    rules: Rules

    def stage(self, run: StageRun) -> Stage:
        """The stage that the run is an instance of."""
        return self.rules.stage(run.stage)


def about(cycle: Cycle, run: RunId | str) -> str:
    """What the pieces written in a run are about."""
    return f"run:{cycle.id}:{run}"


def begin(work: Work, pair: Partnership, program: Program, start: StartName = "short") -> Cycle:
    """A cycle of the partnership on the way of working that its agreement names (practice B0).

    The short start comes with the welcome in the group DM; it is the partnership's first.
    """
    terms = pair.agreement.terms(pair.agreement.in_force)
    protocol = library.shipped()[terms.protocol]
    work.cycles.pin(digest(protocol), protocol.model_dump_json(by_alias=True))
    rules = _rules(program, protocol)
    first = terms.first if terms.first in pair.members else pair.members[0]
    order = tuple(sorted(pair.members, key=lambda m: (m != first, pair.members.index(m))))
    step = course.begin(
        rules, CycleId(work.new_id()), order, work.now, start=start, rhythm=terms.rhythm
    )
    if start == "short":
        saying.in_pair(work, pair, "welcome", f"welcome:{pair.id}", cycle=step.cycle.id)
    _write(work, Course(pair, program, step.cycle, rules), step)
    return step.cycle


def load(reader: Reader, partnership: PartnershipId) -> Course | None:
    """The partnership with its current cycle; None where it has none."""
    pair = reader.partnerships.get(partnership)
    program = reader.programs.get(pair.program) if pair else None
    cycle = reader.cycles.current(partnership)
    if pair is None or program is None or cycle is None:
        return None
    body = reader.cycles.pinned(cycle.digest)
    if body is None:
        raise LookupError("a cycle runs on a structure that is not kept")
    return Course(pair, program, cycle, _rules(program, _protocol(body)))


def answer(
    work: Work,
    who: MemberId,
    partnership: PartnershipId,
    run: RunId,
    texts: Mapping[str, str],
    choices: Mapping[str, str],
) -> Moved | NotTheirs | Late | TooLong | Missing:
    """Keeps what a member wrote in a step, and moves the cycle on."""
    found = load(work, partnership)
    if found is None or who not in found.pair.members:
        return NotTheirs()
    standing = found.cycle.run(run)
    if standing is None or found.pair.state is not PartnershipState.ACTIVE:
        return Late()
    stage = found.stage(standing)
    long = _too_long(stage, texts)
    if long is not None:
        return long
    written = {key: text for key, text in texts.items() if text.strip()}
    step = course.advance(
        found.rules,
        found.cycle,
        Answered(run, who, tuple(written), tuple(choices.items())),
        work.now,
    )
    again = next((e for e in step.effects if isinstance(e, AskAgain)), None)
    if again is not None:
        return Missing(again.missing)
    if step.cycle is found.cycle:
        return Late()
    for key, text in written.items():
        _keep(work, found, standing, who, key, text)
    return _moved(work, found, step, run)


def skip(
    work: Work, who: MemberId, partnership: PartnershipId, run: RunId
) -> Moved | NotTheirs | Late:
    """Leaves a member's part of a step out; nobody is told, and it looks like done."""
    found = load(work, partnership)
    if found is None or who not in found.pair.members:
        return NotTheirs()
    step = course.advance(found.rules, found.cycle, SkippedPart(run, who), work.now)
    if step.cycle is found.cycle:
        return Late()
    return _moved(work, found, step, run)


def happened(work: Work, found: Course, event: CycleEvent) -> Cycle:
    """The cycle after something that concerns no single step, written down with what follows."""
    step = course.advance(found.rules, found.cycle, event, work.now)
    if step.cycle is not found.cycle:
        _write(work, found, step)
    return step.cycle


def pass_time(work: Work, partnership: PartnershipId) -> None:
    """Lets time do what it does: a step opens, a pool locks, an offer runs out."""
    found = load(work, partnership)
    if found is not None and found.pair.state is PartnershipState.ACTIVE:
        happened(work, found, TimePassed())


def _moved(work: Work, found: Course, step: Step, run: RunId) -> Moved:
    _write(work, found, step)
    standing = step.cycle.run(run)
    if standing is None:
        raise LookupError("a run does not vanish")
    return Moved(found.pair, step.cycle, standing)


def _too_long(stage: Stage, texts: Mapping[str, str]) -> TooLong | None:
    most = {p.key: p.max_length for p in stage.prompts}
    counts = {key: len(text) for key, text in texts.items() if len(text) > most.get(key, 0)}
    return TooLong(counts, min(most[key] for key in counts)) if counts else None


def _keep(work: Work, found: Course, run: StageRun, who: MemberId, key: str, text: str) -> None:
    """Writes the answer; the same member's earlier answer to the same prompt is replaced."""
    subject = about(found.cycle, run.id)
    vault = Vault(who, found.pair.id)
    earlier = (p for p in work.pieces.about(subject) if p.vault == vault and p.key == key)
    known = next(earlier, None)
    sharing = Sharing(found.stage(run).share)
    work.pieces.write(
        Piece(
            id=known.id if known else PieceId(work.new_id()),
            vault=vault,
            about=subject,
            key=key,
            words=text,
            sharing=sharing,
            shared=run.revealed or sharing in SHOWN_AT_ONCE,
            written_at=work.now,
        )
    )


def _write(work: Work, found: Course, step: Step) -> None:
    work.cycles.put(found.pair.id, step.cycle)
    after = Course(found.pair, found.program, step.cycle, found.rules)
    for effect in step.effects:
        _carry(work, after, effect)
    saying.home(work, *found.pair.members)


def _carry(work: Work, found: Course, effect: CycleEffect) -> None:
    """Does what the engine asked for."""
    pair, cycle = found.pair, found.cycle
    match effect:
        case OpenStage(run, actors, _, announce):
            if announce is Announce.OPEN:
                for member in actors:
                    _nudge(work, found, member, run)
            show_card(work, pair, cycle)
        case RelockStage(run) | FinishStage(run):
            for member in pair.members:
                work.outbox.unsay(_open_key(cycle, run, member))
            show_card(work, pair, cycle)
        case Reveal(run):
            for piece in work.pieces.about(about(cycle, run)):
                work.pieces.share(piece.id)
            saying.update(work, Pair(pair.id), "welcome", f"welcome:{pair.id}", partnership=pair.id)
            saying.in_pair(work, pair, "card", card_anchor(cycle), cycle=cycle.id)
        case DiscardCards(run):
            for piece in work.pieces.about(about(cycle, run)):
                work.pieces.erase(piece.id)
        case AskToKeep(run, members):
            for member in members:
                saying.event(
                    work,
                    member,
                    "ask_to_keep",
                    f"ask_to_keep:{cycle.id}:{run}:{member}",
                    partnership=pair.id,
                    run=run,
                )
        case RemoveUnshared(member):
            _remove_unshared(work, found, member)
        case CloseCycle(outcome, _):
            _close(work, found, outcome)
        case StartTurn() | ProposeSwap() | OfferSwap() | RestCycle():
            show_card(work, pair, cycle)
        case AskAgain():
            raise AssertionError("an answer that was not taken moves nothing")
        case _:
            assert_never(effect)


def _close(work: Work, found: Course, outcome: Outcome) -> None:
    """What the members chose at the end happens at once (practice B0, common.close)."""
    match outcome:
        case Outcome.FINISH:
            parting.end(work, found.pair, found.program)
        case Outcome.PAUSE:
            parting.pause(work, found.pair)
        case Outcome.SAME | Outcome.OTHER | Outcome.DIFFER:
            begin(work, found.pair, found.program, "again")
        case _:
            assert_never(outcome)


def _remove_unshared(work: Work, found: Course, member: MemberId) -> None:
    for run in found.cycle.runs:
        for piece in work.pieces.about(about(found.cycle, run.id)):
            if piece.vault.author == member and not piece.shared:
                work.pieces.erase(piece.id)


def _nudge(work: Work, found: Course, member: MemberId, run: RunId) -> None:
    """Plans the `open` message for this member's next slot (practice H)."""
    known = work.members.get(member)
    if known is None:
        return
    due = policy.next_slot(work.now, known, found.program)
    if due is not None:
        saying.planned(
            work,
            member,
            "open",
            _open_key(found.cycle, run, member),
            due,
            partnership=found.pair.id,
            run=run,
        )


def _open_key(cycle: Cycle, run: RunId, member: MemberId) -> str:
    return f"open:{cycle.id}:{run}:{member}"


def card_anchor(cycle: Cycle) -> str:
    """The name under which the cycle's live card is kept."""
    return f"card:{cycle.id}"


def show_card(work: Work, pair: Partnership, cycle: Cycle) -> None:
    """Shows where the cycle stands in its live card, once it is posted."""
    saying.update(work, Pair(pair.id), "card", card_anchor(cycle), partnership=pair.id)


def _rules(program: Program, protocol: CoachingProtocol) -> Rules:
    return Rules(
        protocol=protocol,
        frame=library.frame(),
        calendar=policy.calendar_of(program),
        zone=policy.zone_of(program.zone),
    )


@lru_cache(maxsize=64)
def _protocol(body: str) -> CoachingProtocol:
    return pinned(body)
