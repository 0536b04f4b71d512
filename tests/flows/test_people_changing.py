import pytest

from flows import leaving, people_changing
from flows.ids import MemberId
from flows.partnership import PartnershipState
from flows.people import Member
from tests.staffroom import AYA, MAYA, OLE, TOMAS, ZONE, Staffroom

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
    assert people_changing.differs(MEMBER, zone, locale, deleted=deleted) is differs


async def tell(
    room: Staffroom, who: MemberId, zone: str = "", locale: str = "", *, deleted: bool = False
) -> None:
    await room.write(lambda w: people_changing.told(w, who, zone, locale, deleted=deleted))


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


async def test_partnerships_of_a_deactivated_member_rest(room: Staffroom) -> None:
    await room.partnered()
    ours = room.pair
    await room.partnered(MAYA, AYA)
    await room.write(lambda w: leaving.pause(w, AYA, room.pair.id))
    await room.partnered(TOMAS, OLE)
    await room.all_sent()

    await tell(room, MAYA, deleted=True)

    found = await room.read(lambda r: r.partnerships.get(ours.id))
    assert found is not None
    assert found.state is PartnershipState.PAUSED
    assert (await room.state()).state is PartnershipState.ACTIVE
    assert [s.lane for s in await room.said("paused")] == ["dm:U0MAYA", "dm:U0TOMAS"]

    await room.all_sent()
    await tell(room, MAYA, deleted=True)
    assert await room.said() == []

    await tell(room, MAYA, deleted=False)
    member = await room.member(MAYA)
    assert member is not None
    assert not member.deactivated
    assert await room.said() == []  # What rests goes on when a member says so.
