from functools import partial

import pytest

from flows import delivering, people_changing, steering
from flows.ids import MemberId
from flows.people import Member
from flows.people_changing import Told
from tests.staffroom import AYA, MAYA, TOMAS, ZONE, Staffroom, at

MEMBER = Member(MAYA, None, ZONE, "en-GB")


@pytest.mark.parametrize(
    ("zone", "locale", "deleted", "differs"),
    [
        (ZONE, "en-GB", False, False),
        ("", "", False, False),
        ("Asia/Tokyo", "en-GB", False, True),
        (ZONE, "ja-JP", False, True),
        (ZONE, "en-GB", True, True),
    ],
)
def test_most_changes_concern_nobody(
    zone: str, locale: str, *, deleted: bool, differs: bool
) -> None:
    assert (Told(zone, locale, deleted).of(MEMBER, at("2026-03-03 08:05")) != MEMBER) is differs


async def tell(
    room: Staffroom, who: MemberId, zone: str = "", locale: str = "", *, deleted: bool = False
) -> None:
    await room.write(lambda w: people_changing.told(w, who, Told(zone, locale, deleted)))


async def test_what_is_not_told_stays(room: Staffroom) -> None:
    await tell(room, MAYA, "Asia/Tokyo", "ja-JP")
    await tell(room, MAYA)

    member = await room.member(MAYA)
    assert member is not None
    assert (member.zone, member.locale, member.deactivated) == ("Asia/Tokyo", "ja-JP", False)


async def test_nobody_unknown_is_kept(room: Staffroom) -> None:
    stranger = MemberId("U0NEW")

    await tell(room, stranger, "Asia/Tokyo", deleted=True)

    assert await room.member(stranger) is None
    assert await room.said() == []


async def test_whoever_moves_gets_what_waits_in_their_slot_there(room: Staffroom) -> None:
    pair = await room.partnered()
    london = Told(zone="Europe/London")

    together = await room.write(lambda w: people_changing.told(w, TOMAS, london))
    await room.write(lambda w: steering.planned_anew(w, TOMAS, pair.id))

    assert together == (pair.id,)
    slips = await room.read(lambda r: r.slips.planned(TOMAS))
    assert slips
    assert {f"{slip.due:%H:%M}" for slip in slips if slip.due < at("2026-03-29 00:00")} == {"15:45"}


async def test_a_vacation_in_slack_is_days_away(room: Staffroom) -> None:
    told = Told(sign=":palm_tree:", ends=at("2026-03-06 23:59"))

    await room.write(lambda w: people_changing.told(w, MAYA, told))

    person = await room.read(lambda r: delivering.person_of(r, MAYA))
    assert person.open_from(room.now) == at("2026-03-09 07:30")


async def test_an_account_that_was_gone_and_is_back(room: Staffroom) -> None:
    for deleted in (True, False):
        assert (
            await room.write(
                partial(people_changing.told, member=AYA, profile=Told(deleted=deleted))
            )
            == ()
        )
        member = await room.member(AYA)
        assert member is not None
        assert member.deactivated is deleted
