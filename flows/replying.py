"""A reply to somebody's step: one sentence of what was heard, one or two questions, no advice.

How much fits is what the way of working says; ideas only where they are welcome, and after ideas
of one's own (practice B1).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flows import coaching, deeds, gate, lints, listening, reading, saying, showing, writing
from flows.coaching import Course, Late, NotTheirs, TooLong
from flows.desk import Desk
from flows.events import Replied
from flows.ids import CycleId, MemberId, PartnershipId, RunId
from flows.lints import Advice, FieldKind
from flows.partnership import PartnershipState
from flows.pieces import Sharing, Vault
from flows.ports import Reader, Work
from flows.protocol import LONGEST_ANSWER, CoachReply, Condition, Prompt
from flows.showing import Answer
from flows.stage import StageRun
from flows.unchanged import Unchanged
from flows.written import keep_text

HEARD, QUESTION, IDEA = "heard", "question", "idea"
SAID = ("L1", "L3", "L6", "L9")
"""Praise, blame and advice have no place in a reply, a question that hides advice neither."""
IDEAS = 2
"""So many ideas, where they are welcome."""


@dataclass(frozen=True, slots=True)
class Replying:
    """A step before whoever may reply to it: what they may read of it, and what they may say."""

    course: Course
    run: StageRun
    to: MemberId
    fields: tuple[tuple[str, str], ...]
    """Names of the inputs, and of what kind each is."""
    read: list[Answer]
    asks_for_ideas: bool
    """Whether ideas could be welcome here at all."""
    ideas_after: int = 0
    """How many of their own come first."""


@dataclass(frozen=True, slots=True)
class Empty(Unchanged):
    """Nothing was written."""


@dataclass(frozen=True, slots=True)
class Sent:
    """So much of it can be read by whom it is to."""

    to: MemberId
    n: int


@dataclass(frozen=True, slots=True)
class Received:
    """Replies to one's own step, by author: kind and words."""

    course: Course
    run: StageRun
    by: Mapping[MemberId, list[tuple[str, str]]]


def find(
    reader: Reader, who: MemberId, partnership: PartnershipId, run: RunId, to: MemberId | None
) -> Replying | NotTheirs | Late:
    """The step with what this member may say to it; without a name, to whoever comes first."""
    found = coaching.theirs(reader, who, partnership)
    if not isinstance(found, Course):
        return found
    standing = found.cycle.run(run)
    whom = waiting(found, standing, who) if standing is not None else ()
    reply = found.stage(standing).coach_reply if standing is not None else None
    if standing is None or reply is None or not whom or (to is not None and to not in whom):
        return Late()
    to = to or whom[0]
    return Replying(
        course=found,
        run=standing,
        to=to,
        fields=tuple(_fields(reader, found, standing, reply, to)),
        read=showing.of_author(reader, found, standing, to, who),
        asks_for_ideas=reply.ideas_if is not None or reply.ideas_when is not None,
        ideas_after=reply.ideas_after,
    )


def waiting(course: Course, run: StageRun, who: MemberId) -> tuple[MemberId, ...]:
    """To whom this member may reply now."""
    if course.pair.state is not PartnershipState.ACTIVE or course.cycle.over:
        return ()
    return listening.may_reply(course.rules, course.cycle, run, who)


def advice(
    found: Replying, texts: Mapping[str, str], language: str
) -> tuple[tuple[str, Advice], ...]:
    """Verdicts and advice in what is said back, by input, the first two (INV-22).

    Where ideas are welcome there is none.
    """
    if IDEA in dict(found.fields).values():
        return ()
    rules = {HEARD: FieldKind.NOTICED, QUESTION: FieldKind.QUESTION}
    hints = [
        (name, each)
        for name, kind in found.fields
        for each in lints.lint(texts.get(name, ""), rules[kind], among=SAID, language=language)
    ]
    return tuple(hints[: lints.MOST_SHOWN])


def send(
    work: Work,
    who: MemberId,
    partnership: PartnershipId,
    run: RunId,
    to: MemberId,
    texts: Mapping[str, str],
) -> Sent | NotTheirs | Late | TooLong | Empty:
    """Keeps the reply, which its addressee alone may read, and tells them how much there is."""
    found = find(work, who, partnership, run, to)
    if not isinstance(found, Replying):
        return found
    known = dict(found.fields)
    said = {name: words for name, words in texts.items() if words.strip()}
    if not set(said) <= set(known):
        return Late()
    if not said:
        return Empty()
    long = {name: len(words) for name, words in said.items() if len(words) > LONGEST_ANSWER}
    if long:
        return TooLong(long, dict.fromkeys(long, LONGEST_ANSWER))
    course = found.course
    for name, words in said.items():
        keep_text(
            work,
            Vault(who, partnership),
            gate.about_reply(course.cycle, run, to),
            name,
            words,
            Sharing.ADDRESSEE,
            shared=True,
        )
    coaching.happened(work, course, Replied(run, who, to))
    saying.event(
        work,
        to,
        "replied",
        f"replied:{course.cycle.id}:{run}:{who}:{to}",
        partnership=partnership,
        cycle=course.cycle.id,
        run=run,
        by=who,
        n=len(said),
    )
    return Sent(to, len(said))


def read(
    reader: Reader,
    who: MemberId,
    partnership: PartnershipId,
    run: RunId,
    cycle: CycleId | None = None,
) -> Received | NotTheirs | Late:
    """The replies to this member's own step."""
    found = writing.earlier_cycle(reader, who, partnership, cycle, run)
    if not isinstance(found, tuple):
        return found
    course, standing = found
    by: dict[MemberId, list[tuple[str, str]]] = {}
    about = gate.about_reply(course.cycle, run, who)
    for piece in reading.of_pair(reader, about, who, course.pair):
        by.setdefault(piece.vault.author or who, []).append((_kind(piece.key), piece.words))
    return Received(course, standing, by) if by else Late()


def received(course: Course, who: MemberId) -> list[StageRun]:
    """The steps to which somebody replied to this member, the youngest first."""
    runs = reversed(course.cycle.runs)
    return [run for run in runs if (part := run.part(who)) is not None and part.replied_by]


def _fields(
    reader: Reader, course: Course, run: StageRun, reply: CoachReply, to: MemberId
) -> Iterator[tuple[str, str]]:
    counts = {HEARD: reply.paraphrases, QUESTION: reply.questions}
    if _ideas_welcome(reader, course, run, reply, to):
        counts[IDEA] = IDEAS
    for kind, most in counts.items():
        for number in range(1, most + 1):
            yield (kind if number == 1 else f"{kind}_{number}"), kind


def _ideas_welcome(
    reader: Reader, course: Course, run: StageRun, reply: CoachReply, to: MemberId
) -> bool:
    """Whether they said so, and have so many of their own already."""
    stage, part, when = course.stage(run), run.part(to), reply.ideas_when
    own = [
        piece
        for piece in reading.lying(reader, gate.about_run(course.cycle, run.id))
        if piece.vault.author == to and _one_of_several(gate.prompt_of(stage, piece.key))
    ]
    asked = part.choice(reply.ideas_if or "") if part else None
    chosen = when is not None and _chosen(course, run, when) in when.one_of
    return (chosen or asked == deeds.YES_NO[0]) and len(own) >= reply.ideas_after


def _chosen(course: Course, run: StageRun, when: Condition) -> str | None:
    return Desk(course.rules, course.cycle, course.cycle.begun_at).choice(run, when)


def _one_of_several(prompt: Prompt | None) -> bool:
    return prompt is not None and prompt.many is not None


def _kind(name: str) -> str:
    return name.partition("_")[0]
