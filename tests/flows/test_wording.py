"""Word packs and own files: the same structure in other words, and ways beside those that ship."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows import library
from flows.faults import UnsoundProtocol
from flows.protocol import digest
from tests.flows.test_protocol_words import words
from tests.house.reading import ROOT

SCHOOL = re.compile(
    r"\b(students?|pupils?|class(?:es|rooms?)?|lessons?|schools?|teach\w*)\b", re.IGNORECASE
)
EXAMPLE = (ROOT / "docs" / "examples" / "page_swap.yml").read_text("utf-8")


def said_at_work() -> Iterator[tuple[str, str]]:
    known = library.library()
    for name, protocol in known.offered(2, "workplace", None).items():
        yield from ((name, text) for text in words(protocol.model_dump()) if text)
    yield from ((library.FRAME, t) for t in words(known.frame_in("workplace").model_dump()) if t)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "page_swap.yml").write_text(EXAMPLE, "utf-8")
    (tmp_path / "read_me.txt").write_text("not a protocol", "utf-8")
    return tmp_path


def test_at_a_workplace_no_step_speaks_of_school() -> None:
    found = list(said_at_work())

    assert {name for name, _ in found} == {
        "ai", "cognitive", "common", "grow", "reciprocal", "reflective",
    }  # fmt: skip
    assert [(name, text) for name, text in found if SCHOOL.search(text)] == []
    assert any(SCHOOL.search(t) for t in words(library.frame().model_dump()) if t)


def test_other_words_leave_the_structure_as_it_is() -> None:
    known = library.library()
    grow = known.protocols["grow"]
    at_work = known.in_words("workplace", grow)

    assert digest(at_work) == digest(grow)
    want = at_work.stage("goal")
    assert want is not None
    asked = want.prompt("want")
    assert asked is not None
    assert "people you work for" in asked.ask
    assert asked.starter == "I would like more of them to …"
    assert known.in_words("school", grow) == grow


def test_a_cycle_reads_todays_words_on_the_structure_it_began_with() -> None:
    known = library.library()
    old = library.parse(
        EXAMPLE.replace("page_swap", "grow").replace("id: page\n", "id: goal\n"), "grow.yml"
    )

    now = known.in_words("school", old)

    assert digest(now) == digest(old)
    assert [stage.id for stage in now.stages] == ["goal", "talk", "next"]
    assert now.title == known.protocols["grow"].title
    assert now.stages[0].title == known.protocols["grow"].stages[0].title
    assert now.stages[0].prompts == old.stages[0].prompts


def test_options_exits_and_themes_have_other_words_too() -> None:
    base = library.shipped()
    text = """
        exits: {park: "Put it aside"}
        stages: {}
    """
    aside = library.parse_wording(text, "ai.yml", base["ai"])
    maps = library.parse_wording(
        "stages: {choose: {prompts: {map: {options: {planning: Ahead}}}}}\n"
        'question_sets: {efficacy: ["What helps?"]}\n',
        "cognitive.yml",
        base["cognitive"],
    )
    from flows.wording import worded  # noqa: PLC0415 - Only this test words by hand.

    exits = worded(base["ai"], aside).exits
    talk = worded(base["cognitive"], maps)
    choose = talk.stage("choose")
    prompt = choose.prompt("map") if choose else None

    assert [way.label for way in exits][:1] == ["Put it aside"]
    assert prompt is not None
    assert prompt.options[0].label == "Ahead"
    assert talk.question_sets[0].questions == ("What helps?",)
    assert talk.question_sets[1] == base["cognitive"].question_sets[1]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("stages: {gaol: {title: Goal}}", "there is no stage gaol"),
        ("stages: {goal: {prompts: {wnat: {ask: Why}}}}", "there is no prompt wnat"),
        ("stages: {goal: {prompts: {want: {options: {a: A}}}}}", "a is none of the options"),
        ("stages: {goal: {minutes: 3}}", "there is no key minutes"),
    ],
)
def test_words_for_what_is_not_there_are_refused(text: str, said: str) -> None:
    with pytest.raises(UnsoundProtocol, match=said):
        library.parse_wording(text, "grow.yml", library.shipped()["grow"])


def test_an_own_file_is_offered_where_a_facilitator_chose_it(folder: Path) -> None:
    known = library.with_own(folder)

    assert "page_swap" not in known.offered(2, "school", None)
    assert list(known.offered(2, "school", frozenset({"page_swap"}))) == ["page_swap"]
    assert known.named("page_swap", 2, "school").title == "Swap a page"
    assert known.named("gone", 2, "workplace").id == "ai"
    assert library.library().protocols.keys() == known.protocols.keys() - {"page_swap"}


def test_an_own_file_has_other_words_beside_it(folder: Path) -> None:
    (folder / "workplace").mkdir()
    (folder / "workplace" / "page_swap.yml").write_text("title: Swap a plan\n", "utf-8")

    known = library.with_own(folder)

    assert known.in_words("workplace", known.protocols["page_swap"]).title == "Swap a plan"
    assert known.in_words("school", known.protocols["page_swap"]).title == "Swap a page"


def test_every_own_file_that_could_not_run_is_named(folder: Path) -> None:
    (folder / "again.yml").write_text(EXAMPLE, "utf-8")
    (folder / "grow.yml").write_text(EXAMPLE.replace("page_swap", "grow"), "utf-8")
    (folder / "short.yml").write_text("id: short\n", "utf-8")
    with pytest.raises(UnsoundProtocol) as refused:
        library.with_own(folder)

    said = str(refused.value)
    assert "page_swap.yml:1: a protocol called page_swap is there already" in said
    assert "grow.yml:1: a protocol called grow is there already" in said
    assert "short.yml:1: version is missing" in said


def test_words_for_no_protocol_and_broken_words_are_named(folder: Path) -> None:
    (folder / "workplace").mkdir()
    (folder / "workplace" / "nobody.yml").write_text("title: Nobody\n", "utf-8")
    (folder / "workplace" / "page_swap.yml").write_text("titel: Swap\n", "utf-8")
    with pytest.raises(UnsoundProtocol) as refused:
        library.with_own(folder)

    said = str(refused.value)
    assert "workplace/nobody.yml:1: there is no protocol nobody beside it" in said
    assert "workplace/page_swap.yml:1: there is no key titel. Remove it: title?" in said
