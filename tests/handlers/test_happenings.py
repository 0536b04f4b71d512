from datetime import time
from zoneinfo import ZoneInfo

import pytest

from tests.handlers.workspace import OUTSIDER, Json, Workspace
from tests.staffroom import MAYA, TOMAS, WS, ZONE, Staffroom, at


def message(**changes: object) -> Json:
    return {
        "type": "message",
        "channel": "D0DM",
        "channel_type": "im",
        "user": MAYA,
        "text": "secret words",
        "ts": "1772520000.000100",
        **changes,
    }


def user(**changes: object) -> Json:
    who = {"id": MAYA, "tz": ZONE, "locale": "en", "deleted": False, **changes}
    return {"type": "user_change", "user": who, "event_ts": "1772520000.000100"}


async def test_whoever_moves_gets_what_waits_at_the_same_hour_there(
    slack: Workspace, room: Staffroom
) -> None:
    await room.partnered()
    await room.answer(TOMAS, "agree too soon")
    await room.answer(MAYA, "leave it to five hands")
    await room.all_sent()
    await slack.event(user(tz="Asia/Tokyo"))

    await room.until("2026-03-05 20:00")

    (told,) = await room.said("open", sent=True)
    assert told.lane == f"dm:{MAYA}"
    assert told.due.astimezone(ZoneInfo("Asia/Tokyo")).time() == time(15, 45)


async def test_an_opened_home_is_published_once_a_delivery(slack: Workspace) -> None:
    opened = {"type": "app_home_opened", "user": OUTSIDER, "tab": "home", "channel": "D0DM"}

    replies = [await slack.event(opened, "Ev1"), await slack.event(opened, "Ev1")]

    assert [r.status for r in replies] == [200, 200]
    assert await slack.room.lines() == ["publish_home home home:U0OUT 0 03-03 08:05"]


async def test_the_messages_tab_publishes_nothing(slack: Workspace) -> None:
    reply = await slack.event({"type": "app_home_opened", "user": MAYA, "tab": "messages"})

    assert reply.status == 200
    assert await slack.room.said() == []


async def test_what_is_typed_is_answered_once_a_day_and_not_kept(
    slack: Workspace, room: Staffroom
) -> None:
    for _ in range(3):
        assert (await slack.event(message())).status == 200
    (heard,) = await room.said("heard")
    assert heard.lane == f"dm:{MAYA}"
    assert "secret words" not in str(heard)
    assert "secret words" not in str(await slack.shown(heard))

    room.now = at("2026-03-04 09:00")
    await slack.event(message())
    assert len(await room.said("heard")) == 2


@pytest.mark.parametrize(
    "changes",
    [
        {"channel_type": "channel"},
        {"subtype": "message_changed"},
        {"bot_id": "B0BOT"},
    ],
)
async def test_what_was_not_typed_at_the_bot_is_left_alone(
    slack: Workspace, changes: dict[str, str]
) -> None:
    assert (await slack.event(message(**changes))).status == 200
    assert await slack.room.said() == []


@pytest.mark.parametrize(
    ("changes", "zone", "locale"),
    [
        ({"tz": "Asia/Tokyo"}, "Asia/Tokyo", "en"),
        ({"locale": "es-ES"}, ZONE, "es-ES"),
        ({"tz": None, "locale": None}, ZONE, "en"),
    ],
)
async def test_zone_and_language_follow_the_profile(
    slack: Workspace, room: Staffroom, changes: dict[str, str], zone: str, locale: str
) -> None:
    assert (await slack.event(user(**changes))).status == 200

    member = await room.member(MAYA)
    assert member is not None
    assert (member.zone, member.locale) == (zone, locale)


async def test_a_language_that_was_not_told_stays(slack: Workspace, room: Staffroom) -> None:
    await room.put(MAYA, locale="es-ES")

    await slack.event(user(locale=None, tz="Asia/Tokyo"))

    member = await room.member(MAYA)
    assert member is not None
    assert (member.zone, member.locale) == ("Asia/Tokyo", "es-ES")


async def test_a_deactivated_persons_partnerships_end(slack: Workspace, room: Staffroom) -> None:
    """practice INV-03"""
    await room.partnered()

    await slack.event(user(deleted=True))

    assert [s.lane for s in await room.said("ended")] == [f"dm:{TOMAS}"]


@pytest.mark.parametrize(
    ("event", "gone"),
    [
        ({"type": "app_uninstalled"}, True),
        ({"type": "tokens_revoked", "tokens": {"oauth": [], "bot": ["U0BOT"]}}, True),
        ({"type": "tokens_revoked", "tokens": {"oauth": [MAYA], "bot": []}}, False),
        ({"type": "tokens_revoked"}, False),
    ],
)
async def test_taken_out_of_the_workspace_nothing_is_left(
    slack: Workspace, room: Staffroom, event: Json, *, gone: bool
) -> None:
    await room.partnered()

    replies = [await slack.event(event, "Ev1"), await slack.event(event, "Ev1")]

    assert [r.status for r in replies] == [200, 200]
    assert (await room.member(MAYA) is None) is gone
    assert (await room.said() == []) is gone


@pytest.mark.parametrize("who", [{"id": OUTSIDER, "tz": "Asia/Tokyo"}, {}, None])
async def test_nobody_of_ours_changes_nothing(slack: Workspace, who: Json | None) -> None:
    assert (await slack.event({"type": "user_change", "user": who})).status == 200
    assert await slack.room.said() == []


async def test_a_changed_person_is_looked_up_anew(slack: Workspace) -> None:
    await slack.command(MAYA, "/coach-pair", f"<@{TOMAS}>")
    slack.wire.names[TOMAS] = "Tom"
    await slack.event({"type": "user_change", "user": {"id": TOMAS, "tz": ZONE, "locale": "en"}})

    person = await slack.directory.person(WS, TOMAS)

    assert person is not None
    assert person.name == "Tom"


async def test_other_events_are_acknowledged(slack: Workspace) -> None:
    assert (await slack.event({"type": "team_join", "user": {"id": "U9"}})).status == 200
    assert await slack.room.said() == []
