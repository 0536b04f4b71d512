"""What an installation can choose: one frozen value, read once from the environment and `.env`.

Whatever is missing or malformed is named together with the mend, one line each.
"""

import ipaddress
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from flows.ids import MemberId
from handlers.words import knows, say

SLACK_ITSELF = "https://slack.com/api/"
_MOST_PORT = 65_535
_DATABASES = ("sqlite:///", "postgresql+psycopg://")


class Unusable(Exception):
    """The settings cannot be used; each line names one of them and its mend."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


def _fault(kind: str) -> PydanticCustomError:
    return PydanticCustomError("fault", "{kind}", {"kind": kind})


def is_loopback(url: str) -> bool:
    """Whether the address names this machine itself."""
    host = urlsplit(url).hostname or ""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _bot_token(token: SecretStr) -> SecretStr:
    if not token.get_secret_value().startswith(("xoxb-", "xoxe.xoxb-")):
        raise _fault("bot_token")
    return token


def _app_token(token: SecretStr | None) -> SecretStr | None:
    if token is not None and not token.get_secret_value().startswith("xapp-"):
        raise _fault("app_token")
    return token


def _api_url(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise _fault("url")
    return url if url.endswith("/") else f"{url}/"


def _clock_url(url: str | None) -> str | None:
    if url is not None and urlsplit(url).scheme not in {"ws", "http"}:
        raise _fault("url")
    if url is not None and not is_loopback(url):
        raise _fault("loopback")
    return url


def _database(url: str | None) -> str | None:
    if url is None:
        return None
    for short in ("postgres://", "postgresql://"):
        if url.startswith(short):
            return f"postgresql+psycopg://{url.removeprefix(short)}"
    if not url.startswith(_DATABASES):
        raise _fault("database")
    return url


def _port(port: int | None) -> int | None:
    if port is not None and not 0 <= port <= _MOST_PORT:
        raise _fault("port")
    return port


def _above_nothing(scale: float) -> float:
    if scale <= 0:
        raise _fault("pace")
    return scale


def _ids(text: object) -> object:
    if isinstance(text, str):
        return frozenset(part.strip() for part in text.split(",") if part.strip())
    return text


def _nothing(text: object) -> object:
    return None if text == "" else text  # `NAME=` in a file means: not set.


Optionally = BeforeValidator(_nothing)


class Settings(BaseSettings):
    """One installation's choices; secrets do not show when it is printed."""

    model_config = SettingsConfigDict(
        frozen=True, extra="ignore", validate_by_name=True, env_file_encoding="utf-8"
    )

    bot_token: Annotated[SecretStr, AfterValidator(_bot_token)] = Field(
        validation_alias="SLACK_BOT_TOKEN"
    )
    app_token: Annotated[SecretStr | None, AfterValidator(_app_token), Optionally] = Field(
        None, validation_alias="SLACK_APP_TOKEN"
    )
    signing_secret: Annotated[SecretStr | None, Optionally] = Field(
        None, validation_alias="SLACK_SIGNING_SECRET"
    )
    api_url: Annotated[str, AfterValidator(_api_url)] = Field(
        SLACK_ITSELF, validation_alias="SLACK_API_URL"
    )
    data_dir: Path = Field(Path(".tandem"), validation_alias="TANDEM_DATA_DIR")
    database: Annotated[str | None, AfterValidator(_database), Optionally] = Field(
        None, validation_alias="TANDEM_DATABASE_URL"
    )
    vaults: Annotated[str | None, AfterValidator(_database), Optionally] = Field(
        None, validation_alias="TANDEM_VAULTS_URL"
    )
    protocols_dir: Annotated[Path | None, Optionally] = Field(
        None, validation_alias="TANDEM_PROTOCOLS_DIR"
    )
    key_file: Annotated[Path | None, Optionally] = Field(None, validation_alias="TANDEM_KEY_FILE")
    mode: Literal["socket", "http"] = Field("socket", validation_alias="TANDEM_MODE")
    http_host: str = Field("127.0.0.1", validation_alias="TANDEM_HTTP_HOST")
    http_port: Annotated[int | None, AfterValidator(_port), Optionally] = Field(
        None, validation_alias="TANDEM_HTTP_PORT"
    )
    clock_url: Annotated[str | None, AfterValidator(_clock_url), Optionally] = Field(
        None, validation_alias="TANDEM_CLOCK_URL"
    )
    pace_scale: Annotated[float, AfterValidator(_above_nothing)] = Field(
        1.0, validation_alias="TANDEM_PACE_SCALE"
    )
    facilitators: Annotated[frozenset[MemberId], NoDecode, BeforeValidator(_ids)] = Field(
        frozenset(), validation_alias="TANDEM_FACILITATORS"
    )
    log_level: Annotated[
        Literal["DEBUG", "INFO", "WARNING", "ERROR"],
        BeforeValidator(lambda level: level.upper() if isinstance(level, str) else level),
    ] = Field("INFO", validation_alias="TANDEM_LOG_LEVEL")

    @classmethod
    def read(cls, env_file: Path | None = Path(".env"), **chosen: Any) -> Self:
        """The settings of this environment; raises `Unusable`, which says how to mend them.

        `chosen` (by field name) goes before the environment, the environment before the file.
        """
        try:
            settings = cls(_env_file=env_file, **chosen)
        except ValidationError as error:
            raise Unusable([_line(details) for details in error.errors()]) from None
        settings._check_together()
        return settings

    def _check_together(self) -> None:
        lines = []
        if self.mode == "socket" and self.app_token is None:
            lines.append(missing("SLACK_APP_TOKEN"))
        if self.mode == "http" and self.signing_secret is None:
            lines.append(missing("SLACK_SIGNING_SECRET"))
        if not self.is_sqlite and self.vaults is None:
            lines.append(missing("TANDEM_VAULTS_URL"))
        if self.pace_scale != 1.0 and not is_loopback(self.api_url):
            lines.append(malformed("TANDEM_PACE_SCALE", "pace_alone"))
        if lines:
            raise Unusable(lines)

    @property
    def database_url(self) -> str:
        """Where the data lies: the database chosen, or a file in the data folder."""
        return self.database or f"sqlite:///{self.data_dir / 'tandem.sqlite3'}"

    @property
    def is_sqlite(self) -> bool:
        """Whether the data lies in a file that only one process may use."""
        return self.database_url.startswith("sqlite")

    @property
    def vaults_url(self) -> str:
        """Where the wrapped vault keys lie: the place chosen, or a file in the data folder."""
        return self.vaults or f"sqlite:///{self.data_dir / 'vaults.sqlite3'}"

    @property
    def key_path(self) -> Path:
        """The file with the installation's key."""
        return self.key_file or self.data_dir / "tandem.key"


def missing(name: str) -> str:
    """One line: the setting that is not there, and the mend."""
    return say("settings.missing", name=name, mend=say(f"settings.mend.{name}"))


def malformed(name: str, fault: str) -> str:
    """One line: the setting that cannot be used, and the mend."""
    return say(
        "settings.malformed",
        name=name,
        fault=say(f"settings.fault.{fault}"),
        mend=say(f"settings.mend.{name}"),
    )


_FAULT_OF = {"mode": "mode", "http_port": "port", "pace_scale": "pace", "log_level": "log_level"}


def _is_empty(given: object) -> bool:
    return given == "" or (isinstance(given, SecretStr) and not given.get_secret_value())


def _line(details: Mapping[str, Any]) -> str:
    located = str(details["loc"][0])
    field = next(
        name
        for name, info in Settings.model_fields.items()
        if located in {name, info.validation_alias}
    )
    name = str(Settings.model_fields[field].validation_alias)
    if details["type"] == "missing" or _is_empty(details["input"]):
        return missing(name)
    kind = str(details.get("ctx", {}).get("kind") or _FAULT_OF.get(field, "other"))
    return malformed(name, kind if knows(f"settings.fault.{kind}") else "other")
