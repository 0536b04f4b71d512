"""Slack's own client against the Web API: what is answered, and what is refused with which word."""

import json
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from playground.app_config import AppConfig
from playground.server import Playground
from tests.playground.resident import buttons

UNKNOWN_BLOCK = [{"type": "secton"}]
DEEP = {"event_type": "row", "event_payload": {"a": {"b": 1}}}
LARGE = {"event_type": "row", "event_payload": {"a": "x" * 9000}}

REFUSALS: list[tuple[str, dict[str, Any], str]] = [
    ("chat.postMessage", {"text": "x"}, "invalid_arguments"),
    ("chat.postMessage", {"channel": "D0MAYA"}, "no_text"),
    ("chat.postMessage", {"channel": "D0MAYA", "text": "x" * 40_001}, "msg_too_long"),
    ("chat.postMessage", {"channel": "C0NOWHERE", "text": "x"}, "channel_not_found"),
    ("chat.postMessage", {"channel": "C0HEADS", "text": "x"}, "channel_not_found"),
    ("chat.postMessage", {"channel": "U0OTHERBOT", "text": "x"}, "cannot_dm_bot"),
    ("chat.postMessage", {"channel": "U0LEFT", "text": "x"}, "user_disabled"),
    ("chat.postMessage", {"channel": "D0MAYA", "blocks": UNKNOWN_BLOCK}, "invalid_blocks"),
    ("chat.postMessage", {"channel": "D0MAYA", "text": "x", "blocks": "{"}, "invalid_arguments"),
    (
        "chat.postMessage",
        {"channel": "D0MAYA", "text": "x", "metadata": DEEP},
        "invalid_metadata_schema",
    ),
    (
        "chat.postMessage",
        {"channel": "D0MAYA", "text": "x", "metadata": {"a": 1}},
        "invalid_metadata_format",
    ),
    (
        "chat.postMessage",
        {"channel": "D0MAYA", "text": "x", "metadata": LARGE},
        "metadata_too_large",
    ),
    (
        "chat.postMessage",
        {"channel": "D0MAYA", "text": "x", "thread_ts": "1.2"},
        "invalid_thread_ts",
    ),
    (
        "chat.postMessage",
        {"channel": "D0MAYA", "text": "x", "markdown_text": "y"},
        "markdown_text_conflict",
    ),
    ("chat.postMessage", {"channel": "D0MAYA", "markdown_text": "y" * 12_001}, "msg_too_long"),
    ("chat.update", {"channel": "D0MAYA", "ts": "1.2", "text": "x"}, "message_not_found"),
    ("chat.delete", {"channel": "D0MAYA", "ts": "1.2"}, "message_not_found"),
    (
        "chat.postEphemeral",
        {"channel": "C0COACH", "user": "U0GUEST", "text": "x"},
        "user_not_in_channel",
    ),
    ("chat.postEphemeral", {"channel": "C0STAFF", "user": "U0MAYA", "text": "x"}, "not_in_channel"),
    ("conversations.open", {}, "users_list_not_supplied"),
    ("conversations.open", {"users": "U0NOBODY"}, "user_not_found"),
    ("conversations.open", {"users": "U0LEFT"}, "user_disabled"),
    ("conversations.open", {"users": "U0TANDEM"}, "cannot_dm_bot"),
    ("conversations.open", {"users": "U0MAYA,U0OTHERBOT"}, "invalid_user_combination"),
    ("conversations.open", {"users": ",".join(f"U{n}" for n in range(9))}, "too_many_users"),
    ("conversations.open", {"users": "U0GUEST", "prevent_creation": True}, "channel_not_found"),
    ("conversations.open", {"channel": "C0COACH"}, "method_not_supported_for_channel_type"),
    ("conversations.info", {"channel": "C0HEADS"}, "channel_not_found"),
    ("conversations.join", {"channel": "C0STAFF"}, "missing_scope"),
    ("conversations.history", {"channel": "C0COACH"}, "missing_scope"),
    ("conversations.history", {"channel": "D0MAYA", "limit": 1001}, "invalid_limit"),
    ("conversations.history", {"channel": "D0MAYA", "cursor": "x"}, "invalid_cursor"),
    ("conversations.replies", {"channel": "D0MAYA", "ts": "1.2"}, "thread_not_found"),
    ("users.info", {"user": "U0NOBODY"}, "user_not_found"),
    ("users.info", {}, "invalid_arguments"),
    ("dnd.teamInfo", {"users": ",".join(["U0MAYA"] * 51)}, "too_many_users"),
    ("team.info", {"team": "T0OTHER"}, "team_not_found"),
    ("views.open", {"trigger_id": "1.2.3", "view": {}}, "invalid_trigger_id"),
    ("views.open", {"view": {}}, "invalid_arguments"),
    ("views.update", {"view_id": "V1", "view": {}}, "not_found"),
    ("views.update", {"view": {}}, "invalid_arguments"),
    ("views.publish", {"user_id": "U0MAYA", "view": {"type": "modal"}}, "invalid_arguments"),
    ("views.publish", {"user_id": "U0OTHERBOT", "view": {"type": "home"}}, "user_not_found"),
    ("blocks.validate", {"blocks": UNKNOWN_BLOCK}, "invalid_blocks"),
    ("blocks.validate", {}, "invalid_arguments"),
    ("oauth.v2.access", {"client_id": "x"}, "invalid_client_id"),
]


async def refused(call: Any) -> dict[str, Any]:
    with pytest.raises(SlackApiError) as refusal:
        await call
    answer: dict[str, Any] = refusal.value.response.data
    return answer


@pytest.mark.parametrize(("method", "arguments", "error"), REFUSALS)
@pytest.mark.parametrize("encoding", ["json", "data"])
async def test_what_slack_refuses_is_refused_with_its_word(
    client: AsyncWebClient, method: str, arguments: dict[str, Any], error: str, encoding: str
) -> None:
    if encoding == "data":
        arguments = {
            name: json.dumps(value) if isinstance(value, dict | list) else str(value)
            for name, value in arguments.items()
        }
    given: dict[str, Any] = {encoding: arguments}
    answer = await refused(client.api_call(method, **given))
    assert answer["error"] == error


@pytest.mark.parametrize(
    ("token", "error"),
    [
        ("", "not_authed"),
        ("xoxb-other", "invalid_auth"),
        ("xapp-playground", "not_allowed_token_type"),
    ],
)
async def test_a_token_opens_only_what_it_is_for(slack: Playground, token: str, error: str) -> None:
    client = AsyncWebClient(token, base_url=slack.api_url)
    assert (await refused(client.auth_test()))["error"] == error


async def test_the_bot_is_told_who_it_is_and_what_it_may_do(client: AsyncWebClient) -> None:
    answer = await client.auth_test()
    assert (answer["team_id"], answer["user_id"], answer["bot_id"]) == (
        "T0HARBOUR",
        "U0TANDEM",
        "B0TANDEM",
    )
    assert "chat:write" in answer.headers["X-OAuth-Scopes"].split(",")


async def test_a_missing_scope_is_named(slack: Playground, client: AsyncWebClient) -> None:
    slack.withhold("mpim:write")
    answer = await refused(client.conversations_open(users="U0MAYA,U0TOMAS"))
    assert answer["error"] == "missing_scope"
    assert answer["needed"] == "mpim:write"
    assert "im:write" in answer["provided"].split(",")
    slack.grant("mpim:write")
    assert (await client.conversations_open(users="U0MAYA,U0TOMAS"))["ok"]


async def test_a_message_to_a_person_stands_in_their_dm(
    slack: Playground, client: AsyncWebClient
) -> None:
    answer = await client.chat_postMessage(
        channel="U0MAYA",
        text="Hello",
        metadata={"event_type": "row", "event_payload": {"id": "r1"}},
        unfurl_links=False,
    )
    assert answer["channel"] == "D0MAYA"
    message = slack.person("U0MAYA").messages()[-1]
    assert (message.ts, message.text, message.bot) == (answer["ts"], "Hello", True)
    assert message.metadata == {"event_type": "row", "event_payload": {"id": "r1"}}
    assert message.unfurl_links is False
    assert slack.person("U0TOMAS").messages() == []


async def test_the_guest_gets_a_dm_when_there_was_none(
    slack: Playground, client: AsyncWebClient
) -> None:
    opened = await client.conversations_open(users="U0GUEST")
    again = await client.conversations_open(users=["U0GUEST"])
    assert opened["channel"]["id"] == again["channel"]["id"]
    assert (opened["already_open"], again["already_open"]) == (False, True)
    assert [each.kind for each in slack.person("U0GUEST").conversations()] == ["im"]


async def test_a_group_dm_is_the_same_for_the_same_people(
    slack: Playground, client: AsyncWebClient
) -> None:
    first = await client.conversations_open(users="U0MAYA,U0TOMAS")
    again = await client.conversations_open(users="U0TOMAS,U0MAYA")
    other = await client.conversations_open(users="U0TOMAS,U0MAYA,U0JUN", return_im=True)
    assert first["channel"]["id"] == again["channel"]["id"] != other["channel"]["id"]
    assert other["channel"]["is_mpim"]
    members = await client.conversations_members(channel=first["channel"]["id"])
    assert set(members["members"]) == {"U0MAYA", "U0TOMAS", "U0TANDEM"}


async def test_a_public_channel_needs_membership_or_its_own_scope(
    slack: Playground, client: AsyncWebClient
) -> None:
    assert (await client.chat_postMessage(channel="C0STAFF", text="Hello"))["ok"]
    slack.withhold("chat:write.public")
    assert (await refused(client.chat_postMessage(channel="C0STAFF", text="x")))["error"] == (
        "not_in_channel"
    )
    assert (await slack.person("U0MAYA").invite_bot("C0STAFF")).ok
    assert (await client.chat_postMessage(channel="C0STAFF", text="Hello"))["ok"]
    assert (await slack.person("U0MAYA").archive("C0STAFF")).ok
    assert (await refused(client.chat_postMessage(channel="C0STAFF", text="x")))["error"] == (
        "is_archived"
    )


async def test_an_ephemeral_message_is_seen_by_one_person(
    slack: Playground, client: AsyncWebClient
) -> None:
    answer = await client.chat_postEphemeral(channel="C0COACH", user="U0MAYA", text="Psst")
    assert [each.text for each in slack.person("U0MAYA").messages("C0COACH")] == ["Psst"]
    assert slack.person("U0TOMAS").messages("C0COACH") == []
    refusal = await refused(
        client.chat_update(channel="C0COACH", ts=answer["message_ts"], text="x")
    )
    assert refusal["error"] == "message_not_found"


async def test_a_message_is_changed_and_taken_back(
    slack: Playground, client: AsyncWebClient
) -> None:
    posted = await client.chat_postMessage(
        channel="D0MAYA", text="One", blocks=buttons("yes", "no")
    )
    maya = slack.person("U0MAYA")
    await client.chat_update(channel="D0MAYA", ts=posted["ts"], text="Two")
    assert [(each.text, bool(each.blocks)) for each in maya.messages()] == [("Two", True)]
    await client.chat_update(channel="D0MAYA", ts=posted["ts"], text="Three", blocks=[])
    assert [(each.text, each.blocks) for each in maya.messages()] == [("Three", None)]
    assert maya.messages()[0].edited is not None
    await client.chat_delete(channel="D0MAYA", ts=posted["ts"])
    assert slack.person("U0MAYA").messages() == []


async def test_nobody_elses_message_is_changed(slack: Playground, client: AsyncWebClient) -> None:
    written = await slack.person("U0MAYA").write("C0COACH", "Mine")
    ts = written.ts or ""
    changed = await refused(client.chat_update(channel="C0COACH", ts=ts, text="x"))
    taken = await refused(client.chat_delete(channel="C0COACH", ts=ts))
    assert (changed["error"], taken["error"]) == ("cant_update_message", "cant_delete_message")


async def test_blocks_come_back_as_slack_stores_them(client: AsyncWebClient) -> None:
    blocks = [
        {"type": "section", "text": {"type": "mrkdwn", "text": "Hello"}},
        {
            "type": "actions",
            "elements": [{"type": "button", "text": {"type": "plain_text", "text": "Go"}}],
        },
    ]
    given = {"channel": "D0MAYA", "blocks": blocks}
    answer = await client.api_call("chat.postMessage", json=given)
    stored, row = answer["message"]["blocks"]
    assert stored["block_id"] != row["block_id"]
    assert stored["text"]["verbatim"] is False
    assert row["elements"][0]["action_id"]
    assert row["elements"][0]["text"]["emoji"] is True
    assert answer["message"]["text"] == "Hello Go"


async def test_the_bot_reads_its_own_dms(slack: Playground, client: AsyncWebClient) -> None:
    await client.chat_postMessage(
        channel="D0MAYA",
        text="First",
        metadata={"event_type": "row", "event_payload": {"id": "r1"}},
    )
    root = (await slack.person("U0MAYA").write("D0MAYA", "a < b & c")).ts
    await client.chat_postMessage(channel="D0MAYA", text="Reply", thread_ts=root)
    history = await client.conversations_history(channel="D0MAYA", limit=1)
    assert [each["text"] for each in history["messages"]] == ["a &lt; b &amp; c"]
    assert history["has_more"]
    rest = await client.conversations_history(
        channel="D0MAYA", cursor=history["response_metadata"]["next_cursor"]
    )
    assert [each["metadata"] for each in rest["messages"]] == [{"event_type": "row"}]
    full = await client.conversations_history(
        channel="D0MAYA", include_all_metadata=True, latest=root, inclusive=True
    )
    assert [each.get("metadata", {}).get("event_payload") for each in full["messages"]] == [
        None,
        {"id": "r1"},
    ]
    thread = await client.conversations_replies(channel="D0MAYA", ts=root or "")
    assert [each["text"] for each in thread["messages"]] == ["a &lt; b &amp; c", "Reply"]


async def test_people_are_as_slack_shows_them(client: AsyncWebClient) -> None:
    aoife = (await client.users_info(user="U0AOIFE", include_locale=True))["user"]
    assert (aoife["is_admin"], aoife["is_owner"], aoife["tz"]) == (True, True, "Europe/Dublin")
    assert (aoife["profile"]["display_name"], aoife["locale"]) == ("Aoife", "en-IE")
    assert (await client.users_info(user="U0PIOTR"))["user"]["tz"] == "Europe/Warsaw"
    assert (await client.users_info(user="U0GUEST"))["user"]["is_restricted"]
    assert (await client.users_info(user="U0LEFT"))["user"]["deleted"]
    assert (await client.users_info(user="U0OTHERBOT"))["user"]["is_bot"]
    seen: list[str] = []
    async for page in await client.users_list(limit=4):
        seen += [member["id"] for member in page["members"]]
    assert len(seen) == len(set(seen)) == 10


async def test_quiet_hours_are_told_for_everybody_asked_about(client: AsyncWebClient) -> None:
    answer = await client.dnd_teamInfo(users=["U0MAYA", "U0TANDEM"])
    assert answer["users"]["U0MAYA"]["dnd_enabled"]
    assert (
        answer["users"]["U0MAYA"]["next_dnd_end_ts"]
        > answer["users"]["U0MAYA"]["next_dnd_start_ts"]
    )
    assert answer["users"]["U0TANDEM"]["next_dnd_start_ts"] == 1
    assert (await client.dnd_info(user="U0MAYA"))["dnd_enabled"]


async def test_a_stale_hash_is_a_conflict(slack: Playground, client: AsyncWebClient) -> None:
    home: dict[str, Any] = {"type": "home", "blocks": [{"type": "divider"}]}
    first = (await client.views_publish(user_id="U0MAYA", view=home))["view"]
    second = (await client.views_publish(user_id="U0MAYA", view=home, hash=first["hash"]))["view"]
    assert first["id"] == second["id"]
    refusal = await refused(client.views_publish(user_id="U0MAYA", view=home, hash=first["hash"]))
    assert refusal["error"] == "hash_conflict"
    shown = slack.person("U0MAYA").home()
    assert shown is not None
    assert shown.hash == second["hash"]


async def test_too_many_calls_are_told_to_wait() -> None:
    now = [1_000_000.0]
    async with Playground(manifest=None, pace=1, real=lambda: now[0]) as slack:
        client = AsyncWebClient(slack.credentials.bot_token, base_url=slack.api_url)
        for _ in range(3):
            await client.chat_postMessage(channel="D0MAYA", text="x")
        with pytest.raises(SlackApiError) as early:
            await client.chat_postMessage(channel="D0MAYA", text="x")
        assert early.value.response.status_code == 429
        assert early.value.response.headers["Retry-After"] == "1"
        await client.chat_postMessage(channel="D0TOMAS", text="another channel")
        now[0] += 1
        await client.chat_postMessage(channel="D0MAYA", text="x")
        for _ in range(20):
            await client.users_list()
        with pytest.raises(SlackApiError, match="ratelimited"):
            await client.users_list()
        await client.users_info(user="U0MAYA")


async def test_a_removed_app_has_no_say(slack: Playground, client: AsyncWebClient) -> None:
    slack.uninstall()
    assert (await refused(client.auth_test()))["error"] == "token_revoked"


async def test_validation_says_where_and_why(client: AsyncWebClient) -> None:
    assert (await client.api_call("blocks.validate", json={"blocks": buttons("yes")}))["ok"]
    answer = await refused(
        client.api_call("blocks.validate", json={"message": {"blocks": UNKNOWN_BLOCK}})
    )
    [problem] = answer["errors"]
    assert problem["pointer"] == "/message/blocks/0/type"


async def test_a_view_too_large_is_refused_before_it_is_looked_at(client: AsyncWebClient) -> None:
    home = {"type": "home", "blocks": [{"type": "section", "colour": "x" * 250_000}]}
    assert (await refused(client.views_publish(user_id="U0MAYA", view=home)))["error"] == (
        "view_too_large"
    )


async def test_conversations_are_as_slack_shows_them(
    slack: Playground, client: AsyncWebClient
) -> None:
    channel = (await client.conversations_info(channel="C0STAFF"))["channel"]
    assert (channel["name"], channel["is_member"], channel["is_private"]) == (
        "staffroom",
        False,
        False,
    )
    await slack.person("U0TOMAS").change(deleted=True)
    direct = (await client.conversations_info(channel="D0TOMAS"))["channel"]
    assert (direct["is_im"], direct["user"], direct["is_user_deleted"]) == (True, "U0TOMAS", True)
    slack.grant("channels:join")
    joined = (await client.conversations_join(channel="C0STAFF"))["channel"]
    assert joined["is_member"]
    assert (
        "U0TANDEM" in (await client.conversations_members(channel="C0STAFF", limit=100))["members"]
    )


async def test_an_app_without_its_tabs_is_refused_there() -> None:
    config = AppConfig(home_tab=False, messages_tab=False)
    async with Playground(manifest=config) as slack:
        client = AsyncWebClient(slack.credentials.bot_token, base_url=slack.api_url)
        home: dict[str, Any] = {"type": "home", "blocks": []}
        published = await refused(client.views_publish(user_id="U0MAYA", view=home))
        said = await refused(client.chat_postMessage(channel="U0MAYA", text="x"))
        written = await slack.person("U0MAYA").write("D0MAYA", "x")
        errors = (published["error"], said["error"], written.error)
    assert errors == ("not_enabled", "messages_tab_disabled", "messages_tab_disabled")


async def test_an_external_id_is_used_once(slack: Playground, client: AsyncWebClient) -> None:
    home: dict[str, Any] = {"type": "home", "external_id": "h1", "blocks": [{"type": "divider"}]}
    await client.views_publish(user_id="U0MAYA", view=home)
    assert (await client.views_update(external_id="h1", view=home))["ok"]
    taken = await refused(client.views_publish(user_id="U0TOMAS", view=home))
    assert taken["error"] == "duplicate_external_id"
