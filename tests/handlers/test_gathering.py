"""Asking a group, its answers, [Start], leaving, and another way: through Slack's payloads."""

from flows import group_answers, not_begun, regrouping
from flows.ids import MemberId
from flows.partnership import PartnershipState
from handlers import ids
from handlers.views import invitation as views
from handlers.views.gathering import WAY
from tests.handlers.workspace import GUEST, Json, Reply, Workspace, button, element
from tests.staffroom import AYA, MAYA, OLE, TOMAS, Staffroom

OTHERS = [TOMAS, AYA, OLE]


async def group_form(slack: Workspace) -> Json:
    """The form for several, from the form for one."""
    opened = (await slack.command(MAYA, ids.PAIR)).opened
    reply = await slack.press(MAYA, element(opened["blocks"], ids.ASK_GROUP), view=opened)
    (updated,) = reply.called("views.update")
    view: Json = updated["view"]
    return view


async def asked(slack: Workspace, way: str = "rounds") -> Reply:
    return await slack.submit(MAYA, await group_form(slack), whom=OTHERS, way=way)


async def see(slack: Workspace, who: MemberId) -> Reply:
    message = await slack.message("invite", f"dm:{who}")
    return await slack.press(who, element(message.blocks, ids.SEE_INVITATION), dm=True)


async def yes(slack: Workspace, who: MemberId, **given: object) -> Reply:
    return await slack.submit(who, (await see(slack, who)).opened, **given)


async def answered(slack: Workspace, room: Staffroom) -> list[Json]:
    """What Maya gets in her slot."""
    await room.until("2026-03-03 16:00")
    return (await slack.message(group_answers.ANSWERED, f"dm:{MAYA}")).blocks


async def the_pair(room: Staffroom) -> None:
    (room.pair,) = await room.read(lambda r: r.partnerships.of_member(MAYA))


async def test_a_group_is_asked_and_begun(slack: Workspace, room: Staffroom) -> None:
    sent = await asked(slack)
    assert "3 colleagues are asked" in str(sent.page)
    assert (
        "Maya would like to coach in a group with you: Rounds."
        in (await slack.message("invite", f"dm:{OLE}")).text
    )
    opened = await see(slack, TOMAS)
    assert "*Also asked:* Aya, Ole" in str(opened.opened)
    message = await slack.message("invite", f"dm:{TOMAS}")
    for who in OTHERS:
        reply = await yes(slack, who)
        assert "The group begins when" in str(reply.page)
    once = await slack.press(TOMAS, element(message.blocks, ids.SEE_INVITATION), dm=True)
    assert "not open any more" in str(once.whispered)
    blocks = await answered(slack, room)

    seen = await slack.press(MAYA, element(blocks, ids.SEE_ANSWERS), dm=True)
    assert "*Said yes:* Aya, Ole, Tomás" in str(seen.opened)
    reply = await slack.press(MAYA, element(blocks, ids.START_GROUP), dm=True)
    assert "Your group has begun" in str(reply.whispered)
    late = await slack.press(MAYA, element(blocks, ids.START_GROUP), dm=True)
    assert late.whispered != reply.whispered
    again = await slack.press(MAYA, element(blocks, ids.SEE_ANSWERS), dm=True)
    assert again.called("views.open") == []

    await the_pair(room)
    assert room.pair.state is PartnershipState.ACTIVE
    over = await slack.message(group_answers.ANSWERED, f"dm:{MAYA}")
    assert "It is settled." in over.text
    assert "You're a group now: Maya, Tomás, Aya, Ole." in (await slack.message("welcome")).text


async def test_what_the_form_for_several_refuses(slack: Workspace, room: Staffroom) -> None:
    form = await group_form(slack)

    async def errors(**given: object) -> str:
        reply = await slack.submit(MAYA, form, **given)
        return str(reply.errors)

    assert "at least two" in await errors(whom=[TOMAS], way="rounds")
    assert "is a guest" in await errors(whom=[TOMAS, GUEST], way="rounds")
    assert "could not find" in await errors(whom=[TOMAS, "U0NOBODY"], way="rounds")
    assert "3 to 7 colleagues" in await errors(whom=[TOMAS, AYA], way="rounds")
    assert "how you would like to work" in await errors(whom=OTHERS)
    assert "cannot invite yourself" in await errors(whom=[MAYA, AYA, OLE], way="rounds")
    await room.put(OLE, closed_to_invitations=True)
    assert "Ole is not open to invitations now." in await errors(whom=OTHERS, way="rounds")
    await room.put(MAYA, most_partnerships=0)
    assert "as many as you allow yourself" in await errors(whom=OTHERS, way="rounds")
    assert await room.said("invite") == []


async def test_a_way_is_suggested_and_power_is_chosen_knowingly(
    slack: Workspace, room: Staffroom
) -> None:
    """practice INV-16."""
    form = await group_form(slack)
    menu = element(form["blocks"], ids.GROUP_NEED)
    watch = next(i for i, o in enumerate(menu["options"]) if "watch" in o["value"])
    reply = await slack.press(MAYA, menu, view=form, chosen=watch)
    (updated,) = reply.called("views.update")
    suggested = updated["view"]
    assert "many pairs of eyes" in str(suggested)

    first = await slack.submit(MAYA, suggested, whom=OTHERS, power=views.YES)
    assert "carries weight" in str(first.page)
    unticked = await slack.submit(MAYA, first.page, whom=OTHERS, power=views.YES)
    assert views.CHOOSE in unticked.errors
    ticked = {"power": views.YES, "choose": [views.YES]}
    sent = await slack.submit(MAYA, first.page, whom=OTHERS, **ticked)
    assert "3 colleagues are asked" in str(sent.page)

    opened = (await see(slack, TOMAS)).opened
    refused = await slack.submit(TOMAS, opened)
    assert views.CHOOSE in refused.errors
    assert "begins when" in str((await slack.submit(TOMAS, opened, choose=[views.YES])).page)


async def test_a_power_difference_named_late(slack: Workspace, room: Staffroom) -> None:
    await asked(slack)
    await yes(slack, TOMAS)
    await yes(slack, OLE)
    opened = (await see(slack, AYA)).opened
    unfolded = await slack.submit(AYA, opened, power=views.YES)
    await slack.submit(AYA, unfolded.page, power=views.YES, choose=[views.YES])
    blocks = await answered(slack, room)
    assert "Asked once more" in str(
        (await slack.press(MAYA, element(blocks, ids.SEE_ANSWERS), dm=True)).opened
    )
    for who in (TOMAS, OLE):
        again = await slack.message(not_begun.AGAIN, f"dm:{who}")
        assert "Your yes counts once you choose that knowingly." in again.text
        assert "once more" not in str(await slack.home(who))
        reply = await slack.press(who, element(again.blocks, ids.SEE_INVITATION), dm=True)
        await slack.submit(who, reply.opened, choose=[views.YES])
    over = await slack.message(not_begun.AGAIN, f"dm:{TOMAS}")
    assert "That question is answered." in over.text

    message = await slack.message(group_answers.ANSWERED, f"dm:{MAYA}")
    pressed = await slack.press(MAYA, element(message.blocks, ids.START_GROUP), dm=True)
    refused = await slack.submit(MAYA, pressed.opened)
    assert views.CHOOSE in refused.errors
    begun = await slack.submit(MAYA, pressed.opened, choose=[views.YES])
    assert "has begun" in str(begun.page)


async def test_stepping_back_and_calling_off(slack: Workspace, room: Staffroom) -> None:
    await asked(slack)
    await yes(slack, TOMAS)
    await yes(slack, AYA)
    home = await slack.home(TOMAS)
    assert "You said yes to Maya's group (Rounds)." in str(home)
    back = element(home["blocks"], ids.STEP_BACK)
    assert "Taken back" in str((await slack.press(TOMAS, back, view=home)).whispered)
    assert "not open any more" in str((await slack.press(TOMAS, back, view=home)).whispered)
    stranger = await slack.press(OLE, back, view=home)
    assert "not open any more" not in str(stranger.whispered)
    await the_pair(room)
    few = button(ids.START_GROUP, {"partnership": room.pair.id})
    assert "needs 4 people" in str((await slack.press(MAYA, few, dm=True)).whispered)
    assert (await slack.press(OLE, few, dm=True)).whispered

    mine = await slack.home(MAYA)
    assert "1 said yes, 1 have not answered." in str(mine)
    seen = await slack.press(MAYA, element(mine["blocks"], ids.SEE_ANSWERS), view=mine)
    form = seen.opened
    assert "*Not this time:* Tomás" in str(form)
    off = await slack.press(MAYA, element(form["blocks"], ids.CALL_OFF), view=form)
    assert "It is called off." in str(off.called("views.update"))
    await room.until("2026-03-03 16:00")
    told = await slack.message(not_begun.OFF, f"dm:{AYA}")
    assert "Maya's group did not come together" in told.text


async def test_leaving_and_another_way(slack: Workspace, room: Staffroom) -> None:
    await asked(slack)
    for who in OTHERS:
        await yes(slack, who)
    await slack.press(MAYA, element(await answered(slack, room), ids.START_GROUP), dm=True)
    await the_pair(room)
    leave = button(ids.PARTNERSHIP_MENU, {"do": "leave", "partnership": room.pair.id})
    none = button(ids.ANOTHER_WAY, {"partnership": room.pair.id})
    assert (await slack.press(MAYA, none, dm=True)).called("views.open") == []
    form = (await slack.press(OLE, leave, dm=True)).opened
    assert "You are out of the group." in str((await slack.submit(OLE, form)).page)
    card = await slack.message("card")
    assert "needs 4 people" in str(card.blocks)
    await room.until("2026-03-04 16:00")
    changed = await slack.message(regrouping.REGROUPED, f"dm:{AYA}")
    assert "your group is now Maya, Tomás, Aya." in changed.text

    chosen, late, last = [
        await slack.press(AYA, element(changed.blocks, ids.ANOTHER_WAY), dm=True) for _ in range(3)
    ]
    kept = await slack.submit(AYA, chosen.opened, **{WAY: "reflective"})
    assert "Maya, Tomás are asked, too" in str(kept.page)
    for who in (MAYA, TOMAS):
        agreement = button(ids.SEE_AGREEMENT, {"partnership": room.pair.id})
        await slack.submit(who, (await slack.press(who, agreement, dm=True)).opened)
    assert (await room.course()).cycle.protocol == "reflective"
    for who, opened in ((AYA, late.opened), (OLE, last.opened)):
        refused = await slack.submit(who, opened, **{WAY: "reflective"})
        assert WAY in refused.errors
