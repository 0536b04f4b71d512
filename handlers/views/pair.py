"""A partnership's group DM: the welcome with its box, the live card, and how it ends."""

from flows.coaching import Course
from flows.cycle import Cycle
from flows.effects import RestReason
from flows.meetings import Ahead
from flows.partnership import Partnership, PartnershipState
from flows.stage import RunState, StageRun
from flows.together import SPARK, run_of
from handlers import ids
from handlers.seams import Block, Message, Telling
from handlers.views import blocks, days, naming
from handlers.views import gathered as gathered_views
from handlers.views import growing as growing_views
from handlers.views import guests as guest_views
from handlers.views import minutes as minutes_views
from handlers.views import parking as parking_views
from handlers.views import replies as replies_views
from handlers.views import second_thoughts as thoughts_views
from handlers.views import visit as visit_views
from handlers.words import say

SENTENCE = "why"
SHORT = "short"
"""How a pair begins: the welcome carries the box of the opening sentence (practice B0)."""
PAIR = 2


def names(pair: Partnership, telling: Telling) -> str:
    """The members' names in a row."""
    nobody = say("app.somebody", telling.locale)
    return ", ".join(blocks.escaped(telling.names.get(m, nobody)) for m in pair.members)


def welcome(course: Course, telling: Telling) -> Message:
    """The first post: the box of the opening sentence, and [Read both] once both are in."""
    locale, pair, run = telling.locale, course.pair, run_of(course)
    if run is not None and run.revealed:
        text = say("pair.welcome_open", locale)
        read = blocks.button(
            ids.READ_TOGETHER,
            say("pair.read_both", locale),
            style="primary",
            partnership=pair.id,
            cycle=course.cycle.id,
        )
        return Message(text, [blocks.section(text), blocks.actions(read)])
    if course.cycle.start != SHORT:
        text = say("group.welcome", locale, who=names(pair, telling))
        return Message(text, [blocks.section(text)])
    text = say("pair.welcome", locale)
    if run is None or run.finished or pair.state is not PartnershipState.ACTIVE:
        return Message(text, [blocks.section(text)])
    asked = course.stage(run).prompt(SENTENCE)
    box = blocks.field(
        SENTENCE,
        asked.ask if asked else say("pair.sentence", locale),
        blocks.typed(SENTENCE),
        optional=True,
        hint=say("pair.sentence_hint", locale),
    )
    send = blocks.button(
        ids.ANSWER_BOX,
        say("pair.send", locale),
        style="primary",
        partnership=pair.id,
        run=run.id,
    )
    return Message(text, [blocks.section(text), box, blocks.actions(send)])


def card(course: Course, telling: Telling, ahead: Ahead | None = None) -> Message:
    """The cycle's one live card: where it stands, and what its members can do from here."""
    locale, pair = telling.locale, course.pair
    title = say(
        "pair.card_title",
        locale,
        way=blocks.escaped(course.rules.protocol.title),
        who=names(pair, telling),
    )
    if course.cycle.outcome is not None:
        result = say(f"closed.{course.cycle.outcome.value}", locale)
        return Message(title, [blocks.section(title), blocks.section(result)])
    if pair.state is not PartnershipState.ACTIVE:
        return _still(pair, title, locale)
    if course.cycle.over:
        over = blocks.section(say("pair.card_nothing", locale))
        return Message(title, [blocks.section(title), over])
    if too_few(course):
        return Message(title, [blocks.section(title), *another_way(course, telling)])
    shown = [blocks.section(title)]
    picks = visit_views.picked_in_card(ahead)
    lines = _lines(course, telling, picks)
    if lines:
        shown.append(blocks.section("\n".join(lines)))
    if ahead is not None:
        shown += minutes_views.for_all(course, ahead.now, telling)
        shown += visit_views.for_all(ahead, telling)
    shown += _sentences(course, locale)
    shown += thoughts_views.startable(course, telling)
    shown += replies_views.for_all(course, telling)
    shown += gathered_views.menu(course, telling)
    shown += parking_views.button(course, locale)
    shown += guest_views.button(course, locale)
    if _met(course) and pair.agreement.newest == 1:
        shown.append(blocks.context(say("agreement.whole", locale)))
    return Message(title, [*shown, *_rows(course, telling, picks)])


def too_few(course: Course) -> bool:
    """Whether it rests because its way of working needs more people than there are."""
    return course.cycle.rest_reason is RestReason.BELOW_MINIMUM


def another_way(course: Course, telling: Telling) -> list[Block]:
    """Why a group rests that is too small for its way, and the two ways on (INV-26)."""
    locale, way, pair = telling.locale, course.rules.protocol, course.pair
    text = say("group.too_few_rests", locale, way=blocks.escaped(way.title), least=way.size.min)
    press = say("group.another", locale)
    choose = blocks.button(ids.ANOTHER_WAY, press, style="primary", partnership=pair.id)
    agreed = blocks.button(ids.SEE_AGREEMENT, say("pair.agreement", locale), partnership=pair.id)
    join = growing_views.button(pair, locale)
    return [blocks.section(text), blocks.actions(choose, agreed, *join, menu(pair, locale))]


def regrouped(pair: Partnership, course: Course | None, telling: Telling) -> Message:
    """Who the group is now; nobody's part in it is told (practice H, `changed`)."""
    text = say("group.regrouped", telling.locale, who=names(pair, telling))
    rests = another_way(course, telling) if course is not None and too_few(course) else []
    return Message(text, [blocks.section(text), *rests])


def moved(telling: Telling) -> Message:
    """The card in the conversation of an earlier membership."""
    text = say("group.moved", telling.locale)
    return Message(text, [blocks.section(text)])


def _still(pair: Partnership, title: str, locale: str) -> Message:
    paused = pair.state is PartnershipState.PAUSED
    text = say("pair.card_paused" if paused else "pair.card_ended", locale)
    shown = [blocks.section(title), blocks.section(text)]
    if paused:
        resume = blocks.button(ids.RESUME, say("pair.resume", locale), partnership=pair.id)
        shown.append(blocks.actions(resume, *growing_views.button(pair, locale)))
    return Message(title, shown)


def _met(course: Course) -> bool:
    """Whether a visit took place: then the whole agreement is offered (practice B0, 8)."""
    return any(
        run.state is RunState.DONE and course.stage(run).mode == "class"
        for run in course.cycle.runs
    )


def _lines(course: Course, telling: Telling, elsewhere: frozenset[str]) -> list[str]:
    locale, cycle = telling.locale, course.cycle
    lines = []
    turns = course.rules.protocol.turns == "serial" and not _settles(cycle)
    if cycle.turn is not None and turns:
        who = telling.names.get(cycle.turn.coachee, say("app.somebody", locale))
        lines.append(say("pair.card_turn_now", locale, who=blocks.escaped(who)))
    for run in _open(cycle, elsewhere):
        stage = course.stage(run)
        due = run.due_at
        if due is not None:
            lines.append(
                say(
                    "pair.card_step",
                    locale,
                    step=blocks.escaped(naming.step(course, run, telling)),
                    minutes=stage.minutes,
                    day=days.day(due, course.program.zone),
                )
            )
    begun = any(run.stage == SPARK for run in cycle.runs)
    two = len(course.pair.members) == PAIR
    sentences = say("pair.card_sentences" if two else "group.sentences", locale)
    return lines or ([sentences] if begun and cycle.start == SHORT else [])


def _settles(cycle: Cycle) -> bool:
    """Whether a group still sets its cycle up: nobody's turn has begun then."""
    next_up = (r for r in cycle.runs if r.gate_at is not None and not r.finished)
    return cycle.start != SHORT and any(r.blocks and r.turn is None for r in next_up)


def _sentences(course: Course, locale: str) -> list[Block]:
    """[Read all], in a group whose sentences are in, until its first step is done."""
    cycle, run = course.cycle, run_of(course)
    own = {course.rules.protocol.key(stage) for stage in course.rules.protocol.stages}
    begun = any(r.finished and r.stage in own for r in cycle.runs)
    if cycle.start == SHORT or run is None or not run.revealed or begun:
        return []
    press = blocks.button(
        ids.READ_TOGETHER, say("group.read_all", locale), partnership=course.pair.id
    )
    return [blocks.section(say("group.sentences", locale), press)]


def _open(cycle: Cycle, elsewhere: frozenset[str]) -> list[StageRun]:
    """The open steps but what the welcome has a box for and what the card shows in its rows."""
    return [
        r
        for r in cycle.runs
        if r.state is RunState.OPEN and r.blocks and r.id not in elsewhere
        if r.stage != SPARK or cycle.start != SHORT
    ]


def _rows(course: Course, telling: Telling, elsewhere: frozenset[str]) -> list[Block]:
    """A row for each open step, since buttons of one name cannot share one; then the rest."""
    pair, locale = course.pair, telling.locale
    steps = [
        blocks.button(
            ids.OPEN_STEP,
            naming.step(course, run, telling),
            style="primary",
            partnership=pair.id,
            run=run.id,
        )
        for run in _open(course.cycle, elsewhere)[:3]
    ]
    agreed = blocks.button(ids.SEE_AGREEMENT, say("pair.agreement", locale), partnership=pair.id)
    last = [agreed, *growing_views.button(pair, locale), menu(pair, locale)]
    return [*map(blocks.actions, steps), blocks.actions(*last)]


def menu(pair: Partnership, locale: str) -> Block:
    """The three dots: how it stands, and by which any member pauses or ends the partnership."""
    named = {"pause": "pair.pause", "end": "pair.end", "balance": "balance.open"}
    if len(pair.members) > PAIR:
        named["leave"] = "group.leave"
    else:
        named["join"] = "group.join"
    named["prework"] = "before.menu"
    options = [(say(key, locale), {"do": do, "partnership": pair.id}) for do, key in named.items()]
    return blocks.overflow(ids.PARTNERSHIP_MENU, options)


def leave_form(pair: Partnership, do: str, *, key: str, locale: str) -> Block:
    """The second of the two clicks: what pausing, ending or leaving does, and [Do it] (INV-02)."""
    words = f"pair.leave_{do}"
    if len(pair.members) > PAIR and do != "pause":
        words = "group.leave_form" if do == "leave" else "group.end"
    return blocks.modal(
        ids.LEAVE_FORM,
        say("pair.leave_title", locale),
        [
            blocks.section(say(words, locale)),
            blocks.context(say("pair.leave_question", locale)),
        ],
        submit=say("pair.leave_submit", locale),
        close=say("app.back", locale),
        key=key,
        partnership=pair.id,
        do=do,
    )


def note(
    kind: str, pair: Partnership, zone: str, telling: Telling, *, after: Partnership | None = None
) -> Message:
    """The same words to every member: paused, going on, or closed (INV-03).

    `after` is the group that has taken its place: whoever joined is named, nobody else's part.
    """
    locale = telling.locale
    if pair.erase_after is not None and after is not None:
        day = days.day(pair.erase_after, zone)
        text = say("group.goes_on", locale, who=names(after, telling), day=day)
        return Message(text, [blocks.section(text)])
    if pair.erase_after is not None and kind == "ended":
        text = say("pair.ended", locale, day=days.day(pair.erase_after, zone))
        return Message(text, [blocks.section(text)])
    text = say(f"pair.{kind}", locale)
    shown = [blocks.section(text)]
    if kind == "paused":
        resume = blocks.button(ids.RESUME, say("pair.resume", locale), partnership=pair.id)
        shown.append(blocks.actions(resume))
    return Message(text, shown)
