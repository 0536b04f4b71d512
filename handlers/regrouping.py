"""[Choose another way]: a group too small for its way of working agrees to one that fits."""

from typing import Any

from slack_bolt.async_app import AsyncAck

from flows import another_way, regrouping
from flows.agreeing import InForce, Suggested
from flows.coaching import NotTheirs
from flows.ids import PartnershipId
from flows.partnership import Partnership
from flows.ports import Lock, Reader
from flows.protocol import CoachingProtocol
from handlers import answers, payloads
from handlers.payloads import Answers
from handlers.seams import Desk, Telling
from handlers.views import gathering as views
from handlers.views import invitation as pages
from handlers.words import say


async def wanted(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """The ways for as many as they are now, for any of them to suggest one."""
    partnership = payloads.partnership(body)
    found = await desk.look(lambda reader: _resting(reader, desk, partnership))
    locale = await desk.locale()
    if found is None:
        await ack()
        answers.whisper(body, desk, say("outage.late", locale))
        return
    pair, ways = found
    view = views.another_form(pair, ways, key=desk.draw(), locale=locale)
    await client.views_open(trigger_id=body["trigger_id"], view=view)
    await ack()


async def sent(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Suggest this]: this person's yes to it; everybody else is asked for theirs."""
    del client
    who, locale = desk.who, await desk.locale()
    partnership = PartnershipId(payloads.metadata(body).get("partnership", ""))
    way = Answers.of(body).choice(views.WAY) or ""
    outcome = await desk.tell(
        Lock.partnership(partnership),
        lambda work: regrouping.choose(work, who, partnership, way),
    )
    match outcome:
        case Suggested(reading):
            others = reading.pair.others(who)
            names = await desk.names(frozenset(others))
            called = views.names(others, Telling(locale, names))
            words = say("group.another_kept", locale, who=called)
            await answers.turn_into(ack, pages.page("step.kept_title", words, locale))
        case InForce():
            words = say("agreement.in_force_now", locale)
            await answers.turn_into(ack, pages.page("step.kept_title", words, locale))
        case NotTheirs():
            await answers.refuse(ack, {views.WAY: say("outage.not_yours", locale)})
        case _:
            await answers.refuse(ack, {views.WAY: say("outage.late", locale)})


def _resting(
    reader: Reader, desk: Desk, partnership: PartnershipId
) -> tuple[Partnership, dict[str, CoachingProtocol]] | None:
    pair = reader.partnerships.get(partnership)
    if pair is None or desk.who not in pair.members or not another_way.needed(reader, pair):
        return None
    return pair, dict(another_way.ways(reader, pair))
