"""A file into one person's own DM, and out of it again (Slack: files.getUploadURLExternal).

Its id is on disk before anybody can see it, so that whatever is cut short is taken back: another
attempt removes what the one before may have shown, and the removal a day later finds it.
"""

from typing import cast

from aiohttp import ClientSession
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.refusals import word
from flows.ids import ConversationId, WorkspaceId
from flows.notices import Notice
from flows.ports import Lock, Place, Store, Work
from handlers.seams import OwnFile

GONE = frozenset({"file_not_found", "file_deleted"})
"""There is no such file any more."""


async def upload(
    client: AsyncWebClient,
    store: Store,
    workspace: WorkspaceId,
    notice: Notice,
    place: Place,
    file: OwnFile,
) -> Place:
    """Where the file stands; `place` names the conversation, and what an earlier try left there."""
    if place.ts:
        await remove(client, place)
    ticket = await client.files_getUploadURLExternal(filename=file.name, length=len(file.body))
    here = Place(place.conversation, str(ticket["file_id"]))

    def keep(work: Work) -> None:
        work.outbox.stands(str(notice.anchor), here)

    await store.write(workspace, Lock("file", str(notice.anchor)), keep)
    async with cast("ClientSession", client.session).post(
        str(ticket["upload_url"]), data=file.body
    ) as answer:
        answer.raise_for_status()
    await client.files_completeUploadExternal(
        files=[{"id": here.ts, "title": file.title}],
        channel_id=here.conversation,
        initial_comment=file.text,
    )
    return here


async def remove(client: AsyncWebClient, place: Place) -> None:
    """The file is not in Slack any more."""
    try:
        await client.files_delete(file=place.ts)
    except SlackApiError as refusal:
        if word(refusal) not in GONE:
            raise


def at(conversation: ConversationId, known: Place | None) -> Place:
    """The conversation that a file goes to, with the file that stands there already, if any."""
    return Place(conversation, known.ts if known else "")
