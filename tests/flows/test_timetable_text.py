"""The short form of a timetable: forgiving in how it is written, strict in what is meant."""

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.timetable import Lesson
from flows.timetable_text import Doubt, Entered, read, written

LESSON = Lesson(0, time(9, 0), time(9, 45), "2B", "14")


@pytest.mark.parametrize(
    "line",
    [
        "Mon 09:00-09:45 2B room 14",
        "monday 9.00–9.45 2B, Room 14",
        "MON: 0900 - 0945 2B rm 14",
        "Mon. 9:00 to 9:45 2B (room 14)",
        "Mondays 9h00-9h45 2B @14",
        "• Mon, 9:00am-9:45am, 2B, in room 14",
        "Mon 9-9:45 2B @ room 14",
        "- Mon 09:00 until 09:45 - 2B - room 14",
    ],
)
def test_one_lesson_in_many_hands(line: str) -> None:
    assert read(line) == Entered((LESSON,))


def test_class_and_room_may_be_left_out() -> None:
    assert read("Tue 13:00-13:40").lessons == (Lesson(1, time(13), time(13, 40)),)
    assert read("Tue 13:00-13:40 room 3").lessons == (Lesson(1, time(13), time(13, 40), "", "3"),)
    assert read("Tue 13:00-13:40 5A maths").lessons[0].group == "5A maths"


def test_a_day_holds_until_the_next_and_several_days_share_a_line() -> None:
    monday = "Mon:\n 09:00-09:45 2B\n 10:00-10:45 3A; 11:00-11:45 1C\n\n"
    text = f"{monday}Tue & Thu 9-10 2B\nWed, Fri 1:30pm-2:15pm"

    assert [(lesson.weekday, lesson.start.hour) for lesson in read(text).lessons] == [
        (0, 9),
        (0, 10),
        (0, 11),
        (1, 9),
        (2, 13),
        (3, 9),
        (4, 13),
    ]


@pytest.mark.parametrize(
    ("line", "doubt"),
    [
        ("09:00-09:45 2B", Doubt.DAY),
        ("2B every morning", Doubt.TIME),
        ("Mon 2B 09:00-09:45", Doubt.TIME),
        ("Mon 09:00", Doubt.TIME),
        ("Mon 09:70-10:00", Doubt.TIME),
        ("Mon 25:00-26:00", Doubt.TIME),
        ("Mon 13:00pm-14:00pm", Doubt.TIME),
        ("Mon 1:30-2:15 2B", Doubt.HALF_OF_DAY),
        ("Mon 11:30-1:15 2B", Doubt.HALF_OF_DAY),
        ("Mon 1:30-2:15pm 2B", Doubt.HALF_OF_DAY),
        ("Mon 21:30-22:15 2B", Doubt.HALF_OF_DAY),
        ("Mon 10:00-09:15 2B", Doubt.LENGTH),
        ("Mon 09:00-09:03 2B", Doubt.LENGTH),
        ("Mon 09:00-14:00 2B", Doubt.LENGTH),
        ("Mon 09:00-09:45 2B 10:00-10:45 3A", Doubt.SECOND_TIME),
        ("Mon 09:00-09:45 2B Tue", Doubt.SECOND_TIME),
        ("Mon 09:00-09:45 " + "x" * 41, Doubt.NAME),
        ("Mon 09:00-09:45 2B room " + "x" * 41, Doubt.NAME),
    ],
)
def test_what_could_mean_two_things_is_asked_about(line: str, doubt: Doubt) -> None:
    (unclear,) = read(f"Fri 09:00-09:45\n{line}" if doubt is not Doubt.DAY else line).unclear

    assert (unclear.doubt, unclear.text) == (doubt, line)
    assert unclear.doubt.words == f"timetable.doubt.{doubt}"


def test_two_lessons_at_once_are_asked_about_and_nothing_is_entered() -> None:
    entered = read("Mon 09:00-09:45 2B\nMon Tue 09:40-10:20 3A\nMon 10:20-11:00 3A")

    assert entered.lessons == ()
    assert [(u.line, u.doubt) for u in entered.unclear] == [(2, Doubt.OVERLAP)]


names = st.text(alphabet="ABCxyz123", max_size=8)


@given(
    st.lists(
        st.builds(
            lambda day, hour, length, group, room: Lesson(
                day, time(hour), time(hour, length), group, room
            ),
            st.integers(0, 6),
            st.integers(6, 21),
            st.integers(5, 59),
            names,
            names,
        ),
        unique_by=lambda lesson: (lesson.weekday, lesson.start),
    )
)
def test_what_was_written_is_read_again(lessons: list[Lesson]) -> None:
    assert read(written(lessons)) == Entered(tuple(sorted(lessons)))


@given(st.text(alphabet="MonTue 0123456789:-,;\n2Broom", max_size=80))
def test_any_text_is_read_or_asked_about(text: str) -> None:
    entered = read(text)

    assert not (entered.lessons and entered.unclear)
    assert all(lesson.start < lesson.end for lesson in entered.lessons)
