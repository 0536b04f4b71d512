"""What leads a talk: whose word it is, how long each of them has, and the questions for it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from flows import guest_notices
from flows.coaching import Course
from flows.ids import MemberId
from flows.protocol import Kind, Prompt
from flows.roles import Casting
from flows.stage import StageRun

SAID: frozenset[Kind] = frozenset({"text", "themes"})
"""What people talk about; everything else is chosen in a form."""


@dataclass(frozen=True, slots=True)
class Part:
    """Questions for the same people, one after another.

    `own`: for whoever has the turn, where each has one in the same talk; `others`: for whoever
    listens meanwhile. With neither they are for `members`, or for all.
    """

    prompts: tuple[Prompt, ...]
    members: tuple[MemberId, ...] = ()
    own: bool = False
    others: bool = False


@dataclass(frozen=True, slots=True)
class Slot:
    """A member's own minutes, and when they begin where the talk has a time."""

    member: MemberId
    begins: datetime | None


@dataclass(frozen=True, slots=True)
class Points:
    """A talk as its card leads it."""

    parts: tuple[Part, ...]
    order: tuple[MemberId, ...]
    """Who speaks first and who after, where the way of working says so."""
    slots: tuple[Slot, ...]
    """Everybody's own minutes, where all have the same."""
    last_word: bool
    """Whether whoever began to speak ends it as well."""
    guest: MemberId | None = None
    """Who takes part from outside, and speaks last (practice B8)."""


def of(course: Course, run: StageRun) -> Points:
    """What leads this talk."""
    stage, casting = course.stage(run), course.rules.casting(course.cycle, run)
    together = course.rules.protocol.turns == "interleaved" and run.turn is None
    in_turns = together and bool(stage.speaking_order)
    guest = next((guest.member for guest in guest_notices.of_run(course, run)), None)
    said = (p for p in stage.prompts if p.kind in SAID)
    asked = tuple(p for p in said if guest is not None or not p.for_guest)
    parts = tuple(_parts(course, asked, casting, in_turns=in_turns))
    roles = [p.for_role for p in asked]
    first = stage.speaking_order[0] if stage.speaking_order else None
    began = roles.index(first) if first in roles else len(roles)
    return Points(
        parts=parts,
        order=() if in_turns else _order(stage.speaking_order, casting),
        slots=_slots(course, run) if stage.minutes_each else (),
        guest=guest,
        last_word=roles[-1:] == [first] and len(set(roles[began:])) > 1,
    )


def _parts(
    course: Course, prompts: tuple[Prompt, ...], casting: Casting, *, in_turns: bool
) -> Iterator[Part]:
    own = course.rules.protocol.seats(len(course.cycle.members))[0]
    for role, asked in groupby(prompts, lambda prompt: prompt.for_role):
        if role is None:
            yield Part(tuple(asked))
        elif in_turns:
            yield Part(tuple(asked), own=role in own, others=role not in own)
        elif holders := tuple(m for m, held in casting.items() if role in held):
            yield Part(tuple(asked), holders)


def _order(speaking: tuple[str, ...], casting: Casting) -> tuple[MemberId, ...]:
    found = (m for role in speaking for m, held in casting.items() if role in held)
    return tuple(dict.fromkeys(found))


def _slots(course: Course, run: StageRun) -> tuple[Slot, ...]:
    begins = run.session.start if run.session else None
    length = timedelta(minutes=course.stage(run).minutes)
    return tuple(
        Slot(member, begins and begins + n * length)
        for n, member in enumerate(course.cycle.members)
    )
