"""Suggestions with reasons (practice G2)."""

from dataclasses import fields, replace
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.ids import MemberId
from flows.suggestions import (
    Because,
    Lines,
    Reason,
    Seeker,
    Suggestion,
    Taste,
    allowed,
    score,
    suggest,
)

NOBODY = Lines()


def seeker(name: str, **more: object) -> Seeker:
    return Seeker(MemberId(name), **more)  # type: ignore[arg-type]  # Fields by name.


def pair(manager: str, managed: str) -> tuple[MemberId, MemberId]:
    return MemberId(manager), MemberId(managed)


MAYA = seeker("maya", seeks=frozenset({"questioning"}))
TOMAS = seeker("tomas", seeks=frozenset({"questioning"}))


def test_the_scripts_suggestion_with_its_two_reasons() -> None:
    found = suggest(MAYA, [TOMAS, MAYA], {TOMAS.member: 3}, NOBODY, Random(1))

    assert found == (
        Suggestion(
            TOMAS.member,
            (Because(Reason.BOTH_SEEK, "questioning"), Because(Reason.FREE_TOGETHER, n=3)),
        ),
    )
    assert found[0].because[0].words == "suggest.both_seek"


@pytest.mark.parametrize(
    ("other", "slots", "expected", "reasons"),
    [
        (seeker("x", offers=frozenset({"questioning"})), 0, 3, [Reason.THEY_OFFER]),
        (seeker("x", seeks=frozenset({"labs"})), 0, 3, [Reason.YOU_OFFER]),
        (TOMAS, 0, 2, [Reason.BOTH_SEEK]),
        (seeker("x"), 2, 2, [Reason.FREE_TOGETHER]),
        (seeker("x"), 1, 0, []),
        (seeker("x", subject="maths"), 0, 1, [Reason.SUBJECT]),
        (seeker("x", subject="history"), 0, 0, []),
        (seeker("x", subject="maths", subject_taste=Taste.DIFFERENT), 0, 0, []),
        (seeker("x", phase="junior"), 0, 1, [Reason.PHASE]),
        (seeker("x", subject="maths", phase="junior"), 0, 1, [Reason.SUBJECT, Reason.PHASE]),
        (seeker("x", new=True), 0, 1, [Reason.BOTH_NEW]),
    ],
)
def test_what_speaks_for_two(
    other: Seeker, slots: int, expected: int, reasons: list[Reason]
) -> None:
    me = replace(
        MAYA,
        offers=frozenset({"labs"}),
        subject="maths",
        subject_taste=Taste.SAME,
        phase="senior",
        phase_taste=Taste.DIFFERENT,
        new=True,
    )

    assert score(me, other, slots) == expected
    found = suggest(me, [other], {other.member: slots}, NOBODY, Random(1))
    assert [because.reason for s in found for because in s.because] == reasons


@pytest.mark.parametrize(
    ("me", "other"),
    [
        (MAYA, MAYA),
        (MAYA, replace(TOMAS, listed=False)),
        (MAYA, replace(TOMAS, full=True)),
        (replace(MAYA, full=True), TOMAS),
        (MAYA, replace(TOMAS, away=True)),
        (replace(MAYA, away=True), TOMAS),
        (replace(MAYA, not_with=frozenset({TOMAS.member})), TOMAS),
        (MAYA, replace(TOMAS, not_with=frozenset({MAYA.member}))),
        (replace(MAYA, last_partner=TOMAS.member), TOMAS),
        (MAYA, replace(TOMAS, last_partner=MAYA.member)),
        (replace(MAYA, last_partner=TOMAS.member, again=True), TOMAS),
    ],
)
def test_whom_nobody_is_suggested_to(me: Seeker, other: Seeker) -> None:
    assert not allowed(me, other, NOBODY)
    assert suggest(me, [other], {}, NOBODY, Random(1)) == ()


def test_the_same_two_again_if_both_wish_it() -> None:
    me = replace(MAYA, last_partner=TOMAS.member, again=True)

    assert allowed(me, replace(TOMAS, last_partner=MAYA.member, again=True), NOBODY)


def test_line_management_counts_at_any_level_in_either_direction_and_in_circles() -> None:
    lines = Lines(
        frozenset({pair("head", "lead"), pair("lead", "maya"), pair("a", "b"), pair("b", "a")})
    )

    assert lines.between(MemberId("head"), MemberId("maya"))
    assert lines.between(MemberId("maya"), MemberId("head"))
    assert lines.between(MemberId("a"), MemberId("b"))
    assert not lines.between(MemberId("maya"), MemberId("tomas"))
    assert not allowed(MAYA, replace(TOMAS, member=MemberId("head")), lines)


def test_at_most_three_best_first_and_the_tie_is_chances() -> None:
    others = [replace(TOMAS, member=MemberId(f"m{n}")) for n in range(8)]
    best = replace(TOMAS, member=MemberId("best"), offers=frozenset({"questioning"}))

    drawn = {
        tuple(s.member for s in suggest(MAYA, [*others, best], {}, NOBODY, Random(seed)))
        for seed in range(20)
    }

    assert all(len(members) == 3 and members[0] == "best" for members in drawn)
    assert len(drawn) > 1


def test_no_score_and_no_number_about_a_person_is_shown() -> None:
    assert {f.name for f in fields(Suggestion)} == {"member", "because"}


topics = st.frozensets(st.sampled_from(["a", "b", "c"]))
people = st.builds(
    Seeker,
    st.integers(0, 12).map(lambda n: MemberId(f"m{n}")),
    topics,
    topics,
    new=st.booleans(),
    full=st.booleans(),
    not_with=st.frozensets(st.integers(0, 12).map(lambda n: MemberId(f"m{n}")), max_size=3),
)


@given(people, st.lists(people, max_size=12, unique_by=lambda p: p.member), st.randoms())
def test_only_people_who_may_be_suggested_are_and_never_a_better_one_is_missed(
    me: Seeker, others: list[Seeker], chance: Random
) -> None:
    found = suggest(me, others, {}, NOBODY, chance)

    by_name = {other.member: other for other in others}
    shown = [score(me, by_name[s.member], 0) for s in found]
    open_to = [other for other in others if allowed(me, other, NOBODY)]
    assert all(a >= b for a, b in pairwise(shown))
    assert (
        sorted(shown, reverse=True)
        == sorted((score(me, other, 0) for other in open_to if score(me, other, 0)), reverse=True)[
            :3
        ]
    )
    assert all(s.because for s in found)


@given(people, people, st.integers(0, 5))
def test_what_speaks_for_two_speaks_to_both(one: Seeker, other: Seeker, slots: int) -> None:
    assert score(one, other, slots) == score(other, one, slots)
    if other.listed and one.listed:
        assert allowed(one, other, NOBODY) == allowed(other, one, NOBODY)
