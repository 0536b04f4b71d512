"""Every setting that is missing or malformed is named with its mend, in one line."""

from pathlib import Path

import pytest

from bot.settings import Settings, Unusable

GOOD = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"}


def read(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], env_file: Path | None = None
) -> Settings:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return Settings.read(env_file)


def test_two_tokens_are_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = read(monkeypatch, GOOD)
    assert settings.api_url == "https://slack.com/api/"
    assert settings.mode == "socket"
    assert settings.database_url == "sqlite:///.tandem/tandem.sqlite3"
    assert settings.vaults_url == "sqlite:///.tandem/vaults.sqlite3"
    assert settings.key_path == Path(".tandem/tandem.key")
    assert settings.pace_scale == 1.0


def test_nothing_set_names_what_is_missing_and_where_to_find_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with pytest.raises(Unusable) as refused:
        read(monkeypatch, {})
    (line,) = refused.value.lines
    assert line.startswith("SLACK_BOT_TOKEN is not set.")
    assert "OAuth & Permissions" in line


@pytest.mark.parametrize(
    ("environment", "name", "said"),
    [
        ({"SLACK_BOT_TOKEN": "xapp-1"}, "SLACK_BOT_TOKEN", "bot token"),
        ({"SLACK_APP_TOKEN": "xoxb-1"}, "SLACK_APP_TOKEN", "app-level token"),
        ({"SLACK_APP_TOKEN": ""}, "SLACK_APP_TOKEN", "not set"),
        ({"SLACK_BOT_TOKEN": ""}, "SLACK_BOT_TOKEN", "not set"),
        ({"TANDEM_MODE": "http"}, "SLACK_SIGNING_SECRET", "not set"),
        ({"TANDEM_MODE": "carrier pigeon"}, "TANDEM_MODE", "neither"),
        ({"SLACK_API_URL": "slack"}, "SLACK_API_URL", "web address"),
        ({"TANDEM_DATABASE_URL": "mysql://x"}, "TANDEM_DATABASE_URL", "cannot"),
        ({"TANDEM_HTTP_PORT": "70000"}, "TANDEM_HTTP_PORT", "65535"),
        ({"TANDEM_HTTP_PORT": "many"}, "TANDEM_HTTP_PORT", "65535"),
        ({"TANDEM_CLOCK_URL": "ws://example.org/clock"}, "TANDEM_CLOCK_URL", "this machine"),
        ({"TANDEM_CLOCK_URL": "gopher://127.0.0.1"}, "TANDEM_CLOCK_URL", "web address"),
        ({"TANDEM_PACE_SCALE": "9"}, "TANDEM_PACE_SCALE", "for tests"),
        ({"TANDEM_PACE_SCALE": "0"}, "TANDEM_PACE_SCALE", "above 0"),
        ({"TANDEM_LOG_LEVEL": "LOUD"}, "TANDEM_LOG_LEVEL", "level"),
    ],
)
def test_a_malformed_setting_is_named_with_its_mend(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], name: str, said: str
) -> None:
    with pytest.raises(Unusable) as refused:
        read(monkeypatch, {**GOOD, **environment})
    (line,) = refused.value.lines
    assert line.startswith(name)
    if name != "TANDEM_DATABASE_URL":
        assert said in line
    assert "\n" not in line


def test_no_line_repeats_a_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Unusable) as refused:
        read(monkeypatch, {"SLACK_BOT_TOKEN": "topsecret", "SLACK_APP_TOKEN": "alsosecret"})
    assert "secret" not in str(refused.value)
    assert "xoxb-1" not in repr(read(monkeypatch, GOOD))


def test_the_file_is_read_and_the_environment_goes_first(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / ".env"
    file.write_text("SLACK_BOT_TOKEN=xoxb-file\nSLACK_APP_TOKEN=xapp-file\nUNRELATED=1\n")
    settings = read(monkeypatch, {"SLACK_APP_TOKEN": "xapp-environment"}, file)
    assert settings.bot_token.get_secret_value() == "xoxb-file"
    assert settings.app_token is not None
    assert settings.app_token.get_secret_value() == "xapp-environment"


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_common_spelling_of_a_postgresql_address_is_taken(
    monkeypatch: pytest.MonkeyPatch, scheme: str
) -> None:
    address = f"{scheme}://coach@db/tandem"
    given = {"TANDEM_DATABASE_URL": address, "TANDEM_VAULTS_URL": f"{address}_keys"}
    settings = read(monkeypatch, GOOD | given)
    assert settings.database_url == "postgresql+psycopg://coach@db/tandem"


def test_facilitators_are_listed_with_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = read(monkeypatch, {**GOOD, "TANDEM_FACILITATORS": "U1, U2,"})
    assert settings.facilitators == {"U1", "U2"}


def test_a_scale_is_fine_where_slack_is_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = read(
        monkeypatch,
        {**GOOD, "TANDEM_PACE_SCALE": "50", "SLACK_API_URL": "http://127.0.0.1:1/api"},
    )
    assert settings.pace_scale == 50.0
    assert settings.api_url == "http://127.0.0.1:1/api/"
