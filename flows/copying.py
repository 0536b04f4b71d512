"""Copies in the group DM, where all members chose them (practice AG13): offered, opened, posted.

What is shared or released while the choice is in force is copied once everybody whom it was shared
with has opened it. A copy is posted without words and filled in once its place is known, so that no
message of Slack's ever holds words that nobody can take back.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, assert_never

from flows import gate, kept, reading, saying
from flows.copied import Copy, CopyState
from flows.ids import CopyId, MemberId, RunId
from flows.notices import Effect, Notice, Pair, Priority
from flows.partnership import Partnership, PartnershipState
from flows.ports import Reader, Work
from flows.protocol import Stage
from flows.stage import StageRun

if TYPE_CHECKING:
    from flows.coaching import Course

KIND = "copy"

COPIED = frozenset({"on_share", "to_coachee"})
"""Never drafts, one's own, cards, or what opens together (practice AG13)."""

PAIR = 2
"""In a larger group a note is for one, and the group DM would show it to all (decision 21)."""

MOST_CHARACTERS = 9000
EACH = 400
"""So much one message shows at most, and so much each answer counts besides its words.

Slack refuses a message that is longer, or that has more than fifty blocks, as a whole.
"""


def on(pair: Partnership) -> bool:
    """Whether copies are made: by every member's yes to what is in force, and only these members'.

    Whoever came or went since makes it fall back to its default (practice INV-26).
    """
    agreement = pair.agreement
    version = agreement.in_force
    agreed = version > 0 and agreement.agreed(version) == frozenset(pair.members)
    return agreed and agreement.terms(version).copies and pair.state is not PartnershipState.ENDED


def ever(pair: Partnership) -> bool:
    """Whether there can be copies at all; spares everybody else a look."""
    return any(terms.copies for terms in pair.agreement.versions)


def offered(
    work: Work, course: "Course", run: StageRun, author: MemberId, keys: Collection[str]
) -> None:
    """These answers were shared or released: they are copied once they were opened."""
    if not on(course.pair) or not _copied(course, run):
        return
    lengths = _lengths(work, course, run, author, keys)
    chosen = tuple(key for key in keys if key not in lengths)
    name = work.new_id()
    for n, part in enumerate(_split(lengths)):
        work.copies.put(
            Copy(
                id=CopyId(f"{name}-{n:02}"),
                partnership=course.pair.id,
                cycle=course.cycle.id,
                run=run.id,
                author=author,
                keys=part if n else (*chosen, *part),
                made_at=work.now,
            )
        )


def opened(work: Work, course: "Course", runs: Iterable[RunId], by: MemberId) -> None:
    """A member opened what was shared with them in these runs; what all opened is copied."""
    if not on(course.pair):
        return
    seen(work, course.pair, _of(work, course, frozenset(runs), CopyState.WAITS), by)


def seen(work: Work, pair: Partnership, copies: Iterable[Copy], by: MemberId) -> None:
    """Those of these that wait were opened by one more; what all have opened is posted."""
    for copy in copies:
        if copy.author == by or copy.state is not CopyState.WAITS:
            continue
        known = copy.opened(by)
        if set(known.opened_by) >= set(pair.others(copy.author)):
            known = known.became(CopyState.SAID)
            _post(work, pair, known)
        work.copies.put(known)


def changed(work: Work, course: "Course", run: RunId) -> None:
    """Something of the run was written anew, left out or erased: its copies follow."""
    if ever(course.pair):
        for copy in _of(work, course, frozenset({run}), *CopyState):
            followed(work, course, copy)


def followed(work: Work, course: "Course", copy: Copy) -> None:
    """The copy shows what may be read now, or goes with what was taken back."""
    run = course.cycle.run(copy.run)
    if copy.state is CopyState.WAITS:
        there = run is not None and bool(_lengths(work, course, run, copy.author, copy.keys))
    else:
        there = run is not None and bool(readable(work, course, run, copy))
    kept_up(work, copy, there=there)


def kept_up(work: Work, copy: Copy, *, there: bool, before: Copy | None = None) -> None:
    """The copy as it is now, if there is something to show; `before` is how it was kept."""
    match copy.state:
        case CopyState.WAITS if not there:
            work.copies.forget(copy.id)
        case CopyState.SAID if not there:
            withdrawn(work, copy)
        case CopyState.WAITS | CopyState.SAID:
            if before is not None and before != copy:
                work.copies.put(copy)
            if copy.state is CopyState.SAID and work.outbox.place(copy.anchor) is not None:
                # One that is not posted yet shows what is true then.
                work.outbox.say(_shown(copy, work.now))
        case CopyState.GONE:
            pass
        case _:
            assert_never(copy.state)


def recalled(work: Work, course: "Course", run: RunId, author: MemberId) -> None:
    """What was released is a draft again: nothing of it waits to be copied."""
    if ever(course.pair):
        for copy in _of(work, course, frozenset({run}), CopyState.WAITS):
            if copy.author == author:
                work.copies.forget(copy.id)


def switched(work: Work, pair: Partnership) -> None:
    """Another version is in force: where it wants no copies, what was not posted yet is not."""
    if not ever(pair) or on(pair):
        return
    for copy in work.copies.of_partnership(pair.id):
        if copy.state is CopyState.WAITS:
            work.copies.forget(copy.id)
        elif copy.state is CopyState.SAID and work.outbox.place(copy.anchor) is None:
            withdrawn(work, copy)


def withdrawn(work: Work, copy: Copy) -> None:
    """The copy's message is deleted, or never sent; asked again another day, it is tried again."""
    work.outbox.unsay(copy.anchor)
    work.outbox.unsay(_filling(copy))
    key = f"delete:{copy.anchor}:{work.now:%Y-%m-%d}"
    work.outbox.say(replace(_shown(copy, work.now), effect=Effect.DELETE, key=key))
    work.copies.put(copy.became(CopyState.GONE))


def readable(reader: Reader, course: "Course", run: StageRun, copy: Copy) -> frozenset[str]:
    """Under which of its keys every member may read words of its author now."""
    stage, found = course.stage(run), frozenset(copy.keys)
    for other in course.pair.others(copy.author):
        pieces = reading.of_run(reader, other, course.pair, course.rules, course.cycle, run)
        found &= {_key(stage, p.key) for p in pieces if p.vault.author == copy.author}
    return found


def _copied(course: "Course", run: StageRun) -> bool:
    """Whether what is shared there can be copied: never what one of several alone receives."""
    share = course.stage(run).share
    alone = share == "to_coachee" and len(course.pair.members) > PAIR
    return share in COPIED and not alone


def _post(work: Work, pair: Partnership, copy: Copy) -> None:
    """First that there is something, then what; in that order, as both wait in the same lane."""
    saying.in_pair(work, pair, KIND, copy.anchor, copy=copy.id)
    work.outbox.say(_shown(copy, saying.for_all(work, pair)))


def _shown(copy: Copy, due: datetime) -> Notice:
    return Notice(
        kind=KIND,
        lane=Pair(copy.partnership),
        effect=Effect.UPDATE,
        priority=Priority.NOTICE,
        key=_filling(copy),
        why="partnership_moved",
        due=due,
        refs={"partnership": copy.partnership, "copy": copy.id},
        anchor=copy.anchor,
    )


def _filling(copy: Copy) -> str:
    return f"update:{copy.anchor}"


def _of(reader: Reader, course: "Course", runs: frozenset[RunId], *states: CopyState) -> list[Copy]:
    return [
        copy
        for copy in reader.copies.of_partnership(course.pair.id)
        if copy.cycle == course.cycle.id and copy.run in runs and copy.state in states
    ]


def _lengths(
    reader: Reader, course: "Course", run: StageRun, author: MemberId, wanted: Collection[str]
) -> Mapping[str, int]:
    """How long what the author wrote is, by key, in the order of asking."""
    lengths: Counter[str] = Counter()
    for piece in reading.own(reader, kept.about(course.cycle, run.id), author):
        key = _key(course.stage(run), piece.key)
        if key in wanted:
            lengths[key] += EACH + len(piece.words)
    return {p.key: lengths[p.key] for p in course.stage(run).prompts if p.key in lengths}


def _split(lengths: Mapping[str, int]) -> Iterator[tuple[str, ...]]:
    """The keys in messages that Slack takes, in their order."""
    part: list[str] = []
    room = MOST_CHARACTERS
    for key, length in lengths.items():
        if part and length > room:
            yield tuple(part)
            part, room = [], MOST_CHARACTERS
        part.append(key)
        room -= length
    if part:
        yield tuple(part)


def _key(stage: Stage, field: str) -> str:
    prompt = gate.prompt_of(stage, field)
    return prompt.key if prompt else field
