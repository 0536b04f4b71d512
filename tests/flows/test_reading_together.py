"""Reading one source in parts: answers of several boxes, words settled by all, what comes first."""

import pytest

from flows import coaching, composed, kept, library, material, settling_words, writing
from flows.coaching import Late, Missing, NotTheirs, TooLong
from flows.composed import Fault, Segment
from flows.events import Began
from flows.ids import MemberId, RunId
from flows.material import Material
from flows.protocol import Prompt
from flows.settling_words import Settled, Suggested
from flows.stage import Part, RunState
from flows.writing import Writing
from tests.flows.on_way import on_way, run_of, tell
from tests.staffroom import AYA, MAYA, TOMAS, Staffroom

CHOOSE, MODEL, FIRST = (
    RunId(f"reciprocal.{name}") for name in ("choose/1", "model/1", "segment/1")
)
SOURCE = "https://example.org/waiting"
WORDS = {
    "source": SOURCE,
    "parts": "To page 4\n10",
    "parts_2": "To page 7\n5\nhttps://example.org/two",
    "parts_3": "The rest\n5",
}
STAGE = next(s for s in library.shipped()["reciprocal"].stages if s.id == "choose")
SAMPLES = next(
    (stage, prompt)
    for stage in library.shipped()["growing"].stages
    for prompt in stage.prompts
    if prompt.kind == "sample_note"
)


def parts() -> Prompt:
    found = STAGE.prompt("parts")
    assert found is not None
    return found


# Answers of several boxes -------------------------------------------------------------------------


def test_boxes_of_one_answer_are_kept_as_its_lines() -> None:
    entered = {
        "why": "a\nb",
        composed.box("parts", "label"): " To  page 4 ",
        composed.box("parts", "minutes"): "10",
        composed.box("parts_2", "minutes"): "5",
        composed.box("sample", "many"): "11 of 12",
    }

    found = composed.folded(entered)

    assert found == {
        "why": "a\nb",
        "parts": "To page 4\n10\n",
        "parts_2": "",  # A length alone says nothing.
        "sample": "\n11 of 12\n",
    }
    assert composed.opened("segments", found["parts"]) == {
        "label": "To page 4",
        "minutes": "10",
        "address": "",
    }
    assert composed.opened("sample_note", "") == {"what": "", "many": "", "from": ""}


def test_what_has_no_box_of_that_name_is_nothing() -> None:
    assert composed.folded({"parts.colour": "red"}) == {"parts": ""}


def test_parts_that_were_given_come_in_order() -> None:
    assert composed.segments(parts(), WORDS) == (
        Segment("To page 4", "10", ""),
        Segment("To page 7", "5", "https://example.org/two"),
        Segment("The rest", "5", ""),
    )
    assert list(composed.fields(parts())) == ["parts", *(f"parts_{n}" for n in range(2, 6))]


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({}, {}),
        ({"why": " ", "stranger": "x"}, {}),
        ({"source": "http://example.org"}, {"source": Fault.ADDRESS}),
        ({"parts_2": "\n5"}, {"parts_2.label": Fault.LABEL}),
        ({"parts_2": "x\n11"}, {"parts_2.minutes": Fault.MINUTES}),
        ({"parts_2": "x\nten"}, {"parts_2.minutes": Fault.MINUTES}),
        ({"parts_2": "x\n5\nnowhere"}, {"parts_2.address": Fault.ADDRESS}),
        ({"parts_2": f"{'x' * 301}\n5"}, {"parts_2.label": Fault.LONG}),
        ({"parts_2": ""}, {"parts_2.label": Fault.MANY}),
        ({"parts": "", "parts_2": "", "parts_3": ""}, {}),
    ],
)
def test_what_is_wrong_is_said_at_its_box(changes: dict[str, str], wrong: dict[str, Fault]) -> None:
    """practice B2: three to five parts of at most ten minutes; addresses by their form alone"""
    assert composed.faults(STAGE, WORDS | changes) == wrong


def test_a_sample_has_no_length_and_no_address() -> None:
    stage, prompt = SAMPLES

    assert composed.faults(stage, {prompt.key: "books"}) == {}
    long = composed.faults(stage, {prompt.key: "x" * 301})
    assert long == {f"{prompt.key}.what": Fault.LONG}


# Settled by all -----------------------------------------------------------------------------------


@pytest.fixture
async def readers(room: Staffroom) -> Staffroom:
    return await on_way(room, "reciprocal", "2026-03-04 12:00")


async def says(
    room: Staffroom, who: MemberId, words: dict[str, str], seen: int, run: RunId = CHOOSE
) -> object:
    return await room.write(lambda w: settling_words.answer(w, who, room.pair.id, run, words, seen))


async def test_words_stand_once_all_said_yes_to_the_same(readers: Staffroom) -> None:
    assert await says(readers, MAYA, WORDS, 0) == Suggested()
    run = await run_of(readers, CHOOSE)
    assert [settling_words.agreed(run, m) for m in (MAYA, TOMAS, AYA)] == [True, False, False]
    assert await says(readers, TOMAS, WORDS, 0) == Late(), "another version is out meanwhile"
    changed = WORDS | {"parts_3": "The end\n5"}
    assert await says(readers, TOMAS, changed, 1) == Suggested()
    run = await run_of(readers, CHOOSE)
    assert [settling_words.agreed(run, m) for m in (MAYA, TOMAS)] == [False, True]
    course = await readers.course()
    standing = await readers.read(lambda r: material.standing(r, course, run, MAYA))
    assert standing == changed

    assert await says(readers, MAYA, changed, 2) == Settled()

    assert (await readers.course()).cycle.repeats == 3
    assert (await run_of(readers, CHOOSE)).state is RunState.DONE
    assert await says(readers, MAYA, changed, 2) == Late()


async def test_what_keeps_words_from_being_suggested(readers: Staffroom) -> None:
    assert await says(readers, AYA, WORDS, 0) == NotTheirs()
    assert await says(readers, MAYA, {"source": SOURCE, "parts": " "}, 0) == Missing(("parts",))
    long = await says(readers, MAYA, WORDS | {"why": "x" * 1501}, 0)
    assert isinstance(long, TooLong)
    assert long.counts == {"why": 1501}
    await readers.until("2026-03-05 12:00")
    assert await says(readers, MAYA, {"move": "predicting"}, 0, MODEL) == Late()
    assert (await run_of(readers, CHOOSE)).version == 0


# What comes first ---------------------------------------------------------------------------------


@pytest.fixture
async def reading(readers: Staffroom) -> Staffroom:
    """Both settled what is read; the first part is open."""
    await says(readers, MAYA, WORDS, 0)
    await says(readers, TOMAS, WORDS, 1)
    for who in (MAYA, TOMAS):
        await readers.write(lambda w, m=who: coaching.skip(w, m, readers.pair.id, MODEL))  # type: ignore[misc]  # bound here
    await readers.until("2026-03-12 12:00")
    return readers


async def begins(room: Staffroom, who: MemberId, run: RunId, **texts: str) -> object:
    return await room.write(lambda w: settling_words.begin(w, who, room.pair.id, run, texts))


async def test_a_prediction_is_kept_before_the_part_opens(reading: Staffroom) -> None:
    """practice B2"""
    before = await reading.read(lambda r: writing.find(r, MAYA, reading.pair.id, FIRST))
    assert isinstance(before, Writing)
    assert before.material.closed
    assert isinstance(await begins(reading, MAYA, FIRST, predict="x" * 1501), TooLong)
    assert await begins(reading, AYA, FIRST, predict="x") == NotTheirs()

    opened = await begins(reading, MAYA, FIRST, predict="silence", question="not yet asked")

    assert isinstance(opened, Writing)
    assert opened.material == Material(
        segment=Segment("To page 4", "10", SOURCE),
        number=1,
        parts=3,
        roles=opened.material.roles,
        earlier={"revisit": "silence"},
    )
    assert isinstance(await begins(reading, MAYA, FIRST, predict="I knew it"), Writing)
    course = await reading.course()
    own = await reading.read(lambda r: kept.own(r, course.cycle, FIRST, MAYA))
    assert own == {"predict": "silence"}, "what was predicted before stays as it was"


async def test_where_nothing_comes_first_the_step_is_open(readers: Staffroom) -> None:
    assert isinstance(await begins(readers, MAYA, RunId("reciprocal.none/1")), Late)
    assert isinstance(await begins(readers, MAYA, CHOOSE), Writing), "nothing comes first there"


async def test_before_all_settled_it_there_are_no_parts(readers: Staffroom) -> None:
    course = await readers.course()

    assert await readers.read(lambda r: material.segments(r, course, MAYA)) == ("", ())


async def test_beyond_the_last_part_there_is_none(reading: Staffroom) -> None:
    course, run = await reading.course(), await run_of(reading, FIRST)
    beyond = run.model_copy(update={"repeat": 4})

    found = await reading.read(lambda r: material.of(r, course, beyond, MAYA))

    assert (found.segment, found.number, found.parts) == (None, 4, 3)


async def test_only_what_comes_first_is_kept_by_beginning(reading: Staffroom) -> None:
    before = (await reading.course()).cycle

    assert (await tell(reading, Began(FIRST, MAYA, ("question",)))).cycle == before


async def test_a_yes_before_the_last_leaves_it_open_for_the_others(readers: Staffroom) -> None:
    await says(readers, MAYA, WORDS, 0)
    cycle, run = (await readers.course()).cycle, await run_of(readers, CHOOSE)
    of_three = run.model_copy(update={"parts": (*run.parts, Part(member=AYA))})
    runs = tuple(of_three if each.id == run.id else each for each in cycle.runs)
    three = cycle.model_copy(update={"members": (*cycle.members, AYA), "runs": runs})
    await readers.write(lambda w: w.cycles.put(readers.pair.id, three))

    assert await says(readers, TOMAS, WORDS, 1) == Suggested()

    assert (await readers.course()).cycle.repeats == cycle.repeats
    assert (await run_of(readers, CHOOSE)).state is RunState.OPEN
