"""A goal's trail: dated entries by its owner, with a word that they chose; never a bar."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flows import goals, reading, saying
from flows.goal import Goal, Source, TrailEntry, TrailWord
from flows.goals import LONGEST, Gone, TooLong, Worded
from flows.ids import EntryId, GoalId, MemberId
from flows.pieces import Sharing, Vault
from flows.ports import Reader, Work
from flows.unchanged import Unchanged
from flows.written import keep_text

NOTICED = "noticed"


@dataclass(frozen=True, slots=True)
class Noticed:
    """One entry with its words."""

    entry: TrailEntry
    words: str
    shared: bool


@dataclass(frozen=True, slots=True)
class Nothing(Unchanged):
    """Neither words nor a word was given."""


@dataclass(frozen=True, slots=True)
class Ahead(Unchanged):
    """Nothing can have been noticed on a day that is still to come."""


def of(reader: Reader, goal: Goal) -> Sequence[Noticed]:
    """The goal's entries for its owner's eyes, the newest day first."""
    pieces = {p.key: p for p in reading.own(reader, goal.trail, goal.owner)}
    return [
        Noticed(
            entry,
            pieces[entry.id].words if entry.id in pieces else "",
            entry.id in pieces and pieces[entry.id].shared,
        )
        for entry in reversed(reader.trail.of_goal(goal.id))
    ]


def note_progress(
    work: Work,
    owner: MemberId,
    goal: GoalId,
    noticed: str,
    word: TrailWord | None,
    source: Source = Source.SELF,
    on: date | None = None,
) -> TrailEntry | Gone | Nothing | TooLong | Ahead:
    """The goal with one more dated entry; the word is the owner's and nothing follows from it."""
    found = goals.find(work, owner, goal)
    if not isinstance(found, Worded):
        return found
    if not noticed.strip() and word is None:
        return Nothing()
    if len(noticed) > LONGEST:
        return TooLong({NOTICED: len(noticed)})
    today = goals.today(work, owner)
    if on is not None and on > today:
        return Ahead()
    entry = TrailEntry(EntryId(work.new_id()), goal, on or today, word, source, work.now)
    work.trail.put(entry)
    if noticed.strip():
        keep_text(
            work,
            Vault(owner, found.goal.partnership),
            found.goal.trail,
            entry.id,
            noticed,
            Sharing.ON_SHARE,
        )
    saying.home(work, owner)
    return entry
