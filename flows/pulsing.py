"""Answering the month's question: counted without a name, once for each person (practice I2)."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time

from flows import answered
from flows.ids import MemberId
from flows.nudge import Kind
from flows.ports import Work
from flows.pulse import CHOICES, PulseCount, question_of
from flows.schooldays import ONE_DAY
from flows.unchanged import Unchanged

ANSWERED = "answered"


@dataclass(frozen=True, slots=True)
class Counted:
    """One more of that answer; or left out, which is not counted."""

    skipped: bool


@dataclass(frozen=True, slots=True)
class Again(Unchanged):
    """They answered already, or were not asked."""


def answer(work: Work, who: MemberId, month: date, choice: str | None) -> Counted | Again:
    """Counts the answer; that somebody answered is kept only beside that they were asked."""
    asked = [
        slip
        for slip in work.slips.sent_since(who, datetime.combine(month, time(0), UTC) - ONE_DAY)
        if slip.kind is Kind.PULSE and slip.refs.get("month") == month.isoformat()
    ]
    known = work.members.get(who)
    if not asked or asked[0].about == ANSWERED or known is None or known.program is None:
        return Again()
    question = str(asked[0].refs.get("question") or question_of(month))
    if choice is not None and choice not in CHOICES[question]:
        return Again()
    work.slips.put(replace(asked[0], about=ANSWERED))
    answered.show(work, asked[0].id)
    if choice is not None:
        work.pulses.counted(PulseCount(known.program, month, question, choice))
    return Counted(skipped=choice is None)
