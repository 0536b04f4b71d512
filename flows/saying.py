"""How the decisions put what is to be said into the outbox: to whom, when, and why."""

from datetime import datetime

from flows import delivering
from flows.cycle import Cycle
from flows.ids import MemberId
from flows.notices import Channel, Dm, Effect, Home, InDoubt, Lane, Notice, Pair, Priority
from flows.nudge import Kind, Planned, Why
from flows.partnership import Partnership
from flows.people import Program
from flows.ports import Reader, Work

_MORNINGS = 30
"""So often is somebody's next morning tried, through the longest holiday of any of them."""


def home(work: Work, *members: MemberId) -> None:
    """Publishes the Homes of these people again."""
    for member in members:
        work.outbox.say(
            Notice(
                kind="home",
                lane=Home(member),
                effect=Effect.PUBLISH_HOME,
                priority=Priority.ANSWER,
                key=f"home:{member}",
                why="home_changed",
                due=work.now,
                in_doubt=InDoubt.MUST_ARRIVE,
            )
        )


def answer(work: Work, member: MemberId, kind: str, key: str, **refs: str | int) -> None:
    """Answers a person's own act in their DM, at once."""
    work.outbox.say(
        Notice(
            kind=kind,
            lane=Dm(member),
            effect=Effect.POST,
            priority=Priority.ANSWER,
            key=key,
            why="you_asked",
            due=work.now,
            refs=refs,
            anchor=key,
        )
    )


def event(
    work: Work,
    member: MemberId,
    kind: str,
    key: str,
    *,
    expires: datetime | None = None,
    urgent: bool = False,
    **refs: str | int,
) -> None:
    """Tells a person in their DM of somebody's act, as soon as the rules let it (practice H)."""
    delivering.event(work, member, kind, key, expires=expires, urgent=urgent, refs=refs)


def to_all(work: Work, pair: Partnership, kind: str, key: str) -> None:
    """Tells every member the same in the same minute, which tells nobody's part in it (INV-03).

    One message must not be held back for one of them, so it passes the caps; it counts in them.
    """
    together = for_all(work, pair)
    for member in pair.members:
        person = delivering.person_of(work, member)
        due = person.open_from(together) if person.day(together) in person.leave else together
        if not person.stopped:
            delivering.told(work, member, kind, f"{key}:{member}", due, {"partnership": pair.id})


def planned(
    work: Work, member: MemberId, kind: Kind, key: str, due: datetime, why: Why, **refs: str | int
) -> None:
    """Plans a nudge in the person's DM; it is judged again when it is due (practice H)."""
    delivering.plan(work, [Planned(kind, member, due, key, why)], **refs)


def in_pair(work: Work, pair: Partnership, kind: str, anchor: str, **refs: str | int) -> None:
    """Posts into the partnership's group DM; it is updated in place later under its anchor."""
    work.outbox.say(
        Notice(
            kind=kind,
            lane=Pair(pair.id),
            effect=Effect.POST,
            priority=Priority.NOTICE,
            key=anchor,
            why="partnership_moved",
            due=for_all(work, pair),
            refs={"partnership": pair.id, **refs},
            anchor=anchor,
        )
    )


def in_channel(
    work: Work,
    program: Program,
    kind: str,
    key: str,
    *,
    expires: datetime | None = None,
    **refs: str | int,
) -> None:
    """Posts into the program's channel, unless it could not until then."""
    work.outbox.say(
        Notice(
            kind=kind,
            lane=Channel(program.channel),
            effect=Effect.POST,
            priority=Priority.CHANNEL,
            key=key,
            why="program_founded",
            due=work.now,
            refs={"program": program.id, **refs},
            anchor=key,
            expires=expires,
        )
    )


def update(work: Work, lane: Lane, kind: str, anchor: str, **refs: str | int) -> None:
    """Shows what is true now in a message that stands already; nobody is notified."""
    work.outbox.say(
        Notice(
            kind=kind,
            lane=lane,
            effect=Effect.UPDATE,
            priority=Priority.ANSWER,
            key=f"update:{anchor}",
            why="shown_in_place",
            due=work.now,
            refs=refs,
            anchor=anchor,
            in_doubt=InDoubt.MUST_ARRIVE,
        )
    )


def anchor(pair: Partnership, cycle: Cycle) -> str:
    """The name of the cycle's live card; a changed membership has one of its own."""
    again = f":{pair.formation}" if pair.formation > 1 else ""
    return f"card:{cycle.id}{again}"


def moved(work: Work, pair: Partnership, cycle: Cycle) -> None:
    """The card in the conversation that was shows that the group meets elsewhere now."""
    if pair.conversation is not None:
        update(work, Channel(pair.conversation), "card_moved", anchor(pair, cycle))


def welcome(work: Work, pair: Partnership, cycle: Cycle) -> None:
    """Posts what a partnership begins with: the box of the opening sentence."""
    in_pair(work, pair, "welcome", f"welcome:{pair.id}", cycle=cycle.id)


def card(work: Work, pair: Partnership, cycle: Cycle) -> None:
    """Posts the cycle's one live card; said again, there is still one."""
    in_pair(work, pair, "card", anchor(pair, cycle), cycle=cycle.id)


def shown(work: Work, pair: Partnership, cycle: Cycle) -> None:
    """Shows what is true now in the messages that stand in the group DM."""
    update(work, Pair(pair.id), "card", anchor(pair, cycle), cycle=cycle.id)
    if cycle.start == "short":
        update(work, Pair(pair.id), "welcome", f"welcome:{pair.id}", cycle=cycle.id)


def for_all(reader: Reader, pair: Partnership) -> datetime:
    """The next moment inside everybody's send hours; where they have none in common, the last's.

    Nobody waits for the end of somebody's days away.
    """
    known = [delivering.person_of(reader, member) for member in pair.members]
    soon = min(person.open_from(reader.now) for person in known)
    people = [person for person in known if person.day(soon) not in person.leave]
    first = at = max(person.open_from(reader.now) for person in people)
    for _ in range(_MORNINGS):
        later = max(person.open_from(at) for person in people)
        if later == at:
            return at
        at = later
    return first


def due_for(reader: Reader, member: MemberId) -> datetime:
    """The next moment inside this person's send hours."""
    return delivering.person_of(reader, member).open_from(reader.now)
