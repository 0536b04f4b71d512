"""`tandem keys`: each command, its exit code, its one line; and what start and doctor refuse."""

import asyncio
import os
import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TypeVar

import pytest
from typer.testing import CliRunner, Result

from bot import keys_commands
from bot.__main__ import app
from bot.clock import Clock
from bot.key_findings import findings
from bot.run import CannotStart, brought_up, store_of
from bot.settings import Settings, Unusable
from flows.ports import Work
from storage import KeyFile, KeyfileUnusable, Keyring, open_keyring, save_keyring
from storage.keyfile import changing, read_keyring
from storage.opening import open_vaults
from storage.rotation import wrapped_by
from storage.vaults import Vaults
from tests.storage.examples import ANNAS, T1, piece

R = TypeVar("R")


class Operator:
    """Somebody who runs Tandem, in a folder of their own."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder / "data"
        self.path = self.folder / "tandem.key"
        given = {
            "SLACK_BOT_TOKEN": "xoxb-1",
            "SLACK_APP_TOKEN": "xapp-1",
            "TANDEM_DATA_DIR": str(self.folder),
        }
        for name, value in given.items():
            monkeypatch.setenv(name, value)
        self._given = given

    @property
    def settings(self) -> Settings:
        return Settings.read(None)

    def types(self, *arguments: str, answer: str | None = None) -> Result:
        return CliRunner().invoke(app, ["keys", *arguments, "--env-file", os.devnull], answer)

    def does(self, *arguments: str) -> str:
        """What is said where it is done."""
        done = self.types(*arguments)
        assert done.exit_code == 0, done.output
        return done.stdout

    def fails(self, *arguments: str) -> str:
        """The one line that says why it is not done."""
        done = self.types(*arguments)
        assert (done.exit_code, done.stdout) == (1, "")
        (line,) = done.stderr.splitlines()
        return line

    def vaults(self) -> Vaults:
        return open_vaults(self.settings.vaults_url, KeyFile(self.path))

    def lock_some(self, *names: str) -> list[bytes]:
        """Makes vaults; their keys."""
        with closing(self.vaults()) as vaults:
            return [vaults.new_key(T1, name) for name in names]

    def opened(self, *names: str) -> list[bytes]:
        with closing(self.vaults()) as vaults:
            return [vaults.key(T1, name) for name in names]

    def wrapped(self) -> dict[str, int]:
        with closing(self.vaults()) as vaults:
            return dict(wrapped_by(vaults))

    def writes(self) -> None:
        """Somebody writes a word."""
        self._body(lambda work: work.pieces.write(piece("x1", "words")))

    def reads(self) -> list[str]:
        """What can be read."""
        return self._body(lambda work: [one.words for one in work.pieces.about("run:1")])

    def _body(self, body: Callable[[Work], R]) -> R:
        async def once() -> R:
            store = store_of(self.settings, Clock())
            try:
                return await store.write(T1, ANNAS, body)
            finally:
                await store.close()

        return asyncio.run(once())

    @property
    def names(self) -> list[str]:
        return list(read_keyring(self.path))


@pytest.fixture
def operator(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Operator:
    return Operator(tmp_path, monkeypatch)


@pytest.fixture(scope="module")
def used(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which Tandem ran: there are a key and two vaults."""
    with pytest.MonkeyPatch.context() as patched:
        first = Operator(tmp_path_factory.mktemp("used"), patched)
        brought_up(first.settings)
        first.lock_some("v1", "v2")
    return first.folder


@pytest.fixture
def running(operator: Operator, used: Path) -> Operator:
    """One whose Tandem ran."""
    shutil.copytree(used, operator.folder)
    return operator


def test_help_is_complete() -> None:
    said = CliRunner().invoke(app, ["keys", "--help"]).stdout

    for command in ("show", "add", "use", "rotate", "retire", "copy", "give-up"):
        assert command in said
        own = CliRunner().invoke(app, ["keys", command, "--help"]).stdout
        assert "--env-file" in own


def test_a_key_goes_its_whole_way(running: Operator) -> None:
    before = running.opened("v1", "v2")
    (first,) = running.names
    assert running.does("show").splitlines()[1:] == [f"{first}  wraps   2 vaults"]

    assert "tandem keys rotate" in running.does("add")
    _, second = running.names
    running.lock_some("v3")
    assert running.does("show").splitlines()[1:] == [
        f"{first}  opens   2 vaults",
        f"{second}  wraps   1 vault",
    ]
    assert running.fails("retire", first).startswith(f"2 vaults are wrapped by {first}.")
    assert running.does("rotate").startswith(f"2 vaults are wrapped anew by {second}")
    assert running.does("rotate").startswith("0 vaults are")
    assert running.does("retire", first).startswith(f"{first} is retired")

    assert running.names == [second]
    assert running.wrapped() == {second: 3}
    assert running.opened("v1", "v2") == before


def test_no_command_shows_a_key(running: Operator, tmp_path: Path) -> None:
    said = running.does("add") + running.does("show") + running.does("rotate")
    said += running.does("copy", str(tmp_path)) + running.does("retire", running.names[0])

    secrets = [line.split()[1] for line in (tmp_path / "tandem.key").read_text().splitlines()]
    assert len(secrets) == 2
    assert not any(secret in said for secret in secrets)


def test_on_standby_a_key_only_opens_until_it_is_used(running: Operator) -> None:
    (first,) = running.names
    assert "tandem keys use" in running.does("add", "--standby")
    standby = next(name for name in running.names if name != first)
    running.lock_some("v3")
    assert running.wrapped() == {first: 3}

    assert "tandem keys rotate" in running.does("use", standby)
    running.lock_some("v4")
    assert running.wrapped() == {first: 3, standby: 1}


def test_a_running_process_learns_of_a_key_without_being_started_again(running: Operator) -> None:
    with closing(running.vaults()) as bot:
        running.does("add")
        second = running.names[-1]
        bot.new_key(T1, "v3")
        assert dict(wrapped_by(bot))[second] == 1

        running.does("rotate")
        assert [bot.key(T1, name) for name in ("v1", "v2", "v3")]
        running.does("retire", running.names[0])
        bot.new_key(T1, "v4")
        assert wrapped_by(bot) == {second: 4}


def test_an_old_copy_of_the_key_file_wraps_nothing_any_more(running: Operator) -> None:
    old = read_keyring(running.path)
    running.does("add")
    running.does("rotate")
    running.does("retire", old.newest)
    newest = read_keyring(running.path)
    save_keyring(running.path, Keyring.parse(newest.text() + old.text()))

    with (
        closing(running.vaults()) as vaults,
        pytest.raises(KeyfileUnusable, match="old copy"),
    ):
        vaults.new_key(T1, "v3")
    assert running.fails("rotate").startswith(f"The key that wraps, {old.newest}, was retired")
    assert running.fails("use", old.newest).startswith(f"{old.newest} was retired")
    done = running.types("show")
    assert done.exit_code == 1
    assert "is an old copy" in done.stderr
    with pytest.raises(CannotStart, match="old copy"):
        brought_up(running.settings)
    assert next(well for well, _ in findings(running.settings)) is False
    assert running.wrapped() == {newest.newest: 2}


def test_what_is_asked_for_wrongly_says_what_there_is(running: Operator) -> None:
    (name,) = running.names
    assert running.fails("retire", "nope").endswith(f"It has: {name}.")
    assert running.fails("use", "nope").startswith("There is no key named nope")
    assert running.fails("retire", name).startswith(f"{name} is the key that wraps.")
    assert running.types("retire").exit_code == 2


def test_without_a_key_file_nothing_is_made_but_by_add(operator: Operator) -> None:
    for command in (["show"], ["rotate"], ["retire", "x"], ["use", "x"], ["copy", "x"]):
        assert operator.fails(*command).endswith("tandem keys add makes one.")
    assert not operator.path.exists()

    assert "Copy it to a safe place now" in operator.does("add")
    assert operator.path.stat().st_mode & 0o777 == 0o600
    assert len(operator.names) == 1


def test_a_fresh_installation_makes_its_key(operator: Operator) -> None:
    brought_up(operator.settings)

    assert operator.path.stat().st_mode & 0o777 == 0o600
    vaults = operator.folder / "vaults.sqlite3"
    assert vaults.stat().st_mode & 0o777 == 0o600


def test_a_lost_key_file_is_never_replaced_in_silence(running: Operator) -> None:
    kept = running.path.rename(running.folder / "elsewhere")

    with pytest.raises(CannotStart, match="is missing, and what people wrote does not open"):
        brought_up(running.settings)
    for command in (["show"], ["add"], ["rotate"], ["copy", "x"]):
        assert "Put it back from its copy" in running.fails(*command)
    assert not running.path.exists()

    kept.rename(running.path)
    brought_up(running.settings)


def test_postgresql_never_makes_a_key_by_itself(
    operator: Operator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TANDEM_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/tandem")
    with pytest.raises(Unusable, match=r"TANDEM_VAULTS_URL is not set\."):
        _ = operator.settings
    monkeypatch.setenv("TANDEM_VAULTS_URL", f"sqlite:///{operator.folder / 'vaults.sqlite3'}")

    with pytest.raises(CannotStart, match="The first machine: tandem keys add"):
        brought_up(operator.settings)
    assert not operator.path.exists()


def test_a_wrong_key_file_is_named_and_nothing_is_wrapped_anew(running: Operator) -> None:
    right = running.path.read_text("utf-8")
    running.path.write_text(Keyring.fresh().text(), "utf-8")

    done = running.types("show")
    assert done.exit_code == 1
    assert "LOST    2 vaults" in done.stdout
    assert "put the right key file back" in done.stderr
    assert "put the right key file back" in running.fails("rotate")
    with pytest.raises(CannotStart, match="put the right key file back"):
        brought_up(running.settings)

    running.path.write_text(right, "utf-8")
    running.opened("v1", "v2")


def test_what_is_lost_for_good_is_given_up_only_when_asked(running: Operator) -> None:
    running.path.unlink()

    kept = running.types("give-up", answer="n\n")
    assert kept.exit_code == 1
    assert "2 vaults are locked with keys that are not in the key file." in kept.stdout
    assert not running.path.exists()
    assert running.does("give-up", "--yes").startswith("2 vaults were destroyed.")
    assert running.does("give-up").strip() == "Nothing is locked with a lost key."
    brought_up(running.settings)
    assert running.wrapped() == {}


def test_a_vault_changed_on_disk_is_counted_and_left(running: Operator) -> None:
    running.lock_some("v3")
    with closing(running.vaults()) as vaults:
        vaults.transact(
            lambda connection: connection.exec_driver_sql(
                "UPDATE vault_keys SET wrapped = zeroblob(60) WHERE key_id = 'v2'"
            )
        )
    running.does("add")

    done = running.types("rotate")
    assert done.exit_code == 1
    assert done.stderr.strip().splitlines()[-1].startswith("1 vault is not wrapped by")
    assert running.wrapped() == {running.names[0]: 1, running.names[1]: 2}


def test_stopped_it_says_how_far_it_is_and_goes_on_later(
    running: Operator, monkeypatch: pytest.MonkeyPatch
) -> None:
    running.lock_some(*(f"w{n}" for n in range(110)))
    running.does("add")

    def ctrl_c(_: float) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as pressed:
        pressed.setattr(keys_commands, "sleep", ctrl_c)
        assert "Stopped: 100 vaults are wrapped anew" in running.types("rotate").stderr

    assert running.does("rotate").startswith("12 vaults are wrapped anew")


def test_a_copy_is_noted_and_the_doctor_knows_of_it(running: Operator, tmp_path: Path) -> None:
    def amiss() -> list[str]:
        return [line for well, line in findings(running.settings) if not well]

    assert any("knows of no copy" in line for _, line in findings(running.settings))
    running.does("copy", str(tmp_path))
    copy = tmp_path / "tandem.key"
    assert copy.stat().st_mode & 0o777 == 0o600
    assert copy.read_text("utf-8") == running.path.read_text("utf-8")
    assert (True, "a copy of every key was made") in findings(running.settings)

    running.does("add")
    assert amiss() == [
        f"The last copy of the key file lacks {running.names[-1]}. Copy it again: tandem keys copy"
    ]
    running.does("copy", str(tmp_path))
    assert amiss() == []


def test_a_copy_takes_no_other_key_files_place(running: Operator, tmp_path: Path) -> None:
    other = open_keyring(tmp_path / "other").text()
    assert running.fails("copy", str(tmp_path / "other")).endswith("Name another place.")
    assert (tmp_path / "other").read_text("utf-8") == other
    assert "is the key file itself" in running.fails("copy", str(running.folder))


def test_two_commands_do_not_change_the_file_at_once(running: Operator) -> None:
    with changing(running.path):
        assert "is being changed by another command" in running.fails("add")
    assert len(running.names) == 1


def test_a_store_that_is_lost_is_named_and_never_replaced_in_silence(running: Operator) -> None:
    running.writes()
    store = running.folder / "vaults.sqlite3"
    kept = store.rename(running.folder / "elsewhere")

    with pytest.raises(CannotStart, match="put the newest copy of that store back"):
        brought_up(running.settings)
    for command in (["show"], ["rotate"], ["copy", "x"]):
        assert "put the newest copy of that store back" in running.fails(*command)
    assert not store.exists()

    shutil.copy(kept, store)
    assert running.reads() == ["words"]
    store.unlink()
    assert running.does("give-up", "--yes").startswith("The store is empty.")
    assert running.reads() == []
    running.writes()
    assert running.reads() == ["words"]


def test_a_store_that_is_none_is_named(running: Operator) -> None:
    (running.folder / "vaults.sqlite3").write_text("a letter", "utf-8")

    assert "not a database" in running.fails("show")
    assert "not a database" in running.fails("rotate")
