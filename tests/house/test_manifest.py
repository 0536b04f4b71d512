"""The manifest keeps to Slack's rules, and says exactly what the code listens for and calls."""

import copy
import json
from collections.abc import Callable
from typing import Any, cast

import jsonschema
import pytest
import yaml
from slack_bolt.async_app import AsyncApp

import handlers
from bot.manifest import for_http
from handlers import ids
from tests.house import scopes
from tests.house.reading import ROOT, Source, sources

HOUSE = ROOT / "tests" / "house"
SCHEMA = json.loads((HOUSE / "manifest.schema.json").read_text("utf-8"))
MANIFEST: dict[str, Any] = yaml.safe_load((ROOT / "manifest.yml").read_text("utf-8"))


class Recorder:
    """Stands where Bolt's app stands while listeners are registered, and keeps their names."""

    def __init__(self) -> None:
        self.commands: list[str] = []
        self.events: list[str] = []

    def command(self, name: object, **_: object) -> Callable[..., object]:
        self.commands += [name] if isinstance(name, str) else []
        return lambda listener: listener

    def event(self, name: object, **_: object) -> Callable[..., object]:
        self.events += [name] if isinstance(name, str) else []
        return lambda listener: listener

    def __getattr__(self, name: str) -> Callable[..., Callable[..., object]]:
        return lambda *_args, **_options: lambda listener: listener


@pytest.fixture(scope="module")
def registered() -> Recorder:
    """What the handlers listen for."""
    recorder = Recorder()
    handlers.register(cast("AsyncApp", recorder))
    return recorder


def commands_of(manifest: dict[str, Any]) -> list[str]:
    """The slash commands that the app has."""
    return [each["command"] for each in manifest["features"]["slash_commands"]]


def events_of(manifest: dict[str, Any]) -> list[str]:
    """The events that the app asks for."""
    return list(manifest["settings"]["event_subscriptions"]["bot_events"])


def broken_rules(manifest: dict[str, Any]) -> list[str]:
    """Which of Slack's rules this manifest breaks."""
    found = [
        f"{error.json_path}: {error.message}"
        for error in jsonschema.Draft202012Validator(SCHEMA).iter_errors(manifest)
    ]
    asked = manifest.get("oauth_config", {}).get("scopes", {})
    found += [
        f"{scope} is optional, so it must be among the bot's scopes too"
        for scope in set(asked.get("bot_optional", [])) - set(asked.get("bot", []))
    ]
    return found


def test_it_keeps_to_slacks_rules() -> None:
    assert not broken_rules(MANIFEST)


def test_its_form_for_http_keeps_to_them_too() -> None:
    text = (ROOT / "manifest.yml").read_text("utf-8")
    over_http = yaml.safe_load(for_http(text, "https://coach.example.org"))

    assert not broken_rules(over_http)
    assert all(each["url"] for each in over_http["features"]["slash_commands"])


def test_its_commands_are_those_that_handlers_listen_for(registered: Recorder) -> None:
    assert sorted(commands_of(MANIFEST)) == sorted(ids.COMMANDS)
    assert sorted(registered.commands) == sorted(ids.COMMANDS)


def test_its_events_are_those_that_handlers_listen_for(registered: Recorder) -> None:
    assert sorted(events_of(MANIFEST)) == sorted(ids.EVENTS)
    assert set(registered.events) == {event.split(".")[0] for event in ids.EVENTS}


def test_every_command_resolves_names_and_says_how_it_is_used() -> None:
    for command in MANIFEST["features"]["slash_commands"]:
        assert command["should_escape"] is True, command
        assert command["usage_hint"], command


def test_people_can_write_to_it_and_open_its_home() -> None:
    home = MANIFEST["features"]["app_home"]

    assert home["home_tab_enabled"] is True
    assert home["messages_tab_enabled"] is True
    assert home["messages_tab_read_only_enabled"] is False
    assert MANIFEST["settings"]["interactivity"]["is_enabled"] is True


def test_no_scope_is_missing_and_none_is_too_much() -> None:
    called = {
        name for source in sources("bot", "handlers") for name in scopes.methods_called(source)
    }
    asked = set(MANIFEST["oauth_config"]["scopes"]["bot"])

    found = list(scopes.unaccounted(asked, called, set(events_of(MANIFEST)), commands=True))

    assert called
    assert not found, "\n".join(found)


def test_it_never_asks_to_read_conversations_between_people() -> None:
    asked = MANIFEST["oauth_config"]["scopes"]["bot"]

    assert not {"channels:history", "groups:history", "mpim:history"} & set(asked)


def without(path: str) -> Callable[[dict[str, Any]], None]:
    def change(manifest: dict[str, Any]) -> None:
        del manifest[path]

    return change


@pytest.mark.parametrize(
    "damage",
    [
        without("display_information"),
        lambda m: m.update(owner="Maya"),
        lambda m: m["display_information"].update(name="T" * 36),
        lambda m: m["display_information"].update(description="d" * 141),
        lambda m: m["display_information"].update(long_description="too short"),
        lambda m: m["display_information"].update(background_color="teal"),
        lambda m: m["features"]["bot_user"].update(display_name="T" * 81),
        lambda m: m["features"]["slash_commands"][0].update(command="coach"),
        lambda m: m["features"]["slash_commands"][0].update(command="/" + "c" * 32),
        lambda m: m["features"]["slash_commands"][0].pop("description"),
        lambda m: m["features"]["slash_commands"][0].update(usage_hint="h" * 1001),
        lambda m: m["oauth_config"]["scopes"].update(bot=["Chat Write"]),
        lambda m: m["oauth_config"]["scopes"].update(bot_optional=["canvases:write"]),
        lambda m: m["settings"]["event_subscriptions"].update(bot_events=["message im"]),
        lambda m: m["settings"]["interactivity"].pop("is_enabled"),
    ],
)
def test_a_planted_breach_of_slacks_rules_is_found(
    damage: Callable[[dict[str, Any]], object],
) -> None:
    manifest = copy.deepcopy(MANIFEST)
    damage(manifest)

    assert broken_rules(manifest)


def test_a_planted_call_without_its_scope_is_found() -> None:
    source = Source("bot/x.py", "async def f(client):\n    await client.users_info(user='U1')")

    assert list(scopes.methods_called(source)) == ["users_info"]
    assert list(scopes.unaccounted({"commands"}, {"users_info"}, set(), commands=True)) == [
        "users_info needs users:read, which the manifest lacks"
    ]


def test_a_call_by_name_is_found_too() -> None:
    source = Source("bot/x.py", "async def f(client):\n    await client.api_call('team.info')")

    assert list(scopes.methods_called(source)) == ["team_info"]


def test_a_planted_scope_that_nothing_needs_is_found() -> None:
    found = scopes.unaccounted(
        {"chat:write", "files:write"}, {"chat_update"}, set(), commands=False
    )

    assert list(found) == ["nothing needs the scope files:write"]


def test_an_unknown_method_is_found() -> None:
    found = scopes.unaccounted(set(), {"pins_add"}, set(), commands=False)

    assert list(found) == ["pins_add: which scope does it need? Add it to tests/house/scopes.py"]
