"""Workshops that are set up and announced, and what those who come get of them."""

from collections.abc import Callable
from functools import partial
from typing import TypeVar
from zoneinfo import ZoneInfo

from flows import attending, giving, workshops
from flows.attending import Card
from flows.giving import Worded
from flows.ids import MemberId, WorkshopId
from flows.ports import Reader, Work
from flows.prework import Item, ItemKind, Retrieval
from flows.slip import Slip
from flows.workshop import Workshop
from flows.workshops import Led, Plan
from tests.staffroom import ADMIN, ZONE, Staffroom, at

T = TypeVar("T")

OTHER = MemberId("U0OTHER")
NOWHERE = WorkshopId("none")
PLAN = Plan("Wait time", at("2026-03-17 15:45"), 45, "Library", topic="questioning")
READING = Item(
    title="Three seconds",
    kind=ItemKind.READING,
    address="https://example.org/three",
    minutes=8,
    why="One page",
    retrieval=Retrieval("How long?", "Three seconds.", ("One", "Three")),
)


async def done(room: Staffroom, body: Callable[[Work], T | object], kind: type[T]) -> T:
    """What came of it, which is of this kind."""
    outcome = await room.write(body)
    assert isinstance(outcome, kind), outcome
    return outcome


async def draft(room: Staffroom, plan: Plan = PLAN, by: MemberId = ADMIN) -> Workshop:
    """Set up and not yet announced."""
    return await done(room, lambda w: workshops.set_up(w, by, room.program.id, plan), Workshop)


async def added(room: Staffroom, workshop: Workshop, item: Item) -> Worded:
    """One more thing to read before it."""
    add = partial(giving.before_workshop, by=ADMIN, workshop=workshop.id, item=item)
    return await done(room, add, Worded)


async def opened(room: Staffroom, plan: Plan = PLAN, *items: Item) -> Workshop:
    """Announced, with these things to read before it."""
    found = await draft(room, plan)
    for item in items:
        await added(room, found, item)
    return await done(room, lambda w: workshops.announce(w, ADMIN, found.id), Workshop)


async def comes(room: Staffroom, who: MemberId, workshop: Workshop) -> Card:
    """That person said yes to it."""
    return await done(room, lambda w: attending.come(w, who, workshop.id), Card)


async def led(room: Staffroom, workshop: Workshop) -> Led:
    """The workshop as its facilitator sees it."""
    found = await room.read(lambda r: workshops.led(r, ADMIN, workshop.id))
    assert isinstance(found, Led)
    return found


async def card(room: Staffroom, who: MemberId, workshop: Workshop) -> Card:
    """The workshop as that person sees it."""
    found = await room.read(lambda r: attending.card(r, who, workshop.id))
    assert isinstance(found, Card)
    return found


def _slip(reader: Reader, name: str) -> Slip | None:
    return reader.slips.get(name)


async def to(room: Staffroom, who: MemberId, until: str) -> list[str]:
    """What the person gets until then: when, and which messages."""
    await room.until(until)
    rows = [row for row in await room.said(sent=True) if row.lane == f"dm:{who}"]
    found = []
    for row in rows:
        kinds = [row.kind]
        if row.kind == "bundle":
            names = str(row.refs["parts"]).split("\n")
            slips = [await room.read(partial(_slip, name=name)) for name in names]
            kinds = [slip.template or slip.kind for slip in slips if slip]
        if row.effect == "post":
            found.append(f"{row.due.astimezone(ZoneInfo(ZONE)):%m-%d %H:%M} {' '.join(kinds)}")
    return [line for line in found if "workshop" in line]
