"""The repository's own files, as the house checks read them."""

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ("bot", "handlers", "flows", "storage")


@dataclass(frozen=True)
class Source:
    """One Python file: where it stands in the repository, and what it says."""

    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, self.path)

    @cached_property
    def lines(self) -> list[str]:
        return self.text.splitlines()

    def lines_of(self, node: ast.expr | ast.stmt) -> list[str]:
        return self.lines[node.lineno - 1 : node.end_lineno or node.lineno]


def sources(*folders: str) -> Iterator[Source]:
    """Every Python file under these folders of the repository."""
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            yield Source(str(path.relative_to(ROOT)), path.read_text("utf-8"))


def tracked_texts() -> Iterator[tuple[str, str]]:
    """Every text file that stands in the repository: its path and what it says."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    names = listed.stdout.decode().split("\0") if listed.returncode == 0 else _walk()
    for name in sorted(filter(None, names)):
        path = ROOT / name
        if path.is_file():
            data = path.read_bytes()
            if b"\0" not in data:
                yield name, data.decode("utf-8", "replace")


def _walk() -> list[str]:
    """The same where the repository was unpacked without git."""
    ours = (path.relative_to(ROOT) for path in ROOT.rglob("*") if path.is_file())
    return [
        str(path)
        for path in ours
        if not any(part.startswith(".") and part != ".ci" for part in path.parts[:-1])
        and "__pycache__" not in path.parts
    ]
