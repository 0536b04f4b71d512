"""`/coach-privacy`: what is held about one person, page by page, with what deletes it."""

from collections.abc import Iterator, Sequence

from flows.authored import Kind
from flows.erasing import Everything
from flows.goals import STATEMENT
from flows.ids import MemberId
from flows.own_data import OwnData, Written
from handlers import ids
from handlers.seams import Block, OwnFile, Telling
from handlers.views import blocks, days, own_files
from handlers.views import reflections as reflection_views
from handlers.views.goal_talk import label
from handlers.words import knows, say

ON_A_PAGE = 5
"""So many texts fit on a phone without losing one's way."""

MINE, RELEASED = "mine", "released"
_OF_REFLECTION = frozenset({Kind.REFLECTION, Kind.SHOWN, Kind.POSTED})
_OF_GOAL = frozenset({Kind.GOAL, Kind.GOAL_DRAFT})


def overview(data: OwnData, locale: str, *, files: bool) -> Block:
    """What is held, how much of it, and who may see it."""
    counts = dict(_counts(data))
    held = {what: n for what, n in counts.items() if n}
    shown = [blocks.section(say("privacy.intro" if held else "privacy.nothing", locale))]
    shown += [blocks.section(_row(what, n, locale)) for what, n in held.items()]
    if held:
        missing = ", ".join(_name(what, locale) for what, n in counts.items() if not n)
        shown.append(blocks.context(say("privacy.none", locale, kinds=missing)))
        shown += [blocks.divider(), *_ways(locale, files=files)]
    return _modal("privacy.title", shown, locale)


def _ways(locale: str, *, files: bool) -> list[Block]:
    row = [
        blocks.button(ids.OWN_WRITING, say("privacy.read", locale), list=MINE, first="0"),
        blocks.button(
            ids.OWN_RELEASED, say("privacy.read_released", locale), list=RELEASED, first="0"
        ),
    ]
    if files:
        row.append(blocks.button(ids.OWN_FILE, say("privacy.file", locale)))
    hint = say("privacy.file_hint" if files else "privacy.no_file", locale)
    delete = blocks.button(ids.DELETE_ALL, say("privacy.delete_all", locale), style="danger")
    return [blocks.actions(*row), blocks.context(hint), blocks.actions(delete)]


def page(data: OwnData, listed: str, first: int, zone: str, telling: Telling) -> Block:
    """Some of what the person wrote, or of what was shared with them, the youngest first."""
    locale, mine = telling.locale, listed == MINE
    texts = data.written if mine else data.released
    first = min(max(first, 0), max(0, (len(texts) - 1) // ON_A_PAGE * ON_A_PAGE))
    here = texts[first : first + ON_A_PAGE]
    shown: list[Block] = []
    if not here:
        shown.append(blocks.section(say(f"privacy.{listed}_none", locale)))
    if not mine and data.unopened:
        shown.append(blocks.context(say("privacy.unopened", locale, n=data.unopened)))
    if len(texts) > ON_A_PAGE:
        last, n = first + len(here), len(texts)
        shown.append(blocks.context(say("privacy.page", locale, first=first + 1, last=last, n=n)))
    notes: set[tuple[str, MemberId | None]] = set()
    for each in here:
        shown.append(blocks.section(_heading(each, data.who, zone, telling)))
        shown.append(blocks.literal(each.words))
        note = (each.about, each.author)
        if mine:
            shown.append(blocks.actions(_delete(each, first, locale)))
        elif each.kind is Kind.NOTE and note not in notes:
            notes.add(note)
            shown.append(blocks.actions(_delete_copy(each, first, locale)))
    shown += _turning(listed, first, len(texts), locale)
    return _modal(f"privacy.{listed}_title", shown, locale)


def delete_all(ahead: Everything, data: OwnData, *, key: str, locale: str) -> Block:
    """The one form that says exactly what goes, what stays, and what of backups."""
    goes = say(
        "privacy.all_goes",
        locale,
        texts=ahead.texts,
        partnerships=ahead.partnerships,
        invitations=ahead.invitations,
    )
    shown = [blocks.section(goes)]
    if names := _alone(ahead, data):
        shown.insert(0, blocks.section(say("privacy.all_alone", locale, programs=names)))
    shown += [blocks.section(say(f"privacy.all_{part}", locale)) for part in ("stays", "backups")]
    shown.append(blocks.context(say("privacy.all_after", locale)))
    return blocks.modal(
        ids.DELETE_ALL_FORM,
        say("privacy.all_title", locale),
        shown,
        submit=say("privacy.all_submit", locale),
        close=say("app.back", locale),
        key=key,
    )


def deleted(ahead: Everything, data: OwnData, locale: str) -> str:
    """What is said once everything is deleted, and what of somebody who leads alone stays."""
    names = _alone(ahead, data)
    return say("privacy.all_done_alone" if names else "privacy.all_done", locale, programs=names)


def _alone(ahead: Everything, data: OwnData) -> str:
    """The programs that nobody else looks after, by name."""
    return ", ".join(blocks.escaped(p.name) for p in data.led if p.id in ahead.alone_with)


def button(locale: str) -> Block:
    """[My data]."""
    return blocks.button(ids.MY_DATA, say("privacy.open", locale))


def file(data: OwnData, telling: Telling) -> OwnFile:
    """The file in the person's own DM."""
    locale = telling.locale
    entries = [*data.written, *data.released]
    return OwnFile(
        name=f"{say('privacy.file_name', locale)}.zip",
        title=say("privacy.file_title", locale),
        text=say("privacy.file_text", locale),
        body=own_files.archive(data, telling, {each.id: named(each, locale) for each in entries}),
    )


def named(each: Written, locale: str) -> str:
    """What a text is, or which question it answers."""
    kind = _name(each.kind, locale)
    if each.step and each.question:
        return say("privacy.asked", locale, step=each.step, question=each.question)
    if each.kind in _OF_REFLECTION and each.key.rpartition("|")[2]:
        return reflection_views.question(each.key.rpartition("|")[2], locale)
    if each.kind in _OF_GOAL and knows(f"goal_talk.label.{each.key}"):
        part = label(each.key, locale)
        return say("privacy.goal_part", locale, kind=kind, part=part)
    return kind


def _counts(data: OwnData) -> Iterator[tuple[str, int]]:
    """Every kind with how much of it there is; what others released is not this person's."""
    member = data.member
    yield "settings", int(member is not None)
    yield "topics", len(member.seeks) + len(member.offers) if member else 0
    yield "week", len(member.lessons) if member else 0
    yield "leave", len(member.leave) if member else 0
    yield "training", len(member.training) if member else 0
    yield "partnerships", len(data.partnerships)
    yield "invitations", len(data.invitations)
    yield "coming", len(data.coming)
    for kind in Kind:
        if kind is not Kind.AGREEMENT:  # Nobody's own: it belongs to the members together.
            yield kind.value, data.count(kind)
    yield "agreement", sum(each.kind is Kind.AGREEMENT for each in data.released)
    yield "chosen", len(data.chosen)
    yield "marks", len(data.marks)
    yield "messages", len(data.messages)


def _row(what: str, n: int, locale: str) -> str:
    return say(
        "privacy.row",
        locale,
        what=_name(what, locale),
        n=n,
        who=say(f"privacy.sees.{what}", locale),
    )


def _name(what: str, locale: str) -> str:
    return say(f"privacy.kind.{what}", locale)


def _heading(each: Written, who: MemberId, zone: str, telling: Telling) -> str:
    locale = telling.locale
    what, day = blocks.escaped(named(each, locale)), days.day(each.written_at, zone)
    if whose := _people(each, who, telling):
        return say("privacy.place_of", locale, what=what, day=day, whose=whose)
    return say("privacy.place", locale, what=what, day=day)


def _people(each: Written, who: MemberId, telling: Telling) -> str:
    locale, nobody = telling.locale, say("app.somebody", telling.locale)
    if each.author is None:
        return say("privacy.together", locale)
    if each.author != who:
        author = blocks.escaped(telling.names.get(each.author, nobody))
        return say("privacy.by", locale, who=author)
    partners = [blocks.escaped(telling.names.get(m, nobody)) for m in each.partners]
    return say("privacy.with", locale, who=", ".join(partners)) if partners else ""


def _delete(each: Written, first: int, locale: str) -> Block:
    whole = each.kind is Kind.GOAL and each.key == STATEMENT
    text = say("privacy.sure_goal" if whole else "privacy.sure_text", locale)
    press = blocks.button(
        ids.DELETE_TEXT, say("privacy.delete", locale), piece=each.id, first=str(first)
    )
    return _sure(press, text, locale)


def _delete_copy(each: Written, first: int, locale: str) -> Block:
    press = blocks.button(
        ids.DELETE_COPY,
        say("privacy.delete_copy", locale),
        about=each.about,
        partnership=each.partnership or "",
        author=each.author or "",
        first=str(first),
    )
    return _sure(press, say("privacy.sure_copy", locale), locale)


def _sure(press: Block, text: str, locale: str) -> Block:
    return blocks.asking(
        press,
        say("privacy.sure", locale),
        text,
        yes=say("privacy.sure_yes", locale),
        no=say("privacy.sure_no", locale),
    )


def _turning(listed: str, first: int, n: int, locale: str) -> list[Block]:
    turn = []
    if first > 0:
        turn.append(
            blocks.button(
                ids.YOUNGER,
                say("privacy.younger", locale),
                list=listed,
                first=str(first - ON_A_PAGE),
            )
        )
    if first + ON_A_PAGE < n:
        turn.append(
            blocks.button(
                ids.OLDER, say("privacy.older", locale), list=listed, first=str(first + ON_A_PAGE)
            )
        )
    return [blocks.divider(), blocks.actions(*turn)] if turn else []


def _modal(title: str, shown: Sequence[Block], locale: str) -> Block:
    return blocks.modal(ids.PAGE, say(title, locale), list(shown), close=say("app.close", locale))
