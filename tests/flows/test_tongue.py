"""In whose words somebody is spoken to (practice A7)."""

from dataclasses import replace

import pytest

from flows import tongue
from flows.ids import ConversationId, MemberId, PartnershipId, ProgramId
from flows.notices import Channel, Dm, Home, Lane, Pair
from flows.people import WordPack
from tests.staffroom import ADMIN, AYA, CHANNEL, MAYA, OLE, TOMAS, Staffroom

SCHOOL, WORKPLACE = WordPack.SCHOOL, WordPack.WORKPLACE


@pytest.fixture
async def office(room: Staffroom) -> Staffroom:
    """The staffroom's program, and beside it another workplace with Ole in it."""
    school = room.program
    office = replace(
        school,
        id=ProgramId("office"),
        channel=ConversationId("C0OFFICE"),
        facilitators=frozenset({AYA}),
        word_pack=WORKPLACE,
    )
    await room.write(lambda w: w.programs.put(office))
    await room.put(OLE, program=office.id)
    await room.put(AYA, program=None)
    return room


async def spoken(room: Staffroom, who: MemberId) -> WordPack:
    return await room.read(lambda reader: tongue.of_member(reader, who))


async def test_members_read_the_words_of_their_program(office: Staffroom) -> None:
    assert await spoken(office, MAYA) is SCHOOL
    assert await spoken(office, OLE) is WORKPLACE


async def test_whoever_looks_after_a_program_reads_its_words(office: Staffroom) -> None:
    assert await spoken(office, AYA) is WORKPLACE
    assert await spoken(office, ADMIN) is SCHOOL


async def test_whoever_is_asked_reads_the_words_of_the_colleague_who_asks(
    office: Staffroom,
) -> None:
    outsider = MemberId("U0OUT")
    assert await spoken(office, outsider) is SCHOOL
    await office.invited(OLE, outsider)
    assert await spoken(office, outsider) is WORKPLACE


async def test_an_invitation_of_somebody_who_left_says_nothing(office: Staffroom) -> None:
    outsider = MemberId("U0OUT")
    await office.invited(OLE, outsider)
    await office.put(OLE, program=None)

    assert await spoken(office, outsider) is SCHOOL


async def test_where_all_programs_agree_everybody_reads_their_words(room: Staffroom) -> None:
    await room.write(lambda w: w.programs.put(replace(room.program, word_pack=WORKPLACE)))

    assert await spoken(room, MemberId("U0OUT")) is WORKPLACE


@pytest.mark.parametrize(
    ("lane", "pack"),
    [
        (Dm(OLE), WORKPLACE),
        (Home(MAYA), SCHOOL),
        (Channel(CHANNEL), SCHOOL),
        (Channel(ConversationId("C0OFFICE")), WORKPLACE),
        (Channel(ConversationId("C0ELSEWHERE")), SCHOOL),
        (Pair(PartnershipId("gone")), SCHOOL),
    ],
)
async def test_a_conversation_has_the_words_of_its_people(
    office: Staffroom, lane: Lane, pack: WordPack
) -> None:
    assert await office.read(lambda reader: tongue.of_lane(reader, lane)) is pack


async def test_partners_read_the_words_of_their_program(room: Staffroom) -> None:
    pair = await room.partnered(MAYA, TOMAS)
    await room.write(lambda w: w.programs.put(replace(room.program, word_pack=WORKPLACE)))

    assert await room.read(lambda reader: tongue.of_lane(reader, Pair(pair.id))) is WORKPLACE
