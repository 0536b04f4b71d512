"""Advice on what somebody has just written: shown once, never kept, never in the way (INV-22)."""

from collections.abc import Mapping
from dataclasses import dataclass

from flows import gate, lints
from flows.lints import Advice
from flows.protocol import Prompt
from flows.writing import Writing

ORDER = {rule.code: place for place, rule in enumerate(lints.LINTS)}


@dataclass(frozen=True, slots=True)
class Hint:
    """One piece of advice, and the prompt whose answer it is about."""

    prompt: Prompt
    advice: Advice


def on(writing: Writing, entered: Mapping[str, str], language: str) -> tuple[Hint, ...]:
    """The first two pieces of advice on these answers, in the order of the rules (practice E1)."""
    if not writing.stage.lints:
        return ()
    found: dict[str, Hint] = {}
    for field, words in entered.items():
        prompt = gate.prompt_of(writing.stage, field)
        kind = lints.kind_of(prompt) if prompt else None
        if prompt is None or kind is None:
            continue
        for advice in lints.lint(
            words,
            kind,
            protocol=writing.course.cycle.protocol,
            level=writing.level(),
            among=writing.stage.lints,
            language=language,
        ):
            found.setdefault(advice.code, Hint(prompt, advice))
    ranked = sorted(found.values(), key=lambda hint: ORDER.get(hint.advice.code, len(ORDER)))
    return tuple(ranked[: lints.MOST_SHOWN])
