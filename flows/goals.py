"""A member's own goals: their words, their day, their choice (practice D, INV-08)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from flows import advice, answered, copied_beside, planning, policy, reading, saying
from flows.goal import OPEN_STATES, SET_STATES, Decision, Goal, GoalState
from flows.ids import GoalId, MemberId
from flows.nudge import Kind, person
from flows.people import WordPack
from flows.pieces import Sharing, Vault
from flows.ports import Reader, Work
from flows.schooldays import ProgramCalendar, local_day
from flows.slip import Slip
from flows.unchanged import Unchanged
from flows.written import keep_text

STATEMENT = "statement"
LONGEST_STATEMENT = 240
LONGEST = 1500

FIELDS = (
    STATEMENT,
    "student_change",
    "why",
    "measure",
    "baseline",
    "target",
    "cue",
    "action",
    "group",
)
"""What a goal says in words, in the order in which it is asked; only the first is required."""

CLOSES = {Decision.REACHED: GoalState.REACHED, Decision.SET_ASIDE: GoalState.SET_ASIDE}

NO_LONGER_TRUE = "no_longer_true"


def longest(key: str) -> int:
    """How many characters that part of a goal may have."""
    return LONGEST_STATEMENT if key == STATEMENT else LONGEST


@dataclass(frozen=True, slots=True)
class Worded:
    """A goal with its words, for its owner's eyes."""

    goal: Goal
    texts: Mapping[str, str] = field(default_factory=dict)

    @property
    def statement(self) -> str:
        """Its sentence."""
        return self.texts.get(STATEMENT, "")


@dataclass(frozen=True, slots=True)
class Gone(Unchanged):
    """There is no open goal of that id of this person's."""


@dataclass(frozen=True, slots=True)
class Empty(Unchanged):
    """A goal needs a sentence."""


@dataclass(frozen=True, slots=True)
class TooLong(Unchanged):
    """These parts are longer than a goal's may be; nothing was cut. Counts by key."""

    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Past(Unchanged):
    """The one hard error: the day to look again has passed (practice D8)."""


@dataclass(frozen=True, slots=True)
class NoDay(Unchanged):
    """A goal that is adjusted needs a new day to look at it again."""


Unsettled = Gone | Empty | TooLong | Past
Refused = Unsettled | NoDay


def mine(reader: Reader, owner: MemberId) -> list[Worded]:
    """The person's open goals."""
    return [worded(reader, g) for g in reader.goals.of_owner(owner) if g.state in OPEN_STATES]


def choose(reader: Reader, owner: MemberId) -> tuple[Worded, ...]:
    """The goals that a visit or a step can be for: this person's own, set ones first."""
    return tuple(sorted(mine(reader, owner), key=lambda found: found.goal.state not in SET_STATES))


def find(reader: Reader, owner: MemberId, goal: GoalId) -> Worded | Gone:
    """One open goal of this person's."""
    found = reader.goals.get(goal)
    if found is None or found.owner != owner or found.state not in OPEN_STATES:
        return Gone()
    return worded(reader, found)


def worded(reader: Reader, goal: Goal, version: int | None = None) -> Worded:
    """The goal with its words now, or with those of an earlier version."""
    then = replace(goal, version=version or goal.version)
    return Worded(then, {p.key: p.words for p in reading.own(reader, then.about, goal.owner)})


def today(reader: Reader, owner: MemberId) -> date:
    """The date where this person is."""
    known = reader.members.get(owner)
    return local_day(reader.now, policy.zone_of(known.zone if known else "UTC"))


def calendar(reader: Reader, owner: MemberId) -> tuple[ProgramCalendar, WordPack]:
    """The school days of this person's program, and in which words it speaks."""
    known = reader.members.get(owner)
    program = reader.programs.get(known.program) if known and known.program else None
    if program is None:
        return policy.ANY_WEEKDAY, WordPack.SCHOOL
    return policy.calendar_of(program), program.word_pack


def too_long(texts: Mapping[str, str]) -> TooLong | None:
    """Which of these are longer than they may be."""
    counts = {key: len(text) for key, text in texts.items() if len(text) > longest(key)}
    return TooLong(counts) if counts else None


def settle(
    work: Work, owner: MemberId, goal: Goal, texts: Mapping[str, str], review_on: date
) -> Goal | Unsettled:
    """The goal with these words and this day; one that was set before is adjusted by it."""
    known = work.goals.get(goal.id)
    if known is not None and (known.owner != owner or known.state not in OPEN_STATES):
        return Gone()
    refused = _amiss(work, owner, texts.get(STATEMENT, ""), texts, review_on)
    if refused is not None:
        return refused
    if known is None or known.state is GoalState.DRAFT:
        return _kept(work, replace(known or goal, state=GoalState.ACTIVE), texts, review_on)
    if dict(texts) == worded(work, known).texts:
        return _kept(work, known, texts, review_on)
    return _kept(work, _next_version(known), texts, review_on)


def decide(
    work: Work,
    owner: MemberId,
    goal: GoalId,
    decision: Decision,
    *,
    statement: str | None = None,
    review_on: date | None = None,
    version: int | None = None,
) -> Goal | Refused:
    """Keep, adjust, reached or set aside: the owner's alone, with a new day where they name one.

    *Adjust* keeps the old version and needs a new day (practice D). With a version given, the goal
    is left as it is where it has another one by now.
    """
    found = find(work, owner, goal)
    if isinstance(found, Gone):
        return found
    if version is not None and version != found.goal.version:
        return Gone()
    changed = _decided(work, owner, found, decision, statement, review_on)
    if isinstance(changed, Goal):
        _show_answered(work, found.goal)
    return changed


def _decided(
    work: Work,
    owner: MemberId,
    found: Worded,
    decision: Decision,
    statement: str | None,
    review_on: date | None,
) -> Goal | Refused:
    asked = replace(found.goal, asked_on=today(work, owner))
    closed = CLOSES.get(decision)
    if closed is not None:
        ended = asked.became(closed)
        work.goals.put(ended)
        _plan_review(work, ended)
        saying.home(work, owner)
        return ended
    if decision is Decision.ADJUST and review_on is None:
        return NoDay()
    texts = dict(found.texts)
    if statement is not None:
        texts[STATEMENT] = statement
    refused = _amiss(work, owner, texts.get(STATEMENT, ""), texts, review_on)
    if refused is not None:
        return refused
    changed = _next_version(asked) if decision is Decision.ADJUST else _set(asked)
    return _kept(work, changed, texts, review_on or asked.review_on)


def _show_answered(work: Work, goal: Goal) -> None:
    """Shows in the message that asked at the goal's date that it was answered, if one did."""
    answered.show(work, f"{Kind.REVIEW}:{goal.owner}:{goal.id}:{goal.review_on}")


def _amiss(
    reader: Reader,
    owner: MemberId,
    statement: str,
    texts: Mapping[str, str],
    review_on: date | None,
) -> Empty | TooLong | Past | None:
    if not statement.strip():
        return Empty()
    if review_on is not None and advice.passed(review_on, today(reader, owner)):
        return Past()
    return too_long(texts)


def _set(goal: Goal) -> Goal:
    return goal.became(GoalState.ACTIVE) if goal.state is GoalState.DRAFT else goal


def _next_version(goal: Goal) -> Goal:
    return replace(goal, state=GoalState.ADJUSTED, version=goal.version + 1)


def _kept(work: Work, goal: Goal, texts: Mapping[str, str], review_on: date | None) -> Goal:
    settled = replace(goal, review_on=review_on)
    work.goals.put(settled)
    earlier = {p.key: p for p in reading.own(work, settled.about, settled.owner)}
    for key, words in texts.items():
        if not words.strip() or (key in earlier and earlier[key].words == words):
            continue
        keep_text(
            work,
            Vault(settled.owner, settled.partnership),
            settled.about,
            key,
            words,
            Sharing.ON_SHARE,
            earlier=earlier[key].id if key in earlier else None,
        )
    copied_beside.changed(work, settled.partnership, copied_beside.subject(settled))
    _plan_review(work, settled)
    saying.home(work, settled.owner)
    return settled


def _plan_review(work: Work, goal: Goal) -> None:
    """The one question at the goal's date; what was planned for an earlier one is dropped."""
    for slip in work.slips.about(goal.id):
        work.slips.put(slip.dropped(NO_LONGER_TRUE))
    known = work.members.get(goal.owner)
    program = work.programs.get(known.program) if known and known.program else None
    if known is None or program is None or goal.review_on is None or goal.state not in SET_STATES:
        return
    planned = planning.review(person(known, program), goal.id, goal.review_on, goal.asked_on)
    if planned is not None:
        work.slips.put(replace(Slip.of(planned), refs={"goal": goal.id}))
