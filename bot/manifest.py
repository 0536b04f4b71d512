"""The app's manifest for HTTP: the one for Socket Mode, with addresses where Slack finds us."""

from typing import Any

import yaml


def for_http(text: str, request_url: str) -> str:
    """The same manifest with Slack delivering to this address instead of through a socket."""
    manifest: dict[str, Any] = yaml.safe_load(text)
    address = f"{request_url.rstrip('/')}/slack/events"
    settings = manifest.setdefault("settings", {})
    settings["socket_mode_enabled"] = False
    settings.setdefault("event_subscriptions", {})["request_url"] = address
    settings.setdefault("interactivity", {"is_enabled": True})["request_url"] = address
    for command in manifest.get("features", {}).get("slash_commands", []):
        command["url"] = address
    return yaml.safe_dump(manifest, sort_keys=False, allow_unicode=True)
