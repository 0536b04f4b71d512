"""Pre-work before a session: added, marked by each for themselves, asked about (practice C)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from flows import appointments, coaching, prework, proposing, reading, saying
from flows.assigned import Assigned
from flows.coaching import Course, Late, NotTheirs, TooLong
from flows.ids import MemberId, PartnershipId, PieceId, PreworkId, RunId
from flows.partnership import Partnership
from flows.pieces import Piece, Sharing, Vault
from flows.ports import Reader, Work
from flows.prework import Fault, Item, Mark, Seen
from flows.protocol import LONGEST_ANSWER
from flows.stage import StageRun
from flows.unchanged import Unchanged

TITLE, ADDRESS, WHY, QUESTION, MODEL, ANSWER = (
    "title",
    "address",
    "why",
    "question",
    "model",
    "answer",
)

MARKS = (Mark.DONE, Mark.PART, Mark.NOT_THIS_TIME)
"""What a person can say of an item."""


@dataclass(frozen=True, slots=True)
class Wrong(Unchanged):
    """What keeps the item from being added; nothing was kept or cut."""

    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """One item as one member may see it: its words, the own mark and answer, what partners see."""

    assigned: Assigned
    words: Mapping[str, str]
    mine: Mark
    answer: str
    partners: Mapping[MemberId, Seen] = field(default_factory=dict)

    @property
    def may_see_model(self) -> bool:
        """Whether the question was answered: the model answer comes after one's own."""
        return bool(self.answer)


@dataclass(frozen=True, slots=True)
class Before:
    """All that lies before one session, for one member."""

    items: Sequence[Known]
    people: tuple[MemberId, ...]
    ready: int

    @property
    def minutes(self) -> int:
        """How long all of it takes."""
        return sum(known.assigned.minutes for known in self.items)

    @property
    def all_ready(self) -> bool:
        """Whether everybody has done all of it."""
        return bool(self.items) and self.ready == len(self.people)


def add(
    work: Work, who: MemberId, partnership: PartnershipId, run: RunId, item: Item
) -> Assigned | NotTheirs | Late | Wrong:
    """One more item before a session that is settled; each gets it five school days before."""
    found = coaching.theirs(work, who, partnership)
    if not isinstance(found, Course):
        return found
    standing = found.cycle.run(run)
    if standing is None or not may_add(found, standing, who, work.now):
        return Late()
    faults = prework.faults(item)
    if faults:
        return Wrong(faults)
    assigned = Assigned(
        id=PreworkId(work.new_id()),
        partnership=partnership,
        cycle=found.cycle.id,
        run=run,
        by=who,
        kind=item.kind,
        minutes=item.minutes,
        added_at=work.now,
    )
    work.prework.put(assigned)
    asked = item.retrieval
    words = {TITLE: item.title, ADDRESS: item.address, WHY: item.why}
    if asked is not None:
        words |= {QUESTION: asked.prompt, MODEL: asked.model_answer}
    for key, text in words.items():
        _write(work, assigned, who, key, text, Sharing.MEMBERS)
    appointments.prework_given(work, found, standing, proposing.people(found, standing))
    if asked is not None:
        appointments.warmed(work, found, run)
    saying.home(work, *found.pair.members)
    return assigned


def may_add(found: Course, run: StageRun, who: MemberId, now: datetime) -> bool:
    """The person whose turn it is adds to a settled session ahead; of a shared one, anybody."""
    ahead = run.session is not None and not run.finished and run.session.start > now
    return ahead and who == (found.cycle.coachee(run) or who)


def mark(
    work: Work, who: MemberId, partnership: PartnershipId, item: PreworkId, how: Mark
) -> Assigned | NotTheirs | Late:
    """A person's own mark; nobody is told, a partner sees done, part or not yet."""
    found = _theirs(work, who, partnership, item)
    if not isinstance(found, tuple):
        return found
    course, assigned = found
    marked = assigned.marked(who, how)
    work.prework.put(marked)
    _settle(work, course, marked, who)
    saying.shown(work, course.pair, course.cycle)
    saying.home(work, who)
    return marked


def mark_all(
    work: Work, who: MemberId, partnership: PartnershipId, run: RunId, how: Mark
) -> int | NotTheirs | Late:
    """The same mark on every item before this session; how many there are."""
    found = coaching.theirs(work, who, partnership)
    if not isinstance(found, Course):
        return found
    items = work.prework.before(found.cycle.id, run)
    for item in items:
        mark(work, who, partnership, item.id, how)
    return len(items) or Late()


def answer(
    work: Work, who: MemberId, partnership: PartnershipId, item: PreworkId, words: str
) -> Known | NotTheirs | Late | TooLong:
    """Keeps the answer for its author alone; then the model answer may be seen (practice C)."""
    found = _theirs(work, who, partnership, item)
    if not isinstance(found, tuple):
        return found
    course, assigned = found
    if len(words) > LONGEST_ANSWER:
        return TooLong({ANSWER: len(words)}, {ANSWER: LONGEST_ANSWER})
    if not words.strip() or not known(work, course.pair, assigned, who).words.get(QUESTION):
        return Late()
    _write(work, assigned, who, ANSWER, words, Sharing.SELF)
    return known(work, course.pair, assigned, who)


def find(
    reader: Reader, who: MemberId, partnership: PartnershipId, item: PreworkId
) -> Known | NotTheirs | Late:
    """One item, for a member of the partnership."""
    found = _theirs(reader, who, partnership, item)
    if not isinstance(found, tuple):
        return found
    course, assigned = found
    return known(reader, course.pair, assigned, who)


def before(reader: Reader, found: Course, run: StageRun, who: MemberId) -> Before:
    """What lies before a session, as one member sees it."""
    assigned = reader.prework.before(found.cycle.id, run.id)
    people = proposing.people(found, run)
    marks = {member: [item.mark_of(member) for item in assigned] for member in people}
    return Before(
        items=[known(reader, found.pair, item, who) for item in assigned],
        people=people,
        ready=prework.ready(marks) if assigned else 0,
    )


def all_ready(reader: Reader, found: Course, run: StageRun) -> bool:
    """Whether everybody has done all that lies before a session, if anything does."""
    assigned = reader.prework.before(found.cycle.id, run.id)
    people = proposing.people(found, run)
    marks = {member: [item.mark_of(member) for item in assigned] for member in people}
    return bool(assigned) and prework.ready(marks) == len(people)


def known(reader: Reader, pair: Partnership, item: Assigned, who: MemberId) -> Known:
    """The item's words and marks as this member may see them; the model answer after their own."""
    pieces = reading.of_pair(reader, item.about, who, pair)
    mine = next((p.words for p in pieces if p.key == ANSWER and p.vault.author == who), "")
    words = {p.key: p.words for p in pieces if p.key != ANSWER and (mine or p.key != MODEL)}
    others = {m: prework.seen(item.mark_of(m)) for m in pair.others(who)}
    return Known(item, words, item.mark_of(who), mine, others)


def _settle(work: Work, found: Course, item: Assigned, who: MemberId) -> None:
    """Whoever has marked everything is not reminded of it."""
    items = work.prework.before(found.cycle.id, item.run)
    if all(each.mark_of(who) in MARKS for each in items):
        appointments.prework_marked(work, found, item.run, who)


def _theirs(
    reader: Reader, who: MemberId, partnership: PartnershipId, item: PreworkId
) -> tuple[Course, Assigned] | NotTheirs | Late:
    found = coaching.theirs(reader, who, partnership)
    if not isinstance(found, Course):
        return found
    assigned = reader.prework.get(item)
    ours = assigned is not None and assigned.cycle == found.cycle.id
    return (found, assigned) if assigned is not None and ours else Late()


def _write(
    work: Work, item: Assigned, who: MemberId, key: str, words: str, sharing: Sharing
) -> None:
    vault = Vault(who, item.partnership)
    pieces = reading.lying(work, item.about)
    earlier = next((p for p in pieces if p.vault == vault and p.key == key), None)
    work.pieces.write(
        Piece(
            id=earlier.id if earlier else PieceId(work.new_id()),
            vault=vault,
            about=item.about,
            key=key,
            words=words,
            sharing=sharing,
            shared=sharing is Sharing.MEMBERS,
            written_at=work.now,
        )
    )
