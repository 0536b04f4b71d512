"""What is forgotten of a person or a workspace, on every database; and nothing beside it."""

from sqlalchemy import Connection, func, select

from flows.ids import ConversationId, GoalId, InvitationId, MemberId, PartnershipId, WorkspaceId
from flows.notices import Dm, Effect, Home, Pair
from flows.pieces import Vault
from flows.ports import Alarm, Lock, Place, Work
from storage import SqlStore, tables
from storage.figures import figures
from tests.storage.examples import (
    ANNA,
    ANNAS,
    BEN,
    NOW,
    PAIR,
    T1,
    T2,
    goal,
    invitation,
    member,
    notice,
    piece,
    school,
)


def everything(work: Work) -> None:
    """Anna and Ben with something of each kind."""
    school(work)
    for who in (ANNA, BEN):
        work.members.put(member(id=who))
        work.goals.put(goal(id=GoalId(f"goal-{who}"), owner=who, partnership=PAIR))
        work.alarms.set(Alarm.of_member(who), NOW)
        work.alarms.set(Alarm.of_erasure(who), NOW)
        work.outbox.say(notice(f"dm-{who}", lane=Dm(who)))
        work.outbox.say(notice(f"home-{who}", lane=Home(who)))
        work.outbox.say(notice(f"remove-{who}", lane=Dm(who), effect=Effect.REMOVE_FILE))
        work.pieces.write(piece(f"alone-{who}", vault=Vault(who, None)))
        work.pieces.write(piece(f"ours-{who}", vault=Vault(who, PAIR)))
    work.outbox.say(notice("pair", lane=Pair(PAIR)))
    work.outbox.stands("export:1", Place(ConversationId("D1"), "F1"))
    work.invitations.put(invitation(id=InvitationId("i1"), by=ANNA, to=BEN))


async def rows(store: SqlStore, workspace: WorkspaceId = T1) -> dict[str, int]:
    """How many rows each table has of the workspace."""

    def count(connection: Connection) -> dict[str, int]:
        return {
            table.name: connection.execute(
                select(func.count()).where(table.c.workspace == workspace)
            ).scalar_one()
            for table in tables.DATA.sorted_tables
        }

    return await store.look(count)


async def test_a_person_is_forgotten_and_nobody_else(store: SqlStore) -> None:
    await store.write(T1, ANNAS, everything)

    await store.write(T1, ANNAS, lambda work: work.erasure.member(ANNA))

    def look(work: Work) -> None:
        assert work.members.get(ANNA) is None
        assert work.members.get(BEN) is not None
        assert work.goals.of_owner(ANNA) == []
        assert len(work.goals.of_owner(BEN)) == 1
        assert work.partnerships.of_member(ANNA) == []
        assert [p.id for p in work.partnerships.of_member(BEN)] == [PAIR]
        assert work.invitations.get(InvitationId("i1")) is None
        assert work.outbox.place("export:1") == Place(ConversationId("D1"), "F1")

    await store.write(T1, ANNAS, look)
    found = await keys(store)
    assert found == {"remove-UANNA", "dm-UBEN", "home-UBEN", "remove-UBEN", "pair"}
    left = [due.alarm for due in await store.calendar.alarms(NOW, 9)]
    assert left == [Alarm.of_erasure(BEN), Alarm.of_member(BEN)]


async def keys(store: SqlStore) -> set[str]:
    outbox = tables.outbox.c
    found = await store.look(lambda connection: connection.execute(select(outbox.key)).all())
    return {row.key for row in found}


async def test_somebody_silenced_hears_nothing_but_loses_the_file(store: SqlStore) -> None:
    await store.write(T1, ANNAS, everything)

    await store.write(T1, ANNAS, lambda work: work.outbox.silence(ANNA))

    assert await keys(store) == {"remove-UANNA", "dm-UBEN", "home-UBEN", "remove-UBEN", "pair"}


async def test_a_workspace_is_forgotten_and_no_other(store: SqlStore) -> None:
    await store.write(T1, ANNAS, everything)
    await store.write(T2, ANNAS, everything)
    other = await rows(store, T2)

    def gone(work: Work) -> None:
        work.pieces.destroy_all()
        work.erasure.workspace()

    await store.write(T1, ANNAS, gone, delivery="event:1")
    while await store.finish_destroying():
        pass

    # Deliveries are known again for a week; marks of destructions, numbers alone, stay for a day.
    assert {name for name, n in (await rows(store)).items() if n} <= {"inbox", "destructions"}
    assert await rows(store, T2) == other


async def test_texts_are_found_by_author_and_subjects_by_partnership(store: SqlStore) -> None:
    await store.write(T1, ANNAS, everything)

    def look(work: Work) -> None:
        assert [p.id for p in work.pieces.of_author(ANNA)] == ["alone-UANNA", "ours-UANNA"]
        assert len(work.pieces.subjects(PAIR)) == 1
        assert work.pieces.subjects(PartnershipId("none")) == []
        assert work.pieces.of_author(MemberId("UNOBODY")) == []
        work.hold(Lock.partnership(PAIR))

    await store.write(T1, ANNAS, look)


async def test_counts_are_by_workspace_and_state(store: SqlStore) -> None:
    await store.write(T1, ANNAS, everything)

    found = await store.look(figures)

    counts = found[T1]
    assert (counts["people"], counts["texts"], counts["vaults"]) == (2, 4, 4)
    assert counts["partnerships"] == {"active": 1}
    assert list(found) == [T1]
