"""A goal's parts shown to the partner: each by its owner's own act, none by itself (practice D)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from flows import copied_beside, copying, goals, reading, saying
from flows.goal import Goal
from flows.goals import Gone, Worded
from flows.ids import GoalId, MemberId
from flows.partnership import Partnership
from flows.pieces import Lying
from flows.ports import Lock, Reader, Work
from flows.trail import Noticed
from flows.unchanged import Unchanged


@dataclass(frozen=True, slots=True)
class Nobody(Unchanged):
    """The goal belongs to no partnership."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a partner may read of a goal: its parts by name, and entries of its trail."""

    goal: Goal
    texts: Mapping[str, str]
    noted: Sequence[Noticed]
    pair: Partnership

    @property
    def parts(self) -> int:
        """How many parts that are."""
        return len(self.texts) + len(self.noted)


def share(work: Work, owner: MemberId, goal: GoalId, part: str) -> Goal | Gone | Nobody:
    """The goal with that part shared: a field of it, or an entry of its trail by its id."""
    found = goals.find(work, owner, goal)
    if not isinstance(found, Worded):
        return found
    pair = work.partnerships.get(found.goal.partnership) if found.goal.partnership else None
    if pair is None or owner not in pair.members:
        return Nobody()
    pieces = [p for p in _pieces(work, found.goal) if p.key == part]
    if not pieces:
        return Gone()
    if copying.on(pair):
        work.hold(Lock.partnership(pair.id))
    for piece in pieces:
        if not piece.shared:
            copied_beside.offered(work, pair, copied_beside.subject(found.goal), owner, piece.key)
        work.pieces.share(piece.id)
    day = goals.today(work, owner)
    for other in pair.others(owner):
        saying.event(
            work,
            other,
            "shared_goal",
            f"shared_goal:{goal}:{other}:{day}",
            goal=goal,
            by=owner,
            partnership=pair.id,
        )
    return found.goal


def take_back(work: Work, owner: MemberId, goal: GoalId, part: str) -> Goal | Gone:
    """The goal with that part its owner's alone again; nobody is told; it can be shared anew."""
    found = goals.find(work, owner, goal)
    if not isinstance(found, Worded):
        return found
    own = (reading.own(work, about, owner) for about in (found.goal.about, found.goal.trail))
    pieces = [p for each in own for p in each if p.key == part and p.shared]
    if not pieces:
        return Gone()
    for piece in pieces:
        work.pieces.write(replace(piece, shared=False))
    copied_beside.changed(work, found.goal.partnership, copied_beside.subject(found.goal))
    return found.goal


def shared(reader: Reader, goal: Goal) -> frozenset[str]:
    """Which of its parts its owner shared."""
    return frozenset(piece.key for piece in _pieces(reader, goal) if piece.shared)


def shown_to(reader: Reader, who: MemberId, goal: GoalId) -> Shown | None:
    """What this partner of its owner may read of the goal; None where that is nothing."""
    found = reader.goals.get(goal)
    pair = reader.partnerships.get(found.partnership) if found and found.partnership else None
    if found is None or pair is None or who == found.owner:
        return None
    texts = {p.key: p.words for p in reading.of_pair(reader, found.about, who, pair)}
    words = {p.key: p.words for p in reading.of_pair(reader, found.trail, who, pair)}
    entries = reversed(reader.trail.of_goal(goal))
    noted = [Noticed(entry, words[entry.id], shared=True) for entry in entries if entry.id in words]
    return Shown(found, texts, noted, pair) if texts or noted else None


def opened(work: Work, who: MemberId, goal: GoalId) -> None:
    """Notes that this partner read what was shared of the goal: chosen by all, it is copied."""
    shown = shown_to(work, who, goal)
    if shown is not None:
        copied_beside.opened(work, shown.pair, copied_beside.subject(shown.goal), who)


def _pieces(reader: Reader, goal: Goal) -> list[Lying]:
    return [p for about in (goal.about, goal.trail) for p in reading.lying(reader, about)]
