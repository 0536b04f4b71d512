"""What was said in a school, as its people saw it, beside what the bot's outbox knows of it."""

import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from bot.sending import row_of
from flows.notices import Effect
from playground.workspace import BOT_USER, Conversation
from storage import tables
from storage.row import Row, read
from tests.chaos.school import School


@dataclass(frozen=True)
class Said:
    """One message of the bot in Slack: the row that it came from, where it stands, and when."""

    row: str
    where: str
    at: datetime
    text: str
    zone: str = "Europe/Dublin"

    @property
    def private(self) -> bool:
        """Whether it stands in the bot's own DM with somebody, where it can be looked for."""
        return self.where.startswith("im ")


@dataclass(frozen=True)
class Evidence:
    """Everything that a verdict is drawn from."""

    said: tuple[Said, ...]
    posts: tuple[Row, ...]
    """Every post of the outbox, in the order in which they were said."""

    doubts: Counter[str] = field(default_factory=Counter)
    """How often each row was sent again though nobody could tell whether it had arrived."""

    now: datetime = datetime(2026, 6, 30, tzinfo=UTC)


def gathered(school: School) -> Evidence:
    """The evidence of a school, as it stands now."""
    with school.reading() as connection:
        order = tables.outbox.c.said_at, tables.outbox.c.seq
        rows = connection.execute(select(tables.outbox).order_by(*order)).all()
    posts = tuple(row for row in map(read, rows) if row.notice.effect is Effect.POST)
    return Evidence(tuple(_said(school)), posts, _doubts(school), school.now)


def _said(school: School) -> list[Said]:
    workspace = school.slack.parts.workspace
    found = []
    for name, messages in workspace.messages.items():
        conversation = workspace.conversations[name]
        for message in messages.values():
            row = row_of(vars(message))
            if message.bot and row is not None:
                at = datetime.fromtimestamp(float(message.ts), UTC)
                zone = _zone(school, conversation)
                found.append(Said(row, _named(conversation), at, message.text, zone))
    return sorted(found, key=lambda each: each.at)


def _named(conversation: Conversation) -> str:
    """The conversation, by what is the same in every life of the same term."""
    if conversation.kind == "channel":
        return conversation.id
    return f"{conversation.kind} {' '.join(sorted({*conversation.members} - {BOT_USER}))}"


def _zone(school: School, conversation: Conversation) -> str:
    (*people,) = {*conversation.members} - {BOT_USER}
    known = school.slack.parts.workspace.members[people[0]].tz if len(people) == 1 else None
    return known or "Europe/Dublin"


def _doubts(school: School) -> Counter[str]:
    found: Counter[str] = Counter()
    for line in school.log.read_text("utf-8", errors="replace").splitlines():
        event = _event(line)
        if event.get("event") == "doubt_settled" and event.get("policy") == "must_arrive":
            found[str(event["row"])] += 1
    return found


def _event(line: str) -> dict[str, Any]:
    try:
        event = json.loads(line)
    except ValueError:
        return {}
    return event if isinstance(event, dict) else {}
