"""Everybody who has no business here tries everything that is listened for, with the right ids.

Nothing changes for the two whose things these are, none of their words is shown, and each attempt
is answered, privately and in words. What is listened for is taken from the maps that Bolt is given,
so that a new listener is tried without being named here.
"""

import importlib
import json
import pkgutil
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pytest
from sqlalchemy import Connection, select

import flows
from flows import inviting, library
from flows.ids import MemberId, WorkspaceId
from flows.joining import Who
from handlers import ids, listeners, views
from storage import tables
from tests.handlers.furnished import (
    CHECK,
    FOCUS,
    MARK,
    NOTES,
    STEP,
    TALK,
    VISIT,
    WORDS,
    Things,
    furnished,
    ids_of,
    marked,
    released,
    visited,
)
from tests.handlers.workspace import GUEST, OUTSIDER, STRANGER, Json, Reply, Workspace
from tests.staffroom import ADMIN, AYA, MAYA, NO, OLE, SPARK, TOMAS, WS, ZONE, Staffroom

OWNER, LEFT, ELSE = MemberId("U0OWNER"), MemberId("U0LEFT"), MemberId("U0ELSE")
INTRUDERS = {
    "member of another partnership": AYA,
    "facilitator": ADMIN,
    "owner of the workspace": OWNER,
    "guest": GUEST,
    "somebody from another workspace": STRANGER,
    "somebody who left the program": LEFT,
    "nobody that Slack knows": MemberId("U0NOBODY"),
}
RUNS = (SPARK, FOCUS, VISIT, WORDS, NOTES, TALK, STEP, CHECK)
PLAIN: Mapping[str, str] = {
    "version": "2",
    "step": "statement",
    "day": "2026-04-02",
    "start": "2026-03-20T11:10:00+00:00",
    "end": "2026-03-20T11:25:00+00:00",
    "decision": "keep",
    "choice": "0",
    "month": "2026-03-01",
    "mark": "done",
    "do": "pause",
    "whom": OUTSIDER,
    "topic": "questioning",
    "prompt": "",
    "name": "",
    "slip": "open:1",
    "key": "a-key",
    "n": "1",
}
"""What else a value or a form's memory may hold, each as it should be."""

LONGEST_NAME = 25
FIELDS = {
    prompt.key
    for protocol in library.shipped().values()
    for stage in protocol.stages
    for prompt in stage.prompts
} | {
    named
    for module in (views, flows)
    for info in pkgutil.iter_modules(module.__path__, f"{module.__name__}.")
    for name, named in vars(importlib.import_module(info.name)).items()
    if name.isupper() and isinstance(named, str) and len(named) < LONGEST_NAME
}
"""The names of all inputs, and more: every name that a view or a flow has for a field."""

Rows = frozenset[tuple[str, str]]

INPUTS: Json = {
    block: {
        "in": {
            "type": "plain_text_input",
            "value": "something typed",
            "selected_option": {"value": "yes"},
            "selected_options": [{"value": "statement"}],
            "selected_user": OUTSIDER,
            "selected_date": "2026-04-02",
            "selected_time": "11:10",
            "selected_conversation": "C0COACH",
        }
    }
    for block in sorted(FIELDS)
}

EVENT: Json = {"token": "t", "team_id": WS, "api_app_id": "A0TANDEM", "type": "event_callback"}

OF_PEOPLE = set(listeners.EVENTS) - {ids.UNINSTALLED, ids.TOKENS_REVOKED}
"""The other events Slack says of the application; nobody's name is on them."""

LINKS = {ids.READ_PREWORK, ids.READ_COPY}
SILENT = {*LINKS, ids.GOAL_BEGIN, ids.LESSON_TRAINED, ids.LESSON_LATER}
"""A link that Slack opens itself; a question that comes as a message; an offer taken away."""


@pytest.fixture
async def room(room: Staffroom) -> Staffroom:
    """Beside the pair to come: one of Aya and Ole, and somebody who left."""
    await room.joined(LEFT)
    invitation = await room.invited(AYA, OLE)
    await room.write(lambda w: inviting.agree(w, Who(OLE, ZONE), invitation.id, 1, NO))
    await room.put(LEFT, program=None)
    return room


async def furnish(room: Staffroom, moment: str) -> Things:
    """Everything that the pair has at one of the moments."""
    found = await furnished(room)
    if moment != "before the visit":
        await visited(room, found)
    if moment == "once read":
        await released(room, found)
    invitation = await room.invited(MAYA, ELSE)
    found.ids |= ids_of(found, invitation)
    await room.all_sent()
    return found


class Watched:
    """The store, and how many times something was written."""

    def __init__(self, store: Any) -> None:
        self._store = store
        self.written = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    async def write(self, *facts: Any, **more: Any) -> Any:
        outcome = await self._store.write(*facts, **more)
        self.written += 1
        return outcome


async def theirs(room: Staffroom, things: Things) -> Rows:
    """All rows that have to do with the pair."""
    marks = [MAYA, TOMAS, *(v for k, v in things.ids.items() if k not in {"program", "part"} and v)]

    def look(connection: Connection) -> Rows:
        rows = [
            (table.name, repr(tuple(row)))
            for table in tables.DATA.sorted_tables
            for row in connection.execute(select(table))
        ]
        return frozenset(row for row in rows if any(mark in row[1] for mark in marks))

    return await room.store.look(look)


def press(slack: Workspace, who: MemberId, action: str, value: object, *, view: bool) -> Json:
    """A press with that value, in a message or in a form that remembers the same."""
    element = {"type": "button", "action_id": action, "value": value}
    form = {"type": "modal", "callback_id": "page", "blocks": [], "private_metadata": value}
    if not view:
        return slack.press_body(who, element, dm=True)
    body = slack.press_body(who, element, view=form)
    body["view"]["state"] = {"values": INPUTS}
    return body


def sent(slack: Workspace, who: MemberId, callback: str, memory: object) -> Json:
    """A form with that memory, and something in every input that any form has."""
    form = {"type": "modal", "callback_id": callback, "blocks": [], "private_metadata": memory}
    body = slack.submit_body(who, form)
    body["view"]["state"] = {"values": INPUTS}
    return body


def attempts(
    slack: Workspace, who: MemberId, things: Things, runs: Iterable[str]
) -> Iterator[tuple[str, Json]]:
    """Everything that is listened for, with the ids of the pair's own things."""
    for run in runs:
        value = {**PLAIN, **things.ids, "run": run, "note": run, "talk": run}
        for name in listeners.ACTIONS:
            yield name, press(slack, who, name, json.dumps(value), view=False)
            yield name, press(slack, who, name, json.dumps(value), view=True)
        for name in listeners.FORMS:
            yield name, sent(slack, who, name, json.dumps({**value, "key": slack.trigger()}))
    for name in listeners.COMMANDS:
        for text in ("", f"<@{MAYA}>", f"open {things.ids['goal']}", "help"):
            yield name, slack.command_body(who, name, text)
    for kind in OF_PEOPLE:
        event = {"type": kind, "user": who, "tab": "home", "channel_type": "im", "text": "hm"}
        user = {"user": {"id": who}} if kind == ids.USER_CHANGE else {}
        yield kind, {**EVENT, "event_id": slack.trigger(), "event": {**event, **user}}


def told(name: str, body: Json, reply: Reply, who: MemberId) -> list[str]:
    """What is wrong with the answer: it is no answer, not in words, or not for this person only."""
    wrong = [] if reply.status == 200 else [f"status {reply.status}"]
    for method, given in reply.calls:
        to = {"chat.postEphemeral": given.get("user"), "chat.postMessage": given.get("channel")}
        if not method.startswith("views.") and to.get(method) != who:
            wrong.append(f"{method} to {to.get(method)}")
    silent = not (reply.body or reply.calls) and "event" not in body
    if silent and name not in SILENT:
        wrong.append("no answer")
    return [f"{name}: {each}" for each in wrong]


async def tries(
    slack: Workspace, room: Staffroom, moment: str, role: str, runs: Iterable[str]
) -> int:
    """How many attempts came to nothing; fails at what did not."""
    things, who = await furnish(room, moment), INTRUDERS[role]
    before, known, tried, wrong = await theirs(room, things), 0, 0, list[str]()
    for name, body in attempts(slack, who, things, runs):
        tried += 1
        reply = await slack.deliver(body)
        wrong += told(name, body, reply, who)
        if MARK in json.dumps([reply.body, reply.calls]):
            wrong.append(f"{name}: shows {sorted(set(marked(str([reply.body, reply.calls]))))}")
        if slack.store.written != known:
            known, after = slack.store.written, await theirs(room, things)
            if after != before:
                wrong.append(f"{name}: changes {sorted(after ^ before)}")
                before = after
    home = await slack.home(who)
    assert MARK not in str(home)
    assert wrong == [], "\n".join(wrong[:20])
    return tried


@pytest.fixture
def slack(room: Staffroom) -> Workspace:
    return Workspace(room, store=Watched(room.store))


MOMENTS = {"before the visit": SPARK, "after the visit": WORDS, "once read": NOTES}
SHORT = [
    (role, moment)
    for n, role in enumerate(list(INTRUDERS)[:5])
    for moment in [list(MOMENTS)[n % len(MOMENTS)]]
]


@pytest.mark.parametrize(("role", "moment"), SHORT)
async def test_whoever_has_no_business_here_gets_nowhere(
    slack: Workspace, room: Staffroom, role: str, moment: str
) -> None:
    """practice INV-04"""
    assert await tries(slack, room, moment, role, [MOMENTS[moment]]) > 250


@pytest.mark.prove
@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("role", INTRUDERS)
async def test_nobody_gets_anywhere_at_any_moment_with_any_step(
    slack: Workspace, room: Staffroom, role: str, moment: str
) -> None:
    assert await tries(slack, room, moment, role, RUNS) > 1800


async def test_everything_that_is_listened_for_is_among_the_attempts(
    slack: Workspace, room: Staffroom
) -> None:
    """An enumeration that becomes empty would try nothing and find nothing."""
    kinds: Mapping[str, tuple[Iterable[str], int]] = {
        "actions": (listeners.ACTIONS, 200),
        "forms": (listeners.FORMS, 55),
        "commands": (listeners.COMMANDS, 12),
        "events": (OF_PEOPLE, 4),
    }
    things = Things(await room.partnered(), ids={"goal": "g"})
    tried = Counter(name for name, _ in attempts(slack, AYA, things, RUNS))

    for kind, (names, least) in kinds.items():
        known = set(names)
        assert len(known) >= least, kind
        assert known <= set(tried), kind
    assert all(tried[name] >= 2 * len(RUNS) for name in listeners.ACTIONS)
    assert all(tried[name] >= len(RUNS) for name in listeners.FORMS)
    assert all(tried[name] >= 4 for name in listeners.COMMANDS)
    assert tried.total() > 3_000


async def test_two_workspaces_never_meet(room: Staffroom) -> None:
    """The same store, the same people's ids, the same ids of things: another workspace."""
    things = await furnish(room, "once read")
    elsewhere = Workspace(room, store=Watched(room.store), workspace=WorkspaceId("T0ELSEWHERE"))
    before = await theirs(room, things)
    tried, wrong = 0, []
    for name, body in attempts(elsewhere, MAYA, things, (NOTES,)):
        tried += 1
        reply = await elsewhere.deliver(body)
        wrong += told(name, body, reply, MAYA)
        if MARK in str([reply.body, reply.calls]):
            wrong.append(f"{name}: shows words")

    assert wrong == [], "\n".join(wrong[:20])
    assert tried > 500
    ours = f"('{WS}', "
    assert {r for r in await theirs(room, things) if r[1].startswith(ours)} == before
    assert all(row.startswith(ours) for _, row in before), "every row begins with its workspace"


@pytest.mark.prove
async def test_the_two_of_them_get_somewhere(slack: Workspace, room: Staffroom) -> None:
    """The attempts are worth something: with the same ids the pair itself reads and changes."""
    things = await furnish(room, "once read")
    seen = set[str]()
    for _, body in attempts(slack, MAYA, things, (NOTES,)):
        reply = await slack.deliver(body)
        seen |= set(marked(str([reply.body, reply.calls])))

    assert len(seen) > 12


NO_KEY = {name: value for name, value in PLAIN.items() if name != "key"}
GARBAGE: Mapping[str, object] = {
    "nothing": None,
    "empty": "",
    "no JSON": "{",
    "a list": "[1, 2]",
    "numbers": json.dumps(dict.fromkeys(PLAIN, 7) | {"partnership": 7, "goal": ["x"]}),
    "long": json.dumps(dict.fromkeys({*PLAIN, "partnership", "goal", "run"} - {"key"}, "9" * 3000)),
    "deep": "[" * 20_000 + "]" * 20_000,
    "half a sign": json.dumps(dict.fromkeys({*PLAIN, "goal"} - {"key"}, "\ud800\x00")),
    "not a value": 7,
    "ids of nothing": json.dumps(dict.fromkeys({*PLAIN, "goal", "run"} - {"key"}, "x")),
    "unknown version": json.dumps({**NO_KEY, "version": "9" * 20}),
}


async def garbled(slack: Workspace, things: Things, kinds: Iterable[str]) -> int:
    """How many were answered; fails at what was not."""
    tried, wrong = 0, list[str]()
    for kind in kinds:
        value = GARBAGE[kind]
        for name in [*listeners.ACTIONS, *listeners.FORMS]:
            for body in (
                [press(slack, MAYA, name, value, view=view) for view in (False, True)]
                if name in listeners.ACTIONS
                else [sent(slack, MAYA, name, value)]
            ):
                tried += 1
                reply = await slack.deliver(body)
                wrong += [f"{kind}: {each}" for each in told(name, body, reply, MAYA)]
    assert wrong == [], "\n".join(wrong[:20])
    del things
    return tried


async def test_a_value_that_tandem_never_gave_out_is_answered(
    slack: Workspace, room: Staffroom
) -> None:
    assert await garbled(slack, await furnish(room, "once read"), ["half a sign"]) > 200


@pytest.mark.prove
@pytest.mark.parametrize("kind", GARBAGE)
async def test_no_value_whatever_breaks_a_listener(
    slack: Workspace, room: Staffroom, kind: str
) -> None:
    assert await garbled(slack, await furnish(room, "before the visit"), [kind]) > 200
