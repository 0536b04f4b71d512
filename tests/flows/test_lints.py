"""Advice on feedback: the golden set of practice E1, and what must hold for any text."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.lints import KINDS, LINTS, Advice, FieldKind, kind_of, lint, shown, unquoted
from tests.flows.courses import protocol

GOLDEN = """
N|-|At 10:05 you asked "What makes you say that?" and waited about 4 seconds; 6 hands went up. => -
N|-|Great lesson, really well done! => L1 L5
N|-|You never call on the back row. => L2 L5
N|-|The students were bored during the slides. => L4 L5
N|-|You should use cold call more. => L3 L5
S|-|You could have pairs write first; one option could be two minutes. => -
N|-|You're a natural teacher. => L5 L6
N|-|In my class I let them choose, which works better than other ways. => L5 L7
N|-|Some students were writing at 09:40. => L8
N|-|I liked the starter but the plenary was rushed at 9:55. => L10
N|-|3/5 pairs compared answers before the timer ended. => -
T|-|I'd give that 8/10. => L12
N|-|Student B said "this is boring" and put the pen down at 11:12. => -
Q|-|Did you plan the pause? => L9
Q|-|What were you hoping students would notice in the second example? => -
Q|-|Have you thought of using mini whiteboards? => L9
N|lesson_study|Your second question got 2 answers. => L15
N|ai|At 10:10 three pairs were failing to start. => L14
N|-|Everyone understood the task. => L2 L4 L5
T|-|I want to try your silent first minute on Thursday. => -
"""

ORDER = [rule.code for rule in LINTS] + ["L11"]


@pytest.mark.parametrize("line", GOLDEN.strip().splitlines())
def test_the_golden_set(line: str) -> None:
    where, _, expected = line.partition(" => ")
    kind, protocol, text = where.split("|", maxsplit=2)

    found = {advice.code for advice in lint(text, FieldKind(kind), protocol=protocol)}

    assert found == set(expected.split()) - {"-"}


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("N", "Write to maya@example.org about it; 3 pairs were done.", "L13"),
        ("N", "Ring +353 1 555 0199 22 for the 3 sheets.", "L13"),
        ("Q", "What guides you? Was it planned?", "L9"),
        ("S", "One option could be two minutes, unlike most rooms.", "L7"),
        ("S", "One option could be a score on the board.", "L12"),
        ("T", "If I were you I would wait.", "L3"),
        ("T", "You are such a patient teacher.", "L6"),
        ("N", "5 stars for the opening", "L12"),
        ("N", "The class got a bit distracted at 10:10.", "L4"),
    ],
)
def test_more_that_is_caught(kind: str, text: str, expected: str) -> None:
    assert [advice.code for advice in lint(text, FieldKind(kind))] == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "You said “that was great” and 2 hands went up.",
        "You said 'that was great, I don't mind' and 2 hands went up.",
        "You said ‘that’s great’ and 2 hands went up.",
        "You said «great» and 2 hands went up.",
        "You said „great“ and 2 hands went up.",
    ],
)
def test_quoted_speech_is_evidence_however_it_is_quoted(text: str) -> None:
    assert lint(text, FieldKind.NOTICED) == ()


def test_a_quote_alone_is_evidence_enough() -> None:
    assert lint('Student C asked "why not both?"', FieldKind.NOTICED) == ()


def test_apostrophes_quote_nothing() -> None:
    found = lint("The students' answers were great, weren't they: 3 of them.", FieldKind.NOTICED)

    assert found == (Advice("L1", "great"),)


def test_a_typographic_apostrophe_reads_like_a_plain_one() -> None:
    assert [a.code for a in lint("Don’t forget to wait.", FieldKind.TAKEAWAY)] == ["L3"]


def test_the_caught_word_is_named_as_it_was_written() -> None:
    assert lint("EXCELLENT pace, 4 questions.", FieldKind.NOTICED)[0].word == "EXCELLENT"


def test_a_verdict_from_the_script_brings_two() -> None:
    found = shown(lint("Great questions all lesson.", FieldKind.NOTICED))

    assert [advice.code for advice in found] == ["L1", "L5"]


def test_at_most_two_are_shown_in_the_listed_order() -> None:
    found = lint("Everyone understood the task, 8/10.", FieldKind.NOTICED)

    assert [advice.code for advice in found] == ["L12", "L2", "L4"]
    assert [advice.code for advice in shown(found)] == ["L12", "L2"]


def test_a_long_field_is_asked_what_matters_most() -> None:
    assert lint("hand " * 120, FieldKind.TAKEAWAY) == ()
    assert lint("hand " * 121, FieldKind.TAKEAWAY) == (Advice("L11"),)


@pytest.mark.parametrize(
    ("level", "key"),
    [
        ("", "lint.L3"),
        ("evidence", "lint.L3_evidence"),
        ("evidence_questions", "lint.L3_evidence_questions"),
        ("evidence_questions_suggestions", "lint.L3_evidence_questions_suggestions"),
    ],
)
def test_advice_in_a_note_names_what_was_asked_for(level: str, key: str) -> None:
    (found,) = lint("You should wait 3 s.", FieldKind.NOTICED, level=level)

    assert found.words == key


def test_other_advice_knows_no_level() -> None:
    assert lint("Great: 3 s.", FieldKind.NOTICED, level="evidence")[0].words == "lint.L1"


def test_only_what_the_stage_lists_is_advised() -> None:
    found = lint("You should wait.", FieldKind.NOTICED, among=["L1", "L5"])

    assert [advice.code for advice in found] == ["L5"]


def test_an_empty_field_and_other_languages_get_none() -> None:
    assert lint(" \n", FieldKind.NOTICED) == ()
    assert lint("Great lesson", FieldKind.NOTICED, language="de") == ()


def test_what_works_and_our_lesson_belong_to_their_ways_of_working() -> None:
    assert lint("The gap is my own.", FieldKind.TAKEAWAY) == ()
    assert [a.code for a in lint("The gap is my own.", FieldKind.TAKEAWAY, protocol="ai")] == [
        "L14"
    ]
    assert [a.code for a in lint("You wrote 3.", FieldKind.NOTICED, protocol="rounds")] == ["L15"]
    assert lint("You wrote 3.", FieldKind.TAKEAWAY, protocol="rounds") == ()


def test_every_sentence_stands_in_the_catalogue() -> None:
    words = (Path(__file__).parents[2] / "handlers/words/advice.en.yml").read_text("utf-8")

    assert all(f"\n  {code}: " in words for code in ORDER)


def test_prompts_for_evidence_questions_and_own_room_are_told_apart() -> None:
    assert KINDS["noticed"] is KINDS["saw"] is FieldKind.NOTICED
    assert KINDS["question"] is FieldKind.QUESTION
    assert KINDS["takeaway"] is KINDS["appreciated"] is FieldKind.TAKEAWAY
    assert "reply" not in KINDS


ADVISED = [
    ("ai", "define", "more", "Attendance is a problem", ["L14"]),
    ("ai", "discover", "story", "They were failing before", ["L14"]),
    ("ai", "discover", "story", 'He said "it is a problem"', []),
    ("ai", "discover", "themes", "They were failing before", None),
    ("ai", "dream", "day", "No gap any more", ["L14"]),
    ("ai", "dream", "day", "Great lessons", []),
    ("ai", "deliver", "start", "I will fix the starter", ["L14"]),
    ("ai", "celebrate", "moment", "Nobody struggled", ["L14"]),
    ("rounds", "visit", "notes", "At 09:04 you spoke for 3 minutes", ["L15"]),
    ("rounds", "describe", "card", "Great talk at 09:04", ["L1"]),
    ("rounds", "analyse", "pattern", "Where you ask, students look at you", ["L15"]),
    ("rounds", "analyse", "cluster", "The good starts", ["L1"]),
    ("rounds", "predict", "learn", "They would do what you did", ["L15"]),
    ("rounds", "nextwork", "week", "Great, you write first", []),
    ("lesson_study", "teach", "case", "10:05 your question got 2 answers", ["L15"]),
    ("lesson_study", "discuss", "lesson", "Your second question held B back", ["L15"]),
    ("lesson_study", "discuss", "whole", "A good start", ["L1"]),
    ("lesson_study", "revise", "change", "Your start becomes two strips", []),
    ("observation", "notes", "added", "Great!", None),
    ("observation", "notes", "takeaway", "You should write", ["L3"]),
    ("reflective", "sense", "learned", "I was a bad listener", []),
]


@pytest.mark.parametrize(("way", "step", "key", "text", "codes"), ADVISED)
def test_what_each_step_advises_on(
    way: str, step: str, key: str, text: str, codes: list[str] | None
) -> None:
    """practice B3, B6, B8: one's own words alone, in the steps that look for it."""
    stage = protocol(way).stage(step)
    prompt = stage.prompt(key) if stage else None
    assert stage is not None
    assert prompt is not None
    kind = kind_of(prompt)

    if codes is None:
        assert kind is None
        return
    assert kind is not None
    found = lint(text, kind, protocol=way, among=stage.lints) if stage.lints else ()
    assert [advice.code for advice in found] == codes


@given(st.text(max_size=300), st.sampled_from(FieldKind), st.sampled_from(["", "ai", "rounds"]))
def test_any_text_is_advised_once_a_rule_and_in_order(
    text: str, kind: FieldKind, protocol: str
) -> None:
    codes = [advice.code for advice in lint(text, kind, protocol=protocol)]

    assert codes == sorted(set(codes), key=ORDER.index)
    assert len(shown(lint(text, kind, protocol=protocol))) <= 2


@given(st.text(alphabet=st.characters(exclude_characters="\"“”„«»‘’'\n"), min_size=1))
def test_no_word_inside_quotes_is_read(inner: str) -> None:
    assert unquoted(f'You said "{inner}" twice') == 'You said "" twice'
    assert unquoted(f"You said “{inner}” twice") == 'You said "" twice'
    assert unquoted(inner) == inner
