"""Pre-work before a visit: added, told in time, marked, asked about, moved along."""

from dataclasses import replace
from datetime import time, timedelta

import pytest

from flows import assigning, coaching, preparing, proposing, requesting
from flows.assigned import Assigned
from flows.coaching import Late, NotTheirs, TooLong
from flows.ids import MemberId, PreworkId, RunId
from flows.item_words import Wrong
from flows.preparing import Before, Known
from flows.prework import Fault, Item, ItemKind, Mark, Retrieval, Seen
from flows.proposal import Proposal
from flows.slip import SlipState
from flows.timetable import Lesson
from tests.staffroom import AYA, MAYA, TOMAS, Staffroom, at

VISIT = RunId("observation.visit/1")
THURSDAY = at("2026-03-12 11:10")
READING = Item(
    title="Wait time",
    kind=ItemKind.READING,
    address="https://example.org/wait-time",
    minutes=8,
    why="It is what I would like to try",
    retrieval=Retrieval("How long is long enough?", "Three seconds or more."),
)


@pytest.fixture
async def settled(room: Staffroom) -> Staffroom:
    """The visit is on Thursday."""
    await room.put(MAYA, lessons=(Lesson(3, time(11, 10), time(12), "2B", "14"),))
    await room.spoken()
    pair = room.pair.id
    end = THURSDAY + timedelta(minutes=15)
    texts = {"look": "who answers", "place": "14"}
    asked = await room.write(lambda w: requesting.request(w, MAYA, pair, texts, {}, THURSDAY, end))
    assert isinstance(asked, Proposal)
    await room.write(lambda w: proposing.works(w, TOMAS, pair, asked.id))
    room.now = at("2026-03-10 13:20")
    return room


async def add(room: Staffroom, who: MemberId = MAYA, item: Item = READING) -> object:
    return await room.write(lambda w: assigning.add(w, who, room.pair.id, VISIT, item))


async def added(room: Staffroom, item: Item = READING) -> Assigned:
    found = await add(room, item=item)
    assert isinstance(found, Assigned), found
    return found


async def mark(room: Staffroom, who: MemberId, item: PreworkId, how: Mark) -> object:
    return await room.write(lambda w: preparing.mark(w, who, room.pair.id, item, how))


async def before(room: Staffroom, who: MemberId) -> Before:
    course = await room.course()
    run = course.cycle.run(VISIT)
    assert run is not None
    return await room.read(lambda r: preparing.before(r, course, run, who))


async def slips(room: Staffroom) -> list[str]:
    found = await room.read(lambda r: r.slips.about(VISIT))
    return sorted(f"{s.kind} {s.member} {s.due:%m-%d}" for s in found if s.kind == "prework")


async def test_both_hear_of_it_in_their_next_slot(settled: Staffroom) -> None:
    item = await added(settled)

    assert await slips(settled) == [f"prework {MAYA} 03-10", f"prework {TOMAS} 03-10"]
    his = await before(settled, TOMAS)
    assert (his.minutes, his.ready, his.all_ready) == (8, 0, False)
    (known,) = his.items
    assert known.words == {
        "title": "Wait time",
        "address": "https://example.org/wait-time",
        "why": "It is what I would like to try",
        "question": "How long is long enough?",
    }
    assert known.assigned.id == item.id


async def test_marks_are_ones_own_and_partners_see_little_of_them(settled: Staffroom) -> None:
    item = await added(settled)

    await mark(settled, TOMAS, item.id, Mark.NOT_THIS_TIME)
    assert await slips(settled) == [f"prework {MAYA} 03-10"]
    hers = await before(settled, MAYA)
    assert hers.items[0].partners == {TOMAS: Seen.NOT_YET}
    await mark(settled, TOMAS, item.id, Mark.DONE)
    await mark(settled, MAYA, item.id, Mark.DONE)

    hers = await before(settled, MAYA)
    assert hers.items[0].partners == {TOMAS: Seen.DONE}
    assert hers.all_ready
    assert await settled.said("prework") == []


async def test_the_model_answer_comes_after_ones_own(settled: Staffroom) -> None:
    item = await added(settled)
    pair = settled.pair.id

    async def answer(who: MemberId, words: str) -> object:
        return await settled.write(lambda w: preparing.answer(w, who, pair, item.id, words))

    assert isinstance(await answer(MAYA, " "), Late)
    assert isinstance(await answer(MAYA, "x" * 1501), TooLong)
    assert isinstance(await answer(AYA, "four"), NotTheirs)
    found = await answer(MAYA, "four breaths")

    assert isinstance(found, Known)
    assert found.may_see_model
    assert found.words["model"] == "Three seconds or more."
    his = (await before(settled, TOMAS)).items[0]
    assert (his.answer, his.may_see_model) == ("", False)
    assert "model" not in his.words
    again = await answer(MAYA, "five breaths")
    assert isinstance(again, Known)
    assert again.answer == "five breaths"


async def test_without_a_question_there_is_nothing_to_answer(settled: Staffroom) -> None:
    item = await added(settled, replace(READING, retrieval=None))

    outcome = await settled.write(
        lambda w: preparing.answer(w, MAYA, settled.pair.id, item.id, "four")
    )

    assert isinstance(outcome, Late)


async def test_what_hinders_adding(settled: Staffroom) -> None:
    wrong = await add(settled, item=replace(READING, address="http://example.org"))
    assert wrong == Wrong((Fault.ADDRESS,), {})
    assert isinstance(await add(settled, TOMAS), Late)
    assert isinstance(await add(settled, AYA), NotTheirs)
    settled.now = THURSDAY
    assert isinstance(await add(settled), Late)


async def test_all_at_once(settled: Staffroom) -> None:
    pair = settled.pair.id

    async def all_of(who: MemberId, run: RunId = VISIT) -> object:
        return await settled.write(lambda w: preparing.mark_all(w, who, pair, run, Mark.DONE))

    assert isinstance(await all_of(TOMAS), Late)
    await added(settled)
    await added(settled, replace(READING, title="Another"))
    assert isinstance(await all_of(AYA), NotTheirs)
    assert await all_of(TOMAS) == 2
    assert [k.mine for k in (await before(settled, TOMAS)).items] == [Mark.DONE, Mark.DONE]
    foreign = await mark(settled, TOMAS, PreworkId("none"), Mark.DONE)
    assert isinstance(foreign, Late)
    nobody = await settled.read(lambda r: preparing.find(r, AYA, pair, PreworkId("none")))
    assert isinstance(nobody, NotTheirs)


async def test_one_item_is_found(settled: Staffroom) -> None:
    item = await added(settled)

    found = await settled.read(lambda r: preparing.find(r, TOMAS, settled.pair.id, item.id))

    assert isinstance(found, Known)


async def test_a_moved_visit_takes_its_pre_work_along(settled: Staffroom) -> None:
    await added(settled)
    start = at("2026-03-24 10:00")

    await settled.write(
        lambda w: requesting.suggest(w, MAYA, settled.pair.id, start, start + timedelta(minutes=15))
    )

    assert await slips(settled) == [f"prework {MAYA} 03-17", f"prework {TOMAS} 03-17"]
    reminders = await settled.read(lambda r: r.slips.about(VISIT))
    assert {s.state for s in reminders} == {SlipState.PLANNED}
    course = await settled.course()
    assert await settled.read(lambda r: coaching.load(r, settled.pair.id)) == course
