"""Who may read what of a run: one predicate for every sharing rule of practice A3."""

from typing import assert_never

from flows import listening
from flows.cycle import Cycle, named
from flows.ids import MemberId
from flows.protocol import Stage
from flows.rules import Rules
from flows.stage import RELEASED_STATES, Part, PartState, StageRun


def may_read(
    rules: Rules, cycle: Cycle, run: StageRun, *, author: MemberId, reader: MemberId, key: str
) -> bool:
    """Whether the reader may read what the author wrote under that key of the run."""
    part = run.part(author)
    if part is None or key not in part.keys:
        return False
    if reader == author:
        return True
    if reader not in cycle.members:
        return guest_may_read(rules, cycle, run, reader)
    stage = rules.stage(run.stage)
    if stage.share == "together" and _asked_later(stage, key):
        return True
    match stage.share:
        case "self" | "pool":
            # A pooled card has no author once it may be read: see `pool_is_open`.
            return False
        case "on_share":
            return key in part.shared and _said_yes(rules, cycle, run, part, reader, key)
        case "together":
            return part.state is not PartState.SKIPPED and (run.revealed or key in part.shared)
        case "members":
            return stage.share_from is None or _begun(rules, cycle, run, stage.share_from)
        case "to_coachee":
            return reader == cycle.coachee(run) and _released(rules, cycle, run, author)
        case _:
            assert_never(stage.share)


def _said_yes(
    rules: Rules, cycle: Cycle, run: StageRun, part: Part, reader: MemberId, key: str
) -> bool:
    """Whether what needs the storyteller's yes has it; they themselves read it before."""
    prompt = rules.stage(run.stage).prompt(key)
    if prompt is None or not listening.waits_for_yes(prompt, key, part.confirmed):
        return True
    return reader == listening.confirmer(rules, cycle, run, part.member)


def _asked_later(stage: Stage, key: str) -> bool:
    """Whether it was asked about what was visible already, so it is visible itself."""
    prompt = stage.prompt(key)
    return prompt is not None and prompt.once_revealed


def pool_is_open(cycle: Cycle, run: StageRun, reader: MemberId) -> bool:
    """Whether the reader may read the pooled cards, of which nobody is the author any more."""
    return run.revealed and (reader in cycle.members or _is_guest(cycle, run, reader))


def may_open_notes(rules: Rules, cycle: Cycle, run: StageRun) -> bool:
    """Whether the coachee's own first words are written or waived (practice INV-12)."""
    embargo = rules.protocol.embargo
    if embargo is None or run.stage != f"{rules.protocol.id}.{embargo.notes}":
        return True
    words = _beside(rules, cycle, run, embargo.words)
    return words is not None and words.finished


def note_with(rules: Rules, cycle: Cycle, run: StageRun) -> StageRun | None:
    """The note by whose release the run is released: another of its turn, or itself."""
    carrier = rules.stage(run.stage).released_with
    return run if carrier is None else _beside(rules, cycle, run, carrier)


def _released(rules: Rules, cycle: Cycle, run: StageRun, author: MemberId) -> bool:
    note = note_with(rules, cycle, run)
    part = note.part(author) if note else None
    if note is None or part is None or part.state not in RELEASED_STATES or part.let_go:
        return False
    return may_open_notes(rules, cycle, note)


def _begun(rules: Rules, cycle: Cycle, run: StageRun, stage: str) -> bool:
    later = _beside(rules, cycle, run, stage)
    return later is not None and later.opened_at is not None


def _beside(rules: Rules, cycle: Cycle, run: StageRun, stage: str) -> StageRun | None:
    """The run of another stage in the same turn or repeat."""
    return cycle.run(named(f"{rules.protocol.id}.{stage}", run.turn, run.repeat))


def _is_guest(cycle: Cycle, run: StageRun, reader: MemberId) -> bool:
    return _guest_of(cycle, run.stage, reader)


def _guest_of(cycle: Cycle, stage: str, reader: MemberId) -> bool:
    return any(
        guest.member == reader and stage in guest.stages and set(guest.yes) >= set(cycle.members)
        for guest in cycle.guests
    )


def guest_may_read(rules: Rules, cycle: Cycle, run: StageRun, reader: MemberId) -> bool:
    """A guest sees the group's own plan, never a person's writing (practice INV-25).

    That of the steps that they come to, and of those for guests before them, whenever it stands.
    """
    if rules.stage(run.stage).document is None:
        return False
    stages = [rules.protocol.key(stage) for stage in rules.protocol.stages if stage.guests]
    later = stages[stages.index(run.stage) :] if run.stage in stages else [run.stage]
    return any(_guest_of(cycle, stage, reader) for stage in later)
