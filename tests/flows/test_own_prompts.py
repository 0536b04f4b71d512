"""A program's own weekly prompts, the optional monthly questions, and a day of one's own."""

from datetime import date
from functools import partial

from flows import channel, own_prompts, pulsing, rhythm
from flows.ids import MemberId, PieceId, ProgramId
from flows.own_prompts import Empty, OwnPrompt, TooLong, TooMany
from flows.pulse import CHOICES, EXTRAS, QUESTIONS, question_of
from flows.weekly import Turn
from tests.staffroom import ADMIN, AYA, MAYA, Staffroom

ASKED = "What did a student teach you?"


async def added(
    room: Staffroom, words: str = ASKED, turn: Turn = Turn.REFLECTION, by: MemberId = ADMIN
) -> object:
    program = room.program.id
    return await room.write(
        partial(own_prompts.add, by=by, program=program, turn=turn, words=words)
    )


async def test_own_prompts_take_turns_with_the_bank(room: Staffroom) -> None:
    outcome = await added(room, "  What did a student\n teach you? ")
    assert isinstance(outcome, OwnPrompt)
    assert outcome.words == ASKED

    await room.until("2026-04-13 12:00")

    found = await room.read(lambda r: r.prompts.of_program(room.program.id))
    own = f"own:{outcome.id}"
    assert [prompt.name for prompt in found] == ["bank:31", "bank:1", own, "bank:2"]
    current = await room.read(lambda r: channel.current(r, room.program.id))
    assert current is not None
    named = await room.read(lambda r: own_prompts.named(r, room.program.id, own))
    assert named == outcome
    for other in ("bank:31", "own:gone"):
        assert (
            await room.read(partial(own_prompts.named, program=room.program.id, name=other)) is None
        )


async def test_a_prompt_has_words_and_not_too_many(room: Staffroom) -> None:
    assert await added(room, " \n ") == Empty()
    assert await added(room, "x" * 161) == TooLong(161)
    for number in range(own_prompts.MOST):
        assert isinstance(await added(room, f"Which {number}?"), OwnPrompt)
    assert await added(room) == TooMany()


async def test_only_who_looks_after_a_program_puts_questions_up(room: Staffroom) -> None:
    assert await added(room, by=AYA) == own_prompts.NotTheirs()
    mine = await added(room)
    assert isinstance(mine, OwnPrompt)
    program = room.program.id

    theirs = await room.write(lambda w: own_prompts.remove(w, AYA, program, mine.id))
    nowhere = await room.write(lambda w: own_prompts.remove(w, ADMIN, ProgramId("x"), mine.id))
    other = await room.write(lambda w: own_prompts.remove(w, ADMIN, program, PieceId("x")))
    left = await room.write(lambda w: own_prompts.remove(w, ADMIN, program, mine.id))

    assert theirs == nowhere == own_prompts.NotTheirs()
    assert (other, left) == ([mine], [])


def test_the_optional_questions_take_their_turn_where_they_are_on() -> None:
    months = [date(2026 + n // 12, n % 12 + 1, 1) for n in range(24)]

    assert {question_of(month) for month in months} == set(QUESTIONS)
    asked = {question_of(month, ("knowing", "confidence")) for month in months}
    assert asked == {*QUESTIONS, "knowing", "confidence"}
    assert {*QUESTIONS, *EXTRAS} == set(CHOICES)


async def test_what_was_asked_is_what_is_counted(room: Staffroom) -> None:
    program = room.program.id
    await room.write(lambda w: rhythm.set_extras(w, ADMIN, program, EXTRAS))
    await room.until("2026-05-05 18:00")
    month = date(2026, 5, 1)
    question = question_of(month, EXTRAS)
    choice = CHOICES[question][0]
    await room.write(lambda w: rhythm.set_extras(w, ADMIN, program, ()))

    outcome = await room.write(lambda w: pulsing.answer(w, MAYA, month, choice))

    assert outcome == pulsing.Counted(skipped=False)
    counts = await room.read(lambda r: r.pulses.of_month(program, month))
    assert counts == {choice: 1}
