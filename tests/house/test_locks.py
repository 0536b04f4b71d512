"""The locks hold what pyproject.toml asks for, agree with each other, and name no address."""

import itertools
import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.house.reading import ROOT

LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-browser.lock")
EXTRAS = {
    "requirements.lock": (),
    "requirements-dev.lock": ("dev",),
    "requirements-browser.lock": ("dev", "browser"),
}
PINNED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[\w,-]+\])?==([^\s;\\]+)", re.MULTILINE)


def pins(lock: str) -> dict[str, list[Version]]:
    """Each package of a lock with its versions; one name may have one for each Python."""
    found: dict[str, list[Version]] = {}
    for name, version in PINNED.findall(lock):
        found.setdefault(canonicalize_name(name), []).append(Version(version))
    return found


def asked_for(pyproject: Mapping[str, Any], extras: tuple[str, ...]) -> list[Requirement]:
    """What a lock must satisfy: dependencies, the build back end, and these extras."""
    project = pyproject["project"]
    lines = [*project["dependencies"], *pyproject["build-system"]["requires"], "editables"]
    for extra in extras:
        lines += project["optional-dependencies"][extra]
    return [Requirement(line) for line in lines]


def unsatisfied(lock: str, wanted: list[Requirement]) -> Iterator[str]:
    """Requirements that this lock does not hold, or holds in a version that was not asked for."""
    held = pins(lock)
    for requirement in wanted:
        versions = held.get(canonicalize_name(requirement.name))
        if versions is None:
            yield f"{requirement.name} is missing"
        elif not all(version in requirement.specifier for version in versions):
            yield f"{requirement} is not met by {', '.join(map(str, versions))}"


def unlike(smaller: str, larger: str) -> Iterator[str]:
    """Packages of the smaller lock that the larger one has otherwise or not at all."""
    held = pins(larger)
    for name, versions in pins(smaller).items():
        if held.get(name) != versions:
            yield f"{name}: {versions} here, {held.get(name)} there"


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_holds_what_pyproject_asks_for(name: str) -> None:
    pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    found = list(unsatisfied((ROOT / name).read_text("utf-8"), asked_for(pyproject, EXTRAS[name])))

    assert not found, f"{name}: {found}; mend it with: make lock"


@pytest.mark.parametrize(("smaller", "larger"), list(itertools.pairwise(LOCKS)))
def test_each_lock_is_part_of_the_next(smaller: str, larger: str) -> None:
    found = list(unlike((ROOT / smaller).read_text("utf-8"), (ROOT / larger).read_text("utf-8")))

    assert not found, f"{smaller} and {larger} differ: {found}; mend it with: make lock"


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_holds_hashes_and_no_address(name: str) -> None:
    lock = (ROOT / name).read_text("utf-8")

    assert "://" not in lock
    assert all("--hash=sha256:" in entry for entry in re.split(r"\n(?=\S)", lock.strip()))


def test_what_a_lock_lacks_is_found() -> None:
    wanted = [Requirement("aiohttp>=3.14"), Requirement("pydantic>=2"), Requirement("rich")]

    found = list(unsatisfied("aiohttp==3.13.0 \\\n    --hash=sha256:0\nrich==15.0.0\n", wanted))

    assert found == ["aiohttp>=3.14 is not met by 3.13.0", "pydantic is missing"]


def test_locks_that_disagree_are_found() -> None:
    assert list(unlike("rich==15.0.0\n", "rich==15.0.1\n"))
    assert not list(unlike("rich==15.0.0\n", "rich==15.0.0\nyarl==1.0\n"))
