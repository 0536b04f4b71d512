"""Asking several colleagues into a group, their answers, and how it begins (practice G2, 5)."""

from collections.abc import Mapping, Sequence

from flows import choosing
from flows.agreement import Rhythm, Terms
from flows.gathering import LEAST, MOST
from flows.group_answers import Tally
from flows.ids import MemberId
from flows.partnership import Invitation, Partnership
from flows.protocol import CoachingProtocol
from handlers import ids
from handlers.seams import Block, Message, Telling
from handlers.views import blocks, days
from handlers.views.invitation import CHOOSE, NO, POWER, RHYTHM, TOPIC, WHOM, YES
from handlers.views.topics import topics
from handlers.words import say

WAY = "way"
USUAL = 4
"""So many a group is taken for until somebody is picked."""


def door(locale: str) -> Block:
    """The button that leads from asking one to asking several."""
    press = blocks.button(ids.ASK_GROUP, say("group.ask_several", locale))
    return blocks.section(say("group.several", locale), press)


def way_field(need: str) -> str:
    """Where the way of working is picked: Slack keeps what a field of one name shows."""
    return f"{WAY}_{need}" if need else WAY


def form(
    ways: Mapping[str, CoachingProtocol],
    *,
    key: str,
    locale: str,
    asked: Sequence[MemberId] = (),
    need: str = "",
    power: bool = False,
) -> Block:
    """The form that asks several; `need` is what was picked under "What would help now?"."""
    members = max(len(asked) + 1, LEAST) if asked else USUAL
    suggested = choosing.for_group(ways, need, members)
    needs = [n for n in choosing.NEEDS if choosing.for_group(ways, n, members)]
    options = [(say(f"setup.need.{name}", locale), {"need": name}) for name in needs]
    menu = blocks.menu(ids.GROUP_NEED, say("group.need_pick", locale), options)
    shown = [blocks.section(say("group.need", locale), menu)]
    if suggested is not None:
        title, why = blocks.escaped(suggested.way.title), blocks.escaped(suggested.why)
        shown.append(blocks.section(say("group.suggested", locale, way=title, why=why)))
    named = [(way.id, sizes(way, locale)) for way in ways.values()]
    name = way_field(need)
    picked = suggested.way.id if suggested else None
    rhythms = [(r.value, say(f"rhythms.{r.value}", locale)) for r in Rhythm]
    shown += [
        blocks.field(name, say("group.way", locale), blocks.radio(name, named, initial=picked)),
        blocks.field(
            WHOM,
            say("group.whom", locale),
            blocks.several_people(WHOM, asked, MOST - 1),
            hint=say("group.whom_hint", locale),
        ),
        blocks.field(
            TOPIC,
            say("invite.topic", locale),
            blocks.select(TOPIC, topics(locale), placeholder=say("invite.topic_any", locale)),
            optional=True,
        ),
        blocks.field(
            RHYTHM,
            say("group.rhythm", locale),
            blocks.select(RHYTHM, rhythms, initial=Terms().rhythm.value),
        ),
        blocks.section(lines(locale)),
        *power_question(locale, unfolded=power),
    ]
    return blocks.modal(
        ids.GROUP_FORM,
        say("group.title", locale),
        shown,
        submit=say("group.submit", locale),
        close=say("app.cancel", locale),
        key=key,
        need=need,
        power=YES if power else NO,
    )


def sizes(way: CoachingProtocol, locale: str) -> str:
    """A way of working, and how many people it is for."""
    least = max(way.size.min, LEAST)
    return sized("group.way_size", least, way.size.max, locale, way=way.title)


def sized(key: str, least: int, most: int, locale: str, **facts: str) -> str:
    """A sentence about how many people a way is for: from so many to so many, or just so many."""
    if least == most:
        return say(f"{key}_one", locale, least=least, **facts)
    return say(key, locale, least=least, most=most, **facts)


def lines(locale: str) -> str:
    """The four lines that no agreement goes without, among several (AG2, AG3, AG6, AG12)."""
    keys = ("group.line_out", "invite.line_private", "invite.line_visits", "group.line_end")
    listed = "\n".join(f"•  {say(key, locale)}" for key in keys)
    return f"{say('group.agree_intro', locale)}\n{listed}"


def power_question(locale: str, *, unfolded: bool) -> list[Block]:
    """AG9's question among several, and INV-16's note where somebody said yes."""
    options = [(NO, say("invite.power_none", locale)), (YES, say("invite.power_some", locale))]
    question = blocks.field(
        POWER, say("group.power", locale), blocks.radio(POWER, options, initial=NO)
    )
    return [question, *([_choose(locale)] if unfolded else [])]


def _choose(locale: str) -> Block:
    choose = blocks.checkboxes(CHOOSE, [(YES, say("invite.power_choose", locale))])
    return blocks.field(CHOOSE, say("group.power_note", locale), choose, optional=True)


def answer_form(
    invitation: Invitation,
    tally: Tally,
    *,
    key: str,
    telling: Telling,
    power: bool = False,
) -> Block:
    """The words that everybody asked agrees to: which way, who else is asked, what holds."""
    locale, terms = telling.locale, tally.pair.agreement.terms(1)
    by, way = name(tally.by, telling), tally.way
    here = invitation.to in tally.present
    intro = [
        suggestion(tally, telling) if here else say("group.answer_from", locale, who=by),
        say(
            "group.answer_way",
            locale,
            way=blocks.escaped(way.title),
            what=blocks.escaped(way.credit or ""),
        ),
        say("group.answer_steps", locale, steps=_steps(way)),
    ]
    others = [m for m in tally.asked if m != invitation.to]
    intro.append(say("group.answer_with", locale, who=names(others, telling)))
    if here:
        intro.append(say("group.join_anew", locale))
    if terms.topic is not None:
        intro.append(say("invite.answer_topic", locale, topic=say(f"topics.{terms.topic}", locale)))
    rhythm = say(f"rhythms.{terms.rhythm.value}", locale)
    settled = say("group.answer_rhythm", locale, rhythm=rhythm[:1].upper() + rhythm[1:], who=by)
    named = power or tally.pair.agreement.power_named(1)
    return blocks.modal(
        ids.GROUP_ANSWER_FORM,
        say("invite.answer_title", locale),
        [
            blocks.section("\n".join(intro)),
            blocks.section(settled),
            blocks.section(lines(locale)),
            *power_question(locale, unfolded=named),
        ],
        submit=say("invite.answer_submit", locale),
        close=say("app.close", locale),
        key=key,
        invitation=invitation.id,
        power=YES if named else NO,
    )


def _steps(way: CoachingProtocol) -> str:
    return " · ".join(blocks.escaped(stage.title) for stage in way.stages)


def suggestion(tally: Tally, telling: Telling) -> str:
    """Who suggests whom."""
    new = tally.newcomers
    key = "group.join_one" if len(new) == 1 else "group.join_several"
    return say(key, telling.locale, who=name(tally.by, telling), new=names(new, telling))


def message(
    invitation: Invitation, tally: Tally | None, telling: Telling, *, outsider: bool
) -> Message:
    """The invitation in the DM of the person asked; once answered or over, how it ended."""
    locale, who = telling.locale, name(invitation.by, telling)
    if tally is None or not invitation.open:
        state = "withdrawn" if invitation.open else invitation.state.value
        return line(say(f"group.{state}", locale, who=who))
    text = say("group.message", locale, who=who, way=blocks.escaped(tally.way.title))
    buttons = [_see(invitation, locale)]
    buttons.append(
        blocks.button(ids.NOT_THIS_TIME, say("invite.no_thanks", locale), invitation=invitation.id)
    )
    if outsider:
        never = say("invite.never", locale)
        buttons.append(blocks.button(ids.NEVER_AGAIN, never, invitation=invitation.id))
    return Message(text, [blocks.section(text), blocks.actions(*buttons)])


def _see(invitation: Invitation, locale: str) -> Block:
    return blocks.button(
        ids.SEE_INVITATION, say("invite.see", locale), style="primary", invitation=invitation.id
    )


def again(invitation: Invitation, telling: Telling, *, asked: bool) -> Message:
    """A power difference was named after this person's yes (INV-16)."""
    locale, who = telling.locale, name(invitation.by, telling)
    if not asked:
        return line(say("group.again_over", locale, who=who))
    text = say("group.again", locale, who=who)
    return Message(text, [blocks.section(text), blocks.actions(_see(invitation, locale))])


def line(text: str) -> Message:
    """One sentence and nothing to press."""
    return Message(text, [blocks.section(text)])


def answered(tally: Tally, telling: Telling) -> Message:
    """How many said yes, to whoever asked (practice H, `accepted`)."""
    locale = telling.locale
    text = counted(tally, locale)
    buttons = [see_who(tally, locale)]
    if tally.enough:
        press = say("group.start", locale)
        start = blocks.button(ids.START_GROUP, press, style="primary", partnership=tally.pair.id)
        buttons.append(start)
    return Message(text, [blocks.section(text), blocks.actions(*buttons)])


def counted(tally: Tally, locale: str) -> str:
    """How many said yes."""
    n = len(tally.said_yes)
    return say("group.said_yes", locale, n=n) if n else say("group.said_yes_none", locale)


def see_who(tally: Tally, locale: str) -> Block:
    """The button that shows who answered what."""
    return blocks.button(ids.SEE_ANSWERS, say("group.see_who", locale), partnership=tally.pair.id)


def who_form(tally: Tally, zone: str, *, key: str, telling: Telling, power: bool = False) -> Block:
    """Who said yes, who has not answered, who rather not; [Start] once they are enough."""
    locale, way = telling.locale, tally.way
    until = max((asked.expires_at for asked in tally.asked.values()), default=tally.pair.began_at)
    title, least, most = blocks.escaped(way.title), way.size.min, way.size.max
    rows = [
        sized("group.who_way", least, most, locale, way=title),
        say("group.who_yes", locale, who=names(tally.said_yes, telling)),
    ]
    if tally.choosing:
        rows.append(say("group.who_choosing", locale, who=names(tally.choosing, telling)))
    if tally.waiting:
        waiting, day = names(tally.waiting, telling), days.day(until, zone)
        rows.append(say("group.who_waiting", locale, who=waiting, day=day))
    if tally.declined:
        rows.append(say("group.who_no", locale, who=names(tally.declined, telling)))
    shown = [blocks.section("\n".join(rows))]
    if not tally.enough:
        shown.append(blocks.context(few(tally, locale)))
    elif tally.waiting:
        shown.append(blocks.context(say("group.who_rest", locale)))
    if tally.enough and (power or tally.by not in tally.yes):
        shown.append(_choose(locale))
    off = blocks.button(ids.CALL_OFF, say("group.call_off", locale), partnership=tally.pair.id)
    shown.append(blocks.actions(off))
    return blocks.modal(
        ids.GROUP_START_FORM,
        say("group.who_title", locale),
        shown,
        submit=say("group.start", locale) if tally.enough else None,
        close=say("app.close", locale),
        key=key,
        partnership=tally.pair.id,
    )


def few(tally: Tally, locale: str) -> str:
    """Whose yes it takes before it can begin."""
    key = "group.join_few" if tally.present else "group.who_few"
    return say(key, locale, least=tally.way.size.min)


def off(by: MemberId, reader: MemberId, telling: Telling) -> Message:
    """The group did not come together."""
    if by == reader:
        return line(say("group.off_own", telling.locale))
    return line(say("group.off_told", telling.locale, who=name(by, telling)))


def at_home(tally: Tally, who: MemberId, telling: Telling) -> Block:
    """A group that forms, on the Home of whoever asks or said yes."""
    locale, way = telling.locale, blocks.escaped(tally.way.title)
    if who == tally.by:
        n, waiting = len(tally.said_yes), len(tally.waiting)
        text = say("group.home_own", locale, way=way, n=n, waiting=waiting)
        return blocks.section(text, see_who(tally, locale))
    by, invitation = name(tally.by, telling), tally.asked[who]
    if who in tally.choosing:
        return blocks.section(say("group.again", locale, who=by), _see(invitation, locale))
    press = say("invite.no_thanks", locale)
    back = blocks.button(ids.STEP_BACK, press, invitation=invitation.id)
    return blocks.section(say("group.home_yes", locale, who=by, way=way), back)


def another_form(
    pair: Partnership, ways: Mapping[str, CoachingProtocol], *, key: str, locale: str
) -> Block:
    """The ways of working for as many as a group is now (INV-26)."""
    options = [(way.id, way.title) for way in ways.values()]
    return blocks.modal(
        ids.ANOTHER_WAY_FORM,
        say("group.another_title", locale),
        [
            blocks.section(say("group.another_intro", locale, n=len(pair.members))),
            blocks.field(WAY, say("group.way", locale), blocks.radio(WAY, options)),
        ],
        submit=say("group.another_submit", locale),
        close=say("app.close", locale),
        key=key,
        partnership=pair.id,
    )


def names(members: Sequence[MemberId], telling: Telling) -> str:
    """Their names in a row, in the order of names: nobody comes first."""
    called = ", ".join(sorted(name(member, telling) for member in members))
    return called or say("group.nobody", telling.locale)


def name(member: MemberId, telling: Telling) -> str:
    """What somebody is called, safe in a text."""
    return blocks.escaped(telling.names.get(member, say("app.somebody", telling.locale)))
