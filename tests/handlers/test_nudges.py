"""What is said of a step whose days end, and the menu that stays when a message is answered."""

import pytest

from flows import plans
from flows.ids import MemberId, RunId
from flows.nudge import Kind, Planned, Why
from flows.ports import Work
from flows.slip import Slip
from flows.verdict import Now
from handlers import ids, nudge_scenes
from handlers.seams import Message
from tests.flows.on_way import on_way
from tests.handlers.test_answered import FOCUS, pressable
from tests.handlers.workspace import Workspace, button, elements
from tests.staffroom import MAYA, TOMAS, Staffroom, at

MONDAY = f"<!date^{int(at('2026-03-09 18:00').timestamp())}^{{date_short_pretty}}|2026-03-09>"


@pytest.fixture
async def focus(slack: Workspace, room: Staffroom) -> Staffroom:
    """Maya's own first step is due on Monday 9 March; it is Friday, and she was reminded."""
    await room.spoken()
    await room.until("2026-03-06 16:00")
    (soft,) = await room.said("soft", sent=True)
    assert soft.due == at("2026-03-06 15:45")
    return room


@pytest.mark.parametrize(
    ("now", "until"),
    [
        ("2026-03-06 16:00", MONDAY),
        ("2026-03-08 16:00", "tomorrow"),
        ("2026-03-09 15:45", "this evening"),
    ],
)
async def test_until_when_a_step_is_open_is_true_when_it_is_said(
    slack: Workspace, focus: Staffroom, now: str, until: str
) -> None:
    focus.now = at(now)

    text = (await slack.message("soft", f"dm:{MAYA}")).text

    assert text == f"Focus and request is open until {until}. A line is enough — or skip it."


@pytest.mark.parametrize(
    ("who", "name"),
    [(MAYA, "Goal to Way forward"), (TOMAS, "Goal to Way forward (Maya)")],
)
async def test_what_reminds_of_a_sitting_names_all_of_it(
    slack: Workspace, room: Staffroom, who: MemberId, name: str
) -> None:
    """Its first step stands for the talk, which nobody can do a part of."""
    await on_way(room, "grow", "2026-03-05 17:00", "one_sitting")
    await room.until("2026-03-06 16:00")
    course = await room.course()

    def looked_into_it(work: Work) -> None:
        plans.touched(work, course, RunId("grow.goal/1"), who)
        work.slips.acted(who, work.now)

    await room.write(looked_into_it)
    await room.until("2026-03-11 16:00")

    soft = await slack.message("soft", f"dm:{who}")
    late = await slack.message("late", f"dm:{who}")
    assert soft.text.startswith(f"{name} is open until ")
    assert late.text == f"Still want to finish {name}? Finish, move or skip — all fine."


async def test_an_answered_message_keeps_its_menu(slack: Workspace, focus: Staffroom) -> None:
    value = {"partnership": focus.pair.id, "run": FOCUS}
    await slack.press(MAYA, button(ids.SKIP_STEP, value), dm=True)

    (update,) = [s for s in await focus.said("soft") if s.effect == "update"]
    shown = await slack.shown(update)

    assert isinstance(shown, Message)
    assert shown.text == "*Focus and request*: done."
    assert pressable(shown) == {ids.MESSAGE_MENU}
    (menu,) = elements(shown.blocks)
    assert "Stop all messages" in str(menu)


def test_that_a_turn_begins_stands_before_what_opens_with_it() -> None:
    """practice J1, 23 March: the first line is the swap text"""
    due = at("2026-03-23 15:45")
    kinds = (Kind.OPEN, Kind.SOFT, Kind.SWAP, Kind.REMIND)
    slips = [Slip.of(Planned(kind, MAYA, due, kind, Why.TURN_BEGINS)) for kind in kinds]
    sent = [slip.sent(due, "bundle", Now.SLOT) for slip in slips]

    read = nudge_scenes._in_reading_order([*sent, None, slips[0]])

    assert [slip.kind for slip in read] == [Kind.REMIND, Kind.SWAP, Kind.OPEN, Kind.SOFT]
