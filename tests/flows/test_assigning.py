"""Pre-work given out: before what has a time and what has none, changed, taken away, weighed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import time, timedelta

import pytest

from flows import (
    appointments,
    assigning,
    attached,
    coaching,
    erasing,
    leaving,
    own_data,
    preparing,
    proposing,
    requesting,
)
from flows.agreement import Terms
from flows.assigned import Assigned
from flows.assigning import Full, Heavy, Own, Stands
from flows.coaching import Course, Late, NotTheirs, TooLong
from flows.events import Held, Stopped
from flows.ids import MemberId, PreworkId, RunId
from flows.item_words import Wrong
from flows.ports import Work
from flows.preparing import Before, Known
from flows.prework import MOST_ITEMS, Fault, Item, ItemKind, Load, Mark, Retrieval, Seen
from flows.proposal import Proposal
from flows.stage import StageRun
from flows.timetable import Lesson
from tests.flows.test_preparing import READING, THURSDAY
from tests.staffroom import AYA, MAYA, TOMAS, Staffroom, at

VISIT, DEBRIEF = RunId("observation.visit/1"), RunId("observation.debrief/1")
HIS_VISIT = RunId("observation.visit/2")
LESSON = Item(title="", kind=ItemKind.MICRO_LESSON, address="M3", minutes=3, why="For the notes")


@pytest.fixture
async def pair(room: Staffroom) -> Staffroom:
    """Both sentences are in, no visit has a time yet."""
    await room.put(MAYA, lessons=(Lesson(3, time(11, 10), time(12), "2B", "14"),))
    await room.spoken()
    return room


async def settle(room: Staffroom) -> None:
    """The visit is on Thursday."""
    pair, end = room.pair.id, THURSDAY + timedelta(minutes=15)
    texts = {"look": "who answers", "place": "14"}
    asked = await room.write(lambda w: requesting.request(w, MAYA, pair, texts, {}, THURSDAY, end))
    assert isinstance(asked, Proposal)
    await room.write(lambda w: proposing.works(w, TOMAS, pair, asked.id))


async def add(
    room: Staffroom, item: Item = READING, who: MemberId = MAYA, run: RunId = VISIT
) -> object:
    return await room.write(lambda w: assigning.add(w, who, room.pair.id, run, item))


async def added(room: Staffroom, item: Item = READING, run: RunId = VISIT) -> Assigned:
    found = await add(room, item, run=run)
    assert isinstance(found, Assigned), found
    return found


async def change(
    room: Staffroom, item: PreworkId, who: MemberId = MAYA, **changes: object
) -> object:
    def edit(known: Item) -> Item:
        return replace(known, **changes)  # type: ignore[arg-type]  # A table of fields.

    return await room.write(lambda w: assigning.change(w, who, room.pair.id, item, edit))


async def take(room: Staffroom, item: PreworkId, who: MemberId = MAYA) -> object:
    return await room.write(lambda w: assigning.take_away(w, who, room.pair.id, item))


async def mark(room: Staffroom, who: MemberId, item: PreworkId, how: Mark = Mark.DONE) -> object:
    return await room.write(lambda w: preparing.mark(w, who, room.pair.id, item, how))


async def standing(room: Staffroom, run: RunId = VISIT) -> tuple[Course, StageRun]:
    course = await room.course()
    found = course.cycle.run(run)
    assert found is not None
    return course, found


async def before(room: Staffroom, who: MemberId = TOMAS, run: RunId = VISIT) -> Before:
    course, found = await standing(room, run)
    return await room.read(lambda r: preparing.before(r, course, found, who))


async def told(room: Staffroom, run: RunId = VISIT) -> Sequence[str]:
    found = await room.read(lambda r: r.slips.about(run))
    return sorted(f"{s.member} {s.due:%m-%d}" for s in found if s.kind == "prework")


async def terms(room: Staffroom, **changes: object) -> None:
    """The agreement in force says so."""
    pair = await room.state()
    version: Terms = replace(pair.agreement.terms(pair.agreement.in_force), **changes)  # type: ignore[arg-type]  # A table of fields.
    agreement = replace(pair.agreement, versions=(*pair.agreement.versions[:-1], version))
    await room.write(lambda w: w.partnerships.put(replace(pair, agreement=agreement)))


async def test_without_a_time_it_waits_and_is_told_once_there_is_one(pair: Staffroom) -> None:
    await added(pair)
    assert await told(pair) == []
    assert (await before(pair)).due is None

    await settle(pair)

    assert await told(pair) == [f"{MAYA} 03-05", f"{TOMAS} 03-05"]
    his = await before(pair)
    assert (his.due and his.due.isoformat(), his.length) == ("2026-03-11", 15)


async def test_a_visit_that_is_off_takes_its_messages_along_and_brings_them_back(
    pair: Staffroom,
) -> None:
    item = await added(pair)
    await settle(pair)
    await mark(pair, MAYA, item.id)
    await pair.write(lambda w: proposing.cancel(w, MAYA, pair.pair.id, VISIT))
    assert await told(pair) == []

    again = THURSDAY + timedelta(days=1)
    asked = await pair.write(
        lambda w: requesting.suggest(
            w, MAYA, pair.pair.id, again, again + timedelta(minutes=15), "14"
        )
    )
    assert isinstance(asked, Proposal)
    await pair.write(lambda w: proposing.works(w, TOMAS, pair.pair.id, asked.id))

    assert await told(pair) == [f"{TOMAS} 03-06"]


async def test_whose_turn_it_is_adds_to_it_and_a_step_that_is_written_takes_nothing(
    pair: Staffroom,
) -> None:
    assert isinstance(await add(pair, who=TOMAS), Late)
    assert isinstance(await add(pair, run=HIS_VISIT), Late), "that turn has not begun"
    assert isinstance(await add(pair, run=RunId("observation.focus/1")), Late)
    assert isinstance(await add(pair, run=RunId("none")), Late)
    assert isinstance(await add(pair, who=AYA), NotTheirs)
    await pair.write(lambda w: leaving.pause(w, MAYA, pair.pair.id))
    assert isinstance(await add(pair), Late)


async def test_every_part_of_an_item_comes_back_to_whoever_added_it(pair: Staffroom) -> None:
    whole = Item(
        title="Wait time in a lab",
        kind=ItemKind.VIDEO,
        address="https://example.org/v",
        minutes=12,
        why="Her pauses are long",
        for_roles=("coach",),
        optional=True,
        other_copy="https://example.org/v.pdf",
        start_second=90,
        end_second=150,
        before="How long does she wait?",
        retrieval=Retrieval("How long?", "Three", ("One", "Three"), "Count along."),
        bring="One question",
    )
    item = await added(pair, whole)

    own = await pair.read(lambda r: assigning.own(r, MAYA, pair.pair.id, item.id))

    assert isinstance(own, Own)
    assert own.item == whole
    assert own.whom == [TOMAS]
    assert own.holders == {"coachee": [MAYA], "coach": [TOMAS]}
    assert (await before(pair)).bring == "One question"
    await change(pair, item.id, retrieval=None, before="", bring="", for_roles=())
    his = await before(pair)
    assert his.bring == ""
    assert set(his.items[0].words) == {"title", "address", "why", "copy"}


async def test_what_is_for_one_of_them_is_for_that_one_only(pair: Staffroom) -> None:
    item = await added(pair, replace(LESSON, for_roles=("coach",)))

    (his,), (hers,) = (await before(pair)).items, (await before(pair, MAYA)).items
    assert (his.for_me, his.may_mark, list(his.for_whom)) == (True, True, [TOMAS])
    assert (hers.for_me, hers.may_mark, hers.partners) == (False, False, {TOMAS: Seen.NOT_YET})
    assert hers.may_change
    assert (await before(pair, MAYA)).mine == []
    assert isinstance(await mark(pair, MAYA, item.id), Late)
    assert isinstance(await mark(pair, TOMAS, item.id), Assigned)
    assert (await before(pair)).all_ready


async def test_what_another_added_for_somebody_else_is_not_shown(pair: Staffroom) -> None:
    await added(pair, replace(LESSON, for_roles=("coachee",)))

    assert (await before(pair)).items == []


async def test_what_is_optional_keeps_nobody_from_being_ready(pair: Staffroom) -> None:
    await added(pair, replace(READING, optional=True))
    his = await before(pair)
    assert (his.ready, his.needed, his.all_ready) == (0, 0, False)

    item = await added(pair, LESSON)
    await mark(pair, TOMAS, item.id)

    his = await before(pair)
    assert (his.ready, his.needed) == (1, 2)


async def test_who_agreed_not_to_show_it_shows_nothing(pair: Staffroom) -> None:
    """practice AG11"""
    item = await added(pair)
    await settle(pair)
    await mark(pair, MAYA, item.id)
    await mark(pair, TOMAS, item.id)
    course, run = await standing(pair)
    assert await pair.read(lambda r: preparing.all_ready(r, course, run))

    await terms(pair, show_prework=False)

    course, run = await standing(pair)
    assert not await pair.read(lambda r: preparing.all_ready(r, course, run))
    his = await before(pair)
    assert (his.needed, his.items[0].partners) == (0, {})
    pair.now = THURSDAY
    assert (await before(pair)).begins, "for whoever has not: nobody is told whether somebody has"


async def test_the_session_begins_with_those_who_have_read(pair: Staffroom) -> None:
    item = await added(pair)
    await settle(pair)
    await mark(pair, MAYA, item.id)
    pair.now = THURSDAY - timedelta(minutes=11)
    assert not (await before(pair)).begins
    pair.now = THURSDAY - timedelta(minutes=10)
    assert (await before(pair)).begins
    await mark(pair, TOMAS, item.id)
    assert not (await before(pair)).begins


async def test_after_the_session_nobody_is_asked_any_more(pair: Staffroom) -> None:
    item = await added(pair)
    await settle(pair)
    pair.now = THURSDAY + timedelta(minutes=15)

    his = await before(pair)

    assert (his.over, his.bring, his.due, his.begins) == (True, None, None, False)
    assert (his.items[0].mine, his.items[0].may_mark) == (Mark.CLOSED, False)
    assert isinstance(await mark(pair, TOMAS, item.id), Late)
    assert isinstance(await change(pair, item.id, title="Another"), Late)
    everything = await pair.write(
        lambda w: preparing.mark_all(w, TOMAS, pair.pair.id, VISIT, Mark.DONE)
    )
    assert isinstance(everything, Late)


async def test_more_than_forty_minutes_must_be_optional(pair: Staffroom) -> None:
    await added(pair, replace(READING, minutes=26))
    his = await before(pair)
    assert (his.load, his.minutes) == (Load.MUCH, 26)

    assert await add(pair, replace(READING, minutes=15)) == Heavy(41)
    more = await added(pair, replace(READING, minutes=15, optional=True))

    assert await change(pair, more.id, optional=False) == Heavy(41)
    assert isinstance(await change(pair, more.id, optional=False, minutes=14), Assigned)
    only = await added(pair, replace(READING, minutes=10, for_roles=("coach",), optional=True))
    assert await change(pair, only.id, optional=False) == Heavy(50)


async def test_a_card_holds_so_many_items(pair: Staffroom) -> None:
    for _ in range(MOST_ITEMS):
        await added(pair, LESSON)

    assert isinstance(await add(pair, LESSON), Full)


async def test_what_is_wrong_or_too_long_is_said_and_nothing_kept(pair: Staffroom) -> None:
    item = await added(pair)

    assert await add(pair, replace(READING, why=" ")) == Wrong((Fault.WHY,), {})
    assert await add(pair, replace(READING, title="x" * 81)) == Wrong(
        (Fault.TITLE,), {"title": (81, 80)}
    )
    assert await change(pair, item.id, title="") == Wrong((Fault.TITLE,), {})
    assert len((await before(pair)).items) == 1


async def test_another_thing_to_read_is_unread_by_everybody(pair: Staffroom) -> None:
    item = await added(pair)
    await mark(pair, TOMAS, item.id)
    await change(pair, item.id, why="It is short")
    assert (await before(pair)).items[0].mine is Mark.DONE

    await change(pair, item.id, address="https://example.org/other")

    his = (await before(pair)).items[0]
    assert (his.mine, his.words["address"]) == (Mark.TODO, "https://example.org/other")


async def test_only_who_added_it_changes_it_and_not_at_the_last_moment(pair: Staffroom) -> None:
    item = await added(pair)
    await settle(pair)
    assert isinstance(await change(pair, item.id, TOMAS, title="His"), Late)
    assert isinstance(await take(pair, item.id, AYA), NotTheirs)
    assert not (await before(pair)).items[0].may_change
    pair.now = at("2026-03-10 12:00")
    assert isinstance(await change(pair, item.id, title="Still"), Assigned)
    pair.now = at("2026-03-11 08:00")

    assert isinstance(await change(pair, item.id, title="Late"), Stands)
    assert isinstance(await take(pair, item.id), Stands)
    late = await added(pair, replace(READING, title="For tomorrow"))
    assert isinstance(await change(pair, late.id, title="Now"), Assigned), "nobody was told yet"


async def test_what_comes_too_late_for_any_message_stands_at_once(pair: Staffroom) -> None:
    await settle(pair)
    pair.now = at("2026-03-11 16:30")
    item = await added(pair)

    assert await told(pair) == []
    assert isinstance(await change(pair, item.id, title="Other"), Stands)


async def test_taken_away_it_is_gone_with_its_words_and_messages(pair: Staffroom) -> None:
    item = await added(pair)
    await settle(pair)
    pair.now = at("2026-03-04 12:00")
    await pair.write(lambda w: preparing.answer(w, TOMAS, pair.pair.id, item.id, "Three"))

    assert await take(pair, item.id) == item

    assert (await before(pair)).items == []
    assert await told(pair) == []
    left = await pair.pieces(item.about)
    assert [(p.vault.author, p.words) for p in left] == [(TOMAS, "Three")]
    assert isinstance(await take(pair, item.id), Late)


async def test_an_answer_is_one_of_those_to_choose_from(pair: Staffroom) -> None:
    asks = Retrieval("How long?", "Three", ("One", "Three"))
    item = await added(pair, replace(READING, retrieval=asks))

    async def answer(words: str) -> object:
        return await pair.write(lambda w: preparing.answer(w, TOMAS, pair.pair.id, item.id, words))

    assert isinstance(await answer("Two"), Late)
    found = await answer("One")
    assert isinstance(found, Known)
    assert (found.choices, found.answer, found.asks) == (("One", "Three"), "One", False)


async def test_what_is_thought_before_is_its_authors_alone(pair: Staffroom) -> None:
    item = await added(pair, replace(READING, before="What do you expect?"))

    async def think(words: str) -> object:
        return await pair.write(
            lambda w: preparing.think_first(w, TOMAS, pair.pair.id, item.id, words)
        )

    found = await think("Silence")
    assert isinstance(found, Known)
    assert (found.first, found.may_see_model, found.asks) == ("Silence", False, True)
    assert (await before(pair, MAYA)).items[0].first == ""
    assert isinstance(await think("x" * 1501), TooLong)
    plain = await added(pair, LESSON)
    none = await pair.write(
        lambda w: preparing.think_first(w, TOMAS, pair.pair.id, plain.id, "Silence")
    )
    assert isinstance(none, Late)


async def test_an_item_without_its_words_is_not_shown(pair: Staffroom) -> None:
    """Its author deleted them, or their vault is destroyed."""
    item = await added(pair)
    for piece in await pair.pieces(item.about):
        await pair.write(lambda w, p=piece: w.pieces.erase(p.id))  # type: ignore[misc]  # bound here

    his = await before(pair)

    assert (his.items, his.bring) == ([], None)


async def test_where_something_can_lie(pair: Staffroom) -> None:
    await added(pair, run=DEBRIEF)
    course = await pair.course()

    async def places(who: MemberId) -> list[tuple[str, bool, int]]:
        found = await pair.read(lambda r: assigning.places(r, course, who))
        return [(p.run.id, p.may_add, len(p.before.items)) for p in found]

    hers, his = await places(MAYA), await places(TOMAS)

    assert (VISIT, True, 0) in hers
    assert (DEBRIEF, True, 1) in hers
    assert (DEBRIEF, False, 1) in his
    assert VISIT not in {run for run, _, _ in his}
    assert not any("focus" in run or "notes" in run for run, _, _ in (*hers, *his))


async def test_a_talk_without_a_time_is_as_long_as_it_is_meant_to_be(pair: Staffroom) -> None:
    await added(pair, run=DEBRIEF)

    hers = await before(pair, MAYA, DEBRIEF)

    assert hers.length == 10
    assert hers.load is Load.FINE


async def test_a_step_that_is_done_takes_nothing_more(pair: Staffroom) -> None:
    item = await added(pair)
    await settle(pair)
    pair.now = THURSDAY + timedelta(minutes=5)
    course = await pair.course()
    await pair.write(lambda w: coaching.happened(w, course, Held(VISIT, MAYA)))
    course, run = await standing(pair)

    if run.finished:
        assert attached.over(run, THURSDAY)
    assert isinstance(await add(pair), Late)
    assert item.mark_of(TOMAS) is Mark.TODO


async def test_nothing_is_told_of_what_has_no_time(pair: Staffroom) -> None:
    course, run = await standing(pair)

    await pair.write(lambda w: appointments.prework_given(w, course, run, [MAYA]))

    assert await told(pair) == []


SETUP = RunId("common.open/1")


async def test_before_the_set_up_it_is_told_at_once_and_read_by_its_last_day(
    room: Staffroom,
) -> None:
    """A second cycle; nobody knows yet which talks it will have."""
    await room.partnered()

    def again(work: Work) -> None:
        found = coaching.load(work, room.pair.id)
        program = work.programs.get(room.pair.program)
        assert found is not None
        assert program is not None
        coaching.happened(work, found, Stopped())
        coaching.begin(work, room.pair, program, "again")

    await room.write(again)
    assert isinstance(await add(room, LESSON, run=SETUP), Late), "it is not open yet"
    room.now = at("2026-03-04 08:00")
    await room.write(lambda w: coaching.pass_time(w, room.pair.id))

    item = await added(room, LESSON, SETUP)

    assert await told(room, SETUP) == [f"{MAYA} 03-04", f"{TOMAS} 03-04"]
    his = await before(room, TOMAS, SETUP)
    assert (his.due and his.due.isoformat(), his.begins, his.needed) == ("2026-03-06", False, 2)
    course = await room.course()
    places = await room.read(lambda r: assigning.places(r, course, TOMAS))
    assert [(p.run.id, p.may_add) for p in places] == [(SETUP, True)]
    assert isinstance(await mark(room, TOMAS, item.id), Assigned)
    assert await told(room, SETUP) == [f"{MAYA} 03-04"]


async def test_a_text_that_its_author_deletes_takes_the_item_along(pair: Staffroom) -> None:
    """practice INV-17"""
    item = await added(pair)
    title = next(p for p in await pair.pieces(item.about) if p.key == "title")

    await pair.write(lambda w: erasing.one(w, MAYA, title.id))

    assert await pair.read(lambda r: r.prework.of_partnership(pair.pair.id)) == []
    assert await pair.pieces(item.about) == []


async def test_ones_marks_are_ones_own_data_and_go_with_one(pair: Staffroom) -> None:
    """practice INV-17"""
    item = await added(pair)
    await mark(pair, TOMAS, item.id, Mark.NOT_THIS_TIME)
    his = await pair.read(lambda r: own_data.of(r, TOMAS))
    hers = await pair.read(lambda r: own_data.of(r, MAYA))
    assert [(each.item, each.mark) for each in his.marks] == [(item.id, Mark.NOT_THIS_TIME)]
    assert hers.marks == []

    await pair.write(lambda w: erasing.everything(w, TOMAS))

    (left,) = await pair.read(lambda r: r.prework.of_partnership(pair.pair.id))
    assert left.marks == ()
