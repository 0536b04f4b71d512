"""A talk before one who takes part in it: who speaks, how long, what about, and their own notes."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from flows import changing, replying, sitting_on, talk_points, talking
from flows.coaching import Course
from flows.ids import MemberId
from flows.meetings import Meeting
from flows.policy import zone_of
from flows.protocol import QuestionSet, Stage
from flows.talk_points import Part, Points
from flows.writing import Writing
from handlers import ids
from handlers.seams import Block, Telling
from handlers.views import blocks, naming, replies
from handlers.views import minutes as minutes_views
from handlers.views import sitting as sittings
from handlers.views import step as steps
from handlers.views.step import Fold
from handlers.words import say


def points(meeting: Meeting, telling: Telling) -> list[Block]:
    """How long, who speaks first, and the questions as talking points."""
    locale, stage = telling.locale, meeting.course.stage(meeting.run)
    found = talk_points.of(meeting.course, meeting.run)
    sitting = sitting_on.of(meeting.course, meeting.run)
    if sitting is not None:
        lines = sittings.lead(meeting, sitting, telling)
        if sitting.at is None:
            return [blocks.section(" ".join(lines))]
    else:
        lines = [_length(meeting, found, telling)]
    lines.append(_order(found, meeting.who, telling))
    if found.last_word:
        lines.append(say("talk.last_word", locale))
    if found.guest is not None:
        lines.append(say("guests.last", locale, guest=_name(found.guest, telling)))
    if stage.any_order:
        lines.append(say("talk.any_order", locale))
    shown = [blocks.context(" ".join(line for line in lines if line))]
    shown += minutes_views.on_card(meeting, telling)
    shown += [_asked(part, meeting.who, telling) for part in found.parts]
    return [*shown, *_notes(stage, locale)]


def _notes(stage: Stage, locale: str) -> list[Block]:
    """Who can read what somebody keeps of the talk."""
    if stage.share not in {"on_share", "self", "members"}:
        return []
    return [blocks.context(say(f"talk.notes_{stage.share}", locale))]


def behind(course: Course, who: MemberId, now: datetime, telling: Telling) -> list[Block]:
    """The talk that was, whose card has one's notes and [It wasn't held]."""
    run = talking.just_held(course, who, now)
    if run is None:
        return []
    names = {"partnership": str(course.pair.id), "run": str(run.id)}
    see = blocks.button(ids.SEE_SESSION, say("visit.open", telling.locale), **names)
    step = blocks.escaped(naming.step(course, run, telling, who))
    return [blocks.section(say("talk.behind", telling.locale, step=step), see)]


def themes(found: Sequence[str], locale: str) -> list[Block]:
    """What was heard in the stories before, by their tellers' yes."""
    head = [blocks.section(say("themes.of_all", locale))] if found else []
    return [*head, *map(blocks.literal, found)]


def buttons(meeting: Meeting, telling: Telling) -> list[Block]:
    """[Suggest a time] [We talked] [My notes] [More questions], as far as each can be done now."""
    sitting = sitting_on.of(meeting.course, meeting.run)
    if sitting is not None:
        return sittings.buttons(meeting, sitting, telling)
    course, run, who, locale = meeting.course, meeting.run, meeting.who, telling.locale
    names = {"partnership": str(course.pair.id), "run": str(run.id)}
    untimed = run.session is None and meeting.proposal is None
    row: list[Block] = []
    if untimed and talking.askable(course, run, who):
        row.append(blocks.button(ids.ASK_TALK, say("talk.suggest", locale), **names))
    if run.session is None and run.active:
        held = blocks.button(ids.TALK_HELD, say("talk.held", locale), style="primary", **names)
        row.append(held)
    row += minutes_views.buttons(meeting, telling)
    if talking.may_note(course, run, who):
        row.append(blocks.button(ids.TALK_NOTES, say("talk.notes", locale), **names))
    if whom := replying.waiting(course, run, who):
        named = telling.names.get(whom[0], say("app.somebody", locale))
        text = say("reply.button_to", locale, who=named)
        row.append(replies.button(course, run, whom[0], text))
    if course.rules.protocol.question_sets:
        row.append(blocks.button(ids.TALK_QUESTIONS, say("talk.more", locale), **names))
    return row


def choices(meeting: Meeting) -> list[Block]:
    """What this member chose for the talk and may choose anew, each as a menu; others' as lines."""
    shown: list[Block] = []
    for prompt, chosen in changing.of_others(meeting.course, meeting.run, meeting.who):
        option = next((o for o in prompt.options if o.key == chosen), None)
        label = option.label if option else chosen
        shown += [blocks.context(blocks.escaped(prompt.ask)), blocks.literal(label)]
        if option and option.others:
            shown.append(blocks.context(blocks.escaped(option.others)))
    for run, prompt, chosen in changing.open_to(meeting.course, meeting.run, meeting.who):
        options = [(o.key, o.label) for o in prompt.options]
        menu = blocks.select(ids.CHANGE_CHOICE, options, initial=chosen)
        asked = blocks.section(blocks.escaped(prompt.ask), menu)
        shown.append({**asked, "block_id": f"{prompt.key} {run.id}"})
    return shown


def held(
    found: Writing,
    entered: Mapping[str, str],
    *,
    key: str,
    locale: str,
    fold: Fold | None = None,
) -> Block:
    """That a talk took place, with room for what one would keep of it."""
    return steps.form(
        found,
        entered,
        key=key,
        locale=locale,
        fold=fold,
        callback=ids.HELD_FORM,
        lead=_notes(found.stage, locale),
        submit="visit.held_submit",
        skips=False,
    )


def questions(sets: Iterable[QuestionSet], locale: str) -> Block:
    """Further questions for whoever listens, set by set."""
    shown: list[Block] = [blocks.section(say("talk.more_intro", locale))]
    for each in sets:
        shown += [blocks.divider(), blocks.section(_listed(each.questions))]
    return blocks.modal(
        ids.PAGE, say("talk.more_title", locale), shown, close=say("app.back", locale)
    )


def _length(meeting: Meeting, found: Points, telling: Telling) -> str:
    locale, zone = telling.locale, zone_of(meeting.zones[meeting.who])
    minutes = talking.minutes_of(meeting.course, meeting.run)
    if not found.slots:
        return say("talk.minutes", locale, minutes=minutes)
    told = []
    for slot in found.slots:
        who = _small(slot.member, meeting.who, telling)
        begins = slot.begins and slot.begins.astimezone(zone)
        told.append(say("talk.from", locale, who=who, time=f"{begins:%H:%M}") if begins else who)
    each = minutes // len(found.slots)
    return say("talk.minutes_in_all", locale, minutes=minutes, each=each, who=", ".join(told))


def _order(found: Points, who: MemberId, telling: Telling) -> str:
    if not found.order[1:]:
        return ""
    first, *others = found.order
    then = ", ".join(_small(m, who, telling) for m in others)
    if first == who:
        return say("talk.first_you", telling.locale, then=then)
    return say("talk.first", telling.locale, who=_name(first, telling), then=then)


def _asked(part: Part, who: MemberId, telling: Telling) -> Block:
    listed = _listed(prompt.ask for prompt in part.prompts)
    if part.own or part.others:
        head = say("talk.tells" if part.own else "talk.listens", telling.locale)
    elif part.members:
        own = say("talk.you", telling.locale)
        head = ", ".join(own if m == who else _name(m, telling) for m in part.members)
    else:
        return blocks.section(listed)
    return blocks.section(f"*{head}*\n{listed}")


def _listed(questions: Iterable[str]) -> str:
    return "\n".join(f"•  {blocks.escaped(question)}" for question in questions)


def _small(member: MemberId, who: MemberId, telling: Telling) -> str:
    return say("talk.you_small", telling.locale) if member == who else _name(member, telling)


def _name(member: MemberId, telling: Telling) -> str:
    return blocks.escaped(telling.names.get(member, say("app.somebody", telling.locale)))
