"""Who may read what, one table for each sharing rule of practice A3."""

import pytest

from flows import events as ev
from flows.ids import MemberId
from flows.sharing import may_open_notes, may_read, pool_is_open
from tests.flows.courses import MAYA, PEOPLE, TOMAS, Course, agree, begun, cards, run_id
from tests.flows.courses import visited as round_visited
from tests.flows.test_observation import CHECK, NOTES, SPARK, VISIT, WORDS, noted, visited

A, B, C, D = PEOPLE[:4]
STRANGER = PEOPLE[7]


def readers(course: Course, run: str, author: MemberId, key: str) -> set[MemberId]:
    found = course.run(run)
    return {
        reader
        for reader in (*course.cycle.members, STRANGER)
        if may_read(course.rules, course.cycle, found, author=author, reader=reader, key=key)
    }


def test_sentences_are_hidden_from_all_others_until_every_member_is_in() -> None:
    course = Course()
    course.tell(ev.Answered(SPARK, MAYA, ("why",)))
    assert readers(course, SPARK, MAYA, "why") == {MAYA}

    course.tell(ev.Answered(SPARK, TOMAS, ("why",)))
    assert readers(course, SPARK, MAYA, "why") == {MAYA, TOMAS}
    assert readers(course, SPARK, MAYA, "back") == set()


def test_a_sentence_alone_is_shown_by_its_author_s_choice_only() -> None:
    course = Course()
    course.tell(ev.Answered(SPARK, MAYA, ("why",)))
    course.until("03-07 12:00")
    assert readers(course, SPARK, MAYA, "why") == {MAYA}

    course.tell(ev.Shared(SPARK, MAYA, ("why",)))
    assert readers(course, SPARK, MAYA, "why") == {MAYA, TOMAS}
    course.tell(ev.SkippedPart(SPARK, MAYA))
    assert readers(course, SPARK, MAYA, "why") == {MAYA}


def test_own_words_are_nobody_else_s() -> None:
    course = noted(visited())

    assert readers(course, WORDS, MAYA, "stood") == {MAYA}
    assert not course.changes(ev.Shared(WORDS, MAYA, ("stood",)))


def test_notes_reach_the_coachee_by_release_and_after_own_words() -> None:
    course = visited()
    course.tell(ev.Answered(VISIT, TOMAS, ("saw", "students")))
    course.tell(ev.Answered(NOTES, TOMAS, ("noticed", "question", "takeaway")))
    assert readers(course, NOTES, TOMAS, "noticed") == {TOMAS}

    course.tell(ev.Released(NOTES, TOMAS))
    assert not may_open_notes(course.rules, course.cycle, course.run(NOTES))
    assert readers(course, NOTES, TOMAS, "noticed") == {TOMAS}
    assert readers(course, VISIT, TOMAS, "saw") == {TOMAS}

    course.tell(ev.Answered(WORDS, MAYA, ("stood",)))
    assert readers(course, NOTES, TOMAS, "noticed") == {TOMAS, MAYA}
    assert readers(course, VISIT, TOMAS, "saw") == {TOMAS, MAYA}


def test_answers_are_shared_one_by_one() -> None:
    course = noted(visited())
    step = run_id("observation.step/1")
    course.tell(ev.Answered(step, MAYA, ("step", "when", "reply")))
    assert readers(course, step, MAYA, "step") == {MAYA}

    assert course.changes(ev.Shared(step, MAYA, ("step", "look")))
    assert readers(course, step, MAYA, "step") == {MAYA, TOMAS}
    assert readers(course, step, MAYA, "reply") == {MAYA}
    assert not course.changes(ev.Shared(CHECK, TOMAS, ("did",)))


def test_pooled_cards_have_no_reader_by_author_even_after_the_lock() -> None:
    """practice INV-14: not even that somebody answered which question is known beside the entry"""
    course = begun("rounds", 4)
    round_visited(course, 1, 2)
    cards(course, 1, B, C)
    describe = "rounds.describe/1"
    assert readers(course, describe, B, "card") == set()
    assert {part.keys for part in course.run(describe).parts} == {()}, "nor which questions"
    assert not pool_is_open(course.cycle, course.run(describe), A)

    cards(course, 1, D)
    assert readers(course, describe, B, "card") == set()
    assert {part.keys for part in course.run(describe).parts} == {()}
    assert pool_is_open(course.cycle, course.run(describe), A)
    assert not pool_is_open(course.cycle, course.run(describe), STRANGER)


def test_what_is_for_members_may_wait_for_a_later_step() -> None:
    course = everything()
    will = "everything.will/1"
    course.tell(ev.Answered(run_id(will), A, ("pick",)))
    assert readers(course, will, A, "pick") == {A}
    course.tell(ev.SkippedPart(run_id(will), B))
    for run in ("will/2", "sitting/1"):
        for member in (A, B):
            course.tell(ev.SkippedPart(run_id(f"everything.{run}"), member))

    course.until("05-01 12:00")

    assert course.state("everything.review/1") == "open"
    assert readers(course, will, A, "pick") == {A, B}


@pytest.mark.parametrize(("yes", "sees"), [((A,), False), ((A, B), True)])
def test_a_guest_sees_the_plan_after_every_yes(yes: tuple[MemberId, ...], sees: bool) -> None:
    course = begun("everything", 2)
    theme = run_id("everything.theme/1")
    course.tell(ev.Answered(theme, A, ("theme",)))
    agree(course, theme)
    for member in yes:
        course.tell(ev.GuestInvited(STRANGER, member, frozenset({"everything.theme"})))

    assert readers(course, theme, A, "theme") == ({A, B, STRANGER} if sees else {A, B})
    assert pool_is_open(course.cycle, course.run(theme), STRANGER) is False
    assert STRANGER not in readers(course, SPARK, A, "why")


def test_a_protocol_without_first_words_opens_notes_at_once() -> None:
    course = begun("everything", 2)

    assert may_open_notes(course.rules, course.cycle, course.run("everything.theme/1"))


def test_other_steps_than_notes_have_no_embargo() -> None:
    course = visited()

    assert may_open_notes(course.rules, course.cycle, course.run(VISIT))


def test_who_took_no_part_wrote_nothing() -> None:
    course = visited()

    assert readers(course, NOTES, MAYA, "noticed") == set()


def everything() -> Course:
    """Two people with their options held, at the step that both write in."""
    course = begun("everything", 2)
    agree(course, run_id("everything.theme/1"))
    for number, member in ((1, A), (2, B)):
        course.tell(ev.Answered(run_id(f"everything.goal/{number}"), member, ("want",)))
    for number, member in ((1, A), (2, B)):
        course.tell(ev.Answered(run_id(f"everything.reality/{number}"), member, ("now",)))
    for number, member in ((1, A), (2, B)):
        course.tell(ev.Held(run_id(f"everything.options/{number}"), member))
    return course
