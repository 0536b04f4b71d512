"""Whoever is visited chooses how they are there when the others talk (practice B6)."""

import pytest

from flows import events as ev
from tests.flows.courses import Course, agree, begun, cards, run_id, visited

SITTING = ("analyse", "predict", "nextwork")


def talked(presence: str, until: str) -> Course:
    """Five colleagues with their cards, up to that step of the talk; the host chose their part."""
    course = begun("rounds", 5)
    host, *others = course.cycle.members
    course.until("03-05 10:00")
    agree(course, run_id("rounds.problem/1"))
    course.until("03-06 10:00")
    prepare = run_id("rounds.prepare/1")
    course.tell(ev.Answered(prepare, host, (), (("host_presence", presence),)))
    visited(course, 1, 2)
    cards(course, 1, *others)
    course.tell(ev.SkippedPart(run_id("rounds.hostnote/1"), host))
    course.until("03-16 10:00")
    for step in SITTING[: SITTING.index(until)]:
        course.tell(ev.Held(run_id(f"rounds.{step}/1"), others[0]))
    return course


@pytest.mark.parametrize(
    ("presence", "step", "there", "listens"),
    [
        ("listening", "analyse", True, True),
        ("listening", "predict", True, True),
        ("listening", "nextwork", True, False),
        ("joins_at_nextwork", "analyse", False, False),
        ("joins_at_nextwork", "predict", False, False),
        ("joins_at_nextwork", "nextwork", True, False),
        ("absent", "analyse", False, False),
        ("absent", "predict", False, False),
        ("absent", "nextwork", False, False),
    ],
)
def test_the_host_is_there_as_they_chose(
    presence: str, step: str, there: bool, listens: bool
) -> None:
    course = talked(presence, step)
    host, talk = course.cycle.members[0], course.run(f"rounds.{step}/1")

    assert talk.active
    assert (host in talk.members) is there
    assert (host in course.rules.listening(course.cycle, talk)) is listens
    assert (host in course.rules.away(course.cycle, talk)) is not there
    before = course.cycle
    course.tell(ev.Held(talk.id, host))
    assert (course.cycle is not before) is there, "who is not there marks nothing as held"


def test_nobody_else_stays_away_and_elsewhere_nobody_chooses() -> None:
    course = talked("absent", "analyse")
    host, *others = course.cycle.members

    assert set(course.run("rounds.analyse/1").members) == set(others)
    for step in ("problem", "visit", "describe"):
        run = course.run(f"rounds.{step}/1")
        assert course.rules.listening(course.cycle, run) == ()
        assert course.rules.away(course.cycle, run) == ()
    course.tell(ev.Held(run_id("rounds.analyse/1"), others[0]))
    for step in ("predict", "nextwork"):
        course.tell(ev.Held(run_id(f"rounds.{step}/1"), others[0]))
    course.until("03-18 10:00")
    assert host in course.run("rounds.commit/1").members, "everybody commits, the host as well"


def test_each_step_of_the_talk_waits_for_the_one_before() -> None:
    """practice B6: description, analysis, prediction, next level of work."""
    course = begun("rounds", 5)
    host, *others = course.cycle.members
    course.until("03-05 10:00")
    visited(course, 1, 2)
    cards(course, 1, *others[:2])

    for ahead in SITTING:
        for what in (ev.StartedNow, ev.Held):
            assert not course.changes(what(run_id(f"rounds.{ahead}/1"), host))
    cards(course, 1, *others[2:])
    course.tell(ev.SkippedPart(run_id("rounds.hostnote/1"), host))
    course.until("03-16 10:00")
    for number, step in enumerate(SITTING):
        states = [course.state(f"rounds.{each}/1") for each in SITTING]
        assert states == ["done"] * number + ["open"] + ["locked"] * (2 - number)
        for ahead in SITTING[number + 1 :]:
            assert not course.changes(ev.Held(run_id(f"rounds.{ahead}/1"), others[0]))
        course.tell(ev.Held(run_id(f"rounds.{step}/1"), others[0]))
