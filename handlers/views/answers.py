"""Answers of a step as somebody reads them, the form that shares one's own, and its message."""

from collections.abc import Mapping, Sequence

from flows import confirming, listening
from flows.coaching import Course
from flows.ids import MemberId, RunId
from flows.showing import Answer, Shown
from flows.stage import StageRun
from handlers import ids
from handlers.seams import Block, Message, Telling
from handlers.views import blocks, copies
from handlers.views.step import label
from handlers.words import say

TICKED = "answers"


def lines(answers: Sequence[Answer], locale: str) -> list[Block]:
    """Each question with what was answered, exactly as typed."""
    shown: list[Block] = []
    asked = ""
    for answer in answers:
        if answer.prompt.key != asked:
            shown.append(blocks.section(f"*{blocks.escaped(answer.prompt.ask)}*"))
            asked = answer.prompt.key
        if answer.gone:
            shown.append(blocks.context(say("privacy.taken_back", locale)))
        elif answer.option:
            option = label(answer.prompt, answer.option, locale)
            shown.append(blocks.section(blocks.escaped(option)))
        else:
            shown.append(blocks.literal(answer.words))
    return shown


def by_author(by: Mapping[MemberId, Sequence[Answer]], telling: Telling) -> list[Block]:
    """The answers of each author below their name."""
    shown: list[Block] = []
    for author, answers in by.items():
        shown.append(blocks.section(say("share.from", telling.locale, who=_name(author, telling))))
        shown += lines(answers, telling.locale)
    return shown


def page(found: Shown, who: MemberId, telling: Telling) -> Block:
    """What partners shared of a step; what they heard in this member's story waits for a yes."""
    shown = by_author(found.by, telling)
    for theme in confirming.waiting(found, who):
        shown.append(
            blocks.section(
                say("themes.ask", telling.locale, who=_name(theme.author, telling)),
                blocks.button(
                    ids.CONFIRM_THEME,
                    say("themes.confirm", telling.locale),
                    partnership=found.course.pair.id,
                    run=found.run.id,
                    author=theme.author,
                    key=theme.key,
                ),
            )
        )
    return blocks.modal(
        ids.PAGE,
        found.course.stage(found.run).title,
        shown,
        close=say("app.close", telling.locale),
    )


def share_form(found: Shown, who: MemberId, lead: str, *, key: str, telling: Telling) -> Block:
    """One's own answers with a box each: [Share] opens the ticked ones, [Close] keeps them.

    They start ticked, so that sharing is one press, but in a way of working that shares line by
    line: there everything stays its author's until they tick it (practice B9).
    """
    line_by_line = found.course.rules.protocol.line_by_line
    locale, own = telling.locale, found.by.get(who, [])
    kept_back = {a.prompt.key: a.prompt.ask for a in own if not (a.shared or a.own)}
    shown: list[Block] = [blocks.section(say(lead, locale)), *lines(own, locale)]
    if kept_back:
        others = ", ".join(_name(m, telling) for m in found.course.pair.others(who))
        ticks = list(kept_back.items())
        shown.append(
            blocks.field(
                TICKED,
                say("share.ask", locale, who=others),
                blocks.checkboxes(TICKED, ticks, initial=() if line_by_line else kept_back),
                optional=True,
                hint=say("share.hint_by_line" if line_by_line else "share.hint", locale),
            )
        )
        shown += copies.ahead(found.course.pair, locale)
    return blocks.modal(
        ids.SHARE_FORM,
        found.course.stage(found.run).title,
        shown,
        submit=say("share.button", locale) if kept_back else None,
        close=say("app.close", locale),
        key=key,
        partnership=found.course.pair.id,
        cycle=found.course.cycle.id,
        run=found.run.id,
    )


def shared(
    course: Course, run: StageRun, by: MemberId, to: MemberId, n: int, telling: Telling
) -> Message:
    """A partner shared answers: how many, never what they say (INV-05)."""
    locale = telling.locale
    step = blocks.escaped(course.stage(run).title)
    text = say("share.message", locale, who=_name(by, telling), step=step, n=n)
    row = [read_button(course, run.id, locale)]
    if by in listening.may_reply(course.rules, course.cycle, run, to):
        names = {"partnership": str(course.pair.id), "run": str(run.id), "to": str(by)}
        row.append(blocks.button(ids.REPLY, say("reply.button", locale), **names))
    return Message(text, [blocks.section(text), blocks.actions(*row)])


def read_button(course: Course, run: RunId, locale: str) -> Block:
    """[Read] what partners shared of a step."""
    return blocks.button(
        ids.READ_SHARED,
        say("pair.read", locale),
        partnership=course.pair.id,
        cycle=course.cycle.id,
        run=run,
    )


def _name(member: MemberId, telling: Telling) -> str:
    return blocks.escaped(telling.names.get(member, say("app.somebody", telling.locale)))
