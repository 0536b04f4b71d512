"""How a cycle moves on: a member acts or time passes, the engine decides, what follows is kept."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import assert_never

from flows import (
    answered,
    copying,
    course,
    expertise,
    from_program,
    gate,
    goal_from_step,
    guest_notices,
    kept,
    parting,
    plans,
    policy,
    pool,
    reading,
    saying,
    telling,
    weighing,
    withheld,
)
from flows.course import Step
from flows.cycle import Cycle, CycleState
from flows.effects import (
    AskAgain,
    AskToKeep,
    CloseCycle,
    CycleEffect,
    DiscardCards,
    EndTurn,
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
from flows.ids import CycleId, MemberId, PartnershipId, RunId
from flows.library import Library
from flows.partnership import Partnership, PartnershipState
from flows.people import Program
from flows.ports import Reader, Work
from flows.protocol import CoachingProtocol, Stage, StartName, digest, pinned
from flows.rules import Rules
from flows.schooldays import ONE_DAY
from flows.stage import Part, PartState, RunState, StageRun
from flows.unchanged import Unchanged

about = kept.about


@dataclass(frozen=True, slots=True)
class NotTheirs(Unchanged):
    """The person is no member of the partnership, or there is none of that id."""


@dataclass(frozen=True, slots=True)
class Late(Unchanged):
    """It has moved on: nothing was changed."""


@dataclass(frozen=True, slots=True)
class TooLong(Unchanged):
    """These fields are longer than allowed; nothing was kept or cut. Counts and limits by field."""

    counts: Mapping[str, int]
    most: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Missing(Unchanged):
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
    library: Library

    def ways(self) -> Mapping[str, CoachingProtocol]:
        """The ways of working that fit so many members, as far as their program offers them."""
        program = self.program
        return self.library.offered(
            len(self.cycle.members), program.word_pack.value, program.protocols
        )

    def stage(self, run: StageRun) -> Stage:
        """The stage that the run is an instance of."""
        return self.rules.stage(run.stage)


def begin(
    work: Work,
    pair: Partnership,
    program: Program,
    start: StartName = "short",
    first_next: tuple[MemberId, ...] = (),
    *,
    way: str | None = None,
) -> Cycle:
    """A cycle of the partnership on this way, else on the one that its agreement names (B0).

    A partnership's first cycle comes with the welcome in the group DM; only in the short start is
    there a box in it. Otherwise the card stands below at once, with [Start now] of the set-up.
    Turns that were not taken in the cycle before come first (INV-13).
    """
    terms = pair.agreement.terms(pair.agreement.in_force)
    protocol = work.library.named(way or terms.protocol, len(pair.members), program.word_pack.value)
    work.cycles.pin(digest(protocol), protocol.model_dump_json(by_alias=True))
    rules = _rules(program, protocol, work.library)
    first = terms.first if terms.first in pair.members else pair.members[0]
    order = tuple(
        sorted(pair.members, key=lambda m: (m not in first_next, m != first, pair.members.index(m)))
    )
    step = course.begin(
        rules, CycleId(work.new_id()), order, work.now, start=start, rhythm=terms.rhythm
    )
    if start != "again":
        saying.welcome(work, pair, step.cycle)
    _write(work, Course(pair, program, step.cycle, rules, work.library), step)
    if start == "full":
        saying.card(work, pair, step.cycle)
    return step.cycle


def load(reader: Reader, partnership: PartnershipId) -> Course | None:
    """The partnership with its current cycle; None where it has none."""
    return _loaded(reader, partnership, reader.cycles.current(partnership))


def load_of(reader: Reader, partnership: PartnershipId, cycle: CycleId) -> Course | None:
    """The partnership with that cycle of its own, over or not."""
    ours = reader.cycles.of_partnership(partnership)
    return _loaded(reader, partnership, next((c for c in ours if c.id == cycle), None))


def theirs(
    reader: Reader, who: MemberId, partnership: PartnershipId, cycle: CycleId | None = None
) -> Course | NotTheirs | Late:
    """The partnership with this cycle or the current one, if this person is a member of it."""
    pair = reader.partnerships.get(partnership)
    if pair is None or who not in pair.members:
        return NotTheirs()
    found = load_of(reader, partnership, cycle) if cycle else load(reader, partnership)
    return found or Late()


def _loaded(reader: Reader, partnership: PartnershipId, cycle: Cycle | None) -> Course | None:
    pair = reader.partnerships.get(partnership)
    program = reader.programs.get(pair.program) if pair else None
    if pair is None or program is None or cycle is None:
        return None
    body = reader.cycles.pinned(cycle.digest)
    if body is None:
        raise LookupError("a cycle runs on a structure that is not kept")
    known = reader.library
    protocol = _protocol(known, program.word_pack.value, body)
    rules = _rules(program, protocol, known).of(cycle)
    return Course(pair, program, cycle, rules, known)


def answer(
    work: Work,
    who: MemberId,
    partnership: PartnershipId,
    run: RunId,
    texts: Mapping[str, str],
    choices: Mapping[str, str],
) -> Moved | NotTheirs | Late | TooLong | Missing:
    """Keeps what a member wrote in a step, and moves the cycle on."""
    found = theirs(work, who, partnership)
    if not isinstance(found, Course):
        return found
    standing = found.cycle.run(run)
    if standing is None or found.pair.state is not PartnershipState.ACTIVE:
        return Late()
    stage = found.stage(standing)
    long = _too_long(stage, texts)
    if long is not None:
        return long
    written = {field: text for field, text in texts.items() if text.strip()}
    keys = tuple(dict.fromkeys(_key(stage, field) for field in written))
    step = course.advance(
        found.rules,
        found.cycle,
        Answered(run, who, keys, tuple(choices.items())),
        work.now,
    )
    again = next((e for e in step.effects if isinstance(e, AskAgain)), None)
    if again is not None:
        return Missing(again.missing)
    if step.cycle is found.cycle and not _stands_so(stage, standing, who, keys, choices):
        return Late()
    if stage.share == "pool":
        pool.keep(work, found.pair.id, found.cycle, run, who, written)
    else:
        kept.keep(work, found.pair.id, found.cycle, run, stage, who, written)
    expertise.keep(work, found.cycle, run, stage, who, written)
    goal_from_step.draft(work, found.pair.id, found.rules.protocol, stage, who, written)
    copying.changed(work, replace(found, cycle=step.cycle), run)
    return _moved(work, found, step, run, who)


def skip(
    work: Work, who: MemberId, partnership: PartnershipId, run: RunId
) -> Moved | NotTheirs | Late:
    """Leaves a member's part of a step out; nobody is told, and it looks like done."""
    found = theirs(work, who, partnership)
    if not isinstance(found, Course):
        return found
    step = course.advance(found.rules, found.cycle, SkippedPart(run, who), work.now)
    if step.cycle is found.cycle:
        return Late()
    kept.erase(work, found.cycle, run, who)
    standing = found.cycle.run(run)
    if standing is not None and found.stage(standing).share == "pool":
        pool.withdraw(work, found.cycle, run, who)
    copying.changed(work, replace(found, cycle=step.cycle), run)
    return _moved(work, found, step, run, who)


def happened(work: Work, found: Course, event: CycleEvent) -> Cycle:
    """The cycle after something that concerns no single step, written down with what follows."""
    step = course.advance(found.rules, found.cycle, event, work.now)
    if step.cycle is not found.cycle:
        _write(work, found, step)
    return step.cycle


def pass_time(work: Work, partnership: PartnershipId) -> None:
    """Lets time do what it does: a step opens, a pool locks, an offer runs out."""
    found = load(work, partnership)
    if found is None:
        return
    rests = found.cycle.state is CycleState.RESTING
    at = found.cycle.next_at
    if rests and at is not None and at <= work.now and plans.asks_to_close(work, found):
        # Somebody is away and was not asked yet.
        work.cycles.put(partnership, found.cycle.model_copy(update={"next_at": work.now + ONE_DAY}))
    elif rests or found.pair.state is PartnershipState.ACTIVE:
        happened(work, found, TimePassed())
    else:
        # Time changes nothing meanwhile; going on finds its next moment anew.
        work.cycles.put(partnership, found.cycle.model_copy(update={"next_at": None}))


def _moved(work: Work, found: Course, step: Step, run: RunId, who: MemberId) -> Moved:
    _write(work, found, step)
    standing = step.cycle.run(run)
    if standing is None:
        raise LookupError("a run does not vanish")
    answered.about(work, who, found.cycle.id, run)
    return Moved(found.pair, step.cycle, standing)


def _too_long(stage: Stage, texts: Mapping[str, str]) -> TooLong | None:
    asked = ((field, text, gate.prompt_of(stage, field)) for field, text in texts.items())
    long = [(f, len(text), p.max_length) for f, text, p in asked if p and len(text) > p.max_length]
    return TooLong({f: n for f, n, _ in long}, {f: most for f, _, most in long}) if long else None


def _key(stage: Stage, field: str) -> str:
    prompt = gate.prompt_of(stage, field)
    return prompt.key if prompt else field


def _stands_so(
    stage: Stage,
    run: StageRun,
    who: MemberId,
    keys: tuple[str, ...],
    choices: Mapping[str, str],
) -> bool:
    """Whether only the words of an answer that others cannot read yet were written anew.

    Of a talk that was, notes may be written anew for as long as its cycle goes on.
    """
    part = run.part(who)
    if part is not None and stage.done == "held" and run.state is RunState.DONE:
        return {*keys, *choices} <= set(part.keys)
    if part is not None and stage.share == "pool":
        return part.state is PartState.SUBMITTED and run.active
    return (
        part is not None
        and part.state in {PartState.SUBMITTED, PartState.WAITING}
        and run.active
        and _asked_now(stage, part) == tuple(dict.fromkeys([*keys, *choices]))
        and dict(part.choices) == dict(choices)
    )


def _asked_now(stage: Stage, part: Part) -> tuple[str, ...]:
    """What they answered but for what was saved before they began."""
    first = {p.key for p in stage.prompts if p.before_start and part.began}
    return tuple(key for key in part.keys if key not in first)


def _write(work: Work, found: Course, step: Step) -> None:
    work.cycles.put(found.pair.id, step.cycle)
    after = replace(found, cycle=step.cycle, rules=found.rules.of(step.cycle))
    for effect in step.effects:
        _carry(work, after, effect)
    if step.cycle.over:
        for guest in found.cycle.guests:
            guest_notices.over(work, after, guest, told=True)
        withheld.erase_all(work, step.cycle, found.rules)
        _discard_pools(work, after)
    plans.moved_on(work, after)
    answered.moved_on(work, found.cycle, step.cycle)
    if found.cycle.state is CycleState.RESTING and _asks_no_more(step.cycle):
        answered.goes_on(work, found.pair)
    weighing.noticed(work, after, step.effects)
    saying.home(work, *found.pair.members)


def _asks_no_more(cycle: Cycle) -> bool:
    return cycle.rest_kept or cycle.state is not CycleState.RESTING


def _carry(work: Work, found: Course, effect: CycleEffect) -> None:
    """Does what the engine asked for."""
    pair, cycle = found.pair, found.cycle
    match effect:
        case OpenStage(run, _, _, announce):
            from_program.opened(work, found, run)
            plans.stage_opened(work, found, run, announce)
            _show_card(work, found)
        case RelockStage():
            _show_card(work, found)
        case FinishStage(run):
            telling.all_shared(work, found, run)
            _show_card(work, found)
        case Reveal(run):
            _lock_pool(work, found, run)
            _show_card(work, found)
        case DiscardCards(run):
            pool.discard(work, pair.id, cycle, run)
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
            _show_card(work, found)
        case RemoveUnshared(member):
            _remove_unshared(work, found, member)
        case CloseCycle(outcome, first_next):
            _close(work, found, outcome, first_next)
        case ProposeSwap(turn, coachee, on):
            plans.swap(work, found, turn, coachee, on)
            _show_card(work, found)
        case EndTurn(turn):
            withheld.erase(work, cycle, found.rules, turn)
        case RestCycle():
            plans.rested(work, found)
            _show_card(work, found)
        case StartTurn() | OfferSwap():
            _show_card(work, found)
        case AskAgain():
            raise AssertionError("an answer that was not taken moves nothing")
        case _:
            assert_never(effect)


def _discard_pools(work: Work, found: Course) -> None:
    """What was never locked goes with the cycle; of a locked pool nothing is left to destroy."""
    for run in found.cycle.runs:
        if found.stage(run).share == "pool":
            pool.discard(work, found.pair.id, found.cycle, run.id)


def _lock_pool(work: Work, found: Course, run: RunId) -> None:
    standing = found.cycle.run(run)
    if standing is not None and found.stage(standing).share == "pool":
        pool.lock(work, found.pair.id, found.cycle, run, found.stage(standing))


def _close(work: Work, found: Course, outcome: Outcome, first_next: tuple[MemberId, ...]) -> None:
    """What the members chose at the end happens at once (practice B0, common.close)."""
    saying.shown(work, found.pair, found.cycle)
    match outcome:
        case Outcome.FINISH:
            parting.end(work, found.pair, found.program)
        case Outcome.PAUSE:
            # Closed by silence, the members may have paused it long before.
            if found.pair.state is PartnershipState.ACTIVE:
                parting.pause(work, found.pair)
        case Outcome.SAME | Outcome.OTHER | Outcome.DIFFER:
            begin(work, found.pair, found.program, "again", first_next)
        case _:
            assert_never(outcome)


def _remove_unshared(work: Work, found: Course, member: MemberId) -> None:
    for run in found.cycle.runs:
        for piece in reading.lying(work, about(found.cycle, run.id)):
            if piece.vault.author == member and not any(
                gate.of_run([piece], reader, found.pair, found.rules, found.cycle, run)
                for reader in found.cycle.members
                if reader != member
            ):
                work.pieces.erase(piece.id)
        kept.drop_draft(work, found.cycle, run.id, member)
        pool.withdraw(work, found.cycle, run.id, member)


def _show_card(work: Work, found: Course) -> None:
    """The live card follows the opening sentences: in, left out, or late (practice B0, 5)."""
    if not any(_in_welcome(found, run, work.now) for run in found.cycle.runs):
        saying.card(work, found.pair, found.cycle)
        saying.shown(work, found.pair, found.cycle)


def _in_welcome(found: Course, run: StageRun, now: datetime) -> bool:
    """Whether the run is answered in the welcome and may still be."""
    there = found.cycle.start == "short" and found.stage(run).announced_by == "welcome"
    return there and run.active and (run.last_due is None or run.last_due > now)


def _rules(program: Program, protocol: CoachingProtocol, known: Library) -> Rules:
    pack = program.word_pack.value
    return Rules(
        protocol=known.in_words(pack, protocol),
        frame=known.frame_in(pack),
        calendar=policy.calendar_of(program),
        zone=policy.zone_of(program.zone),
    )


@lru_cache(maxsize=64)
def _protocol(known: Library, pack: str, body: str) -> CoachingProtocol:
    return known.in_words(pack, pinned(body))
