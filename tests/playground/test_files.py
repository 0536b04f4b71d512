"""Files as Slack takes them: in three steps, seen by who is there, gone for good."""

from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from playground.server import Playground

BODY = b"PK what somebody wrote"


async def put(address: str, body: bytes) -> int:
    async with aiohttp.ClientSession() as session, session.post(address, data=body) as answer:
        return answer.status


async def got(slack: Playground, file: str, person: str) -> tuple[int, bytes]:
    address = f"{slack.url}/playground/files/{file}?as={person}"
    async with aiohttp.ClientSession() as session, session.get(address) as answer:
        return answer.status, await answer.read()


async def uploaded(client: AsyncWebClient, body: bytes = BODY) -> str:
    ticket = await client.files_getUploadURLExternal(filename="mine.zip", length=len(body))
    assert await put(str(ticket["upload_url"]), body) == 200
    return str(ticket["file_id"])


async def shared(client: AsyncWebClient, file: str, channel: str = "D0MAYA") -> Any:
    return await client.files_completeUploadExternal(
        files=[{"id": file, "title": "Mine"}], channel_id=channel, initial_comment="Here."
    )


@pytest.fixture(autouse=True)
def _granted(slack: Playground) -> None:
    slack.grant("files:write")


async def test_nobody_sees_it_before_the_third_step(
    slack: Playground, client: AsyncWebClient
) -> None:
    file = await uploaded(client)
    assert (await got(slack, file, "U0MAYA"))[0] == 404

    await shared(client, file)

    message = slack.person("U0MAYA").messages()[-1]
    assert (message.text, message.files[0]["title"]) == ("Here.", "Mine")
    assert await got(slack, file, "U0MAYA") == (200, BODY)
    assert (await got(slack, file, "U0TOMAS"))[0] == 404


async def test_deleted_it_is_gone_and_says_so(slack: Playground, client: AsyncWebClient) -> None:
    file = await uploaded(client)
    await shared(client, file)

    await client.files_delete(file=file)

    assert slack.person("U0MAYA").messages()[-1].files == [{"id": file, "mode": "tombstone"}]
    assert (await got(slack, file, "U0MAYA"))[0] == 404
    with pytest.raises(SlackApiError, match="file_not_found"):
        await client.files_delete(file=file)


async def test_a_file_without_a_conversation_is_in_none(
    slack: Playground, client: AsyncWebClient
) -> None:
    file = await uploaded(client)

    answer = await client.files_completeUploadExternal(files=[{"id": file}])

    assert answer["files"] == [{"id": file, "title": "mine.zip"}]
    assert (await got(slack, file, "U0MAYA"))[0] == 404


async def test_as_many_bytes_as_were_announced(client: AsyncWebClient) -> None:
    ticket = await client.files_getUploadURLExternal(filename="a.zip", length=3)

    assert await put(str(ticket["upload_url"]), b"four") == 400
    assert await put(f"{ticket['upload_url']}X", b"abc") == 404
    with pytest.raises(SlackApiError, match="file_not_found"):
        await shared(client, str(ticket["file_id"]))


@pytest.mark.parametrize(
    ("files", "channel", "refusal"),
    [
        ([], "D0MAYA", "invalid_arguments"),
        ([{"id": "F1"}], "D0MAYA", "file_not_found"),
        (None, "C0HEADS", "channel_not_found"),
        (None, "C0STAFF", "not_in_channel"),
    ],
)
async def test_what_slack_refuses(
    client: AsyncWebClient, files: list[Any] | None, channel: str, refusal: str
) -> None:
    given: list[Any] = [{"id": await uploaded(client)}] if files is None else files

    with pytest.raises(SlackApiError, match=refusal):
        await client.files_completeUploadExternal(files=given, channel_id=channel)
    with pytest.raises(SlackApiError, match="invalid_arguments"):
        await client.files_getUploadURLExternal(filename="a.zip", length=0)


async def test_without_the_scope_all_three_are_refused(
    slack: Playground, client: AsyncWebClient
) -> None:
    file = await uploaded(client)
    slack.withhold("files:write")

    for call in (
        client.files_getUploadURLExternal(filename="a.zip", length=3),
        shared(client, file),
        client.files_delete(file=file),
    ):
        with pytest.raises(SlackApiError, match="missing_scope"):
            await call
