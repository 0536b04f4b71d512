"""Asking a colleague and answering: `/coach-pair`, the invitation, and its form on both sides."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from slack_bolt.async_app import AsyncAck

from flows import gathering, inviting
from flows.agreement import Rhythm, Terms
from flows.ids import InvitationId, MemberId
from flows.inviting import Yes
from flows.joining import Who
from flows.partnership import Invitation
from flows.ports import Reader
from flows.protocol import CoachingProtocol
from handlers import answers, payloads
from handlers.payloads import Answers
from handlers.seams import Block, Desk, Person, Telling
from handlers.views import blocks
from handlers.views import gathering as group_views
from handlers.views import invitation as views
from handlers.views.topics import topics as topic_choices
from handlers.words import say


async def pair_asked(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """`/coach-pair @name`: the form, or one line that says why not."""
    whom = payloads.mentioned(str(body.get("text", "")))
    locale = await desk.locale()
    if whom is not None:
        refused = await _refused(desk, whom, locale)
        if refused is not None:
            await ack(text=refused)
            return
    await _open(client, body, desk, whom, locale)
    await ack()


async def invite_pressed(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Invite a colleague]: the same form with nobody chosen yet."""
    await _open(client, body, desk, None, await desk.locale())
    await ack()


async def opened(client: Any, body: dict[str, Any], desk: Desk, *, topic: str) -> None:
    """The same form, with that topic filled in."""
    await _open(client, body, desk, None, await desk.locale(), topic)


async def _open(
    client: Any,
    body: dict[str, Any],
    desk: Desk,
    whom: MemberId | None,
    locale: str,
    topic: str = "",
) -> None:
    ways, door = await _ways(desk, locale)
    view = views.form(key=desk.draw(), locale=locale, whom=whom, topic=topic, ways=ways, door=door)
    await client.views_open(trigger_id=body["trigger_id"], view=view)


async def _ways(desk: Desk, locale: str) -> tuple[Mapping[str, CoachingProtocol], Sequence[Block]]:
    """The ways of working for two, and the door to asking several where there is a way for them."""
    who = desk.who

    def look(reader: Reader) -> tuple[Mapping[str, CoachingProtocol], bool]:
        return inviting.own_ways(reader, who), bool(gathering.ways(reader, who))

    ways, several = await desk.look(look)
    return ways, [group_views.door(locale)] if several else []


async def _refused(desk: Desk, whom: MemberId, locale: str) -> str | None:
    """Why this colleague cannot be asked: what Slack knows of them first, then what we know."""
    asked = await desk.person(whom)
    if asked is None:
        return say("invite.refuse.nobody", locale)
    asked = replace(asked, name=blocks.escaped(asked.name))
    why_not = barred(asked, locale)
    if why_not is not None:
        return why_not
    who = desk.who
    hindered = await desk.look(lambda reader: inviting.hindrance(reader, who, whom))
    return None if hindered is None else hindrance(hindered, asked.name, who, locale)


def barred(person: Person, locale: str) -> str | None:
    """Why Slack's own facts keep somebody from being asked; None where they do not."""
    facts = {
        "left": person.deleted,
        "bot": person.is_bot,
        "guest": person.is_guest or person.is_stranger,
    }
    why = next((key for key, true in facts.items() if true), None)
    return say(f"invite.refuse.{why}", locale, who=person.name) if why else None


def hindrance(hindered: inviting.Hindrance, name: str, who: MemberId, locale: str) -> str:
    """Why somebody cannot be asked now, in one line."""
    match hindered:
        case inviting.NotAMember():
            return say("invite.refuse.not_a_member", locale)
        case inviting.Themselves():
            return say("invite.refuse.themselves", locale)
        case inviting.Partners():
            return say("invite.refuse.partners", locale, who=name)
        case inviting.Invited(invitation):
            by = "you" if invitation.by == who else "them"
            return say(f"invite.refuse.invited_by_{by}", locale, who=name)
        case inviting.OwnLimit(most):
            return say("invite.refuse.own_limit", locale, n=most)
        case inviting.NotOpen():
            return say("invite.refuse.not_open", locale, who=name)


async def terms_unfolded(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Change] in either form: the terms become choices; what was typed stays."""
    view = payloads.open_view(body)
    memory = payloads.metadata(body)
    locale = await desk.locale()
    if "invitation" in memory:
        found = await _theirs(desk, InvitationId(memory["invitation"]))
        if found is None:
            raise payloads.Amiss
        unfolded = views.answer_form(
            found,
            desk.who,
            key=memory.get("key", desk.draw()),
            telling=await _telling(desk, found, locale),
            changing=True,
            ways=await _ways_of(desk, found),
            power=memory.get("power") == views.YES,
        )
    else:
        unfolded = await _redrawn(body, desk, {**memory, "changing": views.YES})
    await client.views_update(view_id=view["id"], hash=view.get("hash"), view=unfolded)
    await ack()


async def redrawn(
    client: Any,
    body: dict[str, Any],
    desk: Desk,
    *,
    suggested: Sequence[Block] | None = None,
    **changes: str,
) -> None:
    """Shows the form that asks a colleague with these changes; what was typed stays."""
    view, memory = payloads.open_view(body), payloads.metadata(body)
    form = await _redrawn(body, desk, {**memory, **changes}, suggested)
    await client.views_update(view_id=view["id"], hash=view.get("hash"), view=form)


async def _redrawn(
    body: dict[str, Any],
    desk: Desk,
    memory: Mapping[str, str],
    suggested: Sequence[Block] | None = None,
) -> Block:
    locale, chosen = await desk.locale(), MemberId(memory.get("chosen", ""))
    names = await desk.names(frozenset({chosen} if chosen else ()))
    topics = dict(topic_choices("en"))
    topic = memory.get("topic", "")
    ways, door = await _ways(desk, locale)
    return views.form(
        key=memory.get("key") or desk.draw(),
        locale=locale,
        whom=Answers.of(body).person(views.WHOM),
        changing=memory.get("changing") == views.YES,
        power=memory.get("power") == views.YES,
        chosen=(chosen, names[chosen]) if chosen in names else None,
        topic=topic if topic in topics else "",
        suggested=suggested,
        ways=ways,
        door=door,
    )


async def invitation_sent(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Send and agree]: the invitation with the inviter's yes to version 1."""
    del client
    found, memory = Answers.of(body), payloads.metadata(body)
    locale = await desk.locale()
    chosen = memory.get("chosen")
    whom = MemberId(chosen) if chosen else found.person(views.WHOM)
    if whom is None:
        await answers.refuse(ack, {views.WHOM: say("invite.missing", locale)})
        return
    asked = await desk.person(whom)
    why_not = barred(asked, locale) if asked else say("invite.refuse.nobody", locale)
    if why_not is not None or asked is None:
        await _refuse_whom(ack, body, str(why_not))
        return
    who, yes = desk.who, _yes(found)
    ways, _ = await _ways(desk, locale)
    terms = _terms(found, inviting.usual(ways, who), who, whom, ways)
    them = Who(whom, asked.zone, asked.locale)
    outcome = await desk.tell(
        inviting.between(who, whom), lambda work: inviting.send(work, who, whom, terms, yes, them)
    )
    match outcome:
        case inviting.Sent(_, later):
            await answers.turn_into(ack, views.sent(asked.name, locale, later=later))
        case inviting.PowerUnchosen():
            await _ask_to_choose(ack, body, memory, desk)
        case _:
            await _refuse_whom(ack, body, hindrance(outcome, asked.name, who, locale))


async def _refuse_whom(ack: AsyncAck, body: dict[str, Any], words: str) -> None:
    """Says it at the menu of people; where somebody suggested was chosen, at the first input."""
    if payloads.metadata(body).get("chosen"):
        await answers.refuse_all(ack, body, words)
    else:
        await answers.refuse(ack, {views.WHOM: words})


async def _ask_to_choose(
    ack: AsyncAck, body: dict[str, Any], memory: dict[str, str], desk: Desk
) -> None:
    """INV-16: the note appears with its box; a second try without the tick says so at the box."""
    if memory.get("power") == views.YES:
        words = say("invite.power_needed", await desk.locale())
        await answers.refuse(ack, {views.CHOOSE: words})
        return
    await answers.turn_into(ack, await _redrawn(body, desk, {**memory, "power": views.YES}))


async def invitation_opened(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[See invitation]: the words to agree to, for either of the two."""
    locale = await desk.locale()
    found = await _theirs(desk, InvitationId(payloads.value(body).get("invitation", "")))
    if found is None or not found.open:
        await ack()
        answers.whisper(body, desk, say("invite.over", locale))
        return
    view = views.answer_form(
        found,
        desk.who,
        key=desk.draw(),
        telling=await _telling(desk, found, locale),
        ways=await _ways_of(desk, found),
    )
    await client.views_open(trigger_id=body["trigger_id"], view=view)
    await ack()


async def invitation_answered(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Yes, I agree]: to the words as they stand, or to changed words that the other reads next."""
    del client
    found, memory = Answers.of(body), payloads.metadata(body)
    invitation = InvitationId(memory.get("invitation", ""))
    person = await desk.person(desk.who)
    locale, (told, zone) = (
        await desk.locale(),
        ((person.locale, person.zone) if person else ("en", "UTC")),
    )
    who, yes = Who(desk.who, zone, told), _yes(found)
    stands = await _theirs(desk, invitation)
    if stands is None:
        await answers.refuse(ack, {views.POWER: say("outage.not_yours", locale)})
        return
    known = memory.get("version", "")
    version = int(known) if known.isdecimal() else 0
    terms = stands.agreement.terms(stands.agreement.newest)
    other = stands.by if who.id == stands.to else stands.to
    ways = await _ways_of(desk, stands)
    wanted = _terms(found, terms, who.id, other, ways)
    lock = inviting.lock_of(stands)
    if wanted == terms:
        outcome = await desk.tell(
            lock, lambda work: inviting.agree(work, who, invitation, version, yes)
        )
    else:
        outcome = await desk.tell(
            lock, lambda work: inviting.propose(work, who, invitation, version, wanted, yes)
        )
    names = await desk.names(frozenset({other}))
    called = names.get(other, say("app.somebody", locale))
    name = blocks.escaped(called)
    match outcome:
        case inviting.Partnered():
            words = say("invite.partnered", locale, who=name)
            await answers.turn_into(ack, views.page("invite.partnered_title", words, locale))
        case inviting.Waiting():
            words = say("invite.waiting", locale, who=name)
            await answers.turn_into(ack, views.page("step.kept_title", words, locale))
        case inviting.PowerUnchosen() if memory.get("power") != views.YES:
            telling = Telling(locale, names)
            view = views.answer_form(
                stands,
                who.id,
                key=memory.get("key", desk.draw()),
                telling=telling,
                changing=memory.get("changing") == views.YES,
                power=True,
                ways=ways,
            )
            await answers.turn_into(ack, view)
        case inviting.PowerUnchosen():
            await answers.refuse(ack, {views.CHOOSE: say("invite.power_needed", locale)})
        case inviting.Newer(newest):
            telling = Telling(locale, names)
            view = views.answer_form(newest, who.id, key=desk.draw(), telling=telling, ways=ways)
            await answers.turn_into(ack, view)
        case inviting.Over():
            await answers.refuse(ack, {views.POWER: say("invite.over", locale)})
        case inviting.Full(own):
            full = (
                say("invite.full_own", locale)
                if own
                else say("invite.refuse.not_open", locale, who=called)
            )
            await answers.refuse(ack, {views.POWER: full})
        case inviting.NotTheirs():
            await answers.refuse(ack, {views.POWER: say("outage.not_yours", locale)})


async def declined(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Not this time], or the inviter's [Take it back]."""
    del client
    await _decline(ack, body, desk, never_again=False)


async def declined_for_good(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Don't invite me again]: not this time, and no further invitations from anybody."""
    del client
    await _decline(ack, body, desk, never_again=True)


async def _decline(ack: AsyncAck, body: dict[str, Any], desk: Desk, *, never_again: bool) -> None:
    locale = await desk.locale()
    invitation = InvitationId(payloads.value(body).get("invitation", ""))
    stands = await _theirs(desk, invitation)
    who = desk.who
    if stands is None:
        await ack()
        answers.whisper(body, desk, say("outage.not_yours", locale))
        return
    outcome = await desk.tell(
        inviting.lock_of(stands),
        lambda work: inviting.decline(work, who, invitation, never_again=never_again),
    )
    await ack()
    if isinstance(outcome, inviting.Over):
        answers.whisper(body, desk, say("invite.over", locale))


async def _theirs(desk: Desk, invitation: InvitationId) -> Invitation | None:
    """The invitation, if this person is one of the two."""
    found = await desk.look(lambda reader: reader.invitations.get(invitation))
    return found if found is not None and desk.who in {found.by, found.to} else None


async def _ways_of(desk: Desk, invitation: Invitation) -> Mapping[str, CoachingProtocol]:
    """The ways of working for two of the program that the invitation lies in."""
    return await desk.look(lambda reader: inviting.ways(reader, invitation.program))


async def _telling(desk: Desk, invitation: Invitation, locale: str) -> Telling:
    names = await desk.names(frozenset({invitation.by, invitation.to}))
    return Telling(locale, names)


def _yes(found: Answers) -> Yes:
    return Yes(
        power=found.choice(views.POWER) == views.YES, chosen=views.YES in found.ticked(views.CHOOSE)
    )


def _terms(
    found: Answers,
    stands: Terms,
    who: MemberId,
    other: MemberId,
    ways: Mapping[str, CoachingProtocol],
) -> Terms:
    """The terms as the form has them; what it did not ask stays as it stands."""
    topics = dict(topic_choices("en"))
    minutes = {str(n): n for n in views.MINUTE_CHOICES}
    rhythms = {rhythm.value: rhythm for rhythm in Rhythm}
    firsts = {views.ME: who, views.THEM: other}
    topic, way = found.choice(views.TOPIC), found.choice(views.WAY)
    return replace(
        stands,
        protocol=way if way and way in ways else stands.protocol,
        topic=topic if topic in topics else stands.topic,
        first=firsts.get(found.choice(views.FIRST) or "", stands.first),
        visit_minutes=minutes.get(found.choice(views.MINUTES) or "", stands.visit_minutes),
        rhythm=rhythms.get(found.choice(views.RHYTHM) or "", stands.rhythm),
    )
