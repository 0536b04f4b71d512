"""Whatever somebody types, it is shown as typed and does nothing, wherever it comes to stand.

Each text of the pair holds a hostile tail. Then the two of them open and send everything that is
listened for, and every payload that goes to Slack is looked through, leaf by leaf.
"""

import json
from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from flows import own_data
from flows.ids import MemberId
from handlers import listeners
from handlers.seams import HomeView, Message, Telling
from handlers.views import privacy
from storage import tables
from tests.handlers.furnished import MARK, NOTES, STEP, WORDS, furnished, released, visited
from tests.handlers.test_intruders import INPUTS, PLAIN, attempts, sent
from tests.handlers.workspace import Workspace
from tests.staffroom import MAYA, SPARK, TOMAS, Staffroom

TAILS = {
    "mentions": " <!channel> <!here> <@U0AYA> <!subteam^S0ALL> <#C0COACH>",
    "links": " <https://evil.test|your notes> https://evil.test @here #coaching",
    "formatting": " *b* _i_ ~s~ `c` ```code``` > quote\n- list :boom:",
    "entities": " &lt;!channel&gt; &amp;lt; <!date^0^{date}|x>",
    "direction": " \u202eabc\u202c \u2066x\u2069 \u200b\u200d\ufeff",
    "pictures": " 👩‍🏫👩‍🏫 e\u0301",
    "table": '\n=HYPERLINK("https://evil.test")\t+1 -1 @SUM(A1) "',
}
SHORT = " <!here> <@U0AYA> *b* `c` &lt; \u202ex"
LITERAL = {"text.text", "plain_text_input.initial_value"}
"""Where Slack shows what stands there as it was typed."""

ALIVE = ("<!channel", "<!here", "<@U0AYA", "<!subteam", "<https://evil", "evil.test")


def leaves(node: Any, inside: str = "") -> Iterator[tuple[str, str]]:
    """Every string with where it stands: the nearest `type`, and the name of the field."""
    if isinstance(node, dict):
        kind = str(node.get("type", inside))
        for key, value in node.items():
            if isinstance(value, str):
                yield f"{kind}.{key}", value
            else:
                yield from leaves(value, kind)
    elif isinstance(node, list | tuple):
        for each in node:
            yield from leaves(each, inside)


def amiss(shown: Any, *, may_hold: bool) -> Iterator[str]:
    """What in a payload holds words where they are not literal, or at all."""
    for place, text in leaves(shown):
        if place == "private_metadata" or place.endswith((".value", ".private_metadata")):
            if MARK in text:
                yield f"{place} remembers {text!r}"
        elif MARK in text and not (may_hold and place in LITERAL):
            yield f"{place} holds {text!r}"
        elif place not in LITERAL and any(sign in text for sign in ALIVE):
            yield f"{place} is alive: {text!r}"


async def test_hostile_words_are_shown_as_typed_and_do_nothing(
    slack: Workspace, room: Staffroom
) -> None:
    await check_all_shown(slack, room, SHORT, [NOTES], TOMAS)


@pytest.mark.prove
@pytest.mark.parametrize("tail", TAILS)
async def test_each_kind_of_hostile_words_in_every_step(
    slack: Workspace, room: Staffroom, tail: str
) -> None:
    await check_all_shown(slack, room, TAILS[tail], [NOTES, STEP, WORDS, SPARK], MAYA, TOMAS)


async def check_all_shown(
    slack: Workspace, room: Staffroom, tail: str, runs: Sequence[str], *people: MemberId
) -> None:
    """Everything that goes to Slack while the two open and send all there is."""
    things = await furnished(room, tail)
    await visited(room, things)
    await released(room, things)
    found, seen = list[str](), set[str]()
    for who in people:
        home = await slack.home(who)
        found += amiss(home, may_hold=True)
        for name, body in attempts(slack, who, things, runs):
            if name in DESTROYS:
                continue
            reply = await slack.deliver(body)
            for method, given in [*reply.calls, ("answer", reply.body)]:
                private = method.startswith("views.") or method == "answer"
                found += [f"{name}, {method}: {each}" for each in amiss(given, may_hold=private)]
                seen |= {text for place, text in leaves(given) if place in LITERAL}
        data = await room.read(lambda r, w=who: own_data.of(r, w))  # type: ignore[misc]  # bound here
        assert privacy.file(data, Telling("en", {})).body
    for said in await room.said(sent=True):
        shown = await slack.shown(said)
        if isinstance(shown, Message):
            found += [
                f"{said.kind}: {each}" for each in amiss([shown.text, shown.blocks], may_hold=False)
            ]
        elif isinstance(shown, HomeView):
            found += [f"{said.kind}: {each}" for each in amiss(shown.view, may_hold=True)]

    assert found == [], "\n".join(sorted(set(found))[:20])
    whole = {text for text in things.words.values() if text in seen}
    assert len(whole) > 2 * len(people), "what is shown is shown whole, exactly as typed"


DESTROYS = {
    name
    for name in (*listeners.ACTIONS, *listeners.FORMS)
    if name.startswith(("delete", "stop", "erase", "recall", "leave", "skip", "ease"))
}
"""Pressed here, they would take the words away that the others are to show."""


async def test_too_long_is_never_cut(slack: Workspace, room: Staffroom) -> None:
    """practice A8: whatever the form, nothing shorter than what was typed is kept"""
    things = await furnished(room)
    await visited(room, things)
    await released(room, things)
    long = {block: {"in": {**given["in"], "value": "w" * 3000}} for block, given in INPUTS.items()}
    before = await kept(room)
    for name in listeners.FORMS:
        for run in (NOTES, STEP, SPARK):
            value = {**PLAIN, **things.ids, "run": run, "note": run, "key": slack.trigger()}
            body = sent(slack, MAYA, name, json.dumps(value))
            body["view"]["state"] = {"values": long}
            assert (await slack.deliver(body)).status == 200, name
    cut = {n for n in await kept(room) - before if 500 < n < 3000}
    assert cut == set()


async def kept(room: Staffroom) -> set[int]:
    """How long each sealed text is."""
    rows = await room.store.look(
        lambda c: c.execute(tables.pieces.select().with_only_columns(tables.pieces.c.sealed)).all()
    )
    return {len(row[0]) for row in rows}
