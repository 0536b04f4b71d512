"""Whether a protocol whose every key is in order could run as a whole.

Refused are ways to nowhere, roles that nobody plays, and rules that contradict each other.
"""

from collections.abc import Iterator
from itertools import groupby

from flows.effects import Outcome
from flows.plain_yaml import Path, Source
from flows.protocol import EVERYONE, CoachingProtocol, Condition, Frame, Prompt, Sitting, Stage


def check_protocol(source: Source, protocol: CoachingProtocol) -> None:
    """Notes everything that would keep the protocol from running."""
    _check_names(source, protocol.stages)
    _check_size(source, protocol)
    _check_roles(source, protocol)
    _check_scopes(source, protocol)
    for number, stage in enumerate(protocol.stages):
        _check_stage(source, protocol, number, stage)
        _check_ways(source, protocol, number, stage)
        _check_prompts(source, protocol, number, stage)
    _check_whole(source, protocol)


def check_frame(source: Source, frame: Frame) -> None:
    """Notes everything that would keep a cycle from beginning or ending."""
    _check_names(source, frame.stages)
    known = _known(frame.stages)
    starts = frame.starts
    named: list[tuple[Path, tuple[str, ...]]] = [
        (("setup",), (frame.setup,)),
        (("closing",), (frame.closing,)),
        (("starts", "short"), starts.short.done + starts.short.then),
        (("starts", "full"), starts.full.done + starts.full.then),
        (("starts", "again"), starts.again.done + starts.again.then),
    ]
    for path, keys in named:
        for key in keys:
            if frame.stage(key) is None:
                source.fault(path, "nowhere", stage=key, known=known)
    for number, stage in enumerate(frame.stages):
        path = ("stages", number)
        if stage.scope != "cycle":
            source.fault((*path, "scope"), "cycle_only")
        if (stage.after_days is None) != stage.on_schedule:
            source.fault(path, "when")
    closing = frame.stage(frame.closing)
    prompt = closing.prompt(frame.outcome) if closing else None
    offered = {option.key for option in prompt.options} if prompt else set()
    if not offered or not offered <= {outcome.value for outcome in Outcome}:
        source.fault(("outcome",), "outcome", known=", ".join(Outcome))


def _known(stages: tuple[Stage, ...]) -> str:
    return ", ".join(stage.id for stage in stages)


def _check_names(source: Source, stages: tuple[Stage, ...]) -> None:
    for number, stage in enumerate(stages):
        path: Path = ("stages", number)
        if stage.id in {s.id for s in stages[:number]}:
            source.fault((*path, "id"), "twice", key=stage.id)
        keys = [prompt.key for prompt in stage.prompts]
        for place, prompt in enumerate(stage.prompts):
            here: Path = (*path, "prompts", place)
            if prompt.key in keys[:place]:
                source.fault((*here, "key"), "twice", key=prompt.key)
            options = [option.key for option in prompt.options]
            for at, key in enumerate(options):
                if key in options[:at]:
                    source.fault((*here, "options", at), "twice", key=key)


def _check_size(source: Source, protocol: CoachingProtocol) -> None:
    size = protocol.size
    if not size.min <= size.best <= size.max:
        source.fault(("size",), "size")
    rows = protocol.seating
    for members in range(size.min, size.max + 1):
        if not any(row.members in {members, None} for row in rows):
            source.fault(("seating",), "no_seats", members=members)
    for number, row in enumerate(rows):
        most = row.members or size.max
        path: Path = ("seating", number)
        if row.members in [r.members for r in rows[:number]]:
            source.fault(path, "twice", key=f"members: {row.members}")
        if len(row.seats) > most:
            source.fault(path, "seats", seats=len(row.seats), members=most)


def _check_roles(source: Source, protocol: CoachingProtocol) -> None:
    roles = set(protocol.roles)
    known = ", ".join(protocol.roles)
    for number, row in enumerate(protocol.seating):
        for role in {role for seat in row.seats for role in seat} - roles:
            source.fault(("seating", number), "no_role", role=role, known=known)
    seated = {role for row in protocol.seating for seat in row.seats for role in seat}
    for role in protocol.roles:
        if role not in seated:
            source.fault(("roles",), "unplayed", role=role)
    for path, role in _roles_named(protocol):
        if role not in roles:
            source.fault(path, "no_role", role=role, known=known)


def _roles_named(protocol: CoachingProtocol) -> Iterator[tuple[Path, str]]:
    for number, stage in enumerate(protocol.stages):
        path: Path = ("stages", number)
        named = [("actor", stage.actor), ("speaking_order", stage.speaking_order)]
        if stage.cards:
            named.append(("cards", (stage.cards.hide, stage.cards.strike)))
        for where, roles in named:
            yield from (((*path, where), role) for role in roles if role != EVERYONE)
        if stage.coach_reply:
            yield (*path, "coach_reply", "role"), stage.coach_reply.role
        for place, prompt in enumerate(stage.prompts):
            here: Path = (*path, "prompts", place)
            if prompt.for_role:
                yield (*here, "for_role"), prompt.for_role
            if prompt.confirmed_by:
                yield (*here, "confirmed_by"), prompt.confirmed_by


def _check_scopes(source: Source, protocol: CoachingProtocol) -> None:
    stages = protocol.stages
    runs = [scope for scope, _ in groupby(stage.scope for stage in stages)]
    for scope in ("turn", "repeat"):
        if runs.count(scope) > 1:
            source.fault(("stages",), "torn", scope=scope)
    if protocol.turns != "none" and "turn" not in runs:
        source.fault(("turns",), "no_turn_stage")
    if ("repeat" in runs) != (protocol.repeats is not None):
        source.fault(("repeats",), "repeats")
    for number, stage in enumerate(stages):
        if stage.scope == "turn" and protocol.turns == "none":
            source.fault(("stages", number), "no_turns")


def _check_stage(source: Source, protocol: CoachingProtocol, number: int, stage: Stage) -> None:
    path: Path = ("stages", number)
    if (stage.after_days is None) != stage.on_schedule:
        source.fault(path, "when")
    if stage.on_schedule and stage.mode == "async":
        source.fault((*path, "on_schedule"), "asleep")
    if EVERYONE in stage.actor and len(stage.actor) > 1:
        source.fault((*path, "actor"), "crowd")
    if len({stage.done == "lock", stage.share == "pool", stage.min_authors is not None}) > 1:
        source.fault((*path, "done"), "lock")
    private = stage.share == "to_coachee"
    released = stage.done == "released" or stage.released_with is not None
    if private != released or (private and stage.scope != "turn"):
        source.fault((*path, "share"), "release")
    if stage.share == "together" and stage.done != "each":
        source.fault((*path, "done"), "together")
    asks_guest = any(prompt.for_guest for prompt in stage.prompts)
    if asks_guest and not (stage.guests and stage.share == "members"):
        source.fault((*path, "prompts"), "for_guest")
    if stage.document and (stage.done != "agreed" or stage.share != "members"):
        source.fault((*path, "document"), "document")
    divided = sum(spell.minutes for spell in stage.own_minutes)
    if stage.own_minutes and (not stage.equal_minutes or divided != stage.minutes):
        source.fault((*path, "own_minutes"), "own_minutes", minutes=stage.minutes)
    _check_actors(source, protocol, path, stage)


def _check_actors(source: Source, protocol: CoachingProtocol, path: Path, stage: Stage) -> None:
    sizes = range(protocol.size.min, protocol.size.max + 1) if protocol.seating else ()
    for members in sizes:
        if not any(row.members in {members, None} for row in protocol.seating):
            continue
        seats = protocol.seats(members)
        acting = [s for s in seats if EVERYONE in stage.actor or set(s) & set(stage.actor)]
        if not acting:
            role = ", ".join(stage.actor)
            source.fault((*path, "actor"), "not_seated", role=role, members=members)
        elif len(acting) < (stage.min_authors or 0):
            least = stage.min_authors
            source.fault((*path, "min_authors"), "authors", members=members, least=least)


def _check_ways(source: Source, protocol: CoachingProtocol, number: int, stage: Stage) -> None:
    path, stages = ("stages", number), protocol.stages
    before, after = stages[:number], stages[number + 1 :]
    ways = [("reopens", stage.reopens, before), ("share_from", stage.share_from, after)]
    ways.append(("released_with", stage.released_with, after))
    if stage.instead_after:
        ways.append(("instead_after", stage.instead_after.stage, after))
    for name, target, allowed in ways:
        _check_target(source, protocol, (*path, name), target, allowed)
    if stage.parallel_with is not None:
        slot = [s.id for s in _slot_before(before)]
        if stage.parallel_with not in slot or before[-1].scope != stage.scope:
            source.fault((*path, "parallel_with"), "parallel", stage=stage.parallel_with)
    if stage.beside_next_turn and not _may_hang(protocol, number, stage):
        source.fault((*path, "beside_next_turn"), "beside")
    if stage.offered and not [s for s in after if s.scope == stage.scope and _in_line(s)]:
        source.fault((*path, "offered"), "offered")
    if stage.instead_after and protocol.turns != "serial":
        source.fault((*path, "instead_after"), "serial_only")
    conditions = [("only_if", stage.only_if), ("ordered_if", stage.ordered_if)]
    if stage.instead_after:
        conditions.append(("instead_after", stage.instead_after.only_if))
    for name, condition in conditions:
        if condition is not None:
            _check_condition(source, protocol, (*path, name), condition, before)


def _in_line(stage: Stage) -> bool:
    return not stage.beside_next_turn and stage.parallel_with is None


def _slot_before(before: tuple[Stage, ...]) -> list[Stage]:
    """The stages that open together right before."""
    slot: list[Stage] = []
    for stage in reversed(before):
        slot.append(stage)
        if stage.parallel_with is None:
            break
    return slot


def _may_hang(protocol: CoachingProtocol, number: int, stage: Stage) -> bool:
    last = [s for s in protocol.stages[number:] if s.scope == stage.scope]
    serial = protocol.turns == "serial" and stage.scope == "turn"
    return serial and number > 0 and all(s.beside_next_turn for s in last)


def _check_target(
    source: Source,
    protocol: CoachingProtocol,
    path: Path,
    target: str | None,
    allowed: tuple[Stage, ...],
) -> None:
    if target is None or target in {stage.id for stage in allowed}:
        return
    if target in {stage.id for stage in protocol.stages}:
        source.fault(path, "order", stage=target)
    else:
        source.fault(path, "nowhere", stage=target, known=_known(protocol.stages))


def _check_condition(
    source: Source,
    protocol: CoachingProtocol,
    path: Path,
    condition: Condition,
    before: tuple[Stage, ...],
) -> None:
    _check_target(source, protocol, path, condition.stage, before)
    stage = protocol.stage(condition.stage)
    prompt = stage.prompt(condition.key) if stage else None
    options = {option.key for option in prompt.options} if prompt else set()
    for value in condition.one_of:
        if stage is not None and value not in options:
            refs = {"stage": condition.stage, "key": condition.key, "value": value}
            source.fault(path, "no_choice", **refs)


def _check_prompts(source: Source, protocol: CoachingProtocol, number: int, stage: Stage) -> None:
    for place, prompt in enumerate(stage.prompts):
        path: Path = ("stages", number, "prompts", place)
        options = {option.key for option in prompt.options}
        if (prompt.kind == "choice") != bool(options):
            source.fault(path, "options")
        elif prompt.default is not None and prompt.default not in options:
            known = ", ".join(sorted(options))
            source.fault((*path, "default"), "default", value=prompt.default, known=known)
        if prompt.once_revealed and stage.share != "together" and stage.done != "released":
            source.fault((*path, "once_revealed"), "revealed")
        if prompt.looks_back_at and not _earlier(protocol.stages[: number + 1], stage, prompt):
            source.fault((*path, "looks_back_at"), "no_prompt", key=prompt.looks_back_at)
        if prompt.only_if:
            before = protocol.stages[:number]
            _check_condition(source, protocol, (*path, "only_if"), prompt.only_if, before)
    reply = stage.coach_reply
    prompts = [prompt for s in protocol.stages for prompt in s.prompts]
    welcome = {prompt.key for prompt in prompts if prompt.kind == "yes_no"}
    if reply and reply.ideas_if and reply.ideas_if not in welcome:
        here = ("stages", number, "coach_reply", "ideas_if")
        source.fault(here, "no_prompt", key=reply.ideas_if)
    if reply and reply.ideas_when:
        here, before = ("stages", number, "coach_reply", "ideas_when"), protocol.stages[:number]
        _check_condition(source, protocol, here, reply.ideas_when, before)


def _earlier(known: tuple[Stage, ...], stage: Stage, prompt: Prompt) -> bool:
    """Whether what the prompt looks back at is asked by then."""
    place = prompt.looks_back_at or ""
    short, _, key = place.rpartition(".")
    there = next((s for s in known if s.id == (short or stage.id)), None)
    return there is not None and there.prompt(key) is not None


def _check_whole(source: Source, protocol: CoachingProtocol) -> None:
    _check_sitting(source, protocol, "one_sitting", protocol.one_sitting)
    _check_sitting(source, protocol, "same_day", protocol.same_day)
    embargo, repeats = protocol.embargo, protocol.repeats
    if embargo is not None:
        words, notes = protocol.stage(embargo.words), protocol.stage(embargo.notes)
        for key in (embargo.words, embargo.notes):
            _check_target(source, protocol, ("embargo",), key, protocol.stages)
        if words and notes and (words.share != "self" or notes.done != "released"):
            source.fault(("embargo",), "own_words")
    if repeats is not None:
        first = next((n for n, s in enumerate(protocol.stages) if s.scope == "repeat"), 0)
        before = protocol.stages[:first]
        _check_target(source, protocol, ("repeats", "set_by"), repeats.set_by, before)
        if repeats.min > repeats.max:
            source.fault(("repeats",), "size")
    for number, way in enumerate(protocol.exits):
        path: Path = ("exits", number)
        if (way.stage is None) == (way.protocol is None):
            source.fault(path, "exit")
        _check_target(source, protocol, path, way.stage, protocol.stages)
    if not protocol.packs:
        source.fault(("packs",), "no_packs")


def _check_sitting(
    source: Source, protocol: CoachingProtocol, name: str, sitting: Sitting | None
) -> None:
    if sitting is None:
        return
    for key in sitting.stages:
        _check_target(source, protocol, (name, "stages"), key, protocol.stages)
    ids = [stage.id for stage in protocol.stages]
    first = ids.index(sitting.stages[0]) if sitting.stages[:1] and sitting.stages[0] in ids else 0
    if tuple(ids[first : first + len(sitting.stages)]) != sitting.stages:
        source.fault((name, "stages"), "sitting")
    if sitting.fixed_with is not None:
        fixed = tuple(stage for stage in protocol.stages if stage.on_schedule)
        _check_target(source, protocol, (name, "fixed_with"), sitting.fixed_with, fixed)
