"""No test sleeps: it moves the clock, or waits for what it is about."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.house.reading import Source, sources

REASON = re.compile(r"#\s*sleeps:\s*\S")


def sleeping(source: Source) -> Iterator[str]:
    """Where this file sleeps without saying why; sleeping for 0 only lets others run."""
    for node in ast.walk(source.tree):
        match node:
            case ast.Call(func=ast.Name(id="sleep") | ast.Attribute(attr="sleep")):
                nothing = any(isinstance(a, ast.Constant) and a.value == 0 for a in node.args)
                if not nothing and not any(map(REASON.search, source.lines_of(node))):
                    yield f"{source.path}:{node.lineno}: sleeps"
            case _:
                pass


def test_no_test_sleeps() -> None:
    found = [line for source in sources("tests") for line in sleeping(source)]

    assert not found, "\n".join(found)


@pytest.mark.parametrize("planted", ["time.sleep(1)", "await asyncio.sleep(0.01)", "sleep(n)"])
def test_a_planted_sleep_is_found(planted: str) -> None:
    assert list(sleeping(Source("tests/test_x.py", f"async def f() -> None:\n    {planted}")))


@pytest.mark.parametrize(
    "allowed", ["await asyncio.sleep(0)", "await asyncio.sleep(1)  # sleeps: the real ping of 1 s"]
)
def test_a_reason_is_enough(allowed: str) -> None:
    assert not list(sleeping(Source("tests/test_x.py", f"async def f() -> None:\n    {allowed}")))
