"""Copies of what is shared beside the steps: parts of a goal, a reflection (practice AG13).

As with a step's answers, everybody whom it was shared with has opened it first, and a copy shows
what all of them may read now, or goes.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from flows import copying, reading
from flows.copied import Copy, CopyState
from flows.goal import Goal, TrailEntry
from flows.ids import CopyId, CycleId, GoalId, MemberId, PartnershipId, RunId
from flows.partnership import Partnership
from flows.ports import Lock, Reader, Work

_GOAL = "goal:"
MOST_PARTS = 4
"""So many parts of one goal in one message, each as long as it may be, are what Slack takes."""


@dataclass(frozen=True, slots=True)
class CopiedBeside:
    """What such a copy shows: words by key, and of a goal's trail the entries they belong to.

    Without words it only says that there are some.
    """

    copy: Copy
    texts: Mapping[str, str]
    entries: Sequence[TrailEntry] = ()

    @property
    def of_goal(self) -> bool:
        """Whether it is a goal's parts; a reflection otherwise."""
        return self.copy.about.startswith(_GOAL)


def subject(goal: Goal) -> str:
    """What the copies of a goal's parts are about, whatever its version."""
    return f"{_GOAL}{goal.id}"


def offered(work: Work, pair: Partnership, about: str, author: MemberId, key: str) -> None:
    """What was shared just now is copied once it was opened, with what else waits of the same."""
    if not copying.on(pair):
        return
    waiting = (c for c in _of(work, pair, about) if c.state is CopyState.WAITS and not c.opened_by)
    beside = next((c for c in waiting if c.author == author and len(c.keys) < MOST_PARTS), None)
    work.copies.put(
        replace(beside, keys=(*beside.keys, key))
        if beside is not None
        else Copy(
            id=CopyId(work.new_id()),
            partnership=pair.id,
            cycle=CycleId(""),
            run=RunId(""),
            author=author,
            keys=(key,),
            made_at=work.now,
            about=about,
        )
    )


def opened(work: Work, pair: Partnership, about: str, by: MemberId) -> None:
    """A partner opened it; what all have opened is copied."""
    if copying.on(pair):
        copying.seen(work, pair, _of(work, pair, about), by)


def changed(work: Work, partnership: PartnershipId | None, about: str) -> None:
    """Something of it was taken back, written anew or erased: its copies follow at once."""
    pair = work.partnerships.get(partnership) if partnership else None
    if pair is None or not copying.ever(pair):
        return
    work.hold(Lock.partnership(pair.id))
    for copy in _of(work, pair, about):
        followed(work, pair, copy)


def followed(work: Work, pair: Partnership, copy: Copy) -> None:
    """The copy without what nobody may read any more; shared anew, that is a copy of its own."""
    keys = readable(work, pair, copy)
    left = replace(copy, keys=tuple(key for key in copy.keys if key in keys))
    copying.kept_up(work, left, there=bool(left.keys), before=copy)


def shown(reader: Reader, pair: Partnership, copy: Copy) -> CopiedBeside | None:
    """What the copy shows as things stand; None where nothing of it may be read."""
    keys = readable(reader, pair, copy)
    if not keys:
        return None
    # All others read the same under these keys, so whoever of them is asked for.
    other = next(iter(pair.others(copy.author)), copy.author)
    words = _words(reader, pair, copy, other)
    entries = reader.trail.of_goal(_goal_of(copy)) if copy.about.startswith(_GOAL) else ()
    return CopiedBeside(
        copy,
        {key: words[key] for key in copy.keys if key in keys},
        [entry for entry in entries if entry.id in keys],
    )


def readable(reader: Reader, pair: Partnership, copy: Copy) -> frozenset[str]:
    """Under which of its keys every member may read words of its author now."""
    found = frozenset(copy.keys)
    for other in pair.others(copy.author):
        found &= _words(reader, pair, copy, other).keys()
    return found


def _words(reader: Reader, pair: Partnership, copy: Copy, who: MemberId) -> Mapping[str, str]:
    pieces = (
        p for about in _subjects(reader, copy) for p in reading.of_pair(reader, about, who, pair)
    )
    return {p.key: p.words for p in pieces if p.vault.author == copy.author}


def _subjects(reader: Reader, copy: Copy) -> Collection[str]:
    if not copy.about.startswith(_GOAL):
        return (copy.about,)
    goal = reader.goals.get(_goal_of(copy))
    return (goal.about, goal.trail) if goal is not None else ()


def _goal_of(copy: Copy) -> GoalId:
    return GoalId(copy.about.removeprefix(_GOAL))


def _of(reader: Reader, pair: Partnership, about: str) -> list[Copy]:
    return [copy for copy in reader.copies.of_partnership(pair.id) if copy.about == about]
