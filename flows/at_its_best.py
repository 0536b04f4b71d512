"""A topic worded as a problem, turned to what is wanted more of: advice to its writer (B3)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from flows import gate, lints
from flows.lints import FieldKind
from flows.protocol import Stage

DEFICIT = "L14"

PROBLEM = re.compile(
    r"""^\s*(?:that\s+|because\s+)?
    (?P<what>[^.;:!?\n]{2,80}?)\s+
    (?P<verb>is|are)\s+
    (?:(?:still|often|always|really|very|too|quite|so|such)\s+)*
    (?:(?:a|an|the|our|my|one)\s+)?(?:(?:big|real|huge|growing|serious|constant)\s+)?
    (?:problems?|issues?|weak(?:ness(?:es)?)?|gaps?|poor|bad|broken|wrong|missing|lacking|failing
      |difficult)\b""",
    re.IGNORECASE | re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Turned:
    """The word that caused it, and what could stand instead; empty where only a question helps."""

    word: str
    instead: str


def turned(stage: Stage, entered: Mapping[str, str], protocol: str, language: str) -> Turned | None:
    """The first answer with deficit wording, where the step looks for it."""
    if DEFICIT not in stage.lints:
        return None
    for field, text in entered.items():
        prompt = gate.prompt_of(stage, field)
        if prompt is None or prompt.kind != "text":
            continue
        found = lints.lint(
            text, FieldKind.TAKEAWAY, protocol=protocol, among=(DEFICIT,), language=language
        )
        hit = next((advice for advice in found if advice.code == DEFICIT), None)
        if hit is not None:
            return Turned(hit.word, at_its_best(text))
    return None


def at_its_best(text: str) -> str:
    """“X is a problem” as “X at its best”; empty where it is said otherwise."""
    found = PROBLEM.match(text)
    if found is None:
        return ""
    what = " ".join(found["what"].split())
    whose = "their" if found["verb"].lower() == "are" else "its"
    return f"{what} at {whose} best"
