"""Workshops as who looks after a program sets them up: announced once, changed, called off."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from flows import attending, nudge, policy, reading, saying
from flows.ids import MemberId, ProgramId, WorkshopId
from flows.notices import Channel, Effect, Notice, Priority
from flows.people import Member, Program
from flows.pieces import Sharing, Vault
from flows.ports import Reader, Work
from flows.schooldays import local_day
from flows.unchanged import Unchanged
from flows.workshop import (
    ABOUT,
    BRING,
    LONGEST,
    PLACE,
    TITLE,
    Given,
    Workshop,
    WorkshopState,
    counted,
)
from flows.written import keep_text

POST = "workshop"

KEPT = timedelta(days=30)
"""So long it can still be looked at after its end; then it is forgotten with who came."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a facilitator enters; only its title, its time and its place are needed."""

    title: str
    start: datetime
    minutes: int
    place: str
    about: str = ""
    bring: str = ""
    topic: str = ""

    @property
    def end(self) -> datetime:
        """When it is over."""
        return self.start + timedelta(minutes=self.minutes)

    @property
    def texts(self) -> Mapping[str, str]:
        """Its words, by field."""
        return {TITLE: self.title, PLACE: self.place, ABOUT: self.about, BRING: self.bring}


class Advice(StrEnum):
    """What its author may want to know; nothing of it keeps a workshop from being set up."""

    NO_SCHOOL = "no_school"
    SOON = "soon"


@dataclass(frozen=True, slots=True)
class NotTheirs(Unchanged):
    """The person does not look after this program."""


@dataclass(frozen=True, slots=True)
class Gone(Unchanged):
    """The workshop is over, called off or taken down: it cannot be changed any more."""


@dataclass(frozen=True, slots=True)
class Missing(Unchanged):
    """Nothing was typed in these fields."""

    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TooLong(Unchanged):
    """Longer than allowed, by field; nothing was cut."""

    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Past(Unchanged):
    """It would have begun already."""


@dataclass(frozen=True, slots=True)
class TooLate(Unchanged):
    """It begins before the channel can hear of it; that would be then."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Led:
    """One workshop as who looks after the program sees it: its words, and two numbers at most."""

    workshop: Workshop
    program: Program
    words: Mapping[str, str]
    items: Sequence[Given]
    advice: tuple[Advice, ...]
    posts_at: datetime
    coming: int | None
    ready: int | None
    now: datetime


Wrong = Missing | TooLong | Past


def set_up(
    work: Work, by: MemberId, program: ProgramId, plan: Plan
) -> Workshop | NotTheirs | Wrong:
    """A draft that nobody but who looks after the program sees."""
    known = work.programs.get(program)
    if known is None or not known.led_by(by):
        return NotTheirs()
    wrong = _wrong(plan, work.now)
    if wrong is not None:
        return wrong
    workshop = Workshop(
        id=WorkshopId(work.new_id()),
        program=program,
        by=by,
        state=WorkshopState.DRAFT,
        start=plan.start,
        end=plan.end,
        made_at=work.now,
        topic=plan.topic,
    )
    work.workshops.put(workshop)
    _write(work, workshop, plan.texts)
    return workshop


def announce(
    work: Work, by: MemberId, workshop: WorkshopId
) -> Workshop | NotTheirs | Gone | Past | TooLate:
    """Its one post in the program's channel, at an hour at which the channel is posted to."""
    found = led(work, by, workshop)
    if not isinstance(found, Led):
        return found
    known = found.workshop
    if known.state is not WorkshopState.DRAFT:
        return Gone()
    if known.start <= work.now:
        return Past()
    if found.posts_at >= known.start:
        return TooLate(found.posts_at)
    announced = replace(known, state=WorkshopState.OPEN, announced_at=found.posts_at)
    work.workshops.put(announced)
    for about in (known.about, *(item.about for item in found.items)):
        for piece in reading.lying(work, about):
            work.pieces.share(piece.id)
    work.outbox.say(_post(announced, found.program, Effect.POST, found.posts_at))
    _homes(work, announced)
    return announced


def change(
    work: Work, by: MemberId, workshop: WorkshopId, plan: Plan
) -> Workshop | NotTheirs | Gone | Wrong:
    """The workshop as it is now; another time or place is told to those who said they come.

    Whoever changes it goes on with it under their own name, and its words are theirs.
    """
    found = led(work, by, workshop)
    if not isinstance(found, Led):
        return found
    known = found.workshop
    if known.state is WorkshopState.OFF or known.over(work.now):
        return Gone()
    wrong = _wrong(plan, work.now)
    if wrong is not None:
        return wrong
    moved = (known.start, known.end) != (plan.start, plan.end)
    elsewhere = found.words.get(PLACE, "") != plan.place.strip()
    changed = replace(
        known,
        by=by,
        start=plan.start,
        end=plan.end,
        topic=plan.topic,
        version=known.version + (moved or elsewhere),
    )
    work.workshops.put(changed)
    _write(work, changed, plan.texts)
    if changed.state is WorkshopState.OPEN:
        if moved or elsewhere:
            attending.changed(work, changed, moved=moved)
        shown(work, changed, found.program)
        _homes(work, changed)
    return changed


def call_off(work: Work, by: MemberId, workshop: WorkshopId) -> Workshop | NotTheirs | Gone:
    """It does not take place; those who said they come are told, and the post says so."""
    found = led(work, by, workshop)
    if not isinstance(found, Led):
        return found
    if found.workshop.state is not WorkshopState.OPEN or found.workshop.over(work.now):
        return Gone()
    return _off(work, found.workshop, found.program)


def take_down(work: Work, by: MemberId, workshop: WorkshopId) -> Workshop | NotTheirs | Gone:
    """Nothing of it is left: no post, no words, nobody's answer to its questions."""
    found = led(work, by, workshop)
    if not isinstance(found, Led):
        return found
    known = found.workshop
    if known.state is WorkshopState.OPEN and not known.over(work.now):
        known = _off(work, known, found.program)
    work.outbox.unsay(known.about)
    if known.announced_at is not None:
        work.outbox.say(_post(known, found.program, Effect.DELETE, work.now))
    _homes(work, known)
    _forget(work, known)
    return known


def forget_old(work: Work, program: ProgramId) -> None:
    """What is long over is kept no longer; its post stays in the channel as it is."""
    for workshop in work.workshops.over(program, work.now - KEPT):
        _forget(work, workshop)


def taken_along(work: Work, who: MemberId) -> None:
    """What somebody set up goes with them, as their words do; who comes to it is told."""
    for workshop in work.workshops.of_author(who):
        program = work.programs.get(workshop.program)
        leader = min(program.facilitators, default=who) if program else who
        take_down(work, leader, workshop.id)
    for seat in work.seats.of_member(who):
        attending.stay_away(work, who, seat.workshop)


def led(reader: Reader, by: MemberId, workshop: WorkshopId) -> Led | NotTheirs | Gone:
    """One workshop, for who looks after its program."""
    known = reader.workshops.get(workshop)
    if known is None:
        return Gone()
    program = reader.programs.get(known.program)
    if program is None or not program.led_by(by):
        return NotTheirs()
    return _seen(reader, by, known, program)


def all_led(reader: Reader, by: MemberId, program: ProgramId) -> Sequence[Led] | NotTheirs:
    """All of a program's that are ahead or not long over, the next one first."""
    known = reader.programs.get(program)
    if known is None or not known.led_by(by):
        return NotTheirs()
    found = reader.workshops.of_program(program, reader.now - KEPT)
    return [_seen(reader, by, workshop, known) for workshop in found]


def items_of(reader: Reader, workshop: Workshop) -> list[Given]:
    """What lies before it, in the order of adding."""
    given = reader.given.of_program(workshop.program)
    return [item for item in given if item.workshop == workshop.id]


def shown(work: Work, workshop: Workshop, program: Program) -> None:
    """The post in the channel shows what is true now; nobody is notified."""
    lane, refs = Channel(program.channel), {"program": program.id, "workshop": workshop.id}
    saying.update(work, lane, POST, workshop.about, **refs)


def posts_from(program: Program, at: datetime) -> datetime:
    """The first moment from then on at which the program's channel may be posted to."""
    anybody = Member(id=MemberId(""), program=program.id, zone=program.zone)
    return nudge.person(anybody, program).open_from(at)


def _seen(reader: Reader, by: MemberId, workshop: Workshop, program: Program) -> Led:
    items = items_of(reader, workshop)
    coming, ready = attending.numbers(reader, workshop, items)
    words = reading.published(reader, workshop.about, by, program)
    return Led(
        workshop=workshop,
        program=program,
        words={piece.key: piece.words for piece in words},
        items=items,
        advice=_advice(workshop, program, reader.now),
        posts_at=workshop.announced_at or posts_from(program, reader.now),
        coming=counted(coming),
        ready=counted(ready, coming - ready) if counted(coming) is not None else None,
        now=reader.now,
    )


def _advice(workshop: Workshop, program: Program, now: datetime) -> tuple[Advice, ...]:
    calendar, zone = policy.calendar_of(program), policy.zone_of(program.zone)
    day = local_day(workshop.start, zone)
    found = []
    if not calendar.is_school_day(day):
        found.append(Advice.NO_SCHOOL)
    if now < workshop.start and calendar.count(local_day(now, zone), day) <= attending.EARLY:
        found.append(Advice.SOON)
    return tuple(found)


def _wrong(plan: Plan, now: datetime) -> Wrong | None:
    missing = tuple(key for key in (TITLE, PLACE) if not plan.texts[key].strip())
    if missing:
        return Missing(missing)
    counts = {k: len(text.strip()) for k, text in plan.texts.items()}
    long = {key: n for key, n in counts.items() if n > LONGEST[key]}
    if long:
        return TooLong(long)
    return Past() if plan.start <= now else None


def _write(work: Work, workshop: Workshop, texts: Mapping[str, str]) -> None:
    there = {}
    for piece in reading.lying(work, workshop.about):
        if piece.vault.author == workshop.by and texts[piece.key].strip():
            there[piece.key] = piece.id
        else:
            work.pieces.erase(piece.id)
    for key, text in texts.items():
        words = text.strip()
        if not words:
            continue
        keep_text(
            work,
            Vault(workshop.by, None),
            workshop.about,
            key,
            words,
            Sharing.MEMBERS,
            shared=workshop.state is WorkshopState.OPEN,
            earlier=there.get(key),
        )


def _forget(work: Work, workshop: Workshop) -> None:
    attending.forgotten(work, workshop)
    items = items_of(work, workshop)
    for about in (workshop.about, *(each for i in items for each in (i.about, i.recalled))):
        for piece in reading.lying(work, about):
            work.pieces.erase(piece.id)
    work.workshops.forget(workshop.id)


def _off(work: Work, workshop: Workshop, program: Program) -> Workshop:
    off = replace(workshop, state=WorkshopState.OFF, version=workshop.version + 1)
    work.workshops.put(off)
    work.outbox.unsay(off.about)
    attending.called_off(work, off)
    shown(work, off, program)
    _homes(work, off)
    return off


def _homes(work: Work, workshop: Workshop) -> None:
    saying.home(work, *(seat.member for seat in work.seats.at(workshop.id)))


def _post(workshop: Workshop, program: Program, effect: Effect, due: datetime) -> Notice:
    posts = effect is Effect.POST
    return Notice(
        kind=POST,
        lane=Channel(program.channel),
        effect=effect,
        priority=Priority.CHANNEL,
        key=workshop.about if posts else f"{effect}:{workshop.about}",
        why="workshop_announced",
        due=due,
        refs={"program": program.id, "workshop": workshop.id},
        anchor=workshop.about,
        expires=workshop.start if posts else None,
    )
