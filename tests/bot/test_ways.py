"""Own ways of working: checked by a command, read at start, refused with their mend."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import SecretStr
from typer.testing import CliRunner

from bot.__main__ import app
from bot.run import CannotStart
from bot.settings import Settings
from bot.ways import refuse_changed, ways_of
from flows.ids import WorkspaceId
from flows.ports import Lock, Work
from flows.protocol import CoachingProtocol, digest
from storage.opening import open_memory_store
from tests.house.reading import ROOT

EXAMPLE = ROOT / "docs" / "examples" / "page_swap.yml"
NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
T1 = WorkspaceId("T1")


def settings(folder: Path | None) -> Settings:
    return Settings(
        _env_file=None,
        bot_token=SecretStr("xoxb-1"),
        app_token=SecretStr("xapp-1"),
        protocols_dir=folder,
    )


def test_a_file_that_would_run_is_told_with_its_size() -> None:
    done = CliRunner().invoke(app, ["check-protocol", str(EXAMPLE)])

    assert done.exit_code == 0
    assert "page_swap.yml would run: Swap a page, version 1, for 2 to 3 people, 3 steps." in (
        done.stdout
    )


def test_every_fault_of_every_file_is_told_and_the_exit_code_says_so(tmp_path: Path) -> None:
    broken = tmp_path / "broken.yml"
    broken.write_text(EXAMPLE.read_text("utf-8").replace("done: held", "done: hold"), "utf-8")

    done = CliRunner().invoke(app, ["check-protocol", str(broken), str(tmp_path / "none.yml")])

    assert done.exit_code == 1
    assert "broken.yml:" in done.output
    assert "hold is none of the known words" in done.output
    assert "none.yml cannot be read" in done.output
    assert "2 things to mend." in done.output


def test_own_ways_are_read_at_start(tmp_path: Path) -> None:
    (tmp_path / "page_swap.yml").write_text(EXAMPLE.read_text("utf-8"), "utf-8")

    assert ways_of(settings(tmp_path)).own == {"page_swap"}
    assert ways_of(settings(None)).own == frozenset()


@pytest.mark.parametrize("name", ["nowhere", "broken"])
def test_a_folder_that_cannot_be_used_stops_the_start(name: str, tmp_path: Path) -> None:
    folder = tmp_path / name
    if name == "broken":
        folder.mkdir()
        (folder / "own.yml").write_text("id: own\n", "utf-8")

    with pytest.raises(CannotStart) as refused:
        ways_of(settings(folder))

    assert str(folder) in str(refused.value)
    assert ("own.yml:1: version is missing" in str(refused.value)) is (name == "broken")


async def test_a_structure_changed_under_the_same_version_stops_the_start() -> None:
    store = open_memory_store(lambda: NOW, lambda: "root")
    grow = store.library.protocols["grow"]
    changed = grow.model_copy(update={"swap_after_days": 9})

    async def begun_with(protocol: CoachingProtocol) -> None:
        def pin(work: Work) -> None:
            work.cycles.pin(digest(protocol), protocol.model_dump_json(by_alias=True))

        await store.write(T1, Lock("cycle", "c"), pin)

    try:
        await begun_with(grow)
        await begun_with(changed.model_copy(update={"version": 7}))
        await refuse_changed(store)

        await begun_with(changed)
        with pytest.raises(CannotStart, match="grow was changed, and its version is still 1"):
            await refuse_changed(store)
    finally:
        await store.close()
