"""Copies of goals' parts and of reflections: once opened, and gone with what was taken back."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from flows import (
    copied_beside,
    copies,
    copying,
    erasing,
    forgetting,
    goal_sharing,
    goals,
    leaving,
    reading,
    reflecting,
    trail,
)
from flows.copied import Copy, CopyState
from flows.copied_beside import CopiedBeside
from flows.copies import Copied as OfStep
from flows.goal import Decision, Goal, GoalState
from flows.goals import STATEMENT
from flows.ids import CopyId, CycleId, GoalId, MemberId, RunId
from flows.notices import Effect
from flows.ports import Work
from flows.reflecting import Reflection
from tests.flows.test_copying import Copied
from tests.staffroom import AYA, MAYA, OLE, TOMAS, TUESDAY, Staffroom

GOAL = GoalId("g1")
WORDS = "In 2B, more students give a reason"
LATER = date(2026, 5, 8)


class Beside(Copied):
    """The pair with a goal of Maya's and what she writes for herself."""

    async def goal(self) -> None:
        goal = Goal(GOAL, MAYA, self.id, GoalState.DRAFT, 1, TUESDAY)
        texts = {STATEMENT: WORDS, "students": "2B", "baseline": "five hands"}
        await self.do(goals.settle, MAYA, goal, texts, LATER)

    async def shares(self, part: str = STATEMENT) -> None:
        self.room.now += timedelta(minutes=1)
        assert isinstance(await self.do(goal_sharing.share, MAYA, GOAL, part), Goal)

    async def takes_back(self, part: str = STATEMENT) -> None:
        assert isinstance(await self.do(goal_sharing.take_back, MAYA, GOAL, part), Goal)

    async def reads(self, who: MemberId = TOMAS) -> None:
        await self.do(goal_sharing.opened, who, GOAL)

    async def beside(self, effect: Effect = Effect.UPDATE, n: int = 0) -> CopiedBeside | None:
        copy = (await self.all())[n].id
        found = await self.room.read(lambda r: copies.shown(r, copy, effect))
        assert not isinstance(found, OfStep)
        return found

    async def texts(self, n: int = 0, effect: Effect = Effect.UPDATE) -> list[str] | None:
        found = await self.beside(effect, n)
        return None if found is None else list(found.texts.values())

    async def erases(self, key: str, who: MemberId = MAYA) -> None:
        own = await self.room.read(lambda r: reading.all_own(r, who))
        piece = next(p for p in own if p.key == key)
        await self.do(erasing.one, who, piece.id)


@pytest.fixture
async def pair(room: Staffroom) -> Beside:
    await room.partnered()
    found = Beside(room)
    await found.switched(MAYA, TOMAS)
    await found.goal()
    await room.all_sent()
    return found


async def test_a_part_of_a_goal_is_copied_once_a_partner_read_it(pair: Beside) -> None:
    """practice AG13"""
    await pair.shares()
    assert await pair.states() == [CopyState.WAITS]
    assert await pair.texts() is None
    assert await pair.rows() == []

    await pair.reads(MAYA)
    await pair.reads(AYA)
    assert await pair.states() == [CopyState.WAITS]
    await pair.reads()

    assert await pair.states() == [CopyState.SAID]
    assert await pair.rows() == ["post", "update"]
    assert await pair.texts(effect=Effect.POST) == []
    assert await pair.texts() == [WORDS]
    await pair.reads()
    assert await pair.rows() == ["post", "update"]


async def test_where_nobody_chose_copies_there_are_none(room: Staffroom) -> None:
    await room.partnered()
    pair = Beside(room)
    await pair.goal()
    await pair.shares()
    await pair.reads()

    assert await pair.all() == []


async def test_parts_that_wait_come_in_one_message_and_later_ones_in_another(pair: Beside) -> None:
    await pair.shares()
    await pair.shares("students")
    await pair.shares("students")
    assert [copy.keys for copy in await pair.all()] == [(STATEMENT, "students")]
    await pair.reads()
    await pair.shares("baseline")
    await pair.reads()

    assert await pair.texts(0) == [WORDS, "2B"]
    assert await pair.texts(1) == ["five hands"]


async def test_no_message_holds_more_parts_than_slack_takes(pair: Beside) -> None:
    state = await pair.room.state()
    for n in range(copied_beside.MOST_PARTS + 1):
        await pair.do(copied_beside.offered, state, "goal:g1", MAYA, f"part{n}")

    assert sorted(len(copy.keys) for copy in await pair.all()) == [1, copied_beside.MOST_PARTS]


async def test_taken_back_it_goes_and_shared_anew_it_waits_to_be_opened(pair: Beside) -> None:
    await pair.shares()
    await pair.shares("students")
    await pair.reads()
    await pair.posted()

    await pair.takes_back()
    assert await pair.texts() == ["2B"]
    assert await pair.rows() == ["update"]
    await pair.shares()
    assert await pair.texts() == ["2B"], "not before it is opened anew"
    assert await pair.states() == [CopyState.SAID, CopyState.WAITS]

    await pair.takes_back()
    assert await pair.states() == [CopyState.SAID], "nobody opened it"
    await pair.takes_back("students")
    assert await pair.states() == [CopyState.GONE]
    assert "delete" in await pair.rows()
    assert await pair.texts() is None


async def test_a_goal_worded_anew_takes_the_old_words_out(pair: Beside) -> None:
    await pair.shares()
    await pair.reads()
    await pair.posted()

    await pair.do(
        goals.decide, MAYA, GOAL, Decision.ADJUST, statement="After a pause", review_on=LATER
    )

    assert await pair.states() == [CopyState.GONE]


async def test_an_entry_of_its_trail_is_copied_with_its_day(pair: Beside) -> None:
    entry: Any = await pair.do(trail.note_progress, MAYA, GOAL, "two who rarely speak", None)
    await pair.shares(entry.id)
    await pair.reads()

    found = await pair.beside()
    assert isinstance(found, CopiedBeside)
    assert found.of_goal
    assert [each.id for each in found.entries] == [entry.id]
    assert list(found.texts.values()) == ["two who rarely speak"]
    await pair.posted()
    await pair.erases(entry.id)
    assert await pair.states() == [CopyState.GONE]


async def test_what_is_deleted_takes_its_copy_along(pair: Beside) -> None:
    """practice INV-17"""
    await pair.shares()
    await pair.shares("students")
    await pair.reads()
    await pair.posted()

    await pair.erases("students")
    assert await pair.texts() == [WORDS]
    await pair.erases(STATEMENT)
    assert await pair.states() == [CopyState.GONE]


async def test_its_author_alone_takes_it_out_of_the_group_dm(pair: Beside) -> None:
    await pair.shares()
    await pair.reads()
    await pair.posted()
    (copy,) = await pair.all()

    assert not isinstance(await pair.do(copies.take_back, TOMAS, copy.id), copies.Uncopied)
    assert isinstance(await pair.do(copies.take_back, MAYA, copy.id), copies.Uncopied)
    assert await pair.states() == [CopyState.GONE]
    shown = await pair.room.read(lambda r: goal_sharing.shown_to(r, TOMAS, GOAL))
    assert shown is not None, "in Tandem it stays shared"


async def reflection(pair: Beside) -> Reflection:
    written: Any = await pair.do(reflecting.write, MAYA, "", "", "I left out the third example")
    assert isinstance(await pair.do(reflecting.show, MAYA, written.id, pair.id), Reflection)
    return written  # type: ignore[no-any-return]  # a flow's outcome, seen to be one


async def test_a_reflection_is_copied_once_a_partner_read_it(pair: Beside) -> None:
    written = await reflection(pair)
    assert await pair.states() == [CopyState.WAITS]
    for who in (AYA, MAYA):
        await pair.do(reflecting.opened, who, written.id, pair.id)
    assert await pair.states() == [CopyState.WAITS]
    await pair.do(reflecting.opened, TOMAS, written.id, pair.id)

    assert await pair.texts() == ["I left out the third example"]
    found = await pair.beside()
    assert isinstance(found, CopiedBeside)
    assert (found.of_goal, found.entries) == (False, [])
    assert await pair.room.read(lambda r: reflecting.copied(r, pair.id))
    lost: Any = "p-lost"
    assert not await pair.room.read(lambda r: reflecting.copied(r, lost))
    await pair.do(reflecting.opened, TOMAS, written.id, lost)
    await pair.posted()
    await pair.do(reflecting.erase, MAYA, written.id)
    assert await pair.states() == [CopyState.GONE]


async def test_what_was_shown_is_deleted_alone(pair: Beside) -> None:
    written = await reflection(pair)
    await pair.do(reflecting.opened, TOMAS, written.id, pair.id)
    await pair.posted()

    await pair.erases(reflecting.TEXT)

    assert await pair.states() == [CopyState.GONE]
    kept = await pair.room.read(lambda r: reflecting.one(r, MAYA, written.id))
    assert isinstance(kept, Reflection)


async def test_in_a_group_all_have_opened_it_first(pair: Beside) -> None:
    await larger(pair)
    await pair.shares()
    await pair.reads()
    assert await pair.states() == [CopyState.WAITS]
    await pair.reads(OLE)

    assert await pair.states() == [CopyState.SAID]


async def larger(pair: Beside) -> None:
    """Ole is there as well, and all agreed to copies again."""
    state = await pair.room.state()
    agreement = replace(state.agreement, members=(MAYA, TOMAS, OLE))
    consents = tuple(replace(c, member=OLE) for c in agreement.consents if c.member == TOMAS)
    agreement = replace(agreement, consents=(*agreement.consents, *consents))
    bigger = replace(state, members=(MAYA, TOMAS, OLE), agreement=agreement)
    assert copying.on(bigger)
    await pair.room.write(lambda w: w.partnerships.put(bigger))


async def test_a_changed_membership_keeps_what_waits_out(pair: Beside) -> None:
    """practice INV-26"""
    await pair.shares()
    state = await pair.room.state()
    bigger = replace(state, members=(MAYA, TOMAS, OLE))
    await pair.room.write(lambda w: w.partnerships.put(bigger))
    await pair.reads()
    assert await pair.states() == [CopyState.WAITS]

    await pair.do(copies.review, pair.id)

    assert await pair.all() == []


async def test_a_changed_membership_leaves_what_was_not_posted_unsaid(pair: Beside) -> None:
    await pair.shares()
    await pair.reads()
    state = await pair.room.state()
    await pair.room.write(lambda w: w.partnerships.put(replace(state, members=(MAYA, TOMAS, OLE))))

    assert await pair.states() == [CopyState.SAID]
    assert await pair.texts(effect=Effect.POST) is None
    assert await pair.texts() is None


async def test_switched_off_what_is_not_posted_is_not_filled_in(pair: Beside) -> None:
    await pair.shares()
    await pair.reads()
    await pair.switched(MAYA, TOMAS, on=False)

    assert await pair.texts() is None
    assert await pair.texts(effect=Effect.POST) is None


async def test_the_daily_look_takes_out_what_nobody_may_read(pair: Beside) -> None:
    await pair.shares()
    await pair.reads()
    await pair.posted()
    await pair.do(copies.review, pair.id)
    assert await pair.states() == [CopyState.SAID]

    def gone(work: Work) -> None:
        for piece in reading.lying(work, "goal:g1/1"):
            work.pieces.erase(piece.id)

    await pair.room.write(gone)
    await pair.do(copies.review, pair.id)
    assert await pair.states() == [CopyState.GONE]


async def test_a_copy_of_a_goal_or_a_pair_that_is_lost_shows_nothing(pair: Beside) -> None:
    lost = Copy(
        CopyId("lost"),
        pair.id,
        CycleId(""),
        RunId(""),
        MAYA,
        (STATEMENT,),
        TUESDAY,
        (),
        CopyState.SAID,
        "goal:other",
    )
    await pair.room.write(lambda w: w.copies.put(lost))
    assert await pair.texts() is None
    homeless: Any = "p-none"
    state = await pair.room.state()
    assert await pair.room.read(lambda r: copied_beside.shown(r, state, lost)) is None
    await pair.do(copied_beside.changed, homeless, "goal:g1")
    await pair.do(copied_beside.changed, None, "goal:g1")


async def test_with_the_partnerships_data_and_with_their_author_they_go(pair: Beside) -> None:
    await pair.shares()
    await pair.reads()
    await pair.posted()
    await pair.do(leaving.end, MAYA, pair.id)
    until = (await pair.room.state()).erase_after
    assert until is not None
    pair.room.now = until
    await pair.do(forgetting.forget, pair.id)

    assert await pair.states() == [CopyState.GONE]
