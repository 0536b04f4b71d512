"""One leaves a group, and it goes on; too few for its way, all choose another one (INV-26)."""

from dataclasses import replace

from flows import (
    agreeing,
    another_way,
    coaching,
    delivering,
    guests,
    leaving,
    not_begun,
    proposing,
    saying,
)
from flows.agreeing import InForce, Reading, Refused, Suggested
from flows.coaching import Course, Late, NotTheirs
from flows.cycle import Cycle
from flows.events import MemberLeft
from flows.ids import MemberId, PartnershipId
from flows.inviting import Yes
from flows.partnership import Partnership, PartnershipState
from flows.ports import Work
from flows.stage import StageRun

PAIR = 2

REGROUPED = "regrouped"

OVER = frozenset({PartnershipState.ENDED, PartnershipState.FORMING})


def leave(work: Work, who: MemberId, partnership: PartnershipId) -> Partnership | NotTheirs | Late:
    """The group without this member; of two, the partnership closed. Nobody is asked why."""
    pair = work.partnerships.get(partnership)
    if pair is None or who not in pair.members:
        return NotTheirs()
    if pair.state in OVER:
        return Late()
    if len(pair.members) <= PAIR:
        return leaving.end(work, who, partnership)
    not_begun.withdrawn(work, pair)
    found = coaching.load(work, partnership)
    if found is not None:
        _take_back(work, who, found)
        coaching.happened(work, found, MemberLeft(who))
    smaller = _without(pair, who)
    for cycle in work.cycles.of_partnership(partnership):
        work.cycles.put(partnership, without(cycle, who))
    work.partnerships.put(smaller)
    planned = work.slips.planned(who)
    delivering.drop(work, [s for s in planned if s.refs.get("partnership") == partnership], "left")
    _meet_anew(work, pair, smaller)
    guests.one_less(work, partnership)
    for member in smaller.members:
        key = f"{REGROUPED}:{partnership}:{smaller.formation}:{member}"
        saying.event(work, member, REGROUPED, key, partnership=partnership, n=smaller.formation)
    saying.home(work, who, *smaller.members)
    return smaller


def _take_back(work: Work, who: MemberId, found: Course) -> None:
    """The times that they suggested are off the table."""
    for run in found.cycle.runs:
        asked = work.proposals.open_for(found.cycle.id, run.id)
        if asked is not None and asked.by == who:
            proposing.withdraw(work, who, found.pair.id, asked.id)


def _without(pair: Partnership, who: MemberId) -> Partnership:
    """Without copies from now on: they are only ever made by all who are there (AG13)."""
    members = pair.others(who)
    agreement = pair.agreement
    versions = tuple(
        replace(terms, copies=False, first=terms.first if terms.first != who else None)
        for terms in agreement.versions
    )
    consents = tuple(c for c in agreement.consents if c.member != who)
    agreed = replace(agreement, members=members, versions=versions, consents=consents)
    return replace(
        pair,
        members=members,
        agreement=agreed,
        conversation=None,
        formation=pair.formation + 1,
        version=pair.version + 1,
    )


def without(cycle: Cycle, who: MemberId) -> Cycle:
    """The cycle without them; that they took part stays known, what they picked goes with them."""
    left = (*cycle.left, *(m for m in cycle.members if m == who))
    return cycle.model_copy(
        update={
            "members": tuple(m for m in cycle.members if m != who),
            "left": left,
            "runs": tuple(_unchosen(run, who) for run in cycle.runs),
        }
    )


def _unchosen(run: StageRun, who: MemberId) -> StageRun:
    """What they picked is their own data, and nobody would find it here to delete it (INV-17)."""
    part = run.part(who)
    return run.with_part(part.model_copy(update={"choices": ()})) if part else run


def _meet_anew(work: Work, before: Partnership, after: Partnership) -> None:
    """The group has a conversation of its own again; the one before says so."""
    cycle = work.cycles.current(after.id)
    if cycle is None:
        return
    work.outbox.unsay(saying.anchor(before, cycle))
    saying.moved(work, before, cycle)
    saying.card(work, after, cycle)


def choose(
    work: Work, who: MemberId, partnership: PartnershipId, way: str
) -> Suggested | InForce | Refused:
    """Another way of working, suggested as a change of the agreement: it needs every yes."""
    reading = agreeing.read(work, who, partnership)
    if not isinstance(reading, Reading):
        return reading
    pair = reading.pair
    if not another_way.needed(work, pair) or way not in another_way.ways(work, pair):
        return Late()
    own = pair.agreement.yes_of(who, pair.agreement.in_force)
    yes = Yes(power=own is not None and own.power, chosen=own is not None and own.chosen)
    terms = replace(reading.terms, protocol=way)
    return agreeing.submit(work, who, partnership, reading.version, terms, reading.texts, yes)
