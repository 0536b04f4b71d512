"""One row on its way to Slack: rendered with what is true now, addressed, and called once.

The client that posts has no retry handlers: whether to call again is `bot.retries`' decision alone.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, assert_never

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot import uploading
from bot.refusals import refusal
from bot.retries import Failure, NotHeard, NotReached, RateLimited, Refused, ServerFailed
from flows import tongue
from flows.ids import ConversationId, MemberId, RowId, WorkspaceId
from flows.notices import Channel, Dm, Effect, Home, Notice, Pair
from flows.people import WordPack
from flows.ports import Place, Reader, Store
from handlers.seams import Directory, HomeView, Message, OwnFile, Rendered, Scene, Telling
from handlers.words import in_pack, say
from storage.outbox import NOT_POSTED_YET
from storage.row import Row

METHODS = {
    Effect.POST: "chat.postMessage",
    Effect.UPDATE: "chat.update",
    Effect.DELETE: "chat.delete",
    Effect.PUBLISH_HOME: "views.publish",
    Effect.UPLOAD: "files.completeUploadExternal",
    Effect.REMOVE_FILE: "files.delete",
}

_TAKING_BACK = frozenset({Effect.DELETE, Effect.REMOVE_FILE})

EVENT_TYPE = "tandem"
"""What our messages' metadata is called; its payload is the row's id and nothing else."""

Staging = Callable[[Notice, Reader], Scene | None]
"""What a notice shows as things stand; None when it is no longer true."""


_LONGEST_PLAIN = 3000
_OPEN_AGAIN = 2.0


class NotYet(Exception):
    """Where the row goes could not be opened: it was not called, and may be after so many seconds.

    What Slack limits then is another method than the row's own.
    """

    def __init__(self, after: float) -> None:
        super().__init__(after)
        self.after = after


@dataclass(frozen=True, slots=True)
class Arrived:
    """Slack took it; a message has its conversation and `ts`."""

    channel: ConversationId | None = None
    ts: str | None = None
    instead_of: str | None = None
    """Slack's word for why it stands there as plain text."""


@dataclass(frozen=True, slots=True)
class NotTrue:
    """There is nothing to say any more."""

    reason: str


Sent = Arrived | NotTrue | Failure


@dataclass(frozen=True, slots=True)
class _Now:
    """What one consistent reading told about a row."""

    scene: Scene | None
    pack: WordPack
    place: Place | None
    members: tuple[MemberId, ...]
    thread: Place | None


class Sender:
    """Carries out one row, once."""

    def __init__(
        self,
        store: Store,
        directory: Directory,
        client_of: Callable[[WorkspaceId], AsyncWebClient],
        staging: Staging,
    ) -> None:
        self._store = store
        self._directory = directory
        self._client_of = client_of
        self._staging = staging

    async def send(self, row: Row, *, plain: bool = False) -> Sent:
        """What became of the row; `plain` leaves the blocks out."""
        now = await self._look(row)
        if now.scene is None and row.notice.effect not in _TAKING_BACK:
            return NotTrue("no_longer_true")
        try:
            match row.notice.effect:
                case Effect.POST:
                    return await self._post(row, now, plain=plain)
                case Effect.UPDATE:
                    return await self._update(row, now, plain=plain)
                case Effect.DELETE:
                    return await self._delete(row, now)
                case Effect.PUBLISH_HOME:
                    return await self._publish(row, now)
                case Effect.UPLOAD:
                    return await self._upload(row, now)
                case Effect.REMOVE_FILE:
                    return await self._remove(row, now)
                case _:
                    assert_never(row.notice.effect)
        except SlackApiError as error:
            return refusal(error)
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError):
            return NotReached()
        except (aiohttp.ClientError, OSError, TimeoutError):
            return NotHeard()

    async def conversation(self, row: Row) -> ConversationId:
        """Where the row's lane meets; opened where it was not known."""
        match row.notice.lane:
            case Channel(channel):
                return channel
            case Dm(member) | Home(member):
                return row.conversation or await self._open(row.workspace, member)
            case Pair():
                members = (await self._look(row)).members
                return row.conversation or await self._open(row.workspace, *members)
            case _:
                assert_never(row.notice.lane)

    async def find(self, row: Row) -> Place | None:
        """Where the row's message stands in its conversation; None when it is not among the latest.

        Needs the history scope of that conversation; Slack's refusal is raised.
        """
        channel = await self.conversation(row)
        answer = await self._client_of(row.workspace).conversations_history(
            channel=channel, include_all_metadata=True, limit=100
        )
        for message in answer.get("messages") or ():
            if row_of(message) == row.id:
                return Place(channel, str(message["ts"]))
        return None

    async def _look(self, row: Row) -> _Now:
        notice = row.notice

        def look(reader: Reader) -> _Now:
            pair = (
                reader.partnerships.get(notice.lane.partnership)
                if isinstance(notice.lane, Pair)
                else None
            )
            return _Now(
                scene=self._staging(notice, reader),
                pack=tongue.of_lane(reader, notice.lane),
                place=reader.outbox.place(notice.anchor) if notice.anchor else None,
                members=pair.members if pair else (),
                thread=reader.outbox.place(str(notice.refs.get("thread", ""))),
            )

        return await self._store.read(row.workspace, look)

    async def _drawn(self, workspace: WorkspaceId, scene: Scene, pack: WordPack) -> Rendered:
        names: dict[MemberId, str] = {}
        for member in scene.people:
            person = await self._directory.person(workspace, member)
            names[member] = person.name if person else member
        return scene.draw(Telling(await self._locale(workspace, scene, pack), names))

    async def _post(self, row: Row, now: _Now, *, plain: bool) -> Sent:
        message = await self._message(row, now, plain=plain)
        match row.notice.lane:
            case Dm(member) | Home(member):
                channel: str = row.conversation or member
            case Channel(channel_id):
                channel = channel_id
            case Pair():
                channel = row.conversation or await self._open(row.workspace, *now.members)
            case _:
                assert_never(row.notice.lane)
        answer = await self._client_of(row.workspace).chat_postMessage(
            channel=channel,
            text=message.text,
            blocks=message.blocks or None,
            thread_ts=now.thread.ts if now.thread else None,
            metadata={"event_type": EVENT_TYPE, "event_payload": {"row": row.id}},
            unfurl_links=False,
            unfurl_media=False,
        )
        return Arrived(ConversationId(str(answer["channel"])), str(answer["ts"]))

    async def _update(self, row: Row, now: _Now, *, plain: bool) -> Sent:
        if now.place is None:
            return NotTrue(NOT_POSTED_YET)  # Once posted, it shows what is true then.
        message = await self._message(row, now, plain=plain)
        await self._client_of(row.workspace).chat_update(
            channel=now.place.conversation,
            ts=now.place.ts,
            text=message.text,
            blocks=message.blocks,
        )
        return Arrived(now.place.conversation, now.place.ts)

    async def _delete(self, row: Row, now: _Now) -> Sent:
        if now.place is None:
            return NotTrue(NOT_POSTED_YET)
        await self._client_of(row.workspace).chat_delete(
            channel=now.place.conversation, ts=now.place.ts
        )
        return Arrived()

    async def _publish(self, row: Row, now: _Now) -> Sent:
        if now.scene is None or not isinstance(row.notice.lane, Home):
            raise TypeError(row.notice.kind)
        drawn = await self._drawn(row.workspace, now.scene, now.pack)
        if not isinstance(drawn, HomeView):
            raise TypeError(row.notice.kind)
        await self._client_of(row.workspace).views_publish(
            user_id=row.notice.lane.member, view=drawn.view
        )
        return Arrived()

    async def _upload(self, row: Row, now: _Now) -> Sent:
        drawn = None if now.scene is None else await self._drawn(row.workspace, now.scene, now.pack)
        if not isinstance(drawn, OwnFile):
            raise TypeError(row.notice.kind)
        place = uploading.at(await self.conversation(row), now.place)
        client = self._client_of(row.workspace)
        stands = await uploading.upload(
            client, self._store, row.workspace, row.notice, place, drawn
        )
        return Arrived(stands.conversation, stands.ts)

    async def _remove(self, row: Row, now: _Now) -> Sent:
        if now.place is None:
            return NotTrue(NOT_POSTED_YET)
        await uploading.remove(self._client_of(row.workspace), now.place)
        return Arrived()

    async def _message(self, row: Row, now: _Now, *, plain: bool) -> Message:
        drawn = None if now.scene is None else await self._drawn(row.workspace, now.scene, now.pack)
        if now.scene is None or not isinstance(drawn, Message):
            raise TypeError(row.notice.kind)
        if not plain:
            return drawn
        # The notification's text, which is short, and where the whole of it can be opened.
        where = say("outage.plain", await self._locale(row.workspace, now.scene, now.pack))
        first, _, _ = drawn.text.partition("\n")
        return Message(f"{first[:_LONGEST_PLAIN]}\n{where}", [])

    async def _locale(self, workspace: WorkspaceId, scene: Scene, pack: WordPack) -> str:
        reader = await self._directory.person(workspace, scene.reader) if scene.reader else None
        return in_pack(reader.locale if reader else "en", pack.value)

    async def _open(self, workspace: WorkspaceId, *members: MemberId) -> ConversationId:
        try:
            answer = await self._client_of(workspace).conversations_open(users=list(members))
        except SlackApiError as error:
            match refusal(error):
                case RateLimited(after):
                    raise NotYet(after) from error
                case ServerFailed():
                    raise NotYet(_OPEN_AGAIN) from error
                case Refused():
                    raise
                case other:
                    assert_never(other)
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            raise NotYet(_OPEN_AGAIN) from error
        return ConversationId(str(answer["channel"]["id"]))


def row_of(message: Mapping[str, Any]) -> RowId | None:
    """The row that a message of ours in Slack came from."""
    metadata = message.get("metadata") or {}
    if metadata.get("event_type") != EVENT_TYPE:
        return None
    row = (metadata.get("event_payload") or {}).get("row")
    return RowId(str(row)) if row else None
