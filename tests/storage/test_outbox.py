"""Rows on their way to Slack: once each, in order within lane and class, never lost."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from flows.ids import ConversationId, MemberId
from flows.notices import Channel, Dm, Effect, Home, InDoubt, Notice, Pair, Priority
from flows.ports import Place, Work
from storage import Row, RowState, SqlStore, open_memory_store
from tests.storage.conftest import Opening, Times
from tests.storage.examples import (
    ANNA,
    ANNAS,
    BEN,
    NOW,
    PAIR,
    PAIRS,
    T1,
    T2,
    notice,
    partnership,
    say,
    school,
)

D1 = ConversationId("D1")
G1 = ConversationId("G1")


async def claimed(
    store: SqlStore,
    times: Times,
    limit: int = 10,
    owner: str = "me",
    skip: tuple[str, ...] = (),
) -> list[Row]:
    return await store.outbox.claim(times.now, times.real, limit, 30, owner, skip=list(skip))  # type: ignore[arg-type]  # plain names read better here


def keys(rows: list[Row]) -> list[str]:
    return [row.notice.key for row in rows]


async def test_a_row_comes_back_as_it_was_said(store: SqlStore, times: Times) -> None:
    said = notice(
        refs={"cycle": "c1", "number": 3, "digits": "7"},
        anchor="card:c1",
        expires=NOW + timedelta(days=1),
        in_doubt=InDoubt.MAY_SKIP,
        lane=Channel(ConversationId("C1")),
        priority=Priority.CHANNEL,
        effect=Effect.UPDATE,
    )
    await store.write(T1, ANNAS, say(said))

    (row,) = await claimed(store, times)

    assert row.workspace == T1
    assert row.notice == said
    assert (row.state, row.generation, row.attempts) == (RowState.SENDING, 1, 1)
    assert (row.said_at, row.sending_at, row.owner) == (NOW, times.real, "me")
    assert (row.conversation, row.place) == ("C1", None)


async def test_the_same_key_is_said_once(store: SqlStore, times: Times) -> None:
    await store.write(T1, ANNAS, say(notice(), notice(why="again")))
    (row,) = await claimed(store, times)
    assert row.notice.why == "invited"
    await store.outbox.settle_sent(row, D1, "1.1")

    await store.write(T1, ANNAS, say(notice()))
    await store.write(T2, ANNAS, say(notice()))

    assert [r.workspace for r in await claimed(store, times)] == [T2]


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


async def test_dropped_rows_are_gone(store: SqlStore, times: Times) -> None:
    await store.write(T1, ANNAS, say(notice()))
    (row,) = await claimed(store, times)
    await store.outbox.settle_dropped(row, "expired")

    assert await claimed(store, times) == []
    assert (await store.outbox.counts(NOW)).idle


async def test_what_nobody_began_to_send_can_be_unsaid(store: SqlStore, times: Times) -> None:
    await store.write(T1, ANNAS, say(notice("k1"), notice("k2", lane=Dm(BEN))))
    (first,) = await claimed(store, times, limit=1)

    def unsay(work: Work) -> None:
        for key in ("k1", "k2", "k3"):
            work.outbox.unsay(key)

    await store.write(T1, ANNAS, unsay)

    assert await claimed(store, times) == []
    await store.outbox.settle_sent(first, D1, "1.1")
    await store.write(T1, ANNAS, say(notice("k1"), notice("k2")))
    assert keys(await claimed(store, times)) == ["k2"]


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


def home(due: datetime = NOW, **changes: object) -> Notice:
    return notice("home:UANNA", lane=Home(ANNA), effect=Effect.PUBLISH_HOME, due=due, **changes)


async def test_a_home_said_again_is_renewed(store: SqlStore, times: Times) -> None:
    await store.write(T1, ANNAS, say(home(NOW + timedelta(hours=1), why="first")))
    await store.write(
        T1, ANNAS, say(home(why="second"), home(NOW + timedelta(hours=9), why="third"))
    )

    (row,) = await claimed(store, times)
    assert (row.notice.why, row.notice.due, row.generation) == ("third", NOW, 3)
    await store.outbox.settle_sent(row, None, None)
    assert await claimed(store, times) == []

    await store.write(T1, ANNAS, say(home(why="fourth")))
    (again,) = await claimed(store, times)
    assert (again.id, again.notice.why, again.attempts) == (row.id, "fourth", 1)


async def test_a_home_said_while_it_is_published_is_published_again(
    store: SqlStore, times: Times
) -> None:
    await store.write(T1, ANNAS, say(home()))
    (row,) = await claimed(store, times)
    await store.write(T1, ANNAS, say(home(why="changed since")))
    assert await claimed(store, times) == []  # One call at a time.

    await store.outbox.settle_sent(row, None, None)

    (again,) = await claimed(store, times)
    assert again.notice.why == "changed since"
    await store.outbox.settle_sent(again, None, None)
    assert (await store.outbox.counts(NOW)).idle


async def test_a_renewed_row_is_not_given_up_with_the_old_one(
    store: SqlStore, times: Times
) -> None:
    await store.write(T1, ANNAS, say(home()))
    (row,) = await claimed(store, times)
    await store.write(T1, ANNAS, say(home(why="changed since")))
    await store.outbox.settle_failed(row, "internal_error")

    (again,) = await claimed(store, times)
    assert (again.notice.why, again.attempts) == ("changed since", 1)


async def test_an_anchor_is_kept_and_found_by_its_updates(store: SqlStore, times: Times) -> None:
    await store.write(T1, ANNAS, say(notice("post", anchor="card")))
    (post,) = await claimed(store, times)
    await store.outbox.settle_sent(post, D1, "1.1")

    update = notice("update", anchor="card", effect=Effect.UPDATE)
    await store.write(T1, ANNAS, say(update))
    (row,) = await claimed(store, times)
    assert (row.place, row.conversation) == (Place(D1, "1.1"), D1)
    assert await store.read(T2, lambda r: r.outbox.place("card")) is None
    await store.outbox.settle_sent(row, D1, "1.1")

    await store.write(T1, ANNAS, say(notice("delete", anchor="card", effect=Effect.DELETE)))
    (row,) = await claimed(store, times)
    await store.outbox.settle_sent(row, D1, "1.1")
    assert await store.read(T1, lambda r: r.outbox.place("card")) is None


async def test_a_pairs_conversation_becomes_its_partnerships(store: SqlStore, times: Times) -> None:
    await store.write(T1, ANNAS, school)
    await store.write(T1, ANNAS, say(notice(lane=Pair(PAIR)), notice("k2", lane=Pair(PAIR))))
    (row,) = await claimed(store, times)
    assert row.conversation is None
    await store.outbox.settle_sent(row, G1, "1.1")

    found = await store.read(T1, lambda r: r.partnerships.get(PAIR))
    assert found == partnership(conversation=G1)
    (row,) = await claimed(store, times)
    assert row.conversation == G1


async def test_a_settled_pair_and_a_body_lose_nothing_of_each_other(
    store: SqlStore, times: Times
) -> None:
    await store.write(T1, ANNAS, school)
    await store.write(T1, ANNAS, say(notice(lane=Pair(PAIR))))
    (row,) = await claimed(store, times)

    def one_more(work: Work) -> None:
        was = work.partnerships.get(PAIR)
        assert was is not None
        work.partnerships.put(replace(was, version=was.version + 1))

    bodies = [store.write(T1, PAIRS, one_more) for _ in range(10)]
    await asyncio.gather(*bodies[:5], store.outbox.settle_sent(row, G1, "1.1"), *bodies[5:])

    found = await store.read(T1, lambda r: r.partnerships.get(PAIR))
    assert found == partnership(version=11, conversation=G1)


async def test_counts_say_how_it_stands(store: SqlStore, times: Times) -> None:
    early = NOW - timedelta(minutes=5)
    await store.write(
        T1,
        ANNAS,
        say(notice("k1", due=early), notice("k2"), notice("k3", due=NOW + timedelta(days=1))),
    )
    counts = await store.outbox.counts(NOW)
    assert (counts.waiting, counts.oldest_due, counts.sending) == (2, early, 0)
    assert not counts.idle

    (row,) = await claimed(store, times)
    assert (await store.outbox.counts(NOW)).sending == 1
    await store.outbox.settle_sent(row, D1, "1.1")
    (row,) = await claimed(store, times)
    await store.outbox.settle_sent(row, D1, "1.2")
    assert (await store.outbox.counts(NOW)).idle


async def test_what_was_settled_long_ago_is_purged(store: SqlStore, times: Times) -> None:
    lanes = [Dm(MemberId(f"U{n}")) for n in range(3)]
    await store.write(T1, ANNAS, say(*(notice(str(lane), lane=lane) for lane in lanes)))
    sent, failed, doubted = await claimed(store, times)
    await store.outbox.settle_sent(sent, D1, "1.1")
    await store.outbox.settle_failed(failed, "channel_not_found")
    await store.outbox.settle_in_doubt(doubted)

    assert await store.outbox.purge(times.real) == 0
    assert await store.outbox.purge(times.later(days=1)) == 1
    counts = await store.outbox.counts(NOW)
    assert (counts.failed, counts.in_doubt) == (1, 1)


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
