"""A visit through the running application: picked, asked for, settled, moved, called off."""

from datetime import time, timedelta
from typing import Any

import pytest

from flows import coaching, meetings, visiting
from flows.ids import MemberId
from flows.timetable import Lesson
from flows.visiting import Phase, Visit
from handlers import ids
from tests.handlers.workspace import Json, Reply, Workspace, button, element, elements
from tests.staffroom import AYA, MAYA, TOMAS, Staffroom, at

LOOK = "who answers, and when"
HERS = (
    Lesson(1, time(9), time(9, 50), "1A", "12"),
    Lesson(3, time(11, 10), time(12), "2B", "14"),
    Lesson(4, time(14, 20), time(15), "3C"),
)
THURSDAY = at("2026-03-12 11:10")


@pytest.fixture
async def pair(room: Staffroom) -> Staffroom:
    await room.put(MAYA, lessons=HERS)
    await room.spoken()
    return room


async def card(slack: Workspace) -> list[Json]:
    return (await slack.message("card")).blocks


def labelled(blocks: list[Json], label: str) -> Json:
    found = [e for e in elements(blocks) if e.get("text", {}).get("text") == label]
    assert found, [e.get("text", {}).get("text") for e in elements(blocks)]
    return found[0]


async def picked(slack: Workspace, who: MemberId = MAYA, label: str = "Thu 12 Mar 11:10") -> Reply:
    return await slack.press(who, labelled(await card(slack), label))


async def requested(slack: Workspace, **given: Any) -> Reply:
    form = (await picked(slack)).opened
    return await slack.submit(MAYA, form, **{"look": LOOK, "place": "room 14", **given})


async def asked(slack: Workspace, to: MemberId = TOMAS) -> list[Json]:
    return (await slack.message("proposed", f"dm:{to}")).blocks


async def settled(slack: Workspace) -> None:
    await requested(slack)
    reply = await slack.press(TOMAS, element(await asked(slack), ids.WORKS), dm=True)
    assert reply.whispered == ["Settled: Thu 12 Mar 11:10."]
    await slack.room.all_sent()
    slack.room.now = at("2026-03-04 08:05")


async def visit(room: Staffroom) -> Visit:
    found = await room.read(lambda r: visiting.find(r, MAYA, room.pair.id))
    assert isinstance(found, Visit), found
    return found


async def test_the_card_shows_three_times_and_another(slack: Workspace, pair: Staffroom) -> None:
    shown = [e["text"]["text"] for e in elements(await card(slack)) if "text" in e]

    assert shown[:4] == [
        "Tue 10 Mar 09:00",
        "Thu 12 Mar 11:10",
        "Fri 13 Mar 14:20",
        "Another time",
    ]
    assert ids.OPEN_STEP not in [e["action_id"] for e in elements(await card(slack))]


async def test_where_clocks_differ_a_button_says_both(slack: Workspace, pair: Staffroom) -> None:
    await pair.put(TOMAS, zone="Europe/Dublin")
    await pair.all_sent()
    pair.now = at("2026-03-03 10:00")

    shown = labelled(await card(slack), "Thu 12 Mar 11:10 Madrid / Thu 12 Mar 10:10 Dublin")

    assert shown["action_id"] == ids.PICK_VISIT
    await requested_in_two_zones(slack)
    message = await slack.message("proposed", f"dm:{TOMAS}")
    assert "Maya suggests Thu 12 Mar 10:10 (Thu 12 Mar 11:10 for Maya) for a visit." in message.text


async def requested_in_two_zones(slack: Workspace) -> None:
    form = (await picked(slack, MAYA, "Thu 12 Mar 11:10 Madrid / Thu 12 Mar 10:10 Dublin")).opened
    await slack.submit(MAYA, form, look=LOOK, place="14")


async def test_the_host_picks_and_the_visitor_is_asked(slack: Workspace, pair: Staffroom) -> None:
    form = (await picked(slack)).opened
    assert "Thu 12 Mar 11:10–11:25" in str(form)
    assert "Facts and a question · In writing first · Timeline" in str(form)
    assert "leave it to five hands" in str(form)
    inputs = [b["block_id"] for b in form["blocks"] if b["type"] == "input"]
    assert inputs == ["look", "place"]
    places = [b["element"]["initial_value"] for b in form["blocks"] if b["type"] == "input"]
    assert places[1] == "14"

    sent = await slack.submit(MAYA, form, look=LOOK)

    assert "Tomás is asked whether Thu 12 Mar 11:10 works" in str(sent.page)
    message = await slack.message("proposed", f"dm:{TOMAS}")
    assert message.text == "Maya suggests Thu 12 Mar 11:10 for a visit."
    assert LOOK not in str(message.blocks)
    assert "14" not in message.text.replace("14:", "")
    seen = await slack.press(TOMAS, element(message.blocks, ids.SEE_SESSION), dm=True)
    assert LOOK in str(seen.opened)
    assert "Facts and a question" in str(seen.opened)
    hers = await slack.home(MAYA)
    assert "You suggest Thu 12 Mar 11:10" in str(hers)
    his = await slack.home(TOMAS)
    assert element(his["blocks"], ids.WORKS)


async def test_it_is_settled_by_the_visitors_yes(slack: Workspace, pair: Staffroom) -> None:
    await settled(slack)

    message = [s for s in await pair.said() if s.kind == "confirmed"]
    assert message == []
    assert (await visit(pair)).phase is Phase.SETTLED
    assert "*The visit:*" in str(await card(slack))
    home = await slack.home(MAYA)
    assert "Thu 12 Mar 11:10–11:25" in str(home)
    line = await slack.command(TOMAS, ids.OBSERVE)
    assert "Thu 12 Mar 11:10–11:25" in str(line.body)


async def test_the_confirmation_tells_the_time_and_no_more(
    slack: Workspace, pair: Staffroom
) -> None:
    await requested(slack)
    await slack.press(TOMAS, element(await asked(slack), ids.WORKS), dm=True)

    message = await slack.message("confirmed", f"dm:{MAYA}")

    assert message.text == "Settled: Thu 12 Mar 11:10."
    again = await slack.press(TOMAS, button(ids.WORKS, {"partnership": pair.pair.id}))
    assert "moved on" in again.whispered[0]
    foreign = await slack.press(AYA, button(ids.WORKS, {"partnership": pair.pair.id}))
    assert "other people" in foreign.whispered[0]


async def test_the_visitor_learns_whose_pick_it_is(slack: Workspace, pair: Staffroom) -> None:
    reply = await picked(slack, TOMAS)

    assert "Maya picks one, and then you are asked" in str(reply.opened)
    foreign = await picked(slack, AYA)
    assert "other people" in foreign.whispered[0]


async def test_everything_can_be_unfolded_and_changed(slack: Workspace, pair: Staffroom) -> None:
    form = (await picked(slack)).opened
    for part in ("when", "choices", "more"):
        press = next(e for e in elements(form["blocks"]) if f'"{part}"' in e.get("value", ""))
        (updated,) = (await slack.press(MAYA, press, view=form)).called("views.update")
        form = updated["view"]
    inputs = {b["block_id"] for b in form["blocks"] if b["type"] == "input"}
    assert {"date", "start", "end", "goal", "level", "channel", "tool", "leave"} <= inputs

    sent = await slack.submit(
        MAYA,
        form,
        look=LOOK,
        place="room 3",
        date="2026-03-16",
        start="10:00",
        end="10:15",
        level="evidence_questions_suggestions",
        tool="tally",
        leave="the group by the door",
    )

    assert "Mon 16 Mar 10:00" in str(sent.page)
    found = await visit(pair)
    seen = await pair.read(lambda r: visiting.asked_for(r, found, TOMAS))
    assert (seen["level"], seen["tool"]) == ("evidence_questions_suggestions", "tally")
    assert seen["leave"] == "the group by the door"
    message = await slack.message("proposed", f"dm:{TOMAS}")
    card = (await slack.press(TOMAS, element(message.blocks, ids.SEE_SESSION), dm=True)).opened
    for asked_for in ("the group by the door", "Facts, a question, a suggestion", "Tally"):
        assert asked_for in str(card), "whoever visits reads what is asked for and left out"


WRONG = {
    "past": ({"date": "2026-03-02", "start": "09:00", "end": "09:15"}, "That time has passed"),
    "backwards": ({"date": "2026-03-16", "start": "09:15", "end": "09:00"}, "ends before"),
    "long": ({"date": "2026-03-16", "start": "09:00", "end": "10:00"}, "25 minutes at most"),
}


@pytest.mark.parametrize("why", WRONG)
async def test_a_time_that_cannot_be_keeps_the_form_open(
    slack: Workspace, pair: Staffroom, why: str
) -> None:
    given, words = WRONG[why]
    form = (await picked(slack, label="Another time")).opened

    reply = await slack.submit(MAYA, form, look=LOOK, place="14", **given)

    assert words in reply.errors["date"]
    assert await pair.said("proposed") == []


async def test_what_is_missing_or_too_long_is_said_at_its_field(
    slack: Workspace, pair: Staffroom
) -> None:
    assert "where it is" in (await requested(slack, place="")).errors["place"]
    assert "1501 of 1500" in (await requested(slack, look="x" * 1501)).errors["look"]
    form = (await picked(slack, label="Another time")).opened
    nothing = await slack.submit(MAYA, form, look=LOOK, place="1", date=None, start=None, end=None)
    assert "Please choose one" in str(nothing.errors)
    await requested(slack)
    late = await slack.submit(MAYA, form, look=LOOK, place="1")
    assert "moved on" in str(late.errors)


async def test_other_times_ask_the_host_in_return(slack: Workspace, pair: Staffroom) -> None:
    await requested(slack)
    pair.now = at("2026-03-04 08:05")
    reply = await slack.press(TOMAS, element(await asked(slack), ids.OTHER_TIMES), dm=True)
    form = reply.opened
    (picks,) = [b for b in form["blocks"] if b.get("block_id") == "pick"]
    options = picks["element"]["options"]
    assert "Thu 12 Mar 11:10–11:25" not in str(options)
    assert options[-1]["value"] == "another"
    assert "place" not in [b.get("block_id") for b in form["blocks"]]

    sent = await slack.submit(TOMAS, form, pick=options[0]["value"])

    assert "Maya is asked whether" in str(sent.page)
    hers = await asked(slack, MAYA)
    done = await slack.press(MAYA, element(hers, ids.WORKS), dm=True)
    assert "Settled:" in done.whispered[0]


async def test_other_times_by_day(slack: Workspace, pair: Staffroom) -> None:
    await requested(slack)
    pair.now = at("2026-03-04 08:05")
    reply = await slack.press(TOMAS, element(await asked(slack), ids.OTHER_TIMES), dm=True)

    nothing = await slack.submit(TOMAS, reply.opened, pick="another")
    assert "Please choose one" in str(nothing.errors)
    past = await slack.submit(TOMAS, reply.opened, date="2026-03-02", start="09:00")
    assert "That time has passed" in str(past.errors)
    sent = await slack.submit(TOMAS, reply.opened, date="2026-03-17", start="09:00")
    assert "Tue 17 Mar 09:00" in str(sent.page)


async def test_the_host_moves_a_settled_visit(slack: Workspace, pair: Staffroom) -> None:
    await settled(slack)
    seen = await slack.press(MAYA, element(await card(slack), ids.SEE_SESSION))
    move = labelled(seen.opened["blocks"], "Move")
    (pushed,) = (await slack.press(MAYA, move, view=seen.opened)).called("views.push")

    sent = await slack.submit(
        MAYA, pushed["view"], date="2026-03-17", start="09:00", end="09:20", place="room 3"
    )

    assert "It is moved to Tue 17 Mar 09:00" in str(sent.page)
    message = await slack.message("session_moved", f"dm:{TOMAS}")
    assert message.text == "Plan changed: the visit is now Tue 17 Mar 09:00."
    gone = await slack.press(AYA, move, view=seen.opened)
    assert "other people" in str(gone.called("views.update"))


async def test_either_calls_it_off(slack: Workspace, pair: Staffroom) -> None:
    await settled(slack)
    seen = await slack.press(TOMAS, element(await card(slack), ids.SEE_SESSION))
    cancel = labelled(seen.opened["blocks"], "Cancel it")

    reply = await slack.press(TOMAS, cancel, view=seen.opened)

    assert "It is off" in str(reply.called("views.update"))
    message = await slack.message("session_off", f"dm:{MAYA}")
    assert message.text.startswith("Plan changed: the visit on Thu 12 Mar 11:10 is off.")
    again = await slack.press(TOMAS, cancel, view=seen.opened)
    assert "moved on" in str(again.called("views.update"))
    time_only = await picked(slack, label="Fri 13 Mar 14:20")
    assert time_only.opened["callback_id"] == ids.TIME_FORM


async def test_an_unmarked_visit_asks_whether_it_went_ahead(
    slack: Workspace, pair: Staffroom
) -> None:
    await settled(slack)
    pair.now = THURSDAY + timedelta(minutes=30)
    await pair.write(lambda w: coaching.pass_time(w, pair.pair.id))
    assert "Did it go ahead?" in str(await card(slack))
    home = await slack.home(TOMAS)
    assert "Did it go ahead?" in str(home)

    held = await slack.press(TOMAS, labelled(await card(slack), "Held"))

    assert held.whispered == ["Marked as held."]
    found = await pair.read(lambda r: meetings.read(r, TOMAS, pair.pair.id, visit_run()))
    assert isinstance(found, meetings.Meeting)
    assert found.run.finished
    late = await slack.press(TOMAS, button(ids.SESSION_HELD, named(pair)))
    assert "moved on" in late.whispered[0]
    undone = await slack.press(TOMAS, button(ids.UNDO_HELD, named(pair)))
    assert undone.whispered == ["The mark is taken back."]
    off = await slack.press(TOMAS, button(ids.SESSION_OFF, named(pair)))
    assert "It is off" in off.whispered[0]


def visit_run() -> Any:
    return "observation.visit/1"


def named(room: Staffroom) -> dict[str, str]:
    return {"partnership": room.pair.id, "run": visit_run()}


async def test_the_plan_can_be_talked_through(slack: Workspace, pair: Staffroom) -> None:
    await requested(slack)

    reply = await slack.press(TOMAS, labelled(await card(slack), "Plan it together"))

    assert "part of the plan now" in reply.whispered[0]
    assert "Plan it together" not in str(await card(slack))


async def test_a_suggestion_is_taken_back_from_its_card(slack: Workspace, pair: Staffroom) -> None:
    await requested(slack)
    seen = await slack.press(MAYA, element(await card(slack), ids.SEE_SESSION))
    back = labelled(seen.opened["blocks"], "Take it back")

    reply = await slack.press(MAYA, back, view=seen.opened)

    assert "taken back" in str(reply.called("views.update"))
    again = await slack.press(MAYA, back, view=seen.opened)
    assert "moved on" in str(again.called("views.update"))


async def test_observe_says_what_it_knows(slack: Workspace, pair: Staffroom) -> None:
    assert "Nothing is settled" in str((await slack.command(AYA, ids.OBSERVE)).body)
    mine = await slack.command(MAYA, ids.OBSERVE)
    assert "Pick a time" in str(mine.body)
    assert "shows your visits" in (await slack.command(MAYA, ids.OBSERVE, "help")).text
    unknown = await slack.command(MAYA, ids.OBSERVE, "tomorrow")
    assert "This works: `/coach-observe`" in unknown.text


async def test_open_on_the_request_is_the_form_with_the_time(
    slack: Workspace, pair: Staffroom
) -> None:
    pair.now = at("2026-03-04 08:05")
    await pair.write(lambda w: coaching.pass_time(w, pair.pair.id))
    home = await slack.home(MAYA)

    reply = await slack.press(MAYA, element(home["blocks"], ids.OPEN_STEP), view=home)

    assert reply.opened["callback_id"] == ids.REQUEST_FORM
