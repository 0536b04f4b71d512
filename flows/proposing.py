"""Times for a visit or a talk: suggested, said yes to, settled, moved, called off (INV-09).

Messages tell the time and whose wish it is; the place lies in a piece and is shown in forms.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from flows import (
    answered,
    appointments,
    attached,
    coaching,
    delivering,
    engaged,
    kept,
    reading,
    saying,
)
from flows.coaching import Course, Late, Moved, NotTheirs
from flows.events import Agreed, Cancelled, Held, Proposed, Scheduled, Unheld
from flows.ids import MemberId, PartnershipId, PieceId, ProposalId, RunId
from flows.partnership import Partnership, PartnershipState
from flows.people import Program
from flows.pieces import Piece, Sharing, Vault
from flows.ports import Reader, Work
from flows.proposal import Proposal, ProposalState
from flows.slip import SlipState
from flows.stage import StageRun
from flows.timetable import Span
from flows.unchanged import Unchanged

PLACE = "place"


@dataclass(frozen=True, slots=True)
class Accepted:
    """The yes is kept; somebody else's is still to come."""

    proposal: Proposal


@dataclass(frozen=True, slots=True)
class Settled:
    """All said yes: the session has its time."""

    proposal: Proposal
    run: StageRun


class Taken(Unchanged):
    """Somebody who would be there has something else at that time by now."""

    __slots__ = ()


def propose(
    work: Work,
    found: Course,
    run: RunId,
    by: MemberId,
    start: datetime,
    end: datetime,
    place: PieceId | None = None,
) -> Proposal:
    """A time for the run, which everybody else is asked about; it replaces an open one."""
    standing = _known(found, run)
    _close(work, found, standing, ProposalState.REPLACED)
    proposal = Proposal(
        id=ProposalId(work.new_id()),
        partnership=found.pair.id,
        cycle=found.cycle.id,
        run=run,
        by=by,
        start=start,
        end=end,
        place=place,
        yes=(by,),
        state=ProposalState.OPEN,
        made_at=work.now,
    )
    work.proposals.put(proposal)
    for other in _others(found, standing, by):
        saying.event(
            work,
            other,
            "proposed",
            appointments.asked(proposal, other)[0],
            expires=start,
            partnership=found.pair.id,
            proposal=proposal.id,
        )
    appointments.suggested(work, found, proposal, _others(found, standing, by))
    _show(work, found)
    return proposal


def works(
    work: Work, who: MemberId, partnership: PartnershipId, proposal: ProposalId
) -> Settled | Accepted | Taken | NotTheirs | Late:
    """One more yes to this time; with the last one it is settled, and who suggested it hears so.

    Nobody is at two visits at once: what was settled since the time was suggested comes first.
    """
    found = coaching.theirs(work, who, partnership)
    if not isinstance(found, Course):
        return found
    asked = work.proposals.get(proposal)
    standing = found.cycle.run(asked.run) if asked else None
    if asked is None or standing is None or not _waits_for(work, found, asked, standing, who):
        return Late()
    if found.stage(standing).mode == "class" and _taken(work, found, standing, asked):
        return Taken()
    agreed = asked.accepted(who)
    if not set(people(found, standing)) <= set(agreed.yes):
        work.proposals.put(agreed)
        answered.show(work, *appointments.asked(agreed, who))
        _show(work, found)
        return Accepted(agreed)
    after = _settle(work, found, standing, who, agreed)
    if after is None:
        return Late()
    settled = agreed.became(ProposalState.SETTLED)
    work.proposals.put(settled)
    appointments.answered(work, settled)
    _show_ended(work, found, settled)
    for other in _others(after, standing, who):
        saying.event(
            work,
            other,
            "confirmed",
            f"confirmed:{settled.id}:{other}",
            expires=settled.end,
            urgent=_before_slot(work, other, settled.start),
            partnership=partnership,
            proposal=settled.id,
        )
    _show(work, after)
    return Settled(settled, _known(after, standing.id))


def move(
    work: Work,
    found: Course,
    run: RunId,
    by: MemberId,
    start: datetime,
    end: datetime,
    place: PieceId | None,
) -> Moved | Late:
    """A settled visit at another time of its host's choice; who comes is told, without a reason."""
    standing = _known(found, run)
    before = standing.session
    after = _scheduled(work, found, standing, by, start, end, place, frozenset({by}))
    if before is None or after is None:
        return Late()
    _close(work, found, standing, ProposalState.REPLACED)
    moved = _known(after, run)
    appointments.moved(work, after, moved, standing)
    if (before.start, before.end) != (start, end):
        for other in _others(after, moved, by):
            _changed(work, after, moved, other, "session_moved", start, before.start)
    _show(work, after)
    return Moved(after.pair, after.cycle, moved)


def cancel(
    work: Work, who: MemberId, partnership: PartnershipId, run: RunId
) -> Moved | NotTheirs | Late:
    """The session is off, or did not happen: no reason, and a new time can be found."""
    found = coaching.theirs(work, who, partnership)
    if not isinstance(found, Course):
        return found
    standing = found.cycle.run(run)
    if standing is None or standing.session is None:
        return Late()
    cycle = coaching.happened(work, found, Cancelled(run, who))
    if cycle is found.cycle:
        return Late()
    after = replace(found, cycle=cycle)
    _close(work, found, standing, ProposalState.WITHDRAWN)
    appointments.gone(work, found, standing)
    if standing.session.end > work.now:
        for other in _others(found, standing, who):
            at = standing.session.start
            _changed(work, after, standing, other, "session_off", at, at)
    _show(work, after)
    return Moved(after.pair, cycle, _known(after, run))


def withdraw(
    work: Work, who: MemberId, partnership: PartnershipId, proposal: ProposalId
) -> Proposal | NotTheirs | Late:
    """Who suggested a time takes it back before it is settled."""
    found = coaching.theirs(work, who, partnership)
    if not isinstance(found, Course):
        return found
    asked = work.proposals.get(proposal)
    standing = found.cycle.run(asked.run) if asked else None
    if asked is None or standing is None or not asked.open or asked.by != who:
        return Late()
    _close(work, found, standing, ProposalState.WITHDRAWN)
    _show(work, found)
    return asked.became(ProposalState.WITHDRAWN)


def dropped(work: Work, found: Course, run: StageRun) -> None:
    """No time is asked for any more."""
    _close(work, found, run, ProposalState.WITHDRAWN)


def hold(
    work: Work, who: MemberId, partnership: PartnershipId, run: RunId
) -> Moved | NotTheirs | Late:
    """The visit or talk took place: any participant says so (practice A4)."""
    return _marked(work, who, partnership, run, Held(run, who))


def unhold(
    work: Work, who: MemberId, partnership: PartnershipId, run: RunId
) -> Moved | NotTheirs | Late:
    """The mark is taken back, within one school day (practice A4)."""
    return _marked(work, who, partnership, run, Unheld(run, who))


def people(found: Course, run: StageRun) -> tuple[MemberId, ...]:
    """Whose yes a time for this run needs: who acts in it, and of a visit its host."""
    return attached.people(found, run)


def zones(reader: Reader, pair: Partnership, program: Program) -> Mapping[MemberId, str]:
    """In which zone each member reads the time."""
    found = {member: reader.members.get(member) for member in pair.members}
    return {m: known.zone if known else program.zone for m, known in found.items()}


def place_of(run: StageRun, proposal: Proposal | None) -> PieceId | None:
    """The piece with the place of a session: of what is suggested, else of what is settled."""
    if proposal is not None and proposal.place is not None:
        return proposal.place
    if run.session is not None and run.session.place:
        return PieceId(run.session.place)
    return None


def words_of(reader: Reader, pair: Partnership, place: PieceId | None, who: MemberId) -> str:
    """The words of a place, for a member's eyes; empty where there are none."""
    return reading.place(reader, place, who, pair) if place else ""


def write_place(
    work: Work,
    found: Course,
    run: RunId,
    by: MemberId,
    words: str,
    known: PieceId | None,
) -> PieceId:
    """Keeps where a session is, for its members."""
    earlier = reading.lying_one(work, known) if known else None
    piece = Piece(
        id=PieceId(work.new_id()),
        vault=Vault(by, found.pair.id),
        about=kept.about(found.cycle, run),
        key=PLACE,
        words=words,
        sharing=Sharing.MEMBERS,
        shared=True,
        written_at=work.now,
    )
    own = earlier is not None and earlier.vault == piece.vault
    piece = replace(piece, id=earlier.id, about=earlier.about) if earlier and own else piece
    work.pieces.write(piece)
    return piece.id


def _waits_for(
    reader: Reader, found: Course, asked: Proposal, run: StageRun, who: MemberId
) -> bool:
    """Whether this suggestion still waits for this member's answer."""
    ours = asked.partnership == found.pair.id and asked.cycle == found.cycle.id
    goes_on = found.pair.state is PartnershipState.ACTIVE and asked.start > reader.now
    concerned = who in people(found, run) and who not in asked.yes
    return ours and goes_on and asked.open and concerned


def _taken(reader: Reader, found: Course, run: StageRun, asked: Proposal) -> bool:
    span, who = Span(asked.start, asked.end), people(found, run)
    return any(span.meets(s) for s in engaged.spans(reader, who, found.cycle, run))


def _settle(
    work: Work, found: Course, run: StageRun, who: MemberId, agreed: Proposal
) -> Course | None:
    if found.stage(run).mode == "class":
        found = _planned(work, found, run, agreed)
    place, yes = place_of(run, agreed), frozenset(agreed.yes)
    after = _scheduled(work, found, run, who, agreed.start, agreed.end, place, yes)
    if after is None:
        return None
    appointments.moved(work, after, _known(after, run.id), run)
    return after


def _planned(work: Work, found: Course, visit: StageRun, agreed: Proposal) -> Course:
    """With its time the visit is planned: all have agreed to it (practice B0, 5)."""
    plan = next(
        (
            r
            for r in found.cycle.runs
            if r.turn == visit.turn and "observation" in found.stage(r).creates
        ),
        None,
    )
    if plan is None or plan.finished:
        return found
    version = plan.version + 1
    first, *rest = agreed.yes
    cycle = coaching.happened(work, found, Proposed(plan.id, first, version))
    for member in rest:
        cycle = coaching.happened(
            work, replace(found, cycle=cycle), Agreed(plan.id, member, version)
        )
    return replace(found, cycle=cycle)


def _scheduled(
    work: Work,
    found: Course,
    run: StageRun,
    by: MemberId,
    start: datetime,
    end: datetime,
    place: PieceId | None,
    confirmed_by: frozenset[MemberId],
) -> Course | None:
    event = Scheduled(run.id, by, start, end, place, confirmed_by)
    cycle = coaching.happened(work, found, event)
    session = _known(replace(found, cycle=cycle), run.id).session
    settled = session is not None and (session.start, session.end) == (start, end)
    return replace(found, cycle=cycle) if settled else None


def _marked(
    work: Work, who: MemberId, partnership: PartnershipId, run: RunId, event: Held | Unheld
) -> Moved | NotTheirs | Late:
    found = coaching.theirs(work, who, partnership)
    if not isinstance(found, Course):
        return found
    cycle = coaching.happened(work, found, event)
    standing = cycle.run(run)
    if cycle is found.cycle or standing is None:
        return Late()
    return Moved(found.pair, cycle, standing)


def _before_slot(work: Work, member: MemberId, start: datetime) -> bool:
    """Whether the person would hear too late of it in their next slot (practice H)."""
    slot = delivering.person_of(work, member).slot_after(work.now)
    return slot is None or start <= slot


def _changed(
    work: Work,
    found: Course,
    run: StageRun,
    member: MemberId,
    kind: str,
    at: datetime,
    was: datetime,
) -> None:
    """Something settled is different now (practice H, `changed`)."""
    saying.event(
        work,
        member,
        kind,
        f"{kind}:{found.cycle.id}:{run.id}:{found.cycle.version}:{member}",
        expires=max(at, was),
        urgent=_before_slot(work, member, min(at, was)),
        partnership=found.pair.id,
        run=run.id,
        at=int(at.timestamp()),
    )


def _close(work: Work, found: Course, run: StageRun, state: ProposalState) -> None:
    """An open suggestion for the run is closed, and what was still to be said about it is not."""
    earlier = work.proposals.open_for(found.cycle.id, run.id)
    if earlier is None:
        return
    work.proposals.put(earlier.became(state))
    appointments.answered(work, earlier)
    for member in found.cycle.members:
        key, _ = appointments.asked(earlier, member)
        waiting = work.slips.get(key)
        if waiting is not None and waiting.state is SlipState.PLANNED:
            work.slips.put(waiting.dropped(appointments.ANSWERED))
        work.outbox.unsay(key)
    _show_ended(work, found, earlier)


def _show_ended(work: Work, found: Course, proposal: Proposal) -> None:
    """Whoever was asked whether the time works sees in that message what became of it."""
    for member in found.cycle.members:
        answered.show(work, *appointments.asked(proposal, member))


def _others(found: Course, run: StageRun, member: MemberId) -> tuple[MemberId, ...]:
    return tuple(m for m in people(found, run) if m != member)


def _known(found: Course, run: RunId) -> StageRun:
    return next(each for each in found.cycle.runs if each.id == run)


def _show(work: Work, found: Course) -> None:
    saying.shown(work, found.pair, found.cycle)
    saying.home(work, *found.pair.members)
