"""How a journey on any way of working begins: a second cycle, set up by both in its own form."""

from functools import partial

from bot.run import Tandem
from flows import coaching, library
from flows.events import Stopped
from flows.ids import MemberId
from flows.ports import Lock, Work
from playground.server import Playground
from tests.journeys.teacher import Teacher
from tests.journeys.test_first_cycle import SCHOOL, founded, joined, partnered
from tests.journeys.test_rhythm import at

SETTING_UP = "Set up the cycle"


async def on_way(
    slack: Playground,
    tandem: Tandem,
    teachers: tuple[Teacher, Teacher, Teacher],
    way: str,
    pack: str | None = None,
    **choices: str,
) -> str:
    """Aoife founds, the two others pair up and choose this way on 2 March; their group DM.

    With a pack named, Aoife offers this way alone, in its words.
    """
    aoife, maya, tomas = teachers
    await founded(aoife)
    if pack is not None:
        await offered(aoife, way, pack)
    await joined(maya, tomas)
    pair = await partnered(maya, tomas)
    await tandem.store.write(SCHOOL, Lock("test", "again"), partial(_again, who=MemberId(maya.id)))
    await slack.move_to(at("03-02 08:00"))
    await maya.opens_home()
    await maya.presses("Open")
    await maya.presses("Change")
    if "delivery" in choices:
        await maya.presses(library.shipped()[way].title, protocol=way)
    assert await maya.sends(protocol=way, **choices) == {}
    await maya.closes()
    await tomas.opens_home()
    await tomas.presses("Open")
    assert await tomas.sends() == {}
    assert "Settled" in tomas.reads()
    await tomas.closes()
    return pair


async def offered(aoife: Teacher, way: str, pack: str) -> None:
    """Aoife offers this way alone, and in whose words."""
    await aoife.types("/coach-program")
    await aoife.presses("Ways of working")
    assert await aoife.sends(pack=pack) == {}
    await aoife.closes()
    await aoife.types("/coach-program")
    await aoife.presses("Ways of working")
    shown = [b["block_id"] for b in aoife.form().body["blocks"]]
    chosen: dict[str, list[str]] = {b: [] for b in shown if b.startswith("ways_")}
    for block in aoife.form().body["blocks"]:
        options = block.get("element", {}).get("options", [])
        if way in {option["value"] for option in options}:
            chosen[block["block_id"]] = [way]
    assert await aoife.sends(pack=pack, **chosen) == {}
    await aoife.closes()


def _again(work: Work, who: MemberId) -> None:
    """The first cycle is over, and the next one is to be set up."""
    (pair,) = work.partnerships.of_member(who)
    found = coaching.load(work, pair.id)
    assert found is not None
    coaching.happened(work, found, Stopped())
    coaching.begin(work, pair, found.program, "again")
