"""Whoever silences a tool names the rule and the reason, on the line."""

import re
from collections.abc import Iterator

import pytest

from tests.house.reading import PRODUCT, Source, sources

SILENCERS = {
    "noqa": re.compile(r"#\s*noqa(?!:\s*[A-Z]+\d+)"),
    "noqa reason": re.compile(r"#\s*noqa:\s*[A-Z]+\d+(?:,\s*[A-Z]+\d+)*\s*$"),
    "type: ignore": re.compile(r"#\s*type:\s*ignore(?!\[)"),
    "type: ignore reason": re.compile(r"#\s*type:\s*ignore\[[\w, -]+\]\s*$"),
    "no cover": re.compile(r"#\s*pragma:\s*no (?:cover|branch)"),
}


def silenced_without_reason(source: Source) -> Iterator[str]:
    """Lines that switch a tool off and do not say why."""
    for number, line in enumerate(source.lines, start=1):
        for name, pattern in SILENCERS.items():
            if pattern.search(line):
                yield f"{source.path}:{number}: {name} without code or reason: {line.strip()}"


def test_every_silenced_tool_has_its_reason() -> None:
    ours = [
        source
        for source in sources(*PRODUCT, "playground", "tests", "benchmarks")
        if source.path != "tests/house/test_comments.py"
    ]
    found = [line for source in ours for line in silenced_without_reason(source)]

    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "planted",
    [
        "x = 1  # noqa",
        "x = 1  # noqa: S101",
        "x = 1  # noqa: S101, E501",
        "x = 1  # type: ignore",
        "x = 1  # type: ignore[attr-defined]",
        "x = 1  # pragma: no cover",
    ],
)
def test_a_planted_silencer_is_found(planted: str) -> None:
    assert list(silenced_without_reason(Source("flows/x.py", planted)))


@pytest.mark.parametrize(
    "allowed",
    [
        "x = 1  # noqa: S101 - a table, not a secret",
        "x = 1  # type: ignore[attr-defined]  # Bolt adds it while it runs.",
        "x = 1  # Slack counts characters, not bytes.",
    ],
)
def test_a_reason_is_enough(allowed: str) -> None:
    assert not list(silenced_without_reason(Source("flows/x.py", allowed)))
