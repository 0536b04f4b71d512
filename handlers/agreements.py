"""[Our agreement]: read, changed, agreed to, or left as it is."""

from dataclasses import replace
from typing import Any

from slack_bolt.async_app import AsyncAck

from flows import agreeing, another_way
from flows.agreeing import LONGEST, InForce, KeptAsItIs, Newer, Reading, Same, Suggested
from flows.agreement import Rhythm, Swamped, Terms
from flows.coaching import Late, NotTheirs, TooLong
from flows.ids import PartnershipId
from flows.inviting import PowerUnchosen, Yes
from flows.ports import Lock
from handlers import answers, payloads
from handlers.payloads import Answers
from handlers.seams import Block, Desk, Telling
from handlers.views import agreement as views
from handlers.views import blocks
from handlers.views import invitation as pages
from handlers.views.topics import topics as topic_choices
from handlers.words import say


async def agreement_opened(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Our agreement], [Read]: the form with what waits for a yes, else with what is in force."""
    partnership, who = payloads.partnership(body), desk.who
    found = await desk.look(lambda reader: agreeing.read(reader, who, partnership))
    if not isinstance(found, Reading):
        await ack()
        answers.whisper(body, desk, say("outage.not_yours", await desk.locale()))
        return
    form = await _form(desk, found)
    await client.views_open(trigger_id=body["trigger_id"], view=form)
    await ack()


async def agreement_sent(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Suggest this] or [Yes, I agree]: a new version, or this person's yes to the one read."""
    del client
    memory, found, who = payloads.metadata(body), Answers.of(body), desk.who
    partnership = PartnershipId(memory.get("partnership", ""))
    known = memory.get("version", "")
    version = int(known) if known.isdecimal() else 0
    locale = await desk.locale()
    reading = await desk.look(lambda reader: agreeing.read(reader, who, partnership))
    if not isinstance(reading, Reading):
        await answers.refuse_all(ack, body, say("outage.not_yours", locale))
        return
    terms = _terms(found, reading.terms)
    texts = {
        key: found.text(key) if key in found.values else reading.texts.get(key, "")
        for key in LONGEST
    }
    yes = Yes(
        power=found.choice(pages.POWER) == pages.YES,
        chosen=pages.YES in found.ticked(pages.CHOOSE),
    )
    outcome = await desk.tell(
        Lock.partnership(partnership),
        lambda work: agreeing.submit(work, who, partnership, version, terms, texts, yes),
    )
    match outcome:
        case Suggested(now):
            names = await desk.names(frozenset(now.pair.others(who)))
            called = ", ".join(blocks.escaped(name) for name in names.values())
            words = say("agreement.suggested", locale, who=called or say("app.somebody", locale))
            await answers.turn_into(ack, pages.page("step.kept_title", words, locale))
        case InForce():
            words = say("agreement.in_force_now", locale)
            await answers.turn_into(ack, pages.page("step.kept_title", words, locale))
        case Same():
            words = say("agreement.same", locale)
            await answers.turn_into(ack, pages.page("agreement.title", words, locale))
        case PowerUnchosen() if memory.get("power") != pages.YES:
            form = await _form(desk, reading, entered=(terms, texts), power_named=True)
            await answers.turn_into(ack, form)
        case PowerUnchosen():
            await answers.refuse(ack, {pages.CHOOSE: say("invite.power_needed", locale)})
        case TooLong(counts, most):
            await answers.refuse(
                ack,
                {
                    key: say("step.too_long", locale, n=n, most=most[key])
                    for key, n in counts.items()
                },
            )
        case Newer():
            await answers.refuse_all(ack, body, say("agreement.newer", locale))
        case Late():
            await answers.refuse_all(ack, body, say("agreement.late", locale))
        case NotTheirs():
            await answers.refuse_all(ack, body, say("outage.not_yours", locale))


async def kept_as_it_is(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Keep as it is]: the version in force stays, and nobody is asked why."""
    del client
    pressed, who = payloads.value(body), desk.who
    partnership = PartnershipId(pressed.get("partnership", ""))
    known = pressed.get("version", "")
    version = int(known) if known.isdecimal() else 0
    outcome = await desk.tell(
        Lock.partnership(partnership),
        lambda work: agreeing.keep_as_it_is(work, who, partnership, version),
    )
    await ack()
    locale = await desk.locale()
    match outcome:
        case KeptAsItIs():
            answers.whisper(body, desk, say("agreement.kept", locale))
        case Newer() | Late():
            answers.whisper(body, desk, say("outage.late", locale))
        case NotTheirs():
            answers.whisper(body, desk, say("outage.not_yours", locale))


async def _form(
    desk: Desk,
    reading: Reading,
    *,
    entered: tuple[Terms, dict[str, str]] | None = None,
    power_named: bool = False,
) -> Block:
    person = await desk.person(desk.who)
    locale, zone = await desk.locale(), person.zone if person else "UTC"
    ways = await desk.look(lambda reader: another_way.ways(reader, reading.pair))
    return views.form(
        reading,
        key=desk.draw(),
        telling=Telling(locale, await desk.names(frozenset(reading.pair.members))),
        zone=zone,
        entered=entered,
        power_named=power_named,
        ways=ways,
    )


def _terms(found: Answers, stands: Terms) -> Terms:
    """The terms as the form has them; what it does not ask stays as it stands."""
    topics = dict(topic_choices("en"))
    rhythms = {r.value: r for r in Rhythm}
    ways = {s.value: s for s in Swamped}
    minutes = {str(n): n for n in views.TALK_MINUTES}
    topic, picked = found.choice(views.TOPIC), found.day(views.REVIEW)
    return replace(
        stands,
        topic=topic if topic in topics else None,
        tell_others=found.choice(views.TELL) == pages.YES,
        rhythm=rhythms.get(found.choice(views.RHYTHM) or "", stands.rhythm),
        talk_minutes=minutes.get(found.choice(views.TALK) or "", stands.talk_minutes),
        swamped=ways.get(found.choice(views.SWAMPED) or "", stands.swamped),
        show_prework=found.choice(views.PREWORK) != pages.NO,
        copies=found.choice(views.COPIES) == pages.YES,
        review_on=payloads.day(picked) if picked else None,
    )
