"""Presses on [Send mine] as Slack delivers them, signed, at an even pace whatever comes back."""

import asyncio
import hashlib
import hmac
import json
import time
from collections.abc import Iterator, Sequence
from itertools import count
from urllib.parse import urlencode

from aiohttp import ClientSession

from benchmarks.school import SENTENCE, WORKSPACE, Answering
from benchmarks.slack import SIGNING_SECRET

ACTION = "answer_box"


def bodies(answering: Sequence[Answering]) -> Iterator[bytes]:
    """Presses without end, each with a sentence of its own, by one person after the other."""
    for number in count():
        yield urlencode(
            {"payload": json.dumps(_press(answering[number % len(answering)], number))}
        ).encode()


def _press(each: Answering, number: int) -> dict[str, object]:
    button = {
        "type": "button",
        "action_id": ACTION,
        "block_id": "b1",
        "text": {"type": "plain_text", "text": "Send mine"},
        "value": json.dumps({"partnership": each.partnership, "run": each.run}),
        "action_ts": f"{number}.0",
    }
    sentence = f"more of them would speak before I do, and not the same {number} every day"
    box = {SENTENCE: {"type": "plain_text_input", "value": sentence}}
    return {
        "type": "block_actions",
        "user": {"id": each.who, "username": "teacher", "team_id": WORKSPACE},
        "api_app_id": "A0BENCH",
        "token": "verification",
        "team": {"id": WORKSPACE, "domain": "bench"},
        "container": {"type": "message", "message_ts": "1.0", "channel_id": "G0BENCH"},
        "channel": {"id": "G0BENCH", "name": "mpdm"},
        "message": {"type": "message", "ts": "1.0", "text": "You're partners.", "blocks": []},
        "trigger_id": f"{number}.bench",
        "state": {"values": {SENTENCE: box}},
        "response_url": "http://127.0.0.1:9/never-used",
        "actions": [button],
    }


async def pressed(
    session: ClientSession, url: str, presses: Iterator[bytes], per_second: float, seconds: float
) -> list[float]:
    """Milliseconds until each was answered; each goes out on time, whatever the others do."""
    loop = asyncio.get_running_loop()
    begin = loop.time()
    tasks = []
    for number in range(int(per_second * seconds)):
        await asyncio.sleep(begin + number / per_second - loop.time())
        tasks.append(asyncio.create_task(_one(session, url, next(presses))))
    return await asyncio.gather(*tasks)


async def _one(session: ClientSession, url: str, body: bytes) -> float:
    stamp = str(int(time.time()))
    signed = hmac.new(SIGNING_SECRET.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256)
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": f"v0={signed.hexdigest()}",
    }
    begin = time.perf_counter()
    async with session.post(url, data=body, headers=headers) as response:
        await response.read()
        took = time.perf_counter() - begin
    if response.status != 200:
        raise RuntimeError(f"a press was answered with {response.status}")
    return took * 1000
