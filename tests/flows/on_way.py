"""A pair on any way of working, with everything settled, and short ways to go on in it."""

from functools import partial

from flows import coaching, showing
from flows.coaching import Course, Moved
from flows.cycle import named
from flows.events import (
    Agreed,
    CycleEvent,
    Held,
    Proposed,
    ProtocolChosen,
    SkippedPart,
    Stopped,
)
from flows.ids import MemberId, RunId
from flows.ports import Work
from flows.protocol import DeliveryName
from flows.stage import StageRun
from tests.staffroom import MAYA, TOMAS, Staffroom, at

OPEN = named("common.open")


async def on_way(
    room: Staffroom,
    way: str,
    until: str = "2026-03-05 12:00",
    delivery: DeliveryName = "spread",
) -> Staffroom:
    """Maya and Tomás on this way, some days into it."""
    await room.partnered()
    await room.write(lambda work: _begun(work, room, way, delivery))
    await room.until(until)
    return room


def _begun(work: Work, room: Staffroom, way: str, delivery: DeliveryName) -> None:
    found = coaching.load(work, room.pair.id)
    assert found is not None
    coaching.happened(work, found, Stopped())
    coaching.begin(work, room.pair, room.program, "again", way=way)
    chosen = ProtocolChosen(MAYA, (MAYA, TOMAS), delivery)
    for event in (chosen, Proposed(OPEN, MAYA, 1), Agreed(OPEN, TOMAS, 1)):
        found = coaching.load(work, room.pair.id)
        assert found is not None
        coaching.happened(work, found, event)


async def to_rehearsals(room: Staffroom) -> Staffroom:
    """Maya and Tomás in `growing`, with everything before their requests done or left out."""
    await on_way(room, "growing", "2026-03-05 12:00")
    await tell(room, Held(RunId("growing.look/1"), MAYA))
    for day, step in (("06", "hunch"), ("09", "focus"), ("10", "learn")):
        await room.until(f"2026-03-{day} 12:00")
        for who in (MAYA, TOMAS):
            await tell(room, SkippedPart(RunId(f"growing.{step}/1"), who))
    await room.until("2026-03-12 12:00")
    return room


async def tell(room: Staffroom, event: CycleEvent) -> Course:
    """The course after this event."""

    def body(work: Work) -> None:
        found = coaching.load(work, room.pair.id)
        assert found is not None
        coaching.happened(work, found, event)

    await room.write(body)
    return await room.course()


async def run_of(room: Staffroom, name: str) -> StageRun:
    found = (await room.course()).cycle.run(name)
    assert found is not None, name
    return found


async def wrote(
    room: Staffroom, who: MemberId, run: str, share: bool = False, **texts: str
) -> None:
    """This member's answer is in, choices beginning with a colon; shared if asked."""
    choices = {key: text[1:] for key, text in texts.items() if text.startswith(":")}
    words = {key: text for key, text in texts.items() if key not in choices}
    body = partial(
        coaching.answer,
        who=who,
        partnership=room.pair.id,
        run=RunId(run),
        texts=words,
        choices=choices,
    )
    assert isinstance(await room.write(body), Moved)
    if share:
        keys = list(texts)
        await room.write(lambda w: showing.share(w, who, room.pair.id, RunId(run), keys))


__all__ = ["at", "on_way", "run_of", "tell", "wrote"]
