"""A visit that its host did not ask for: what goes with it, and until when they can ask after all.

Without a request there is no visit and no feedback (practice INV-09, INV-10), and nobody waits for
either: the turn goes on past them, and its own member alone can bring it back (INV-13).
"""

from collections.abc import Callable, Iterable, Mapping

from flows.cycle import Cycle, named
from flows.ids import MemberId
from flows.protocol import CoachingProtocol, Condition, Prompt, Stage
from flows.rules import Rules
from flows.stage import RunState, StageRun


def request_stage(protocol: CoachingProtocol) -> Stage | None:
    """The step in which a visit is asked for, if the way of working has one."""
    return next((s for s in protocol.stages if any(p.with_visit_card for p in s.prompts)), None)


def visit_follows(protocol: CoachingProtocol, choices: Mapping[str, str]) -> bool:
    """Whether a visit follows a request with these choices; what is not chosen has its default."""
    decides = _decides(protocol)
    return decides is None or _holds(protocol, decides, choices)


def decides_visit(protocol: CoachingProtocol, prompt: Prompt) -> bool:
    """Whether a visit follows or not is chosen here."""
    decides, request = _decides(protocol), request_stage(protocol)
    return request is not None and decides is not None and request.prompt(decides.key) == prompt


def undecided(
    protocol: CoachingProtocol, choices: Iterable[tuple[str, str]]
) -> tuple[tuple[str, str], ...]:
    """The choices of a request but for whether a visit follows."""
    decides = _decides(protocol)
    return tuple((k, option) for k, option in choices if decides is None or k != decides.key)


def instead(protocol: CoachingProtocol, choices: Mapping[str, str]) -> Stage | None:
    """The step that comes instead of the visit by these choices, if there is one."""
    decides = _decides(protocol)
    for step in protocol.stages:
        when = step.only_if
        if when is None or decides is None or step.mode == "class":
            continue
        alike = (when.stage, when.key) == (decides.stage, decides.key)
        if alike and _holds(protocol, when, choices):
            return step
    return None


def _decides(protocol: CoachingProtocol) -> Condition | None:
    """The condition of the visit that looks at its own request."""
    request = request_stage(protocol)
    asked = (s.only_if for s in protocol.stages if s.mode == "class" and s.on_schedule)
    return next((c for c in asked if c and request and c.stage == request.id), None)


def _holds(protocol: CoachingProtocol, condition: Condition, choices: Mapping[str, str]) -> bool:
    request = protocol.stage(condition.stage)
    prompt = request.prompt(condition.key) if request else None
    default = prompt.default if prompt else None
    return choices.get(condition.key, default) in condition.one_of


Found = Callable[[str], StageRun | None]
"""Finds a run by its id, in a cycle or while an event is folded into one."""


def request_of(rules: Rules, run: StageRun, found: Found) -> StageRun | None:
    """The run of the same turn in which its visit is asked for; None for that run itself."""
    stage = request_stage(rules.protocol)
    if stage is None or run.turn is None or run.stage == rules.protocol.key(stage):
        return None
    return found(named(rules.protocol.key(stage), run.turn))


def left_out(rules: Rules, run: StageRun, found: Found) -> bool:
    """Whether the run falls away since no visit was asked for in its turn.

    Where the turn begins with the request, all of it does; elsewhere the visit alone.
    """
    request = request_of(rules, run, found)
    if request is None or request.state is not RunState.SKIPPED:
        return False
    first = rules.protocol.key(rules.protocol.stages[0]) == request.stage
    return first or rules.stage(run.stage).mode == "class"


def may_ask(rules: Rules, cycle: Cycle, run: StageRun, who: MemberId) -> bool:
    """Whether this member may still ask for the visit that they left out, or did without.

    They may until something after it has begun: what comes instead, the next turn, looking back.
    """
    stage = request_stage(rules.protocol)
    if stage is None or run.stage != rules.protocol.key(stage) or cycle.over:
        return False
    if run.by_itself or run.part(who) is None:
        return False
    if run.state is not RunState.SKIPPED and not did_without(rules.protocol, run):
        return False
    serial = rules.protocol.turns == "serial"
    later = cycle.runs[cycle.runs.index(run) + 1 :]
    return all(
        r.state is RunState.LOCKED or (r.finished and r.by_itself)
        for r in later
        if serial or r.turn in {run.turn, None}
    )


def did_without(protocol: CoachingProtocol, run: StageRun) -> bool:
    """Whether a request was answered by which nobody visits."""
    choices = {key: option for part in run.parts for key, option in part.choices}
    return run.state is RunState.DONE and not visit_follows(protocol, choices)


def of(rules: Rules, cycle: Cycle, who: MemberId) -> StageRun | None:
    """The request by which this member may still have a visit."""
    return next((run for run in cycle.runs if may_ask(rules, cycle, run, who)), None)
