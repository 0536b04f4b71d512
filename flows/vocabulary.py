"""The vocabulary of protocol files: what values look like, and all that a prompt may hold."""

from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

EVERYONE = "everyone"
"""As an actor: every member, whatever their role."""

LONGEST_TITLE = 24
"""A form's title in Slack holds 24 characters: https://docs.slack.dev/reference/views/modal-views"""

LONGEST_ANSWER = 1500

WORDING = frozenset(
    {
        *("title", "credit", "ask", "starter", "example", "label", "others", "why", "intent"),
        *("questions", "helps"),
    }
)
"""Keys that hold words and advice rather than structure: a cycle pins the structure only."""

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
Place = Annotated[
    str, StringConstraints(pattern=r"^([a-z][a-z0-9_]*\.)?[a-z][a-z0-9_]*$", max_length=81)
]
"""A prompt of the same step by its key, or of an earlier one: `look.work`."""

WorkedExample = Annotated[str, StringConstraints(min_length=1, max_length=2900)]
"""As much as one paragraph of a form holds."""
Title = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_TITLE)]
Sentence = Annotated[str, StringConstraints(min_length=1, max_length=300)]
Days = Annotated[int, Field(ge=0, le=60)]
Minutes = Annotated[int, Field(ge=0, le=120)]

Mode = Literal["async", "live", "class"]
Done = Literal["one", "each", "held", "agreed", "released", "lock"]
Share = Literal["self", "on_share", "to_coachee", "pool", "members", "together"]
Scope = Literal["cycle", "turn", "repeat"]
Turns = Literal["interleaved", "serial", "none"]
DeliveryName = Literal["spread", "one_sitting", "same_day"]
StartName = Literal["short", "full", "again"]
Pack = Literal["school", "workplace"]
Kind = Literal[
    "text",
    "choice",
    "yes_no",
    "date",
    "time",
    "place",
    "member",
    "link",
    "goal",
    "cards",
    "segments",
    "themes",
    "case_labels",
    "plan_version",
    "sample_note",
    "protocol",
    "delivery",
    "turn_order",
    "rhythm",
    "slots",
]
"""What a prompt is answered with. No kind holds a number about anybody (practice INV-06)."""


def listed(value: object) -> object:
    """One key as a list of one; what JSON reads as a list as the tuple that it is here."""
    match value:
        case str():
            return (value,)
        case list():
            return tuple(value)
        case _:
            return value


Creation = Literal[
    "goal",
    "feedback_request",
    "observation",
    "feedback",
    "action_step",
    "strategy_card",
    "reflection",
]
"""What a stage makes besides its answers (practice A1)."""

Keys = Annotated[tuple[Key, ...], BeforeValidator(listed)]
"""One key or several; a file may write a single one without brackets."""


class Data(BaseModel):
    """A part of a protocol file: fixed once read, and nothing in it that is not known here."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")


class Size(Data):
    """For how many members the protocol is made."""

    min: Annotated[int, Field(ge=2, le=8)]
    """The fewest members."""
    max: Annotated[int, Field(ge=2, le=8)]
    """The most members."""
    best: Annotated[int, Field(ge=2, le=8)]
    """With how many it works best."""

    def __contains__(self, members: int) -> bool:
        return self.min <= members <= self.max


class Seating(Data):
    """Who plays what in a group of `members` (without it: in any other size).

    The first seat is the turn's own; the members after that one in order take the next seats. Where
    the group is larger than the list, the last seat is taken again.
    """

    members: Annotated[int, Field(ge=2, le=8)] | None = None
    """The group size that this row is for; a row without it is for every other size."""
    seats: Annotated[tuple[tuple[Key, ...], ...], Field(min_length=1)]
    """The roles of each seat, the first one that of whoever has the turn."""


Does = Literal[
    "speaks",
    "questions",
    "last_word",
    "presents",
    "facts",
    "looks",
    "warm_cool",
    "responds",
    "reviews",
]
"""What is done in a stretch of time: in a talk of equal minutes, or when a text is tuned."""


class Spell(Data):
    """A part of the minutes that each has in a talk."""

    does: Does
    """What is done then: `speaks`, `questions` to whoever spoke, their `last_word`."""
    minutes: Annotated[int, Field(ge=1, le=60)]
    """For how long."""


class Option(Data):
    """One choice: its key is structure, its label is wording."""

    key: Key
    """What is stored."""
    label: Sentence
    """What people read."""
    others: Sentence | None = None
    """What it means for the others, where they read that it was chosen."""


class Condition(Data):
    """True when a choice made earlier in the same turn is one of these."""

    stage: Key
    """The earlier stage in which it was chosen."""
    key: Key
    """The choice prompt of that stage."""
    one_of: Annotated[Keys, Field(alias="is")]
    """One option of it, or several."""

    model_config = ConfigDict(populate_by_name=True)


class InsteadAfter(Data):
    """Where a stage stands instead, in a turn in which the condition holds."""

    stage: Key
    """The stage after which it stands instead."""
    only_if: Condition
    """When it does."""


class Many(Data):
    """How many entries one prompt takes."""

    least: Annotated[int, Field(ge=1, le=10)]
    """At least so many."""
    most: Annotated[int, Field(ge=1, le=10)]
    """At most so many."""


class Prompt(Data):
    """One question of a stage; its key is the field of what is made."""

    key: Key
    """The name of the field, used in conditions and exports."""
    ask: Sentence
    """The question."""
    kind: Kind = "text"
    """What it is answered with."""
    starred: bool = False
    """Needed before the step can be sent; the light form asks these first."""
    for_role: Key | None = None
    """Asked of this role only."""
    options: tuple[Option, ...] = ()
    """What can be chosen, for `kind: choice`."""
    default: Key | None = None
    """The option that stands unless it is changed."""
    starter: Sentence | None = None
    """How an answer could begin; the guided form shows it."""
    example: Sentence | None = None
    """An answer as somebody might give it; the guided form shows it."""
    max_length: Annotated[int, Field(ge=1, le=3000)] = LONGEST_ANSWER
    """Characters an answer may have."""
    many: Many | None = None
    """How many entries it takes; one without it."""
    only_if: Condition | None = None
    """Asked only when this was chosen before."""
    with_visit_card: bool = False
    """Asked only where the date is settled together with this stage; where the visit has an
    `only_if` on a choice of this stage and no visit follows, neither a day nor a place is asked.
    """
    once_revealed: bool = False
    """Asked after the author's answers became visible: revealed with the others', or released."""
    before_start: bool = False
    """Saved before the material is opened."""
    looks_back_at: Place | None = None
    """Shows the reader's own earlier answer beside it: the key, or `step.key` of an earlier one."""
    changeable: bool = False
    """A choice that may be changed while the stages after it run."""
    confirmed_by: Key | None = None
    """The role whose yes makes the answer visible."""
    needs_every_yes: bool = False
    """A yes-or-no that counts as yes only with every member's yes."""
    for_guest: bool = False
    """A guest of the step may answer it, too; what a guest answers all members may read."""
    kept_as: Literal["expertise_log"] | None = None
    """Goes on across cycles and belongs to its author alone."""


class CoachReply(Data):
    """What the person listening may say to somebody else's answers."""

    role: Key
    """Who may reply."""
    paraphrases: Annotated[int, Field(ge=0, le=3)]
    """How many sentences may say back what was heard."""
    questions: Annotated[int, Field(ge=0, le=5)]
    """How many questions may be asked."""
    ideas_if: Key | None = None
    """The yes-or-no prompt by which ideas are welcome."""
    ideas_when: Condition | None = None
    """The choice of an earlier step by which ideas are welcome."""
    ideas_after: Annotated[int, Field(ge=0, le=5)] = 0
    """How many ideas the coachee lists first."""


class Cards(Data):
    """Who may take a pooled card away, without a reason."""

    strike: Key
    """The role that may strike any card; `everyone` for all."""
    hide: Key
    """The role that may hide one."""
