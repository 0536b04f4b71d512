"""A school whose bot dies and comes back on the same data, on SQLite and on PostgreSQL."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from bot.run import Tandem
from bot.settings import Settings
from playground.server import Playground
from storage import Keyring, save_keyring
from tests.crashes.mortal import Living, Mortal, Place
from tests.journeys.conftest import FAST, MORNING
from tests.journeys.teacher import Teacher
from tests.journeys.test_first_cycle import founded, joined
from tests.storage.conftest import new_database, postgres_server

__all__ = ["new_database", "postgres_server"]


@pytest.fixture
async def slack() -> AsyncIterator[Playground]:
    """A workspace that gives up an answer soon and delivers an event again at once."""
    async with Playground(begin=MORNING, ack_wait=2.5, retry_waits=(0.0, 60.0, 60.0)) as workspace:
        yield workspace


@pytest.fixture
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where the data lies: on SQLite, unless a test asks for PostgreSQL too."""
    if getattr(request, "param", "sqlite") == "sqlite":
        return f"sqlite:///{tmp_path / 'tandem.sqlite3'}"
    make: Callable[[str], str] = request.getfixturevalue("new_database")
    return make("tandem_crashes")


@pytest.fixture
def environment(slack: Playground, database: str, tmp_path: Path) -> dict[str, str]:
    """The settings of every life of the bot."""
    if not database.startswith("sqlite"):
        # As `tandem keys add` does: with PostgreSQL no bot makes a key by itself.
        save_keyring(tmp_path / "tandem.key", Keyring.fresh())
    return {
        **slack.environment(),
        "TANDEM_DATA_DIR": str(tmp_path),
        "TANDEM_DATABASE_URL": database,
        "TANDEM_VAULTS_URL": f"sqlite:///{tmp_path / 'vaults.sqlite3'}",
        "TANDEM_PACE_SCALE": str(FAST),
        "TANDEM_LOG_LEVEL": "WARNING",
    }


@pytest.fixture
def settings(environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The same settings, for a life in this process."""
    with monkeypatch.context() as patched:
        for name, value in environment.items():
            patched.setenv(name, value)
        return Settings.read(None)


@pytest.fixture
async def living(
    slack: Playground, environment: dict[str, str], tmp_path: Path
) -> AsyncIterator[Living]:
    """Starts the bot as a process of its own."""
    lives: list[Mortal] = []

    async def begin(place: Place | None = None) -> Mortal:
        life = Mortal(slack, environment, tmp_path / "bot.log", place)
        lives.append(life)
        await life.start()
        return life

    yield begin
    for life in lives:
        life.end()


@pytest.fixture
def maya(slack: Playground) -> Teacher:
    """Maya teaches maths."""
    return Teacher(slack, "U0MAYA")


@pytest.fixture
def tomas(slack: Playground) -> Teacher:
    """Tomás teaches history."""
    return Teacher(slack, "U0TOMAS")


@pytest.fixture
def aoife(slack: Playground) -> Teacher:
    """Aoife is an admin of the workspace."""
    return Teacher(slack, "U0AOIFE")


@pytest.fixture
async def school(settings: Settings, aoife: Teacher, tomas: Teacher) -> None:
    """A program stands with Tomás in it, and nothing is on its way."""
    async with Tandem(settings):
        await founded(aoife)
        await joined(tomas)
