"""Finds sentences that stand in code instead of in `handlers/words` or a protocol file."""

import ast
import re
from collections.abc import Iterator
from functools import cache

from tests.house.reading import Source, sources

EXEMPTION = re.compile(r"#\s*words:\s*\S")
SQL = re.compile(
    r"\s*(SELECT|INSERT|UPDATE|DELETE|CREATE|ALTER|DROP|PRAGMA|BEGIN|WITH|SET|LOCK|NOT|CHECK|SAVEPOINT|RELEASE|ROLLBACK)\b"
)
WORD = re.compile(r"^[(\[“‘\"'*_~<]*[^\W\d_]+(?:[’'-][^\W\d_]+)*[)\]”’\"'*_~>.,:;!?…]*$")
LABEL = re.compile(r"^[A-Z][a-z]+[.!?…]?$")

SENTENCE = 3  # Words in a row that only a person reads.
LABEL_WORDS = 2  # In handlers also what stands on a button.

DATA_BY_POSITION = {
    "compile",
    "match",
    "fullmatch",
    "search",
    "sub",
    "split",
    "findall",
    "finditer",
}


def found_in(source: Source) -> Iterator[str]:
    """One line for each sentence in this file that belongs into the catalogue."""
    if source.path.startswith(("handlers/words/", "handlers/words.py")):
        return
    exempt = _exempt_nodes(source)
    for node in _texts(source.tree):
        if id(node) in exempt or not _is_for_people(_said(node), source.path):
            continue
        if any(EXEMPTION.search(line) for line in source.lines_of(node)):
            continue
        yield f"{source.path}:{node.lineno}: {_said(node)!r} belongs into handlers/words"


def _is_for_people(text: str, path: str) -> bool:
    if SQL.match(text):
        return False
    words = sum(1 for part in text.split() if WORD.match(part))
    if path.startswith("handlers/"):
        return words >= LABEL_WORDS or LABEL.match(text) is not None
    return words >= SENTENCE


def _texts(tree: ast.Module) -> Iterator[ast.Constant | ast.JoinedStr]:
    """String literals; an f-string counts once, not by its parts."""
    parts = {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr)
        for part in ast.walk(node)
        if part is not node
    }
    for node in ast.walk(tree):
        if id(node) in parts:
            continue
        if isinstance(node, ast.JoinedStr) or (
            isinstance(node, ast.Constant) and isinstance(node.value, str)
        ):
            yield node


def _said(node: ast.Constant | ast.JoinedStr) -> str:
    if isinstance(node, ast.Constant):
        return str(node.value)
    return "".join(
        str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values
    )


@cache
def programming_errors() -> frozenset[str]:
    """The exceptions that flows and storage define; their words are for whoever mends the code."""
    return frozenset(
        node.name
        for source in sources("flows", "storage")
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ClassDef)
        and any(
            isinstance(base, ast.Name) and base.id.endswith(("Error", "Exception"))
            for base in node.bases
        )
    )


def _exempt_nodes(source: Source) -> set[int]:
    """Literals that are not shown to anyone: docstrings, programming errors, patterns."""
    roots: list[ast.AST] = []
    for node in ast.walk(source.tree):
        match node:
            case ast.Expr(value=ast.Constant()):
                roots.append(node)
            case ast.Assign() | ast.AnnAssign() | ast.Return() if EXEMPTION.search(
                source.lines[node.lineno - 1]
            ):
                roots.append(node)  # A reason on the first line holds for a whole table.
            case ast.Raise() if source.path.startswith(("flows/", "storage/")):
                roots.append(node)
            case ast.Call(func=ast.Attribute(value=ast.Name(id="re"), attr=name)) if (
                name in DATA_BY_POSITION
            ):
                roots.extend(node.args[:1])
            case ast.Call(func=ast.Attribute(value=ast.Call(func=ast.Name(id="super"))), args=args):
                if source.path.startswith(("flows/", "storage/")):
                    roots.extend(args)
            case ast.arg(annotation=ast.expr() as quoted_type):
                roots.append(quoted_type)
            case ast.AnnAssign(annotation=quoted_type):
                roots.append(quoted_type)
            case ast.FunctionDef(returns=ast.expr() as quoted_type):
                roots.append(quoted_type)
            case ast.AsyncFunctionDef(returns=ast.expr() as quoted_type):
                roots.append(quoted_type)
            case ast.Call(func=ast.Name(id="text") | ast.Attribute(attr="text")) if (
                source.path.startswith("storage/")
            ):
                roots.extend(node.args)
            case ast.Call(func=ast.Name(id=name)) if (
                name in programming_errors() and source.path.startswith(("flows/", "storage/"))
            ):
                roots.extend(node.args)
            case ast.Call(func=ast.Name(id="cast")):
                roots.extend(node.args[:1])
            case ast.Subscript(value=ast.Name(id="Literal")):
                roots.append(node)
            case _:
                pass
    return {id(inner) for root in roots for inner in ast.walk(root)}
