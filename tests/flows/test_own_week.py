"""What a member tells of themselves: topics that they seek and offer, and their lessons."""

import pytest

from flows import own_week
from flows.ids import MemberId
from flows.own_week import InDoubt, LongTopic, TooMany, Unknown
from flows.people import Member
from tests.staffroom import MAYA, TOMAS, Staffroom


async def saves(
    room: Staffroom,
    who: MemberId = MAYA,
    seeks: tuple[str, ...] = (),
    offers: tuple[str, ...] = (),
    lessons: str = "",
) -> object:
    return await room.write(lambda w: own_week.save(w, who, seeks, offers, lessons, listed=True))


@pytest.fixture
async def member(room: Staffroom) -> Staffroom:
    await room.joined(MAYA)
    return room


async def test_topics_and_lessons_are_kept(member: Staffroom) -> None:
    found = await saves(member, seeks=("questioning",), offers=("groups",), lessons="Tue 9:00-9:50")

    assert isinstance(found, Member)
    assert (found.seeks, found.offers, found.listed) == (("questioning",), ("groups",), True)
    assert len(found.lessons) == 1
    assert await member.member(MAYA) == found
    assert [s.lane for s in await member.said("home")] == [f"home:{MAYA}"]


async def test_the_first_thing_that_is_the_matter_is_said_and_nothing_kept(
    member: Staffroom,
) -> None:
    long = "x" * (own_week.LONGEST_TOPIC + 1)
    many = tuple(f"topic {n}" for n in range(own_week.MOST_TOPICS + 1))
    before = await member.member(MAYA)

    assert await saves(member, MemberId("U0NEW")) == Unknown()
    assert await saves(member, seeks=(long,)) == LongTopic("seeks", long)
    assert await saves(member, offers=many) == TooMany("offers", len(many))
    assert isinstance(await saves(member, lessons="sometimes"), InDoubt)
    assert await member.member(MAYA) == before


async def test_who_is_in_no_program_has_no_week(member: Staffroom) -> None:
    await member.put(TOMAS, program=None)

    assert await saves(member, TOMAS) == Unknown()


def test_topics_stand_one_a_line_or_between_commas_each_once() -> None:
    found = own_week.split("• questioning, groups\n- Groups\n\n wait time")

    assert found == ["questioning", "Groups", "wait time"]
