"""Who plays which role, in every size, turn and repeat."""

import pytest

from flows import events as ev
from flows.roles import Given, given, in_repeat, in_turn
from flows.turns import in_order
from tests.flows.courses import PEOPLE, begun, protocol, visited

A, B, C, D, E = PEOPLE[:5]


@pytest.mark.parametrize(
    ("members", "table"),
    [
        (2, ["predictor clarifier", "questioner summariser"]),
        (3, ["predictor clarifier", "questioner", "summariser"]),
        (4, ["predictor", "questioner", "clarifier", "summariser"]),
        (5, ["predictor", "questioner", "clarifier", "summariser", "connector"]),
        (6, ["predictor", "questioner", "clarifier", "summariser", "connector", "timekeeper"]),
    ],
)
def test_slots_go_round_with_every_part_read(members: int, table: list[str]) -> None:
    """practice B2: member i in segment s holds slot (i+s) mod n."""
    for repeat in range(1, 6):
        casting = in_repeat(protocol("reciprocal"), PEOPLE[:members], repeat)

        for i, member in enumerate(PEOPLE[:members]):
            assert " ".join(casting[member]) == table[(i + repeat - 1) % members]


@pytest.mark.parametrize("members", range(4, 9))
def test_the_convenor_is_the_next_host(members: int) -> None:
    people = PEOPLE[:members]
    for i, host in enumerate(people):
        casting = in_turn(protocol("rounds"), people, host)

        assert casting[host] == ("host",)
        assert casting[people[(i + 1) % members]] == ("observer", "convenor")
        assert sum("observer" in roles for roles in casting.values()) == members - 1


def test_everybody_is_coachee_in_their_own_turn_only() -> None:
    for members in (2, 3):
        for coachee in PEOPLE[:members]:
            casting = in_turn(protocol("observation"), PEOPLE[:members], coachee)
            assert [m for m, roles in casting.items() if "coachee" in roles] == [coachee]


def test_a_role_that_the_group_gives_moves_or_changes_seats() -> None:
    casting = in_turn(protocol("rounds"), PEOPLE[:4], A)

    moved = given(casting, (Given(role="convenor", member=D),), 1)
    changed = given(casting, (Given(role="host", member=C, turn=1),), 1)

    assert moved[B] == ("observer",)
    assert moved[D] == ("observer", "convenor")
    assert changed[C] == ("host",)
    assert changed[A] == ("observer",)
    for gift in (Given(role="host", member=C, turn=2), Given(role="host", member=PEOPLE[7])):
        assert given(casting, (gift,), 1) == casting
    assert given(casting, (Given(role="nurse", member=C),), 1) == casting


def test_a_given_role_changes_who_acts_in_what_is_open() -> None:
    course = begun("rounds", 4)
    visited(course, 1, 2)
    assert course.cycle.roles_of(course.run("rounds.hostnote/1"), A) == ("host",)

    assert course.changes(ev.RoleGiven(A, "host", C, 1))

    assert course.run("rounds.hostnote/1").members == (C,)
    assert not course.changes(ev.RoleGiven(A, "host", C, 1))
    assert not course.changes(ev.RoleGiven(A, "boss", C, 1))
    assert not course.changes(ev.RoleGiven(A, "host", PEOPLE[7], 1))
    assert not course.changes(ev.RoleGiven(A, "host", C, 9))
    assert course.cycle.roles_of(course.run("rounds.hostnote/1"), A) == ()


def test_an_order_begins_with_whoever_goes_first() -> None:
    assert in_order((A, B, C), C) == (C, A, B)


@pytest.mark.parametrize("members", range(3, 7))
def test_whoever_teaches_a_lesson_leads_no_talk_about_it(members: int) -> None:
    """practice B8: the moderator is not the teacher, and all the others watch."""
    people = PEOPLE[:members]
    for teacher in people:
        for second in people:
            gifts = (Given(role="teacher", member=teacher),)
            casting = given(in_repeat(protocol("lesson_study"), people, 1), gifts, None)
            assert casting[teacher] == ("teacher",)
            assert sum("observer" in roles for roles in casting.values()) == members - 1
            for role in ("moderator", "recorder", "second_teacher"):
                assert [m for m, roles in casting.items() if role in roles] != [teacher]
                assert sum(role in roles for roles in casting.values()) == 1
            again = (*gifts, Given(role="second_teacher", member=second))
            later = given(in_repeat(protocol("lesson_study"), people, 1), again, None)
            assert "second_teacher" in later[second]
            assert "moderator" not in later[teacher]
