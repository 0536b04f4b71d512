"""After an outage: what could not be said in its time is decided again, with all that is new.

So that a person gets one message instead of many, at an hour of theirs, and nothing that is over.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from flows.ids import MemberId
from flows.nudge import Kind
from flows.ports import Work
from flows.slip import Slip, SlipState
from flows.verdict import Push

LATE = timedelta(minutes=15)
"""Nothing waits for so long at Slack's pace: what is older met an outage."""

REMEMBERED = timedelta(weeks=9)
"""As long as the policy remembers (practice H, stop rule)."""


def take_back(work: Work, member: MemberId, held: str | None = None) -> bool:
    """Whether messages to this person are late; they are to come again, as if never decided.

    `held` is the key of one that is about to be sent, and is not sent then.
    """
    bundles: dict[str, list[Slip]] = {}
    for slip in work.slips.sent_since(member, work.now - REMEMBERED):
        bundles.setdefault(slip.bundle, []).append(slip)
    late = [
        key for key in bundles if key and work.outbox.take_back(key, work.now - LATE, held=held)
    ]
    for key in late:
        for slip in bundles[key]:
            work.slips.put(_again(slip))
    return bool(late)


def merged(pushes: Sequence[Push]) -> tuple[Push, ...]:
    """One message for what would go out in the same minute, as it does when it had to wait."""
    if len(pushes) <= 1:
        return tuple(pushes)
    items = sorted(
        (item for push in pushes for item in push.items),
        key=lambda item: (item.kind.rank, item.due, item.key),
    )
    reasons = [push.now for push in pushes]
    scheduled = [now for now in reasons if now.scheduled]
    return (Push(tuple(items), (scheduled or reasons)[-1]),)


def _again(slip: Slip) -> Slip:
    if slip.kind is Kind.PAUSE_ASK and not slip.about:
        return slip.dropped("outage")  # Asked of somebody whom nothing had reached.
    return replace(
        slip, state=SlipState.PLANNED, sent_at=None, bundle="", reason="", answered_at=None
    )
