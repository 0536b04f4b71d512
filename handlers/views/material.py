"""What stands above and beside a step's questions: the worked example, the part that is read."""

from flows import composed, material
from flows.protocol import Prompt
from flows.writing import Writing
from handlers import ids
from handlers.seams import Block
from handlers.views import blocks, boxes, naming
from handlers.words import say


def above(found: Writing, locale: str) -> list[Block]:
    """The step's intent, its worked example, and the part that it is about."""
    shown: list[Block] = []
    intent = naming.intent(found.stage, found.material.roles, locale)
    if intent:
        shown.append(blocks.context(blocks.escaped(naming.lead(intent))))
    if found.material.asked_for:
        shown.append(blocks.section(say("material.asked_for", locale)))
    for ask, words in found.material.asked_for:
        shown += [blocks.context(blocks.escaped(ask)), blocks.literal(words)]
    if found.stage.example:
        shown.append(blocks.section(blocks.escaped(found.stage.example)))
    if material.settled_together(found.course, found.run):
        shown += _version(found, locale)
    return [*shown, *_segment(found, locale)]


def looked_back(found: Writing, prompt: Prompt, locale: str) -> list[Block]:
    """What this member wrote earlier, above the question that looks back at it."""
    words = found.material.earlier.get(prompt.key)
    if words is None:
        return []
    told = boxes.told(prompt, words, locale) if prompt.kind in composed.BOXES else words
    return [blocks.context(say("material.earlier", locale)), blocks.literal(told)]


def before_form(found: Writing, *, key: str, locale: str) -> Block:
    """What is asked before the part is opened; left empty, it is opened without it."""
    first = [prompt for prompt in found.prompts if prompt.before_start]
    shown = above(found, locale)
    for prompt in first:
        element = blocks.typed(prompt.key, initial=found.entered.get(prompt.key, ""))
        field = blocks.field(prompt.key, prompt.ask, element, optional=True, hint=prompt.starter)
        shown.append(field)
    shown.append(blocks.context(say("material.first", locale)))
    return blocks.modal(
        ids.BEFORE_FORM,
        found.stage.title,
        shown,
        submit=say("material.open", locale),
        close=say("app.close", locale),
        key=key,
        partnership=found.course.pair.id,
        run=found.run.id,
    )


def _version(found: Writing, locale: str) -> list[Block]:
    """Whether something is suggested already, and what a change of it means."""
    if not found.run.version:
        return [blocks.context(say("settle.nobody", locale))]
    part = found.run.part(found.who)
    agreed = part is not None and part.agreed == found.run.version
    return [blocks.context(say("settle.waits" if agreed else "settle.suggested", locale))]


def _segment(found: Writing, locale: str) -> list[Block]:
    beside = found.material
    if not beside.number:
        return []
    if beside.segment is None:
        return [blocks.section(say("material.no_part", locale, n=beside.number))]
    part = beside.segment
    text = say(
        "material.part",
        locale,
        number=beside.number,
        parts=beside.parts,
        label=blocks.escaped(part.label),
        minutes=part.minutes,
    )
    if beside.closed or not part.address:
        return [blocks.section(text)]
    read = blocks.link(ids.READ_PART, say("material.read", locale), part.address)
    return [blocks.section(text, read), blocks.literal(part.address)]
