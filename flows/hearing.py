"""What somebody typed to the bot: an answer where a question waits for one, else nothing is kept.

A reply answers the question asked last, or the one whose thread it is in (practice A8).
"""

from dataclasses import dataclass, replace

from flows import coaching, goal_talk, goals, saying
from flows.draft import Draft
from flows.goal_talk import REVIEW, Talk
from flows.ids import MemberId, PartnershipId
from flows.partnership import PartnershipState
from flows.ports import Reader, Work
from flows.stage import StageRun
from flows.typed_day import read_day

PRIVATE = frozenset({"self", "to_coachee"})
"""Whose steps are answered in a box or a form only (practice A8)."""


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Several questions wait, and nothing says which of them is meant."""


@dataclass(frozen=True, slots=True)
class Behind:
    """The thread is one of a question that the conversation left behind."""


@dataclass(frozen=True, slots=True)
class OnlyInItsBox:
    """What waits for this person is for their own eyes and is not typed here."""

    partnership: PartnershipId
    run: StageRun


@dataclass(frozen=True, slots=True)
class NothingAsked:
    """Nothing waits for an answer."""


Meant = Draft | Ambiguous | Behind | OnlyInItsBox | NothingAsked


def meant(reader: Reader, who: MemberId, thread: str | None) -> Meant:
    """Which question a typed reply answers, or why it answers none."""
    asking = goal_talk.asking(reader, who)
    if thread is not None:
        for draft in goal_talk.unfinished(reader, who):
            number = _asked_in(reader, draft, thread)
            if number:
                return draft if number == draft.posted and draft in asking else Behind()
    if len(asking) > 1:
        return Ambiguous()
    return asking[0] if asking else _private(reader, who)


def answer(work: Work, who: MemberId, draft: Draft, text: str) -> Talk | goal_talk.Refused:
    """The conversation with what was typed; at first use one line says what typing means."""
    given = text
    if draft.asked == REVIEW:
        day = read_day(text, goals.today(work, who))
        given = day.isoformat() if day else text
    step = draft.asked if draft.asked in goal_talk.STEPS else ""
    outcome = goal_talk.answer(work, who, draft.id, draft.version, {step: given})
    known = work.members.get(who)
    if isinstance(outcome, Talk) and known is not None and not known.told_of_typing:
        work.members.put(replace(known, told_of_typing=True))
        saying.answer(work, who, "typing", f"typing:{who}")
    return outcome


def _asked_in(reader: Reader, draft: Draft, thread: str) -> int:
    for number in range(draft.posted, 0, -1):
        place = reader.outbox.place(draft.anchor(number))
        if place is not None and place.ts == thread:
            return number
    return 0


def _private(reader: Reader, who: MemberId) -> OnlyInItsBox | NothingAsked:
    for pair in reader.partnerships.of_member(who):
        found = coaching.load(reader, pair.id)
        if found is None or pair.state is not PartnershipState.ACTIVE:
            continue
        for run in found.cycle.waiting_for(who):
            if found.stage(run).share in PRIVATE:
                return OnlyInItsBox(pair.id, run)
    return NothingAsked()
