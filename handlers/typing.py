"""What is typed in the bot's DM: the answer to a question that waits, or one line that says why."""

from typing import Any

from slack_bolt.async_app import AsyncAck

from flows import hearing, saying
from flows.draft import Draft
from flows.goal_talk import Late, NotADay, Talk
from flows.goals import Past, TooLong, longest
from flows.hearing import Ambiguous, Behind, OnlyInItsBox
from flows.ports import Lock, Work
from handlers import payloads
from handlers.seams import Desk


async def typed(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """Something was typed to the bot: it answers the question asked last, or its thread's."""
    del client
    event = body["event"]
    if event.get("channel_type") == "im" and "subtype" not in event and "bot_id" not in event:
        text = payloads.as_typed(str(event.get("text") or ""))
        thread = event.get("thread_ts")
        await _routed(desk, text, str(thread) if thread else None, str(event.get("ts", "")))
    await ack()


async def _routed(desk: Desk, text: str, thread: str | None, ts: str) -> None:
    who = desk.who

    def hear(work: Work) -> Talk | TooLong | Past | NotADay | Late | None:
        """None where nothing of it is an answer, and that was said."""
        meant = hearing.meant(work, who, thread)
        match meant:
            case Draft():
                outcome = hearing.answer(work, who, meant, text)
                if isinstance(outcome, (Talk, TooLong, Past, NotADay, Late)):
                    return outcome
            case Ambiguous():
                saying.answer(work, who, "typed_which", f"typed:{who}:{ts}")
            case Behind():
                saying.answer(work, who, "typed_late", f"typed:{who}:{ts}")
            case OnlyInItsBox(partnership, run):
                saying.answer(
                    work,
                    who,
                    "typed_private",
                    f"typed:{who}:{ts}",
                    partnership=partnership,
                    run=run.id,
                )
            case _:
                saying.answer(work, who, "heard", f"heard:{who}:{work.now:%Y-%m-%d}")
        return None

    outcome = await desk.tell(Lock.member(who), hear)
    if outcome is None or isinstance(outcome, Talk):
        return

    def refuse(work: Work) -> None:
        key = f"typed:{who}:{ts}"
        match outcome:
            case TooLong(counts):
                step, n = next(iter(counts.items()))
                saying.answer(work, who, "typed_too_long", key, n=n, most=longest(step))
            case Past():
                saying.answer(work, who, "typed_past_day", key)
            case NotADay():
                saying.answer(work, who, "typed_not_a_day", key)
            case Late():
                saying.answer(work, who, "typed_late", key)

    await desk.tell(Lock.member(who), refuse)
