"""Pre-work as each member sees it: marked by each for themselves, asked about (practice C)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from flows import appointments, attached, coaching, delivering, prework, reading, saying, talking
from flows.assigned import Assigned
from flows.coaching import Course, Late, NotTheirs, TooLong
from flows.gate import GIVEN
from flows.ids import MemberId, PartnershipId, PreworkId, RunId
from flows.partnership import Partnership
from flows.pieces import Sharing, Vault
from flows.ports import Reader, Work
from flows.prework import BEFORE, BRING_ALONG, CHOICES, MODEL, QUESTION, WHY, Load, Mark, Seen
from flows.protocol import LONGEST_ANSWER
from flows.stage import StageRun
from flows.written import keep_text

ANSWER, FIRST = "answer", "first"
"""What a person answers to the question after it, and to the one before it: theirs alone."""

OWN_ANSWERS = frozenset({ANSWER, FIRST})

MARKS = (Mark.DONE, Mark.PART, Mark.NOT_THIS_TIME)
"""What a person can say of an item."""

TEN_MINUTES = timedelta(minutes=10)
"""So long before its start a card is how the session begins."""


@dataclass(frozen=True, slots=True)
class Known:
    """One item as one member may see it: its words, the own mark and answers, what partners see."""

    assigned: Assigned
    words: Mapping[str, str]
    mine: Mark
    answer: str
    partners: Mapping[MemberId, Seen] = field(default_factory=dict)
    first: str = ""
    for_me: bool = True
    for_whom: Sequence[MemberId] = ()
    """Whom it is for, where it is not for everybody."""
    may_mark: bool = True
    may_change: bool = False

    @property
    def may_see_model(self) -> bool:
        """Whether the question was answered: the model answer comes after one's own."""
        return bool(self.answer)

    @property
    def choices(self) -> tuple[str, ...]:
        """The answers to choose from; none where one answers in one's own words."""
        return tuple(self.words.get(CHOICES, "").splitlines())

    @property
    def asks(self) -> bool:
        """Whether its question waits for this member's answer."""
        return self.for_me and QUESTION in self.words and not self.answer


@dataclass(frozen=True, slots=True)
class Before:
    """All that lies before one session, for one member.

    `ready` of `needed` people have done what is not optional; both are 0 where the members do not
    show each other (AG11). `bring` is None where nothing lies before it, empty for the usual words.
    """

    items: Sequence[Known]
    people: tuple[MemberId, ...]
    ready: int
    needed: int
    minutes: int
    load: Load
    length: int
    bring: str | None
    over: bool
    due: date | None
    begins: bool
    """Whether it begins now with those who have read it: somebody has not, nobody is named."""

    @property
    def all_ready(self) -> bool:
        """Whether everybody has done all that is not optional."""
        return bool(self.needed) and self.ready == self.needed

    @property
    def mine(self) -> Sequence[Known]:
        """What is for this member."""
        return [known for known in self.items if known.for_me]


def mark(
    work: Work, who: MemberId, partnership: PartnershipId, item: PreworkId, how: Mark
) -> Assigned | NotTheirs | Late:
    """A person's own mark; nobody is told, a partner sees done, part or not yet."""
    found = theirs(work, who, partnership, item)
    if not isinstance(found, tuple):
        return found
    course, run, assigned = found
    if attached.over(run, work.now) or not attached.is_for(course, run, assigned, who):
        return Late()
    marked = assigned.marked(who, how)
    work.prework.put(marked)
    settle(work, course, run, who)
    saying.shown(work, course.pair, course.cycle)
    saying.home(work, who)
    return marked


def mark_all(
    work: Work, who: MemberId, partnership: PartnershipId, run: RunId, how: Mark
) -> int | NotTheirs | Late:
    """The same mark on all that this member is to read before this session; how many there are."""
    found = coaching.theirs(work, who, partnership)
    if not isinstance(found, Course):
        return found
    standing = found.cycle.run(run)
    items = attached.items_of(work, found, standing, who) if standing else []
    marked = [mark(work, who, partnership, item.id, how) for item in items]
    return sum(isinstance(each, Assigned) for each in marked) or Late()


def answer(
    work: Work, who: MemberId, partnership: PartnershipId, item: PreworkId, words: str
) -> Known | NotTheirs | Late | TooLong:
    """Keeps the answer for its author alone; then the model answer may be seen (practice C)."""
    return _answered(work, who, partnership, item, words, (QUESTION, ANSWER))


def think_first(
    work: Work, who: MemberId, partnership: PartnershipId, item: PreworkId, words: str
) -> Known | NotTheirs | Late | TooLong:
    """Keeps what somebody thinks before they open it, for them alone."""
    return _answered(work, who, partnership, item, words, (BEFORE, FIRST))


def find(
    reader: Reader, who: MemberId, partnership: PartnershipId, item: PreworkId
) -> Known | NotTheirs | Late:
    """One item, for a member of the partnership."""
    found = theirs(reader, who, partnership, item)
    if not isinstance(found, tuple):
        return found
    course, run, assigned = found
    return known(reader, course, run, assigned, who)


def before(reader: Reader, found: Course, run: StageRun, who: MemberId) -> Before:
    """What lies before a session, as one member sees it."""
    assigned = reader.prework.before(found.cycle.id, run.id)
    all_known = [known(reader, found, run, item, who) for item in assigned]
    there = [each for each in all_known if each.words.get(WHY)]
    load, minutes = prework.load(each.assigned for each in there if each.for_me)
    asked = attached.asked_of(found, run, assigned)
    shows = _shows(found.pair)
    over = attached.over(run, reader.now)
    bring = next((b for each in there if (b := each.words.get(BRING_ALONG, ""))), "")
    session, meeting = run.session, attached.meeting_of(found, run, reader.now)
    person = delivering.person_of(reader, who)
    begun = session is not None and session.start - TEN_MINUTES <= reader.now and not over
    return Before(
        items=[each for each in there if each.for_me or each.assigned.by == who],
        people=attached.people(found, run),
        ready=prework.ready(asked) if shows else 0,
        needed=len(asked) if shows else 0,
        minutes=minutes,
        load=load,
        length=_length(found, run),
        bring=bring if there and not over else None,
        over=over,
        due=None if meeting is None or over else prework.last_day(person, meeting.start),
        begins=begun and bool(asked) and (not shows or prework.ten_minute_start(asked)),
    )


def all_ready(reader: Reader, found: Course, run: StageRun) -> bool:
    """Whether everybody has done what lies before a session, if anything does and it is shown."""
    asked = attached.asked_of(found, run, reader.prework.before(found.cycle.id, run.id))
    return _shows(found.pair) and bool(asked) and prework.ready(asked) == len(asked)


def known(reader: Reader, found: Course, run: StageRun, item: Assigned, who: MemberId) -> Known:
    """The item's words and marks as this member may see them; the model answer after their own."""
    pair = found.pair
    pieces = [*reading.of_pair(reader, item.about, who, pair)]
    if item.given is not None:
        pieces += reading.published(reader, f"{GIVEN}{item.given}", who, found.program)
    own = {p.key: p.words for p in pieces if p.key in OWN_ANSWERS and p.vault.author == who}
    mine = own.get(ANSWER, "")
    texts = {p.key: p.words for p in pieces if p.key not in OWN_ANSWERS}
    words = {key: text for key, text in texts.items() if mine or key != MODEL}
    others = [m for m in pair.others(who) if attached.is_for(found, run, item, m)]
    seen = {m: prework.seen(item.mark_of(m)) for m in others} if _shows(pair) else {}
    for_me = attached.is_for(found, run, item, who)
    return Known(
        assigned=item,
        words=words,
        mine=attached.mark_at(item, who, run, reader.now),
        answer=mine,
        partners=seen,
        first=own.get(FIRST, ""),
        for_me=for_me,
        for_whom=for_whom(found, run, item),
        may_mark=for_me and not attached.over(run, reader.now),
        may_change=item.by == who and not attached.over(run, reader.now),
    )


def for_whom(found: Course, run: StageRun, item: Assigned) -> Sequence[MemberId]:
    """Whom it is for; nobody by name where it is for everybody."""
    if not item.for_roles:
        return ()
    return [m for m in attached.people(found, run) if attached.is_for(found, run, item, m)]


def settle(work: Work, found: Course, run: StageRun, who: MemberId) -> None:
    """Whoever has marked everything is not told of it any more."""
    items = attached.items_of(work, found, run, who)
    if all(each.mark_of(who) in MARKS for each in items):
        appointments.prework_marked(work, found, run.id, who)


def theirs(
    reader: Reader, who: MemberId, partnership: PartnershipId, item: PreworkId
) -> tuple[Course, StageRun, Assigned] | NotTheirs | Late:
    """The item with its session, if it lies in this member's partnership."""
    found = coaching.theirs(reader, who, partnership)
    if not isinstance(found, Course):
        return found
    assigned = reader.prework.get(item)
    run = found.cycle.run(assigned.run) if assigned else None
    ours = assigned is not None and assigned.cycle == found.cycle.id
    return (found, run, assigned) if assigned and run and ours else Late()


def write(
    work: Work, item: Assigned, who: MemberId, key: str, words: str, sharing: Sharing
) -> None:
    """Keeps that text of the item, in place of what this person wrote there before."""
    vault = Vault(who, item.partnership)
    pieces = reading.lying(work, item.about)
    earlier = next((p for p in pieces if p.vault == vault and p.key == key), None)
    keep_text(
        work,
        vault,
        item.about,
        key,
        words,
        sharing,
        shared=sharing is Sharing.MEMBERS,
        earlier=earlier.id if earlier else None,
    )


def _answered(
    work: Work,
    who: MemberId,
    partnership: PartnershipId,
    item: PreworkId,
    words: str,
    keys: tuple[str, str],
) -> Known | NotTheirs | Late | TooLong:
    found = theirs(work, who, partnership, item)
    if not isinstance(found, tuple):
        return found
    course, run, assigned = found
    if len(words) > LONGEST_ANSWER:
        return TooLong({ANSWER: len(words)}, {ANSWER: LONGEST_ANSWER})
    asked, kept = keys
    there = known(work, course, run, assigned, who)
    offered = there.choices if asked == QUESTION else ()
    if not words.strip() or not there.words.get(asked) or (offered and words not in offered):
        return Late()
    write(work, assigned, who, kept, words, Sharing.SELF)
    return known(work, course, run, assigned, who)


def _shows(pair: Partnership) -> bool:
    """Whether the members show each other what they have read (practice AG11)."""
    agreement = pair.agreement
    return agreement.in_force == 0 or agreement.terms(agreement.in_force).show_prework


def _length(found: Course, run: StageRun) -> int:
    """How many minutes the session takes."""
    if run.session is not None:
        return int((run.session.end - run.session.start).total_seconds()) // 60
    return talking.minutes_of(found, run)
