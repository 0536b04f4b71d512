import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.ids import MemberId, WorkspaceId
from handlers import payloads
from handlers.payloads import Answers, Origin

TEAM = WorkspaceId("T1")
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["view", "state", "values", "b", "value", "selected_option", "x"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ({}, None),
        ({"team": {}}, None),
        ({"user": {"id": "U1"}}, None),
        ({"team_id": "T1"}, Origin(TEAM, None, None)),
        ({"team": {"id": "T1"}, "user": {"id": "U1"}}, Origin(TEAM, MemberId("U1"), None)),
        ({"team": None, "user": {"id": "U1", "team_id": "T1"}}, Origin(TEAM, MemberId("U1"), None)),
        (
            {"team_id": "T1", "user_id": "U1", "command": "/coach", "trigger_id": "1"},
            Origin(TEAM, MemberId("U1"), "trigger:1"),
        ),
        (
            {"team_id": "T1", "event_id": "Ev1", "event": {"user": "U1"}},
            Origin(TEAM, MemberId("U1"), "event:Ev1"),
        ),
        (
            {"team_id": "T1", "event_id": "Ev1", "event": {"user": {"id": "U1"}}},
            Origin(TEAM, MemberId("U1"), "event:Ev1"),
        ),
        ({"team_id": "T1", "event_id": "Ev1", "event": {}}, Origin(TEAM, None, "event:Ev1")),
        (
            {
                "team_id": "T1",
                "type": "view_submission",
                "trigger_id": "1",
                "view": {"private_metadata": '{"key":"k"}'},
            },
            Origin(TEAM, None, "form:k"),
        ),
        (
            {"team_id": "T1", "type": "view_submission", "trigger_id": "1", "view": {}},
            Origin(TEAM, None, None),
        ),
    ],
)
def test_a_delivery_is_known_by_what_stays_the_same(
    body: dict[str, object], found: Origin | None
) -> None:
    """Never by its envelope; a form by its key, since each sending has a trigger of its own."""
    assert payloads.origin({**body, "envelope_id": "e"}) == found


@given(st.dictionaries(st.text(), st.text()))
def test_what_a_button_carries_comes_back(values: dict[str, str]) -> None:
    shown = {name: payloads.seen(value) for name, value in values.items()}
    assert payloads.unpacked(payloads.packed(**values)) == shown


@given(st.text() | JSON)
def test_what_was_tampered_with_carries_strings_or_nothing(text: object) -> None:
    found = payloads.unpacked(text if isinstance(text, str) else json.dumps(text))

    assert {type(each) for pair in found.items() for each in pair} <= {str}
    assert payloads.unpacked(7) == {}


@pytest.mark.parametrize(
    ("body", "value"),
    [
        ({}, {}),
        ({"actions": []}, {}),
        ({"actions": ["odd"]}, {}),
        ({"actions": [{"value": '{"a":"b"}'}]}, {"a": "b"}),
        ({"actions": [{"selected_option": {"value": '{"a":"b"}'}}]}, {"a": "b"}),
    ],
)
def test_the_value_of_what_was_pressed(body: dict[str, object], value: dict[str, str]) -> None:
    assert payloads.value(body) == value


@given(JSON)
def test_answers_of_any_shape_are_read_without_harm(state: object) -> None:
    body = state if isinstance(state, dict) else {"state": state}
    try:
        found = Answers.of(body)
    except AttributeError:
        return  # Slack's own frame around the state is not in doubt.
    for block in ("b", "x"):
        assert isinstance(found.text(block), str)
        assert found.choice(block) is None or isinstance(found.choice(block), str)
        assert found.person(block) is None
        assert found.conversation(block) is None
        assert found.day(block) is None


def test_each_kind_of_input_is_read() -> None:
    values = {
        "text": {"a": {"value": " as typed \n"}},
        "choice": {"a": {"selected_option": {"value": "v"}}},
        "ticked": {"a": {"selected_options": [{"value": "v"}, "odd", {}]}},
        "person": {"a": {"selected_user": "U1"}},
        "channel": {"a": {"selected_conversation": "C1"}},
        "older": {"a": {"selected_channel": "C2"}},
        "day": {"a": {"selected_date": "2026-03-03"}},
        "odd": "odd",
        "odder": {"a": "odd"},
    }
    found = Answers.of({"view": {"state": {"values": values}}})

    assert found.text("text") == " as typed \n"
    assert found.choice("choice") == "v"
    assert found.ticked("ticked") == {"v"}
    assert found.ticked("none") == frozenset()
    assert (found.person("person"), found.day("day")) == ("U1", "2026-03-03")
    assert (found.conversation("channel"), found.conversation("older")) == ("C1", "C2")
    assert (found.text("odd"), found.text("odder"), found.text("none")) == ("", "", "")
    assert Answers.of({"state": {"values": values}}).text("text") == " as typed \n"
    assert Answers.of({}).values == {}


@pytest.mark.parametrize(
    ("text", "whom"),
    [
        ("<@U1|maya>", "U1"),
        ("<@U1>", "U1"),
        ("please <@U1|maya>", "U1"),
        ("@maya", None),
        ("&lt;@U1&gt;", None),
        ("", None),
    ],
)
def test_a_mention_is_read_as_slack_escapes_it(text: str, whom: str | None) -> None:
    assert payloads.mentioned(text) == whom


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("a &amp; b &lt;!here&gt;", "a & b <!here>"),
        ("&amp;lt;", "&lt;"),
        ("<@U1|maya> and <@U2>", "@maya and @U2"),
        ("<#C1|general> <#C2|>", "#general #C2"),
        ("<https://x.test/a|x.test> <https://x.test>", "https://x.test/a https://x.test"),
    ],
)
def test_a_commands_text_is_read_as_it_was_typed(text: str, typed: str) -> None:
    assert payloads.as_typed(text) == typed
