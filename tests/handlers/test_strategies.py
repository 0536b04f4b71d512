"""[Worth trying] through Slack's payloads: kept, shown, tried, taken back, deleted."""

import json

from flows.ids import MemberId
from handlers import ids
from tests.handlers.workspace import Json, Workspace, button, element
from tests.staffroom import AYA, MAYA, OLE, Staffroom

CARD = {"tried": "Two strips each", "did": "Six compared"}


async def test_from_a_card_of_one_s_own_to_a_colleague_s_goal(
    slack: Workspace, room: Staffroom
) -> None:
    home = await slack.home(MAYA)
    opened = (await slack.press(MAYA, element(home["blocks"], ids.STRATEGIES), view=home)).opened
    assert "Nobody shows a card here yet." in str(opened)
    assert ids.STRATEGIES in str((await slack.command(MAYA, ids.LEARN)).body)
    pushed = await slack.press(MAYA, element(opened["blocks"], ids.KEEP_STRATEGY), view=opened)
    (form,) = [call["view"] for call in pushed.called("views.push")]
    assert "tried" in (await slack.submit(MAYA, form)).errors
    long = await slack.submit(MAYA, form, tried="x" * 601)
    assert "601 of 600" in str(long.errors)
    assert "for you alone" in str((await slack.submit(MAYA, form, **CARD)).page)

    async def page(who: MemberId = MAYA) -> Json:
        return (await slack.press(who, button(ids.STRATEGIES, {}), dm=True)).opened

    mine = await page()
    alone = await slack.press(MAYA, element(mine["blocks"], ids.SHOW_PARTNERS), view=mine)
    assert "nobody to show it to" in str(alone.called("views.update"))
    done = await slack.press(MAYA, element(mine["blocks"], ids.SHOW_PROGRAM), view=mine)
    assert "Your program can read it" in str(done.called("views.update"))

    pressed = await slack.press(MAYA, element(mine["blocks"], ids.CHANGE_STRATEGY), view=mine)
    (edit,) = [call["view"] for call in pressed.called("views.push")]
    assert "Two strips each" in str(edit)
    assert "in the new words" in str(edit)
    assert "tried" in (await slack.submit(MAYA, edit, tried="")).errors
    anew = {"tried": "Three strips each", "did": "Six compared"}
    assert "Kept in the new words." in str((await slack.submit(MAYA, edit, **anew)).page)
    assert "Three strips each" in str(await page())
    foreign = await slack.press(AYA, element(mine["blocks"], ids.CHANGE_STRATEGY), view=mine)
    assert "not there any more" in str(foreign.called("views.update"))

    theirs = await page(AYA)
    assert "Three strips each" in str(theirs)
    assert "*Maya*" in str(theirs)
    tried = await slack.press(AYA, element(theirs["blocks"], ids.TRY_STRATEGY), view=theirs)
    assert "goal" in str(tried.called("views.update")[0]["view"]["callback_id"])
    kept = await slack.press(OLE, element(mine["blocks"], ids.DELETE_STRATEGY), view=mine)
    assert "not there any more" in str(kept.called("views.update"))

    mine = await page()
    await slack.press(MAYA, element(mine["blocks"], ids.STRATEGY_BACK), view=mine)
    gone = await slack.press(AYA, element(theirs["blocks"], ids.TRY_STRATEGY), view=theirs)
    assert "not there any more" in str(gone.called("views.update"))
    last = await slack.press(MAYA, element(mine["blocks"], ids.DELETE_STRATEGY), view=mine)
    assert "Your cards" not in str(last.called("views.update"))
    another = json.dumps({**json.loads(edit["private_metadata"]), "key": "later"})
    late = await slack.submit(MAYA, {**edit, "private_metadata": another}, **anew)
    assert "not there any more" in str(late.errors)
    await room.put(OLE, program=None)
    refused = await slack.submit(OLE, {**form, "private_metadata": '{"key": "another"}'}, **CARD)
    assert "members of a program" in str(refused.errors)
