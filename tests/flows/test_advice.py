"""Advice on goals, rule by rule (practice D)."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.advice import PASSED, GoalDraft, Hint, WhenThen, advise, passed
from flows.people import WordPack
from flows.schooldays import ProgramCalendar

EASTER = {date(2026, 3, 30) + timedelta(days=n) for n in range(12)}
CALENDAR = ProgramCalendar(
    covered_until=date(2026, 6, 19),
    holidays=frozenset({date(2026, 3, 17), date(2026, 5, 4), date(2026, 6, 1), *EASTER}),
)
TODAY = date(2026, 3, 3)

SOUND = GoalDraft(
    statement="In 2B, more students give a reason without my asking",
    why="They agree too fast.",
    measure="count reasons for five minutes",
    baseline="two reasons in ten minutes",
    target="five reasons in ten minutes",
    review_on=date(2026, 3, 27),
)


def codes(draft: GoalDraft, today: date = TODAY, protocol: str = "") -> list[str]:
    return [hint.code for hint in advise(draft, CALENDAR, today, protocol=protocol)]


def test_a_sound_goal_gets_no_advice() -> None:
    assert codes(SOUND) == []


def test_a_bare_sentence_is_asked_for_the_rest_field_by_field() -> None:
    hints = advise(GoalDraft("Calm starts"), CALENDAR, TODAY)

    assert [(hint.code, hint.about) for hint in hints] == [
        ("D1", "statement"),
        ("D4", "measure"),
        ("D6", "baseline"),
        ("D12", "why"),
    ]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"statement": "Ask better questions"}, "D1"),
        ({"statement": "Be better at discussion with my class"}, "D2"),
        ({"statement": "Focus on students' reasons"}, "D2"),
        (
            {"statement": "My students listen and ask questions and then write a reason"},
            "D3",
        ),
        ({"statement": "students " * 41}, "D3"),
        ({"measure": "   "}, "D4"),
        ({"measure": "The end-of-term test"}, "D5"),
        ({"measure": "mock exam results in May"}, "D5"),
        ({"baseline": ""}, "D6"),
        ({"target": "all of them"}, "D7"),
        ({"target": "100% hand it in"}, "D7"),
        ({"review_on": date(2026, 3, 9)}, "D8"),
        ({"review_on": date(2026, 6, 10)}, "D8"),
        ({"review_on": date(2026, 4, 2)}, "D8"),
        ({"review_on": date(2026, 4, 4)}, "D8"),
        ({"why": "Tomás should wait longer"}, "D9"),
        ({"why": "My partner really ought to wait"}, "D9"),
        ({"why": "I want my colleague to see it"}, "D9"),
        ({"baseline": "student Aoife Byrne never speaks"}, "D10"),
        ({"baseline": "only student S.M. speaks"}, "D10"),
        ({"baseline": "student SM speaks"}, "D10"),
        ({"when_then": WhenThen(action="wait", group="2B")}, "D11"),
        ({"when_then": WhenThen(cue="I have asked why", action="wait")}, "D11"),
        ({"why": ""}, "D12"),
    ],
)
def test_each_rule_asks_its_question(change: dict[str, object], expected: str) -> None:
    assert codes(replace(SOUND, **change)) == [expected]  # type: ignore[arg-type]  # A table of fields.


@pytest.mark.parametrize(
    "change",
    [
        {"statement": "Develop discussion", "student_change": "students answer each other"},
        {"statement": "Students read and discuss the source"},
        {"statement": "Bread and butter routines in my class"},
        {"measure": "count hands before the test"},
        {"baseline": "", "plan_to_find_out": "my partner counts once"},
        {"review_on": date(2026, 3, 21)},
        {"review_on": None},
        {"why": "Students should speak first"},
        {"why": "Lessons should begin on time"},
        {"why": "because they must wait"},
        {"baseline": "Student A and student B speak"},
        {"baseline": "students with EAL speak"},
        {"when_then": WhenThen("I have asked why", "wait", "2B")},
    ],
)
def test_fair_wording_is_left_alone(change: dict[str, object]) -> None:
    assert codes(replace(SOUND, **change)) == []  # type: ignore[arg-type]  # A table of fields.


def test_a_review_day_in_the_holidays_brings_two_dates_to_choose_between() -> None:
    (hint,) = advise(replace(SOUND, review_on=date(2026, 4, 2)), CALENDAR, TODAY)

    assert hint == Hint("D8", "review_on", between=(date(2026, 3, 10), date(2026, 5, 14)))


def test_near_the_end_of_the_calendar_its_last_school_day_is_the_latest() -> None:
    ends_on_sunday = replace(CALENDAR, covered_until=date(2026, 6, 21))

    (hint,) = advise(replace(SOUND, review_on=date(2026, 6, 22)), ends_on_sunday, date(2026, 6, 1))

    assert hint.between == (date(2026, 6, 8), date(2026, 6, 19))


def test_where_no_calendar_covers_it_no_dates_are_proposed() -> None:
    late = replace(SOUND, review_on=date(2026, 7, 20))

    assert codes(late, today=date(2026, 6, 18)) == []


def test_a_day_that_is_not_ahead_is_the_one_error_and_no_advice() -> None:
    assert passed(date(2026, 3, 2), TODAY)
    assert passed(TODAY, TODAY)
    assert not passed(date(2026, 3, 4), TODAY)
    assert codes(replace(SOUND, review_on=date(2026, 3, 2))) == []


def test_what_works_has_no_baseline_and_no_target() -> None:
    bare = replace(SOUND, baseline="", target="all of them")

    assert codes(bare, protocol="ai") == []
    assert codes(bare) == ["D6", "D7"]


def test_other_workplaces_have_their_own_word_for_whom_it_is_for() -> None:
    calls = replace(SOUND, statement="Customers tell me what they need", measure="")

    school = advise(replace(calls, statement="Customers say it"), CALENDAR, TODAY)
    office = advise(calls, CALENDAR, TODAY, WordPack.WORKPLACE)
    lesson = advise(SOUND, CALENDAR, TODAY, WordPack.WORKPLACE)

    assert [hint.words for hint in school] == ["advice.D1", "advice.D4"]
    assert [hint.words for hint in office] == ["advice.D4"]
    assert [hint.words for hint in lesson] == ["advice.D1"]


def test_every_sentence_stands_in_the_catalogue() -> None:
    words = (Path(__file__).parents[2] / "handlers/words/advice.en.yml").read_text("utf-8")

    assert all(f"\n  D{n}: " in words for n in range(1, 13))
    assert PASSED == "advice.D8_passed"
    assert "\n  D8_passed: " in words


@given(st.dates(min_value=TODAY + timedelta(days=1), max_value=date(2026, 6, 19)))
def test_what_is_proposed_instead_is_never_advised_against(chosen: date) -> None:
    for hint in advise(replace(SOUND, review_on=chosen), CALENDAR, TODAY):
        assert hint.between is not None
        for proposed in hint.between:
            assert codes(replace(SOUND, review_on=proposed)) == []


@given(st.text(max_size=240), st.text(max_size=100))
def test_any_text_is_advised_in_order_and_once(statement: str, target: str) -> None:
    found = codes(replace(SOUND, statement=statement, target=target))

    assert found == sorted(set(found), key=lambda code: int(code[1:]))
