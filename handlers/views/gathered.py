"""What a group shares around its steps: texts and cards to read, small roles, who is not there."""

from collections.abc import Mapping, Sequence

from flows import cards, documents, showing, small_roles
from flows.coaching import Course
from flows.ids import MemberId
from flows.meetings import Meeting
from flows.stage import StageRun
from handlers import ids
from handlers.seams import Block, Telling
from handlers.views import blocks, naming
from handlers.words import say


def menu(course: Course, telling: Telling) -> list[Block]:
    """[Read together]: texts that stand, what all kept of a step, and cards that are locked."""
    locale = telling.locale
    where = {"partnership": str(course.pair.id), "cycle": str(course.cycle.id)}
    options = [
        (_titled(course, run, telling), {**where, "run": str(run.id), "what": "text"})
        for run in documents.standing(course)
    ]
    options += [
        (_titled(course, run, telling), {**where, "run": str(run.id), "what": "answers"})
        for run in showing.theirs_together(course)
    ]
    options += [
        (
            _titled(course, run, telling, say("cards.title", locale)),
            {**where, "run": str(run.id), "what": "cards"},
        )
        for run in cards.open_pools(course)
    ]
    if not options:
        return []
    label = say("version.read_menu", locale)
    return [blocks.actions(blocks.menu(ids.READ_TOGETHER_TEXT, label, options))]


def _titled(course: Course, run: StageRun, telling: Telling, title: str = "") -> str:
    """What is read, with whose turn it was of one that is over."""
    title, turn = title or course.stage(run).title, course.cycle.turn
    owner = course.cycle.coachee(run)
    if owner is None or (turn is not None and run.turn == turn.number):
        return title
    who = telling.names.get(owner, say("app.somebody", telling.locale))
    return say("talk.step_of", telling.locale, step=title, who=who)


def on_talk(meeting: Meeting, telling: Telling) -> list[Block]:
    """Below a talk's card: who keeps it going, who is not there, and what can be read."""
    locale, course, run = telling.locale, meeting.course, meeting.run
    helpers = () if meeting.is_visit else small_roles.of(course, run)
    lines = [
        say("group.small", locale, role=naming.helper(role, locale), who=_name(who, telling))
        for role, who in helpers
    ]
    absent = small_roles.away(course, run)
    away = [_name(member, telling) for member in absent if member != meeting.who]
    if meeting.who in absent:
        lines.append(say("group.away_you", locale))
    if away:
        lines.append(say("group.away", locale, who=", ".join(away)))
    lines += [
        say("group.listens", locale, who=_name(member, telling))
        if member != meeting.who
        else say("group.listens_you", locale)
        for member in course.rules.listening(course.cycle, run)
    ]
    shown = [blocks.context(" ".join(lines))] if lines else []
    if cards.never_opened(course, run):
        shown.append(blocks.context(say("cards.without", locale)))
    return [*shown, *menu(course, telling)]


def on_visit(
    watched: Mapping[MemberId, Sequence[str]], who: MemberId, telling: Telling
) -> list[Block]:
    """Which case students each observer watches, one's own first."""
    if not watched:
        return []
    locale = telling.locale
    lines = (
        [say("version.you_watch", locale, labels=_joined(watched[who]))] if who in watched else []
    )
    lines += [
        say("version.watches", locale, who=_name(member, telling), labels=_joined(labels))
        for member, labels in watched.items()
        if member != who
    ]
    return [blocks.context(" ".join(lines))]


def _joined(labels: Sequence[str]) -> str:
    return ", ".join(labels)


def _name(member: MemberId, telling: Telling) -> str:
    return blocks.escaped(telling.names.get(member, say("app.somebody", telling.locale)))
