"""A guest of a group: who suggests one, who is asked, what a guest reads (practice INV-25)."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from flows import guests
from flows.coaching import Course
from flows.guest_page import Page
from flows.guests import Entry
from flows.ids import MemberId
from flows.protocol import Prompt
from handlers import ids
from handlers.seams import Block, Message, Telling
from handlers.views import blocks, days, documents
from handlers.views.invitation import CHOOSE, NO, POWER, WHOM, YES
from handlers.words import say

STEPS = "steps"


def button(course: Course, locale: str) -> list[Block]:
    """[A guest], where the way of working knows steps for one that are still ahead."""
    if not guests.steps(course) and not course.cycle.guests:
        return []
    press = blocks.button(ids.GUESTS, say("guests.button", locale), partnership=course.pair.id)
    return [blocks.actions(press)]


def for_one(course: Course, who: MemberId, telling: Telling) -> list[Block]:
    """Those about whom this member is asked, on their Home."""
    asked = [each for each in guests.entries(course) if each.asks(who)]
    return [block for each in asked for block in _entry(each, who, telling)]


def page(course: Course, who: MemberId, telling: Telling) -> Block:
    """Everybody who is a guest or is to be one, and [Suggest a guest]."""
    locale = telling.locale
    shown = [b for each in guests.entries(course) for b in _entry(each, who, telling)]
    if guests.free(course):
        press = say("guests.suggest", locale)
        shown.append(
            blocks.actions(blocks.button(ids.SUGGEST_GUEST, press, partnership=course.pair.id))
        )
    title, close = say("guests.title", locale), say("app.close", locale)
    return blocks.modal(ids.PAGE, title, shown, close=close)


def form(
    course: Course,
    *,
    key: str,
    locale: str,
    whom: MemberId | None = None,
    steps: Collection[str] = (),
    power: bool = False,
) -> Block:
    """Whom to ask, for which steps; `power` unfolds the note of INV-16."""
    options = [(stage.id, stage.title) for stage in guests.free(course)]
    ticked = steps or [name for name, _ in options]
    answers = [(NO, say("invite.power_none", locale)), (YES, say("invite.power_some", locale))]
    shown = [
        blocks.section(say("guests.intro", locale)),
        blocks.field(
            WHOM,
            say("guests.whom", locale),
            blocks.people(WHOM, whom),
            hint=say("guests.whom_hint", locale),
        ),
        blocks.field(
            STEPS, say("guests.steps", locale), blocks.checkboxes(STEPS, options, initial=ticked)
        ),
        blocks.field(POWER, say("guests.power", locale), blocks.radio(POWER, answers, initial=NO)),
    ]
    if power:
        choose = blocks.checkboxes(CHOOSE, [(YES, say("invite.power_choose", locale))])
        shown.append(blocks.field(CHOOSE, say("guests.power_note", locale), choose, optional=True))
    return blocks.modal(
        ids.GUEST_FORM,
        say("guests.suggest", locale),
        shown,
        submit=say("guests.submit", locale),
        close=say("app.cancel", locale),
        key=key,
        partnership=course.pair.id,
        power=YES if power else NO,
    )


def asked(entry: Entry, by: MemberId, telling: Telling) -> Message:
    """A member is asked for their yes."""
    text = _words("asked_power" if entry.guest.power else "asked", entry, telling, who=by)
    return Message(text, [blocks.section(text), blocks.actions(*_yes_or_no(entry, telling))])


def invite(entry: Entry, when: str, telling: Telling) -> Message:
    """The guest is asked; after a yes the same message is where they read and step back."""
    locale, guest = telling.locale, entry.guest
    text = _words("coming" if guest.came else "invite", entry, telling, when=when)
    names = _names(entry)
    if guest.came:
        read = say("guests.read", locale)
        first = blocks.button(ids.GUEST_READ, read, style="primary", **names)
    else:
        first = blocks.button(ids.GUEST_COME, say("guests.come", locale), style="primary", **names)
    key = "guests.back" if guest.came else "guests.decline"
    back = blocks.button(ids.GUEST_DECLINE, say(key, locale), **names)
    return Message(text, [blocks.section(text), blocks.actions(first, back)])


def when(entry: Entry, at: datetime | None, telling: Telling) -> str:
    """When the next of their sessions is, as far as it is settled."""
    if at is None:
        return say("guests.invite_open", telling.locale)
    time = days.moment(at, str(entry.course.rules.zone))
    return say("guests.invite_on", telling.locale, time=time)


def at_home(entry: Entry, at: datetime | None, telling: Telling) -> list[Block]:
    """On the guest's own Home: what they are asked, or are a guest of, with the same buttons."""
    return invite(entry, when(entry, at, telling), telling).blocks


def timed(entry: Entry, text: str, telling: Telling) -> Message:
    """When a session is of which they are the guest."""
    read = blocks.button(ids.GUEST_READ, say("guests.read", telling.locale), **_names(entry))
    return Message(text, [blocks.section(text), blocks.actions(read)])


def line(text: str) -> Message:
    """A sentence with nothing to do."""
    return Message(text, [blocks.section(text)])


def seen(found: Page, *, key: str, telling: Telling) -> Block:
    """What a guest reads: times, texts that stand, cards; and their own question."""
    locale, course = telling.locale, found.entry.course
    shown: list[Block] = []
    for run, start, _ in found.times:
        time = days.moment(start, str(course.rules.zone))
        step = blocks.escaped(course.stage(run).title)
        shown.append(blocks.section(say("guests.page_times", locale, step=step, time=time)))
    for run, text in found.texts:
        shown.append(blocks.section(f"*{blocks.escaped(course.stage(run).title)}*"))
        shown += documents.lines(course.stage(run), text, telling)
    for _, cards in found.cards:
        for prompt, pieces in cards:
            shown.append(blocks.section(f"*{blocks.escaped(prompt.ask)}*"))
            shown += [blocks.literal(piece.words) for piece in pieces]
    if not found.texts:
        shown.append(blocks.section(say("guests.page_no_text", locale)))
    shown.append(blocks.context(say("guests.page_limit", locale)))
    for each in found.asked:
        box = blocks.typed(each.field, initial=each.words)
        shown.append(blocks.field(each.field, each.prompt.ask, box, optional=True))
    return blocks.modal(
        ids.GUEST_WORDS_FORM if found.asked else ids.PAGE,
        say("guests.page_title", locale),
        shown,
        submit=say("guests.page_save", locale) if found.asked else None,
        close=say("app.close", locale),
        key=key,
        **_names(found.entry),
    )


def said(found: Iterable[tuple[MemberId, Prompt, str]], telling: Telling) -> list[Block]:
    """What a guest answered, beside the talk, under their name."""
    shown: list[Block] = []
    for by, prompt, words in found:
        head = say("guests.from", telling.locale, guest=_name(by, telling))
        shown.append(blocks.section(f"{head}\n{blocks.escaped(prompt.ask)}"))
        shown.append(blocks.literal(words))
    return shown


def told(key: str, entry: Entry, telling: Telling) -> str:
    """A sentence about the guest, by its key."""
    return _words(key, entry, telling)


def group(course: Course, telling: Telling) -> str:
    """The members in a row."""
    return ", ".join(_name(m, telling) for m in course.cycle.members)


def _entry(entry: Entry, who: MemberId, telling: Telling) -> list[Block]:
    state = "comes" if entry.guest.came else "invited" if entry.agreed else "waits"
    text = blocks.section(_words(f"entry_{state}", entry, telling))
    return [text, blocks.actions(*_yes_or_no(entry, telling, asked=entry.asks(who)))]


def _yes_or_no(entry: Entry, telling: Telling, *, asked: bool = True) -> Sequence[Block]:
    locale, names = telling.locale, _names(entry)
    no = blocks.button(ids.GUEST_NO, say("guests.no" if asked else "guests.back", locale), **names)
    yes = blocks.button(ids.GUEST_YES, say("guests.yes", locale), style="primary", **names)
    return (yes, no) if asked else (no,)


def _words(
    key: str, entry: Entry, telling: Telling, who: MemberId | None = None, **facts: str
) -> str:
    course = entry.course
    return say(
        f"guests.{key}",
        telling.locale,
        guest=_name(entry.guest.member, telling),
        steps=", ".join(blocks.escaped(stage.title) for stage in entry.steps),
        way=blocks.escaped(course.rules.protocol.title),
        who=group(course, telling) if who is None else _name(who, telling),
        **facts,
    )


def _names(entry: Entry) -> dict[str, str]:
    return {"partnership": str(entry.course.pair.id), "guest": entry.guest.id}


def _name(member: MemberId, telling: Telling) -> str:
    return blocks.escaped(telling.names.get(member, say("app.somebody", telling.locale)))
