"""Every test can fail: it asserts something, or hands over to something that does."""

import ast
from collections.abc import Iterator

import pytest

from tests.house.reading import Source, sources

ASSERTING = ("assert", "raises", "warns", "expect", "check", "run_state_machine_as_test", "fail")

type_of_test = ast.FunctionDef | ast.AsyncFunctionDef


def asserting_nothing(source: Source) -> Iterator[str]:
    """Tests in this file that could not fail."""
    for node in ast.walk(source.tree):
        if (
            isinstance(node, type_of_test)
            and node.name.startswith("test")
            and not any(_asserts(inner) for inner in ast.walk(node))
        ):
            yield f"{source.path}:{node.lineno}: {node.name} asserts nothing"


def _asserts(node: ast.AST) -> bool:
    match node:
        case ast.Assert():
            return True
        case ast.Call(func=ast.Name(id=name)) | ast.Call(func=ast.Attribute(attr=name)):
            return name.lstrip("_").startswith(ASSERTING)
    return False


def test_every_test_asserts_something() -> None:
    found = [line for source in sources("tests") for line in asserting_nothing(source)]

    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "planted",
    [
        "def test_it() -> None:\n    walk()",
        "async def test_it() -> None:\n    await walk()",
        "class TestIt:\n    def test_it(self) -> None: ...",
    ],
)
def test_a_planted_test_without_assertion_is_found(planted: str) -> None:
    assert list(asserting_nothing(Source("tests/test_x.py", planted)))


@pytest.mark.parametrize(
    "allowed",
    [
        "def test_it() -> None:\n    assert walk()",
        "def test_it() -> None:\n    with pytest.raises(ValueError):\n        walk()",
        "def test_it() -> None:\n    page.expect_text('Maya')",
        "def walk() -> None: ...",
    ],
)
def test_what_asserts_is_left_alone(allowed: str) -> None:
    assert not list(asserting_nothing(Source("tests/test_x.py", allowed)))
