"""The form of a step: the prompts of the protocol file, three inputs first (practice A8, B)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from flows import advising, composed, deeds, going_back, material, writing
from flows.advising import Hint
from flows.levels import Level
from flows.protocol import Prompt
from flows.writing import Writing
from handlers import ids
from handlers.seams import Block, Telling
from handlers.views import asking, blocks, boxes, learning
from handlers.views import material as material_views
from handlers.words import say

AT_ONCE = 3
"""How many inputs a form shows first."""

YES = "1"


@dataclass(frozen=True, slots=True)
class Fold:
    """How far a form is unfolded, and what it says about what was entered."""

    more: bool = False
    change: bool = False
    saved: bool = False
    counts: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, memory: Mapping[str, str]) -> "Fold":
        """As a form remembers it."""
        return cls(more=memory.get("more") == YES, change=memory.get("change") == YES)

    @property
    def memory(self) -> dict[str, str]:
        """What the form remembers of it."""
        marks = {"more": self.more, "change": self.change}
        return {name: YES for name, on in marks.items() if on}


def form(
    found: Writing,
    entered: Mapping[str, str],
    *,
    key: str,
    locale: str,
    fold: Fold | None = None,
    callback: str = ids.STEP_FORM,
    lead: Iterable[Block] = (),
    tail: Iterable[Block] = (),
    first: Iterable[str] = (),
    submit: str = "write.done",
    skips: bool = True,
    **memory: str,
) -> Block:
    """The step's form with what was entered so far.

    `lead` stands above the questions and `tail` below; `first` are the prompts in sight at once.
    """
    fold = fold or Fold()
    if callback == ids.STEP_FORM and material.settled_together(found.course, found.run):
        memory["version"] = str(found.run.version)
        submit, skips = "settle.agree" if found.run.version else "settle.suggest", False
    way = found.run.stage.partition(".")[0]
    offers = learning.offers(found.offered, way, locale)
    shown = [*offers, *lead, *questions(found, entered, fold, locale, frozenset(first))]
    if found.stage.share == "pool":
        shown.insert(0, blocks.context(say("cards.before", locale)))
    if found.stays():
        shown.append(blocks.context(say("steps.stays_yours", locale)))
    if fold.saved:
        shown.append(blocks.context(say("write.saved", locale)))
    shown += [*tail, _row(found, locale, skips=skips)]
    shown.append(blocks.context(say("write.closing", locale)))
    return blocks.modal(
        callback,
        found.stage.title,
        shown,
        submit=say(submit, locale),
        close=say("app.close", locale),
        key=key,
        partnership=found.course.pair.id,
        run=found.run.id,
        **{**memory, **fold.memory},
    )


def questions(
    found: Writing,
    entered: Mapping[str, str],
    fold: Fold,
    locale: str,
    first: frozenset[str] = frozenset(),
) -> list[Block]:
    """The prompts in sight, each with its advice on how to begin; [More questions] for the rest."""
    in_sight = _in_sight(found, entered, fold, first)
    shown: list[Block] = []
    hidden: set[str] = set()
    for prompt in found.prompts:
        if _settled(found, prompt, fold):
            shown.append(_settled_line(prompt, entered, found, locale))
            continue
        for number, name in enumerate(writing.fields(prompt), 1):
            if name not in in_sight:
                hidden.add(prompt.kind)
                continue
            if name in fold.counts:
                n, most = fold.counts[name], prompt.max_length
                shown.append(_alert(say("step.too_long", locale, n=n, most=most)))
            hint = asking.hint(prompt, found.asks, locale)
            shown += material_views.looked_back(found, prompt, locale)
            if prompt.kind in composed.BOXES:
                shown += boxes.inputs(prompt, name, number, entered.get(name, ""), locale)
                continue
            asked = _input(prompt, name, number, entered.get(name, ""), hint, locale)
            shown.append({**asked, "optional": True} if found.stage.done == "held" else asked)
    shown = [*material_views.above(found, locale), *shown]
    if hidden:
        more = "write.more_cards" if "cards" in hidden else "write.more"
        press = blocks.button(ids.MORE_QUESTIONS, say(more, locale))
        shown.append(blocks.actions(press))
    return shown


def written_before(before: Iterable[tuple[Prompt, str]], locale: str) -> list[Block]:
    """What one's answers were before they were written anew."""
    shown: list[Block] = []
    for prompt, words in before:
        text = say("going_back.before", locale, ask=blocks.escaped(prompt.ask))
        shown += [blocks.context(text), blocks.literal(words)]
    return shown


def advice(
    found: Writing, hints: tuple[Hint, ...], *, key: str, telling: Telling, **memory: str
) -> Block:
    """At most two pieces of advice on what was just written, with [Edit] and [Send as it is]."""
    locale = telling.locale
    shown = [
        *hint_blocks(hints, locale),
        blocks.actions(_edit(found, locale)),
        blocks.context(say("write.advice_only", locale)),
    ]
    return blocks.modal(
        ids.STEP_FORM,
        found.stage.title,
        shown,
        submit=say("write.as_it_is", locale),
        close=say("app.close", locale),
        key=key,
        partnership=found.course.pair.id,
        run=found.run.id,
        advised=YES,
        **memory,
    )


def hint_blocks(hints: tuple[Hint, ...], locale: str) -> list[Block]:
    """Each piece of advice below the question that it is about."""
    return [
        blocks.section(
            say(
                "write.hint",
                locale,
                ask=blocks.escaped(hint.prompt.ask),
                advice=say(hint.advice.words, locale, word=blocks.escaped(hint.advice.word)),
            )
        )
        for hint in hints
    ]


def kept_advice(found: Writing, entered: Mapping[str, str], locale: str) -> list[Block]:
    """Advice on notes of a talk, which are kept as they were written."""
    about = hint_blocks(hints(found, entered, locale), locale)
    return [*about, blocks.context(say("write.advice_kept", locale))] if about else []


def edit_button(found: Writing, locale: str) -> Block:
    """[Edit]: back to the form with every word."""
    return _edit(found, locale)


def label(prompt: Prompt, option: str, locale: str) -> str:
    """What an option says."""
    named = {o.key: o.label for o in prompt.options}
    return named.get(option) or say(f"write.options.{option}", locale)


def options(prompt: Prompt, locale: str) -> list[blocks.Option]:
    """What can be chosen there: value and label."""
    return [(key, label(prompt, key, locale)) for key in deeds.options_of(prompt)]


def language(locale: str) -> str:
    """The language of which there may be a list of advice."""
    return locale.replace("_", "-").split("-", maxsplit=1)[0].lower()


def hints(found: Writing, entered: Mapping[str, str], locale: str) -> tuple[Hint, ...]:
    """The advice on what was just entered."""
    return advising.on(found, entered, language(locale))


def _in_sight(
    found: Writing, entered: Mapping[str, str], fold: Fold, first: frozenset[str]
) -> set[str]:
    names = [name for prompt in found.prompts for name in writing.fields(prompt)]
    if fold.more:
        return set(names)
    if found.asks is Level.LIGHT:
        asked = [p for p in found.gist() if not _settled(found, p, fold)]
        begin = first or {name for p in asked[:AT_ONCE] for name in _needed(p)}
    else:
        begin = frozenset(name for p in found.prompts for name in _needed(p))
    return set(begin) | {name for name in names if entered.get(name)}


def _needed(prompt: Prompt) -> list[str]:
    """The inputs of a prompt that are needed, one at the least; of cards as many as fit at once."""
    if prompt.kind == "cards":
        return list(writing.fields(prompt))[:AT_ONCE]
    return list(writing.fields(prompt))[: prompt.many.least if prompt.many else 1]


def _settled(found: Writing, prompt: Prompt, fold: Fold) -> bool:
    """Whether a starred choice stands as one line, with its default (practice B, `light`)."""
    light = found.asks is Level.LIGHT
    return light and prompt.starred and prompt.default is not None and not fold.change


def _settled_line(prompt: Prompt, entered: Mapping[str, str], found: Writing, locale: str) -> Block:
    option = entered.get(prompt.key) or prompt.default or ""
    text = say(
        "write.settled",
        locale,
        ask=blocks.escaped(prompt.ask),
        option=blocks.escaped(label(prompt, option, locale)),
    )
    change = blocks.button(
        ids.CHANGE_CHOICES, say("invite.change", locale), run=found.run.id, key=prompt.key
    )
    return blocks.section(text, change)


def _alert(words: str) -> Block:
    return {"type": "alert", "level": "warning", "text": blocks.plain(words)}


def _input(
    prompt: Prompt, name: str, number: int, earlier: str, hint: str | None, locale: str
) -> Block:
    if prompt.kind in writing.CHOSEN:
        choices = options(prompt, locale)
        element = blocks.radio(name, choices, initial=earlier or prompt.default)
        return blocks.field(name, prompt.ask, element, optional=not prompt.starred, hint=hint)
    asks = prompt.ask if number == 1 else say("write.another", locale, n=number)
    return blocks.field(
        name,
        asks,
        blocks.typed(name, multiline=prompt.kind == "text", initial=earlier),
        optional=not prompt.starred or number > (prompt.many.least if prompt.many else 1),
        hint=hint if number == 1 else None,
    )


def _row(found: Writing, locale: str, *, skips: bool) -> Block:
    where = {"partnership": found.course.pair.id, "run": found.run.id}
    row = [blocks.button(ids.SAVE_DRAFT, say("step.save", locale), **where)]
    if (before := going_back.earlier(found.course, found.run, found.who)) is not None:
        text = say("going_back.button", locale, step=found.course.stage(before).title)
        row.append(blocks.button(ids.REOPEN_STEP, text, **{**where, "run": before.id}))
    if skips:
        row.append(blocks.button(ids.SKIP_STEP, say("step.skip", locale), **where))
    return blocks.actions(*row, asking.menu(found.asks, locale))


def _edit(found: Writing, locale: str) -> Block:
    where = {"partnership": found.course.pair.id, "run": found.run.id}
    return blocks.button(ids.EDIT_STEP, say("write.edit", locale), **where)
