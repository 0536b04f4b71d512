"""A goal as a conversation: one question at a time, in any order, at any speed (practice A8, D).

Each answer is kept as it comes; only the sentence and the day are needed, and advice never blocks.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from flows import advice, goals, reading, saying
from flows.advice import GoalDraft, Hint, WhenThen
from flows.draft import UNFINISHED, Draft, DraftState
from flows.goal import Goal, GoalState
from flows.goals import FIELDS, STATEMENT, Empty, Gone, Past, TooLong, Worded
from flows.ids import DraftId, GoalId, MemberId, PartnershipId
from flows.notices import Dm
from flows.partnership import PartnershipState
from flows.pieces import Sharing, Vault
from flows.ports import Reader, Work
from flows.unchanged import Unchanged
from flows.written import keep_text

REVIEW = "review"
READY = "ready"
"""What is asked when nothing more is needed: whether to set the goal."""

STEPS = (*FIELDS[:6], REVIEW, *FIELDS[6:])
REQUIRED = (STATEMENT, REVIEW)
AT_ONCE = 3
MOST_HINTS = 2

SPEAKS_AFTER = {
    "D1": "student_change",
    "D2": "student_change",
    "D3": STATEMENT,
    "D4": "measure",
    "D5": "measure",
    "D6": "baseline",
    "D7": "target",
    "D8": REVIEW,
    "D11": "group",
    "D12": "why",
}
"""After which question a piece of advice comes; the others come after what they are about."""

QUESTION = "goal_question"


@dataclass(frozen=True, slots=True)
class Talk:
    """Where the conversation stands, for its owner's eyes."""

    draft: Draft
    answers: Mapping[str, str]
    hints: tuple[Hint, ...]
    today: date

    @property
    def settled(self) -> bool:
        """Whether what is required is there."""
        return _settled(self.answers)

    @property
    def together(self) -> tuple[str, ...]:
        """The questions that a form shows at once: what is still required, and what comes next."""
        if self.draft.asked == READY:
            blank = [key for key in STEPS if not self.answers.get(key, "").strip()]
            return tuple((blank or STEPS)[:AT_ONCE])
        asked = STEPS.index(self.draft.asked)
        missing = [key for key in REQUIRED if not self.answers.get(key, "").strip()]
        nearest = [key for key in STEPS[asked:] if key not in missing]
        if self.draft.asked in nearest[:1] or not missing:
            wanted = [*nearest[:1], *missing, *nearest[1:]]
        else:
            wanted = [*missing, *nearest]
        return tuple(sorted(wanted[:AT_ONCE], key=STEPS.index))


@dataclass(frozen=True, slots=True)
class Late(Unchanged):
    """The conversation went on elsewhere, or is over: nothing was changed."""

    talk: Talk | None


@dataclass(frozen=True, slots=True)
class NotADay(Unchanged):
    """What was given is no date."""


@dataclass(frozen=True, slots=True)
class NotAMember(Unchanged):
    """They have to join a program first."""


Refused = Late | TooLong | Past | NotADay | Empty


def unfinished(reader: Reader, who: MemberId) -> list[Draft]:
    """The person's conversations that are open or saved, the youngest first."""
    return [d for d in reader.drafts.of_owner(who) if d.state in UNFINISHED]


def about_new(reader: Reader, who: MemberId) -> list[Draft]:
    """Those of them that are about a goal which is not there yet."""
    return [d for d in unfinished(reader, who) if reader.goals.get(d.goal) is None]


def asking(reader: Reader, who: MemberId) -> list[Draft]:
    """Those in which a question waits for an answer."""
    return [d for d in reader.drafts.of_owner(who) if d.state is DraftState.OPEN]


def look(reader: Reader, who: MemberId, draft: DraftId) -> Talk | None:
    """The person's conversation as it stands; nobody else's."""
    found = reader.drafts.get(draft)
    return None if found is None or found.owner != who else _talk(reader, found)


def begin(
    work: Work, who: MemberId, goal: GoalId | None = None, *, in_form: bool = False
) -> Talk | Gone | NotAMember:
    """The conversation about that goal, or about a new one; an unfinished one goes on."""
    known = work.members.get(who)
    if known is None or known.program is None:
        return NotAMember()
    there = work.goals.get(goal) if goal else None
    if goal and isinstance(goals.find(work, who, goal), Gone) and there is not None:
        return Gone()
    going_on = unfinished(work, who) if goal else about_new(work, who)
    for draft in going_on:
        if goal in {None, draft.goal}:
            return _put(work, draft.moved(draft.asked, draft.after), in_form=in_form)
    if goal and there is None:
        return Gone()
    draft = Draft(
        id=DraftId(work.new_id()),
        owner=who,
        goal=goal or GoalId(work.new_id()),
        partnership=there.partnership if there else _youngest(work, who),
        asked=STATEMENT,
        begun_at=work.now,
    )
    return _put(work, draft, in_form=in_form)


def answer(
    work: Work,
    who: MemberId,
    draft: DraftId,
    version: int,
    given: Mapping[str, str],
    *,
    in_form: bool = False,
) -> Talk | Refused:
    """The conversation with these answers, at the question after them; empty ones are left out."""
    found = _current(work, who, draft, version)
    if isinstance(found, Late):
        return found
    told = {key: words for key, words in given.items() if key in STEPS and words.strip()}
    if not told:
        return Empty()
    refused = _amiss(work, who, told)
    if refused is not None:
        return refused
    for key, words in told.items():
        _keep(work, found, key, words)
    last = max(told, key=STEPS.index)
    onward = _onward(work, found, last)
    if in_form and _settled(answered(work, found)):
        onward = found.moved(READY, last)
    return _put(work, onward, in_form=in_form)


def back(work: Work, who: MemberId, draft: DraftId, version: int) -> Talk | Late:
    """The question before this one; the first stays the first."""
    found = _current(work, who, draft, version)
    if isinstance(found, Late):
        return found
    place = STEPS.index(found.asked) if found.asked in STEPS else len(STEPS)
    return _put(work, found.moved(STEPS[max(0, place - 1)], ""))


def skip(work: Work, who: MemberId, draft: DraftId, version: int) -> Talk | Late:
    """The question after this one; what was answered before stays."""
    found = _current(work, who, draft, version)
    return found if isinstance(found, Late) else _put(work, _onward(work, found, found.asked))


def ask(
    work: Work, who: MemberId, draft: DraftId, version: int, step: str, *, in_form: bool = False
) -> Talk | Late:
    """That question, out of turn."""
    found = _current(work, who, draft, version)
    if isinstance(found, Late) or step not in STEPS:
        return found if isinstance(found, Late) else Late(_talk(work, found))
    return _put(work, found.moved(step, ""), in_form=in_form)


def save(work: Work, who: MemberId, draft: DraftId, version: int) -> Talk | Late:
    """The conversation put aside; it goes on where it was."""
    found = _current(work, who, draft, version)
    return found if isinstance(found, Late) else _end(work, found.became(DraftState.SAVED))


def stop(work: Work, who: MemberId, draft: DraftId, version: int) -> Talk | Late:
    """The conversation ended, with its answers erased; a goal that was there before stays so."""
    found = _current(work, who, draft, version)
    if isinstance(found, Late):
        return found
    _erase(work, found)
    return _end(work, found.became(DraftState.STOPPED))


def finish(
    work: Work, who: MemberId, draft: DraftId, version: int, day: str | None = None
) -> Goal | Refused | Gone:
    """The goal set, with this day if one is given; only its sentence and its day are needed."""
    found = _current(work, who, draft, version)
    if isinstance(found, Late):
        return found
    answers = {**answered(work, found), **({REVIEW: day} if day else {})}
    review_on = _day(answers.get(REVIEW, ""))
    if review_on is None:
        return NotADay()
    texts = {key: answers[key] for key in FIELDS if answers.get(key, "").strip()}
    goal = work.goals.get(found.goal) or Goal(
        found.goal, who, found.partnership, GoalState.DRAFT, 1, work.now
    )
    settled = goals.settle(work, who, goal, texts, review_on)
    if isinstance(settled, Goal):
        _erase(work, found)
        _end(work, found.became(DraftState.SET))
    return settled


def answered(reader: Reader, draft: Draft) -> dict[str, str]:
    """What was said so far: the goal as it stands, with the conversation's answers above it."""
    found = goals.find(reader, draft.owner, draft.goal)
    said: dict[str, str] = {}
    if isinstance(found, Worded):
        said = dict(found.texts)
        if found.goal.review_on is not None:
            said[REVIEW] = found.goal.review_on.isoformat()
    return said | {p.key: p.words for p in reading.own(reader, draft.about, draft.owner)}


def worded(answers: Mapping[str, str]) -> GoalDraft:
    """What was said so far, as advice reads it."""
    said = {key: answers.get(key, "") for key in FIELDS}
    return GoalDraft(
        statement=said[STATEMENT],
        student_change=said["student_change"],
        why=said["why"],
        measure=said["measure"],
        baseline=said["baseline"],
        target=said["target"],
        review_on=_day(answers.get(REVIEW, "")),
        when_then=WhenThen(said["cue"], said["action"], said["group"]),
    )


def _settled(answers: Mapping[str, str]) -> bool:
    return all(answers.get(key, "").strip() for key in REQUIRED)


def step_of(hint: Hint) -> str:
    """The question that a piece of advice is about."""
    return {"review_on": REVIEW, "when_then": "cue"}.get(hint.about, hint.about)


def _talk(reader: Reader, draft: Draft) -> Talk:
    answers = answered(reader, draft)
    calendar, pack = goals.calendar(reader, draft.owner)
    today = goals.today(reader, draft.owner)
    found = advice.advise(worded(answers), calendar, today, pack)
    now = tuple(h for h in found if draft.after == SPEAKS_AFTER.get(h.code, step_of(h)))
    found = (*now, *(h for h in found if h not in now)) if draft.asked == READY else now
    return Talk(draft, answers, found[:MOST_HINTS], today)


def _current(reader: Reader, who: MemberId, draft: DraftId, version: int) -> Draft | Late:
    found = reader.drafts.get(draft)
    if found is None or found.owner != who:
        return Late(None)
    if found.version != version or found.state is not DraftState.OPEN:
        return Late(_talk(reader, found))
    return found


def _amiss(
    reader: Reader, who: MemberId, told: Mapping[str, str]
) -> TooLong | Past | NotADay | None:
    if REVIEW in told:
        day = _day(told[REVIEW])
        if day is None:
            return NotADay()
        if advice.passed(day, goals.today(reader, who)):
            return Past()
    return goals.too_long({key: words for key, words in told.items() if key != REVIEW})


def _onward(reader: Reader, draft: Draft, dealt_with: str) -> Draft:
    answers = answered(reader, draft)
    later = STEPS.index(dealt_with) + 1 if dealt_with in STEPS else len(STEPS)
    if later < len(STEPS):
        return draft.moved(STEPS[later], dealt_with)
    missing = (key for key in REQUIRED if not answers.get(key, "").strip())
    return draft.moved(next(missing, READY), dealt_with)


def _keep(work: Work, draft: Draft, key: str, words: str) -> None:
    earlier = (p.id for p in reading.lying(work, draft.about) if p.key == key)
    keep_text(
        work,
        Vault(draft.owner, draft.partnership),
        draft.about,
        key,
        words,
        Sharing.SELF,
        earlier=next(earlier, None),
    )


def _erase(work: Work, draft: Draft) -> None:
    for piece in reading.lying(work, draft.about):
        work.pieces.erase(piece.id)


def _put(work: Work, draft: Draft, *, in_form: bool = False) -> Talk:
    """Keeps it; its question comes as a message of its own, unless it is answered in a form."""
    if in_form:
        work.drafts.put(draft)
        _show(work, draft)
        return _talk(work, draft)
    asked = replace(draft, posted=draft.posted + 1)
    work.drafts.put(asked)
    saying.answer(
        work,
        asked.owner,
        QUESTION,
        asked.anchor(),
        draft=asked.id,
        number=asked.posted,
        step=asked.asked,
    )
    _show(work, draft)
    return _talk(work, asked)


def _end(work: Work, draft: Draft) -> Talk:
    work.drafts.put(draft)
    _show(work, draft)
    saying.home(work, draft.owner)
    return _talk(work, draft)


def _show(work: Work, draft: Draft) -> None:
    """Shows in the latest message that stands what is true of it now."""
    if draft.posted:
        saying.update(
            work,
            Dm(draft.owner),
            QUESTION,
            draft.anchor(),
            draft=draft.id,
            number=draft.posted,
            step=draft.after,
        )


def _youngest(reader: Reader, who: MemberId) -> PartnershipId | None:
    """Under which partnership a new goal lies, so that it can be shared there."""
    pairs = reader.partnerships.of_member(who)
    return next((p.id for p in pairs if p.state is PartnershipState.ACTIVE), None)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None
