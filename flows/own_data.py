"""What is held about one person: their writing, what was released to them, and the facts beside it.

Own data is for its person alone: no function here takes anybody else's name (INV-07, INV-17).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from flows import authored, coaching, gate, own_cards, preparing, prework, reading, sharing
from flows.authored import Kind
from flows.coaching import Course
from flows.goal import Goal, TrailEntry
from flows.ids import CycleId, MemberId, PartnershipId, PieceId, PreworkId
from flows.partnership import Invitation, Partnership
from flows.people import Member, Program
from flows.pieces import Piece
from flows.ports import Reader
from flows.prework import Mark
from flows.slip import Slip, SlipState
from flows.stage import PartState, StageRun

NO_RUN = ("", "")


@dataclass(frozen=True, slots=True)
class Written:
    """One text with what it belongs to; `step` and `question` are empty outside a way of working.

    Nobody is the author of what a group owns together.
    """

    id: PieceId
    kind: Kind
    about: str
    key: str
    words: str
    written_at: datetime
    author: MemberId | None
    partnership: PartnershipId | None
    partners: tuple[MemberId, ...]
    step: str = ""
    question: str = ""
    shared: bool = False


@dataclass(frozen=True, slots=True)
class Chosen:
    """An option that the person picked in a step."""

    partnership: PartnershipId
    step: str
    question: str
    option: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Coming:
    """A workshop that the person said they come to, and how far they are with what lies before."""

    start: datetime
    said_at: datetime
    marks: Sequence[str]


@dataclass(frozen=True, slots=True)
class OwnMark:
    """How far the person said they were with an item of pre-work."""

    partnership: PartnershipId
    item: PreworkId
    mark: Mark


@dataclass(frozen=True, slots=True)
class OwnData:
    """Everything that is held about one person."""

    who: MemberId
    at: datetime
    member: Member | None
    program: Program | None
    led: Sequence[Program]
    written: Sequence[Written]
    released: Sequence[Written]
    unopened: int
    chosen: Sequence[Chosen]
    marks: Sequence[OwnMark]
    goals: Sequence[Goal]
    trail: Sequence[TrailEntry]
    partnerships: Sequence[Partnership]
    invitations: Sequence[Invitation]
    messages: Sequence[Slip]
    coming: Sequence[Coming] = ()

    @property
    def people(self) -> frozenset[MemberId]:
        """Everybody whose name this shows."""
        partners = {m for pair in self.partnerships for m in pair.members}
        asked = {m for i in self.invitations for m in (i.by, i.to)}
        authors = {w.author for w in self.released if w.author is not None}
        avoided = self.member.not_with if self.member else frozenset[MemberId]()
        return frozenset({self.who} | partners | asked | authors | avoided)

    def count(self, kind: Kind) -> int:
        """How many texts of that kind the person wrote."""
        return sum(each.kind is kind for each in self.written)

    def page(self, first: int, most: int) -> Sequence[Written]:
        """So many of the person's texts from there on, the youngest first."""
        return self.written[first : first + most]


def of(reader: Reader, who: MemberId) -> OwnData:
    """What is held about this person now, for their own eyes."""
    member = reader.members.get(who)
    pairs = reader.partnerships.of_member(who)
    courses = _Courses(reader, pairs)
    goals = reader.goals.of_owner(who)
    released, unopened = _released(reader, who, courses)
    return OwnData(
        who=who,
        at=reader.now,
        member=member,
        program=reader.programs.get(member.program) if member and member.program else None,
        led=[program for program in reader.programs.all() if program.led_by(who)],
        written=_youngest(
            chain((courses.named(p) for p in reading.all_own(reader, who)), courses.cards(who))
        ),
        released=_youngest(released),
        unopened=unopened,
        chosen=list(courses.chosen(who)),
        marks=[mark for pair in pairs for mark in _marks(reader, pair.id, who)],
        goals=goals,
        trail=[entry for goal in goals for entry in reader.trail.of_goal(goal.id)],
        partnerships=pairs,
        invitations=[*reader.invitations.open_from(who), *reader.invitations.open_to(who)],
        messages=[s for s in reader.slips.of_member(who) if s.state is SlipState.SENT],
        coming=_coming(reader, who),
    )


def _coming(reader: Reader, who: MemberId) -> list[Coming]:
    return [
        Coming(workshop.start, seat.said_at, [mark.value for mark in seat.marks.values()])
        for seat in reader.seats.of_member(who)
        if (workshop := reader.workshops.get(seat.workshop)) is not None
    ]


def _youngest(found: Iterable[Written]) -> list[Written]:
    return sorted(found, key=lambda each: each.written_at, reverse=True)


class _Courses:
    """A person's partnerships with their cycles, each read once."""

    def __init__(self, reader: Reader, pairs: Sequence[Partnership]) -> None:
        self._reader = reader
        self.pairs: Mapping[PartnershipId, Partnership] = {pair.id: pair for pair in pairs}
        self._by_cycle: Mapping[str, Course] = {
            cycle.id: course
            for pair in pairs
            for cycle in reader.cycles.of_partnership(pair.id)
            if (course := coaching.load_of(reader, pair.id, cycle.id)) is not None
        }

    def run_of(self, about: str) -> tuple[Course, StageRun] | None:
        """The run that a piece of a step belongs to."""
        _, cycle, run = (*about.split(":", 2), "", "")[:3]
        course = self._by_cycle.get(CycleId(cycle))
        found = course.cycle.run(run) if course else None
        return (course, found) if course is not None and found is not None else None

    def named(self, piece: Piece) -> Written:
        """The piece with what it belongs to."""
        pair = self.pairs.get(piece.vault.partnership) if piece.vault.partnership else None
        step, question = self._asked(piece)
        return Written(
            id=piece.id,
            kind=authored.kind_of(piece),
            about=piece.about,
            key=piece.key,
            words=piece.words,
            written_at=piece.written_at,
            author=piece.vault.author,
            partnership=piece.vault.partnership,
            partners=tuple(m for m in pair.members if m != piece.vault.author) if pair else (),
            step=step,
            question=question,
            shared=piece.shared,
        )

    def cards(self, who: MemberId) -> Iterator[Written]:
        """The cards of this person in pools that are open; of a card no time is kept (INV-14)."""
        for course in self._by_cycle.values():
            if course.cycle.over:
                continue
            for card in own_cards.of_course(self._reader, course, who):
                stage = course.stage(card.run)
                prompt = gate.prompt_of(stage, card.field)
                yield Written(
                    id=card.id,
                    kind=Kind.STEP_DRAFT if card.draft else Kind.CARD,
                    about=gate.about_pool(course.cycle, card.run.id),
                    key=card.field,
                    words=card.words,
                    written_at=course.cycle.begun_at,
                    author=who,
                    partnership=course.pair.id,
                    partners=tuple(course.pair.others(who)),
                    step=stage.title,
                    question=prompt.ask if prompt else "",
                )

    def chosen(self, who: MemberId) -> Iterator[Chosen]:
        """The options that this person picked in steps, the oldest first."""
        for course in self._by_cycle.values():
            for run in course.cycle.runs:
                part, stage = run.part(who), course.stage(run)
                for key, option in part.choices if part else ():
                    prompt = stage.prompt(key)
                    asked = prompt.ask if prompt else key
                    yield Chosen(course.pair.id, stage.title, asked, option, run.opened_at)

    def _asked(self, piece: Piece) -> tuple[str, str]:
        found = (
            self.run_of(piece.about) if piece.about.startswith((gate.OF_RUN, gate.DRAFT)) else None
        )
        if found is None:
            return NO_RUN
        course, run = found
        stage = course.stage(run)
        prompt = gate.prompt_of(stage, piece.key)
        return stage.title, prompt.ask if prompt else ""


def _marks(reader: Reader, pair: PartnershipId, who: MemberId) -> Iterator[OwnMark]:
    for item in reader.prework.of_partnership(pair):
        if any(each.member == who for each in item.marks):
            yield OwnMark(pair, item.id, item.mark_of(who))


def _released(reader: Reader, who: MemberId, courses: _Courses) -> tuple[Iterator[Written], int]:
    """What others let this person read, and how many notes wait to be opened by them first."""
    found: list[Piece] = []
    unopened = 0
    for pair in courses.pairs.values():
        for about in reading.subjects(reader, pair.id):
            if not about.startswith(gate.OF_RUN):
                found += _beside_runs(reader, who, pair, about)
                continue
            of_run = courses.run_of(about)
            if of_run is None:
                continue
            course, run = of_run
            closed = _unopened(course, run, who)
            unopened += (
                len(closed) if sharing.note_with(course.rules, course.cycle, run) is run else 0
            )
            open_ones = reading.of_run(reader, who, pair, course.rules, course.cycle, run)
            found += [p for p in open_ones if p.vault.author not in closed]
            found += _places(reader, who, pair, about)
    others = (courses.named(piece) for piece in found if piece.vault.author != who)
    return others, unopened


def _beside_runs(reader: Reader, who: MemberId, pair: Partnership, about: str) -> list[Piece]:
    """What this person may read there; a model answer only after their own (practice C)."""
    found = list(reading.of_pair(reader, about, who, pair))
    answered = any(p.key == preparing.ANSWER and p.vault.author == who for p in found)
    held_back = about.startswith(authored.PREWORK) and not answered
    return [p for p in found if not (held_back and p.key == prework.MODEL)]


def _unopened(course: Course, run: StageRun, who: MemberId) -> frozenset[MemberId]:
    """Whose notes are released and not opened: their authors may take them back until then."""
    note = sharing.note_with(course.rules, course.cycle, run)
    if course.stage(run).share != "to_coachee" or note is None:
        return frozenset()
    if course.cycle.coachee(run) != who:
        return frozenset()
    return frozenset(p.member for p in note.parts if p.state is PartState.RELEASED)


def _places(reader: Reader, who: MemberId, pair: Partnership, about: str) -> Iterator[Piece]:
    for piece in reading.lying(reader, about):
        words = reading.place(reader, piece.id, who, pair)
        if words:
            yield Piece(
                id=piece.id,
                vault=piece.vault,
                about=piece.about,
                key=piece.key,
                words=words,
                sharing=piece.sharing,
                shared=piece.shared,
                written_at=piece.written_at,
            )
