"""The form of a step: the prompts of the protocol file, up to three at once (practice A8)."""

from collections.abc import Mapping

from flows.coaching import Course
from flows.ids import MemberId
from flows.protocol import Prompt
from flows.stage import StageRun
from handlers import ids
from handlers.seams import Block
from handlers.views import blocks
from handlers.words import say

AT_ONCE = 3
"""How many inputs a form shows first."""

TYPED_KINDS = frozenset({"text", "place", "link"})
CHOSEN_KINDS = frozenset({"choice", "yes_no"})


def asked(course: Course, run: StageRun, who: MemberId) -> list[Prompt]:
    """What this member is asked at level `light`: the starred prompts, or the first one."""
    roles = course.cycle.roles_of(run, who)
    shown = [p for p in course.stage(run).asked_of(roles) if not p.with_visit_card]
    shown = [p for p in shown if p.kind in TYPED_KINDS | CHOSEN_KINDS]
    return ([p for p in shown if p.starred] or shown[:1])[:AT_ONCE]


def form(
    course: Course,
    run: StageRun,
    who: MemberId,
    earlier: Mapping[str, str],
    *,
    key: str,
    locale: str,
    counts: Mapping[str, int] | None = None,
) -> Block:
    """The step's form with what was written before; `counts` says which fields were too long."""
    stage = course.stage(run)
    shown: list[Block] = []
    for prompt in asked(course, run, who):
        if counts and prompt.key in counts:
            words = say("step.too_long", locale, n=counts[prompt.key], most=prompt.max_length)
            shown.append(_alert(words))
        shown.append(_input(prompt, earlier.get(prompt.key, "")))
    if stage.intent:
        shown.insert(0, blocks.context(blocks.escaped(stage.intent)))
    return blocks.modal(
        ids.STEP_FORM,
        stage.title,
        shown,
        submit=say("step.save", locale),
        close=say("app.close", locale),
        key=key,
        partnership=course.pair.id,
        run=run.id,
    )


def _alert(words: str) -> Block:
    return {"type": "alert", "level": "warning", "text": blocks.plain(words)}


def _input(prompt: Prompt, earlier: str) -> Block:
    hint = prompt.starter or prompt.example
    if prompt.kind in CHOSEN_KINDS:
        options = [(option.key, option.label) for option in prompt.options]
        element = blocks.radio(prompt.key, options, initial=earlier or prompt.default)
        return blocks.field(prompt.key, prompt.ask, element, optional=not prompt.starred, hint=hint)
    return blocks.field(
        prompt.key,
        prompt.ask,
        blocks.typed(prompt.key, multiline=prompt.kind == "text", initial=earlier),
        optional=not prompt.starred,
        hint=hint,
    )
