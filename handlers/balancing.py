"""Balance on request, the rhythm checked together, and what becomes of it after a term."""

from typing import Any, assert_never

from slack_bolt.async_app import AsyncAck

from flows import balance
from flows.balance import Applied, Asked, AskedAlready, Facts, Noted, Swapped, Way
from flows.coaching import Late, NotTheirs
from flows.ports import Lock
from handlers import answers, forms, payloads
from handlers.answers import Listener
from handlers.seams import Desk, Telling
from handlers.views import balance as views
from handlers.words import say


async def facts_opened(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Balance]: how it stands between the members."""
    partnership, who = payloads.partnership(body), desk.who
    found = await desk.look(lambda reader: balance.facts(reader, who, partnership))
    pair = await desk.look(lambda reader: reader.partnerships.get(partnership))
    locale = await desk.locale()
    if not isinstance(found, Facts) or pair is None:
        key = "outage.not_yours" if isinstance(found, NotTheirs) else "balance.no_cycle"
        await forms.told(ack, body, client, desk, say(key, locale))
        return
    telling = Telling(locale, await desk.names(frozenset(pair.members)))
    await forms.show(client, body, views.facts(pair, found, telling))
    await ack()


async def rhythm_checked(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Check rhythm]: all are asked together."""
    partnership, who = payloads.partnership(body), desk.who
    outcome = await desk.tell(
        Lock.partnership(partnership), lambda work: balance.check(work, who, partnership)
    )
    locale = await desk.locale()
    match outcome:
        case Asked():
            key = "balance.asked"
        case AskedAlready():
            key = "balance.asked_already"
        case Late():
            key = "nudge.stale"
        case NotTheirs():
            key = "outage.not_yours"
        case _:
            assert_never(outcome)
    await forms.told(ack, body, client, desk, say(key, locale))


def rhythm_answered(way: Way) -> Listener:
    """One's own answer; the lightest of all holds once all have answered."""

    async def answered(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
        del client
        partnership, who = payloads.partnership(body), desk.who
        outcome = await desk.tell(
            Lock.partnership(partnership), lambda work: balance.answer(work, who, partnership, way)
        )
        await ack()
        match outcome:
            case Noted():
                key = "balance.noted"
            case Applied(lightest):
                key = f"balance.applied.{lightest.value}"
            case Late():
                key = "nudge.stale"
            case NotTheirs():
                key = "outage.not_yours"
            case _:
                assert_never(outcome)
        answers.whisper(body, desk, say(key, await desk.locale()))

    return answered


async def swap_wished(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Swap next]: settled once the other wishes it too."""
    del client
    partnership, who = payloads.partnership(body), desk.who
    outcome = await desk.tell(
        Lock.partnership(partnership), lambda work: balance.swap_next(work, who, partnership)
    )
    await ack()
    match outcome:
        case Swapped(settled):
            key = "balance.swapped" if settled else "balance.swap_noted"
        case Late():
            key = "balance.swap_not_now"
        case NotTheirs():
            key = "outage.not_yours"
        case _:
            assert_never(outcome)
    answers.whisper(body, desk, say(key, await desk.locale()))


async def talk_wished(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Talk about it]: where a time for it is found; nobody is told."""
    del client
    await desk.tell(Lock.member(desk.who), lambda _: None)
    await ack()
    answers.whisper(body, desk, say("balance.talk_how", await desk.locale()))


async def kept_for_next_term(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Keep for next term]: it rests after the term, and is asked about once in the next."""
    del client
    await desk.tell(Lock.member(desk.who), lambda _: None)
    await ack()
    answers.whisper(body, desk, say("term.kept", await desk.locale()))
