"""A topic that says what is wrong, turned by rule to what is wanted."""

import pytest

from flows.at_its_best import Turned, at_its_best, turned
from tests.flows.courses import protocol

DEFINE = protocol("ai").stage("define")


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("Attendance is a problem", "Attendance at its best"),
        ("Homework is often missing.", "Homework at its best"),
        ("Group talks are really weak", "Group talks at their best"),
        ("that  our feedback is a big issue here", "our feedback at its best"),
        ("We struggle with noise", ""),
        ("More of them answer each other", ""),
        ("", ""),
    ],
)
def test_what_is_a_problem_has_a_best(text: str, instead: str) -> None:
    assert at_its_best(text) == instead


def test_only_deficit_wording_is_turned_and_only_where_the_step_looks_for_it() -> None:
    """practice B3, L14"""
    assert DEFINE is not None
    dream = protocol("ai").stage("celebrate")
    assert dream is not None

    def of(**entered: str) -> Turned | None:
        return turned(DEFINE, entered, "ai", "en")

    assert of(more="Attendance is a problem") == Turned("problem", "Attendance at its best")
    assert of(more="Talk", topic="We struggle with noise") == Turned("struggle", "")
    assert of(more="When they answer each other", nothing="a problem") is None
    assert turned(DEFINE, {"more": "Attendance is a problem"}, "ai", "de") is None
    assert turned(DEFINE, {"more": 'He said "it is a problem"'}, "ai", "en") is None
    plain = DEFINE.model_copy(update={"lints": ()})
    assert turned(plain, {"more": "Attendance is a problem"}, "ai", "en") is None
