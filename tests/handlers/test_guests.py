"""A guest of a group, through Slack's payloads: suggested, asked, invited, speaking last."""

import pytest

from flows import guest_notices
from flows.ids import MemberId
from flows.stage import Part, RunState
from handlers import ids
from handlers.views import guests as views
from handlers.views.invitation import CHOOSE, YES
from tests.flows.grouped import FOUR, Group
from tests.flows.test_guests import TALK, Hosts
from tests.handlers.workspace import GUEST, OUTSIDER, Json, Workspace, button, element
from tests.staffroom import AYA, MAYA, OLE, TOMAS, Staffroom


@pytest.fixture
async def hosts(room: Staffroom) -> Hosts:
    group = Group(room, "lesson_study")
    await group.begins()
    return Hosts(group)


def named(hosts: Hosts, action: str, guest: str = "") -> Json:
    return button(action, {"partnership": str(hosts.id), "guest": guest})


async def form(slack: Workspace, hosts: Hosts) -> Json:
    return (await slack.press(MAYA, named(hosts, ids.GUESTS))).opened


async def suggested(slack: Workspace, hosts: Hosts) -> None:
    sent = await slack.submit(MAYA, await form(slack, hosts), whom=OUTSIDER, steps=["discuss"])
    assert "With everybody's yes Olga is invited" in str(sent.page)


async def comes(slack: Workspace, hosts: Hosts) -> Json:
    """The blocks of the guest's message, once they said yes."""
    await suggested(slack, hosts)
    await hosts.yes(*FOUR[1:])
    await hosts.told(guest_notices.INVITE)
    invite = await slack.message(guest_notices.INVITE, f"dm:{OUTSIDER}")
    reply = await slack.press(OUTSIDER, element(invite.blocks, ids.GUEST_COME), dm=True)
    assert "Thank you: Maya, Tomás, Aya, Ole hear that you come." in str(reply.whispered)
    coming = await slack.message(guest_notices.INVITE, f"dm:{OUTSIDER}")
    return {"text": coming.text, "blocks": coming.blocks}


async def test_from_a_suggestion_to_a_guest_who_comes(slack: Workspace, hosts: Hosts) -> None:
    card = await slack.message("card")
    assert element(card.blocks, ids.GUESTS)
    await suggested(slack, hosts)
    await hosts.told(guest_notices.ASKED)
    asked = await slack.message(guest_notices.ASKED, f"dm:{TOMAS}")
    assert "Maya would like Olga as your guest: Post-lesson talk." in asked.text
    home = await slack.home(AYA)
    assert "it takes everybody's yes" in str(home)
    yes = await slack.press(TOMAS, element(asked.blocks, ids.GUEST_YES), dm=True)
    assert "Olga is invited once everybody has said yes." in str(yes.whispered)
    over = await slack.message(guest_notices.ASKED, f"dm:{TOMAS}")
    assert "That is settled." in over.text
    await slack.press(AYA, element(home["blocks"], ids.GUEST_YES), view=home)
    last = await slack.message(guest_notices.ASKED, f"dm:{OLE}")
    all_yes = await slack.press(OLE, element(last.blocks, ids.GUEST_YES), dm=True)
    assert "Everybody said yes: Olga is invited." in str(all_yes.whispered)
    again = await slack.press(OLE, element(last.blocks, ids.GUEST_YES), dm=True)
    assert again.whispered != all_yes.whispered

    await hosts.settled("2026-03-24 10:00")
    await hosts.told(guest_notices.INVITE)
    invite = await slack.message(guest_notices.INVITE, f"dm:{OUTSIDER}")
    assert "(Lesson study) would like you as a guest: Post-lesson talk." in invite.text
    assert "The next time is" in invite.text
    own = await slack.home(OUTSIDER)
    assert invite.text in str(own)
    assert element(own["blocks"], ids.GUEST_COME)
    assert invite.text not in str(await slack.home(MAYA))
    read = named(hosts, ids.GUEST_READ, await hosts.name())
    assert not (await slack.press(OUTSIDER, read, dm=True)).called("views.open")
    await slack.press(OUTSIDER, element(invite.blocks, ids.GUEST_COME), dm=True)
    await hosts.told(guest_notices.CAME)
    assert "Olga said yes" in (await slack.message(guest_notices.CAME, f"dm:{MAYA}")).text

    listed = (await slack.press(AYA, named(hosts, ids.GUESTS))).opened
    assert "*Olga* for Post-lesson talk: your guest." in str(listed)
    pushed = await slack.press(AYA, element(listed["blocks"], ids.SUGGEST_GUEST), view=listed)
    (another,) = pushed.called("views.push")
    assert "Post-lesson talk" not in str(another["view"])
    gone = await slack.press(AYA, element(listed["blocks"], ids.GUEST_NO), view=listed)
    assert "Nobody is told who would rather not." in str(gone.called("views.update"))
    await hosts.told("guest_out")
    out = await slack.message("guest_out", f"dm:{OUTSIDER}")
    assert "go on without a guest this time" in out.text
    off = await slack.message(guest_notices.OFF, f"dm:{OLE}")
    assert "Not everybody would like a guest this time." in off.text
    assert ids.GUEST_READ not in str(await slack.home(OUTSIDER))
    closed = await slack.message(guest_notices.INVITE, f"dm:{OUTSIDER}")
    assert "That is settled." in closed.text


async def test_what_the_form_refuses(slack: Workspace, hosts: Hosts) -> None:
    opened = await form(slack, hosts)

    async def errors(**given: object) -> str:
        given = {"steps": ["discuss"], **given}
        return str((await slack.submit(MAYA, opened, **given)).errors)

    assert "choose somebody" in await errors(steps=["discuss"])
    assert "at least one step" in await errors(whom=OUTSIDER, steps=[])
    assert "could not find" in await errors(whom="U0NOBODY")
    assert "is a guest" in await errors(whom=GUEST)
    assert "Ole is in your group" in await errors(whom=OLE)
    step = {"steps": ["discuss"], "whom": OUTSIDER, "power": YES}
    unfolded = await slack.submit(MAYA, opened, **step)
    assert "can affect somebody's post" in str(unfolded.page)
    unticked = await slack.submit(MAYA, unfolded.page, **step)
    assert CHOOSE in unticked.errors
    kept = await slack.submit(MAYA, unfolded.page, **step, choose=[YES])
    assert "Olga is invited" in str(kept.page)
    taken = await slack.submit(AYA, opened, whom=MemberId("U0ADMIN"), steps=["discuss"])
    assert views.STEPS in taken.errors
    await hosts.told(guest_notices.ASKED)
    asked = await slack.message(guest_notices.ASKED, f"dm:{AYA}")
    assert "chosen knowingly" in asked.text
    none = await slack.press(OUTSIDER, named(hosts, ids.SUGGEST_GUEST))
    assert none.called("views.open") == []
    await hosts.change(TALK, state=RunState.DONE)
    late = await slack.submit(MAYA, opened, whom=MemberId("U0ADMIN"), steps=["discuss"])
    assert views.STEPS in late.errors


async def test_a_guest_reads_writes_and_steps_back(slack: Workspace, hosts: Hosts) -> None:
    await hosts.planned()
    message = await comes(slack, hosts)
    assert "A time is still to be found." in message["text"]
    opened = {"state": RunState.OPEN, "opened_at": hosts.room.now}
    await hosts.change(TALK, parts=tuple(Part(member=m) for m in FOUR), **opened)
    read = element(message["blocks"], ids.GUEST_READ)
    page = (await slack.press(OUTSIDER, read, dm=True)).opened
    assert "A part needs its whole" in str(page)
    field = f"{TALK}.guest"
    empty = await slack.submit(OUTSIDER, page)
    assert "Nothing was written" in str(empty.errors)
    long = await slack.submit(OUTSIDER, page, **{field: "x" * 1501})
    assert "1501 of 1500" in str(long.errors)
    kept = await slack.submit(OUTSIDER, page, **{field: "Ratios next year"})
    assert "under your name" in str(kept.page)
    see = button(ids.SEE_SESSION, {"partnership": str(hosts.id), "run": TALK})
    talk = (await slack.press(TOMAS, see)).opened
    assert "Olga, your guest, speaks last." in str(talk)
    assert "Ratios next year" in str(talk)

    await hosts.settled("2026-03-24 10:00")
    await hosts.told(guest_notices.TIME)
    time = await slack.message(guest_notices.TIME, f"dm:{OUTSIDER}")
    assert "Post-lesson talk is now" in time.text
    await hosts.room.until("2026-03-23 16:00")
    remind = await slack.message(guest_notices.REMIND, f"dm:{OUTSIDER}")
    assert "You speak last." in remind.text
    own = await slack.home(OUTSIDER)
    seen = await slack.press(OUTSIDER, element(own["blocks"], ids.GUEST_READ), view=own)
    assert "A part needs its whole" in str(seen.opened)
    timed = (await slack.press(OUTSIDER, element(remind.blocks, ids.GUEST_READ), dm=True)).opened
    assert "*Post-lesson talk:*" in str(timed)
    await hosts.change(TALK, state=RunState.DONE)
    assert ids.GUEST_READ not in str(await slack.home(OUTSIDER))
    await hosts.change(TALK, state=RunState.OPEN)
    back = element(message["blocks"], ids.GUEST_DECLINE)
    assert "not for this time" in str((await slack.press(OUTSIDER, back, dm=True)).whispered)
    await hosts.told(guest_notices.NOT)
    told = await slack.message(guest_notices.NOT, f"dm:{AYA}")
    assert "Olga is not your guest this time." in told.text
    late = await slack.press(OUTSIDER, read, dm=True)
    assert late.whispered
    assert not late.called("views.open")
