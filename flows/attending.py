"""Coming to a workshop: said by each for themselves, with what is to be read before it.

How far somebody is, and what they answered, is theirs alone; who looks after the program gets two
numbers at most, and no names (practice C, I1, INV-07).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from flows import delivering, planning, prework, reading, saying
from flows.coaching import TooLong
from flows.ids import GivenId, MemberId, ProgramId, WorkshopId
from flows.nudge import Kind, Why
from flows.people import Program
from flows.pieces import Sharing, Vault
from flows.planning import Meeting
from flows.ports import Reader, Work
from flows.preparing import ANSWER, MARKS
from flows.prework import MODEL, QUESTION, Mark
from flows.protocol import LONGEST_ANSWER
from flows.slip import Slip
from flows.timetable import Timetable
from flows.unchanged import Unchanged
from flows.workshop import Given, Seat, Workshop, WorkshopState, seat_of
from flows.written import keep_text

EARLY = planning.PREWORK_SCHOOL_DAYS

CHANGED, OFF, REMIND, PREWORK, AFTER = (
    "workshop_changed",
    "workshop_off",
    "workshop_remind",
    "workshop_prework",
    "after_workshop",
)
"""The messages to those who come, by the names of their templates."""

NOT_COMING = "not_coming"
ANEW = "workshop_changed"


@dataclass(frozen=True, slots=True)
class NotAMember(Unchanged):
    """They are in no program, or in another one."""


@dataclass(frozen=True, slots=True)
class Gone(Unchanged):
    """There is no such workshop any more, or it cannot be said now."""


@dataclass(frozen=True, slots=True)
class Known:
    """One item as one person may see it: its words, and their own mark and answer."""

    item: Given
    words: Mapping[str, str]
    mine: Mark
    answer: str


@dataclass(frozen=True, slots=True)
class Card:
    """A workshop as one member of its program sees it."""

    workshop: Workshop
    program: Program
    who: MemberId
    zone: str
    words: Mapping[str, str]
    items: Sequence[Known]
    comes: bool
    begun: bool
    over: bool

    @property
    def minutes(self) -> int:
        """How long all that lies before it takes."""
        return sum(known.item.minutes for known in self.items)


def card(reader: Reader, who: MemberId, workshop: WorkshopId) -> Card | NotAMember | Gone:
    """The workshop with what lies before it, for a member of its program."""
    found = _theirs(reader, who, workshop)
    if not isinstance(found, tuple):
        return found
    known, program = found
    member = reader.members.get(who)
    seat = reader.seats.get(seat_of(known.id, who))
    words = reading.published(reader, known.about, who, program)
    given = [item for item in reader.given.of_program(program.id) if item.workshop == known.id]
    return Card(
        workshop=known,
        program=program,
        who=who,
        zone=member.zone if member else program.zone,
        words={piece.key: piece.words for piece in words},
        items=[item_of(reader, program, item, who, seat) for item in given],
        comes=seat is not None,
        begun=known.start <= reader.now,
        over=known.over(reader.now),
    )


def item_of(
    reader: Reader, program: Program, item: Given, who: MemberId, seat: Seat | None
) -> Known:
    """One item for this person; the model answer comes after their own (practice C)."""
    answer = next((p.words for p in reading.own(reader, item.recalled, who)), "")
    words = {p.key: p.words for p in reading.published(reader, item.about, who, program)}
    if not answer:
        words.pop(MODEL, None)
    return Known(item, words, seat.mark_of(item.id) if seat else Mark.TODO, answer)


def come(work: Work, who: MemberId, workshop: WorkshopId) -> Card | NotAMember | Gone:
    """They come: what is to be read, the reminder and what follows are planned for them."""
    found = _theirs(work, who, workshop)
    if not isinstance(found, tuple):
        return found
    known, _ = found
    if not known.ahead(work.now):
        return Gone()
    name = seat_of(known.id, who)
    if work.seats.get(name) is None:
        work.seats.put(Seat(name, known.id, who, work.now))
    _plan(work, known, who)
    saying.home(work, who)
    return card(work, who, workshop)


def stay_away(work: Work, who: MemberId, workshop: WorkshopId) -> Card | NotAMember | Gone:
    """They do not come after all; nobody is told, and their marks and answers go."""
    found = _theirs(work, who, workshop)
    if not isinstance(found, tuple):
        return found
    known, _ = found
    work.seats.forget(seat_of(known.id, who))
    for item in work.given.of_program(known.program):
        if item.workshop == known.id:
            for piece in reading.own(work, item.recalled, who):
                work.pieces.erase(piece.id)
    delivering.drop(work, _planned(work, known, who), NOT_COMING)
    saying.home(work, who)
    return card(work, who, workshop)


def mark(
    work: Work, who: MemberId, workshop: WorkshopId, how: Mark, item: GivenId | None = None
) -> Card | NotAMember | Gone:
    """The person's own mark on one item, or on all; nobody is told."""
    found = card(work, who, workshop)
    seat = work.seats.get(seat_of(workshop, who))
    if not isinstance(found, Card) or seat is None:
        return Gone() if isinstance(found, Card) else found
    names = [known.item.id for known in found.items if item in {None, known.item.id}]
    if not names:
        return Gone()
    for name in names:
        seat = seat.marked(name, how)
    work.seats.put(seat)
    if all(seat.mark_of(known.item.id) in MARKS for known in found.items):
        waiting = _planned(work, found.workshop, who)
        delivering.drop(work, [s for s in waiting if s.kind is Kind.PREWORK], "prework_marked")
    return card(work, who, workshop)


def answer(
    work: Work, who: MemberId, workshop: WorkshopId, item: GivenId, words: str
) -> Known | NotAMember | Gone | TooLong:
    """Keeps the answer for its author alone; then the model answer may be seen (practice C)."""
    found = find(work, who, workshop, item)
    if not isinstance(found, Known):
        return found
    if len(words) > LONGEST_ANSWER:
        return TooLong({ANSWER: len(words)}, {ANSWER: LONGEST_ANSWER})
    if not words.strip() or not found.words.get(QUESTION):
        return Gone()
    earlier = reading.own(work, found.item.recalled, who)
    keep_text(
        work,
        Vault(who, None),
        found.item.recalled,
        ANSWER,
        words,
        Sharing.SELF,
        earlier=earlier[0].id if earlier else None,
    )
    return find(work, who, workshop, item)


def find(
    reader: Reader, who: MemberId, workshop: WorkshopId, item: GivenId
) -> Known | NotAMember | Gone:
    """One item before the workshop, for a member of its program."""
    found = card(reader, who, workshop)
    if not isinstance(found, Card):
        return found
    return next((known for known in found.items if known.item.id == item), Gone())


def ahead(reader: Reader, who: MemberId, program: ProgramId) -> Sequence[tuple[Workshop, bool]]:
    """The workshops that are announced and not over, and whether this person comes."""
    found = reader.workshops.of_program(program, reader.now)
    return [
        (known, reader.seats.get(seat_of(known.id, who)) is not None)
        for known in found
        if known.state is WorkshopState.OPEN
    ]


def numbers(reader: Reader, workshop: Workshop, items: Sequence[Given]) -> tuple[int, int]:
    """How many come, and how many of them did all that is not optional."""
    seats = reader.seats.at(workshop.id)
    asked = [item.id for item in items if not item.optional]
    done = {seat.member: [seat.mark_of(name) for name in asked] for seat in seats}
    return len(seats), prework.ready(done) if asked else 0


def changed(work: Work, workshop: Workshop, *, moved: bool) -> None:
    """Everybody who comes hears of the new time or place; what was planned follows it."""
    for seat in work.seats.at(workshop.id):
        waiting = _planned(work, workshop, seat.member)
        told = all(slip.kind is not Kind.PREWORK for slip in waiting)
        delivering.drop(work, waiting, ANEW)
        _plan(work, workshop, seat.member, told=told)
        _tell(work, workshop, seat.member, CHANGED, moved=int(moved))


def given(work: Work, workshop: Workshop) -> None:
    """Something more is to be read: everybody who comes gets it in good time."""
    for seat in work.seats.at(workshop.id):
        _plan(work, workshop, seat.member)


def called_off(work: Work, workshop: Workshop) -> None:
    """Everybody who said that they come hears that it is off, and of nothing else about it."""
    for seat in work.seats.at(workshop.id):
        delivering.drop(work, _planned(work, workshop, seat.member), OFF)
        _tell(work, workshop, seat.member, OFF)


def forgotten(work: Work, workshop: Workshop) -> None:
    """Nothing more is planned about it but that it is off."""
    for seat in work.seats.at(workshop.id):
        waiting = _planned(work, workshop, seat.member)
        delivering.drop(work, [s for s in waiting if s.template != OFF], OFF)


def _theirs(
    reader: Reader, who: MemberId, workshop: WorkshopId
) -> tuple[Workshop, Program] | NotAMember | Gone:
    known = reader.workshops.get(workshop)
    program = reader.programs.get(known.program) if known else None
    member = reader.members.get(who)
    if known is None or program is None or known.state is WorkshopState.DRAFT:
        return Gone()
    if member is None or member.program != program.id:
        return NotAMember()
    return known, program


def _plan(work: Work, workshop: Workshop, who: MemberId, *, told: bool = False) -> None:
    """The pre-work unless they were told of it, the reminder, and the question after it."""
    person = delivering.person_of(work, who)
    known = work.members.get(who)
    meeting = Meeting(
        run=workshop.about,
        cycle="",
        start=workshop.start,
        end=workshop.end,
        fixed_at=work.now,
    )
    lessons = Timetable(person.zone, known.lessons if known else ())
    items = [i for i in work.given.of_program(workshop.program) if i.workshop == workshop.id]
    planned = {
        REMIND: planning.remind(person, meeting),
        AFTER: planning.after_visit(person, lessons, meeting),
    }
    if items and not told:
        planned[PREWORK] = planning.prework(person, meeting, work.now)
    whys = {
        REMIND: Why.WORKSHOP_NEAR,
        PREWORK: Why.WORKSHOP_PREWORK,
        AFTER: Why.WORKSHOP_OVER,
    }
    delivering.plan(
        work,
        [
            replace(
                each, key=f"{each.key}:{workshop.version}", template=template, why=whys[template]
            )
            for template, each in planned.items()
            if each is not None
        ],
        workshop=workshop.id,
        version=workshop.version,
    )


def _planned(reader: Reader, workshop: Workshop, who: MemberId) -> list[Slip]:
    return [slip for slip in reader.slips.about(workshop.about) if slip.member == who]


def _tell(work: Work, workshop: Workshop, who: MemberId, kind: str, **refs: int) -> None:
    """In the day's bundle; sooner where it would come too late (practice H, Caps)."""
    for slip in work.slips.planned(who):
        if slip.template == CHANGED and slip.refs.get("workshop") == workshop.id:
            work.slips.put(slip.dropped(ANEW))
    person = delivering.person_of(work, who)
    slot = person.slot_after(work.now)
    delivering.event(
        work,
        who,
        kind,
        f"{kind}:{workshop.id}:{workshop.version}:{who}",
        refs={
            "workshop": workshop.id,
            "version": workshop.version,
            "at": int(workshop.start.timestamp()),
            **refs,
        },
        expires=workshop.start if kind == CHANGED else None,
        urgent=slot is None or workshop.start <= slot,
        bundled=True,
        why=Why.WORKSHOP_CHANGED,
    )
