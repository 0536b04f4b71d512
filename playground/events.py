"""What happened in the workspace, as the Events API tells it."""

from typing import Any

from playground import payloads
from playground.clock import Clock
from playground.people import do_not_disturb, user_json
from playground.workspace import (
    APP,
    BOT_USER,
    TEAM,
    Conversation,
    Member,
    Message,
    Workspace,
)


class Events:
    """Wraps what happened in the Events API's envelope, each with an id of its own."""

    def __init__(self, workspace: Workspace, clock: Clock) -> None:
        self._workspace = workspace
        self._clock = clock

    def callback(self, event: dict[str, Any]) -> dict[str, Any]:
        """The envelope of one event."""
        return {
            "token": payloads.VERIFICATION_TOKEN,
            "team_id": TEAM,
            "context_team_id": TEAM,
            "context_enterprise_id": None,
            "api_app_id": APP,
            "event": event,
            "type": "event_callback",
            "event_id": self._workspace.fresh("Ev"),
            "event_time": int(self._clock.now()),
            "authorizations": [
                {
                    "enterprise_id": None,
                    "team_id": TEAM,
                    "user_id": BOT_USER,
                    "is_bot": True,
                    "is_enterprise_install": False,
                }
            ],
            "is_ext_shared_channel": False,
        }

    def home_opened(self, member: Member, channel: str, tab: str) -> dict[str, Any]:
        """Someone looks at the app's Home or Messages tab."""
        event: dict[str, Any] = {
            "type": "app_home_opened",
            "user": member.id,
            "channel": channel,
            "tab": tab,
            "event_ts": self._clock.ts(),
        }
        home = self._workspace.homes.get(member.id)
        if home is not None:
            event["view"] = payloads.view(home)
        return event

    def message(self, each: Message, channel_type: str) -> dict[str, Any]:
        """A message was written."""
        return {
            **payloads.message(each),
            "channel": each.channel,
            "channel_type": channel_type,
            "event_ts": each.ts,
        }

    def message_changed(
        self, before: dict[str, Any], each: Message, channel_type: str
    ) -> dict[str, Any]:
        """A message was edited."""
        ts = self._clock.ts()
        return {
            "type": "message",
            "subtype": "message_changed",
            "message": payloads.message(each),
            "previous_message": before,
            "channel": each.channel,
            "channel_type": channel_type,
            "hidden": True,
            "ts": ts,
            "event_ts": ts,
        }

    def message_deleted(self, before: dict[str, Any], each: Message, kind: str) -> dict[str, Any]:
        """A message was taken away."""
        ts = self._clock.ts()
        return {
            "type": "message",
            "subtype": "message_deleted",
            "previous_message": before,
            "deleted_ts": each.ts,
            "channel": each.channel,
            "channel_type": kind,
            "hidden": True,
            "ts": ts,
            "event_ts": ts,
        }

    def membership(self, kind: str, user: str, conversation: Conversation) -> dict[str, Any]:
        """Someone joined or left a channel."""
        return {
            "type": kind,
            "user": user,
            "channel": conversation.id,
            "channel_type": "G" if conversation.kind == "private" else "C",
            "team": TEAM,
            "event_ts": self._clock.ts(),
        }

    def about_user(self, kind: str, member: Member) -> dict[str, Any]:
        """Someone's profile changed, or someone joined the workspace."""
        return {
            "type": kind,
            "user": user_json(member, self._clock.now()),
            "cache_ts": int(self._clock.now()),
            "event_ts": self._clock.ts(),
        }

    def quiet_hours(self, member: Member) -> dict[str, Any]:
        """Someone's do-not-disturb schedule changed."""
        return {
            "type": "dnd_updated_user",
            "user": member.id,
            "dnd_status": do_not_disturb(member, self._clock.now()),
            "event_ts": self._clock.ts(),
        }

    def plain(self, kind: str, **more: Any) -> dict[str, Any]:
        """An event that is little more than its name."""
        return {"type": kind, **more, "event_ts": self._clock.ts()}
