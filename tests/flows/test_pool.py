"""Pooled cards: when they are revealed, and when they never are."""

from datetime import timedelta

from flows import events as ev
from flows.effects import (
    DiscardCards,
    FinishStage,
    Reveal,
)
from flows.ids import RunId
from tests.flows.courses import PEOPLE, begun, cards, run_id, visited

A, B, C, D, E = PEOPLE[:5]


def test_cards_are_revealed_when_all_are_in() -> None:
    course = begun("rounds", 5)
    visited(course, 1, 2)
    cards(course, 1, B, C, D)
    assert course.state("rounds.describe/1") == "open"

    ended = course.tell(ev.Answered(run_id("rounds.describe/1"), E, ("card",)))

    assert ended[:2] == [
        FinishStage(RunId("rounds.describe/1")),
        Reveal(RunId("rounds.describe/1")),
    ]
    assert course.state("rounds.analyse/1") == "locked"


def test_three_authors_are_enough_once_the_cards_are_due() -> None:
    course = begun("rounds", 5)
    visited(course, 1, 2)
    cards(course, 1, B, C, D)
    due = course.run("rounds.describe/1").due_at

    assert due is not None
    assert Reveal(RunId("rounds.describe/1")) in course.until(due)


def test_two_authors_keep_the_pool_open_after_it_is_due() -> None:
    course = begun("rounds", 5)
    visited(course, 1, 2)
    cards(course, 1, B, C)
    course.until(course.now + timedelta(days=20))
    assert course.state("rounds.describe/1") == "open"

    assert Reveal(RunId("rounds.describe/1")) in course.tell(
        ev.Answered(run_id("rounds.describe/1"), D, ("card",))
    )


def test_too_few_authors_never_open_the_pool() -> None:
    course = begun("rounds", 4)
    visited(course, 1, 2)
    cards(course, 1, B, C)

    ended = course.tell(ev.SkippedPart(run_id("rounds.describe/1"), D))

    assert ended[:2] == [
        DiscardCards(RunId("rounds.describe/1")),
        FinishStage(RunId("rounds.describe/1")),
    ]
    assert course.state("rounds.describe/1") == "skipped"
