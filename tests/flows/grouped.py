"""Four colleagues who write together: their group, their question, their plan, their cards."""

from collections.abc import Mapping
from dataclasses import replace

from flows import (
    coaching,
    documents,
    setting_up,
)
from flows.agreement import Agreement, Consent, Terms
from flows.coaching import Course
from flows.documents import Settled, Suggested
from flows.events import Held
from flows.ids import MemberId, PartnershipId, RunId
from flows.partnership import Partnership, PartnershipState
from flows.ports import Work
from tests.staffroom import AYA, MAYA, OLE, TOMAS, Staffroom, at

FOUR = (MAYA, TOMAS, AYA, OLE)
SETUP = RunId("common.open/1")
PROBLEM, PREPARE = RunId("rounds.problem/1"), RunId("rounds.prepare/1")
ANALYSE = RunId("rounds.analyse/1")
VISIT, DESCRIBE = RunId("rounds.visit/1"), RunId("rounds.describe/1")
QUESTION = {"wonder": "They agree so quickly", "see": "Pair talk"}
PLAN = {
    "date": "2026-03-16",
    "start": "09:00",
    "end": "09:20",
    "place": "room 14",
    "look": "Two watch table talk",
    "debrief": "2026-03-18",
    "host_presence": "absent",
    "convenor": AYA,
}


class Group:
    """Four colleagues on one way of working."""

    def __init__(self, room: Staffroom, way: str) -> None:
        self.room, self.way = room, way
        self.id = PartnershipId("p-group")

    async def begins(self, **choices: str) -> None:
        await self.room.write(self._made)
        self.room.now = at("2026-03-09 09:00")
        await self.passes()
        for place, who in enumerate(FOUR):
            seen = min(place, 1)
            await self.room.write(
                lambda w, m=who, n=seen: setting_up.answer(w, m, self.id, SETUP, {}, choices, n)  # type: ignore[misc]  # bound early
            )
        await self.later("2026-03-10 09:00")

    def _made(self, work: Work) -> None:
        program = work.programs.all()[0]
        agreement = Agreement(FOUR).proposed(Terms(protocol=self.way), Consent(MAYA, 1, work.now))
        for member in FOUR[1:]:
            agreement = agreement.accepted(Consent(member, 1, work.now))
        pair = Partnership(
            id=self.id,
            program=program.id,
            members=FOUR,
            state=PartnershipState.ACTIVE,
            agreement=agreement,
            began_at=work.now,
        )
        work.partnerships.put(pair)
        coaching.begin(work, pair, program, "again")

    async def passes(self) -> None:
        await self.room.write(lambda w: coaching.pass_time(w, self.id))

    async def later(self, day: str) -> None:
        self.room.now = at(day)
        await self.passes()

    async def suggests(
        self, who: MemberId, run: RunId, entered: Mapping[str, str], seen: int = 0
    ) -> object:
        return await self.room.write(
            lambda w: documents.suggest(w, who, self.id, run, seen, entered)
        )

    async def agrees(self, who: MemberId, run: RunId, seen: int = 1) -> object:
        return await self.room.write(lambda w: documents.agree(w, who, self.id, run, seen))

    async def all_agree(
        self, run: RunId, entered: Mapping[str, str], by: MemberId = MAYA
    ) -> object:
        assert isinstance(await self.suggests(by, run, entered), Suggested)
        return [await self.agrees(who, run) for who in FOUR if who != by][-1]

    async def finds(self, who: MemberId, run: RunId) -> object:
        return await self.room.read(lambda r: documents.find(r, who, self.id, run))

    async def course(self) -> coaching.Course:
        return await self.room.course(self.id)


async def on_rounds(room: Staffroom) -> Group:
    """Four on Rounds, with everything settled."""
    group = Group(room, "rounds")
    await group.begins()
    return group


async def with_plan(rounds: Group) -> Group:
    """Their question and their plan stand; the visit has its time."""
    assert isinstance(await rounds.all_agree(PROBLEM, QUESTION), Settled)
    await rounds.later("2026-03-11 09:00")
    assert isinstance(await rounds.all_agree(PREPARE, PLAN), Settled)
    return rounds


async def described(group: Group, *authors: MemberId) -> None:
    await group.later("2026-03-16 09:30")
    course = await group.course()
    await group.room.write(lambda w: coaching.happened(w, course, Held(VISIT, MAYA)))
    for author in authors:
        await group.room.write(
            lambda w, who=author: coaching.answer(  # type: ignore[misc]  # bound early
                w, who, group.id, DESCRIBE, {"card": f"fact of {who}", "card_2": "a hand"}, {}
            )
        )


def changed(found: Course, step: str, **how: object) -> Course:
    """The same course on a way of working whose step is made otherwise."""
    way = found.rules.protocol
    stages = tuple(s.model_copy(update=how) if s.id == step else s for s in way.stages)
    rules = replace(found.rules, protocol=way.model_copy(update={"stages": stages}))
    return replace(found, rules=rules)
