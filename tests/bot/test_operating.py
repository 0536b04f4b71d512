"""`tandem erase` and `tandem export`: beside a running bot, and without words."""

import asyncio
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot import operating
from bot.__main__ import app
from bot.clock import Clock
from bot.run import InUse, store_of
from bot.settings import Settings
from flows import founding, joining, reading, reflecting
from flows.erasing import Everything
from flows.ids import ConversationId, MemberId, ProgramId, WorkspaceId
from flows.joining import Who
from flows.ports import Lock, Work
from storage.store import SqlStore
from tests.staffroom import ADMIN, MAYA, TOMAS, WS, ZONE

WORDS = "quagga"
TEST = Lock("test", "test")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings.read(
        None, bot_token="xoxb-test", app_token="xapp-test", data_dir=tmp_path / "data"
    )


async def school(store: SqlStore) -> None:
    """A program in which two people wrote something."""

    def found(work: Work) -> ProgramId:
        program = founding.Settings(
            name="Maple Street",
            channel=ConversationId("C0COACH"),
            country="ES",
            region=None,
            zone=ZONE,
            holidays=frozenset(),
            covered_until=work.now.date(),
        )
        done = founding.found(work, ADMIN, program, may_found=True)
        assert isinstance(done, founding.Founded)
        return done.program.id

    def write(work: Work) -> None:
        for who in (MAYA, TOMAS):
            joining.join(work, Who(who, ZONE), program)
            reflecting.write(work, who, "", "", f"{WORDS} of {who}")

    program = await store.write(WS, TEST, found)
    await store.write(WS, TEST, write)


async def texts(store: SqlStore, who: MemberId) -> int:
    return len(await store.read(WS, lambda reader: reading.all_own(reader, who)))


async def test_one_person_is_erased_while_the_bot_holds_the_data(settings: Settings) -> None:
    store = store_of(settings, Clock())
    await school(store)
    asked: list[Everything] = []

    def sure(ahead: Everything) -> bool:
        asked.append(ahead)
        return True

    with pytest.raises(InUse):
        store_of(settings, Clock())

    done = await operating.erase(settings, WS, MAYA, sure)

    assert done is not None
    assert [ahead.texts for ahead in asked] == [1]
    assert (await texts(store, MAYA), await texts(store, TOMAS)) == (0, 1)
    assert await store.read(WS, lambda reader: reader.members.get(MAYA)) is None
    await store.close()


async def test_and_while_it_does_not(settings: Settings) -> None:
    store = store_of(settings, Clock())
    await school(store)
    await store.close()

    assert await operating.erase(settings, WS, MAYA, lambda _: True) is not None
    assert await operating.erase(settings, WS, MAYA, lambda _: True) is None


async def test_whoever_is_not_sure_keeps_everything(settings: Settings) -> None:
    store = store_of(settings, Clock())
    await school(store)

    assert await operating.erase(settings, WS, MAYA, lambda _: False) is None
    assert await texts(store, MAYA) == 1
    assert await operating.erase(settings, WorkspaceId("T0OTHER"), MAYA, lambda _: True) is None
    await store.close()


async def test_an_export_holds_settings_and_counts_and_nobody(settings: Settings) -> None:
    """design §8, practice INV-04, INV-07"""
    store = store_of(settings, Clock())
    await school(store)

    found = await operating.export(settings)

    (here,) = found["workspaces"]
    assert here["counts"] | {"texts": 2, "people": 2, "programs": 1} == here["counts"]
    assert [program["name"] for program in here["programs"]] == ["Maple Street"]
    told = json.dumps(found)
    for secret in (WORDS, MAYA, TOMAS, ADMIN, "xoxb-test", "xapp-test"):
        assert secret not in told
    await store.close()


def environment(settings: Settings) -> dict[str, str]:
    return {
        "SLACK_BOT_TOKEN": "xoxb-test",
        "SLACK_APP_TOKEN": "xapp-test",
        "TANDEM_DATA_DIR": str(settings.data_dir),
    }


def test_the_command_says_what_goes_and_asks(settings: Settings) -> None:
    async def begin() -> None:
        store = store_of(settings, Clock())
        await school(store)
        await store.close()

    asyncio.run(begin())
    run, given = CliRunner(env=environment(settings)), ["--workspace", WS, "--member", MAYA]

    no = run.invoke(app, ["erase", *given], input="n\n")
    yes = run.invoke(app, ["erase", *given], input="y\n")
    nobody = run.invoke(app, ["erase", *given, "--yes"])
    counted = run.invoke(app, ["export"])

    assert (no.exit_code, yes.exit_code, nobody.exit_code) == (1, 0, 1)
    assert "texts: 1" in no.output
    assert "Nothing was erased." in no.output
    assert "is erased" in yes.output
    assert "holds nothing" in nobody.output
    assert json.loads(counted.stdout)["workspaces"][0]["counts"]["people"] == 1


def test_what_cannot_be_opened_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("no folder")
    given = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"}
    run = CliRunner(env={**given, "TANDEM_DATA_DIR": str(tmp_path / "data")})

    for command in (["export"], ["erase", "--workspace", "T", "--member", "U", "--yes"]):
        done = run.invoke(app, command)
        assert done.exit_code == 1
        assert len(done.output.splitlines()) == 1
