"""Asking a colleague, and answering: the same words on both sides (practice B0, short start)."""

from collections.abc import Mapping, Sequence

from flows import inviting
from flows.agreement import Rhythm, Terms
from flows.ids import MemberId
from flows.micro_lessons import BEFORE_AGREEING, LESSONS
from flows.partnership import Invitation, InvitationState
from flows.protocol import CoachingProtocol
from handlers import ids
from handlers.seams import Block, Message, Telling
from handlers.views import blocks, learning
from handlers.views import suggestion as suggestions
from handlers.views.topics import topics
from handlers.words import say

OPENER = "opener"
WHOM = "whom"
TOPIC = "topic"
TOPIC_FILLED = "topic_filled"
POWER = "power"
CHOOSE = "choose"
FIRST = "first"
MINUTES = "minutes"
RHYTHM = "rhythm"
WAY = "way"

NO, YES = "no", "yes"
ME, THEM = "me", "them"
MINUTE_CHOICES = (10, 15, 20, 25)


def form(
    *,
    key: str,
    locale: str,
    whom: MemberId | None,
    changing: bool = False,
    power: bool = False,
    chosen: tuple[MemberId, str] | None = None,
    topic: str = "",
    suggested: Sequence[Block] | None = None,
    ways: Mapping[str, CoachingProtocol] | None = None,
    door: Sequence[Block] = (),
) -> Block:
    """The form that asks a colleague; `changing` unfolds the terms, `power` the note of INV-16.

    Without a name it offers suggestions; the one `chosen` from them stands in place of the menu.
    `ways` are those for two, `door` leads to asking several.
    """
    ways = ways or {}
    asked = (
        suggestions.asked(chosen[1], locale)
        if chosen
        else blocks.field(WHOM, say("invite.whom", locale), blocks.people(WHOM, whom))
    )
    if suggested is None:
        suggested = [] if whom or chosen else suggestions.offer(locale)
    shown: list[Block] = [
        blocks.field(
            OPENER,
            say("invite.opener", locale),
            blocks.typed(OPENER),
            optional=True,
            hint=say("invite.opener_hint", locale),
        ),
        *suggested,
        asked,
        blocks.field(
            TOPIC,
            say("invite.topic", locale),
            # Slack keeps what an input of one name shows, so a topic that is filled in has another.
            blocks.select(
                TOPIC_FILLED if topic else TOPIC,
                topics(locale),
                initial=topic or None,
                placeholder=say("invite.topic_any", locale),
            ),
            optional=True,
        ),
        *_terms(
            inviting.usual(ways, MemberId("")),
            say("invite.terms_you", locale),
            locale,
            changing=changing,
            ways=ways,
        ),
        blocks.section(lines(locale)),
        *power_question(locale, unfolded=power),
        *([] if whom or chosen else door),
    ]
    return blocks.modal(
        ids.INVITE_FORM,
        say("invite.form_title", locale),
        shown,
        submit=say("invite.form_submit", locale),
        close=say("app.cancel", locale),
        key=key,
        whom=whom or "",
        chosen=chosen[0] if chosen else "",
        topic=topic,
        changing=YES if changing else NO,
        power=YES if power else NO,
    )


def answer_form(
    invitation: Invitation,
    reader: MemberId,
    *,
    key: str,
    telling: Telling,
    changing: bool = False,
    power: bool = False,
    ways: Mapping[str, CoachingProtocol] | None = None,
) -> Block:
    """The same words for the person asked; also for the inviter when it is their turn to answer."""
    locale = telling.locale
    other = invitation.by if reader == invitation.to else invitation.to
    version = invitation.agreement.newest
    terms = invitation.agreement.terms(version)
    first = (
        say("invite.terms_you", locale)
        if terms.first == reader
        else telling.names.get(other, say("app.somebody", locale))
    )
    name = blocks.escaped(telling.names.get(other, say("app.somebody", locale)))
    intro = [say("invite.answer_from", locale, who=name)]
    if terms.topic is not None:
        intro.append(say("invite.answer_topic", locale, topic=say(f"topics.{terms.topic}", locale)))
    named = power or invitation.agreement.power_named(version)
    return blocks.modal(
        ids.INVITATION_FORM,
        say("invite.answer_title", locale),
        [
            blocks.section("\n".join(intro)),
            *_terms(
                terms,
                blocks.escaped(first),
                locale,
                changing=changing,
                reader=reader,
                ways=ways or {},
            ),
            blocks.section(lines(locale)),
            *power_question(locale, unfolded=named),
        ],
        submit=say("invite.answer_submit", locale),
        close=say("app.close", locale),
        key=key,
        invitation=invitation.id,
        version=str(version),
        changing=YES if changing else NO,
        power=YES if named else NO,
    )


def terms_line(terms: Terms, first: str, ways: Mapping[str, CoachingProtocol], locale: str) -> str:
    """How the two begin, in one line; another way of working than the usual is named."""
    way, rhythm = ways.get(terms.protocol), say(f"rhythms.{terms.rhythm.value}", locale)
    if way is None or way.id == Terms().protocol:
        minutes = terms.visit_minutes
        return say("invite.terms", locale, minutes=minutes, first=first, rhythm=rhythm)
    title = blocks.escaped(way.title)
    return say("invite.terms_way", locale, way=title, first=first, rhythm=rhythm)


def _terms(
    terms: Terms,
    first: str,
    locale: str,
    *,
    changing: bool,
    ways: Mapping[str, CoachingProtocol],
    reader: MemberId | None = None,
) -> list[Block]:
    """One line with [Change], or the choices themselves."""
    if not changing:
        line = terms_line(terms, first, ways, locale)
        change = blocks.button(ids.CHANGE_TERMS, say("invite.change", locale))
        return [blocks.section(line, change)]
    mine = terms.first in {None, "", reader}
    named = [(way.id, way.title) for way in ways.values()]
    way = blocks.select(WAY, named, initial=terms.protocol) if named else None
    return [
        *([blocks.field(WAY, say("group.way", locale), way)] if way else []),
        blocks.field(
            FIRST,
            say("invite.first", locale),
            blocks.radio(
                FIRST,
                [(ME, say("invite.first_me", locale)), (THEM, say("invite.first_them", locale))],
                initial=ME if mine else THEM,
            ),
        ),
        blocks.field(
            MINUTES,
            say("invite.minutes", locale),
            blocks.select(
                MINUTES,
                [(str(n), say("invite.minutes_n", locale, n=n)) for n in MINUTE_CHOICES],
                initial=str(terms.visit_minutes),
            ),
        ),
        blocks.field(
            RHYTHM,
            say("invite.rhythm", locale),
            blocks.select(
                RHYTHM,
                [(r.value, say(f"rhythms.{r.value}", locale)) for r in Rhythm],
                initial=terms.rhythm.value,
            ),
        ),
    ]


def lines(locale: str) -> str:
    """The four lines that no agreement goes without (AG2, AG3, AG6, AG12)."""
    keys = ("line_out", "line_private", "line_visits", "line_end")
    listed = "\n".join(f"•  {say(f'invite.{key}', locale)}" for key in keys)
    return f"{say('invite.agree_intro', locale)}\n{listed}"


def power_question(locale: str, *, unfolded: bool) -> list[Block]:
    """AG9's question, and INV-16's note where somebody said yes."""
    question = blocks.field(
        POWER,
        say("invite.power", locale),
        blocks.radio(
            POWER,
            [(NO, say("invite.power_none", locale)), (YES, say("invite.power_some", locale))],
            initial=NO,
        ),
    )
    if not unfolded:
        return [question]
    choose = blocks.checkboxes(CHOOSE, [(YES, say("invite.power_choose", locale))])
    return [
        question,
        blocks.field(CHOOSE, say("invite.power_note", locale), choose, optional=True),
        blocks.section(say("learn.power", locale), learning.play(LESSONS[BEFORE_AGREEING], locale)),
    ]


def sent(who: str, locale: str, *, later: bool) -> Block:
    """What the form turns into once the invitation is on disk."""
    words = say("invite.sent_later" if later else "invite.sent", locale, who=blocks.escaped(who))
    return page("invite.sent_title", words, locale)


def page(title: str, words: str, locale: str) -> Block:
    """A form that only says how something went."""
    return blocks.modal(
        ids.PAGE,
        say(title, locale),
        [blocks.section(words)],
        close=say("app.done", locale),
    )


def message(invitation: Invitation, telling: Telling, *, outsider: bool) -> Message:
    """The invitation in the DM of the person asked; once it is over, how it ended."""
    locale = telling.locale
    who = blocks.escaped(telling.names.get(invitation.by, say("app.somebody", locale)))
    if not invitation.open:
        return _closed(invitation.state, who, locale)
    topic = invitation.agreement.terms(1).topic
    text = (
        say("invite.message", locale, who=who, topic=say(f"topics.{topic}", locale))
        if topic
        else say("invite.message_plain", locale, who=who)
    )
    buttons = [
        blocks.button(
            ids.SEE_INVITATION,
            say("invite.see", locale),
            style="primary",
            invitation=invitation.id,
        ),
        blocks.button(ids.NOT_THIS_TIME, say("invite.no_thanks", locale), invitation=invitation.id),
    ]
    if outsider:
        buttons.append(
            blocks.button(ids.NEVER_AGAIN, say("invite.never", locale), invitation=invitation.id)
        )
    return Message(text, [blocks.section(text), blocks.actions(*buttons)])


def forgotten(telling: Telling) -> Message:
    """The invitation in the DM of the person asked, once whoever sent it deleted everything."""
    text = say("privacy.invitation_gone", telling.locale)
    return Message(text, [blocks.section(text)])


def _closed(state: InvitationState, who: str, locale: str) -> Message:
    text = say(f"invite.closed_{state.value}", locale, who=who)
    return Message(text, [blocks.section(text)])


def proposed(invitation: Invitation, reader: MemberId, telling: Telling, *, asked: bool) -> Message:
    """A new version of the words waits for this person's yes; once answered, a line."""
    locale = telling.locale
    if not asked:
        over = say("invite.proposed_over", locale)
        return Message(over, [blocks.section(over)])
    other = invitation.by if reader == invitation.to else invitation.to
    text = say(
        "invite.proposed",
        locale,
        who=blocks.escaped(telling.names.get(other, say("app.somebody", locale))),
    )
    return Message(
        text,
        [
            blocks.section(text),
            blocks.actions(
                blocks.button(
                    ids.SEE_INVITATION,
                    say("invite.read", locale),
                    style="primary",
                    invitation=invitation.id,
                )
            ),
        ],
    )


def not_this_time(invitation: Invitation, telling: Telling) -> Message:
    """What the inviter learns of a no: that, and nothing else (INV-15)."""
    locale = telling.locale
    who = blocks.escaped(telling.names.get(invitation.to, say("app.somebody", locale)))
    text = say("invite.not_this_time", locale, who=who)
    return Message(text, [blocks.section(text)])
