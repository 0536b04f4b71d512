"""Every kind of writing is known by name, so that none is forgotten when a person asks for it."""

import ast
from collections.abc import Iterator

import pytest

from flows import gate
from flows.authored import Kind, about_of, kind_of
from flows.goals import STATEMENT
from flows.ids import MemberId, PartnershipId, PieceId
from flows.pieces import Piece, Sharing, Vault
from tests.house.reading import Source, sources
from tests.staffroom import MAYA, TUESDAY

OURS = PartnershipId("p1")

Sample = tuple[str, str, Sharing]

WRITERS: dict[str, dict[Kind, Sample]] = {
    "flows/agreeing.py:_keep": {
        Kind.AGREEMENT: ("agreement:p1/1", "touch", Sharing.MEMBERS),
    },
    "flows/documents.py:_write": {
        Kind.VERSION: ("version:c1:rounds.problem/1:1", "wonder", Sharing.MEMBERS),
    },
    "flows/pool.py:put": {Kind.CARD: ("pool:c1:rounds.describe/1", "entry", Sharing.SELF)},
    "flows/pool.py:lock": {Kind.CARD: ("run:c1:rounds.describe/1", "card", Sharing.POOL)},
    "flows/goal_talk.py:_keep": {
        Kind.GOAL_DRAFT: ("draft:goal:d1", STATEMENT, Sharing.SELF),
    },
    "flows/attending.py:answer": {
        Kind.PREWORK_ANSWER: ("recalled:g1", "answer", Sharing.SELF),
    },
    "flows/giving.py:write": {Kind.GIVEN: ("given:g1", "title", Sharing.MEMBERS)},
    "flows/expertise.py:keep": {Kind.LOG: ("expertise:c1:growing.check", "log", Sharing.SELF)},
    "flows/goal_from_step.py:draft": {Kind.GOAL: ("goal:g1/1", STATEMENT, Sharing.ON_SHARE)},
    "flows/goals.py:_kept": {Kind.GOAL: ("goal:g1/1", STATEMENT, Sharing.ON_SHARE)},
    "flows/guest_page.py:_keep": {
        Kind.ANSWER: ("run:c1:lesson_study.discuss/1", "guest", Sharing.MEMBERS),
    },
    "flows/kept.py:add": {
        Kind.ANSWER: ("run:c1:common.spark/1", "why", Sharing.TOGETHER),
        Kind.PRIVATE: ("run:c1:observation.words/1", "surprise", Sharing.SELF),
        Kind.NOTE: ("run:c1:observation.notes/1", "noticed", Sharing.TO_COACHEE),
    },
    "flows/kept.py:keep_draft": {
        Kind.STEP_DRAFT: ("draft:c1:observation.notes/1", "noticed", Sharing.SELF),
    },
    "flows/kept.py:_keep_earlier": {
        Kind.EARLIER: ("earlier:c1:listening.problem/1", "problem", Sharing.SELF),
    },
    "flows/own_prompts.py:add": {
        Kind.PROMPT: ("weekly-prompt:p1", "1", Sharing.SELF),
    },
    "flows/parking.py:park": {Kind.PARKED: ("parked:c1", "note", Sharing.SELF)},
    "flows/preparing.py:write": {
        Kind.PREWORK: ("prework:w1", "title", Sharing.MEMBERS),
        Kind.PREWORK_ANSWER: ("prework:w1", "answer", Sharing.SELF),
    },
    "flows/proposing.py:write_place": {
        Kind.PLACE: ("run:c1:observation.visit/1", "place", Sharing.MEMBERS),
    },
    "flows/reflecting.py:post": {
        Kind.POSTED: ("posted-reflection:r1", "|", Sharing.SELF),
    },
    "flows/reflecting.py:show": {Kind.SHOWN: ("shown-reflection:r1:p1", "text", Sharing.MEMBERS)},
    "flows/reflecting.py:write": {Kind.REFLECTION: ("reflections:U0MAYA", "|", Sharing.SELF)},
    "flows/replying.py:send": {
        Kind.REPLY: ("reply:c1:grow.reality/1:U0TOMAS", "heard", Sharing.ADDRESSEE),
    },
    "flows/strategies.py:_write": {
        Kind.STRATEGY: ("strategies:U0MAYA", "c1|tried", Sharing.SELF),
        Kind.SHOWN_STRATEGY: ("shown-strategy:p1", "c1|tried", Sharing.MEMBERS),
    },
    "flows/together.py:use_as_goal": {Kind.GOAL: ("goal:g1/1", STATEMENT, Sharing.ON_SHARE)},
    "flows/workshops.py:_write": {Kind.WORKSHOP: ("workshop:w1", "title", Sharing.MEMBERS)},
    "flows/trail.py:note_progress": {Kind.TRAIL: ("goal:g1/trail", "e1", Sharing.ON_SHARE)},
}
"""Every place in flows that writes a piece, and what it is: an export has to know each of them."""

NOBODYS = "nobody is its author"
ROWS: dict[str, set[Kind]] = {
    "of a run, `self`": {Kind.PRIVATE},
    "of a run, `on_share`": {Kind.ANSWER},
    "of a run, `to_coachee`": {Kind.NOTE},
    "of a run, `members`": {Kind.ANSWER},
    "of a run, `together`": {Kind.ANSWER},
    "of a run, `pool`": set(),
    "a guest's answer to their question in a step": {Kind.ANSWER},
    "of a pool before its lock": {Kind.CARD},
    "a version of a text of the group": set(),
    "a reply to a step": {Kind.REPLY},
    "a draft of a step, of a goal": {Kind.STEP_DRAFT, Kind.GOAL_DRAFT},
    "a difficulty that was parked, an answer before it was written anew": {
        Kind.PARKED,
        Kind.EARLIER,
    },
    "where a visit or a talk is": {Kind.PLACE},
    "a goal's part, an entry of its trail": {Kind.GOAL, Kind.TRAIL},
    "pre-work": {Kind.PREWORK},
    "the answer to pre-work's question": {Kind.PREWORK_ANSWER},
    "an item of the agreement": set(),
    "a reflection": {Kind.REFLECTION, Kind.SHOWN},
    "a reflection posted in the channel": {Kind.POSTED},
    "a question for the channel": {Kind.PROMPT},
    "a workshop's words": {Kind.WORKSHOP},
    "pre-work for a workshop or a program": {Kind.GIVEN},
    "the answer to its question": {Kind.PREWORK_ANSWER},
    "a strategy card": {Kind.STRATEGY, Kind.SHOWN_STRATEGY},
    "a copy in the group DM": set(),
    "in no partnership": {Kind.LOG, Kind.OTHER},
}
"""Each row of the gate's table, with the kinds by which its author finds it in what is theirs."""

TOGETHER = {Kind.AGREEMENT, Kind.VERSION}
"""What a group owns together: nobody's own, and told as theirs."""

SAMPLES = {kind: sample for kinds in WRITERS.values() for kind, sample in kinds.items()}


def piece(kind: Kind, number: int = 1, author: MemberId | None = MAYA) -> Piece:
    """A piece of that kind, as its writer writes it."""
    about, key, sharing = SAMPLES[kind]
    return Piece(
        id=PieceId(f"{kind}-{number}"),
        vault=Vault(author, OURS),
        about=about,
        key=key,
        words=f"words of {kind} {number}",
        sharing=sharing,
        shared=False,
        written_at=TUESDAY,
    )


def writing(source: Source) -> Iterator[str]:
    """The functions of this file that make a piece, or give one another subject."""
    for function in ast.walk(source.tree):
        if not isinstance(function, ast.FunctionDef):
            continue
        for node in ast.walk(function):
            match node:
                case ast.Call(func=ast.Name(id="Piece" | "keep_text")):
                    yield f"{source.path}:{function.name}"
                case ast.Call(func=ast.Name(id="replace"), keywords=given) if any(
                    each.arg == "about" and not _of_slip(each.value) for each in given
                ):
                    yield f"{source.path}:{function.name}"
                case _:
                    pass


def _of_slip(value: ast.expr) -> bool:
    """Messages have subjects, too: a constant of the module's own."""
    return isinstance(value, ast.Name) and value.id.isupper()


def test_every_place_that_writes_is_known_to_the_export() -> None:
    """practice INV-17: a new kind of writing names itself here, in flows/authored and in words"""
    named_anew = "flows/own_data.py:_places"  # Read, not written: the words that the gate let by.
    for_all = "flows/written.py:keep_text"  # Whoever calls it writes.
    found = {place for each in sources("flows") for place in writing(each)}

    assert found - {named_anew, for_all} == set(WRITERS)


@pytest.mark.parametrize("kind", sorted(SAMPLES))
def test_each_kind_is_told_from_its_subject(kind: Kind) -> None:
    assert kind_of(piece(kind)) is kind


def test_every_kind_is_written_somewhere() -> None:
    assert set(SAMPLES) | {Kind.OTHER} == set(Kind)


def test_what_has_no_name_yet_is_still_somebodys_writing() -> None:
    unknown = Piece(
        PieceId("1"), Vault(MAYA, None), "song:1", "text", "la", Sharing.SELF, False, TUESDAY
    )

    assert kind_of(unknown) is Kind.OTHER


@pytest.mark.parametrize(
    "writes",
    ["work.pieces.write(Piece(id=1, about='song:1'))", "keep_text(work, vault, 'song:1')"],
)
def test_a_planted_writer_is_found(writes: str) -> None:
    planted = f"def sing(work):\n    {writes}\n"

    assert list(writing(Source("flows/songs.py", planted))) == ["flows/songs.py:sing"]


def test_a_subject_names_its_cycle_and_run() -> None:
    assert about_of("run:c1:observation.notes/1") == ("c1", "observation.notes/1")


def test_every_row_of_the_gate_has_a_kind_by_which_its_author_finds_it() -> None:
    """practice INV-17: a new row of the table is refused here until its author can have it back"""
    assert gate.__doc__
    rows = {
        cells[0]: cells[1]
        for line in gate.__doc__.splitlines()
        if line.startswith("| ") and (cells := [c.strip() for c in line.strip("|").split("|")])
    }
    del rows["piece"]

    assert set(rows) == set(ROWS)
    nobodys = {row for row, author in rows.items() if author == NOBODYS}
    assert {row for row, kinds in ROWS.items() if not kinds} - nobodys == {"a copy in the group DM"}
    assert not [row for row in nobodys if ROWS[row]]
    assert set().union(*ROWS.values()) | TOGETHER == set(Kind)
