"""The app as its manifest describes it: commands, scopes, events, App Home."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

DEFAULT_SCOPES = (
    "chat:write",
    "chat:write.public",
    "commands",
    "dnd:read",
    "im:history",
    "im:read",
    "im:write",
    "mpim:read",
    "mpim:write",
    "channels:read",
    "users:read",
    "team:read",
)
DEFAULT_EVENTS = (
    "app_home_opened",
    "message.im",
    "user_change",
    "app_uninstalled",
    "tokens_revoked",
    "team_join",
    "member_left_channel",
    "channel_archive",
)


@dataclass(frozen=True)
class Command:
    """A slash command that the app has."""

    name: str
    description: str = ""
    usage_hint: str = ""
    should_escape: bool = False


@dataclass(frozen=True)
class AppConfig:
    """What the workspace knows of the installed app; without a manifest every command is its."""

    name: str = "Tandem"
    commands: tuple[Command, ...] | None = None
    scopes: tuple[str, ...] = DEFAULT_SCOPES
    events: tuple[str, ...] = DEFAULT_EVENTS
    home_tab: bool = True
    messages_tab: bool = True
    messages_read_only: bool = False

    def command(self, name: str) -> Command | None:
        """The command of that name, or None."""
        if self.commands is None:
            return Command(name, should_escape=True)
        return next((command for command in self.commands if command.name == name), None)


def read_manifest(path: Path | None) -> AppConfig:
    """The app of a manifest file (YAML or JSON), or the built-in one where there is no file."""
    if path is None or not path.is_file():
        return AppConfig()
    return from_manifest(yaml.safe_load(path.read_text(encoding="utf-8")))


def from_manifest(manifest: dict[str, Any]) -> AppConfig:
    """The app of a parsed manifest."""
    features = manifest.get("features", {})
    scopes = manifest.get("oauth_config", {}).get("scopes", {})
    home = features.get("app_home", {})
    subscriptions = manifest.get("settings", {}).get("event_subscriptions", {})
    commands = tuple(
        Command(
            name=each["command"],
            description=each.get("description", ""),
            usage_hint=each.get("usage_hint", ""),
            should_escape=bool(each.get("should_escape", False)),
        )
        for each in features.get("slash_commands", [])
    )
    granted = dict.fromkeys([*scopes.get("bot", []), *scopes.get("bot_optional", [])])
    return AppConfig(
        name=features.get("bot_user", {}).get("display_name")
        or manifest.get("display_information", {}).get("name", "Tandem"),
        commands=commands,
        scopes=tuple(granted),
        events=tuple(subscriptions.get("bot_events", [])),
        home_tab=bool(home.get("home_tab_enabled", False)),
        messages_tab=bool(home.get("messages_tab_enabled", True)),
        messages_read_only=bool(home.get("messages_tab_read_only_enabled", False)),
    )
