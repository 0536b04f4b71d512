import pytest

from flows import coaching
from flows.cycle import named
from flows.events import Stopped
from flows.ports import Work
from handlers import ids
from tests.handlers.workspace import Json, Workspace, button
from tests.staffroom import MAYA, TOMAS, at

OPEN = named("common.open")


@pytest.fixture
async def again(slack: Workspace) -> Workspace:
    """A second cycle that is still to be set up."""
    room = slack.room
    await room.partnered()

    def body(work: Work) -> None:
        found = coaching.load(work, room.pair.id)
        assert found is not None
        coaching.happened(work, found, Stopped())
        coaching.begin(work, room.pair, found.program, "again", (TOMAS,))

    await room.write(body)
    room.now = at("2026-03-04 08:00")
    await room.write(lambda work: coaching.pass_time(work, room.pair.id))
    return slack


async def setup(again: Workspace) -> Json:
    """The set-up of the next cycle, with its choices in sight."""
    where = {"partnership": again.room.pair.id, "run": OPEN}
    form = (await again.press(MAYA, button(ids.OPEN_STEP, where), dm=True)).opened
    press = button(ids.CHANGE_CHOICES, {"run": OPEN})
    (updated,) = (await again.press(MAYA, press, view={**form, "id": "V1"})).called("views.update")
    view: Json = {**updated["view"], "id": "V1"}
    return view


async def test_what_would_help_leads_to_one_way_with_its_reason(again: Workspace) -> None:
    view = await setup(again)
    menu = next(
        block["accessory"]
        for block in view["blocks"]
        if block.get("accessory", {}).get("action_id") == ids.NEED
    )
    labels = [option["text"]["text"] for option in menu["options"]]

    reply = await again.press(MAYA, menu, view=view, chosen=labels.index("Have someone watch"))

    (updated,) = reply.called("views.update")
    assert "You are few and want another pair of eyes." in str(updated["view"])
    assert "Visit and feedback" in str(updated["view"])


async def test_a_forged_need_suggests_nothing(again: Workspace) -> None:
    view = await setup(again)

    reply = await again.press(MAYA, button(ids.NEED, {"need": "power"}), view=view)

    (updated,) = reply.called("views.update")
    assert "would fit" not in str(updated["view"])
