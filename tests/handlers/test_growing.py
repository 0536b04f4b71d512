"""[Ask somebody to join], the answers of who is there and who is new: through Slack's payloads."""

from dataclasses import replace
from functools import partial

from flows import not_begun
from flows.ids import MemberId
from flows.ports import Work
from handlers import ids
from tests.flows.test_growing import three
from tests.handlers.workspace import GUEST, OUTSIDER, Json, Reply, Workspace, button, element
from tests.staffroom import AYA, MAYA, OLE, TOMAS, Staffroom


async def form(slack: Workspace, who: MemberId = MAYA) -> Json:
    return (await join(slack, who)).opened


async def join(slack: Workspace, who: MemberId) -> Reply:
    home = await slack.home(who)
    return await slack.press(who, element(home["blocks"], ids.ASK_TO_JOIN), view=home)


async def see(slack: Workspace, who: MemberId) -> Reply:
    message = await slack.message("invite", f"dm:{who}")
    return await slack.press(who, element(message.blocks, ids.SEE_INVITATION), dm=True)


async def yes(slack: Workspace, who: MemberId, **given: object) -> Reply:
    return await slack.submit(who, (await see(slack, who)).opened, **given)


async def test_three_ask_a_fourth(slack: Workspace, room: Staffroom) -> None:
    old = await three(room)
    await room.all_sent()
    shown = await form(slack)
    assert "*You are:* Aya, Maya, Tomás" in str(shown)
    assert "Whoever joins sees nothing of it." in str(shown)
    sent = await slack.submit(MAYA, shown, whom=[OLE], way="reflective")
    assert "All 3 are asked" in str(sent.page)
    message = await slack.message("invite", f"dm:{AYA}")
    assert "Maya suggests that Ole joins your group. It takes everybody's yes." in message.text
    assert "suggests" not in (await slack.message("invite", f"dm:{OLE}")).text
    assert "suggests that somebody joins" in str(await slack.home(AYA))
    assert "suggests" not in str(await slack.home(OLE))
    again = await join(slack, TOMAS)
    assert "asked to join already" in str(again.whispered)
    late = await slack.submit(MAYA, shown, whom=[OLE], way="reflective")
    assert "asked to join already" in str(late.errors)

    seen = (await see(slack, AYA)).opened
    assert "begin anew in a new conversation" in str(seen)
    assert "begin anew" not in str((await see(slack, OLE)).opened)
    assert "With everybody's yes Maya can start" in str((await slack.submit(AYA, seen)).page)
    assert "You said yes." in (await slack.message("invite", f"dm:{AYA}")).text
    assert "when enough of you" in str((await yes(slack, OLE)).page)
    mine = await slack.home(MAYA)
    who = await slack.press(MAYA, element(mine["blocks"], ids.SEE_ANSWERS), view=mine)
    assert "once everybody in your group has said yes" in str(who.opened)
    forming = (await room.read(lambda r: r.invitations.open_to(TOMAS)))[0].partnership
    start = button(ids.START_GROUP, {"partnership": str(forming)})
    early = await slack.press(MAYA, start, dm=True)
    assert "Not yet: it takes a yes of everybody" in str(early.whispered)
    await yes(slack, TOMAS)
    begun = await slack.press(MAYA, start, dm=True)
    assert "Your group has begun" in str(begun.whispered)

    goodbye = await slack.message("ended_pair", f"pair:{old.id}")
    assert "goes on in a new conversation, as Maya, Aya, Ole, Tomás." in goodbye.text
    assert "yours to read until" in (await slack.message("ended", f"dm:{TOMAS}")).text
    assert (
        "You're a group now: Maya, Aya, Ole, Tomás."
        in (await slack.message("welcome", f"pair:{forming}")).text
    )


async def test_a_no_of_a_member_names_nobody(slack: Workspace, room: Staffroom) -> None:
    await three(room)
    await room.all_sent()
    await slack.submit(MAYA, await form(slack), whom=[OLE], way="reflective")
    message = await slack.message("invite", f"dm:{AYA}")
    see_it, no = (element(message.blocks, i) for i in (ids.SEE_INVITATION, ids.NOT_THIS_TIME))
    await slack.press(AYA, no, dm=True)
    assert "You said: not this time." in (await slack.message("invite", f"dm:{AYA}")).text
    once = await slack.message("invite", f"dm:{TOMAS}")
    assert "does not wait for an answer any more" in once.text
    late = await slack.press(AYA, see_it, dm=True)
    assert "not open any more" in str(late.whispered)
    await room.until("2026-03-04 16:00")
    told = await slack.message(not_begun.STAYS, f"dm:{MAYA}")
    assert told.text == "Your group stays as it is: nobody joins this time."


async def test_a_member_takes_a_yes_back(slack: Workspace, room: Staffroom) -> None:
    await three(room)
    await room.all_sent()
    await slack.submit(MAYA, await form(slack), whom=[OLE], way="reflective")
    await yes(slack, AYA)
    home = await slack.home(AYA)
    back = await slack.press(AYA, element(home["blocks"], ids.STEP_BACK), view=home)
    assert "Taken back: your group stays as it is." in str(back.whispered)


async def test_what_the_form_refuses(slack: Workspace, room: Staffroom) -> None:
    old = await three(room)
    await room.all_sent()
    shown = await form(slack)
    none = button(ids.ASK_TO_JOIN, {"partnership": old.id})
    for who, words in ((OLE, "not yours"), (MAYA, "")):
        reply = await slack.press(who, none, dm=True)
        assert bool(reply.called("views.open")) is (not words)

    async def refused(**given: object) -> str:
        reply = await slack.submit(MAYA, shown, **{"whom": [OLE], "way": "reflective", **given})
        return str(reply.errors)

    assert "not in your group yet" in await refused(whom=[TOMAS])
    assert "guest" in await refused(whom=[GUEST])
    await room.write(partial(_only, frozenset({"rounds"})))
    assert "Please choose how you would like to work." in await refused()
    await room.write(partial(_only, None))
    assert "exactly 1 more can join" in await refused(way="growing", whom=[OLE, OUTSIDER])
    await room.put(OLE, closed_to_invitations=True)
    assert "is not open to invitations now." in await refused()
    await room.put(OLE, closed_to_invitations=False)
    await room.put(MAYA, most_partnerships=0)
    assert "whom" in await refused()
    await room.put(MAYA, most_partnerships=2)
    power = await slack.submit(MAYA, shown, whom=[OLE], way="reflective", power="yes")
    unchosen = await slack.submit(MAYA, power.page, whom=[OLE], way="reflective", power="yes")
    assert "choose" in unchosen.errors
    await slack.submit(MAYA, power.page, whom=[OLE], way="reflective", power="yes", choose=["yes"])
    assert "already" in await refused()


def _only(ways: frozenset[str] | None, work: Work) -> None:
    (program,) = work.programs.all()
    work.programs.put(replace(program, protocols=ways))


async def test_a_pair_is_told_which_ways_are_for_more(slack: Workspace, room: Staffroom) -> None:
    pair = await room.partnered()
    await room.all_sent()
    join = button(ids.PARTNERSHIP_MENU, {"do": "join", "partnership": pair.id})
    shown = (await slack.press(MAYA, join, dm=True)).opened
    assert "*You are:* Maya, Tomás" in str(shown)
    sent = await slack.submit(MAYA, shown, whom=[OLE], way="reciprocal")
    assert "All 2 are asked" in str(sent.page)
