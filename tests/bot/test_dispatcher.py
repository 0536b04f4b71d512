"""The life of one message out: nothing lost, nothing doubled, whatever Slack does meanwhile."""

import asyncio
from datetime import timedelta

import pytest
from slack_sdk.errors import SlackApiError

from bot.sending import EVENT_TYPE, NotYet
from bot.waits import USUAL
from flows.ids import ConversationId, MemberId
from flows.notices import Channel, Dm, Effect, Home, InDoubt, Priority
from handlers.words import say
from playground.faults import Fault
from playground.server import Playground
from storage.row import Row
from tests.bot.rig import MAYA, TEAM, Rig, rigged

LATER = USUAL.doubt + 1.0


async def test_a_notice_arrives_with_its_row_and_nothing_else_as_metadata(rig: Rig) -> None:
    await rig.say(rig.notice("one"))
    counts = await rig.turn()
    assert counts.idle
    assert rig.texts() == ["hello one for maya"]
    (message,) = (m for m in rig.slack.person(MAYA).messages() if m.bot)
    assert message.metadata is not None
    assert message.metadata["event_type"] == EVENT_TYPE
    assert set(message.metadata["event_payload"]) == {"row"}
    assert not message.unfurl_links
    assert not message.unfurl_media


async def test_it_is_posted_to_the_person_and_the_conversation_that_comes_back_is_kept(
    rig: Rig,
) -> None:
    await rig.say(rig.notice("one"))
    await rig.turn()
    await rig.say(rig.notice("two"))
    await rig.turn()
    first, second = rig.slack.parts.traffic.calls("chat.postMessage")
    assert first.body["channel"] == MAYA
    assert second.body["channel"] == rig.slack.person(MAYA).direct().id
    assert rig.calls("conversations.open") == 0


async def test_what_is_no_longer_true_is_never_said(rig: Rig) -> None:
    await rig.say(rig.notice("one"))
    rig.stage.untrue.add("hello")
    counts = await rig.turn()
    assert counts.idle
    assert rig.calls("chat.postMessage") == 0


async def test_what_came_too_late_is_never_said(rig: Rig) -> None:
    await rig.say(rig.notice("one", expires=rig.clock.now() - timedelta(seconds=1)))
    assert (await rig.turn()).idle
    assert rig.calls("chat.postMessage") == 0


async def test_order_holds_in_a_lane_and_class(rig: Rig) -> None:
    await rig.say(*(rig.notice(f"{n:02}") for n in range(12)))
    await rig.turn()
    assert rig.texts() == [f"hello {n:02} for maya" for n in range(12)]


async def test_an_answer_goes_before_a_bulk_send(rig: Rig) -> None:
    bulk = [rig.notice(f"bulk {n}", priority=Priority.NUDGE) for n in range(30)]
    await rig.say(*bulk, rig.notice("answer", priority=Priority.ANSWER))
    await rig.turn()
    assert rig.texts().index("hello answer for maya") <= 1


async def test_429_is_waited_for_exactly_and_only_that_method_rests(rig: Rig) -> None:
    rig.slack.parts.faults.add(Fault("chat.postMessage", "ratelimited", retry_after=30))
    await rig.say(
        rig.notice("one"), rig.notice("home", lane=Home(MAYA), effect=Effect.PUBLISH_HOME)
    )
    counts = await rig.turn()
    assert counts.waiting == 1
    assert rig.calls("views.publish") == 1
    await rig.later(29.0)
    assert rig.calls("chat.postMessage") == 1
    assert (await rig.later(2.0)).idle
    assert rig.texts() == ["hello one for maya"]


async def test_a_lost_reply_is_looked_up_a_minute_later_and_not_doubled(rig: Rig) -> None:
    rig.slack.parts.faults.add(Fault("chat.postMessage", "lost_reply"))
    await rig.say(rig.notice("one"))
    assert (await rig.turn()).in_doubt == 1
    await rig.doubts.settle()
    assert rig.calls("conversations.history") == 0
    rig.clock.passed += timedelta(seconds=LATER)
    await rig.doubts.settle()
    counts = await rig.turn()
    assert counts.idle
    assert counts.in_doubt == 0
    assert rig.texts() == ["hello one for maya"]


async def test_a_500_is_looked_up_and_sent_when_it_had_not_arrived(rig: Rig) -> None:
    rig.slack.parts.faults.add(Fault("chat.postMessage", "http_500"))
    await rig.say(rig.notice("one"))
    assert (await rig.turn()).in_doubt == 1
    rig.clock.passed += timedelta(seconds=LATER)
    await rig.doubts.settle()
    assert (await rig.turn()).in_doubt == 0
    assert rig.texts() == ["hello one for maya"]


async def test_a_call_that_hangs_is_given_up_and_looked_up(slack: Playground) -> None:
    async with rigged(slack, patience=0.2) as rig:
        slack.parts.faults.add(Fault("chat.postMessage", "hang"))
        await rig.say(rig.notice("one"))
        assert (await rig.turn()).in_doubt == 1
        rig.clock.passed += timedelta(seconds=LATER)
        await rig.doubts.settle()
        await rig.turn()
        assert rig.texts() == ["hello one for maya"]


async def test_without_history_the_notice_says_which_way_to_err(rig: Rig) -> None:
    rig.slack.withhold("im:history")
    rig.slack.parts.faults.add(Fault("chat.postMessage", "http_500", times=2))
    await rig.say(
        rig.notice("must", priority=Priority.NOTICE),
        rig.notice("may", priority=Priority.NUDGE, in_doubt=InDoubt.MAY_SKIP),
    )
    assert (await rig.turn()).in_doubt == 2
    rig.clock.passed += timedelta(seconds=LATER)
    await rig.doubts.settle()
    counts = await rig.turn()
    assert counts.idle
    assert counts.in_doubt == 0
    assert rig.texts() == ["hello must for maya"]


async def test_a_doubt_about_somebody_who_is_gone_does_not_last(rig: Rig) -> None:
    rig.slack.parts.faults.add(Fault("chat.postMessage", "http_500"))
    await rig.say(rig.notice("may", priority=Priority.NUDGE, in_doubt=InDoubt.MAY_SKIP))
    assert (await rig.turn()).in_doubt == 1
    gone = Fault("conversations.history", "error", error="channel_not_found")
    rig.slack.parts.faults.add(gone)
    rig.clock.passed += timedelta(seconds=LATER)

    await rig.doubts.settle()

    counts = await rig.turn()
    assert counts.idle
    assert counts.in_doubt == 0


async def test_doubt_in_a_channel_is_not_looked_up(rig: Rig) -> None:
    rig.slack.parts.faults.add(Fault("chat.postMessage", "http_500"))
    await rig.say(rig.notice("one", lane=Channel(ConversationId("C0COACH"))))
    assert (await rig.turn()).in_doubt == 1
    rig.clock.passed += timedelta(seconds=LATER)
    await rig.doubts.settle()
    await rig.turn()
    assert rig.calls("conversations.history") == 0
    assert rig.texts("C0COACH") == ["hello one for maya"]


async def test_a_home_that_nobody_heard_of_is_simply_published_again(rig: Rig) -> None:
    rig.slack.parts.faults.add(Fault("views.publish", "lost_reply"))
    await rig.say(rig.notice("home", lane=Home(MAYA), effect=Effect.PUBLISH_HOME))
    counts = await rig.turn()
    assert counts.in_doubt == 0
    assert (await rig.later(2.0)).idle
    assert rig.calls("views.publish") == 2


async def test_blocks_that_are_refused_arrive_as_plain_text_once(rig: Rig) -> None:
    rig.stage.blocks = [{"type": "no such block"}]
    await rig.say(rig.notice("one"))
    assert (await rig.turn()).idle
    (message,) = (m for m in rig.slack.person(MAYA).messages() if m.bot)
    assert message.text.split("\n") == ["hello one for maya", say("outage.plain")]
    assert not message.blocks
    assert rig.calls("chat.postMessage") == 2
    (plain,) = await rig.store.outbox.plain(10)
    assert plain.reason == "invalid_blocks"


async def test_a_message_that_is_too_long_arrives_as_plain_text(rig: Rig) -> None:
    rig.slack.parts.faults.add(Fault("chat.postMessage", "error", error="msg_blocks_too_long"))
    await rig.say(rig.notice("one"))
    assert (await rig.turn()).idle
    (text,) = rig.texts()
    assert say("outage.plain") in text


async def test_slow_calls_of_a_bulk_leave_room_for_who_waits(rig: Rig) -> None:
    rig.slack.parts.faults.add(Fault("chat.postMessage", "hang", times=1000))
    people = [MemberId(f"U0{n}") for n in range(80)]
    bulk = [rig.notice(f"bulk {who}", priority=Priority.NUDGE, lane=Dm(who)) for who in people]
    notices = [rig.notice(f"notice {who}", lane=Dm(who)) for who in people]

    async def claims() -> int:
        while await rig.dispatcher._claimed():
            pass
        return rig.dispatcher.in_flight

    await rig.say(*bulk)
    assert await claims() == 40
    await rig.say(*notices)
    assert await claims() == 56
    await rig.say(rig.notice("answer", priority=Priority.ANSWER, lane=Home(MAYA)))
    assert await claims() == 57
    rig.slack.parts.faults.clear()


async def test_while_posting_rests_nothing_is_claimed_for_it(rig: Rig) -> None:
    rig.slack.parts.faults.add(Fault("chat.postMessage", "ratelimited", retry_after=30))
    await rig.say(rig.notice("one"))
    await rig.turn()
    await rig.say(
        rig.notice("two", priority=Priority.ANSWER),
        rig.notice("home", lane=Home(MAYA), effect=Effect.PUBLISH_HOME),
    )
    assert (await rig.turn()).waiting == 2
    assert rig.calls("views.publish") == 1
    row = await rig.store.outbox.claim(rig.clock.now(), rig.clock.real(), 10, 60.0, "me")
    assert [each.attempts for each in row] == [1]  # As if it had never been claimed.


async def test_a_group_that_cannot_be_opened_yet_leaves_no_doubt(rig: Rig) -> None:
    rig.slack.parts.faults.add(Fault("conversations.open", "ratelimited", retry_after=20))
    with pytest.raises(NotYet) as notyet:
        await rig.sender._open(TEAM, MAYA)
    assert notyet.value.after == 20
    rig.slack.parts.faults.add(Fault("conversations.open", "http_500"))
    with pytest.raises(NotYet):
        await rig.sender._open(TEAM, MAYA)
    rig.slack.parts.faults.add(Fault("conversations.open", "lost_reply"))
    with pytest.raises(NotYet):
        await rig.sender._open(TEAM, MAYA)
    with pytest.raises(SlackApiError):
        await rig.sender._open(TEAM, MemberId("U0NOBODY"))


async def test_what_is_taken_back_is_not_called(rig: Rig) -> None:
    taken = []

    async def taken_back(row: Row) -> bool:
        taken.append(row.id)
        return True

    rig.dispatcher._taken_back = taken_back
    await rig.say(rig.notice("one"))
    await rig.turn()
    assert len(taken) == 1
    assert rig.calls("chat.postMessage") == 0


async def test_what_can_never_arrive_fails_and_holds_up_nobody(rig: Rig) -> None:
    heads = Channel(ConversationId("C0HEADS"))
    await rig.say(rig.notice("one", lane=heads), rig.notice("two"))
    counts = await rig.turn()
    assert counts.failed == 1
    assert counts.idle
    (failed,) = await rig.store.outbox.failed(10)
    assert failed.reason in {"channel_not_found", "not_in_channel"}
    assert rig.texts() == ["hello two for maya"]


async def test_whoever_can_mend_a_failure_hears_of_it_and_of_nothing_else(rig: Rig) -> None:
    heard = []

    async def failed(row: Row, reason: str) -> None:
        heard.append((row.notice.key, reason))
        raise RuntimeError(reason)  # What goes wrong in telling holds up nobody either.

    rig.dispatcher._failed = failed
    await rig.say(rig.notice("one", lane=Channel(ConversationId("C0NOWHERE"))), rig.notice("two"))
    counts = await rig.turn()

    assert heard == [("one", "channel_not_found")]
    assert counts.idle
    assert rig.texts() == ["hello two for maya"]


async def test_a_card_is_updated_where_it_stands(rig: Rig) -> None:
    await rig.say(rig.notice("card", anchor="card"))
    await rig.turn()
    await rig.say(rig.notice("update:card", effect=Effect.UPDATE, anchor="card", kind="changed"))
    assert (await rig.turn()).idle
    assert rig.texts() == ["changed update:card for maya"]


async def test_an_update_before_its_card_is_dropped_for_the_card_will_show_what_is_true(
    rig: Rig,
) -> None:
    await rig.say(rig.notice("update:card", effect=Effect.UPDATE, anchor="card"))
    assert (await rig.turn()).idle
    assert rig.calls("chat.update") == 0


async def test_an_update_waits_for_its_card_that_is_on_its_way(rig: Rig) -> None:
    rig.slack.parts.faults.add(Fault("chat.postMessage", "slow", seconds=0.05))
    await rig.say(rig.notice("card", anchor="card"))
    assert await rig.dispatcher._claimed()
    await rig.say(
        rig.notice(
            "update:card",
            effect=Effect.UPDATE,
            anchor="card",
            kind="changed",
            priority=Priority.ANSWER,
        )
    )
    await rig.turn()
    assert rig.texts() == ["changed update:card for maya"]


async def test_a_card_found_after_a_doubt_shows_what_is_true_by_then(rig: Rig) -> None:
    rig.slack.parts.faults.add(Fault("chat.postMessage", "lost_reply"))
    await rig.say(rig.notice("card", anchor="card"))
    await rig.turn()
    await rig.say(rig.notice("update:card", effect=Effect.UPDATE, anchor="card", kind="changed"))
    await rig.turn()
    rig.clock.passed += timedelta(seconds=LATER)
    await rig.doubts.settle()
    assert (await rig.turn()).idle
    assert rig.calls("chat.update") == 1
    assert rig.texts() == ["changed update:card for maya"]
    assert (await rig.store.read(TEAM, lambda reader: reader.outbox.place("card"))) is not None


async def test_a_crash_between_commit_and_send_loses_nothing(rig: Rig, slack: Playground) -> None:
    await rig.say(rig.notice("one"))
    await rig.store.outbox.claim(rig.clock.now(), rig.clock.real(), 10, 60.0, "somebody who died")
    assert await rig.store.outbox.expire_leases(rig.clock.real(), sole_owner=rig.dispatcher.owner)
    rig.clock.passed += timedelta(seconds=LATER)
    await rig.doubts.settle()
    assert (await rig.turn()).idle
    assert rig.texts() == ["hello one for maya"]


async def test_stopping_gives_back_what_was_not_called(rig: Rig) -> None:
    await rig.say(rig.notice("one"))
    rig.dispatcher._stopping.set()
    await rig.dispatcher._claimed()
    await asyncio.wait(set(rig.dispatcher._rows))
    counts = await rig.counts()
    assert (counts.waiting, counts.sending) == (1, 0)
    assert rig.calls("chat.postMessage") == 0


async def test_a_commit_that_says_something_wakes_the_dispatcher_at_once(rig: Rig) -> None:
    drawn = asyncio.Event()
    rig.stage.drawn = lambda _: drawn.set()
    rig.dispatcher.start()
    await rig.say(rig.notice("one"))
    await asyncio.wait_for(drawn.wait(), 5)
    await rig.dispatcher.stop()
    assert rig.texts() == ["hello one for maya"]
    assert rig.dispatcher.well


async def test_names_that_cannot_be_looked_up_are_waited_for(rig: Rig) -> None:
    await rig.say(rig.notice("one"))
    rig.slack.parts.faults.add(Fault("users.info", "http_500"))
    await rig.turn()
    assert (await rig.later(2.0)).idle
    assert rig.calls("users.info") == 2
    assert rig.texts() == ["hello one for maya"]
