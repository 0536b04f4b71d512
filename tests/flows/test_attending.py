"""Who comes to a workshop: a yes, a no after all, and marks and answers that are their own."""

from dataclasses import replace
from functools import partial

import pytest

from flows import after_workshop, attending
from flows.after_workshop import Way
from flows.attending import Card, Known, NotAMember
from flows.coaching import TooLong as AnswerTooLong
from flows.ids import GivenId, MemberId
from flows.prework import Mark
from flows.workshop import counted
from tests.flows.announced import NOWHERE, OTHER, PLAN, READING, card, comes, done, led, opened, to
from tests.staffroom import ADMIN, AYA, MAYA, TOMAS, Staffroom, at


@pytest.mark.parametrize(
    ("coming", "ready", "shown"),
    [
        (4, 4, (None, None)),
        (5, 5, (5, None)),
        (9, 5, (9, None)),
        (10, 5, (10, 5)),
        (11, 4, (11, None)),
    ],
)
async def test_numbers_of_fewer_than_five_are_shown_to_nobody(
    room: Staffroom, coming: int, ready: int, shown: tuple[int | None, int | None]
) -> None:
    """practice I1, INV-07"""
    found = await opened(room, PLAN, READING, replace(READING, optional=True))
    people = [MemberId(f"U0M{n}") for n in range(coming)]
    await room.joined(*people)
    for n, who in enumerate(people):
        seat = await comes(room, who, found)
        if n < ready:
            first = seat.items[0].item.id
            await room.write(
                partial(attending.mark, who=who, workshop=found.id, how=Mark.DONE, item=first)
            )

    seen = await led(room, found)
    assert (seen.coming, seen.ready) == shown
    assert not any(who in str(seen) for who in people)
    assert counted(5) == 5


async def test_marks_and_answers_are_ones_own(room: Staffroom) -> None:
    found = await opened(room, PLAN, READING, replace(READING, retrieval=None))
    mine = await comes(room, MAYA, found)
    first, second = (known.item.id for known in mine.items)
    assert (mine.minutes, mine.begun, mine.over) == (16, False, False)
    assert "model" not in mine.items[0].words

    known = await done(room, lambda w: attending.answer(w, MAYA, found.id, first, "One"), Known)
    again = await done(room, lambda w: attending.answer(w, MAYA, found.id, first, "Three"), Known)
    assert (known.words["model"], again.answer) == ("Three seconds.", "Three")
    marked = await done(room, lambda w: attending.mark(w, MAYA, found.id, Mark.PART, first), Card)
    assert [k.mine for k in marked.items] == [Mark.PART, Mark.TODO]
    theirs = await card(room, TOMAS, found)
    assert [(k.mine, k.answer) for k in theirs.items] == [(Mark.TODO, "")] * 2
    every = await done(room, lambda w: attending.mark(w, MAYA, found.id, Mark.DONE), Card)
    assert [k.mine for k in every.items] == [Mark.DONE] * 2
    assert "workshop_prework" not in str(await to(room, MAYA, "2026-03-16 12:00"))

    for item, words in ((first, " "), (second, "No question"), (GivenId("none"), "x")):
        outcome = await room.write(
            partial(attending.answer, who=MAYA, workshop=found.id, item=item, words=words)
        )
        assert outcome == attending.Gone()
    long = await room.write(lambda w: attending.answer(w, MAYA, found.id, first, "x" * 1501))
    assert long == AnswerTooLong({"answer": 1501}, {"answer": 1500})


async def test_who_cannot_mark_or_come(room: Staffroom) -> None:
    found = await opened(room)
    mark = partial(attending.mark, workshop=found.id, how=Mark.DONE)
    for who, outcome in (
        (MAYA, attending.Gone()),
        (OTHER, NotAMember()),
        (ADMIN, NotAMember()),
    ):
        assert await room.write(partial(mark, who=who)) == outcome
    await comes(room, MAYA, found)
    assert await room.write(partial(mark, who=MAYA)) == attending.Gone()  # Nothing to prepare.
    for body in (attending.come, attending.stay_away):
        assert await room.write(partial(body, who=OTHER, workshop=found.id)) == NotAMember()
        assert await room.write(partial(body, who=MAYA, workshop=NOWHERE)) == attending.Gone()
    find = partial(attending.find, workshop=found.id, item=GivenId("none"))
    assert await room.read(partial(find, who=OTHER)) == NotAMember()
    assert await room.read(partial(find, who=MAYA)) == attending.Gone()
    answer = partial(attending.answer, workshop=found.id, item=GivenId("none"), words="x")
    assert await room.write(partial(answer, who=OTHER)) == NotAMember()
    await room.until("2026-03-17 16:00")
    assert await room.write(lambda w: attending.come(w, AYA, found.id)) == attending.Gone()


async def test_who_does_not_come_after_all_gets_nothing_more(room: Staffroom) -> None:
    found = await opened(room, PLAN, READING)
    (known,) = (await comes(room, MAYA, found)).items
    await room.write(lambda w: attending.answer(w, MAYA, found.id, known.item.id, "Three"))
    other = await opened(room, replace(PLAN, start=at("2026-03-19 15:45")), READING)
    await comes(room, MAYA, other)
    here = await room.read(lambda r: attending.ahead(r, MAYA, room.program.id))
    assert [(w.id, there) for w, there in here] == [(found.id, True), (other.id, True)]

    back = await done(room, lambda w: attending.stay_away(w, MAYA, found.id), Card)

    assert (back.comes, back.items[0].answer) == (False, "")
    assert await to(room, MAYA, "2026-03-18 20:00") == [
        "03-12 15:45 workshop_prework",
        "03-18 15:45 workshop_remind",
    ]


async def test_afterwards_one_is_asked_once_and_chooses(room: Staffroom) -> None:
    found = await opened(room)
    await comes(room, MAYA, found)
    assert not await room.read(lambda r: after_workshop.has_partner(r, MAYA))
    await room.partnered()
    assert await room.read(lambda r: after_workshop.has_partner(r, MAYA))
    await room.until("2026-03-17 17:00")

    assert await room.write(lambda w: after_workshop.choose(w, MAYA, found.id, Way.NOT_NOW))

    (shown,) = await room.said("after_workshop")
    assert (shown.effect, shown.refs["ended"]) == ("update", "not_now")
    for who, workshop, topic in (
        (MAYA, found.id, "questioning"),
        (OTHER, found.id, ""),
        (MAYA, NOWHERE, ""),
    ):
        assert await room.read(partial(after_workshop.topic, who=who, workshop=workshop)) == topic
