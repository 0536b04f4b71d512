"""One sitting: steps that may come days apart, led through one after the other in a single talk.

As talks they are held instead of sent in, by whoever sits there; who is asked what, and who may
read it, stays as each step says (practice B, Delivery).
"""

from collections.abc import Sequence

from flows.protocol import EVERYONE, CoachingProtocol, Prompt, Sitting, Stage

TALKED = frozenset({"one", "each", "held"})
"""Done-rules of steps that can be talked through; a text to agree on keeps its own way."""


def together(protocol: CoachingProtocol) -> CoachingProtocol:
    """The way of working with the steps of its sitting as parts of one talk."""
    sitting = protocol.one_sitting
    if sitting is None:
        return protocol
    block = steps(protocol, sitting)
    there = _there(protocol, block)
    order = next((s.speaking_order for s in block if s.speaking_order), ())
    minutes = dict(
        zip(
            [stage.id for stage in block],
            shared_out(sitting.minutes, [stage.minutes for stage in block]),
            strict=True,
        )
    )
    stages = tuple(
        _talked(s, sitting, there, order, minutes[s.id]) if s in block else s
        for s in protocol.stages
    )
    return protocol.model_copy(update={"stages": stages})


def steps(protocol: CoachingProtocol, sitting: Sitting) -> list[Stage]:
    """The steps that the talk leads through, in order."""
    return [
        stage
        for stage in protocol.stages
        if stage.id in sitting.stages and stage.mode != "class" and stage.done in TALKED
    ]


def shared_out(minutes: int, among: Sequence[int]) -> list[int]:
    """Whole minutes for each, in proportion to what each would take by itself; one at the least."""
    whole = sum(among) or 1
    parts = [max(1, minutes * each // whole) for each in among]
    rest = minutes - sum(parts)
    by_size = sorted(range(len(among)), key=lambda n: (-(minutes * among[n] % whole), n))
    for n in by_size[: max(rest, 0)]:
        parts[n] += 1
    return parts


def _there(protocol: CoachingProtocol, block: Sequence[Stage]) -> tuple[str, ...]:
    """The roles of all who sit there."""
    named = [role for stage in block for role in stage.actor]
    return protocol.roles if EVERYONE in named else tuple(dict.fromkeys(named))


def _talked(
    stage: Stage, sitting: Sitting, there: tuple[str, ...], order: tuple[str, ...], minutes: int
) -> Stage:
    one = stage.actor[0] if len(stage.actor) == 1 and EVERYONE not in stage.actor else None
    changes: dict[str, object] = {
        "mode": "live",
        "done": "held",
        "minutes": minutes,
        "speaking_order": stage.speaking_order or order,
        "reopens": None if stage.reopens in sitting.stages else stage.reopens,
        "prompts": tuple(_asked_of(prompt, one) for prompt in stage.prompts),
    }
    if EVERYONE not in stage.actor:
        changes["actor"] = there
    return stage.model_copy(update=changes)


def _asked_of(prompt: Prompt, role: str | None) -> Prompt:
    """What one of them alone is asked in the step by itself, they alone are asked in the talk."""
    return prompt if prompt.for_role else prompt.model_copy(update={"for_role": role})
