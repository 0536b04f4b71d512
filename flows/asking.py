"""How much a person's forms ask at once, chosen by that person (practice B, Prompt level)."""

from dataclasses import replace

from flows.ids import MemberId
from flows.levels import Level
from flows.people import Member
from flows.ports import Work
from flows.unchanged import Unchanged


class NoMember(Unchanged):
    """The person is in no program."""


def choose(work: Work, who: MemberId, level: Level) -> Member | NoMember:
    """The member with this level, which holds in every form from now on."""
    known = work.members.get(who)
    if known is None or known.program is None:
        return NoMember()
    changed = replace(known, level=level, level_at=work.now)
    work.members.put(changed)
    return changed
