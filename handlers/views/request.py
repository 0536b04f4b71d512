"""The forms for a time: the host's request with it, another time, a talk."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from flows import forgone
from flows.ids import MemberId
from flows.levels import Level
from flows.meetings import Meeting
from flows.policy import zone_of
from flows.protocol import Prompt, Stage
from flows.requesting import GOAL, MINE, PLACE, Prepared
from flows.timetable import VisitTime
from flows.visiting import Visit
from handlers import ids
from handlers.seams import Block, Telling
from handlers.views import asking, blocks, naming, times
from handlers.words import say

DATE, START, END, PICK, MINUTES = "date", "start", "end", "pick", "minutes"
ANOTHER = "another"
WHEN, CHOICES, MORE = "when", "choices", "more"
"""The parts of the request that a press unfolds."""

MINUTE_CHOICES = (10, 15, 20, 25, 30, 45)
WHEN_KINDS = frozenset({"date", "time"})


def request(
    begun: Prepared,
    who: MemberId,
    start: datetime | None,
    end: datetime | None,
    *,
    key: str,
    telling: Telling,
    unfolded: Collection[str] = (),
    picked: Mapping[str, str] | None = None,
) -> Block:
    """What the host asks for: two boxes first, everything else a line that can be changed.

    Whoever wants to be asked everything at once is. Without a visitor no time or place is asked.
    """
    if begun.asks is not Level.LIGHT:
        unfolded = {*unfolded, CHOICES, MORE}
    visit, locale = begun.visit, telling.locale
    stage = visit.course.stage(visit.request)
    zone = visit.zones[who]
    chosen = chosen_before(begun) | dict(picked or {})
    follows = forgone.visit_follows(visit.course.rules.protocol, chosen)
    shown = _intro(visit, chosen, telling)
    if follows and start is not None and end is not None and WHEN not in unfolded:
        time = times.for_reader(start, who, visit.zones, telling.names, locale, end=end)
        line = say("visit.when", locale, time=blocks.escaped(time))
        shown.append(blocks.section(line, _unfold(WHEN, say("visit.change", locale))))
    elif follows:
        shown += when(start, end, zone, locale)
    initial = begun.texts
    shown += [
        _box(p, initial.get(p.key, ""), begun.asks, locale)
        for p in stage.prompts
        if p.starred and (p.kind == "text" or (p.kind == "place" and follows))
    ]
    shown += _choices(visit, chosen, locale, unfolded=CHOICES in unfolded)
    more = [p for p in stage.prompts if not p.starred and p.kind == "text"]
    if any(initial.get(p.key) for p in more):
        unfolded = {*unfolded, MORE}
    if MORE in unfolded:
        shown += [_box(p, initial.get(p.key, ""), begun.asks, locale) for p in more]
    names = {"partnership": visit.course.pair.id, "run": visit.request.id}
    none = blocks.button(ids.SKIP_STEP, say("visit.no_visit", locale), **names)
    unfold = [_unfold(MORE, say("visit.more", locale))] if more and MORE not in unfolded else []
    shown.append(blocks.actions(*unfold, none, asking.menu(begun.asks, locale)))
    return blocks.modal(
        ids.REQUEST_FORM,
        stage.title,
        shown,
        submit=say("visit.send", locale),
        close=say("app.close", locale),
        key=key,
        partnership=visit.course.pair.id,
        run=visit.run.id,
        start=start.isoformat() if start else "",
        end=end.isoformat() if end else "",
        unfolded=" ".join(sorted(unfolded)),
    )


def when(start: datetime | None, end: datetime | None, zone: str, locale: str) -> list[Block]:
    """Day, start and end, in the reader's own zone."""
    local = [at.astimezone(zone_of(zone)) if at else None for at in (start, end)]
    first, last = local
    return [
        blocks.field(
            DATE,
            say("visit.date", locale),
            blocks.dates(DATE, first.date().isoformat() if first else None),
        ),
        blocks.field(
            START,
            say("visit.start", locale),
            blocks.clock(START, f"{first:%H:%M}" if first else None),
            hint=say("visit.zone_hint", locale, zone=zone),
        ),
        blocks.field(
            END, say("visit.end", locale), blocks.clock(END, f"{last:%H:%M}" if last else None)
        ),
    ]


def another_time(
    meeting: Meeting,
    suggested: Sequence[VisitTime],
    *,
    key: str,
    telling: Telling,
) -> Block:
    """Three more times, or a day and a time of one's own; the host may change the place too."""
    locale, who = telling.locale, meeting.who
    moves = meeting.host == who and meeting.run.session is not None
    whom = ", ".join(_name(m, telling) for m in meeting.people if m != who)
    intro = say("visit.time_intro_host" if moves else "visit.time_intro", locale, who=whom)
    shown: list[Block] = [blocks.context(intro)]
    if suggested:
        options = [
            (
                f"{time.span.start.isoformat()} {time.span.end.isoformat()}",
                times.spanned(time.span.start, time.span.end, meeting.zones[who]),
            )
            for time in suggested
        ]
        options.append((ANOTHER, say("visit.another_line", locale)))
        shown.append(
            blocks.field(
                PICK, say("visit.time_pick", locale), blocks.radio(PICK, options), optional=True
            )
        )
    zone = meeting.zones[who]
    shown += [{**field, "optional": True} for field in when(None, None, zone, locale)]
    if meeting.host == who:
        shown.append(
            blocks.field(
                PLACE,
                say("visit.place", locale),
                blocks.typed(PLACE, multiline=False, initial=meeting.place),
                optional=bool(meeting.place),
            )
        )
    return blocks.modal(
        ids.TIME_FORM,
        say("visit.time_title", locale),
        shown,
        submit=say("visit.time_move" if moves else "visit.time_send", locale),
        close=say("app.close", locale),
        key=key,
        partnership=meeting.course.pair.id,
        run=meeting.run.id,
    )


def talk(meeting: Meeting, minutes: int, *, key: str, telling: Telling) -> Block:
    """A day, a time and how long: what a talk needs."""
    locale, who = telling.locale, meeting.who
    whom = ", ".join(_name(m, telling) for m in meeting.people if m != who)
    date, start, _ = when(None, None, meeting.zones[who], locale)
    choices = sorted({*MINUTE_CHOICES, minutes})
    options = [(str(n), say("visit.minutes_n", locale, n=n)) for n in choices]
    length = blocks.field(
        MINUTES,
        say("visit.minutes", locale),
        blocks.select(MINUTES, options, initial=str(minutes)),
    )
    return blocks.modal(
        ids.TALK_FORM,
        say("visit.talk_title", locale),
        [blocks.context(say("visit.talk_intro", locale, who=whom)), date, start, length],
        submit=say("visit.time_send", locale),
        close=say("app.close", locale),
        key=key,
        partnership=meeting.course.pair.id,
        run=meeting.run.id,
    )


def chosen_before(begun: Prepared) -> dict[str, str]:
    """What the request chooses while nothing is picked: what was chosen before, else the usual."""
    stage = begun.visit.course.stage(begun.visit.request)
    return choices_of(stage, MINE if begun.goal else "") | dict(begun.choices)


def choices_of(stage: Stage, goal: str) -> dict[str, str]:
    """What the request chooses while its choices are folded."""
    return {
        p.key: goal if p.key == GOAL and goal else p.default
        for p in stage.prompts
        if p.kind == "choice" and p.default is not None
    }


def _intro(visit: Visit, chosen: Mapping[str, str], telling: Telling) -> list[Block]:
    """Who reads it and is asked; where nobody comes, what comes instead."""
    protocol, locale = visit.course.rules.protocol, telling.locale
    if forgone.visit_follows(protocol, chosen):
        whom = ", ".join(_name(m, telling) for m in visit.visitors)
        return [blocks.context(say("visit.request_intro", locale, who=whom))]
    found = [blocks.context(say("visit.alone_intro", locale))]
    step = forgone.instead(protocol, chosen)
    if step is not None and step.intent:
        found.append(blocks.context(blocks.escaped(naming.lead(step.intent))))
    return found


def _choices(
    visit: Visit, chosen: Mapping[str, str], locale: str, *, unfolded: bool
) -> list[Block]:
    stage, protocol = visit.course.stage(visit.request), visit.course.rules.protocol
    asked = [p for p in stage.prompts if p.kind == "choice"]
    if unfolded:
        shown: list[Block] = []
        for p in asked:
            redraws = forgone.decides_visit(protocol, p)
            options = [(o.key, o.label) for o in p.options]
            press = ids.VISIT_OR_NOT if redraws else p.key
            radio = blocks.radio(press, options, initial=chosen.get(p.key))
            shown.append(blocks.field(p.key, p.ask, radio, dispatch=redraws))
        return shown
    labels = [o.label for p in asked for o in p.options if p.starred and o.key == chosen.get(p.key)]
    line = blocks.escaped(" · ".join(labels))
    return [blocks.section(line, _unfold(CHOICES, say("visit.change", locale)))]


def _unfold(part: str, label: str) -> Block:
    return blocks.button(ids.UNFOLD_REQUEST, label, part=part)


def _box(prompt: Prompt, initial: str, level: Level, locale: str) -> Block:
    element = blocks.typed(prompt.key, multiline=prompt.kind == "text", initial=initial)
    hint = asking.hint(prompt, level, locale)
    return blocks.field(prompt.key, prompt.ask, element, optional=not prompt.starred, hint=hint)


def _name(member: MemberId, telling: Telling) -> str:
    return blocks.escaped(telling.names.get(member, say("app.somebody", telling.locale)))
