"""What is next for one person: the Home, and the same below `/coach` and `/coach-status`."""

from flows import feedback, sitting_on
from flows.coaching import Course
from flows.ids import MemberId
from flows.partnership import Invitation, PartnershipState
from flows.people import Program
from flows.stage import StageRun
from flows.standing import Standing, Together
from flows.together import SPARK
from handlers import ids
from handlers.seams import Block, HomeView, Message, Telling
from handlers.views import asking as asking_views
from handlers.views import asking_on, blocks, days, naming, workshop_card
from handlers.views import feedback as feedback_views
from handlers.views import gathering as gathering_views
from handlers.views import goal as goal_views
from handlers.views import goal_talk as talk_views
from handlers.views import good_question as question_views
from handlers.views import growing as growing_views
from handlers.views import guests as guest_views
from handlers.views import learning as learning_views
from handlers.views import own_lessons as own_lesson_views
from handlers.views import own_week as own_week_views
from handlers.views import pair as pair_views
from handlers.views import privacy as privacy_views
from handlers.views import replies as replies_views
from handlers.views import second_thoughts as thoughts_views
from handlers.views import sitting as sittings
from handlers.views import strategies as strategy_views
from handlers.views import talk as talk_card_views
from handlers.views import visit as visit_views
from handlers.views import workshop as workshop_views
from handlers.words import say

PAIR = 2
NAMED = 3
"""So many partners are named on a line of the Home, and so many workshops stand there."""


def home(standing: Standing, telling: Telling) -> HomeView:
    """The whole Home of one person."""
    locale = telling.locale
    shown = [blocks.header(say("home.title", locale)), *next_for(standing, telling)]
    if standing.together:
        shown += [blocks.divider(), blocks.header(say("home.partnerships", locale))]
        for together in standing.together:
            shown.append(_partnership(together, standing, telling))
            more = growing_views.button(together.pair, locale)
            shown += [blocks.actions(*more)] if more else []
    shown += _closed(standing, telling)
    if standing.goals or standing.begun:
        shown += [blocks.divider(), blocks.header(say("home.goals", locale))]
        for worded in standing.goals:
            day = worded.goal.review_on.isoformat() if worded.goal.review_on else ""
            shown += goal_views.lines(worded.goal, worded.statement, day, locale)
        shown += [talk_views.waiting(draft.id, locale) for draft in standing.begun]
    if standing.program is not None:
        line = own_week_views.line(locale)
        shown += [blocks.divider(), blocks.section(line, own_week_views.button(locale))]
        shown.append(
            blocks.actions(
                asking_views.button(locale),
                learning_views.button(locale),
                question_views.button(locale),
                strategy_views.button(locale),
            )
        )
        if standing.member is not None:
            shown += learning_views.waiting(standing.member, locale)
    if standing.led is not None:
        shown += [blocks.divider(), _facilitates(standing.led, locale)]
        shown.append(blocks.actions(workshop_views.button(standing.led, locale)))
    shown += [
        blocks.divider(),
        blocks.context(say("app.limits", locale)),
        blocks.actions(
            blocks.button(ids.EXPLAIN, say("home.help", locale)), privacy_views.button(locale)
        ),
    ]
    return HomeView({"type": "home", "blocks": shown})


def answer(standing: Standing, telling: Telling) -> Message:
    """`/coach`: what is next, as a private line under the command."""
    title = say("home.title", telling.locale)
    shown = [blocks.section(f"*{title}*"), *next_for(standing, telling)]
    if standing.program is not None:
        shown.append(blocks.actions(question_views.button(telling.locale)))
    return Message(title, shown)


def status(standing: Standing, telling: Telling) -> Message:
    """`/coach-status`: every partnership with its turn and step."""
    locale = telling.locale
    title = say("status.title", locale)
    shown = [blocks.section(f"*{title}*")]
    if standing.program is not None:
        name = blocks.escaped(standing.program.name)
        shown.append(blocks.section(say("status.program", locale, program=name)))
    if not standing.together:
        shown.append(blocks.section(say("status.none", locale)))
    for together in standing.together:
        shown.append(_partnership(together, standing, telling))
        if together.course is not None:
            shown.append(blocks.context(_progress(together.course, standing.who, telling)))
    return Message(title, shown + _closed(standing, telling))


def next_for(standing: Standing, telling: Telling) -> list[Block]:
    """What waits for this person, each with its one button; else one calm line."""
    locale = telling.locale
    shown = [_asked(i, standing, telling) for i in standing.asked]
    shown += [_asking(i, standing, telling) for i in standing.asking]
    shown += [gathering_views.at_home(tally, standing.who, telling) for tally in standing.forming]
    for together in standing.together:
        shown += _waiting(together, standing, telling)
    for entry, at in standing.guest_of:
        shown += guest_views.at_home(entry, at, telling)
    if standing.program is None:
        return shown + _programs(standing, locale)
    if not shown:
        shown.append(_nothing(standing, telling))
    shown += [
        workshop_card.at_home(workshop, _zone(standing), locale, comes=comes)
        for workshop, comes in standing.workshops[:NAMED]
    ]
    if not standing.together and not standing.asking and not standing.forming:
        press = say("home.pair", locale)
        shown.append(blocks.actions(blocks.button(ids.INVITE, press, style="primary")))
    return shown


def _programs(standing: Standing, locale: str) -> list[Block]:
    if not standing.programs:
        return [blocks.section(say("join.none", locale))]
    return [
        blocks.section(say("join.choose", locale)),
        *(
            blocks.section(
                f"*{blocks.escaped(program.name)}*",
                blocks.button(
                    ids.JOIN, say("join.button", locale), style="primary", program=program.id
                ),
            )
            for program in standing.programs
        ),
    ]


def _nothing(standing: Standing, telling: Telling) -> Block:
    active = [t for t in standing.together if t.pair.state is PartnershipState.ACTIVE]
    if not active:
        return blocks.section(say("home.nothing", telling.locale))
    who = _others(active[0], standing.who, telling)
    return blocks.section(say("home.nothing_partnered", telling.locale, who=who))


def _asked(invitation: Invitation, standing: Standing, telling: Telling) -> Block:
    locale = telling.locale
    see = blocks.button(
        ids.SEE_INVITATION, say("invite.see", locale), style="primary", invitation=invitation.id
    )
    who = _name(invitation.by, telling)
    key = "group.join_home" if invitation.id in standing.joins else "home.from_them"
    return blocks.section(say(key, locale, who=who), see)


def _asking(invitation: Invitation, standing: Standing, telling: Telling) -> Block:
    locale = telling.locale
    version = invitation.agreement.newest
    if standing.who in invitation.agreement.waiting(version):
        text = say("invite.proposed", locale, who=_name(invitation.to, telling))
        press = say("invite.read", locale)
        read = blocks.button(ids.SEE_INVITATION, press, style="primary", invitation=invitation.id)
        return blocks.section(text, read)
    back = blocks.button(ids.WITHDRAW, say("home.withdraw", locale), invitation=invitation.id)
    day = days.day(invitation.expires_at, _zone(standing))
    who = _name(invitation.to, telling)
    return blocks.section(say("home.from_you", locale, who=who, day=day), back)


def _waiting(together: Together, standing: Standing, telling: Telling) -> list[Block]:
    locale, course = telling.locale, together.course
    if course is None or together.pair.state is not PartnershipState.ACTIVE:
        return []
    who = _others(together, standing.who, telling)
    talks = together.ahead.talks if together.ahead else ()
    timed = {run.id for run, _ in talks if course.stage(run).mode == "live"}
    waits = [run for run in together.waiting if run.id not in timed]
    waits += [run for run in course.cycle.offered_to(standing.who) if run.reopened]
    shown = [_step(course, run, who, standing, telling) for run in waits]
    if together.ahead is not None:
        shown += visit_views.for_one(together.ahead, standing.who, telling)
        shown += talk_card_views.behind(course, standing.who, together.ahead.now, telling)
    shown += thoughts_views.for_one(course, standing.who, telling)
    shown += feedback_views.at_home(feedback.waiting(course, standing.who), standing.who, telling)
    shown += asking_on.lines(course, standing.who, locale)
    shown += own_lesson_views.for_one(course, standing.who, locale)
    shown += replies_views.for_one(course, standing.who, telling)
    shown += guest_views.for_one(course, standing.who, telling)
    if together.revealed:
        two = len(together.pair.members) == PAIR
        press = say("pair.read_both" if two else "group.read_all", locale)
        read = blocks.button(ids.READ_TOGETHER, press, partnership=together.pair.id)
        key = "home.together_waits" if two else "group.together_waits"
        shown.append(blocks.section(say(key, locale, who=who), read))
    return shown


def _step(course: Course, run: StageRun, who: str, standing: Standing, telling: Telling) -> Block:
    stage, locale = course.stage(run), telling.locale
    press = blocks.button(
        ids.OPEN_STEP,
        say("pair.open_step", locale),
        style="primary",
        partnership=course.pair.id,
        run=run.id,
    )
    if run.stage == SPARK:
        key = "home.sentence_waits" if len(course.pair.members) == PAIR else "group.sentence_waits"
        return blocks.section(say(key, locale, who=who), press)
    sitting = sitting_on.of(course, run)
    if sitting is not None:
        return blocks.section(sittings.line(course, sitting, telling, standing.who), press)
    due = run.due_for(standing.who)
    day = days.day(due, _zone(standing)) if due else ""
    text = say(
        "home.step_waits",
        locale,
        step=blocks.escaped(naming.step(course, run, telling, standing.who)),
        who=who,
        minutes=stage.minutes,
        day=day,
    )
    return blocks.section(text, press)


def _partnership(together: Together, standing: Standing, telling: Telling) -> Block:
    locale, pair = telling.locale, together.pair
    who = _others(together, standing.who, telling)
    if pair.state is PartnershipState.PAUSED:
        resume = blocks.button(ids.RESUME, say("pair.resume", locale), partnership=pair.id)
        state = say("home.state_paused", locale)
        return blocks.section(say("home.partnership", locale, who=who, state=state), resume)
    terms = pair.agreement.terms(pair.agreement.in_force)
    rhythm = say(f"rhythms.{terms.rhythm.value}", locale)
    state = say("home.state_active", locale, rhythm=rhythm)
    text = say("home.partnership", locale, who=who, state=state)
    return blocks.section(text, pair_views.menu(pair, locale))


def _closed(standing: Standing, telling: Telling) -> list[Block]:
    """What of ended partnerships can still be read, and until when (INV-18)."""
    locale = telling.locale
    zone = standing.program.zone if standing.program else _zone(standing)
    read = blocks.button(ids.MY_DATA, say("home.read_copies", locale))
    return [
        blocks.section(
            say(
                "home.closed",
                locale,
                who=", ".join(_name(m, telling) for m in pair.others(standing.who)),
                day=days.day(pair.erase_after, zone),
            ),
            read,
        )
        for pair in standing.closed
        if pair.erase_after is not None
    ]


def _progress(course: Course, who: MemberId, telling: Telling) -> str:
    locale = telling.locale
    waiting = course.cycle.waiting_for(who)
    if waiting:
        return say(
            "home.state_waiting", locale, step=blocks.escaped(course.stage(waiting[0]).title)
        )
    running = [r for r in course.cycle.runs if r.active and r.blocks]
    if running:
        return say(
            "home.state_progress", locale, step=blocks.escaped(course.stage(running[0]).title)
        )
    return say("pair.card_nothing", locale)


def _facilitates(program: Program, locale: str) -> Block:
    text = say("home.facilitate", locale, program=blocks.escaped(program.name))
    press = blocks.button(ids.OPEN_PROGRAM, say("home.settings", locale))
    return blocks.section(text, press)


def _others(together: Together, who: MemberId, telling: Telling) -> str:
    """The partners' names; of a large group the first few, so that a line stays one."""
    others = [_name(m, telling) for m in together.others(who)]
    if len(others) <= NAMED:
        return ", ".join(others)
    first, n = ", ".join(others[: NAMED - 1]), len(others) - NAMED + 1
    return say("group.and_others", telling.locale, who=first, n=n)


def _name(member: MemberId, telling: Telling) -> str:
    return blocks.escaped(telling.names.get(member, say("app.somebody", telling.locale)))


def _zone(standing: Standing) -> str:
    return standing.member.zone if standing.member else "UTC"
