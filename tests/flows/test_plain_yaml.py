import pytest

from flows import plain_yaml
from flows.faults import UnsoundProtocol


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("on", "on"),
        ("no", "no"),
        ("Yes", "Yes"),
        ("12:30", "12:30"),
        ("2026-03-01", "2026-03-01"),
        ("0x1F", "0x1F"),
        ("1.5", "1.5"),
        ("010", "010"),
        ("~", "~"),
        ("true", True),
        ("false", False),
        ("null", None),
        ("", None),
        ("15", 15),
        ("-3", -3),
        ('"15"', "15"),
        ("'true'", "true"),
        ("[a, 1]", ("a", 1)),
        ("{a: {b: 1}}", {"a": {"b": 1}}),
    ],
)
def test_only_plain_numbers_and_truths_are_more_than_text(text: str, value: object) -> None:
    assert plain_yaml.read(f"key: {text}", "x.yml").data == {"key": value}


def test_every_key_and_entry_knows_its_line() -> None:
    source = plain_yaml.read("a:\n  - b: 1\n  - c: 2\n", "x.yml")

    assert source.lines["a",] == 1
    assert source.lines["a", 0, "b"] == 2
    assert source.lines["a", 1] == 3


def test_a_fault_is_told_at_the_nearest_line_above_it() -> None:
    source = plain_yaml.read("a:\n  b: 1\n", "x.yml")
    source.fault(("a", "b", "c", 0), "empty")

    with pytest.raises(UnsoundProtocol) as refused:
        source.refuse()
    assert refused.value.faults[0].line == 2


@pytest.mark.parametrize(
    ("text", "line"),
    [("a: 1\nb: [", 2), ("a: 1\nb: &x 1\n", 2), ("a: 1\n\nb: *x\n", 3), ("a: 1\na: 2\n", 2)],
)
def test_what_is_no_plain_yaml_is_refused_with_its_line(text: str, line: int) -> None:
    with pytest.raises(UnsoundProtocol) as refused:
        plain_yaml.read(text, "x.yml")

    assert refused.value.faults[0].line == line
