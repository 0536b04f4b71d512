"""Maya and Tomás on the way to a visit: asked for, settled, over, and talked about."""

from datetime import datetime, time, timedelta

from flows import coaching, proposing, requesting, talking, visiting
from flows.events import Answered, Released
from flows.ids import MemberId, ProposalId, RunId
from flows.proposal import Proposal
from flows.proposing import Settled
from flows.timetable import Lesson
from flows.visiting import Visit
from tests.staffroom import MAYA, TOMAS, Staffroom, at

LOOK = "what happens after I ask a question"
ROOM = "room 14"
FOCUS, PLAN, VISIT = (RunId(f"observation.{s}/1") for s in ("focus", "plan", "visit"))
DEBRIEF = RunId("observation.debrief/1")
CHOICES = {"level": "evidence_questions", "channel": "write_first", "tool": "timeline"}
THURSDAY = at("2026-03-12 11:10")
SHORT = timedelta(minutes=15)

HERS = (
    Lesson(1, time(9), time(9, 50), "1A", "12"),
    Lesson(3, time(11, 10), time(12), "2B", "14"),
    Lesson(4, time(14, 20), time(15), "3C"),
)
HIS = (Lesson(2, time(9), time(12)), Lesson(3, time(8), time(9)))


async def spoken(room: Staffroom) -> Staffroom:
    """Both first sentences are in; Maya is visited first."""
    await room.put(MAYA, lessons=HERS)
    await room.put(TOMAS, lessons=HIS)
    await room.spoken()
    await room.all_sent()
    return room


async def visit(room: Staffroom, who: MemberId = MAYA) -> Visit:
    """The visit as this person finds it."""
    found = await room.read(lambda r: visiting.find(r, who, room.pair.id))
    assert isinstance(found, Visit), found
    return found


async def requested(
    room: Staffroom,
    who: MemberId = MAYA,
    start: datetime = THURSDAY,
    length: timedelta = SHORT,
    **texts: str,
) -> object:
    """What comes of the host's request, or of what somebody else tries."""
    words = {"look": LOOK, "place": ROOM, "leave": "the group by the door", **texts}
    return await room.write(
        lambda w: requesting.request(w, who, room.pair.id, words, CHOICES, start, start + length)
    )


async def proposal(room: Staffroom, start: datetime = THURSDAY) -> Proposal:
    """Her request: he is asked for this time."""
    found = await requested(room, start=start)
    assert isinstance(found, Proposal), found
    return found


async def works(room: Staffroom, who: MemberId, which: ProposalId) -> object:
    """That person says yes to the time."""
    return await room.write(lambda w: proposing.works(w, who, room.pair.id, which))


async def settled(room: Staffroom) -> Proposal:
    """Both said yes to Thursday."""
    asked = await proposal(room)
    assert isinstance(await works(room, TOMAS, asked.id), Settled)
    await room.all_sent()
    return asked


async def suggested(
    room: Staffroom, who: MemberId, start: datetime, place: str = "", length: timedelta = SHORT
) -> object:
    """What comes of suggesting another time."""
    return await room.write(
        lambda w: requesting.suggest(w, who, room.pair.id, start, start + length, place)
    )


async def slips(room: Staffroom, run: str = VISIT) -> list[str]:
    """What is planned about a run: kind, for whom, when."""
    found = await room.read(lambda r: r.slips.about(run))
    return sorted(f"{s.kind} {s.member} {s.due:%m-%d}" for s in found)


async def noted(room: Staffroom) -> None:
    """The visit is over, her words and his notes are in."""
    await settled(room)
    room.now = THURSDAY + timedelta(minutes=40)
    await room.write(lambda w: coaching.pass_time(w, room.pair.id))
    for event in (
        Answered(RunId("observation.words/1"), MAYA, ("stood",)),
        Answered(VISIT, TOMAS, ("saw", "students")),
        Answered(RunId("observation.notes/1"), TOMAS, ("noticed", "question", "takeaway")),
        Released(RunId("observation.notes/1"), TOMAS),
    ):
        course = await room.course()
        await room.write(lambda w, e=event, c=course: coaching.happened(w, c, e))  # type: ignore[misc]  # bound in the loop
    await room.all_sent()


async def ask_talk(
    room: Staffroom, who: MemberId = MAYA, start: str = "2026-03-18 13:00"
) -> object:
    """What comes of asking for a time for the talk about the visit."""
    return await room.write(lambda w: talking.ask(w, who, room.pair.id, DEBRIEF, at(start), 10))
