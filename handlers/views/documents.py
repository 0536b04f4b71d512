"""A text that a group agrees on: a version to read, and the form for the next one."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from flows import documents, first_word, gate, minutes
from flows.at_its_best import Turned
from flows.documents import Suggested, Version
from flows.ids import MemberId
from flows.outside import Outside
from flows.protocol import Prompt, Stage
from handlers import ids
from handlers.seams import Block, Message, Telling
from handlers.views import blocks, days, gathered, naming, step
from handlers.words import say


def page(found: Version, outside: Outside | None, telling: Telling) -> Block:
    """One version with what can be done about it."""
    locale, stage = telling.locale, found.stage
    title = say("version.title_of", locale, step=blocks.escaped(stage.title), number=found.number)
    shown = [blocks.section(title), *lines(stage, found.entered, telling), _state(found, telling)]
    row = _buttons(found, locale)
    shown += [blocks.actions(*row)] if row else []
    if outside is not None and found.run.finished and found.newest:
        shown += _outside(outside, locale)
    return blocks.modal(ids.PAGE, stage.title, shown, close=say("app.close", locale))


def form(
    found: Version,
    entered: Mapping[str, str],
    *,
    key: str,
    telling: Telling,
) -> Block:
    """The form of the next version, beginning with what the newest one says."""
    locale = telling.locale
    shown: list[Block] = []
    begin = first_word.comes_from(found.course.rules, found.course.cycle, found.run)
    others = bool(begin) and found.who not in begin
    if found.stage.intent and not others:
        shown.append(blocks.context(blocks.escaped(naming.lead(found.stage.intent))))
    shown.append(blocks.context(_intro(found, begin if others else (), telling)))
    shown += gathered.menu(found.course, telling)
    if any(prompt.kind == "time" for prompt in found.prompts):
        zone = str(found.course.rules.zone)
        shown.append(blocks.context(say("version.zone", locale, zone=blocks.escaped(zone))))
    shown += [_input(found, p, entered.get(p.key, ""), telling) for p in found.prompts]
    return blocks.modal(
        ids.VERSION_FORM,
        found.stage.title,
        shown,
        submit=say("version.suggest", locale),
        close=say("app.close", locale),
        key=key,
        partnership=found.course.pair.id,
        run=found.run.id,
        seen=str(found.number),
    )


def _intro(found: Version, begin: Sequence[MemberId], telling: Telling) -> str:
    """What becomes of what one writes here; before there is anything, which others begin."""
    if begin:
        who = ", ".join(_name(member, telling) for member in begin)
        return say("version.begins", telling.locale, who=who)
    return say("version.intro" if found.number else "version.none", telling.locale)


def otherwise(kept: Suggested, words: str, turned: Turned, locale: str) -> Block:
    """What was kept, and how a problem could be said as what is wanted: for its writer to take."""
    word, instead = blocks.escaped(turned.word), blocks.escaped(turned.instead)
    advice = (
        say("version.at_its_best", locale, word=word, instead=instead)
        if instead
        else say("version.more_instead", locale, word=word)
    )
    names = {"partnership": str(kept.course.pair.id), "run": str(kept.run.id)}
    change = blocks.button(ids.CHANGE_VERSION, say("version.change", locale), **names)
    return blocks.modal(
        ids.PAGE,
        say("step.kept_title", locale),
        [blocks.section(words), blocks.section(advice, change)],
        close=say("app.close", locale),
    )


def message(found: Version, by: MemberId, telling: Telling) -> Message:
    """Somebody suggests a version: [Read] (practice H, `proposed`)."""
    locale = telling.locale
    text = say(
        "version.message",
        locale,
        who=_name(by, telling),
        step=blocks.escaped(found.stage.title),
        number=found.number,
    )
    press = blocks.button(
        ids.READ_TOGETHER_TEXT, say("version.read", locale), style="primary", **_names(found)
    )
    return Message(text, [blocks.section(text), blocks.actions(press)])


def lines(stage: Stage, entered: Mapping[str, str], telling: Telling) -> list[Block]:
    """Each question that has an answer, and the answer."""
    shown: list[Block] = []
    for field, words in _in_order(stage, entered):
        prompt = gate.prompt_of(stage, field)
        if prompt is None:
            continue
        shown.append(blocks.context(f"*{blocks.escaped(prompt.ask)}*"))
        shown.append(blocks.literal(worded(prompt, words, telling)))
    return shown


def worded(prompt: Prompt, words: str, telling: Telling) -> str:
    """An answer as people read it."""
    match prompt.kind:
        case "member":
            return telling.names.get(MemberId(words), say("app.somebody", telling.locale))
        case "choice" | "yes_no":
            return step.label(prompt, words, telling.locale)
        case "case_labels":
            return ", ".join(words)
        case "date":
            return days.plainly(date.fromisoformat(words))
        case _:
            return words


def agreed_before(agreed: Iterable[tuple[Prompt, str]], locale: str) -> list[Block]:
    """What the group agreed on before, beside what is noticed now (practice B8)."""
    shown: list[Block] = []
    for prompt, words in agreed:
        before = say("version.watched", locale, ask=blocks.escaped(prompt.ask))
        shown += [blocks.context(before), blocks.literal(words)]
    return shown


def asks(stage: Stage, keys: Iterable[str]) -> str:
    """Questions by their words, in one line."""
    found = (stage.prompt(key) for key in keys)
    return " · ".join(blocks.escaped(prompt.ask) for prompt in found if prompt)


def _in_order(stage: Stage, entered: Mapping[str, str]) -> list[tuple[str, str]]:
    keys = [prompt.key for prompt in stage.prompts]
    known = [(f, w) for f, w in entered.items() if gate.prompt_of(stage, f)]

    def place(item: tuple[str, str]) -> int:
        prompt = gate.prompt_of(stage, item[0])
        return keys.index(prompt.key) if prompt else len(keys)

    return sorted(known, key=place)


def _state(found: Version, telling: Telling) -> Block:
    locale, run = telling.locale, found.run
    if not found.newest:
        return blocks.context(say("version.older", locale, number=run.version))
    if run.finished:
        return blocks.context(say("version.settled", locale))
    if found.lacks:
        return blocks.context(say("version.lacks", locale, asks=asks(found.stage, found.lacks)))
    yes = sum(part.agreed == run.version for part in run.parts)
    return blocks.context(say("version.newest", locale, yes=yes, all=len(run.parts)))


def _buttons(found: Version, locale: str) -> list[Block]:
    names, row = _names(found), []
    if found.prompts and found.newest and not found.run.finished:
        if not found.mine and not found.lacks:
            row.append(
                blocks.button(
                    ids.AGREE_VERSION, say("version.agree", locale), style="primary", **names
                )
            )
        row.append(blocks.button(ids.CHANGE_VERSION, say("version.change", locale), **names))
        if minutes.may_tune(found.course, found.run, found.who):
            row.append(blocks.button(ids.TUNE, say("time.tune", locale), **names))
    if found.before is not None:
        run, number = found.before
        earlier = {**names, "run": str(run), "number": str(number)}
        row.append(blocks.button(ids.EARLIER_VERSION, say("version.earlier", locale), **earlier))
    return row


def _outside(outside: Outside, locale: str) -> list[Block]:
    names = {"partnership": str(outside.course.pair.id), "run": str(outside.run.id)}
    mine = [say(f"outside.mine_{outside.mine}", locale)] if outside.mine else []
    told = " ".join([say("outside.all_yes" if outside.may else "outside.not_all", locale), *mine])
    return [
        blocks.divider(),
        blocks.section(blocks.escaped(outside.prompt.ask)),
        blocks.context(told),
        blocks.actions(
            blocks.button(ids.OUTSIDE_YES, say("outside.yes", locale), **names),
            blocks.button(ids.OUTSIDE_NO, say("outside.no", locale), **names),
        ),
    ]


def _input(found: Version, prompt: Prompt, earlier: str, telling: Telling) -> Block:
    locale, name = telling.locale, prompt.key
    match prompt.kind:
        case "date":
            element = blocks.dates(name, earlier or None)
        case "time":
            element = blocks.clock(name, earlier or None)
        case "member":
            members = [(str(m), _plain(m, telling)) for m in documents.nameable(found, prompt)]
            known = earlier if earlier in dict(members) else None
            element = blocks.select(name, members, initial=known)
        case "case_labels":
            most = prompt.many.most if prompt.many else 1
            labels = documents.LABELS[:most]
            boxes = [(label, say("version.label", locale, label=label)) for label in labels]
            element = blocks.checkboxes(name, boxes, initial=tuple(earlier))
        case "choice" | "yes_no":
            options = step.options(prompt, locale)
            element = blocks.radio(name, options, initial=earlier or prompt.default)
        case _:
            element = blocks.typed(name, multiline=prompt.kind == "text", initial=earlier)
    hint = prompt.starter if prompt.kind == "text" else None
    return blocks.field(name, prompt.ask, element, optional=not prompt.starred, hint=hint)


def _names(found: Version) -> dict[str, str]:
    course, run = found.course, found.run
    return {
        "partnership": str(course.pair.id),
        "cycle": str(course.cycle.id),
        "run": str(run.id),
        "number": str(found.number),
    }


def _plain(member: MemberId, telling: Telling) -> str:
    return telling.names.get(member, say("app.somebody", telling.locale))


def _name(member: MemberId, telling: Telling) -> str:
    return blocks.escaped(_plain(member, telling))
