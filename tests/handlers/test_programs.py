import json
from datetime import date

import pytest

from flows.people import Program
from handlers import ids
from handlers.views import program as views
from tests.handlers.workspace import GUEST, OUTSIDER, ROBOT, Json, Workspace, button, element
from tests.staffroom import ADMIN, CHANNEL, MAYA, TOMAS, Staffroom

OWNER = "U0OLE"


@pytest.fixture
async def empty() -> Workspace:
    """A workspace with no program yet."""
    return Workspace(Staffroom(), founders=[OWNER])


async def form(slack: Workspace, who: str = ADMIN) -> Json:
    return (await slack.command(who, ids.PROGRAM)).opened  # type: ignore[arg-type]  # Ids and fields as text.


async def programs(slack: Workspace) -> list[Program]:
    return list(await slack.room.read(lambda r: r.programs.all()))


def settings(**changes: str | None) -> dict[str, str | None]:
    return {"name": "Maple Street", "channel": "C0NEW", "country": "DE", "region": "by", **changes}


@pytest.mark.parametrize("who", [ADMIN, OWNER])
async def test_an_admin_or_a_named_facilitator_founds_a_program(empty: Workspace, who: str) -> None:
    opened = await form(empty, who)
    country = next(b for b in opened["blocks"] if b.get("block_id") == views.COUNTRY)
    assert country["element"]["initial_option"]["value"] == "ES"  # By their zone.

    reply = await empty.submit(who, opened, **settings())  # type: ignore[arg-type]  # Ids and fields as text.

    assert "is set up" in str(reply.page)
    (program,) = await programs(empty)
    assert (program.name, program.channel) == ("Maple Street", "C0NEW")
    assert (program.country, program.region) == ("DE", "BY")
    assert date(2026, 6, 4) in program.holidays  # Corpus Christi, in Bavaria only.
    assert program.covered_until == date(2028, 3, 2)
    assert [s.lane for s in await empty.room.said("join")] == ["channel:C0NEW"]
    (probe,) = reply.called("chat.postEphemeral")
    assert (probe["channel"], probe["user"]) == ("C0NEW", who)
    await empty.room.store.close()


async def test_nobody_else_founds_one(empty: Workspace) -> None:
    refused = await empty.command(MAYA, ids.PROGRAM)
    pressed = await empty.press(MAYA, button(ids.OPEN_PROGRAM))
    forged = await empty.submit(MAYA, await form(empty), **settings())

    assert "founded by a workspace admin" in refused.text
    assert "founded by a workspace admin" in pressed.whispered[0]
    assert "founded by a workspace admin" in forged.errors[views.NAME]
    assert await programs(empty) == []
    await empty.room.store.close()


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"name": " "}, views.NAME, "give the program a name"),
        ({"name": "x" * 61}, views.NAME, "61 of 60"),
        ({"region": "xx"}, views.REGION, "For Germany these work: "),
        ({"country": "AF", "region": "by"}, views.REGION, "Afghanistan has no regions"),
        ({"country": None}, views.COUNTRY, "choose a country"),
        ({"channel": None}, views.CHANNEL, "cannot post"),
        ({"channel": CHANNEL}, views.CHANNEL, "“Maple Street” lives in that channel"),
    ],
)
async def test_what_is_amiss_is_said_at_its_field_and_can_be_mended(
    slack: Workspace, changes: dict[str, str | None], field: str, said: str
) -> None:
    second = Workspace(slack.room, founders=[OWNER])
    opened = await form(second, OWNER)

    reply = await second.submit(OWNER, opened, **settings(**changes))  # type: ignore[arg-type]  # Ids and fields as text.

    assert list(reply.errors) == [field]
    assert said in reply.errors[field]
    assert len(await programs(second)) == 1
    assert await slack.room.said() == []
    mended = await second.submit(OWNER, opened, **settings())  # type: ignore[arg-type]  # Ids and fields as text.
    assert "is set up" in str(mended.page)


@pytest.mark.parametrize(
    ("refusal", "said"),
    [
        ("not_in_channel", "/invite @Tandem"),
        ("channel_not_found", "/invite @Tandem"),
        ("user_not_in_channel", "Join it"),
    ],
)
async def test_the_channel_is_tried_before_anything_is_kept(
    slack: Workspace, refusal: str, said: str
) -> None:
    opened = await form(slack)
    slack.wire.refused["chat.postEphemeral"] = refusal

    reply = await slack.submit(ADMIN, opened, **settings())
    slack.wire.refused.clear()
    mended = await slack.submit(ADMIN, opened, **settings())

    assert said in reply.errors[views.CHANNEL]
    assert "are saved" in str(mended.page)


async def test_settings_change_in_their_form(slack: Workspace, room: Staffroom) -> None:
    home = await slack.home(ADMIN)
    await room.all_sent()
    opened = await slack.press(ADMIN, element(home["blocks"], ids.OPEN_PROGRAM), view=home)

    reply = await slack.submit(ADMIN, opened.opened, name="Renamed", region="")

    assert "The settings of *Renamed* are saved" in str(reply.page)
    (program,) = await programs(slack)
    assert (program.name, program.channel, program.region) == ("Renamed", CHANNEL, None)
    (post,) = await room.said("join")
    assert post.effect == "update"
    assert "*Renamed*" in (await slack.message("join")).text


async def test_the_settings_of_others_stay(slack: Workspace, room: Staffroom) -> None:
    opened = await form(slack)
    forged = {**opened, "private_metadata": json.dumps({"key": "k", "program": "none"})}

    replies = [
        await slack.submit(MAYA, opened, **settings()),
        await slack.submit(ADMIN, forged, **settings()),
    ]

    assert all("do not look after this program" in r.errors[views.NAME] for r in replies)
    assert await programs(slack) == [room.program]
    assert await room.said() == []


async def test_others_are_named_to_look_after_it(slack: Workspace, room: Staffroom) -> None:
    opened = await form(slack)
    picked = next(b for b in opened["blocks"] if b.get("block_id") == views.FACILITATORS)
    assert picked["element"]["initial_users"] == [ADMIN]
    still_open = await form(slack)

    reply = await slack.submit(ADMIN, opened, facilitators=[ADMIN, MAYA])

    assert "are saved" in str(reply.page)
    message = await slack.message("looks_after", f"dm:{MAYA}")
    assert "asks you to look after" in message.text
    theirs = (await slack.press(MAYA, element(message.blocks, ids.OPEN_PROGRAM))).opened
    assert theirs["callback_id"] == ids.PROGRAM_FORM
    alone = await slack.submit(MAYA, theirs, facilitators=[MAYA])
    assert "are saved" in str(alone.page)
    late = await slack.submit(ADMIN, still_open, facilitators=[ADMIN])
    assert "do not look after this program any more" in late.errors[views.NAME]


async def test_whoever_was_taken_out_again_hears_nothing(slack: Workspace, room: Staffroom) -> None:
    opened = await form(slack)
    await slack.submit(ADMIN, opened, facilitators=[ADMIN, MAYA])
    await slack.submit(ADMIN, await form(slack), facilitators=[ADMIN])

    (told,) = await room.said("looks_after", sent=True)
    assert await slack.shown(told) is None


@pytest.mark.parametrize("who", [GUEST, ROBOT, "U0NOBODY"])
async def test_who_is_no_full_member_looks_after_nothing(
    slack: Workspace, room: Staffroom, who: str
) -> None:
    reply = await slack.submit(ADMIN, await form(slack), facilitators=[ADMIN, who])

    assert "full members" in reply.errors[views.FACILITATORS]
    (program,) = await programs(slack)
    assert program.facilitators == {ADMIN}


async def test_joining_is_one_press_in_the_channel(slack: Workspace, room: Staffroom) -> None:
    await room.found(name="Second <!channel>", channel="C0SECOND")
    post = await slack.message("join", "channel:C0SECOND")
    await room.all_sent()

    first = await slack.press(OUTSIDER, element(post.blocks, ids.JOIN))
    second = await slack.press(OUTSIDER, element(post.blocks, ids.JOIN))

    assert "You are in *Second &lt;!channel&gt;*" in first.whispered[0]
    assert "already" in second.whispered[0]
    assert "<!channel>" not in str(first.calls + second.calls)
    message = await slack.message("joined", f"dm:{OUTSIDER}")
    assert "You are in" in message.text
    member = await room.member(OUTSIDER)
    assert member is not None
    assert member.program == room.program.id


async def test_from_the_home_only_the_dm_says_so(slack: Workspace, room: Staffroom) -> None:
    home = await slack.home(OUTSIDER)

    reply = await slack.press(OUTSIDER, element(home["blocks"], ids.JOIN), view=home)

    assert (reply.status, reply.whispered) == (200, [])
    assert len(await room.said("joined")) == 1


@pytest.mark.parametrize("who", [GUEST, ROBOT])
async def test_who_is_no_full_member_cannot_join(
    slack: Workspace, room: Staffroom, who: str
) -> None:
    reply = await slack.press(who, button(ids.JOIN, {"program": room.program.id}))  # type: ignore[arg-type]  # Ids and fields as text.

    assert "full members" in reply.whispered[0]
    assert await room.said() == []


@pytest.mark.parametrize("value", ["", "garbage", '{"program":"none"}'])
async def test_a_program_that_is_not_there_cannot_be_joined(slack: Workspace, value: str) -> None:
    reply = await slack.press(OUTSIDER, button(ids.JOIN, value))

    assert "not there any more" in reply.whispered[0]
    assert await slack.room.said() == []


async def test_what_is_this_is_said_and_changes_nothing(slack: Workspace) -> None:
    reply = await slack.press(TOMAS, button(ids.EXPLAIN, "{}"))

    assert reply.opened["callback_id"] == ids.PAGE
    assert "Who sees what" in str(reply.opened)
    assert await slack.room.said() == []
