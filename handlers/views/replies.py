"""Replying to somebody's step: the form, its button, and the reply as it is read."""

from collections.abc import Mapping, Sequence

from flows import replying
from flows.coaching import Course
from flows.ids import CycleId, MemberId
from flows.lints import Advice
from flows.replying import HEARD, IDEA, QUESTION, Received, Replying
from flows.stage import StageRun
from handlers import ids
from handlers.seams import Block, Message, Telling
from handlers.views import answers, blocks
from handlers.views import step as steps
from handlers.words import say

NOTHING: Mapping[str, str] = {}
MOST_AT_HOME = 2
"""So many of each stand on the Home; older ones are below one's own data."""


def form(
    found: Replying,
    *,
    key: str,
    telling: Telling,
    said: Mapping[str, str] = NOTHING,
    hints: Sequence[tuple[str, Advice]] = (),
) -> Block:
    """What was shared, and the few lines that may be said to it; once more with advice on them."""
    locale, who = telling.locale, name(found.to, telling)
    shown: list[Block] = [blocks.context(say("reply.intro", locale, who=who))]
    if found.read:
        shown += answers.lines(found.read, locale)
    else:
        shown.append(blocks.context(say("reply.nothing_shared", locale, who=who)))
    shown += [
        block
        for field, kind in found.fields
        for block in (*_advice(field, hints, locale), _input(field, kind, said, locale))
    ]
    if found.asks_for_ideas and IDEA not in dict(found.fields).values():
        reason = "reply.no_ideas" if found.ideas_after else "reply.no_ideas_yet"
        shown.append(blocks.context(say(reason, locale, who=who)))
    return blocks.modal(
        ids.REPLY_FORM,
        say("reply.title", locale),
        shown,
        submit=say("write.as_it_is" if hints else "reply.send", locale),
        close=say("app.close", locale),
        key=key,
        partnership=found.course.pair.id,
        run=found.run.id,
        to=found.to,
        **({"advised": steps.YES} if hints else {}),
    )


def button(course: Course, run: StageRun, to: MemberId | None, text: str) -> Block:
    """[Reply] to a step; without a name it finds out to whom."""
    names = {"partnership": str(course.pair.id), "run": str(run.id), "to": to or ""}
    return blocks.button(ids.REPLY, text, **names)


def for_one(course: Course, who: MemberId, telling: Telling) -> list[Block]:
    """What this member may reply to, and what was replied to them: for their Home and `/coach`."""
    locale = telling.locale
    asked = [
        blocks.section(
            say("reply.ask", locale, who=name(to, telling), step=_step(course, run)),
            button(course, run, to, say("reply.button", locale)),
        )
        for run in reversed(course.cycle.runs)
        if course.stage(run).mode == "async"
        for to in replying.waiting(course, run, who)
    ]
    read = [
        blocks.section(
            say("reply.waits", locale, who=_repliers(run, who, telling), step=_step(course, run)),
            read_button(course, run, course.cycle.id, locale),
        )
        for run in replying.received(course, who)
    ]
    return asked[:MOST_AT_HOME] + read[:MOST_AT_HOME]


def for_all(course: Course, telling: Telling) -> list[Block]:
    """[Reply to …] on the live card; whoever may not is told so."""
    found = [
        (run, to)
        for run in reversed(course.cycle.runs)
        if course.stage(run).mode == "async"
        for to in dict.fromkeys(
            to for who in course.cycle.members for to in replying.waiting(course, run, who)
        )
    ]
    return [
        blocks.section(
            say("talk.step_of", telling.locale, step=_step(course, run), who=name(to, telling)),
            button(course, run, to, say("reply.button", telling.locale)),
        )
        for run, to in found[:MOST_AT_HOME]
    ]


def message(course: Course, run: StageRun, by: MemberId, n: int, telling: Telling) -> Message:
    """Somebody replied: how many lines, never what they say (INV-05)."""
    locale = telling.locale
    text = say("reply.message", locale, who=name(by, telling), step=_step(course, run), n=n)
    read = read_button(course, run, course.cycle.id, locale)
    return Message(text, [blocks.section(text), blocks.actions(read)])


def page(found: Received, telling: Telling) -> Block:
    """The replies to one's own step, each as it was written."""
    locale = telling.locale
    shown: list[Block] = []
    for author, lines in found.by.items():
        shown.append(blocks.section(say("reply.from", locale, who=name(author, telling))))
        for kind, words in lines:
            shown += [blocks.context(say(SAYS[kind], locale)), blocks.literal(words)]
    title = found.course.stage(found.run).title
    return blocks.modal(ids.PAGE, title, shown, close=say("app.close", locale))


def read_button(course: Course, run: StageRun, cycle: CycleId, locale: str) -> Block:
    """[Read] what was replied."""
    names = {"partnership": str(course.pair.id), "cycle": str(cycle), "run": str(run.id)}
    return blocks.button(ids.READ_REPLY, say("reply.read", locale), **names)


def name(member: MemberId, telling: Telling) -> str:
    """What somebody is called, inside our own sentence."""
    return blocks.escaped(telling.names.get(member, say("app.somebody", telling.locale)))


SAYS = {HEARD: "reply.says_heard", QUESTION: "reply.says_question", IDEA: "reply.says_idea"}
ASKS = {HEARD: "reply.heard", QUESTION: "reply.question", IDEA: "reply.idea"}
HINTS = {HEARD: "reply.heard_hint", QUESTION: "reply.question_hint", IDEA: "reply.idea_hint"}


def _advice(field: str, hints: Sequence[tuple[str, Advice]], locale: str) -> list[Block]:
    """What is asked about the words in that input."""
    return [
        blocks.context(say(hint.words, locale, word=blocks.escaped(hint.word)))
        for name, hint in hints
        if name == field
    ]


def _input(field: str, kind: str, said: Mapping[str, str], locale: str) -> Block:
    first = field == kind
    return blocks.field(
        field,
        say(ASKS[kind] if first else "reply.another", locale),
        blocks.typed(field, initial=said.get(field, "")),
        optional=True,
        hint=say(HINTS[kind], locale) if first else None,
    )


def _repliers(run: StageRun, who: MemberId, telling: Telling) -> str:
    part = run.part(who)
    return ", ".join(name(m, telling) for m in part.replied_by) if part else ""


def _step(course: Course, run: StageRun) -> str:
    return blocks.escaped(course.stage(run).title)
