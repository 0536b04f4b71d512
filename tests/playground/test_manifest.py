"""What the workspace learns of an app from its manifest."""

from pathlib import Path

from playground.app_config import AppConfig, Command, read_manifest

MANIFEST = """
display_information: {name: Tandem}
features:
  app_home: {home_tab_enabled: true, messages_tab_enabled: true}
  bot_user: {display_name: tandem}
  slash_commands:
    - {command: /coach, description: What is next, usage_hint: "[help]", should_escape: true}
oauth_config:
  scopes: {bot: [chat:write, im:history], bot_optional: [im:history]}
settings:
  event_subscriptions: {bot_events: [app_home_opened]}
"""


def test_a_manifest_says_what_the_app_is(tmp_path: Path) -> None:
    path = tmp_path / "manifest.yml"
    path.write_text(MANIFEST, encoding="utf-8")
    assert read_manifest(path) == AppConfig(
        name="tandem",
        commands=(Command("/coach", "What is next", "[help]", should_escape=True),),
        scopes=("chat:write", "im:history"),
        events=("app_home_opened",),
    )


def test_without_a_manifest_every_command_is_the_apps(tmp_path: Path) -> None:
    config = read_manifest(tmp_path / "manifest.yml")
    assert config == AppConfig() == read_manifest(None)
    assert config.command("/anything") == Command("/anything", should_escape=True)
