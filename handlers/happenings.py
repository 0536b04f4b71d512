"""What Slack tells by itself: a Home was opened, a person changed."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck

from flows import people_changing, saying, steering
from flows.ids import MemberId
from flows.people_changing import Told
from flows.ports import Lock
from handlers import schedules
from handlers.seams import Desk


async def home_opened(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """Somebody looks at their Home: it is published with what is true now."""
    del client
    if body["event"].get("tab") == "home":
        who = desk.who
        await desk.tell(Lock.member(who), lambda work: saying.home(work, who))
    await ack()


async def person_changed(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """A profile changed: zone, language, or the account was deactivated."""
    del client
    user = body["event"].get("user") or {}
    member = MemberId(str(user.get("id", "")))
    desk.directory.forget(desk.workspace, member)
    told = _told(user)
    known = await desk.look(lambda reader: reader.members.get(member))
    if known is not None and told.of(known, desk.now()) != known:
        together = await desk.store.write(
            desk.workspace,
            Lock.member(member),
            lambda work: people_changing.told(work, member, told),
            delivery=desk.delivery,
            within=desk.within,
        )
        for partnership in together:
            await desk.store.write(
                desk.workspace,
                Lock.partnership(partnership),
                partial(steering.planned_anew, who=member, partnership=partnership),
            )
    await ack()


async def quiet_hours_changed(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """Somebody's do-not-disturb is another now."""
    del client
    member = MemberId(str(body["event"].get("user") or ""))
    span = schedules.undisturbed(body["event"].get("dnd_status"))
    known = await desk.look(lambda reader: reader.members.get(member))
    if known is not None and known.undisturbed != span:
        await desk.store.write(
            desk.workspace,
            Lock.member(member),
            lambda work: steering.disturb_not(work, member, span),
            delivery=desk.delivery,
            within=desk.within,
        )
    await ack()


def _told(user: Mapping[str, Any]) -> Told:
    profile = user.get("profile")
    shown = profile if isinstance(profile, Mapping) else {}
    sign = shown.get("status_emoji")
    return Told(
        zone=str(user.get("tz") or ""),
        locale=str(user.get("locale") or ""),
        deleted=bool(user.get("deleted")),
        sign=sign if isinstance(sign, str) else None,
        ends=schedules.instant(shown.get("status_expiration")),
    )
