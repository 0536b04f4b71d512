"""What Slack tells by itself: a Home was opened, a person changed."""

from typing import Any

from slack_bolt.async_app import AsyncAck

from flows import people_changing, saying
from flows.ids import MemberId
from flows.ports import Lock
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
    zone, locale = str(user.get("tz") or ""), str(user.get("locale") or "")
    deleted = bool(user.get("deleted"))
    known = await desk.look(lambda reader: reader.members.get(member))
    if known is not None and people_changing.differs(known, zone, locale, deleted=deleted):
        await desk.tell(
            Lock.member(member),
            lambda work: people_changing.told(work, member, zone, locale, deleted=deleted),
        )
    await ack()
