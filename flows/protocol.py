"""The shape of a protocol file: the closed vocabulary in which a way of working is written as data.

The models say what one key may hold; `flows.soundness` says whether the whole could run, and
`flows.library` reads files. No protocol has code of its own.
"""

import hashlib
import json
from collections.abc import Iterator
from typing import Annotated, Any, Literal, assert_never

from pydantic import BeforeValidator, Field, StringConstraints

from flows.vocabulary import (
    EVERYONE,
    LONGEST_ANSWER,
    LONGEST_TITLE,
    WORDING,
    Cards,
    CoachReply,
    Condition,
    Creation,
    Data,
    Days,
    DeliveryName,
    Done,
    InsteadAfter,
    Key,
    Keys,
    Kind,
    Many,
    Minutes,
    Mode,
    Option,
    Pack,
    Place,
    Prompt,
    Scope,
    Seating,
    Sentence,
    Share,
    Size,
    Spell,
    StartName,
    Title,
    Turns,
    WorkedExample,
    listed,
)

__all__ = [
    "EVERYONE",
    "LONGEST_ANSWER",
    "LONGEST_TITLE",
    "WORDING",
    "Cards",
    "CoachReply",
    "CoachingProtocol",
    "Condition",
    "Creation",
    "Data",
    "Days",
    "DeliveryName",
    "Done",
    "Embargo",
    "Exit",
    "Frame",
    "GoalShape",
    "Help",
    "InsteadAfter",
    "Key",
    "Keys",
    "Kind",
    "Many",
    "Minutes",
    "Mode",
    "Need",
    "Option",
    "Pack",
    "Place",
    "Prompt",
    "QuestionSet",
    "Repeats",
    "Scope",
    "Seating",
    "Sentence",
    "Share",
    "Sitting",
    "Size",
    "Spell",
    "Stage",
    "Start",
    "StartName",
    "Starts",
    "Title",
    "Turns",
    "WorkedExample",
    "digest",
    "pinned",
]


class Stage(Data):
    """A step: who acts, when, how it is done and who may read it."""

    id: Key
    """The name of the step in this file."""
    title: Title
    """What people read, at most 24 characters."""
    actor: Keys
    """The roles that act; `everyone` for all members."""
    mode: Mode
    """`async`: a form in Slack; `live`: people talk and Tandem offers a card; `class`: a visit,
    Tandem is silent.
    """
    minutes: Minutes
    """How long it takes."""
    minutes_each: bool = False
    """The minutes are for each member."""
    after_days: Days | None = None
    """School days after the step before is done."""
    on_schedule: bool = False
    """It begins at an agreed date; it has no `after_days` then."""
    due_days: Days
    """School days that it is open without being late."""
    done: Done
    """When it is done: `one` actor sent or skipped, `each` did, `held`: somebody says the talk
    took place, `agreed`: all said yes to one version, `released`: the author released it,
    `lock`: all cards are in.
    """
    share: Share
    """Who may read the answers: `self` the author, `on_share` what its author shares, `to_coachee`
    after release, `pool` all without author after the lock, `members` all when saved,
    `together` all once everybody sent or skipped.
    """
    scope: Scope = "turn"
    """Once a `cycle`, once a `turn`, or in each `repeat`."""
    why: Sentence
    """What the step is for."""
    intent: Sentence | None = None
    """What its message says of it."""
    prompts: tuple[Prompt, ...]
    """The questions, in order."""
    example: WorkedExample | None = None
    """A worked example that stands above its questions."""
    parallel_with: Key | None = None
    """The step before it with which it opens at the same time."""
    beside_next_turn: bool = False
    """It runs while the next turn begins."""
    offered: bool = False
    """A button on the card, without a message; nobody waits for it."""
    offered_minutes: Minutes | None = None
    """Its minutes when it is only offered."""
    follow_up: bool = False
    """Looks back after a while: never started before its time (practice A8)."""
    waits: Literal["done", "due", "first_after_due"] = "done"
    """What the next stage waits for: this one done, or at most its due date."""
    announced_by: Literal["open", "welcome"] = "open"
    """Which message tells of it."""
    only_if: Condition | None = None
    """It takes place only when this was chosen before."""
    ordered_if: Condition | None = None
    """When an offered stage is part of the order all the same."""
    instead_after: InsteadAfter | None = None
    """Where it stands instead when something was chosen."""
    reopens: Key | None = None
    """The earlier step that may be gone back to from here."""
    min_authors: Annotated[int, Field(ge=2, le=7)] | None = None
    """With fewer authors the cards are never opened."""
    share_from: Key | None = None
    """The stage with whose opening the answers become visible."""
    released_with: Key | None = None
    """The stage with whose release the answers reach the coachee."""
    document: Key | None = None
    """The group-owned text that every agreed version of this stage adds to."""
    creates: Annotated[tuple[Creation, ...], BeforeValidator(listed)] = ()
    """What it makes besides answers."""
    coach_reply: CoachReply | None = None
    """What whoever listens may answer."""
    cards: Cards | None = None
    """Who may take cards away."""
    speaking_order: Keys = ()
    """Who speaks first in the talk."""
    equal_minutes: bool = False
    """Everybody has the same minutes; the card shows them."""
    own_minutes: tuple[Spell, ...] = ()
    """How the minutes of each are divided; without it they are all for speaking."""
    any_order: bool = False
    """Its prompts are regions: visited in any order, left empty at will."""
    guests: bool = False
    """Somebody from outside may take part by every member's yes (practice INV-25)."""
    lints: tuple[Annotated[str, StringConstraints(pattern=r"^L\d{1,2}$")], ...] = ()
    """Which advice on wording is given here."""

    def prompt(self, key: str) -> Prompt | None:
        """The prompt of that key."""
        return next((p for p in self.prompts if p.key == key), None)

    def asked_of(self, roles: tuple[str, ...]) -> Iterator[Prompt]:
        """The prompts that somebody in these roles is asked before anything is revealed."""
        for prompt in self.prompts:
            mine = prompt.for_role is None or prompt.for_role in roles
            if mine and not prompt.once_revealed and not prompt.for_guest:
                yield prompt


class Sitting(Data):
    """Stages that run close together: one after the other in one session, or on the visit's day."""

    stages: Keys
    """The steps, neighbours, in order."""
    minutes: Minutes
    """How long it takes in all."""
    fixed_with: Key | None = None
    """The visit together with which the time of the talk is fixed."""


class Repeats(Data):
    """How often the repeated stages run; a stage before them sets it."""

    set_by: Key
    """The step that settles how often."""
    min: Annotated[int, Field(ge=1, le=12)]
    """At least so often."""
    max: Annotated[int, Field(ge=1, le=12)]
    """At most so often."""


class Embargo(Data):
    """Notes open only after the coachee wrote or waived their own first words (practice INV-12)."""

    kind: Literal["own_words_first"]
    """The one kind there is."""
    words: Key
    """The step with the own first words."""
    notes: Key
    """The step with the notes that wait."""


class GoalShape(Data):
    """Whose goal a cycle works on, and whether it starts from where things stand."""

    owner: Literal["member", "partnership"] = "member"
    """Whose goal it is."""
    baseline: bool = True
    """Whether it asks where things stand now."""


class Exit(Data):
    """A way out of a stage: to another stage of this protocol, or to another protocol."""

    key: Key
    """The name of the way out."""
    label: Sentence
    """What its button says."""
    stage: Key | None = None
    """The step it leads to."""
    protocol: Key | None = None
    """The way of working it leads to."""


class QuestionSet(Data):
    """Optional further questions on one theme."""

    key: Key
    """The theme."""
    questions: tuple[Sentence, ...]
    """The questions."""


Need = Literal["think", "stuck", "watch", "build", "read", "works", "unsure"]
"""What people may want when they choose: to think something through, to get on when stuck, to have
somebody watch, to build a lesson, to read and try, to look at what works; or they are not sure."""


class Help(Data):
    """For whom this way is the one to suggest."""

    need: Need
    """What people want."""
    members: tuple[Annotated[int, Field(ge=2, le=8)], ...] = ()
    """In groups of these sizes; without it in every size the protocol is made for."""
    why: Sentence
    """The one reason that is given for it."""


class CoachingProtocol(Data):
    """One way of working, complete: its stages in order, its roles, and how turns go round."""

    id: Key
    """The name of the way of working; the file is called after it."""
    version: Annotated[int, Field(ge=1)]
    """Counted up whenever the structure changes."""
    title: Title
    """What people read, at most 24 characters."""
    credit: Sentence | None = None
    """Where it comes from."""
    size: Size
    """For how many members it is."""
    roles: Keys
    """The roles that members play in turn."""
    seating: tuple[Seating, ...]
    """Who plays what in which group size."""
    turns: Turns
    """`serial` one turn after another, `interleaved` all turns step by step together, `none`."""
    swap_after_days: Days = 0
    """How many school days after one turn the next begins."""
    one_sitting: Sitting | None = None
    """Steps that can be taken in one session."""
    same_day: Sitting | None = None
    """Steps that can be taken on the day of the visit."""
    embargo: Embargo | None = None
    """Own words before notes."""
    repeats: Repeats | None = None
    """How often the repeated steps run."""
    goal: GoalShape = GoalShape()
    """What goal the cycle works on."""
    lessons: tuple[Annotated[str, StringConstraints(pattern=r"^M\d$")], ...] = ()
    """The lessons of three minutes that are offered before it."""
    helps: tuple[Help, ...] = ()
    """When it is suggested to people who ask what would help."""
    packs: tuple[Pack, ...] = ("school", "workplace")
    """For which programs there are words: `school`, `workplace`."""
    line_by_line: bool = False
    """Whether [Share] starts with nothing ticked: each line is its author's until they tick it."""
    exits: tuple[Exit, ...] = ()
    """Ways out of it that a button offers."""
    question_sets: tuple[QuestionSet, ...] = ()
    """Further questions on themes, for whoever listens."""
    stages: tuple[Stage, ...]
    """The steps, in order."""

    def key(self, stage: Stage) -> str:
        """The stage's full name, e.g. `observation.focus`."""
        return f"{self.id}.{stage.id}"

    def stage(self, key: str) -> Stage | None:
        """The stage of that key, full or short."""
        return _stage(self.id, self.stages, key)

    def sitting(self, delivery: DeliveryName) -> Sitting | None:
        """The stages that this delivery moves together."""
        match delivery:
            case "one_sitting":
                return self.one_sitting
            case "same_day":
                return self.same_day
            case "spread":
                return None
            case _:
                assert_never(delivery)

    def seats(self, members: int) -> tuple[tuple[str, ...], ...]:
        """The roles of each seat in a group of that size, the turn's own first."""
        rows = [row for row in self.seating if row.members in {members, None}]
        row = next((row for row in rows if row.members == members), rows[0])
        return tuple(row.seats[min(i, len(row.seats) - 1)] for i in range(members))


class Start(Data):
    """How a cycle begins: what counts as done already, and what opens."""

    done: Keys = ()
    then: Keys


class Starts(Data):
    """The three beginnings of practice B0."""

    short: Start
    full: Start
    again: Start

    def named(self, name: StartName) -> Start:
        """The start of that name."""
        match name:
            case "short":
                return self.short
            case "full":
                return self.full
            case "again":
                return self.again
            case _:
                assert_never(name)


class Frame(Data):
    """The stages around every protocol: how a cycle begins and how it ends."""

    id: Literal["common"]
    version: Annotated[int, Field(ge=1)]
    starts: Starts
    setup: Key
    """The stage that settles protocol, delivery, order and rhythm."""
    closing: Key
    outcome: Key
    """The prompt of the closing stage by which members choose what comes next."""
    stages: tuple[Stage, ...]

    def stage(self, key: str) -> Stage | None:
        """The stage of that key, full or short."""
        return _stage(self.id, self.stages, key)


def _stage(family: str, stages: tuple[Stage, ...], key: str) -> Stage | None:
    short = key.removeprefix(f"{family}.")
    return next((stage for stage in stages if stage.id == short), None)


def digest(protocol: CoachingProtocol | Frame) -> str:
    """A fingerprint of the structure; a change of wording alone leaves it as it is."""
    structure = _without_words(protocol.model_dump(mode="json", exclude_defaults=True))
    text = json.dumps(structure, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _without_words(value: Any) -> Any:
    match value:
        case dict():
            return {k: _without_words(v) for k, v in value.items() if k not in WORDING}
        case list():
            return [_without_words(v) for v in value]
        case _:
            return value


def pinned(body: str) -> CoachingProtocol:
    """The protocol that `model_dump_json` wrote down when a cycle began on it."""
    return CoachingProtocol.model_validate_json(body)
