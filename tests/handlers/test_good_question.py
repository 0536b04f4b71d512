from handlers import ids
from tests.handlers.workspace import Workspace, button
from tests.staffroom import MAYA


async def test_a_card_for_ten_minutes_that_leaves_nothing_behind(slack: Workspace) -> None:
    before = await slack.room.lines()
    answer = await slack.command(MAYA, ids.COACH)
    assert ids.GOOD_QUESTION in str(answer.body)

    card = (await slack.press(MAYA, button(ids.GOOD_QUESTION), dm=True)).opened

    assert "Swap." in str(card)
    assert str(card).count("•") == 3
    assert await slack.room.lines() == before


async def test_other_questions_are_drawn_in_the_same_card(slack: Workspace) -> None:
    card = (await slack.press(MAYA, button(ids.GOOD_QUESTION), dm=True)).opened

    reply = await slack.press(MAYA, button(ids.GOOD_QUESTION), view={**card, "id": "V1"})

    (updated,) = reply.called("views.update")
    assert updated["view_id"] == "V1"
    assert str(updated["view"]).count("•") == 3
    assert updated["view"]["blocks"] != card["blocks"]
