"""What Tandem shows of a guest: suggested, asked of all, invited, reading, speaking last."""

from collections.abc import Callable

from flows import guest_notices
from flows.stage import Part, RunState
from handlers import ids
from handlers.seams import Message
from handlers.views.invitation import YES
from tests.flows.grouped import FOUR, Group
from tests.flows.test_guests import TALK, Hosts
from tests.handlers.workspace import OUTSIDER, Json, Workspace, button, element
from tests.staffroom import AYA, MAYA, OLE, TOMAS

Keep = Callable[[str, Message | Json], None]


async def guest(slack: Workspace, keep: Keep, aim: str, words: str) -> None:
    """Four who plan a lesson, and a colleague who comes to their talk."""
    group = Group(slack.room, "lesson_study")
    await group.begins()
    hosts = Hosts(group)
    await _asked(slack, keep, hosts)
    await _invited(slack, keep, hosts)
    await hosts.planned(aim)
    opened = {"state": RunState.OPEN, "opened_at": slack.room.now}
    await hosts.change(TALK, parts=tuple(Part(member=m) for m in FOUR), **opened)
    own = await slack.home(OUTSIDER)
    page = (await slack.press(OUTSIDER, element(own["blocks"], ids.GUEST_READ), view=own)).opened
    keep("guest_page", page)
    kept = await slack.submit(OUTSIDER, page, **{f"{TALK}.guest": words})
    keep("guest_kept", kept.page)
    see = button(ids.SEE_SESSION, {"partnership": str(hosts.id), "run": TALK})
    keep("guest_beside_the_talk", (await slack.press(TOMAS, see)).opened)
    await _over(slack, keep, hosts)


async def _asked(slack: Workspace, keep: Keep, hosts: Hosts) -> None:
    card = await slack.message("card")
    keep("guest_live_card", card)
    form = (await slack.press(MAYA, element(card.blocks, ids.GUESTS))).opened
    keep("guest_form", form)
    chosen = {"whom": OUTSIDER, "steps": ["discuss"]}
    noted = await slack.submit(MAYA, form, power=YES, **chosen)
    keep("guest_form_power", noted.page)
    sent = await slack.submit(MAYA, (await slack.press(MAYA, _guests(hosts))).opened, **chosen)
    keep("guest_suggested", sent.page)
    await hosts.told(guest_notices.ASKED)
    keep("guest_asked", await slack.message(guest_notices.ASKED, f"dm:{TOMAS}"))
    home = await slack.home(AYA)
    keep("home_guest_asked", home)
    await slack.press(AYA, element(home["blocks"], ids.GUEST_YES), view=home)
    keep("guest_asked_over", await slack.message(guest_notices.ASKED, f"dm:{AYA}"))
    for who in (TOMAS, OLE):
        asked = await slack.message(guest_notices.ASKED, f"dm:{who}")
        await slack.press(who, element(asked.blocks, ids.GUEST_YES), dm=True)


async def _invited(slack: Workspace, keep: Keep, hosts: Hosts) -> None:
    await hosts.told(guest_notices.INVITE)
    invite = await slack.message(guest_notices.INVITE, f"dm:{OUTSIDER}")
    keep("guest_invite", invite)
    keep("home_guest_invited", await slack.home(OUTSIDER))
    await slack.press(OUTSIDER, element(invite.blocks, ids.GUEST_COME), dm=True)
    keep("guest_coming", await slack.message(guest_notices.INVITE, f"dm:{OUTSIDER}"))
    await hosts.told(guest_notices.CAME)
    keep("guest_came", await slack.message(guest_notices.CAME, f"dm:{MAYA}"))
    await hosts.settled("2026-03-24 10:00")
    keep("home_guest", await slack.home(OUTSIDER))
    await hosts.told(guest_notices.TIME)
    keep("guest_time", await slack.message(guest_notices.TIME, f"dm:{OUTSIDER}"))
    await slack.room.until("2026-03-23 16:00")
    keep("guest_remind", await slack.message(guest_notices.REMIND, f"dm:{OUTSIDER}"))


async def _over(slack: Workspace, keep: Keep, hosts: Hosts) -> None:
    listed = (await slack.press(AYA, _guests(hosts))).opened
    keep("guests", listed)
    await slack.press(AYA, element(listed["blocks"], ids.GUEST_NO), view=listed)
    keep("guest_invite_over", await slack.message(guest_notices.INVITE, f"dm:{OUTSIDER}"))
    await hosts.told(guest_notices.OUT)
    keep("guest_out", await slack.message(guest_notices.OUT, f"dm:{OUTSIDER}"))
    keep("guest_off", await slack.message(guest_notices.OFF, f"dm:{OLE}"))


def _guests(hosts: Hosts) -> Json:
    return button(ids.GUESTS, {"partnership": str(hosts.id)})
