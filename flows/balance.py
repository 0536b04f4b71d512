"""Balance facts for the members alone, and the rhythm that they check together (practice G3)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import assert_never

from flows import answered, coaching, easing, leaving, saying, weighing
from flows.coaching import Course, Late, NotTheirs
from flows.cycle import Cycle
from flows.events import SwapAsked
from flows.ids import MemberId, PartnershipId
from flows.partnership import PartnershipState
from flows.ports import Reader, Work
from flows.schooldays import ONE_DAY
from flows.slip import Slip
from flows.stage import StageRun
from flows.unchanged import Unchanged

ASKED_DAYS = 7
"""One question about the rhythm is enough for so many days."""

CHECK = "check_rhythm"


class Way(StrEnum):
    """What each may answer when the rhythm is checked together, the lightest last (BAL-3)."""

    FINE = "fine"
    LIGHTEN = "lighten"
    PAUSE = "pause"
    FINISH = "finish"


@dataclass(frozen=True, slots=True)
class Facts:
    """How it stands between the members; nothing says by whom anything was moved or missed."""

    turns: Mapping[MemberId, int]
    minutes: Mapping[MemberId, int]
    held: int
    moved: int
    mine: int
    others: int

    @property
    def may_check(self) -> bool:
        """Whether somebody waits without a step of their own to do."""
        return self.others > 0 and self.mine == 0


@dataclass(frozen=True, slots=True)
class Asked:
    """All members were asked, in the same words and the same minute."""


@dataclass(frozen=True, slots=True)
class AskedAlready(Unchanged):
    """The question stands since a few days."""


@dataclass(frozen=True, slots=True)
class Noted:
    """The answer is kept; nothing happens before all have answered."""


@dataclass(frozen=True, slots=True)
class Applied:
    """All answered: the lightest of their answers holds."""

    way: Way


@dataclass(frozen=True, slots=True)
class Swapped:
    """The wish for another order is kept; `settled` when the other wished it too."""

    settled: bool


def facts(reader: Reader, who: MemberId, partnership: PartnershipId) -> Facts | NotTheirs | Late:
    """How it stands, for one of its members (INV-20)."""
    found = coaching.theirs(reader, who, partnership)
    if not isinstance(found, Course):
        return found
    cycles = reader.cycles.of_partnership(partnership)
    runs = [(cycle, run) for cycle in cycles for run in cycle.runs]
    waiting = {m: len(found.cycle.waiting_for(m)) for m in found.pair.members}
    return Facts(
        turns=weighing.turns_of(cycles, found.pair.members),
        minutes={m: _minutes(found, m) for m in found.pair.members},
        held=len({_meeting(cycle, run) for cycle, run in runs if run.held_by}),
        moved=sum(run.moved > 0 for _, run in runs),
        mine=waiting[who],
        others=sum(n for member, n in waiting.items() if member != who),
    )


def _meeting(cycle: Cycle, run: StageRun) -> tuple[str, ...]:
    """What was held: the steps of one sitting were one talk."""
    if cycle.delivery == "one_sitting" and run.done_at is not None:
        return (cycle.id, str(run.turn), run.done_at.date().isoformat())
    return (cycle.id, run.id)


def check(
    work: Work, who: MemberId, partnership: PartnershipId
) -> Asked | AskedAlready | NotTheirs | Late:
    """All are asked together about the rhythm; nobody is told who wished it (BAL-3)."""
    found = coaching.theirs(work, who, partnership)
    if not isinstance(found, Course):
        return found
    if found.pair.state is not PartnershipState.ACTIVE:
        return Late()
    if _standing(work, partnership, found.pair.members):
        return AskedAlready()
    saying.to_all(work, found.pair, CHECK, f"{CHECK}:{partnership}:{work.now:%Y-%m-%d}")
    return Asked()


def answer(
    work: Work, who: MemberId, partnership: PartnershipId, way: Way
) -> Noted | Applied | NotTheirs | Late:
    """One member's answer; with the last one the lightest of them is applied to all."""
    found = coaching.theirs(work, who, partnership)
    if not isinstance(found, Course):
        return found
    standing = _standing(work, partnership, found.pair.members)
    own = standing.get(who)
    if own is None or found.pair.state is not PartnershipState.ACTIVE:
        return Late()
    if answered.HOW in own.refs:
        return Late()
    standing[who] = replace(own, refs={**own.refs, answered.HOW: way.value})
    work.slips.put(standing[who])
    answered.show(work, own.id)
    ways = [Way(str(how)) for slip in standing.values() if (how := slip.refs.get(answered.HOW))]
    if len(ways) < len(standing):
        return Noted()
    lightest = max(ways, key=list(Way).index)
    _apply(work, found, who, lightest)
    return Applied(lightest)


def swap_next(work: Work, who: MemberId, partnership: PartnershipId) -> Swapped | NotTheirs | Late:
    """A member would have the next turn go to somebody else; settled once both wish it (BAL-1)."""
    found = coaching.theirs(work, who, partnership)
    if not isinstance(found, Course):
        return found
    others = found.pair.others(who)
    cycle = coaching.happened(work, found, SwapAsked(who, others[0]))
    if cycle is found.cycle:
        return Late()
    return Swapped(
        settled=[t.coachee for t in cycle.turns] != [t.coachee for t in found.cycle.turns]
    )


def _apply(work: Work, found: Course, who: MemberId, way: Way) -> None:
    pair = found.pair
    match way:
        case Way.FINE:
            pass
        case Way.LIGHTEN:
            for member in pair.members:
                easing.lighten(work, member, pair.id)
            saying.to_all(work, pair, "lighter", f"lighter:{pair.id}:{work.now:%Y-%m-%d}")
        case Way.PAUSE:
            leaving.pause(work, who, pair.id)
        case Way.FINISH:
            leaving.end(work, who, pair.id)
        case _:
            assert_never(way)


def _minutes(found: Course, member: MemberId) -> int:
    """What is planned for this member in the cycle as far as it is known."""
    return sum(
        found.stage(run).minutes for run in found.cycle.runs if member in _acting(found, run)
    )


def _acting(found: Course, run: StageRun) -> Collection[MemberId]:
    return run.members or tuple(found.rules.casting(found.cycle, run))


def _standing(
    reader: Reader, partnership: PartnershipId, members: Sequence[MemberId]
) -> dict[MemberId, Slip]:
    """The question that stands, as each member got it."""
    since = reader.now - ONE_DAY * ASKED_DAYS
    return {
        member: slip
        for member in members
        for slip in reader.slips.sent_since(member, since)
        if slip.template == CHECK and slip.refs.get("partnership") == partnership
    }
