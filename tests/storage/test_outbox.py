"""Rows on their way to Slack: said once, renewed, unsaid, counted and purged; where they stand."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

from flows.ids import ConversationId, MemberId
from flows.notices import Channel, Dm, Effect, Home, InDoubt, Notice, Pair, Priority
from flows.ports import Place, Work
from storage import RowState, SqlStore
from tests.storage.claims import D1, G1, claimed, keys
from tests.storage.conftest import Times
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
