import pytest

from flows.people import WordPack
from handlers import ids
from handlers.views import offering as views
from tests.handlers.workspace import Json, Workspace, button
from tests.staffroom import ADMIN, MAYA


@pytest.fixture
async def opened(slack: Workspace) -> Json:
    """The form, as whoever looks after the program opens it from the program's settings."""
    settings = (await slack.command(ADMIN, ids.PROGRAM)).opened
    press = button(ids.OFFERING, {"program": slack.room.program.id})
    assert ids.OFFERING in str(settings)
    (pushed,) = (await slack.press(ADMIN, press, view=settings)).called("views.push")
    view: Json = pushed["view"]
    return view


async def test_ways_are_chosen_with_their_sizes(slack: Workspace, opened: Json) -> None:
    assert "Think it through (2–3 people)" in str(opened)
    assert "A thinking talk (2 people)" in str(opened)

    reply = await slack.submit(ADMIN, opened, **{views.fields(9)[0]: ["grow", "ai"]})

    assert "Saved." in str(reply.page)
    found = await slack.room.read(lambda r: r.programs.get(slack.room.program.id))
    assert found is not None
    assert found.protocols == frozenset({"grow", "ai"})


async def test_other_words_are_chosen(slack: Workspace, opened: Json) -> None:
    chosen = {views.PACK: WordPack.WORKPLACE.value, views.fields(9)[0]: ["grow", "rounds"]}
    reply = await slack.submit(ADMIN, opened, **chosen)

    assert "Saved." in str(reply.page)
    found = await slack.room.read(lambda r: r.programs.get(slack.room.program.id))
    assert found is not None
    assert found.word_pack is WordPack.WORKPLACE
    assert found.protocols == frozenset({"grow"})


async def test_a_choice_with_which_nobody_could_begin_is_refused(
    slack: Workspace, opened: Json
) -> None:
    name = views.fields(9)[0]
    reply = await slack.submit(ADMIN, opened, **{name: ["rounds"]})

    assert "Nothing was changed" in reply.errors[name]


async def test_only_whoever_looks_after_the_program_chooses(slack: Workspace, opened: Json) -> None:
    press = button(ids.OFFERING, {"program": slack.room.program.id})
    pressed = await slack.press(MAYA, press, dm=True)
    forged = await slack.submit(MAYA, opened, **{views.fields(9)[0]: ["grow"]})

    assert "look after" in str(pressed.whispered)
    assert views.PACK in forged.errors


def test_no_field_has_more_boxes_than_slack_allows() -> None:
    assert views.fields(0) == []
    assert views.fields(10) == ["ways_0"]
    assert views.fields(11) == ["ways_0", "ways_1"]
