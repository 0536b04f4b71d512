"""Who gets which row to send: what is due, in order within lane and class, each once."""

import asyncio
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from flows.ids import MemberId
from flows.notices import Dm, Effect, Home, Priority
from storage import Row, SqlStore, open_memory_store
from tests.storage.claims import D1, claimed, keys
from tests.storage.conftest import Times
from tests.storage.examples import ANNA, ANNAS, BEN, NOW, T1, T2, notice, say


async def test_nothing_is_claimed_before_it_is_due(store: SqlStore, times: Times) -> None:
    await store.write(T1, ANNAS, say(notice(due=NOW + timedelta(hours=1))))

    assert await claimed(store, times) == []
    assert await store.outbox.next_due() == NOW + timedelta(hours=1)
    assert await store.calendar.next_due() == NOW + timedelta(hours=1)
    times.now += timedelta(hours=1)  # Coaching's time alone is moved.
    assert keys(await claimed(store, times)) == ["k1"]
    assert await store.outbox.next_due() is None


async def test_a_lane_and_class_goes_in_order_of_due_one_at_a_time(
    store: SqlStore, times: Times
) -> None:
    early = NOW - timedelta(hours=1)
    await store.write(T1, ANNAS, say(notice("c"), notice("b", due=early), notice("d")))
    await store.write(T1, ANNAS, say(notice("e"), notice("a", due=early - timedelta(hours=1))))

    order = []
    while rows := await claimed(store, times):
        order += keys(rows)
        assert len(rows) == 1
        await store.outbox.settle_sent(rows[0], D1, "1.1")

    assert order == ["a", "b", "c", "d", "e"]


async def test_other_lanes_and_classes_do_not_wait(store: SqlStore, times: Times) -> None:
    await store.write(
        T1,
        ANNAS,
        say(
            notice("nudge", priority=Priority.NUDGE),
            notice("notice"),
            notice("second notice"),
            notice("answer", priority=Priority.ANSWER),
            notice("ben's", lane=Dm(BEN)),
            notice("home", lane=Home(ANNA), effect=Effect.PUBLISH_HOME),
        ),
    )
    await store.write(T2, ANNAS, say(notice("elsewhere")))

    rows = await claimed(store, times)

    assert keys(rows) == ["answer", "notice", "ben's", "home", "elsewhere", "nudge"]


async def test_a_limit_takes_the_most_urgent(store: SqlStore, times: Times) -> None:
    lanes = [Dm(MemberId(f"U{n}")) for n in range(6)]
    await store.write(
        T1,
        ANNAS,
        say(
            *(notice(f"k{n}", lane=lane, priority=Priority(n % 3)) for n, lane in enumerate(lanes))
        ),
    )

    assert keys(await claimed(store, times, limit=3)) == ["k0", "k3", "k1"]
    assert keys(await claimed(store, times, limit=3)) == ["k4", "k2", "k5"]


async def test_skipped_workspaces_keep_their_rows(store: SqlStore, times: Times) -> None:
    await store.write(T1, ANNAS, say(notice()))
    await store.write(T2, ANNAS, say(notice()))

    assert [r.workspace for r in await claimed(store, times, skip=(T1,))] == [T2]
    assert [r.workspace for r in await claimed(store, times)] == [T1]


async def test_two_claimers_share_rows_without_overlap(store: SqlStore, times: Times) -> None:
    lanes = [Dm(MemberId(f"U{n}")) for n in range(60)]
    await store.write(T1, ANNAS, say(*(notice(str(lane), lane=lane) for lane in lanes)))

    async def claim_all(owner: str) -> list[str]:
        mine: list[str] = []
        while rows := await claimed(store, times, limit=7, owner=owner):
            mine += keys(rows)
            assert {row.owner for row in rows} == {owner}
        return mine

    shares = await asyncio.gather(*(claim_all(f"claimer {n}") for n in range(4)))

    every = [key for share in shares for key in share]
    assert sorted(every) == sorted(str(lane) for lane in lanes)


async def test_a_row_to_be_tried_again_holds_its_lane_until_then(
    store: SqlStore, times: Times
) -> None:
    await store.write(T1, ANNAS, say(notice("first"), notice("second")))
    (row,) = await claimed(store, times)
    await store.outbox.retry_at(row, times.real + timedelta(seconds=30), "ratelimited")

    assert await claimed(store, times) == []
    times.later(seconds=30)
    (again,) = await claimed(store, times)
    assert (again.notice.key, again.attempts) == ("first", 2)


async def test_a_row_that_was_not_called_goes_back_uncounted(store: SqlStore, times: Times) -> None:
    await store.write(T1, ANNAS, say(notice()))
    (row,) = await claimed(store, times)
    await store.outbox.put_back(row, times.real + timedelta(seconds=5))

    assert await claimed(store, times) == []
    times.later(seconds=5)
    (again,) = await claimed(store, times)
    assert again.attempts == 1


async def test_failed_rows_block_nobody_and_are_told_with_their_reason(
    store: SqlStore, times: Times
) -> None:
    await store.write(T1, ANNAS, say(notice("first"), notice("second")))
    (row,) = await claimed(store, times)
    await store.outbox.settle_failed(row, "channel_not_found")

    assert keys(await claimed(store, times)) == ["second"]
    (failed,) = await store.outbox.failed(10)
    assert (failed.notice.key, failed.reason) == ("first", "channel_not_found")
    assert (await store.outbox.counts(NOW)).failed == 1


notices = st.builds(
    lambda lane, priority, minutes: (lane, priority, minutes),
    st.sampled_from(["UANNA", "UBEN", "UCAREN"]),
    st.sampled_from(list(Priority)),
    st.integers(-5, 5),
)


@given(st.lists(notices, max_size=25), st.integers(1, 4), st.data())
def test_order_holds_within_lane_and_class_whatever_happens(
    said: list[tuple[str, Priority, int]], limit: int, data: st.DataObject
) -> None:
    async def story() -> None:
        times = Times()
        store = open_memory_store(lambda: times.now, times.root, real_clock=lambda: times.real)
        for number, (member, priority, minutes) in enumerate(said):
            due = NOW + timedelta(minutes=minutes)
            one = notice(str(number), lane=Dm(MemberId(member)), priority=priority, due=due)
            await store.write(T1, ANNAS, say(one))
        times.now += timedelta(minutes=5)
        sent: list[Row] = []
        in_flight: list[Row] = []
        while True:
            in_flight += await claimed(store, times, limit)
            if not in_flight:
                break
            row = in_flight.pop(data.draw(st.integers(0, len(in_flight) - 1)))
            fate = data.draw(st.sampled_from(["sent", "retry", "doubt"]))
            if fate == "sent" or row.attempts > 3:
                await store.outbox.settle_sent(row, D1, "1.1")
                sent.append(row)
            elif fate == "retry":
                await store.outbox.retry_at(row, times.real)
            else:
                await store.outbox.settle_in_doubt(row)
                (doubt,) = await store.outbox.in_doubt(
                    times.real, times.real, 1, 30, "me", posts=True
                )
                await store.outbox.requeue(doubt)
        await store.close()

        assert sorted(int(r.notice.key) for r in sent) == list(range(len(said)))
        for place in {(r.notice.lane, r.notice.priority) for r in sent}:
            here = [r.notice for r in sent if (r.notice.lane, r.notice.priority) == place]
            order = [(one.due, int(one.key)) for one in here]
            assert order == sorted(order)

    asyncio.run(story())
