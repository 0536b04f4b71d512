"""The nine short lessons, and before which step each is offered (practice F)."""

from pathlib import Path

import pytest
import yaml

from flows import library
from flows.micro_lessons import BEFORE_AGREEING, LESSONS, NEEDS, Choice, Part, offered_before

WORDS = yaml.safe_load(
    (Path(__file__).parents[2] / "handlers/words/lessons.en.yml").read_text("utf-8")
)["lessons"]


def text(key: str) -> str:
    node = WORDS
    for part in key.split(".")[1:]:
        node = node.get(part, node.get(int(part)) if part.isdigit() else None)
    assert isinstance(node, str)
    return node


def test_every_lesson_has_all_its_words_and_the_catalogue_no_others() -> None:
    assert set(WORDS) == {"choice", *LESSONS}
    for key, lesson in LESSONS.items():
        assert all(
            text(part) for part in (lesson.title, lesson.objective, lesson.question, lesson.answer)
        )
        assert len([text(point) for point in lesson.key_points]) == len(WORDS[key]["points"])


def test_a_lesson_can_be_read_in_three_minutes() -> None:
    for lesson in LESSONS.values():
        parts = (lesson.objective, *lesson.key_points, lesson.question, lesson.answer)
        assert sum(len(text(part).split()) for part in parts) < 200


def test_the_choices_have_their_buttons() -> None:
    assert {text(choice.words) for choice in Choice} == set(WORDS["choice"].values())


@pytest.mark.parametrize(
    ("stage", "part", "expected"),
    [
        ("observation.visit", Part.COACHING, ["M3"]),
        ("observation.visit", Part.COACHED, []),
        ("observation.notes", Part.COACHING, ["M4"]),
        ("observation.words", Part.COACHED, ["M5"]),
        ("observation.debrief", Part.COACHED, ["M9"]),
        ("observation.focus", Part.COACHED, []),
        ("grow.reality", Part.COACHING, ["M1", "M2"]),
        ("reflective.talk", Part.COACHED, ["M1", "M2"]),
        ("rounds.visit", Part.ALL, ["M3"]),
    ],
)
def test_a_lesson_is_offered_to_whoever_needs_it(
    stage: str, part: Part, expected: list[str]
) -> None:
    assert [lesson.key for lesson in offered_before(stage, part)] == expected


def test_a_lesson_is_asked_about_once_for_each_way_of_working() -> None:
    asked = {("grow", "M1")}

    assert [lesson.key for lesson in offered_before("grow.reality", Part.COACHING, asked)] == ["M2"]
    assert len(offered_before("reflective.talk", Part.ALL, asked)) == 2


def test_every_lesson_that_a_shipped_protocol_names_is_offered_before_one_of_its_steps() -> None:
    for protocol in library.shipped().values():
        stages = {f"{protocol.id}.{stage.id}" for stage in protocol.stages}
        mine = [need for need in NEEDS if need.stage.startswith(f"{protocol.id}.")]
        assert {need.stage for need in mine} <= stages
        assert set(protocol.lessons) <= {need.lesson for need in mine}


def test_every_lesson_is_needed_somewhere() -> None:
    assert {need.lesson for need in NEEDS} | {BEFORE_AGREEING} == set(LESSONS)
