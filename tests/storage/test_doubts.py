"""Rows of which nobody knows whether they arrived: held, looked into, settled, never lost."""

from datetime import timedelta

from flows.notices import Dm, Effect, Priority
from flows.ports import Place
from storage import Row, SqlStore
from tests.storage.claims import D1, claimed, keys
from tests.storage.conftest import Opening, Times
from tests.storage.examples import ANNAS, BEN, NOW, T1, notice, say


async def test_a_doubt_is_looked_into_once_it_is_old_enough(store: SqlStore, times: Times) -> None:
    await store.write(T1, ANNAS, say(notice()))
    (row,) = await claimed(store, times)
    await store.outbox.settle_in_doubt(row)

    async def doubts(owner: str = "looker") -> list[Row]:
        before = times.real - timedelta(seconds=60)
        return await store.outbox.in_doubt(before, times.real, 10, 30, owner, posts=True)

    assert (await store.outbox.counts(NOW)).in_doubt == 1
    assert await doubts() == []
    times.later(seconds=60)
    (doubt,) = await doubts()
    assert await doubts("another") == []  # Leased.
    times.later(seconds=30)
    (doubt,) = await doubts("another")
    await store.outbox.requeue(doubt)

    (again,) = await claimed(store, times)
    assert (again.id, again.attempts) == (row.id, 2)


async def test_a_doubt_is_nobodys_for_longer_than_its_lease(store: SqlStore, times: Times) -> None:
    await store.write(T1, ANNAS, say(notice()))
    (row,) = await claimed(store, times, owner="me")
    await store.outbox.settle_in_doubt(row)
    assert await store.outbox.in_doubt(times.real, times.real, 10, 30, "me", posts=False) == []
    await store.outbox.in_doubt(times.real, times.real, 10, 30, "me", posts=True)
    times.later(seconds=20)
    assert await store.outbox.renew_leases("me", times.real + timedelta(seconds=60)) == 0
    times.later(seconds=10)

    assert await store.outbox.in_doubt(times.real, times.real, 10, 30, "another", posts=True)


async def test_a_doubt_that_arrived_is_settled(store: SqlStore, times: Times) -> None:
    await store.write(T1, ANNAS, say(notice(anchor="a")))
    (row,) = await claimed(store, times)
    await store.outbox.settle_in_doubt(row)
    (doubt,) = await store.outbox.in_doubt(times.real, times.real, 10, 30, "me", posts=True)
    await store.outbox.settle_sent(doubt, D1, "1.1")

    assert (await store.outbox.counts(NOW)).in_doubt == 0
    assert await store.read(T1, lambda r: r.outbox.place("a")) == Place(D1, "1.1")


async def test_what_changed_while_a_message_was_in_doubt_is_shown_once_it_is_found(
    store: SqlStore, times: Times
) -> None:
    change = notice("update:a", anchor="a", effect=Effect.UPDATE, priority=Priority.ANSWER)
    await store.write(T1, ANNAS, say(notice(anchor="a")))
    (post,) = await claimed(store, times)
    await store.outbox.settle_in_doubt(post)
    await store.write(T1, ANNAS, say(change))
    (early,) = await claimed(store, times)
    await store.outbox.settle_dropped(early, "not_posted_yet")
    assert await claimed(store, times) == []

    await store.outbox.settle_sent(post, D1, "1.1")

    (late,) = await claimed(store, times)
    assert (late.notice.key, late.attempts, late.place) == ("update:a", 1, Place(D1, "1.1"))
    await store.outbox.settle_sent(late, D1, "1.1")
    await store.outbox.settle_sent(post, D1, "1.1")
    assert await claimed(store, times) == []


async def test_what_a_message_showed_when_it_was_sent_is_not_shown_again(
    store: SqlStore, times: Times
) -> None:
    change = notice("update:a", anchor="a", effect=Effect.UPDATE, priority=Priority.ANSWER)
    await store.write(T1, ANNAS, say(change))
    (early,) = await claimed(store, times)
    await store.outbox.settle_dropped(early, "not_posted_yet")
    times.later(seconds=1)
    await store.write(T1, ANNAS, say(notice(anchor="a")))
    (post,) = await claimed(store, times)

    await store.outbox.settle_sent(post, D1, "1.1")

    assert await claimed(store, times) == []


async def test_a_change_that_met_its_message_on_the_way_is_not_dropped(
    store: SqlStore, times: Times
) -> None:
    change = notice("update:a", anchor="a", effect=Effect.UPDATE, priority=Priority.ANSWER)
    await store.write(T1, ANNAS, say(notice(anchor="a"), change))
    update, post = await claimed(store, times)
    await store.outbox.settle_sent(post, D1, "1.1")  # By another, after the place was looked up.

    await store.outbox.settle_dropped(update, "not_posted_yet")

    assert keys(await claimed(store, times)) == ["update:a"]


async def test_a_doubt_holds_its_own_class_and_no_other(store: SqlStore, times: Times) -> None:
    answer = notice("answer", priority=Priority.ANSWER)
    await store.write(T1, ANNAS, say(notice("first"), notice("second"), answer))
    rows = await claimed(store, times)
    assert keys(rows) == ["answer", "first"]
    await store.outbox.settle_sent(rows[0], D1, "1.1")
    await store.outbox.settle_in_doubt(rows[1])
    await store.write(T1, ANNAS, say(notice("answer 2", priority=Priority.ANSWER)))

    assert keys(await claimed(store, times)) == ["answer 2"]


async def test_a_lease_that_ran_out_leaves_a_doubt(store: SqlStore, times: Times) -> None:
    await store.write(T1, ANNAS, say(notice("k1"), notice("k2", lane=Dm(BEN))))
    lost, kept = await claimed(store, times, owner="lost", limit=1), None
    (kept,) = await claimed(store, times, owner="alive", limit=1)
    times.later(seconds=20)
    until = times.real + timedelta(seconds=30)
    assert await store.outbox.renew_leases("alive", until) == 1
    times.later(seconds=10)

    assert await store.outbox.expire_leases(times.real) == 1
    doubts = await store.outbox.in_doubt(times.real, times.real, 10, 30, "alive", posts=True)
    assert keys(doubts) == keys(lost)

    # Whoever was slow, not dead, still says truly that it arrived; nothing else is believed.
    await store.outbox.retry_at(lost[0], times.real)
    assert (await store.outbox.counts(NOW)).in_doubt == 1
    await store.outbox.settle_sent(lost[0], D1, "1.1")
    assert (await store.outbox.counts(NOW)).in_doubt == 0
    await store.outbox.settle_sent(kept, D1, "1.2")
    assert (await store.outbox.counts(NOW)).idle


async def test_a_sole_owner_knows_that_everybody_else_is_gone(
    store: SqlStore, times: Times
) -> None:
    await store.write(T1, ANNAS, say(notice("k1"), notice("k2", lane=Dm(BEN))))
    (before,) = await claimed(store, times, owner="before", limit=1)
    await claimed(store, times, owner="me", limit=1)

    assert await store.outbox.expire_leases(times.real, sole_owner="me") == 1
    assert keys(
        await store.outbox.in_doubt(times.real, times.real, 10, 30, "me", posts=True)
    ) == keys([before])


async def test_what_was_being_sent_at_a_crash_is_in_doubt_after_it(
    kind: str, opening: Opening, times: Times
) -> None:
    if kind == "memory":
        return  # Nothing is left after a crash.
    store = opening()
    await store.write(T1, ANNAS, say(notice("k1"), notice("k2")))
    await claimed(store, times, owner="before")
    await store.close()

    store = opening()
    await store.outbox.expire_leases(times.real, sole_owner="after")
    doubts = await store.outbox.in_doubt(times.real, times.real, 10, 30, "after", posts=True)
    assert keys(doubts) == ["k1"]
    await store.outbox.settle_sent(doubts[0], D1, "1.1")
    assert keys(await claimed(store, times, owner="after")) == ["k2"]
    await store.close()
