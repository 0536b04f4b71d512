"""A file in somebody's DM: once, however Slack misbehaves, and out of it again."""

from typing import Any, Literal

import pytest

from flows.notices import Effect
from handlers.seams import OwnFile, Rendered, Scene
from playground.faults import Fault
from tests.bot.rig import MAYA, Rig

Kind = Literal["lost_reply", "http_500", "ratelimited"]
BODY = b"what Maya wrote"


@pytest.fixture(autouse=True)
def _a_file(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    """What these notices show is a file."""

    def draw(*_: object) -> Rendered:
        return OwnFile("mine.zip", "Mine", "Here it is.", BODY)

    def stage(*_: object) -> Scene:
        return Scene(frozenset(), MAYA, draw)

    monkeypatch.setattr(rig.dispatcher._sender, "_staging", stage)


async def asked(rig: Rig) -> None:
    await rig.say(rig.notice("export:1", effect=Effect.UPLOAD, anchor="export:1"))
    await rig.turn()


async def removed(rig: Rig) -> None:
    remove = rig.notice("remove:1", effect=Effect.REMOVE_FILE, anchor="export:1")
    await rig.say(remove)
    await rig.turn()


def files(rig: Rig) -> list[dict[str, Any]]:
    """The files in Maya's DM."""
    return [f for m in rig.slack.person(MAYA).messages() for f in m.files]


def hosted(rig: Rig) -> int:
    return sum(f["mode"] == "hosted" for f in files(rig))


async def test_it_stands_in_the_dm_and_goes_again(rig: Rig) -> None:
    await asked(rig)

    (file,) = files(rig)
    assert (file["title"], file["name"], file["size"]) == ("Mine", "mine.zip", len(BODY))
    assert rig.texts() == ["Here it is."]

    await removed(rig)

    assert [f["mode"] for f in files(rig)] == ["tombstone"]
    assert (await rig.counts()).idle


@pytest.mark.parametrize("kind", ["lost_reply", "http_500", "ratelimited"])
@pytest.mark.parametrize("method", ["files.getUploadURLExternal", "files.completeUploadExternal"])
async def test_whatever_is_cut_short_one_file_is_left(rig: Rig, method: str, kind: Kind) -> None:
    """design §3: nothing lost, nothing doubled"""
    rig.slack.parts.faults.add(Fault(method, kind))
    await asked(rig)
    for _ in range(4):
        await rig.later(70)
        await rig.doubts.settle()

    assert hosted(rig) == 1
    assert (await rig.counts()).idle

    await removed(rig)
    assert hosted(rig) == 0


async def test_a_file_that_somebody_removed_is_gone(rig: Rig) -> None:
    await asked(rig)
    await removed(rig)

    await rig.say(rig.notice("remove:2", effect=Effect.REMOVE_FILE, anchor="export:1"))
    counts = await rig.turn()

    assert (counts.idle, counts.failed) == (True, 0)


async def test_a_removal_that_is_refused_is_shown_to_the_operator(rig: Rig) -> None:
    await asked(rig)
    rig.slack.withhold("files:write")

    await removed(rig)

    assert (await rig.counts()).failed == 1


async def test_without_the_scope_nothing_is_left_behind(rig: Rig) -> None:
    rig.slack.withhold("files:write")

    await asked(rig)

    assert files(rig) == []
    assert (await rig.counts()).failed == 1
