"""A message that asked one question, once it is answered: it shows how that ended, with no button.

It is updated in place wherever it stands, alone or as part of a bundle, and notifies nobody.
"""

from collections.abc import Iterable
from dataclasses import replace

from flows import delivering, saying
from flows.ids import CycleId, MemberId, PartnershipId, RunId
from flows.notices import Dm
from flows.nudge import Kind
from flows.ports import Work
from flows.slip import Slip, SlipState

OF_RUN = frozenset({Kind.OPEN, Kind.ASK_ME, Kind.SOFT, Kind.LATE, Kind.RELEASED})
"""What asks somebody to do something about one step."""

HOW = "ended"
"""What somebody chose, in the refs of a message whose answer is kept nowhere else."""


def show(work: Work, *names: str) -> None:
    """The messages of these names show what is true now, those that went out."""
    slips = (work.slips.get(name) for name in names)
    _show(work, [slip for slip in slips if slip is not None])


def ease(work: Work, who: MemberId, partnership: PartnershipId, how: str) -> None:
    """The question after silence is answered, in this way."""
    asked = [
        slip
        for slip in work.slips.sent_since(who, work.now - delivering.REMEMBERED)
        if slip.kind is Kind.PAUSE_ASK and slip.refs.get("partnership") == partnership
    ]
    marked = [replace(s, refs={**s.refs, HOW: how}) for s in asked if HOW not in s.refs]
    for slip in marked:
        work.slips.put(slip)
    _show(work, marked)


def about(work: Work, who: MemberId, cycle: CycleId, run: RunId) -> None:
    """What asked this member for the step, or to read the notes of it, shows that it is done."""
    _show(
        work,
        [
            slip
            for slip in work.slips.sent_since(who, work.now - delivering.REMEMBERED)
            if slip.kind in OF_RUN
            and slip.refs.get("run") == run
            and cycle in {slip.cycle, slip.refs.get("cycle")}
        ],
    )


def _show(work: Work, slips: Iterable[Slip]) -> None:
    for slip in slips:
        if slip.state is not SlipState.SENT or slip.sent_at is None:
            continue
        if slip.bundle == slip.id:
            kind = delivering.notice_of(slip).kind
            saying.update(work, Dm(slip.member), kind, slip.id, **slip.refs)
            continue
        beside = work.slips.sent_since(slip.member, slip.sent_at)
        parts = "\n".join(each.id for each in beside if each.bundle == slip.bundle)
        saying.update(work, Dm(slip.member), "bundle", slip.bundle, parts=parts)
