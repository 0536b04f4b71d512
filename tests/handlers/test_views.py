"""Every form, Home and message: as it is shown, inside Slack's limits, and harmless."""

import asyncio
import re
from collections.abc import Iterator
from typing import Any

import pytest
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.json import JSONSnapshotExtension

from handlers import scenes
from playground.block_rules import block_problems, view_problems
from tests.handlers.gallery import Words, gathered
from tests.handlers.names import NAMES
from tests.handlers.workspace import Json
from tests.staffroom import ADMIN, AYA, MAYA, OLE, TOMAS

Shown = dict[str, tuple[str, Json]]

MARK = "Zanzibar"
"""Stands in everything that somebody writes, and nowhere else."""

EVIL = (
    "<!channel> <@U0AYA> <https://evil.test|here> & *bold* _it_ ~st~ `code`"
    " \u202eabc 👩‍🏫 &lt;!here&gt;"
)

HOSTILE = Words(
    program=f"Pr {EVIL}"[:60],
    his=f"{MARK} his {EVIL}",
    hers=f"{MARK} hers {EVIL}\n&gt; quote\n- list",
    question=f"{MARK} why {EVIL}",
    goal=f"{MARK} goal {EVIL}",
    step=f"{MARK} step {EVIL}",
    names={who: f"{who[2:]} {EVIL}" for who in (MAYA, TOMAS, AYA, OLE, ADMIN)},
)


@pytest.fixture(scope="module")
def shown() -> Shown:
    return asyncio.run(gathered())


@pytest.fixture(scope="module")
def hostile() -> Shown:
    return asyncio.run(gathered(HOSTILE))


@pytest.fixture
def snapshot(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    return snapshot.use_extension(JSONSnapshotExtension)


def parts(node: Any, inside: str = "") -> Iterator[tuple[str, str]]:
    """Every string with where it stands: the nearest `type` and the name of the field."""
    match node:
        case dict():
            kind = str(node.get("type", inside))
            for key, value in node.items():
                if isinstance(value, str):
                    yield f"{kind}.{key}", value
                else:
                    yield from parts(value, kind)
        case list():
            for each in node:
                yield from parts(each, inside)


def test_the_list_of_names_is_complete(shown: Shown, hostile: Shown) -> None:
    assert set(shown) == set(hostile) == set(NAMES)


FIRST_JOURNEY = frozenset(
    {
        "ask_to_keep",
        "ended",
        "ended_pair",
        "heard",
        "invite",
        "joined",
        "not_this_time",
        "open",
        "paused",
        "proposed_agreement",
        "resumed",
        "shared_sentence",
        "welcome",
    }
)


def test_every_notice_of_the_first_journey_is_among_them(shown: Shown) -> None:
    assert set(scenes.SCENES) >= FIRST_JOURNEY
    assert set(shown) >= FIRST_JOURNEY


@pytest.mark.parametrize("name", NAMES)
def test_it_is_shown_so(name: str, shown: Shown, snapshot: SnapshotAssertion) -> None:
    assert shown[name][1] == snapshot


@pytest.mark.parametrize("name", NAMES)
def test_slack_takes_it(name: str, shown: Shown, hostile: Shown) -> None:
    for kind, payload in (shown[name], hostile[name]):
        if kind == "message":
            assert payload["text"]
            assert len(payload["text"]) <= 4000
            found = block_problems(payload.get("blocks", []), "message", "/blocks")
        else:
            found = view_problems(payload, kind)  # type: ignore[arg-type]  # One of the two kinds left.
        assert found == []


@pytest.mark.parametrize("name", NAMES)
def test_slacks_own_models_take_it(name: str, shown: Shown) -> None:
    kind, payload = shown[name]
    for block in payload.get("blocks", []):
        model = Block.parse(block)
        assert model is not None or block["type"] == "alert"
        if model is not None:
            model.validate_json()
            kept = model.to_dict()
            assert kept["type"] == block["type"]
    if kind in {"modal", "home"}:
        View(**{**payload, "blocks": [{"type": "divider"}]}).validate_json()


LITERAL = {"text.text", "plain_text_input.initial_value"}
"""Where Slack shows what stands there as it was typed."""

PLAIN = LITERAL | {"plain_text.text"}


@pytest.mark.parametrize("name", NAMES)
def test_what_somebody_wrote_is_never_in_a_message_and_stays_as_typed(
    name: str, hostile: Shown
) -> None:
    """practice INV-05"""
    kind, payload = hostile[name]
    where = {place for place, text in parts(payload) if MARK in text}
    if kind == "message":
        assert where == set()
    else:
        assert where <= LITERAL
    for place, text in parts(payload):
        if MARK in text and place == "text.text":
            assert EVIL in text


@pytest.mark.parametrize("name", NAMES)
def test_nothing_that_somebody_is_called_comes_alive(name: str, hostile: Shown) -> None:
    kind, payload = hostile[name]
    for place, text in parts(payload):
        if place in PLAIN or place.endswith(".private_metadata"):
            continue
        own = re.sub(r"<!date\^\d+\^[^|>]*\|[^>]*>|<#C0COACH>", "", text)
        assert "<" not in own, (place, own)
        assert "\u202e" not in own
        assert "*bold*" not in own
        assert "_it_" not in own
        assert "`code`" not in own
    if kind == "message" and "evil.test" in payload["text"]:
        assert "&lt;!channel&gt;" in payload["text"]


@pytest.mark.parametrize("name", NAMES)
def test_memory_and_values_hold_ids_and_never_words(name: str, hostile: Shown) -> None:
    _, payload = hostile[name]
    for place, text in parts(payload):
        if place.endswith((".value", ".private_metadata", ".callback_id", ".action_id")):
            assert MARK not in text
            assert "channel>" not in text


NUDGES = ["invite", "invite_outside", "proposed_agreement", "not_this_time", "welcome", "open",
          "ask_to_keep", "shared_sentence", "paused", "resumed", "ended"]  # fmt: skip


@pytest.mark.parametrize("name", NUDGES)
def test_a_nudge_is_short(name: str, shown: Shown) -> None:
    """practice H, Tone"""
    text = re.sub(r"<!date\^\d+\^[^|>]*\|([^>]*)>", r"\1", shown[name][1]["text"])

    assert len(text.split()) <= 35


FORBIDDEN = re.compile(
    r"\b(observers?|coachees?|protocols?|stages?|embargo(?:es|ed)?)\b", re.IGNORECASE
)


@pytest.mark.parametrize("name", NAMES)
def test_screens_speak_the_words_of_people(name: str, shown: Shown) -> None:
    """practice A7"""
    for place, text in parts(shown[name][1]):
        if place.endswith((".text", ".alt_text", ".accessibility_label")):
            assert not FORBIDDEN.search(text), text
            assert "!" not in re.sub(r"<!date", "", text), text
