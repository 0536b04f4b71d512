"""Other words for the same protocol: a word pack says a step's sentences anew, and nothing else.

What a wording does not name reads as the protocol's own file has it (practice A7).
"""

from collections.abc import Mapping
from typing import TypeVar

from pydantic import Field

from flows.plain_yaml import Path, Source
from flows.protocol import (
    CoachingProtocol,
    Data,
    Frame,
    Key,
    Prompt,
    Sentence,
    Stage,
    Title,
    WorkedExample,
)

T = TypeVar("T", CoachingProtocol, Frame)


class PromptWording(Data):
    """How one question is asked."""

    ask: Sentence | None = None
    starter: Sentence | None = None
    example: Sentence | None = None
    options: Mapping[Key, Sentence] = Field(default_factory=dict)


class StageWording(Data):
    """How one step is called and what it asks."""

    title: Title | None = None
    why: Sentence | None = None
    intent: Sentence | None = None
    example: WorkedExample | None = None
    prompts: Mapping[Key, PromptWording] = Field(default_factory=dict)


class Wording(Data):
    """All the words that differ."""

    title: Title | None = None
    credit: Sentence | None = None
    stages: Mapping[Key, StageWording] = Field(default_factory=dict)
    exits: Mapping[Key, Sentence] = Field(default_factory=dict)
    question_sets: Mapping[Key, tuple[Sentence, ...]] = Field(default_factory=dict)


def check(source: Source, wording: Wording, protocol: CoachingProtocol | Frame) -> None:
    """Notes every part that the wording names and the protocol has not."""
    for key, words in wording.stages.items():
        path: Path = ("stages", key)
        stage = protocol.stage(key)
        if stage is None:
            known = ", ".join(s.id for s in protocol.stages)
            source.fault(path, "nowhere", stage=key, known=known)
            continue
        for name, asked in words.prompts.items():
            here: Path = (*path, "prompts", name)
            prompt = stage.prompt(name)
            if prompt is None:
                source.fault(here, "no_prompt", key=name)
                continue
            options = {option.key for option in prompt.options}
            for option in asked.options.keys() - options:
                known = ", ".join(sorted(options))
                source.fault((*here, "options", option), "default", value=option, known=known)


def of(protocol: CoachingProtocol) -> Wording:
    """The words that the protocol itself has."""
    return Wording(
        title=protocol.title,
        credit=protocol.credit,
        stages={stage.id: _of_stage(stage) for stage in protocol.stages},
        exits={way.key: way.label for way in protocol.exits},
        question_sets={found.key: found.questions for found in protocol.question_sets},
    )


def worded(protocol: T, wording: Wording) -> T:
    """The same structure in those words."""
    stages = tuple(_stage(s, wording.stages.get(s.id, StageWording())) for s in protocol.stages)
    if isinstance(protocol, Frame):
        return protocol.model_copy(update={"stages": stages})
    exits = tuple(_said(way, label=wording.exits.get(way.key)) for way in protocol.exits)
    sets = tuple(
        _said(found, questions=wording.question_sets.get(found.key))
        for found in protocol.question_sets
    )
    named = _said(protocol, title=wording.title, credit=wording.credit)
    return named.model_copy(update={"stages": stages, "exits": exits, "question_sets": sets})


D = TypeVar("D", bound=Data)


def _said(part: D, **words: object) -> D:
    return part.model_copy(update={key: said for key, said in words.items() if said is not None})


def _stage(stage: Stage, words: StageWording) -> Stage:
    prompts = tuple(_prompt(p, words.prompts.get(p.key, PromptWording())) for p in stage.prompts)
    named = _said(
        stage, title=words.title, why=words.why, intent=words.intent, example=words.example
    )
    return named.model_copy(update={"prompts": prompts})


def _prompt(prompt: Prompt, words: PromptWording) -> Prompt:
    options = tuple(_said(o, label=words.options.get(o.key)) for o in prompt.options)
    asked = _said(prompt, ask=words.ask, starter=words.starter, example=words.example)
    return asked.model_copy(update={"options": options})


def _of_stage(stage: Stage) -> StageWording:
    return StageWording(
        title=stage.title,
        why=stage.why,
        intent=stage.intent,
        example=stage.example,
        prompts={
            p.key: PromptWording(
                ask=p.ask,
                starter=p.starter,
                example=p.example,
                options={o.key: o.label for o in p.options},
            )
            for p in stage.prompts
        },
    )
