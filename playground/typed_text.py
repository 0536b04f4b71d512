"""What becomes of the text that a person types: Slack's escapes, mentions and links."""

import re
from typing import Any

from playground.workspace import Workspace

_MENTION = re.compile(r"(?<![\w&])@([\w-]+(?:\.[\w-]+)*)")
_CHANNEL = re.compile(r"(?<![\w&])#([\w-]+)")
_LINK = re.compile(r"\bhttps?://[^\s<>]+")
_EVERYBODY = {"channel": "<!channel>", "here": "<!here>", "everyone": "<!everyone>"}


def escape(text: str) -> str:
    """The three characters that Slack escapes."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def in_message(workspace: Workspace, text: str) -> str:
    """A typed message as apps receive it: `@name` becomes `<@U…>`."""
    return _marked(workspace, text, named=False, broadcasts=True)


def in_command(workspace: Workspace, text: str, *, should_escape: bool) -> str:
    """A command's text as apps receive it: mentions resolved only where the app asked for it."""
    if not should_escape:
        return escape(text)
    return _marked(workspace, text, named=True, broadcasts=False)


def _marked(workspace: Workspace, text: str, *, named: bool, broadcasts: bool) -> str:
    people = {member.name.lower(): member for member in workspace.members.values()}
    channels = {
        each.name: each
        for each in workspace.conversations.values()
        if each.kind in {"channel", "private"}
    }

    def person(match: re.Match[str]) -> str:
        name = match[1].lower()
        if broadcasts and name in _EVERYBODY:
            return _EVERYBODY[name]
        member = people.get(name)
        if member is None:
            return match[0]
        return f"<@{member.id}|{member.name}>" if named else f"<@{member.id}>"

    def channel(match: re.Match[str]) -> str:
        found = channels.get(match[1].lower())
        if found is None:
            return match[0]
        return f"<#{found.id}|{'' if found.kind == 'private' else found.name}>"

    marked = _MENTION.sub(person, _CHANNEL.sub(channel, escape(text)))
    return _LINK.sub(lambda match: f"<{match[0]}>", marked)


def rich_text(text: str, block_id: str) -> list[dict[str, Any]]:
    """The block that Slack's composer makes of a typed message."""
    elements: list[dict[str, Any]] = []
    for part in re.split(r"(<@\w+>)", text):
        if part.startswith("<@"):
            elements.append({"type": "user", "user_id": part[2:-1]})
        elif part:
            plain = part.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
            elements.append({"type": "text", "text": plain})
    section = {"type": "rich_text_section", "elements": elements}
    return [{"type": "rich_text", "block_id": block_id, "elements": [section]}]
