"""Asking several colleagues into a group, their answers, and [Start]."""

from collections.abc import Sequence
from typing import Any

from slack_bolt.async_app import AsyncAck

from flows import gathering, inviting
from flows.agreement import Rhythm, Terms
from flows.coaching import Late
from flows.gathering import Begun, Called, Hindered, NoSuchWay, SaidYes, TooFew, WrongSize
from flows.group_answers import Tally, tally
from flows.ids import InvitationId, MemberId, PartnershipId
from flows.inviting import Full, NotAMember, NotTheirs, Over, OwnLimit, PowerUnchosen, Yes
from flows.joining import Who
from flows.partnership import Invitation, Partnership
from flows.ports import Lock, Reader
from handlers import answers, forms, payloads
from handlers import inviting as one
from handlers.payloads import Answers
from handlers.seams import Block, Desk, Telling
from handlers.views import gathering as views
from handlers.views import invitation as pages
from handlers.views.topics import topics as topic_choices
from handlers.words import say

FEWEST = gathering.LEAST - 1


async def wanted(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Ask a group], or another answer to «What would help now?»: the form for several."""
    memory, found, locale = payloads.metadata(body), Answers.of(body), await desk.locale()
    ways = await desk.look(lambda reader: gathering.ways(reader, desk.who))
    need = payloads.value(body).get("need", "")
    if ways:
        view = views.form(
            ways,
            key=memory.get("key") or desk.draw(),
            locale=locale,
            asked=found.people(pages.WHOM),
            need=need,
            power=memory.get("power") == pages.YES,
        )
        shown = payloads.open_view(body)
        await client.views_update(view_id=shown["id"], hash=shown.get("hash"), view=view)
    await ack()
    if not ways:
        answers.whisper(body, desk, say("invite.refuse.not_a_member", locale))


async def sent(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Send and agree]: each is asked on their own."""
    del client
    found, memory, locale = Answers.of(body), payloads.metadata(body), await desk.locale()
    field = views.way_field(memory.get("need", ""))
    people, way = found.people(pages.WHOM), found.choice(field) or ""
    if len(people) < FEWEST:
        await answers.refuse(ack, {pages.WHOM: say("group.missing", locale)})
        return
    asked, barred = await asked_of(desk, people, locale)
    if barred:
        await answers.refuse(ack, {pages.WHOM: barred})
        return
    who, yes, terms = desk.who, yes_of(found), terms_of(found, desk.who, way)
    outcome = await desk.tell(
        Lock.member(who), lambda work: gathering.call(work, who, asked, terms, yes)
    )
    match outcome:
        case Called(pair, later):
            stands = await desk.look(lambda reader: tally(reader, pair.id))
            least = stands.way.size.min if stands else gathering.LEAST
            words = say(
                "group.sent_later" if later else "group.sent", locale, n=len(asked), least=least
            )
            await answers.turn_into(ack, pages.page("group.sent_title", words, locale))
        case WrongSize(least, most):
            words = views.sized("group.wrong_size", least, most, locale)
            await answers.refuse(ack, {pages.WHOM: words})
        case NoSuchWay():
            await answers.refuse(ack, {field: say("group.missing_way", locale)})
        case Hindered() | NotAMember() | OwnLimit():
            await hindered(ack, desk, outcome)
        case PowerUnchosen() if memory.get("power") == pages.YES:
            await answers.refuse(ack, {pages.CHOOSE: say("invite.power_needed", locale)})
        case PowerUnchosen():
            ways = await desk.look(lambda reader: gathering.ways(reader, who))
            view = views.form(
                ways,
                key=memory.get("key") or desk.draw(),
                locale=locale,
                asked=people,
                need=memory.get("need", ""),
                power=True,
            )
            await answers.turn_into(ack, view)


async def asked_of(desk: Desk, people: Sequence[MemberId], locale: str) -> tuple[list[Who], str]:
    """Everybody picked as Slack knows them, or why one of them cannot be asked."""
    asked: list[Who] = []
    for member in people:
        person = await desk.person(member)
        if person is None:
            return [], say("invite.refuse.nobody", locale)
        barred = one.barred(person, locale)
        if barred is not None:
            return [], barred
        asked.append(Who(member, person.zone, person.locale))
    return asked, ""


async def hindered(ack: AsyncAck, desk: Desk, outcome: Hindered | NotAMember | OwnLimit) -> None:
    """Says where people are picked why they, or one of them, cannot be asked."""
    who, locale = desk.who, await desk.locale()
    if isinstance(outcome, Hindered):
        names = await desk.names(frozenset({outcome.whom}))
        called = names.get(outcome.whom, say("app.somebody", locale))
        words = one.hindrance(outcome.why, called, who, locale)
    else:
        words = one.hindrance(outcome, "", who, locale)
    await answers.refuse(ack, {pages.WHOM: words})


async def seen(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[See invitation]: the words to agree to, of a pair or of a group."""
    found = await _mine(desk, InvitationId(payloads.value(body).get("invitation", "")))
    if found is None:
        await one.invitation_opened(ack, body, client, desk)
        return
    invitation, stands = found
    if stands is None or not (invitation.open or invitation.to in stands.choosing):
        await ack()
        answers.whisper(body, desk, say("invite.over", await desk.locale()))
        return
    view = views.answer_form(
        invitation, stands, key=desk.draw(), telling=await _telling(desk, stands)
    )
    await client.views_open(trigger_id=body["trigger_id"], view=view)
    await ack()


async def answered(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Yes, I agree]: this person's own yes to the group."""
    del client
    found, memory, locale = Answers.of(body), payloads.metadata(body), await desk.locale()
    invitation = InvitationId(memory.get("invitation", ""))
    stands = await _mine(desk, invitation)
    if stands is None:
        await answers.refuse(ack, {pages.POWER: say("outage.not_yours", locale)})
        return
    person = await desk.person(desk.who)
    who = Who(desk.who, person.zone if person else "UTC", locale)
    outcome = await desk.tell(
        inviting.lock_of(stands[0]),
        lambda work: gathering.agree(work, who, invitation, yes_of(found)),
    )
    match outcome:
        case SaidYes(pair):
            by = pair.members[0]
            names = await desk.names(frozenset({by}))
            key = "group.join_kept" if _here(desk, stands[1]) else "group.answer_kept"
            words = say(key, locale, who=views.name(by, Telling(locale, names)))
            await answers.turn_into(ack, pages.page("step.kept_title", words, locale))
        case PowerUnchosen() if memory.get("power") != pages.YES and stands[1] is not None:
            key, telling = memory.get("key") or desk.draw(), await _telling(desk, stands[1])
            view = views.answer_form(stands[0], stands[1], key=key, telling=telling, power=True)
            await answers.turn_into(ack, view)
        case PowerUnchosen():
            await answers.refuse(ack, {pages.CHOOSE: say("invite.power_needed", locale)})
        case Over():
            await answers.refuse(ack, {pages.POWER: say("invite.over", locale)})
        case Full():
            await answers.refuse(ack, {pages.POWER: say("invite.full_own", locale)})
        case NotTheirs():
            await answers.refuse(ack, {pages.POWER: say("outage.not_yours", locale)})


async def stepped_back(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Not this time] after a yes, before the group begins."""
    del client
    who, locale = desk.who, await desk.locale()
    invitation = InvitationId(payloads.value(body).get("invitation", ""))
    found = await _mine(desk, invitation)
    if found is None:
        await ack()
        answers.whisper(body, desk, say("outage.not_yours", locale))
        return
    outcome = await desk.tell(
        inviting.lock_of(found[0]), lambda work: gathering.step_back(work, who, invitation)
    )
    await ack()
    if isinstance(outcome, SaidYes) and _here(desk, found[1]):
        answers.whisper(body, desk, say("group.join_back", locale))
    elif isinstance(outcome, SaidYes):
        by = await _name(desk, outcome.pair.members[0], locale)
        answers.whisper(body, desk, say("group.stepped_back", locale, who=by))
    else:
        answers.whisper(body, desk, say("invite.over", locale))


async def answers_seen(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[See who]: for whoever asked."""
    view = await _who_form(desk, payloads.partnership(body))
    if view is None:
        await ack()
        answers.whisper(body, desk, say("outage.late", await desk.locale()))
        return
    await client.views_open(trigger_id=body["trigger_id"], view=view)
    await ack()


async def start_pressed(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Start] in the message: begun at once, or the form where something is still to be said."""
    who, partnership, locale = desk.who, payloads.partnership(body), await desk.locale()
    outcome = await desk.tell(
        Lock.partnership(partnership),
        lambda work: gathering.start(work, who, partnership, chosen=False),
    )
    if isinstance(outcome, PowerUnchosen):
        view = await _who_form(desk, partnership, power=True)
        if view is not None:
            await client.views_open(trigger_id=body["trigger_id"], view=view)
    await ack()
    if not isinstance(outcome, PowerUnchosen):
        answers.whisper(body, desk, _started(outcome, locale))


async def start_sent(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Start] in the form: the group of all whose yes counts."""
    del client
    who, locale, memory = desk.who, await desk.locale(), payloads.metadata(body)
    partnership = PartnershipId(memory.get("partnership", ""))
    chosen = pages.YES in Answers.of(body).ticked(pages.CHOOSE)
    outcome = await desk.tell(
        Lock.partnership(partnership),
        lambda work: gathering.start(work, who, partnership, chosen=chosen),
    )
    if isinstance(outcome, PowerUnchosen):
        await answers.refuse(ack, {pages.CHOOSE: say("invite.power_needed", locale)})
        return
    page = pages.page("group.who_title", _started(outcome, locale), locale)
    await answers.turn_into(ack, page)


def _started(outcome: Begun | NotTheirs | Late | TooFew, locale: str) -> str:
    match outcome:
        case Begun():
            return say("group.begun", locale)
        case TooFew(stands):
            key = "group.join_too_few" if stands.present else "group.too_few"
            return say(key, locale, least=stands.way.size.min)
        case Late():
            return say("outage.late", locale)
        case NotTheirs():
            return say("outage.not_yours", locale)


async def called_off(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Call it off]: nobody is asked any more."""
    who, partnership = desk.who, payloads.partnership(body)
    outcome = await desk.tell(
        Lock.partnership(partnership), lambda work: gathering.call_off(work, who, partnership)
    )
    done = isinstance(outcome, Partnership)
    words = say("group.called_off" if done else "outage.late", await desk.locale())
    await forms.told(ack, body, client, desk, words)


def _here(desk: Desk, stands: Tally | None) -> bool:
    """Whether this person is in the group that somebody would join."""
    return stands is not None and desk.who in stands.present


async def _who_form(desk: Desk, partnership: PartnershipId, *, power: bool = False) -> Block | None:
    stands = await desk.look(lambda reader: tally(reader, partnership))
    if stands is None or stands.by != desk.who:
        return None
    person = await desk.person(desk.who)
    zone = person.zone if person else "UTC"
    telling = await _telling(desk, stands)
    return views.who_form(stands, zone, key=desk.draw(), telling=telling, power=power)


async def _mine(desk: Desk, invitation: InvitationId) -> tuple[Invitation, Tally | None] | None:
    """The invitation into a group to this person, and how the group stands."""

    def look(reader: Reader) -> tuple[Invitation, Tally | None] | None:
        found = reader.invitations.get(invitation)
        if found is None or found.partnership is None or found.to != desk.who:
            return None
        return found, tally(reader, found.partnership)

    return await desk.look(look)


async def _telling(desk: Desk, stands: Tally) -> Telling:
    people = frozenset({stands.by, *stands.asked})
    return Telling(await desk.locale(), await desk.names(people))


async def _name(desk: Desk, member: MemberId, locale: str) -> str:
    return views.name(member, Telling(locale, await desk.names(frozenset({member}))))


def yes_of(found: Answers) -> Yes:
    """The yes of a form, with its answer about power."""
    chosen = pages.YES in found.ticked(pages.CHOOSE)
    return Yes(power=found.choice(pages.POWER) == pages.YES, chosen=chosen)


def terms_of(found: Answers, by: MemberId, way: str) -> Terms:
    """What a form says about how they would work."""
    topics, rhythms = dict(topic_choices("en")), {rhythm.value: rhythm for rhythm in Rhythm}
    topic = found.choice(pages.TOPIC)
    return Terms(
        protocol=way,
        first=by,
        topic=topic if topic in topics else None,
        rhythm=rhythms.get(found.choice(pages.RHYTHM) or "", Terms().rhythm),
    )
