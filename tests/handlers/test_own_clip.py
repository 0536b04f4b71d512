"""A request for nobody's visit: the host films a lesson of their own and watches the clip alone."""

import pytest

from flows import coaching, requesting, visiting
from flows.events import Held, SkippedPart, StartedNow
from flows.ids import RunId
from flows.requesting import NoTime
from flows.visiting import Phase, Visit
from handlers import ids
from tests.flows.on_way import run_of, tell, to_rehearsals
from tests.handlers.workspace import Json, Workspace, button, element
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


async def test_until_the_clip_is_watched_a_visit_can_be_asked_for_after_all(
    slack: Workspace, growing: Staffroom
) -> None:
    form = await picked(slack, await opened(slack), "clip")
    more = element(form["blocks"], ids.UNFOLD_REQUEST)
    (unfolded,) = (await slack.press(MAYA, more, view=form)).called("views.update")
    words = {"look": "the pause", "leave": "the group by the door"}
    await slack.submit(MAYA, unfolded["view"], way="clip", level="evidence", **words)
    home = await slack.home(MAYA)
    assert "You chose to look without a visitor" in str(home)
    assert ids.ASK_AFTER_ALL not in str(await slack.home(TOMAS))

    reply = await slack.press(MAYA, element(home["blocks"], ids.ASK_AFTER_ALL), view=home)

    again = reply.opened
    assert {"date", "start", "end", "place", "leave"} <= inputs(again).keys()
    for before in (*words.values(), "· Facts ·"):
        assert before in str(again)
    when = {"date": "2026-03-18", "start": "10:00", "end": "10:15", "place": "14"}
    sent = await slack.submit(MAYA, again, **words, **when)
    assert "is asked whether" in str(sent.page)
    assert dict((await run_of(growing, REQUEST)).parts[0].choices)["level"] == "evidence"
    found = await growing.read(lambda r: visiting.find(r, TOMAS, growing.pair.id, RunId(REQUEST)))
    assert isinstance(found, Visit)
    assert (found.host, found.phase) == (MAYA, Phase.ASKED)


async def test_once_the_clip_is_there_to_watch_it_is_too_late(
    slack: Workspace, growing: Staffroom
) -> None:
    await slack.submit(MAYA, await picked(slack, await opened(slack), "clip"), look="the pause")
    home = await slack.home(MAYA)
    await tell(growing, SkippedPart(RunId("growing.request/2"), TOMAS))
    for number, who in ((1, MAYA), (2, TOMAS)):
        await tell(growing, Held(RunId(f"growing.rehearse/{number}"), who))
    await tell(growing, StartedNow(RunId(CLIP), MAYA))

    late = await slack.press(MAYA, element(home["blocks"], ids.ASK_AFTER_ALL), view=home)

    assert "Nothing was changed" in str(late.whispered or late.opened)
    assert ids.ASK_AFTER_ALL not in str(await slack.home(MAYA))
