from flows import library, offering
from flows.ids import MemberId
from flows.offering import Kept, NoneChosen, NotTheirs
from flows.people import Program, WordPack
from tests.staffroom import MAYA, TOMAS, Staffroom

SHIPPED = set(library.shipped())
AT_WORK = {"ai", "cognitive", "grow", "reciprocal", "reflective"}


async def choose(room: Staffroom, by: MemberId, pack: WordPack, *ways: str) -> object:
    known = room.program.id
    return await room.write(lambda w: offering.choose(w, by, known, pack, ways))


async def program(room: Staffroom) -> Program:
    found = await room.read(lambda r: r.programs.get(room.program.id))
    assert found is not None
    return found


async def leader(room: Staffroom) -> MemberId:
    (who,) = (await program(room)).facilitators
    return who


async def test_a_program_begins_with_everything_that_ships(room: Staffroom) -> None:
    found = await program(room)

    assert offering.offered(library.library(), found) == SHIPPED
    assert set(offering.choices(library.library(), WordPack.WORKPLACE)) == AT_WORK


async def test_a_facilitator_chooses_some(room: Staffroom) -> None:
    outcome = await choose(room, await leader(room), WordPack.SCHOOL, "grow", "rounds", "magic")

    assert isinstance(outcome, Kept)
    assert (await program(room)).protocols == frozenset({"grow", "rounds"})
    assert offering.offered(library.library(), await program(room)) == {"grow", "rounds"}


async def test_everything_that_ships_is_no_choice_and_grows_with_it(room: Staffroom) -> None:
    await choose(room, await leader(room), WordPack.SCHOOL, "grow")
    await choose(room, await leader(room), WordPack.SCHOOL, *SHIPPED)

    assert (await program(room)).protocols is None


async def test_other_words_offer_the_ways_that_exist_in_them(room: Staffroom) -> None:
    outcome = await choose(room, await leader(room), WordPack.WORKPLACE, *SHIPPED)

    assert isinstance(outcome, Kept)
    found = await program(room)
    assert found.word_pack is WordPack.WORKPLACE
    assert offering.offered(library.library(), found) == AT_WORK
    assert [s.effect for s in await room.said("join")] == ["update"]


async def test_two_people_can_always_begin(room: Staffroom) -> None:
    before = await program(room)

    assert await choose(room, await leader(room), WordPack.SCHOOL, "rounds") == NoneChosen()
    assert await choose(room, await leader(room), WordPack.WORKPLACE, "observation") == NoneChosen()
    assert await program(room) == before


async def test_nobody_else_chooses(room: Staffroom) -> None:
    outsider = MAYA if await leader(room) != MAYA else TOMAS

    assert await choose(room, outsider, WordPack.SCHOOL, "grow") == NotTheirs()
    gone = await room.write(
        lambda w: offering.choose(w, outsider, "nowhere", WordPack.SCHOOL, ["grow"])  # type: ignore[arg-type]  # An id.
    )
    assert gone == NotTheirs()
