"""What of Slack's Web API the playground speaks: the one list of methods.

Tiers are those of Slack's rate-limit page; `None` is "special", limited per channel or not at all.
"""

from dataclasses import dataclass
from typing import Literal

ArgumentKind = Literal["text", "flag", "number", "json", "list"]


@dataclass(frozen=True)
class Argument:
    """One argument of a method."""

    name: str
    kind: ArgumentKind = "text"
    required: bool = False


@dataclass(frozen=True)
class Method:
    """One method, which needs any one of its scopes, or none where it has none."""

    name: str
    tier: int | None
    scopes: tuple[str, ...]
    arguments: tuple[Argument, ...]
    token: Literal["bot", "app", "none"] = "bot"


def _text(*names: str) -> tuple[Argument, ...]:
    return tuple(Argument(name) for name in names)


def _needs(name: str, kind: ArgumentKind = "text") -> Argument:
    return Argument(name, kind, required=True)


_BODY = (
    Argument("text"),
    Argument("blocks", "json"),
    Argument("thread_ts"),
    Argument("metadata", "json"),
    Argument("unfurl_links", "flag"),
    Argument("unfurl_media", "flag"),
    Argument("parse"),
    Argument("link_names", "flag"),
    Argument("mrkdwn", "flag"),
    Argument("markdown_text"),
    Argument("username"),
    Argument("icon_emoji"),
    Argument("icon_url"),
    Argument("reply_broadcast", "flag"),
    Argument("attachments", "json"),
)
_PAGE = (Argument("cursor"), Argument("limit", "number"))
_HISTORY = (
    *_PAGE,
    Argument("latest"),
    Argument("oldest"),
    Argument("inclusive", "flag"),
    Argument("include_all_metadata", "flag"),
)
_READ = ("channels:read", "groups:read", "im:read", "mpim:read")
_HISTORIES = ("channels:history", "groups:history", "im:history", "mpim:history")
_VIEW = _needs("view", "json")

METHODS = (
    Method("apps.connections.open", None, ("connections:write",), (), token="app"),
    Method("auth.test", None, (), ()),
    Method(
        "blocks.validate",
        None,
        (),
        (Argument("blocks", "json"), Argument("view", "json"), Argument("message", "json")),
        token="none",
    ),
    Method("chat.delete", 3, ("chat:write",), (_needs("channel"), _needs("ts"))),
    Method("chat.postEphemeral", 4, ("chat:write",), (_needs("channel"), _needs("user"), *_BODY)),
    Method("chat.postMessage", None, ("chat:write",), (_needs("channel"), *_BODY)),
    Method("chat.update", 3, ("chat:write",), (_needs("channel"), _needs("ts"), *_BODY)),
    Method("conversations.history", 3, _HISTORIES, (_needs("channel"), *_HISTORY)),
    Method("conversations.info", 3, _READ, (_needs("channel"), Argument("include_locale", "flag"))),
    Method("conversations.join", 3, ("channels:join",), (_needs("channel"),)),
    Method("conversations.members", 4, _READ, (_needs("channel"), *_PAGE)),
    Method(
        "conversations.open",
        3,
        ("im:write", "mpim:write"),
        (
            Argument("users", "list"),
            Argument("channel"),
            Argument("return_im", "flag"),
            Argument("prevent_creation", "flag"),
        ),
    ),
    Method("conversations.replies", 3, _HISTORIES, (_needs("channel"), _needs("ts"), *_HISTORY)),
    Method("dnd.info", 3, ("dnd:read",), (Argument("user"), Argument("team_id"))),
    Method("dnd.teamInfo", 2, ("dnd:read",), (_needs("users", "list"), Argument("team_id"))),
    Method(
        "files.completeUploadExternal",
        4,
        ("files:write",),
        (
            _needs("files", "json"),
            *_text("channel_id", "initial_comment", "thread_ts"),
        ),
    ),
    Method("files.delete", 3, ("files:write",), (_needs("file"),)),
    Method(
        "files.getUploadURLExternal",
        4,
        ("files:write",),
        (_needs("filename"), _needs("length", "number"), *_text("alt_txt", "snippet_type")),
    ),
    Method(
        "oauth.v2.access",
        4,
        (),
        _text("client_id", "client_secret", "code", "redirect_uri", "grant_type", "refresh_token"),
        token="none",
    ),
    Method("team.info", 3, ("team:read",), _text("team", "domain")),
    Method("users.info", 4, ("users:read",), (_needs("user"), Argument("include_locale", "flag"))),
    Method(
        "users.list",
        2,
        ("users:read",),
        (*_PAGE, Argument("include_locale", "flag"), Argument("team_id")),
    ),
    Method("views.open", 4, (), (Argument("trigger_id"), Argument("interactivity_pointer"), _VIEW)),
    Method("views.publish", 4, (), (_needs("user_id"), _VIEW, Argument("hash"))),
    Method("views.push", 4, (), (Argument("trigger_id"), Argument("interactivity_pointer"), _VIEW)),
    Method("views.update", 4, (), (*_text("view_id", "external_id", "hash"), _VIEW)),
)
BY_NAME = {method.name: method for method in METHODS}
