"""A school in memory: the real store, a clock moved by hand, four colleagues and their program."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import count
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import select, update

from flows import channel, coaching, delivering, forgetting, founding, inviting, joining, leaving
from flows.agreement import Rhythm, Terms
from flows.coaching import Course
from flows.founding import Founded, Settings
from flows.ids import (
    ConversationId,
    InvitationId,
    MemberId,
    PartnershipId,
    ProgramId,
    RunId,
    WorkspaceId,
)
from flows.inviting import Partnered, Sent, Yes
from flows.joining import Who
from flows.partnership import Invitation, Partnership
from flows.people import Member, Program
from flows.pieces import Piece
from flows.ports import Lock, Reader, Work
from storage import tables
from storage.opening import open_memory_store
from storage.outbox import RowState

T = TypeVar("T")

WS = WorkspaceId("T0SCHOOL")
ZONE = "Europe/Madrid"
MAYA, TOMAS, AYA, OLE = (MemberId(f"U0{name}") for name in ("MAYA", "TOMAS", "AYA", "OLE"))
ADMIN = MemberId("U0ADMIN")
CHANNEL = ConversationId("C0COACH")
SPARK = RunId("common.spark/1")

EASTER = frozenset(date(2026, 3, 30) + timedelta(days=n) for n in range(12))
"""Two weeks without school."""

NO = Yes(power=False, chosen=False)
NAMED = Yes(power=True, chosen=False)
CHOSEN = Yes(power=True, chosen=True)
KNOWINGLY = Yes(power=False, chosen=True)


def at(day: str, zone: str = ZONE) -> datetime:
    """That local time, e.g. `2026-03-03 08:05`, as a moment in UTC."""
    return datetime.fromisoformat(day).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


TUESDAY = at("2026-03-03 08:05")


@dataclass(frozen=True)
class Said:
    """One row of the outbox that waits to be sent."""

    kind: str
    lane: str
    effect: str
    priority: int
    why: str
    due: datetime
    refs: dict[str, Any]
    key: str
    anchor: str | None
    expires: datetime | None
    in_doubt: str

    def __str__(self) -> str:
        local = self.due.astimezone(ZoneInfo(ZONE))
        return f"{self.effect} {self.kind} {self.lane} {self.priority} {local:%m-%d %H:%M}"


class Staffroom:
    """One store, one program, and short ways to what the tests begin with."""

    def __init__(self) -> None:
        self.now = TUESDAY
        self._roots = count()
        self.store = open_memory_store(lambda: self.now, lambda: f"root-{next(self._roots)}")
        self.program: Program
        self.pair: Partnership

    async def write(self, body: Callable[[Work], T], *, delivery: str | None = None) -> T:
        return await self.store.write(WS, Lock("test", "test"), body, delivery=delivery)

    async def read(self, body: Callable[[Reader], T]) -> T:
        return await self.store.read(WS, body)

    async def said(self, *kinds: str, sent: bool = False) -> list[Said]:
        """What waits in the outbox, of these kinds or of all; with what was sent, if asked."""
        outbox = tables.outbox.c
        states = [RowState.PENDING, RowState.SENT] if sent else [RowState.PENDING]
        rows = await self.store.look(
            lambda connection: connection.execute(
                select(*outbox).where(outbox.state.in_(states)).order_by(outbox.seq)
            ).all()
        )
        found = [
            Said(
                kind=row.kind,
                lane=row.lane,
                effect=row.effect.value,
                priority=int(row.priority),
                why=row.why,
                due=row.due_at,
                refs=dict(row.refs),
                key=row.key,
                anchor=row.anchor,
                expires=row.expires_at,
                in_doubt=row.when_in_doubt.value,
            )
            for row in rows
        ]
        return [each for each in found if not kinds or each.kind in kinds]

    async def lines(self, *kinds: str) -> list[str]:
        return sorted(str(each) for each in await self.said(*kinds))

    async def on_time(self) -> None:
        """What time alone brings to people and to the channel by now has happened."""
        for due in await self.store.calendar.alarms(self.now, 100):
            if due.alarm.of == "member":
                member = MemberId(due.alarm.id)
                rests = await self.write(partial(delivering.deliver, member=member))
                if rests is not None:
                    await self.write(partial(leaving.rest, who=member, partnership=rests))
            elif due.alarm.of == "partnership":
                pair = PartnershipId(due.alarm.id)
                await self.write(partial(forgetting.forget, partnership=pair))
            else:
                program = ProgramId(due.alarm.id)
                await self.write(partial(channel.on_time, program=program))

    async def until(self, day: str) -> None:
        """The clock moves on to that local time, and everything due on the way happens then."""
        end = at(day)
        while (due := await self.store.calendar.next_due()) is not None and due <= end:
            self.now = max(self.now, due)
            await self.on_time()
            for partnership, _ in await self.read(lambda r: r.cycles.due(self.now, 100)):
                await self.write(partial(coaching.pass_time, partnership=partnership))
            await self.all_sent()
        self.now = end

    async def all_sent(self) -> None:
        """Everything that waited was sent."""
        await self.store.transact(
            lambda connection: connection.execute(update(tables.outbox).values(state=RowState.SENT))
        )

    async def found(self, **changes: Any) -> Program:
        settings = Settings(
            name="Maple Street",
            channel=CHANNEL,
            country="ES",
            region=None,
            zone=ZONE,
            holidays=EASTER,
            covered_until=date(2027, 7, 31),
        )
        settings = replace(settings, **changes)
        outcome = await self.write(lambda w: founding.found(w, ADMIN, settings, may_found=True))
        assert isinstance(outcome, Founded)
        self.program = outcome.program
        return outcome.program

    async def joined(self, *members: MemberId, zone: str = ZONE) -> None:
        for member in members:
            who = Who(member, zone)
            await self.write(partial(joining.join, who=who, program=self.program.id))

    async def put(self, member: MemberId, **changes: Any) -> Member:
        def change(work: Work) -> Member:
            known = work.members.get(member) or Member(id=member, program=None, zone=ZONE)
            changed = replace(known, **changes)
            work.members.put(changed)
            return changed

        return await self.write(change)

    async def invited(
        self,
        by: MemberId = MAYA,
        to: MemberId = TOMAS,
        yes: Yes = NO,
        terms: Terms | None = None,
    ) -> Invitation:
        terms = terms or Terms(first=by)
        outcome = await self.write(lambda w: inviting.send(w, by, to, terms, yes))
        assert isinstance(outcome, Sent), outcome
        return outcome.invitation

    async def invitation(self, invitation: InvitationId) -> Invitation:
        found = await self.read(lambda r: r.invitations.get(invitation))
        assert found is not None
        return found

    async def agree(
        self, who: MemberId, invitation: Invitation, version: int = 1, yes: Yes = NO
    ) -> object:
        return await self.write(
            lambda w: inviting.agree(w, Who(who, ZONE), invitation.id, version, yes)
        )

    async def partnered(self, by: MemberId = MAYA, to: MemberId = TOMAS) -> Partnership:
        outcome = await self.agree(to, await self.invited(by, to))
        assert isinstance(outcome, Partnered), outcome
        self.pair = outcome.partnership
        return outcome.partnership

    async def spoken(self) -> None:
        """Maya and Tomás are partners, and both wrote their opening sentences."""
        await self.partnered()
        await self.answer(TOMAS, "agree too soon")
        await self.answer(MAYA, "leave it to five hands")

    async def answer(self, who: MemberId, words: str, run: RunId = SPARK) -> object:
        pair = self.pair.id
        return await self.write(lambda w: coaching.answer(w, who, pair, run, {"why": words}, {}))

    async def course(self, pair: PartnershipId | None = None) -> Course:
        found = await self.read(lambda r: coaching.load(r, pair or self.pair.id))
        assert found is not None
        return found

    async def pieces(self, about: str) -> list[Piece]:
        return list(await self.read(lambda r: r.pieces.about(about)))

    async def spark_pieces(self) -> dict[MemberId | None, Piece]:
        course = await self.course()
        found = await self.pieces(coaching.about(course.cycle, SPARK))
        return {piece.vault.author: piece for piece in found if piece.key == "why"}

    async def state(self) -> Partnership:
        found = await self.read(lambda r: r.partnerships.get(self.pair.id))
        assert found is not None
        return found

    async def member(self, member: MemberId) -> Member | None:
        return await self.read(lambda r: r.members.get(member))


def weekly(**changes: Any) -> Terms:
    """Terms that differ from what a form begins with."""
    return replace(Terms(first=MAYA), rhythm=Rhythm.WEEKLY, **changes)
