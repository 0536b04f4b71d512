"""Nothing in the repository says where packages come from or on whose machine it was written."""

import re
from collections.abc import Iterator

import pytest

from tests.house.reading import tracked_texts

# Each pattern is written so that it does not find itself.
FORBIDDEN = {
    "a registry's address": re.compile(
        r"py[p]i\.org|python[h]osted|npm[j]s\.(?:org|com)|registry\.[y]arnpkg|deb[.]debian[.]org"
        r"|proxy\.[g]olang|--(?:extra-)?index[-]url|--find[-]links",
        re.IGNORECASE,
    ),
    "a path of somebody's machine": re.compile(
        r"(?<![\w.~/-])/(?:[h]ome|[U]sers|[r]oot|[w]ork|[o]pt/(?:wheels|venv))/[\w.]"
        r"|\.\./[s]hared"
    ),
    "a key": re.compile(
        r"-----[B]EGIN [A-Z ]*PRIVATE KEY|xox[b]-\d{6,}-|xap[p]-\d-[A-Z0-9]{8,}-\d"
    ),
}
ALLOWED = {
    (".ci/lock", "a registry's address"),  # It names the option that keeps addresses out.
}


def betrayed(name: str, text: str) -> Iterator[str]:
    """What this text says that it must not."""
    for number, line in enumerate(text.splitlines(), start=1):
        for what, pattern in FORBIDDEN.items():
            if (name, what) not in ALLOWED and pattern.search(line):
                yield f"{name}:{number}: {what}: {line.strip()[:120]}"


def test_no_file_says_where_it_was_made() -> None:
    found = [line for name, text in tracked_texts() for line in betrayed(name, text)]

    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "planted",
    [
        "index = https://py" + "pi.org/simple",
        "pip install --extra-index" + "-url there",
        "open('/ho" + "me/maya/notes')",
        "see /wo" + "rk/notes.md",
        "-----BE" + "GIN RSA PRIVATE KEY-----",
        "SLACK_BOT_TOKEN=xox" + "b-1234567890-abc",
    ],
)
def test_a_planted_address_is_found(planted: str) -> None:
    assert list(betrayed("docs/x.md", planted))


@pytest.mark.parametrize(
    "allowed", ["the work/life balance", "GET /home/ of a page", "${HOME}/x", "TANDEM_HOME=~/x"]
)
def test_plain_words_are_left_alone(allowed: str) -> None:
    assert not list(betrayed("docs/x.md", allowed))
