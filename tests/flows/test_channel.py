"""The week's prompt, reflections that follow from it, and the month's question."""

from dataclasses import replace
from datetime import date
from functools import partial
from zoneinfo import ZoneInfo

import pytest

from flows import channel, delivering, parting, pulsing, reflecting
from flows.ids import ConversationId, MemberId, PartnershipId, PieceId, ProgramId
from flows.pulse import QUESTIONS, question_of
from flows.pulsing import Again, Counted
from flows.reflecting import Empty, Gone, NotAMember, Reflection, TooLong
from tests.staffroom import ADMIN, AYA, CHANNEL, MAYA, OLE, TOMAS, ZONE, Staffroom, at

NEW = MemberId("U0NEW")


async def posted(room: Staffroom, until: str) -> list[str]:
    await room.until(until)
    rows = await room.said("weekly", sent=True)
    assert {row.lane for row in rows} <= {f"channel:{CHANNEL}"}
    found = await room.read(lambda r: r.prompts.of_program(room.program.id))
    names = {prompt.id: prompt.name for prompt in found}
    return [f"{r.due.astimezone(ZoneInfo(ZONE)):%m-%d %H:%M} {names[r.key]}" for r in rows]


async def test_a_prompt_comes_on_each_monday_that_is_a_school_day(room: Staffroom) -> None:
    assert await posted(room, "2026-04-20 20:00") == [
        "03-09 08:00 bank:31",
        "03-16 08:00 bank:1",
        "03-23 08:00 bank:32",
        "04-13 08:00 bank:2",
        "04-20 08:00 bank:33",
    ]


async def test_a_missed_monday_is_left_out_and_a_late_one_comes_once(room: Staffroom) -> None:
    room.now = at("2026-03-10 12:00")
    await room.on_time()
    assert await posted(room, "2026-03-16 07:00") == []

    room.now = at("2026-03-16 11:00")
    for _ in range(2):
        await room.write(lambda w: channel.on_time(w, room.program.id))
    assert await posted(room, "2026-03-16 12:00") == ["03-16 11:00 bank:31"]


async def told_lost(room: Staffroom, where: ConversationId) -> list[str]:
    await room.write(lambda w: channel.lost(w, room.program.id, where))
    await room.all_sent()
    return [said.lane for said in await room.said(channel.LOST, sent=True)]


async def test_who_looks_after_it_hears_once_a_month_that_its_channel_takes_no_posts(
    room: Staffroom,
) -> None:
    room.now = at("2026-03-09 08:00")

    assert await told_lost(room, CHANNEL) == [f"dm:{ADMIN}"]
    room.now = at("2026-03-16 08:00")
    assert await told_lost(room, CHANNEL) == [f"dm:{ADMIN}"]
    assert await told_lost(room, ConversationId("C0BEFORE")) == [f"dm:{ADMIN}"]
    room.now = at("2026-04-13 08:00")
    assert await told_lost(room, CHANNEL) == [f"dm:{ADMIN}"] * 2
    await room.write(lambda w: channel.lost(w, ProgramId("none"), CHANNEL))
    assert await room.said(channel.LOST) == []


async def test_no_program_no_prompt(room: Staffroom) -> None:
    await room.write(lambda w: channel.on_time(w, ProgramId("none")))
    await room.write(lambda w: channel.covered(w, ProgramId("none"), frozenset(), date.max))
    assert await room.read(lambda r: channel.current(r, room.program.id)) is None


async def test_a_calendar_that_reaches_further_wakes_its_people(room: Staffroom) -> None:
    program = replace(room.program, covered_until=date(2026, 3, 6))
    await room.write(lambda w: w.programs.put(program))
    await room.write(lambda w: channel.founded(w, program))
    assert await posted(room, "2026-03-20 20:00") == []

    holiday = frozenset({date(2026, 3, 23)})
    for until in (date(2026, 3, 1), date(2026, 12, 31)):
        await room.write(
            partial(channel.covered, program=program.id, holidays=holiday, until=until)
        )
    await room.write(lambda w: channel.on_time(w, program.id))

    known = await room.read(lambda r: r.programs.get(program.id))
    assert known is not None
    assert known.covered_until == date(2026, 12, 31)
    assert await room.store.calendar.next_due() == room.now
    assert await posted(room, "2026-04-13 20:00") == ["04-13 08:00 bank:31"]


async def written(room: Staffroom, words: str = "I said *least*.", prompt: str = "") -> PieceId:
    name = "bank:37" if prompt else ""
    found = await room.write(lambda w: reflecting.write(w, MAYA, prompt, name, words))
    assert isinstance(found, Reflection)
    return found.id


async def mine(room: Staffroom, who: MemberId = MAYA) -> list[Reflection]:
    return await room.read(lambda r: reflecting.mine(r, who))


async def test_a_reflection_is_its_authors_alone(room: Staffroom) -> None:
    first = await written(room, prompt="weekly:p:1")
    room.now = at("2026-03-04 12:00")
    second = await written(room, "again")

    assert [found.id for found in await mine(room)] == [second, first]
    assert (await mine(room))[1].prompt == "weekly:p:1"
    assert (await mine(room))[1].name == "bank:37"
    assert await mine(room, TOMAS) == []
    assert await room.read(lambda r: reflecting.one(r, TOMAS, first)) == Gone()
    changed = await room.write(lambda w: reflecting.write(w, MAYA, "", "", "changed", second))
    assert isinstance(changed, Reflection)
    found = await room.read(lambda r: reflecting.one(r, MAYA, second))
    assert isinstance(found, Reflection)
    assert found.words == "changed"


async def test_what_is_amiss_is_said_and_nothing_is_kept(room: Staffroom) -> None:
    for who, words, earlier, said in (
        (NEW, "x", None, NotAMember()),
        (MAYA, " \n", None, Empty()),
        (MAYA, "x" * 1501, None, TooLong(1501)),
        (MAYA, "x", PieceId("none"), Gone()),
    ):
        outcome = await room.write(
            partial(reflecting.write, who=who, prompt="", name="", words=words, earlier=earlier)
        )
        assert outcome == said
    assert await mine(room) == []


async def test_shown_to_a_partner_who_reads_it_and_nobody_else_does(room: Staffroom) -> None:
    pair = await room.partnered()
    await room.all_sent()
    found = await written(room)

    for _ in range(2):
        shown = await room.write(lambda w: reflecting.show(w, MAYA, found, pair.id))
        assert isinstance(shown, Reflection)
        assert shown.shown_to == (pair.id,)

    (told,) = await room.said("shared_reflection")
    assert told.lane == f"dm:{TOMAS}"
    for who, words in ((TOMAS, "I said *least*."), (MAYA, "I said *least*."), (AYA, None)):
        assert (
            await room.read(
                partial(reflecting.shown, who=who, reflection=found, partnership=pair.id)
            )
            == words
        )
    for partnership, reflection in ((PartnershipId("no"), found), (pair.id, PieceId("no"))):
        assert (
            await room.read(
                partial(reflecting.shown, who=TOMAS, reflection=reflection, partnership=partnership)
            )
            is None
        )
    assert await room.write(lambda w: reflecting.show(w, AYA, found, pair.id)) == Gone()
    await room.write(lambda w: parting.pause(w, pair))
    assert await room.write(lambda w: reflecting.show(w, MAYA, found, pair.id)) == Gone()
    assert await room.write(lambda w: reflecting.show(w, MAYA, found, PartnershipId("x"))) == Gone()


async def test_posted_once_under_ones_name_and_taken_back(room: Staffroom) -> None:
    found = await written(room, prompt="weekly:p:1")

    for _ in range(2):
        post = await room.write(lambda w: reflecting.post(w, MAYA, found))
        assert isinstance(post, Reflection)
        assert post.posted

    (said,) = await room.said("posted_reflection")
    assert (said.effect, said.refs["thread"], said.refs["by"]) == ("post", "weekly:p:1", MAYA)
    assert "least" not in repr(said)
    await room.all_sent()

    back = await room.write(lambda w: reflecting.take_back(w, MAYA, found))
    assert isinstance(back, Reflection)
    assert not back.posted
    (gone,) = await room.said("posted_reflection")
    assert (gone.effect, gone.anchor) == ("delete", said.anchor)
    assert await room.write(lambda w: reflecting.post(w, TOMAS, found)) == Gone()
    assert await room.write(lambda w: reflecting.take_back(w, TOMAS, found)) == Gone()


async def test_deleted_with_every_copy(room: Staffroom) -> None:
    pair = await room.partnered()
    found = await written(room)
    await room.write(lambda w: reflecting.show(w, MAYA, found, pair.id))
    await room.write(lambda w: reflecting.post(w, MAYA, found))

    assert await room.write(lambda w: reflecting.erase(w, TOMAS, found)) == Gone()
    assert await room.write(lambda w: reflecting.erase(w, MAYA, found)) is None

    assert await mine(room) == []
    assert await room.read(lambda r: reflecting.shown(r, TOMAS, found, pair.id)) is None
    assert await room.write(lambda w: reflecting.post(w, MAYA, found)) == Gone()


@pytest.fixture
async def asked(room: Staffroom) -> Staffroom:
    """Maya and Tomás got the question of March."""
    for member in (MAYA, TOMAS):
        await room.put(member, joined_at=at("2026-02-02 12:00"))
        await room.write(partial(delivering.deliver, member=member))
    await room.until("2026-03-03 16:00")
    return room


MARCH = date(2026, 3, 1)


async def answer(room: Staffroom, who: MemberId, choice: str | None) -> Counted | Again:
    return await room.write(lambda w: pulsing.answer(w, who, MARCH, choice))


async def test_answers_are_counted_once_and_without_a_name(asked: Staffroom) -> None:
    assert question_of(MARCH) == "isolation"
    assert await answer(asked, MAYA, "mostly") == Counted(skipped=False)
    assert await answer(asked, MAYA, "mostly") == Again()
    assert await answer(asked, TOMAS, "none of them") == Again()
    assert await answer(asked, TOMAS, None) == Counted(skipped=True)
    assert await answer(asked, OLE, "mostly") == Again()

    counts = await asked.read(lambda r: r.pulses.of_month(asked.program.id, MARCH))
    assert counts == {"mostly": 1}


async def test_two_of_one_mind_are_two(asked: Staffroom) -> None:
    for who in (MAYA, TOMAS):
        await answer(asked, who, "mostly")
    counts = await asked.read(lambda r: r.pulses.of_month(asked.program.id, MARCH))
    assert counts == {"mostly": 2}


async def test_who_left_the_program_is_not_counted(asked: Staffroom) -> None:
    await asked.put(MAYA, program=None)
    assert await answer(asked, MAYA, "mostly") == Again()


def test_each_of_the_four_has_its_month() -> None:
    assert {question_of(date(2026, month, 1)) for month in range(1, 5)} == set(QUESTIONS)
