"""The doctor before each fault, switched on one after the other: what it says is this table."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.clock import Clock
from bot.doctor import examine
from bot.run import Tandem
from bot.settings import Settings
from handlers.words import say
from playground.app_config import read_manifest
from playground.faults import Fault
from playground.server import Playground
from storage.keyfile import open_keyring
from storage.keyring import Keyring
from tests.journeys.conftest import settings_for
from tests.journeys.teacher import Teacher
from tests.journeys.test_first_cycle import COACHING, founded, joined, partnered

ROOT = Path(__file__).resolve().parents[2]
MANIFEST = ROOT / "manifest.yml"
FRIDAY = datetime(2026, 2, 27, 9, 0, tzinfo=UTC)
QUICK = 2.0


@dataclass
class Patient:
    """A workspace, the settings of a bot for it, and what the doctor is given."""

    slack: Playground
    settings: Settings
    clock: Clock

    async def lives(self, *acts: Callable[["Patient"], Awaitable[None]]) -> None:
        """The bot runs while these things happen, then stops."""
        async with Tandem(self.settings):
            for act in acts:
                await act(self)

    def teacher(self, name: str) -> Teacher:
        return Teacher(self.slack, name)

    def change(self, **changes: Any) -> None:
        self.settings = self.settings.model_copy(update=changes)

    async def examined(self) -> list[str]:
        """What is amiss, a line each."""
        found = await examine(self.settings, MANIFEST, self.clock, QUICK)
        return [line for well, line in found if not well]

    async def well(self) -> list[str]:
        """What is well, a line each."""
        found = await examine(self.settings, MANIFEST, self.clock, QUICK)
        return [line for well, line in found if well]


async def program(patient: Patient) -> None:
    await founded(patient.teacher("U0AOIFE"))


async def members(patient: Patient) -> None:
    await joined(patient.teacher("U0MAYA"), patient.teacher("U0TOMAS"))


async def partners(patient: Patient) -> None:
    await partnered(patient.teacher("U0MAYA"), patient.teacher("U0TOMAS"))


async def bot_removed(patient: Patient) -> None:
    await patient.slack.person("U0AOIFE").remove_bot(COACHING)


async def next_monday(patient: Patient) -> None:
    await patient.slack.move_to(FRIDAY + timedelta(days=3, hours=1))


@asynccontextmanager
async def patient_of(folder: Path, **app: Any) -> AsyncIterator[Patient]:
    config = replace(read_manifest(MANIFEST), **app)
    async with Playground(begin=FRIDAY, manifest=config) as slack:
        settings = settings_for(slack, folder / "data")
        yield Patient(slack, settings, Clock())


class WrongClock(Clock):
    """A machine that is ten minutes ahead."""

    def real(self) -> datetime:
        return super().real() + timedelta(minutes=10)


async def test_nothing_is_amiss_in_a_program_that_runs(tmp_path: Path) -> None:
    async with patient_of(tmp_path) as patient:
        await patient.lives(program, members, partners)

        assert await patient.examined() == []
        assert await patient.well() == [
            "database answers and is at this version",
            "every vault opens with the key file",
            say("cli.keys.doctor.never_copied", path=patient.settings.key_path),
            say("cli.keys.doctor.near"),
            "calendars are laid down for the weeks ahead",
            "no message is stuck",
            "Slack knows the bot as tandem in Harbour School",
            "every scope of the manifest is granted",
            "this machine's clock agrees with Slack's",
            "Slack opens Socket Mode connections",
        ]


def scope(patient: Patient) -> None:
    patient.slack.withhold("mpim:write", "users:read")


def bot_token(patient: Patient) -> None:
    patient.change(bot_token=type(patient.settings.bot_token)("xoxb-wrong"))


def app_token(patient: Patient) -> None:
    patient.change(app_token=type(patient.settings.bot_token)("xapp-wrong"))


def uninstalled(patient: Patient) -> None:
    patient.slack.uninstall()


def slack_away(patient: Patient) -> None:
    patient.change(api_url="http://127.0.0.1:1/api/")


def slack_ill(patient: Patient) -> None:
    patient.slack.parts.faults.add(Fault("auth.test", "http_500", times=9))


def socket_refused(patient: Patient) -> None:
    fault = Fault("apps.connections.open", "error", error="connections_disabled", times=9)
    patient.slack.parts.faults.add(fault)


def database_away(patient: Patient) -> None:
    open_keyring(patient.settings.key_path)
    patient.change(
        database="postgresql+psycopg://127.0.0.1:1/tandem",
        vaults="postgresql+psycopg://127.0.0.1:1/vaults",
    )


def no_database(patient: Patient) -> None:
    patient.settings.data_dir.mkdir()
    (patient.settings.data_dir / "tandem.sqlite3").write_text("a letter", "utf-8")


def no_folder(patient: Patient) -> None:
    patient.settings.data_dir.write_text("a file", "utf-8")


def key_malformed(patient: Patient) -> None:
    patient.settings.data_dir.mkdir()
    patient.settings.key_path.write_text("first not-a-key", "utf-8")
    patient.settings.key_path.chmod(0o600)


def key_open_to_all(patient: Patient) -> None:
    patient.settings.data_dir.mkdir()
    patient.settings.key_path.write_text(Keyring.fresh().text(), "utf-8")
    patient.settings.key_path.chmod(0o644)


def clock_wrong(patient: Patient) -> None:
    patient.clock = WrongClock()


def facilitator_unknown(patient: Patient) -> None:
    patient.change(facilitators=frozenset({"U0AOIFE", "U0NOBODY"}))


TABLE = [
    (
        scope,
        "scopes are missing: mpim:write, users:read. Install the app anew from the manifest",
    ),
    (
        bot_token,
        "Slack refuses the bot token (invalid_auth). Copy it anew from OAuth & Permissions",
    ),
    (
        app_token,
        "Slack refuses the app-level token (invalid_auth). It needs connections:write; copy it",
    ),
    (uninstalled, "Slack refuses the bot token (token_revoked)."),
    (slack_away, "Slack cannot be reached at http://127.0.0.1:1/api/. Check the network"),
    (slack_ill, "Slack has trouble of its own (http_500). Try again in a few minutes."),
    (socket_refused, "Slack refuses the app-level token (connections_disabled)."),
    (database_away, "the database does not open: "),
    (no_database, "the database does not open: file is not a database"),
    (no_folder, "cannot be written (File exists). Choose another TANDEM_DATA_DIR."),
    (key_malformed, "the key named first is not base64; put the right key file back"),
    (key_open_to_all, "can be read by others than its owner: chmod 600"),
    (clock_wrong, "This machine's clock is 60"),
    (facilitator_unknown, "TANDEM_FACILITATORS names U0NOBODY, whom this workspace does not know"),
]


@pytest.mark.parametrize(("fault", "said"), TABLE, ids=[fault.__name__ for fault, _ in TABLE])
async def test_each_fault_is_named_with_its_mend(
    fault: Callable[[Patient], None], said: str, tmp_path: Path
) -> None:
    async with patient_of(tmp_path) as patient:
        fault(patient)

        amiss = await patient.examined()

        assert len(amiss) == 1, amiss
        assert said in amiss[0]
        assert "\n" not in amiss[0]


async def test_the_wrong_key_file_is_named(tmp_path: Path) -> None:
    async with patient_of(tmp_path) as patient:
        await patient.lives(program, members, partners, write_something)
        patient.settings.key_path.write_text(Keyring.fresh().text(), "utf-8")

        (amiss,) = await patient.examined()

        assert "is not in the key file: put the right key file back" in amiss


async def write_something(patient: Patient) -> None:
    maya = patient.teacher("U0MAYA")
    pair = maya.group(patient.teacher("U0TOMAS"))
    await maya.presses("Send mine", pair, why="go quiet when I ask")


STUCK = [
    ({"messages_tab": False}, [program, members], "messages_tab_disabled", "Messages Tab"),
    ({"home_tab": False}, [program], "not_enabled", "Home Tab"),
    ({}, [program, members, bot_removed, next_monday], "not_in_channel", "/invite @Tandem"),
]


@pytest.mark.parametrize(("app", "acts", "reason", "mend"), STUCK, ids=[s[2] for s in STUCK])
async def test_what_could_not_be_sent_is_counted_with_its_mend(
    app: dict[str, bool], acts: list[Any], reason: str, mend: str, tmp_path: Path
) -> None:
    async with patient_of(tmp_path, **app) as patient:
        await patient.lives(*acts)

        (amiss,) = await patient.examined()

        assert "could not be sent" in amiss
        assert reason in amiss
        assert mend in amiss


async def test_a_calendar_that_ends_soon_is_named(tmp_path: Path) -> None:
    async with patient_of(tmp_path) as patient:
        await patient.lives(program)
        patient.clock.move(timedelta(days=3 * 365))

        (amiss,) = await patient.examined()

        assert amiss.startswith("The calendar of Harbour coaches ends on 20")


async def test_what_is_not_needed_is_said_and_not_amiss(tmp_path: Path) -> None:
    async with patient_of(tmp_path) as patient:
        patient.slack.withhold("im:history")
        patient.change(facilitators=frozenset({"U0AOIFE"}))

        well = await patient.well()

        assert await patient.examined() == []
        assert any(line.startswith("not granted, and not needed: im:history") for line in well)
        assert "TANDEM_FACILITATORS are members of this workspace" in well
        assert "there is no program yet: type /coach-program in Slack" in well


async def test_a_bot_that_runs_on_the_data_is_left_alone(tmp_path: Path) -> None:
    async with patient_of(tmp_path) as patient, Tandem(patient.settings):
        assert await patient.examined() == []
        assert (await patient.well())[0].startswith("Tandem is running on this data")
