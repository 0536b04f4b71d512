"""Pooled cards: when they are revealed, and when they never are."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from flows import events as ev
from flows import pool
from flows.effects import (
    DiscardCards,
    FinishStage,
    Reveal,
)
from flows.ids import MemberId, PartnershipId, PieceId, RunId
from flows.pieces import Piece
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


def test_at_the_lock_chance_alone_orders_the_cards(monkeypatch: pytest.MonkeyPatch) -> None:
    """practice INV-14: neither who wrote first nor what they say decides."""

    class Backwards:
        """A chance that turns everything round, and remembers what it was given."""

        def shuffle(self, cards: list[tuple[str, str]]) -> None:
            given.append(list(cards))
            cards.reverse()

    given: list[list[tuple[str, str]]] = []
    kept: list[Piece] = []
    course = begun("rounds", 5)
    describe = course.rules.stage("rounds.describe")
    entries = [
        pool.Entry(
            PieceId(name), MemberId(name), {"card": f"{name} saw it", "card_2": "a hand"}, {}
        )
        for name in "cab"
    ]
    pieces = SimpleNamespace(write=kept.append, destroy=lambda _: None)
    ids = iter("12345678")
    work: Any = SimpleNamespace(chance=Backwards(), pieces=pieces, new_id=lambda: next(ids))
    for way in (entries, entries[::-1]):
        monkeypatch.setattr(pool, "_entries", lambda *_, way=way: way)
        kept.clear()
        ids = iter("12345678")
        pool.lock(work, PartnershipId("p"), course.cycle, run_id("rounds.describe/1"), describe)
        words = [piece.words for piece in kept]
        assert words == [said for _, said in given[-1]][::-1]
        assert sorted(words) == ["a hand"] * 3 + ["a saw it", "b saw it", "c saw it"]
        assert {piece.vault.author for piece in kept} == {None}
        assert {piece.written_at for piece in kept} == {course.cycle.begun_at}

    assert given[0] == given[1], "the order in which they were written is gone before"
