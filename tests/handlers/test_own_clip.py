"""A request for nobody's visit: the host films a lesson of their own and watches the clip alone."""

import pytest

from flows import coaching, requesting, visiting
from flows.events import Held, SkippedPart
from flows.ids import RunId
from flows.requesting import NoTime
from flows.visiting import Phase, Visit
from handlers import ids
from tests.flows.on_way import run_of, tell, to_rehearsals
from tests.handlers.workspace import Json, Workspace, button
from tests.staffroom import MAYA, TOMAS, Staffroom

REQUEST, VISIT, CLIP = (f"growing.{step}/1" for step in ("request", "visit", "clip"))


@pytest.fixture
async def growing(room: Staffroom) -> Staffroom:
    return await to_rehearsals(room)


async def opened(slack: Workspace) -> Json:
    names = {"partnership": slack.room.pair.id, "run": REQUEST}
    return (await slack.press(MAYA, button(ids.OPEN_STEP, names))).opened


async def picked(slack: Workspace, form: Json, way: str) -> Json:
    """The form after she unfolded its choices and picked who shall look."""
    change = next(b for b in form["blocks"] if "Change" in str(b.get("accessory")))
    reply = await slack.press(MAYA, change["accessory"], view=form)
    (updated,) = reply.called("views.update")
    radio = next(b["element"] for b in updated["view"]["blocks"] if b.get("block_id") == "way")
    assert radio["action_id"] == ids.VISIT_OR_NOT
    at = next(n for n, o in enumerate(radio["options"]) if o["value"] == way)
    state = {"way": {ids.VISIT_OR_NOT: {"selected_option": radio["options"][at]}}}
    reply = await slack.press(MAYA, radio, view=updated["view"], values=state, chosen=at)
    (again,) = reply.called("views.update")
    return dict(again["view"])


def inputs(form: Json) -> dict[str, bool]:
    """What the form asks, and whether it can be left empty."""
    return {b["block_id"]: b["optional"] for b in form["blocks"] if b["type"] == "input"}


async def test_who_watches_a_clip_is_asked_for_no_time(
    slack: Workspace, growing: Staffroom
) -> None:
    form = await opened(slack)
    assert "A visit by my partner" in str(form)
    assert {"date", "start", "end", "place"} <= inputs(form).keys()

    alone = await picked(slack, form, "clip")

    assert inputs(alone).keys() == {"look", "level", "way", "tool"}
    assert "stays with you, is never uploaded" in str(alone)
    assert "follows your school's filming rules" in str(alone)
    visit = await picked(slack, form, "visit")
    assert inputs(visit).keys() == {*inputs(alone), "date", "start", "end", "place"}

    sent = await slack.submit(MAYA, alone, look="the pause", way="clip")

    assert "no visit is planned" in str(sent.page)
    assert dict((await run_of(growing, REQUEST)).parts[0].choices)["way"] == "clip"


async def test_the_clip_is_its_owners_step_and_nobody_visits(
    slack: Workspace, growing: Staffroom
) -> None:
    words, choices = {"look": "the pause", "place": "14"}, {"way": "clip"}
    pair = growing.pair.id
    kept = await growing.write(
        lambda w: requesting.request(w, MAYA, pair, words, choices, None, None)
    )
    assert isinstance(kept, coaching.Moved)
    found = await growing.read(lambda r: visiting.find(r, TOMAS, pair))
    assert isinstance(found, Visit)
    assert (found.host, found.phase) == (TOMAS, Phase.PICK)
    missing = await growing.write(
        lambda w: requesting.request(w, TOMAS, pair, words, {"way": "visit"}, None, None)
    )
    assert missing == NoTime("missing")
    assert await growing.said("proposed") == []

    await tell(growing, SkippedPart(RunId("growing.request/2"), TOMAS))
    for number, who in ((1, MAYA), (2, TOMAS)):
        await tell(growing, Held(RunId(f"growing.rehearse/{number}"), who))
    await growing.until("2026-03-20 12:00")

    visit, clip = await run_of(growing, VISIT), await run_of(growing, CLIP)
    assert (visit.state.value, visit.by_itself, visit.session) == ("skipped", True, None)
    assert (clip.state.value, [p.member for p in clip.parts]) == ("open", [MAYA])
    assert (await run_of(growing, "growing.clip/2")).by_itself
    assert clip in (await growing.course()).cycle.waiting_for(MAYA)
