"""Strategy cards: kept for oneself, shown by one's own choice, tried as one's own (practice A1)."""

from collections.abc import Mapping

import pytest

from flows import erasing, gate, leaving, reading, strategies
from flows.authored import Kind, kind_of
from flows.goal_talk import NotAMember, Talk
from flows.goals import STATEMENT
from flows.ids import MemberId, RunId
from flows.strategies import Card, Empty, Gone, TooLong
from tests.staffroom import AYA, MAYA, SPARK, TOMAS, Staffroom

TEXTS = {"tried": "Two strips each", "did": "Six compared", "unless": "A test is near"}
LEFT = MemberId("U0LEFT")


async def keep(room: Staffroom, who: MemberId = MAYA, **texts: str) -> object:
    return await room.write(lambda w: strategies.keep(w, who, texts or TEXTS))


async def kept(room: Staffroom, who: MemberId = MAYA) -> str:
    outcome = await keep(room, who)
    assert isinstance(outcome, Card)
    return outcome.name


async def mine(room: Staffroom, who: MemberId = MAYA) -> list[Card]:
    return await room.read(lambda r: strategies.mine(r, who))


async def shown(room: Staffroom, who: MemberId) -> list[str]:
    found = await room.read(lambda r: strategies.shown(r, who))
    return [card.texts["tried"] for card in found]


async def test_a_card_is_its_author_s_alone(room: Staffroom) -> None:
    await room.partnered()
    assert isinstance(await keep(room, did="Nothing"), Empty)
    assert await keep(room, tried="x" * 601) == TooLong({"tried": 601})
    assert isinstance(await keep(room, LEFT), NotAMember)
    await kept(room)
    (card,) = await mine(room)
    assert (dict(card.texts), card.partners, card.program) == (TEXTS, False, False)
    assert await shown(room, TOMAS) == await shown(room, AYA) == await shown(room, MAYA) == []


async def test_shown_to_partners_and_taken_back(room: Staffroom) -> None:
    name = await kept(room)
    assert isinstance(await room.write(lambda w: strategies.show_partners(w, MAYA, name)), Gone)
    await room.partnered()
    for _ in range(2):
        after = await room.write(lambda w: strategies.show_partners(w, MAYA, name))
        assert isinstance(after, Card)
    assert (await mine(room))[0].partners
    assert await shown(room, TOMAS) == ["Two strips each"]
    assert await shown(room, AYA) == await shown(room, MAYA) == []
    foreign = await room.write(lambda w: strategies.take_back(w, TOMAS, name))
    assert isinstance(foreign, Gone)
    assert isinstance(await room.write(lambda w: strategies.delete(w, TOMAS, name)), Gone)
    await room.write(lambda w: strategies.take_back(w, MAYA, name))
    assert await shown(room, TOMAS) == []
    assert not (await mine(room))[0].partners


async def test_in_other_words_it_is_read_so_wherever_it_was_shown(room: Staffroom) -> None:
    name = await kept(room)
    pair = (await room.partnered()).id
    anew = {"tried": "Three strips each", "did": ""}

    async def change(texts: Mapping[str, str], who: MemberId = MAYA, card: str = name) -> object:
        return await room.write(lambda w: strategies.change(w, who, card, texts))

    assert isinstance(await change({"did": "Six"}), Empty)
    assert await change({"tried": "x" * 601}) == TooLong({"tried": 601})
    assert isinstance(await change(anew, TOMAS), Gone)
    assert isinstance(await change(anew, card="none"), Gone)
    assert isinstance(await change({"tried": "Alone"}), Card)
    assert await shown(room, TOMAS) == await shown(room, AYA) == []
    await room.write(lambda w: strategies.show_partners(w, MAYA, name))
    await room.write(lambda w: strategies.show_program(w, MAYA, name))
    await change(TEXTS)
    assert await shown(room, TOMAS) == await shown(room, AYA) == ["Two strips each"]
    await change(anew)
    assert await shown(room, TOMAS) == await shown(room, AYA) == ["Three strips each"]
    (card,) = await mine(room)
    assert (card.name, dict(card.texts)) == (name, {"tried": "Three strips each"})
    assert card.partners
    assert card.program
    await room.write(lambda w: leaving.end(w, MAYA, pair))
    await change({"tried": "Once more"})
    lying = await room.read(lambda r: reading.lying(r, f"{gate.SHOWN_STRATEGY}{pair}"))
    assert list(lying) == []


async def test_shown_to_the_program_for_its_members_alone(room: Staffroom) -> None:
    name = await kept(room)
    assert isinstance(await room.write(lambda w: strategies.show_program(w, MAYA, "none")), Gone)
    assert isinstance(await room.write(lambda w: strategies.show_program(w, MAYA, name)), Card)
    assert await shown(room, AYA) == ["Two strips each"]
    assert await shown(room, LEFT) == []
    await room.put(AYA, program=None)
    assert await shown(room, AYA) == []
    await room.put(MAYA, program=None)
    assert await shown(room, TOMAS) == []


async def test_it_goes_with_its_author_and_with_any_of_its_sentences(room: Staffroom) -> None:
    """practice INV-17."""
    await room.partnered()
    for _ in range(2):
        name = await kept(room)
        await room.write(lambda w, n=name: strategies.show_program(w, MAYA, n))  # type: ignore[misc]  # bound early
        await room.write(lambda w, n=name: strategies.show_partners(w, MAYA, n))  # type: ignore[misc]  # bound early
    own = await room.read(lambda r: reading.all_own(r, MAYA))
    sentence = next(p for p in own if kind_of(p) is Kind.STRATEGY)
    await room.write(lambda w: erasing.one(w, MAYA, sentence.id))
    assert len(await mine(room)) == len(await shown(room, TOMAS)) == 1
    await room.write(lambda w: leaving.end(w, MAYA, room.pair.id))
    assert len(await shown(room, TOMAS)) == 1
    await room.write(lambda w: erasing.everything(w, MAYA))
    assert await shown(room, TOMAS) == []


async def test_whoever_reads_it_makes_a_goal_of_their_own(room: Staffroom) -> None:
    name = await kept(room)
    assert isinstance(await room.write(lambda w: strategies.try_it(w, AYA, name)), Gone)
    await room.write(lambda w: strategies.show_program(w, MAYA, name))
    talk = await room.write(lambda w: strategies.try_it(w, AYA, name))
    assert isinstance(talk, Talk)
    assert (talk.draft.owner, talk.draft.asked) == (AYA, STATEMENT)
    assert talk.answers["action"] == "Two strips each"
    again = await room.write(lambda w: strategies.try_it(w, AYA, name))
    assert isinstance(again, Talk)
    assert again.draft.id == talk.draft.id


async def test_who_is_in_no_program_begins_no_goal(room: Staffroom) -> None:
    name = await kept(room)
    await room.partnered()
    await room.write(lambda w: strategies.show_partners(w, MAYA, name))
    await room.put(TOMAS, program=None)
    outcome = await room.write(lambda w: strategies.try_it(w, TOMAS, name))
    assert isinstance(outcome, NotAMember)


@pytest.mark.parametrize("who", [MAYA, TOMAS])
async def test_a_card_begins_with_one_s_own_answers(room: Staffroom, who: MemberId) -> None:
    pair = await room.partnered()
    await room.answer(MAYA, "agree so fast")
    begun = await room.read(lambda r: strategies.begun(r, who, pair.id, SPARK))
    assert begun == ({"tried": "agree so fast"} if who == MAYA else {})
    none = await room.read(lambda r: strategies.begun(r, who, pair.id, RunId("none/1")))
    assert none == {}
