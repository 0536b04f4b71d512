"""Setting a cycle up together: one suggests how, and it stands once everybody said yes to it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from flows import coaching, kept, writing
from flows.agreement import Rhythm
from flows.coaching import Course, Late, Missing, NotTheirs, TooLong
from flows.events import Agreed, Answered, Proposed, ProtocolChosen
from flows.ids import MemberId, PartnershipId, RunId
from flows.ports import Work
from flows.protocol import CoachingProtocol, DeliveryName, digest
from flows.stage import PartState, StageRun
from flows.writing import SomebodyElses, Writing

PROTOCOL, DELIVERY, ORDER, RHYTHM = "protocol", "delivery", "turn_order", "rhythm"


@dataclass(frozen=True, slots=True)
class Setup:
    """How a cycle is to run: the way of working, spread or not, whose turn is first, how often."""

    protocol: str
    delivery: DeliveryName
    first: MemberId
    rhythm: Rhythm

    @property
    def choices(self) -> dict[str, str]:
        """As the step keeps it: keys and ids, never words."""
        return {
            PROTOCOL: self.protocol,
            DELIVERY: self.delivery,
            ORDER: self.first,
            RHYTHM: self.rhythm.value,
        }


@dataclass(frozen=True, slots=True)
class Suggested:
    """The others are to say yes."""

    setup: Setup


@dataclass(frozen=True, slots=True)
class Settled:
    """Everybody said yes: the cycle runs so."""

    setup: Setup


def is_setup(course: Course, run: StageRun) -> bool:
    """Whether the run is where a cycle is set up."""
    return run.stage == f"{course.rules.frame.id}.{course.rules.frame.setup}"


def ways(course: Course) -> dict[str, CoachingProtocol]:
    """The ways of working that fit so many members and their program's words."""
    return dict(course.ways())


def deliveries(protocol: CoachingProtocol) -> tuple[DeliveryName, ...]:
    """In which ways its steps can be spread."""
    found: list[DeliveryName] = ["spread"]
    if protocol.one_sitting is not None:
        found.append("one_sitting")
    if protocol.same_day is not None:
        found.append("same_day")
    return tuple(found)


def standing(course: Course, run: StageRun) -> Setup:
    """What is suggested now, or what a set-up begins with."""
    cycle = course.cycle
    begins = Setup(
        cycle.protocol, cycle.delivery, cycle.members[0], cycle.rhythm or Rhythm.FORTNIGHTLY
    )
    proposer = next((p for p in run.parts if p.agreed == run.version and p.choice(ORDER)), None)
    return _with(course, begins, dict(proposer.choices)) if run.version and proposer else begins


def answer(
    work: Work,
    who: MemberId,
    partnership: PartnershipId,
    run: RunId,
    texts: Mapping[str, str],
    chosen: Mapping[str, str],
    seen: int,
) -> Suggested | Settled | NotTheirs | Late | TooLong | Missing | SomebodyElses:
    """A yes to the version that was seen, or a new one where something was chosen otherwise."""
    found = writing.find(work, who, partnership, run)
    if not isinstance(found, Writing):
        return found
    if not is_setup(found.course, found.run) or seen != found.run.version:
        return Late()
    long = writing.too_long(found.stage, texts)
    if long is not None:
        return long
    before = standing(found.course, found.run)
    setup = _with(found.course, before, chosen)
    words = {field: text for field, text in texts.items() if text.strip()}
    kept.keep(work, partnership, found.course.cycle, run, found.stage, who, words)
    choices = tuple(setup.choices.items())
    coaching.happened(work, found.course, Answered(run, who, tuple(words), choices))
    anew = setup != before or not seen
    version = seen + 1 if anew else seen
    if not anew and _last_yes(found.run, who):
        _choose(work, found.course, who, setup)
    event = Proposed(run, who, version) if anew else Agreed(run, who, version)
    course = coaching.load(work, partnership) or found.course
    after = coaching.happened(work, course, event).run(run)
    return Settled(setup) if after is not None and after.finished else Suggested(setup)


def _with(course: Course, setup: Setup, chosen: Mapping[str, str]) -> Setup:
    """The same with what was chosen, as far as it can be chosen."""
    known = ways(course)
    protocol = chosen.get(PROTOCOL, "")
    if protocol in known:
        setup = replace(setup, protocol=protocol)
    offered = deliveries(known[setup.protocol]) if setup.protocol in known else ("spread",)
    wanted = chosen.get(DELIVERY, setup.delivery)
    first = MemberId(chosen.get(ORDER, setup.first))
    rhythm = chosen.get(RHYTHM, setup.rhythm.value)
    return replace(
        setup,
        delivery=next((d for d in offered if d == wanted), "spread"),
        first=first if first in course.cycle.members else setup.first,
        rhythm=Rhythm(rhythm) if rhythm in {r.value for r in Rhythm} else setup.rhythm,
    )


def _last_yes(run: StageRun, who: MemberId) -> bool:
    """Whether everybody else agreed to this version already."""
    return all(p.agreed == run.version for p in run.parts if p.member != who)


def _choose(work: Work, found: Course, who: MemberId, setup: Setup) -> None:
    """The way of working is that of the set-up, before the last yes lets its first step open."""
    course = coaching.load(work, found.pair.id) or found
    protocol = ways(course).get(setup.protocol, course.rules.written)
    order = tuple(sorted(course.cycle.members, key=lambda m: m != setup.first))
    work.cycles.pin(digest(protocol), protocol.model_dump_json(by_alias=True))
    chosen = replace(course, rules=replace(course.rules, protocol=protocol, as_written=None))
    event = ProtocolChosen(who, order, setup.delivery, setup.rhythm)
    coaching.happened(work, chosen, event)


def agreed(run: StageRun, who: MemberId) -> bool:
    """Whether this member said yes to what is suggested now."""
    part = run.part(who)
    return part is not None and part.state is PartState.AGREED and part.agreed == run.version
