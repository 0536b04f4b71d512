"""Every value comes back as it was put, in its own workspace, on every database."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import text

from flows.cycle import Cycle, CycleState
from flows.ids import CycleId, GoalId, InvitationId, PartnershipId, ProgramId
from flows.partnership import InvitationState, PartnershipState
from flows.ports import Lock, Work
from storage import SqlStore
from tests.storage.examples import (
    ANNA,
    ANNAS,
    BEN,
    CAREN,
    NOW,
    OAK,
    PAIR,
    T1,
    T2,
    goal,
    invitation,
    member,
    partnership,
    program,
    school,
)


async def test_programs_come_back_as_they_were_put(store: SqlStore) -> None:
    younger = program(
        id=ProgramId("elm"), founded_at=NOW + timedelta(hours=1), region=None, covered_until=None
    )

    def found(work: Work) -> None:
        work.programs.put(younger)
        work.programs.put(program(name="Once"))
        work.programs.put(program())

    await store.write(T1, Lock.program(T1), found)

    assert await store.read(T1, lambda r: list(r.programs.all())) == [program(), younger]
    assert await store.read(T1, lambda r: r.programs.get(younger.id)) == younger
    assert await store.read(T1, lambda r: r.programs.get(ProgramId("none"))) is None


async def test_members_come_back_as_they_were_put(store: SqlStore) -> None:
    nowhere = member(id=CAREN, program=None, slot=None, joined_at=None, snoozed_until=None)

    def join(work: Work) -> None:
        work.programs.put(program())
        for one in (member(id=BEN, joined_at=NOW + timedelta(hours=1)), member(), nowhere):
            work.members.put(one)

    await store.write(T1, ANNAS, join)

    assert await store.read(T1, lambda r: r.members.get(ANNA)) == member()
    assert await store.read(T1, lambda r: r.members.get(CAREN)) == nowhere
    assert await store.read(T1, lambda r: [m.id for m in r.members.of_program(OAK)]) == [ANNA, BEN]


async def test_what_members_typed_of_themselves_is_sealed(store: SqlStore) -> None:
    """practice INV-05: topics, classes and rooms; the times of lessons are not"""

    def join(work: Work) -> None:
        work.programs.put(program())
        work.members.put(member())

    await store.write(T1, ANNAS, join)
    row = await store.look(lambda c: c.execute(text("SELECT * FROM members")).mappings().one())
    kept = repr(dict(row))
    assert not [word for word in ("wait_time", "writing", "routines", "2B", "'14'") if word in kept]
    assert "11:10" in kept

    # Written anew, the same words keep their seal; without any there is none.
    await store.write(T1, ANNAS, lambda w: w.members.put(replace(member(), stopped=False)))
    bare = replace(member(), seeks=(), offers=(), lessons=())
    await store.write(T1, ANNAS, lambda w: w.members.put(bare))
    assert await store.read(T1, lambda r: r.members.get(ANNA)) == bare
    row = await store.look(lambda c: c.execute(text("SELECT * FROM members")).mappings().one())
    assert (row["words"], row["words_key"]) == (None, None)


async def test_with_the_members_vault_their_words_are_gone(store: SqlStore) -> None:
    def join(work: Work) -> None:
        work.programs.put(program())
        work.members.put(member())

    await store.write(T1, ANNAS, join)
    await store.write(T1, ANNAS, lambda work: work.pieces.destroy_of_author(ANNA))
    while await store.finish_destroying():
        pass

    found = await store.read(T1, lambda r: r.members.get(ANNA))
    assert found is not None
    assert (found.seeks, found.offers) == ((), ())
    assert [(each.group, each.room) for each in found.lessons] == [("", "")]


async def test_what_an_earlier_tandem_kept_plain_is_found_and_sealed(store: SqlStore) -> None:
    def join(work: Work) -> None:
        work.programs.put(program())
        work.members.put(member(seeks=(), offers=(), lessons=()))
        work.members.put(member(id=BEN, seeks=(), offers=(), lessons=()))

    await store.write(T1, ANNAS, join)
    assert await store.plain_members() == []
    old = text("UPDATE members SET seeks = :topics WHERE id = :who")
    given = {"topics": '["wait_time"]', "who": ANNA}
    await store.transact(lambda connection: connection.execute(old, given))

    assert await store.plain_members() == [(T1, ANNA)]
    known = await store.read(T1, lambda r: r.members.get(ANNA))
    assert known is not None
    assert known.seeks == ("wait_time",)
    await store.write(T1, ANNAS, lambda w: w.members.put(known))
    assert await store.plain_members() == []
    assert await store.read(T1, lambda r: r.members.get(ANNA)) == known


async def test_invitations_are_found_by_who_and_when(store: SqlStore) -> None:
    sent = invitation()
    back = invitation(
        id=InvitationId("i2"), by=CAREN, to=ANNA, sent_at=NOW - timedelta(days=9), expires_at=NOW
    )
    answered = invitation(
        id=InvitationId("i3"), state=InvitationState.DECLINED, answered_at=NOW, expires_at=NOW
    )

    def send(work: Work) -> None:
        work.programs.put(program())
        for one in (sent, back, answered):
            work.invitations.put(one)

    await store.write(T1, ANNAS, send)

    def look(work: Work) -> None:
        found = work.invitations
        assert found.get(sent.id) == sent
        assert found.open_between(BEN, ANNA) == found.open_between(ANNA, BEN) == sent
        assert found.open_between(BEN, CAREN) is None
        assert list(found.open_to(ANNA)) == [back]
        assert list(found.open_from(ANNA)) == [sent]
        assert found.sent_to_since(BEN, NOW) == 2
        assert found.sent_to_since(BEN, NOW + timedelta(seconds=1)) == 0
        assert list(found.expiring(NOW, 10)) == [back]
        assert list(found.expiring(NOW + timedelta(days=30), 1)) == [back]

    await store.write(T1, ANNAS, look)
    due = await store.calendar.invitations(NOW, 10)
    assert [(d.workspace, d.invitation, d.to) for d in due] == [(T1, back.id, ANNA)]


async def test_partnerships_are_found_by_each_of_their_members(store: SqlStore) -> None:
    ended = partnership(
        id=PartnershipId("old"),
        members=(ANNA, BEN, CAREN),
        state=PartnershipState.ENDED,
        began_at=NOW - timedelta(days=99),
        ended_at=NOW,
        erase_after=NOW + timedelta(days=30),
    )

    def make(work: Work) -> None:
        school(work)
        work.partnerships.put(ended)

    await store.write(T1, ANNAS, make)

    assert await store.read(T1, lambda r: r.partnerships.get(PAIR)) == partnership()
    assert await store.read(T1, lambda r: list(r.partnerships.of_member(ANNA))) == [
        partnership(),
        ended,
    ]
    assert await store.read(T1, lambda r: list(r.partnerships.of_member(CAREN))) == [ended]


async def test_who_left_a_partnership_is_not_found_by_it(store: SqlStore) -> None:
    await store.write(T1, ANNAS, school)
    await store.write(
        T1, ANNAS, lambda work: work.partnerships.put(partnership(members=(ANNA, CAREN)))
    )

    assert await store.read(T1, lambda r: len(r.partnerships.of_member(BEN))) == 0
    assert await store.read(T1, lambda r: len(r.partnerships.of_member(CAREN))) == 1


def cycle(identity: str = "c1", **changes: object) -> Cycle:
    return Cycle.model_validate(
        {
            "id": identity,
            "protocol": "observation",
            "protocol_version": 1,
            "digest": "d1",
            "start": "short",
            "members": (ANNA, BEN),
            "begun_at": NOW,
            **changes,
        }
    )


async def test_a_cycle_is_current_until_it_is_over(store: SqlStore) -> None:
    running = cycle(state=CycleState.RUNNING, next_at=NOW + timedelta(days=1))
    closed = cycle("c0", state=CycleState.CLOSED)

    def begin(work: Work) -> None:
        school(work)
        work.cycles.pin("d1", "stages: []")
        work.cycles.pin("d1", "never twice")
        work.cycles.put(PAIR, closed)
        work.cycles.put(PAIR, running)

    await store.write(T1, ANNAS, begin)

    def look(work: Work) -> None:
        assert work.cycles.get(CycleId("c0")) == closed
        assert work.cycles.get(CycleId("c9")) is None
        assert work.cycles.current(PAIR) == running
        assert work.cycles.pinned("d1") == "stages: []"
        assert work.cycles.pinned("d2") is None
        assert work.cycles.due(NOW, 10) == []
        assert work.cycles.due(NOW + timedelta(days=1), 10) == [(PAIR, running.id)]

    await store.write(T1, ANNAS, look)
    due = await store.calendar.cycles(NOW + timedelta(days=1), 10)
    assert [(d.workspace, d.partnership, d.cycle) for d in due] == [(T1, PAIR, running.id)]
    assert await store.calendar.next_due() == running.next_at

    over = running.model_copy(update={"state": CycleState.STOPPED, "next_at": None})
    await store.write(T1, ANNAS, lambda work: work.cycles.put(PAIR, over))
    assert await store.read(T1, lambda r: r.cycles.current(PAIR)) is None
    assert await store.calendar.next_due() is None


async def test_goals_come_back_the_oldest_first(store: SqlStore) -> None:
    younger = goal(id=GoalId("g2"), made_at=NOW + timedelta(days=1), partnership=PAIR)

    def make(work: Work) -> None:
        school(work)
        work.goals.put(younger)
        work.goals.put(goal(review_on=None))

    await store.write(T1, ANNAS, make)

    assert await store.read(T1, lambda r: r.goals.get(younger.id)) == younger
    assert await store.read(T1, lambda r: list(r.goals.of_owner(ANNA))) == [
        goal(review_on=None),
        younger,
    ]


async def test_two_workspaces_never_meet(store: SqlStore) -> None:
    def other(work: Work) -> None:
        work.programs.put(program(name="Elsewhere"))

    await store.write(T1, ANNAS, school)
    await store.write(T2, ANNAS, other)

    assert await store.read(T2, lambda r: [p.name for p in r.programs.all()]) == ["Elsewhere"]
    assert await store.read(T2, lambda r: r.members.get(ANNA)) is None
    assert await store.read(T2, lambda r: list(r.partnerships.of_member(ANNA))) == []
    assert await store.read(T1, lambda r: r.programs.get(OAK)) == program()
    assert await store.calendar.workspaces() == [T1, T2]


async def test_moments_come_back_in_utc_whatever_their_zone(store: SqlStore) -> None:
    kolkata = timezone(timedelta(hours=5, minutes=30))
    moment = datetime(2026, 10, 25, 1, 30, 0, 123456, tzinfo=kolkata)

    await store.write(T1, ANNAS, lambda w: w.members.put(member(program=None, joined_at=moment)))
    found = await store.read(T1, lambda r: r.members.get(ANNA))

    assert found is not None
    assert found.joined_at == moment
    assert found.joined_at.tzinfo is UTC


async def test_a_moment_without_a_zone_is_refused(store: SqlStore) -> None:
    naive = datetime(2026, 3, 2, 8, 0)  # noqa: DTZ001 - the point of the test

    with pytest.raises(Exception, match="without a zone"):
        await store.write(T1, ANNAS, lambda w: w.members.put(member(program=None, joined_at=naive)))


async def test_moments_sort_as_time_does(store: SqlStore) -> None:
    early = NOW.replace(microsecond=0)
    late = NOW.replace(microsecond=1)

    def make(work: Work) -> None:
        work.goals.put(goal(id=GoalId("a"), made_at=late))
        work.goals.put(goal(id=GoalId("b"), made_at=early))

    await store.write(T1, ANNAS, make)

    assert await store.read(T1, lambda r: [g.id for g in r.goals.of_owner(ANNA)]) == ["b", "a"]


async def test_a_view_cannot_write(store: SqlStore) -> None:
    with pytest.raises(Exception, match=r"(?i)read.?only"):
        await store.read(T1, lambda reader: reader.programs.put(program()))

    assert await store.read(T1, lambda reader: reader.programs.get(OAK)) is None
