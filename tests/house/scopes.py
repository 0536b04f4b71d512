"""Which scope each Web API method and event asks for (Slack's reference, bot tokens)."""

import ast
from collections.abc import Iterator

from slack_sdk.web.async_client import AsyncWebClient

from tests.house.reading import Source

# A method needs one scope of its row; which one depends on the conversation.
OF_METHOD: dict[str, frozenset[str]] = {
    "apps_connections_open": frozenset(),  # An app-level token's own, not the bot's.
    "auth_test": frozenset(),
    "chat_delete": frozenset({"chat:write"}),
    "chat_postEphemeral": frozenset({"chat:write"}),
    "chat_postMessage": frozenset({"chat:write"}),
    "chat_update": frozenset({"chat:write"}),
    "conversations_history": frozenset({"im:history"}),  # Of the bot's own conversations only.
    "conversations_open": frozenset({"im:write", "mpim:write"}),
    "dnd_info": frozenset({"dnd:read"}),
    "dnd_teamInfo": frozenset({"dnd:read"}),
    "files_completeUploadExternal": frozenset({"files:write"}),
    "files_delete": frozenset({"files:write"}),
    "files_getUploadURLExternal": frozenset({"files:write"}),
    "oauth_v2_access": frozenset(),
    "team_info": frozenset({"team:read"}),
    "users_info": frozenset({"users:read"}),
    "views_open": frozenset(),
    "views_publish": frozenset(),
    "views_push": frozenset(),
    "views_update": frozenset(),
}
OF_EVENT: dict[str, frozenset[str]] = {
    "app_home_opened": frozenset(),
    "app_uninstalled": frozenset(),
    "message.im": frozenset({"im:history"}),
    "dnd_updated_user": frozenset({"dnd:read"}),
    "tokens_revoked": frozenset(),
    "user_change": frozenset({"users:read"}),
}
OF_COMMANDS = "commands"

_METHODS = frozenset(
    name
    for name in vars(AsyncWebClient)
    if "_" in name.strip("_") and not name.startswith("_") and name != "api_call"
)


def methods_called(source: Source) -> Iterator[str]:
    """The Web API methods that this file calls, by the SDK's names."""
    for node in ast.walk(source.tree):
        match node:
            case ast.Call(
                func=ast.Attribute(attr="api_call"), args=[ast.Constant(value=str(name))]
            ):
                yield name.replace(".", "_")
            case ast.Attribute(attr=name) if name in _METHODS:
                yield name
            case _:
                pass


def unaccounted(
    scopes: set[str], methods: set[str], events: set[str], *, commands: bool
) -> Iterator[str]:
    """Scopes that nothing needs, and what needs a scope that is not asked for."""
    needs = [(name, OF_METHOD.get(name)) for name in sorted(methods)]
    needs += [(name, OF_EVENT.get(name)) for name in sorted(events)]
    if commands:
        needs.append(("slash commands", frozenset({OF_COMMANDS})))

    needed: set[str] = set()
    for name, accepted in needs:
        if accepted is None:
            yield f"{name}: which scope does it need? Add it to tests/house/scopes.py"
        elif accepted and not accepted & scopes:
            yield f"{name} needs {' or '.join(sorted(accepted))}, which the manifest lacks"
        else:
            needed |= accepted or frozenset()
    for scope in sorted(scopes - needed):
        yield f"nothing needs the scope {scope}"
