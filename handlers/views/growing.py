"""Somebody joins a group: the form that suggests it, and what its members are asked (INV-26)."""

from collections.abc import Sequence

from flows.agreement import Rhythm
from flows.group_answers import Tally
from flows.growing import Room
from flows.ids import MemberId
from flows.partnership import Invitation, Partnership, PartnershipState
from handlers import ids
from handlers.seams import Block, Message, Telling
from handlers.views import blocks, days
from handlers.views import gathering as views
from handlers.views.gathering import WAY
from handlers.views.invitation import NO, RHYTHM, TOPIC, WHOM, YES
from handlers.views.topics import topics
from handlers.words import say

PAIR = 2


def button(pair: Partnership, locale: str) -> list[Block]:
    """[Ask somebody to join], where the three dots have no place left for it."""
    if len(pair.members) == PAIR and pair.state is PartnershipState.ACTIVE:
        return []
    return [blocks.button(ids.ASK_TO_JOIN, say("group.join", locale), partnership=pair.id)]


def form(
    room: Room,
    *,
    key: str,
    telling: Telling,
    asked: Sequence[MemberId] = (),
    power: bool = False,
) -> Block:
    """Who is there stays; who may join, and how all of them would work."""
    locale, pair, terms, own = telling.locale, room.pair, room.terms, room.own
    day = days.day(room.until, room.zone)
    intro = [
        say("group.join_now", locale, who=views.names(pair.members, telling)),
        say("group.join_stays", locale, day=day),
    ]
    if own.id not in room.ways:
        way, n = blocks.escaped(own.title), own.size.max
        intro.append(say("group.join_full", locale, way=way, n=n))
    named = [(way.id, views.sizes(way, locale)) for way in room.ways.values()]
    rhythms = [(r.value, say(f"rhythms.{r.value}", locale)) for r in Rhythm]
    topic = blocks.select(
        TOPIC, topics(locale), initial=terms.topic, placeholder=say("invite.topic_any", locale)
    )
    return blocks.modal(
        ids.JOIN_GROUP_FORM,
        say("group.join_title", locale),
        [
            blocks.section("\n".join(intro)),
            blocks.field(
                WHOM,
                say("group.join_whom", locale),
                blocks.several_people(WHOM, asked, room.most),
                hint=say("group.whom_hint", locale),
            ),
            blocks.field(WAY, say("group.way", locale), blocks.radio(WAY, named, initial=own.id)),
            blocks.field(TOPIC, say("invite.topic", locale), topic, optional=True),
            blocks.field(
                RHYTHM,
                say("group.rhythm", locale),
                blocks.select(RHYTHM, rhythms, initial=terms.rhythm.value),
            ),
            blocks.section(views.lines(locale)),
            *views.power_question(locale, unfolded=power),
        ],
        submit=say("group.submit", locale),
        close=say("app.cancel", locale),
        key=key,
        partnership=pair.id,
        power=YES if power else NO,
    )


def wrong_size(least: int, most: int, now: int, locale: str) -> str:
    """How many can be asked to join a group of so many."""
    others = now - 1
    return views.sized("group.join_size", max(least - others, 1), most - others, locale)


def message(invitation: Invitation, tally: Tally | None, telling: Telling) -> Message:
    """The suggestion, in the DM of somebody who is there; answered or over, how it ended."""
    locale = telling.locale
    if tally is None or not invitation.open:
        state = "withdrawn" if invitation.open else invitation.state.value
        who = views.name(invitation.by, telling)
        return views.line(say(f"group.join_{state}", locale, who=who))
    text = f"{views.suggestion(tally, telling)} {say('group.join_all', locale)}"
    see = say("group.join_see", locale)
    buttons = [
        blocks.button(ids.SEE_INVITATION, see, style="primary", invitation=invitation.id),
        blocks.button(ids.NOT_THIS_TIME, say("invite.no_thanks", locale), invitation=invitation.id),
    ]
    return Message(text, [blocks.section(text), blocks.actions(*buttons)])


def stays(telling: Telling) -> Message:
    """Nobody joins; whose answer it was is nobody's business."""
    return views.line(say("group.stays", telling.locale))
