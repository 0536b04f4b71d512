"""What is wrong with a protocol file, told to whoever writes one: where, what, and the mend."""

from dataclasses import dataclass

SAYINGS = {  # words: told on the command line to whoever writes a protocol file
    "not_yaml": (
        "this is no YAML: {why}",
        "Check indentation, quotes and colons near this line",
    ),
    "anchor": (
        "anchors and aliases are not used here",
        "Write the text out where it belongs",
    ),
    "twice": ("{key} stands here twice", "Keep one of the two"),
    "not_text_key": ("a key has to be a word", "Write a word before the colon"),
    "unknown": ("there is no key {key}", "Remove it{instead}"),
    "missing": ("{key} is missing", "Add it"),
    "odd_word": ("{value} is none of the known words", "Use one of: {known}"),
    "odd_key": ("{value} cannot be a key", "Use small letters, digits and _"),
    "too_long": ("this text has {count} characters", "Shorten it to {most}"),
    "too_few": ("nothing stands in this list", "Write at least {least} into it"),
    "odd_value": ("{value} does not fit: {why}", "Write a value of that kind"),
    "size": ("the size does not add up", "Order it as min, best, max"),
    "no_seats": (
        "nobody is seated in a group of {members}",
        "Add a row of seats for that size",
    ),
    "seats": (
        "{seats} seats for {members} members",
        "Seat every role within that size",
    ),
    "not_seated": (
        "nobody plays {role} in a group of {members}",
        "Give that role a seat",
    ),
    "no_role": ("{role} is no role of this file", "Use one of: {known}"),
    "unplayed": ("no seat has the role {role}", "Seat it or remove it"),
    "crowd": (
        "everyone already includes each role",
        "Write everyone alone, or only roles",
    ),
    "when": (
        "it needs after_days or on_schedule, and not both",
        "Keep one of the two",
    ),
    "asleep": (
        "only live talks and class visits have an agreed date",
        "Write after_days",
    ),
    "parallel": (
        "{stage} is not right before it in the same scope",
        "Put the two side by side",
    ),
    "beside": (
        "it cannot run beside the next turn",
        "Only at the end of serial turns",
    ),
    "serial_only": (
        "only serial turns change their order",
        "Set turns: serial, or drop it",
    ),  # words: as above
    "offered": (
        "an offer needs a stage after it",
        "Move it forward or drop offered",
    ),
    "no_turns": ("there are no turns for it", "Set turns, or another scope"),
    "no_turn_stage": (
        "no stage belongs to a turn",
        "Give stages the scope turn, or turns: none",
    ),
    "torn": (
        "stages of scope {scope} are not together",
        "Put them one after the other",
    ),
    "repeats": (
        "repeats and stages of scope repeat need each other",
        "Add the other or drop it",
    ),
    "lock": (
        "lock, pool and min_authors need each other",
        "Write all three or none",
    ),
    "authors": (
        "{members} members have too few authors for {least}",
        "Lower min_authors",
    ),
    "release": (
        "released and to_coachee need a turn and each other",
        "Change done or share",
    ),
    "together": ("together needs each", "Write done: each"),
    "for_guest": (
        "only a step for guests whose answers all members read asks a guest",
        "Set guests: true and share: members, or remove for_guest",
    ),
    "document": (
        "a shared document needs agreed and members",
        "Change done or share",
    ),
    "nowhere": ("there is no stage {stage}", "Use one of: {known}"),
    "order": (
        "{stage} stands on the wrong side of this stage",
        "Change the order",
    ),
    "no_choice": (
        "{stage} has no choice {key} with {value}",
        "Name a choice and its options",
    ),
    "own_words": (
        "own words are self, and notes are released",
        "Name such stages",
    ),
    "own_minutes": (
        "these are not the {minutes} minutes that each has in a talk of equal minutes",
        "Let them add up, and say equal_minutes: true",
    ),
    "sitting": (
        "these stages do not follow each other",
        "Name neighbours, in order",
    ),
    "options": (
        "a choice has options, and only a choice",
        "Add options or change the kind",
    ),
    "default": ("{value} is none of the options", "Use one of: {known}"),
    "no_prompt": ("there is no prompt {key}", "Name a prompt of this file"),
    "revealed": (
        "nothing is revealed here",
        "Only stages shared together or released are asked more later",
    ),
    "exit": ("an exit leads to a stage or to a protocol", "Name one of the two"),
    "taken": ("a protocol called {id} is there already", "Give this one an id of its own"),
    "no_protocol": ("there is no protocol {id} beside it", "Name the file after its protocol"),
    "same_version": (
        "the structure of {id} was changed, and its version is still {version}",
        "Count the version up: cycles that run keep the structure that they began with",
    ),
    "no_packs": ("no wording is offered", "Name school, workplace or both"),
    "empty": ("nothing stands here", "Write a protocol"),
    "outcome": ("the closing stage has no such choice", "Offer {known}"),
    "cycle_only": (
        "stages around a protocol have the scope cycle",
        "Write scope: cycle",
    ),
}
"""What to say of each kind of fault: the problem, and the mend."""


@dataclass(frozen=True, slots=True)
class ProtocolFault:
    """One thing that keeps a file from running."""

    file: str
    line: int
    problem: str
    mend: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.problem}. {self.mend}."


class UnsoundProtocol(Exception):
    """The file cannot run; `faults` says why, in the order of its lines."""

    def __init__(self, faults: tuple[ProtocolFault, ...]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults


def fault(file: str, line: int, kind: str, **refs: object) -> ProtocolFault:
    """The fault of that kind, in words."""
    problem, mend = SAYINGS[kind]
    return ProtocolFault(file, line, problem.format(**refs), mend.format(**refs))
