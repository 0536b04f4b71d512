"""The forms of one item of pre-work and what is read from them, wherever the item goes."""

from dataclasses import replace
from typing import Any

import pytest

from flows.prework import Fault, Item, ItemKind, Retrieval, faults, too_long
from handlers import ids, item_answers
from handlers.payloads import Amiss, Answers
from handlers.views import item_form
from handlers.words import say
from tests.handlers.workspace import Json, Workspace, filled
from tests.staffroom import MAYA

VIDEO = Item(
    title="Wait time in a chemistry lesson",
    kind=ItemKind.VIDEO,
    address="https://example.org/wait-time",
    minutes=12,
    why="Her pauses are long",
    optional=True,
    other_copy="https://example.org/wait-time.pdf",
    start_second=90,
    end_second=3_725,
    before="How long does she wait?",
    retrieval=Retrieval("How long?", "Three seconds.", ("One", "Three"), "Count along."),
    bring="One question",
)
ROLES = [("coachee", "you"), ("observer", "visitor")]


def first(entered: dict[str, str] | None = None) -> Json:
    return item_form.essentials(
        "any_form", "Add it", "Add", key="k1", locale="en", entered=entered, program="P1"
    )


def answers(view: Json, **given: Any) -> Answers:
    return Answers(filled(view["blocks"], **given))


def menu(view: Json) -> Json:
    found: Json = next(b["element"] for b in view["blocks"] if b.get("block_id") == "kind")
    assert found["action_id"] == ids.ITEM_KIND
    return found


def inputs(view: Json) -> list[str]:
    return [b["block_id"] for b in view["blocks"] if b["type"] == "input"]


def test_an_item_comes_out_of_its_forms_as_it_went_in() -> None:
    known = item_form.entered(VIDEO)
    asked = item_form.question("f", "Q", "Save", key="k", locale="en", entered=known)
    rest = item_form.more(
        "f", "M", "Save", key="k", locale="en", kind=VIDEO.kind, roles=ROLES, entered=known
    )

    item = item_answers.read(answers(first(known), optional=["yes"]))
    item = item_answers.with_question(answers(asked), item)
    item = item_answers.with_more(answers(rest, roles=[]), item, ["coachee", "observer"])

    assert item == VIDEO
    assert faults(item) == ()
    assert max(len(inputs(view)) for view in (first(known), asked, rest)) <= 6


def test_the_first_form_asks_for_six_things_at_the_most_and_remembers_where_it_came_from() -> None:
    form = first()

    assert inputs(form) == ["kind", "title", "address", "minutes", "why", "optional"]
    assert '"program":"P1"' in form["private_metadata"]
    assert form["callback_id"] == "any_form"


@pytest.mark.parametrize("kind", ItemKind)
def test_each_kind_is_read_as_it_was_picked(kind: ItemKind) -> None:
    form = first({"kind": kind.value, "lesson": "M3"})
    given = {"why": "Because"} if kind is ItemKind.MICRO_LESSON else {"title": "A", "minutes": "9"}

    item = item_answers.read(answers(form, **given))

    assert item.kind is kind
    lesson = kind is ItemKind.MICRO_LESSON
    assert (item.address, item.minutes) == (("M3", 3) if lesson else ("", 9))
    assert faults(replace(item, address="M3", why="x", kind=ItemKind.MICRO_LESSON)) == ()


def test_what_is_changed_keeps_the_rest() -> None:
    known = item_form.entered(VIDEO)
    form = first(known)

    same = item_answers.read(answers(form, optional=["yes"]), VIDEO)
    other = item_answers.read(answers(form, kind="reading"), VIDEO)
    lesson = item_answers.read(
        answers(first({**known, "kind": "micro_lesson"}), lesson="M1"), VIDEO
    )

    assert same == VIDEO
    assert other == replace(
        VIDEO, kind=ItemKind.READING, optional=False, start_second=None, end_second=None
    )
    assert (lesson.address, lesson.other_copy, lesson.retrieval) == ("M1", "", VIDEO.retrieval)


def test_a_question_left_empty_is_none_and_half_of_one_is_a_doubt() -> None:
    form = item_form.question("f", "Q", "Save", key="k", locale="en")

    none = item_answers.with_question(answers(form), VIDEO)
    half = item_answers.with_question(answers(form, question="How long?"), VIDEO)
    few = item_answers.with_question(
        answers(form, question="Which?", model="B", choices="\n A \n\n"), VIDEO
    )

    assert none.retrieval is None
    assert faults(half) == (Fault.QUESTION,)
    assert few.retrieval == Retrieval("Which?", "B", ("A",))
    assert item_answers.doubts(faults(few), "en") == {"choices": say("prework.fault.choices")}


@pytest.mark.parametrize(
    ("typed", "second"),
    [("", None), ("90", 90), ("2:30", 150), ("1:00:05", 3605), ("soon", -1), ("1:2:3:4", -1)],
)
def test_a_moment_of_a_video_is_typed_as_its_player_shows_it(
    typed: str, second: int | None
) -> None:
    form = item_form.more("f", "M", "Save", key="k", locale="en", kind=ItemKind.VIDEO)

    item = item_answers.with_more(answers(form, start=typed), replace(VIDEO, end_second=None))

    assert item.start_second == second
    assert item.for_roles == ()
    assert (Fault.SECONDS in faults(item)) == (second == -1)


def test_it_is_for_some_or_for_everybody() -> None:
    form = item_form.more("f", "M", "Save", key="k", locale="en", kind=ItemKind.LINK, roles=ROLES)
    known = ["coachee", "observer"]

    some = item_answers.with_more(answers(form, roles=["observer"]), VIDEO, known)
    all_ticked = item_answers.with_more(answers(form, roles=known), VIDEO, known)

    assert some.for_roles == ("observer",)
    assert all_ticked.for_roles == ()


def test_what_is_too_long_is_counted_at_its_field() -> None:
    item = replace(VIDEO, title="x" * 81, retrieval=Retrieval("x" * 1501, "y"))

    said = item_answers.lengths(too_long(item), "en")

    assert set(said) == {"title", "question"}
    assert "1501 of 1500" in said["question"]


def test_the_moments_of_a_video_are_shown_as_typed() -> None:
    assert [item_form.clock(n) for n in (None, 5, 150)] == ["", "0:05", "2:30"]


async def test_another_kind_asks_for_what_it_needs_and_keeps_every_word(slack: Workspace) -> None:
    lead = {"type": "context", "elements": [{"type": "mrkdwn", "text": "Before the visit"}]}
    form = first()
    form["blocks"].insert(0, lead)
    typed = {"kind": "micro_lesson", "title": "Wait time", "address": "https://x.org", "why": "So"}

    reply = await slack.press(MAYA, menu(form), view=form, values=filled(form["blocks"], **typed))
    (given,) = reply.called("views.update")
    lesson = given["view"]
    back = await slack.press(
        MAYA,
        menu(lesson),
        view=lesson,
        values=filled(lesson["blocks"], kind="moodle_course"),
    )
    (again,) = back.called("views.update")

    assert inputs(lesson) == ["kind", "lesson", "title", "address", "why", "optional"]
    assert lesson["blocks"][0] == lead
    assert lesson["private_metadata"] == form["private_metadata"]
    assert (lesson["callback_id"], lesson["submit"]) == (form["callback_id"], form["submit"])
    words = {b["block_id"]: b["element"].get("initial_value") for b in again["view"]["blocks"][1:]}
    assert (words["title"], words["address"], words["why"]) == ("Wait time", "https://x.org", "So")
    assert "/mod/" in str(again["view"])


def test_a_number_that_is_none_is_refused() -> None:
    with pytest.raises(Amiss):
        item_answers.read(Answers({"minutes": {"in": {"selected_option": {"value": "x"}}}}))
