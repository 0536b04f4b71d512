"""Pre-work: what may be added, how much is much, and what a partner sees (practice C)."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.ids import MemberId
from flows.prework import (
    Fault,
    Item,
    ItemKind,
    Load,
    Mark,
    Retrieval,
    Seen,
    after_session,
    faults,
    load,
    may_replace,
    ready,
    seen,
    ten_minute_start,
)
from tests.flows.nudged import TOMAS, at

READING = Item(
    title="Time to think",
    kind=ItemKind.READING,
    address="https://example.org/wait-time.pdf",
    minutes=8,
    why="It is what we look at on Thursday.",
)


def test_a_sound_item_has_no_fault() -> None:
    question = Retrieval("What did longer pauses change?", "Longer answers, and more of them.")

    assert faults(replace(READING, retrieval=question, other_copy="https://example.org/a")) == ()


@pytest.mark.parametrize(
    ("kind", "address"),
    [
        (ItemKind.LINK, "https://example.org"),
        (ItemKind.LINK, "https://example.org:8443/a/b?c=d#e"),
        (ItemKind.VIDEO, "https://video.example.org/watch?v=abc"),
        (ItemKind.MICRO_LESSON, "M3"),
        (ItemKind.MOODLE_COURSE, "https://moodle.example.org/course/view.php?id=12"),
        (ItemKind.MOODLE_COURSE, "https://example.org/moodle/course/view.php?section=2&id=12"),
        (ItemKind.MOODLE_ACTIVITY, "https://moodle.example.org/mod/quiz/view.php?id=7"),
        (ItemKind.MOODLE_ACTIVITY, "https://moodle.example.org/mod/h5p_2/view.php?id=7&x=1"),
    ],
)
def test_addresses_that_look_right(kind: ItemKind, address: str) -> None:
    assert faults(replace(READING, kind=kind, address=address)) == ()


@pytest.mark.parametrize(
    ("kind", "address", "fault"),
    [
        (ItemKind.LINK, "http://example.org", Fault.ADDRESS),
        (ItemKind.LINK, "example.org/a", Fault.ADDRESS),
        (ItemKind.LINK, "https://localhost/a", Fault.ADDRESS),
        (ItemKind.LINK, "https://user:word@example.org/a", Fault.ADDRESS),
        (ItemKind.LINK, "https://example.org/a b", Fault.ADDRESS),
        (ItemKind.LINK, "https://example.org/<a>", Fault.ADDRESS),
        (ItemKind.LINK, "javascript:alert(1)", Fault.ADDRESS),
        (ItemKind.MICRO_LESSON, "M0", Fault.LESSON),
        (ItemKind.MOODLE_COURSE, "https://moodle.example.org/course/view.php", Fault.MOODLE),
        (ItemKind.MOODLE_COURSE, "https://moodle.example.org/course/view.php?id=x", Fault.MOODLE),
        (ItemKind.MOODLE_COURSE, "https://moodle.example.org/mod/quiz/view.php?id=7", Fault.MOODLE),
        (ItemKind.MOODLE_COURSE, "https://moodle.example.org?id=7", Fault.MOODLE),
        (
            ItemKind.MOODLE_ACTIVITY,
            "https://moodle.example.org/mod/Quiz/view.php?id=7",
            Fault.MOODLE,
        ),
        (
            ItemKind.MOODLE_ACTIVITY,
            "https://moodle.example.org/mod/quiz/view.php?cmid=7",
            Fault.MOODLE,
        ),
        (ItemKind.MOODLE_ACTIVITY, "moodle", Fault.MOODLE),
    ],
)
def test_addresses_that_do_not(kind: ItemKind, address: str, fault: Fault) -> None:
    assert faults(replace(READING, kind=kind, address=address)) == (fault,)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"title": " "}, Fault.TITLE),
        ({"title": "x" * 81}, Fault.TITLE),
        ({"why": ""}, Fault.WHY),
        ({"why": "x" * 141}, Fault.WHY),
        ({"minutes": 0}, Fault.MINUTES),
        ({"minutes": 41}, Fault.MINUTES),
        ({"other_copy": "a printed copy"}, Fault.COPY),
        ({"start_second": 5}, Fault.SECONDS),
        ({"kind": ItemKind.VIDEO, "start_second": 90, "end_second": 60}, Fault.SECONDS),
        ({"kind": ItemKind.VIDEO, "start_second": -1}, Fault.SECONDS),
        ({"kind": ItemKind.VIDEO, "end_second": 0}, Fault.SECONDS),
        ({"retrieval": Retrieval("What?", " ")}, Fault.QUESTION),
        ({"retrieval": Retrieval("Which?", "B", ("A",))}, Fault.CHOICES),
        ({"retrieval": Retrieval("Which?", "B", ("A", "A"))}, Fault.CHOICES),
        ({"retrieval": Retrieval("Which?", "B", ("A", "x" * 76))}, Fault.CHOICES),
        ({"retrieval": Retrieval("Which?", "B", tuple("ABCDEFGHI"))}, Fault.CHOICES),
    ],
)
def test_what_keeps_an_item_from_being_saved(change: dict[str, object], fault: Fault) -> None:
    found = faults(replace(READING, **change))  # type: ignore[arg-type]  # A table of fields.

    assert found == (fault,)
    assert fault.words == f"prework.fault.{fault}"


def test_part_of_a_video_is_fine() -> None:
    video = replace(READING, kind=ItemKind.VIDEO, start_second=60, end_second=120)

    assert faults(video) == ()
    assert faults(replace(video, start_second=None)) == ()
    assert faults(replace(video, end_second=None)) == ()


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [
        ([8], (Load.FINE, 8)),
        ([10, 15], (Load.FINE, 25)),
        ([10, 16], (Load.MUCH, 26)),
        ([20, 20], (Load.MUCH, 40)),
        ([20, 21], (Load.TOO_MUCH, 41)),
    ],
)
def test_how_much_is_much(minutes: list[int], expected: tuple[Load, int]) -> None:
    assert load(replace(READING, minutes=n) for n in minutes) == expected


def test_what_is_optional_is_advised_about_and_allowed() -> None:
    items = [replace(READING, minutes=30), replace(READING, minutes=30, optional=True)]

    assert load(items) == (Load.MUCH, 60)
    assert Load.MUCH.words == "prework.load.much"


def test_a_released_item_stands_from_the_school_day_before() -> None:
    start, released = at("03-18 13:00"), at("03-10 15:45")  # Tuesday the 17th is a holiday.

    assert may_replace(TOMAS, released, start, at("03-10 12:00"))
    assert may_replace(TOMAS, released, start, at("03-13 12:00"))
    assert not may_replace(TOMAS, released, start, at("03-16 08:00"))
    assert may_replace(TOMAS, at("03-18 15:45"), start, at("03-18 12:00"))


def test_a_partner_sees_done_part_or_not_yet() -> None:
    assert [seen(mark) for mark in Mark] == [
        Seen.NOT_YET,
        Seen.PART,
        Seen.DONE,
        Seen.NOT_YET,
        Seen.NOT_YET,
    ]


def test_what_a_partner_sees_has_its_word() -> None:
    assert {shown.words for shown in Seen} == {f"prework.seen.{shown}" for shown in Seen}


def test_after_the_session_nobody_is_behind() -> None:
    assert after_session(Mark.TODO) is Mark.CLOSED
    assert after_session(Mark.PART) is Mark.PART


MAYA, TOM, AOIFE = (MemberId(name) for name in ("maya", "tomas", "aoife"))


def test_who_is_ready_is_a_number_and_the_start_names_nobody() -> None:
    both = {MAYA: [Mark.DONE], TOM: [Mark.DONE, Mark.DONE]}
    one = {MAYA: [Mark.DONE], TOM: [Mark.DONE, Mark.PART], AOIFE: [Mark.NOT_THIS_TIME]}

    assert (ready(both), ten_minute_start(both)) == (2, False)
    assert (ready(one), ten_minute_start(one)) == (1, True)
    assert not ten_minute_start({})


@given(st.text(max_size=60))
def test_nothing_but_https_is_ever_an_address(text: str) -> None:
    if not faults(replace(READING, address=text)):
        assert text.strip().lower().startswith("https://")
