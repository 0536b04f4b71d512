"""Copies in the group DM: by everybody's yes, of what was opened, until they are taken back."""

from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import insert

from flows import (
    agreeing,
    coaching,
    copies,
    copying,
    erasing,
    feedback,
    forgetting,
    leaving,
    notes,
    showing,
)
from flows.agreement import Consent
from flows.copied import Copy, CopyState
from flows.copied_beside import CopiedBeside
from flows.ids import CopyId, CycleId, MemberId, PieceId, RunId
from flows.notices import Effect
from flows.ports import Work
from storage import tables
from tests.flows.test_feedback import FOCUS, NOTE, NOTES, STEP, VISIT, WORDS, Pair
from tests.staffroom import AYA, MAYA, NO, OLE, TOMAS, TUESDAY, WS, Staffroom, at


class Copied(Pair):
    """The pair of the feedback tests, with short ways to its copies."""

    async def switched(self, *who: MemberId, on: bool = True) -> None:
        for member in who:
            found: Any = await self.room.read(
                partial(agreeing.read, who=member, partnership=self.id)
            )
            terms = replace(found.terms, copies=on)
            await self.do(agreeing.submit, member, self.id, found.version, terms, {}, NO)

    async def all(self) -> list[Copy]:
        return list(await self.room.read(lambda r: r.copies.of_partnership(self.id)))

    async def states(self) -> list[CopyState]:
        return [copy.state for copy in await self.all()]

    async def rows(self) -> list[str]:
        return [each.effect for each in await self.room.said(copying.KIND)]

    async def posted(self) -> None:
        """What was said was sent, and Slack told where it stands."""
        await self.room.all_sent()
        copies_now = await self.all()
        await self.room.store.transact(
            lambda connection: connection.execute(
                insert(tables.places),
                [
                    {"workspace": WS, "anchor": c.anchor, "conversation": "G1", "ts": f"1.{n}"}
                    for n, c in enumerate(copies_now)
                ],
            )
        )

    async def shown(self, effect: Effect = Effect.UPDATE, n: int = 0) -> copies.Copied | None:
        copy = (await self.all())[n].id
        found = await self.room.read(lambda r: copies.shown(r, copy, effect))
        assert not isinstance(found, CopiedBeside)
        return found


@pytest.fixture
async def pair(room: Staffroom) -> Copied:
    """A visit that is just over, of two who chose copies."""
    await room.spoken()
    found = Copied(room)
    await found.switched(MAYA, TOMAS)
    await found.asked_for()
    await found.over()
    await room.all_sent()
    return found


def words(found: copies.Copied | None) -> list[str]:
    assert found is not None
    return [answer.words for answer in found.answers]


async def test_copies_are_off_until_everybody_says_yes(room: Staffroom) -> None:
    """practice AG13: default off; on only with every member's yes"""
    await room.partnered()
    pair = Copied(room)
    assert not copying.on(await room.state())
    assert not copying.ever(await room.state())

    await pair.switched(MAYA)
    assert copying.ever(await room.state())
    assert not copying.on(await room.state())
    await pair.switched(TOMAS)
    assert copying.on(await room.state())


@pytest.mark.parametrize("members", [(MAYA,), (MAYA, TOMAS, AYA), (MAYA, AYA)])
async def test_a_changed_membership_resets_it(room: Staffroom, members: Any) -> None:
    """practice INV-26"""
    await room.partnered()
    pair = Copied(room)
    await pair.switched(MAYA, TOMAS)
    now = await room.state()

    agreement = replace(now.agreement, members=members)
    assert not copying.on(replace(now, members=members, agreement=agreement))


async def test_a_released_note_is_copied_once_it_was_opened(pair: Copied) -> None:
    """practice INV-12: own first words come before"""
    await pair.released()
    assert await pair.states() == [CopyState.WAITS]
    await pair.read()  # Asks for own first words; nothing was opened.
    assert await pair.states() == [CopyState.WAITS]
    assert await pair.rows() == []

    await pair.do(feedback.words, MAYA, pair.id, WORDS, {"stood": "silence"})
    assert await pair.states() == [CopyState.SAID]
    assert await pair.rows() == ["post", "update"]
    assert words(await pair.shown(Effect.POST)) == []
    filled = await pair.shown()
    assert filled is not None
    assert (words(filled), filled.copy.author) == (list(NOTE.values()), TOMAS)
    await pair.read()
    assert await pair.rows() == ["post", "update"]


async def test_where_nobody_chose_copies_nothing_is_copied(pair: Copied) -> None:
    await pair.switched(MAYA, TOMAS, on=False)
    await pair.opened()

    assert await pair.all() == []


async def test_a_posted_copy_waits_for_send_hours(pair: Copied) -> None:
    """practice H: posts in the group DM keep quiet hours"""
    await pair.released()
    pair.room.now = at("2026-03-13 19:30")
    await pair.do(feedback.words, MAYA, pair.id, WORDS, {"stood": "silence"})

    said = await pair.room.said(copying.KIND)
    assert [each.due for each in said] == [at("2026-03-16 07:30")] * 2


async def test_a_note_taken_back_unread_is_not_copied(pair: Copied) -> None:
    await pair.released()
    await pair.do(notes.recall, TOMAS, pair.id, NOTES)
    assert await pair.all() == []

    await pair.do(notes.release, TOMAS, pair.id, NOTES)
    await pair.do(copying_recalled_by_the_other)
    assert await pair.states() == [CopyState.WAITS]


def copying_recalled_by_the_other(work: Work) -> None:
    pair = work.partnerships.of_member(MAYA)[0]
    course = coaching.load(work, pair.id)
    assert course is not None
    copying.recalled(work, course, NOTES, MAYA)
    copying.recalled(work, replace(course, pair=never(pair)), NOTES, TOMAS)


def never(pair: Any) -> Any:
    """The same as if nobody had ever thought of copies."""
    versions = tuple(replace(terms, copies=False) for terms in pair.agreement.versions)
    return replace(pair, agreement=replace(pair.agreement, versions=versions))


async def test_shared_answers_are_copied_once_a_partner_read_them(pair: Copied) -> None:
    await pair.answered()
    await pair.posted()
    before = len(await pair.all())
    await pair.do(showing.share, MAYA, pair.id, STEP, ["reply", "response"])
    assert (await pair.states())[before:] == [CopyState.WAITS]
    await pair.do(showing.opened, MAYA, pair.id, STEP)
    await pair.do(showing.opened, AYA, pair.id, STEP)
    assert (await pair.states())[before:] == [CopyState.WAITS]

    await pair.do(showing.opened, TOMAS, pair.id, STEP)
    found = await pair.shown(n=before)
    assert found is not None
    assert [answer.option or answer.words for answer in found.answers] == [
        "thanks",
        "a quick check",
    ]


async def test_a_choice_alone_is_not_copied(pair: Copied) -> None:
    await pair.answered()
    before = await pair.all()
    await pair.do(showing.share, MAYA, pair.id, STEP, ["response"])

    assert await pair.all() == before


async def test_an_addition_is_a_copy_of_its_own(pair: Copied) -> None:
    await pair.opened()
    await pair.posted()
    await pair.do(notes.add, TOMAS, pair.id, NOTES, "and 2 more at the end")
    assert await pair.states() == [CopyState.SAID, CopyState.WAITS]

    await pair.read()
    assert words(await pair.shown(n=1)) == ["and 2 more at the end"]
    assert words(await pair.shown(n=0)) == list(NOTE.values())


async def test_a_long_note_is_several_messages(pair: Copied) -> None:
    long = dict.fromkeys([f"noticed_{n}" for n in range(2, 7)], "x" * 1500)
    await pair.written(**long, question="y" * 1500, takeaway="z" * 1500)
    await pair.do(notes.release, TOMAS, pair.id, NOTES)

    found = await pair.all()
    assert len(found) == 2
    assert [key for copy in found for key in copy.keys] == ["noticed", "question", "takeaway"]


async def test_in_a_group_everybody_has_opened_it_first(pair: Copied) -> None:
    await pair.answered()

    def body(work: Work) -> list[CopyState]:
        found = coaching.load(work, pair.id)
        run = found.cycle.run(STEP) if found else None
        assert found is not None
        assert run is not None
        members = (MAYA, TOMAS, OLE)
        agreement = found.pair.agreement
        yes = Consent(OLE, agreement.in_force, work.now)
        group = replace(found.pair, members=members, agreement=agreement.accepted(yes))
        course = replace(found, pair=group)
        copying.offered(work, course, run, MAYA, ["reply"])
        name = work.copies.of_partnership(pair.id)[-1].id
        states = []
        for by in (TOMAS, TOMAS, OLE):
            copying.opened(work, course, [STEP], by)
            copy = work.copies.get(name)
            assert copy is not None
            states.append(copy.state)
        return states

    assert await pair.do(body) == [CopyState.WAITS, CopyState.WAITS, CopyState.SAID]


async def test_what_one_member_may_not_read_is_shown_to_nobody(pair: Copied) -> None:
    """A note is for its coachee alone; in a group it is not copied."""
    await pair.opened()

    def body(work: Work) -> object:
        found = coaching.load(work, pair.id)
        run = found.cycle.run(NOTES) if found else None
        assert found is not None
        assert run is not None
        group = replace(found.pair, members=(MAYA, TOMAS, OLE))
        copy = work.copies.of_partnership(pair.id)[0]
        return copying.readable(work, replace(found, pair=group), run, copy)

    assert await pair.do(body) == frozenset()


async def test_a_note_for_one_of_several_does_not_even_wait(pair: Copied) -> None:
    """decision 21: nobody but its receiver would ever open it"""
    await pair.opened()

    def body(work: Work) -> int:
        found = coaching.load(work, pair.id)
        run = found.cycle.run(NOTES) if found else None
        assert found is not None
        assert run is not None
        members = (MAYA, TOMAS, OLE)
        yes = Consent(OLE, found.pair.agreement.in_force, work.now)
        group = replace(found.pair, members=members, agreement=found.pair.agreement.accepted(yes))
        before = len(work.copies.of_partnership(pair.id))
        copying.offered(work, replace(found, pair=group), run, TOMAS, ["noticed"])
        return len(work.copies.of_partnership(pair.id)) - before

    assert await pair.do(body) == 0


async def test_its_author_takes_it_back_and_nobody_else_can(pair: Copied) -> None:
    await pair.opened()
    name = (await pair.all())[0].id
    assert isinstance(await pair.do(copies.take_back, MAYA, name), coaching.NotTheirs)
    assert isinstance(await pair.do(copies.take_back, AYA, name), coaching.NotTheirs)
    assert isinstance(await pair.do(copies.take_back, TOMAS, CopyId("none")), copies.Gone)

    assert isinstance(await pair.do(copies.take_back, TOMAS, name), copies.Uncopied)
    assert await pair.rows() == ["delete"]  # The post that waited is not sent at all.
    assert await pair.shown() is None
    assert isinstance(await pair.do(copies.take_back, TOMAS, name), copies.Gone)


async def test_a_posted_copy_follows_its_pieces_and_goes_with_the_last(pair: Copied) -> None:
    await pair.opened()
    await pair.posted()

    async def erased(*keys: str) -> list[str]:
        def body(work: Work) -> None:
            found = coaching.load(work, pair.id)
            assert found is not None
            for piece in work.pieces.about(coaching.about(found.cycle, NOTES)):
                if piece.key in keys:
                    work.pieces.erase(PieceId(piece.id))
            copies.review(work, pair.id)

        await pair.do(body)
        rows = await pair.rows()
        await pair.room.all_sent()
        return rows

    assert await erased("question") == ["update"]
    assert words(await pair.shown()) == [v for k, v in NOTE.items() if k != "question"]
    assert await erased(*NOTE) == ["delete"]
    assert await pair.states() == [CopyState.GONE]
    assert await pair.shown() is None


async def test_what_waits_is_forgotten_when_its_words_go(pair: Copied) -> None:
    await pair.released()

    def body(work: Work) -> None:
        found = coaching.load(work, pair.id)
        assert found is not None
        for piece in work.pieces.about(coaching.about(found.cycle, NOTES)):
            work.pieces.erase(piece.id)
        copying.changed(work, found, FOCUS)
        copying.changed(work, found, NOTES)

    await pair.do(body)
    assert await pair.all() == []


async def test_what_did_not_change_stays_as_it_is(pair: Copied) -> None:
    await pair.released()
    await pair.do(copies.review, pair.id)
    assert await pair.states() == [CopyState.WAITS]

    await pair.do(feedback.words, MAYA, pair.id, WORDS, {"stood": "silence"})
    await pair.do(copies.review, pair.id)
    assert await pair.rows() == ["post", "update"]
    await pair.do(copies.take_back, TOMAS, (await pair.all())[0].id)

    def body(work: Work) -> None:
        found = coaching.load(work, pair.id)
        assert found is not None
        copying.changed(work, found, NOTES)

    await pair.do(body)
    assert await pair.states() == [CopyState.GONE]
    await pair.do(copies.review, pair.id)
    assert await pair.all() == []


async def test_a_copy_that_nobody_wants_any_more_is_not_posted(pair: Copied) -> None:
    await pair.opened()
    await pair.do(lambda w: w.partnerships.put(never(w.partnerships.get(pair.id))))

    assert await pair.shown(Effect.POST) is None
    await pair.room.all_sent()


async def test_a_reader_who_deletes_their_copy_of_a_note_takes_it_out_of_the_group_dm(
    pair: Copied,
) -> None:
    """practice INV-11"""
    await pair.opened()
    await pair.posted()
    cycle = (await pair.room.course()).cycle.id
    await pair.do(erasing.copy_of, MAYA, pair.id, cycle, NOTES, TOMAS)

    assert await pair.states() == [CopyState.GONE]
    assert await pair.rows() == ["delete"]


async def test_switched_off_only_what_was_posted_stays(pair: Copied) -> None:
    await pair.opened()
    await pair.posted()
    for words_of, hour in (("one", 12), ("two", 13)):
        pair.room.now = at(f"2026-03-12 {hour}:00")
        await pair.do(notes.add, TOMAS, pair.id, NOTES, words_of)
        if words_of == "one":
            await pair.read()
    assert await pair.states() == [CopyState.SAID, CopyState.SAID, CopyState.WAITS]

    await pair.switched(MAYA, TOMAS, on=False)
    assert await pair.states() == [CopyState.SAID, CopyState.GONE]
    assert words(await pair.shown()) == list(NOTE.values())
    await pair.do(copies.review, pair.id)
    assert await pair.states() == [CopyState.SAID]


async def test_a_message_that_could_not_be_deleted_is_tried_again_another_day(
    pair: Copied,
) -> None:
    await pair.opened()
    await pair.posted()
    await pair.do(copies.take_back, TOMAS, (await pair.all())[0].id)
    await pair.room.all_sent()
    await pair.do(copies.review, pair.id)
    assert await pair.rows() == []
    pair.room.now = at("2026-03-13 09:00")
    await pair.do(copies.review, pair.id)
    assert await pair.rows() == ["delete"]


async def test_a_copy_of_what_is_not_there_any_more_goes(pair: Copied) -> None:
    copy = Copy(
        CopyId("c"), pair.id, CycleId("gone"), NOTES, TOMAS, ("noticed",), TUESDAY,
        state=CopyState.SAID,
    )  # fmt: skip
    here = (await pair.room.course()).cycle.id
    other = replace(copy, id=CopyId("d"), cycle=here, run=RunId("observation.none/1"))
    waits = replace(other, id=CopyId("e"), state=CopyState.WAITS)

    def body(work: Work) -> None:
        for each in (copy, other, waits):
            work.copies.put(each)

    await pair.do(body)
    assert await pair.shown(n=0) is None
    assert await pair.shown(n=1) is None
    await pair.do(copies.review, pair.id)
    assert set(await pair.states()) == {CopyState.GONE}
    await pair.do(copies.review, "nobody's")


async def test_a_visit_that_nobody_wrote_about_has_no_copy(pair: Copied) -> None:
    def body(work: Work) -> None:
        found = coaching.load(work, pair.id)
        run = found.cycle.run(VISIT) if found else None
        spark = found.cycle.run(RunId("common.spark/1")) if found else None
        assert found is not None
        assert run is not None
        assert spark is not None
        copying.offered(work, found, run, TOMAS, ["log"])
        copying.offered(work, found, spark, TOMAS, ["why"])

    await pair.do(body)
    assert await pair.all() == []


async def test_on_the_date_that_was_named_everything_goes(pair: Copied) -> None:
    """practice INV-18: AG13 copies included"""
    await pair.answered()
    await pair.posted()
    cycle = (await pair.room.course()).cycle
    await pair.do(leaving.end, TOMAS, pair.id)
    ended = await pair.room.state()
    assert ended.erase_after is not None
    pair.room.now = at("2026-03-20 12:00")
    assert not await pair.do(forgetting.forget, pair.id)
    assert words(await pair.shown()) == list(NOTE.values())

    await pair.room.until("2026-05-30 12:00")
    after = await pair.room.state()
    assert (after.erase_after, after.ended_at) == (None, ended.ended_at)
    assert await pair.room.pieces(coaching.about(cycle, NOTES)) == []
    assert await pair.states() == [CopyState.GONE]
    assert await pair.room.read(lambda r: r.cycles.get(cycle.id)) is None
    assert not await pair.do(forgetting.forget, pair.id)
    assert not await pair.do(forgetting.forget, "nobody's")
    said = await pair.room.said(copying.KIND, sent=True)
    assert [each.effect for each in said].count("delete") == 1


@given(st.dictionaries(st.text(min_size=1, max_size=3), st.integers(1, 12000), max_size=12))
def test_no_message_is_too_long_and_no_key_is_lost(lengths: dict[str, int]) -> None:
    parts = list(copying._split(lengths))

    assert [key for part in parts for key in part] == list(lengths)
    for part in parts:
        assert len(part) == 1 or sum(lengths[key] for key in part) <= copying.MOST_CHARACTERS
