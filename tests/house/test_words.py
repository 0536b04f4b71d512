"""No sentence stands outside the catalogue; and the check can fail."""

import pytest

from tests.house import words
from tests.house.reading import PRODUCT, Source, sources


def test_every_sentence_stands_in_the_catalogue() -> None:
    found = [line for source in sources(*PRODUCT) for line in words.found_in(source)]

    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("path", "planted"),
    [
        ("bot/doctor.py", 'print("The database is away.")'),
        ("bot/doctor.py", 'raise ValueError("Name the workspace, please.")'),
        ("flows/goal.py", 'TITLE = "Your goal so far"'),
        ("flows/goal.py", 'def title(n: int) -> str:\n    return f"You have {n} goals"'),
        ("handlers/views/home.py", 'button("Say yes")'),
        ("handlers/views/home.py", 'button("Join")'),
        ("handlers/views/home.py", 'text = ("Not this "\n    "time")'),
        ("bot/play.py", 'def f() -> None:  # words: read by nobody\n    print("one two three")'),
        ("storage/outbox.py", 'reason = "no longer true"'),
    ],
)
def test_a_planted_sentence_is_found(path: str, planted: str) -> None:
    assert list(words.found_in(Source(path, planted)))


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("handlers/words/english.py", 'WELCOME = "You are partners now."'),
        ("handlers/home.py", '"""What waits for a member."""'),
        ("handlers/home.py", 'def shown() -> None:\n    """What a member sees."""'),
        ("handlers/home.py", 'block = {"type": "section", "block_id": "home_waiting"}'),
        ("handlers/payloads.py", 'def read() -> "Submitted":\n    ...'),
        ("flows/goal.py", 'raise ValueError("A goal has exactly one owner.")'),
        ("storage/outbox.py", 'CLAIM = "UPDATE outbox SET state = :sending WHERE id = :id"'),
        ("storage/tables/messages.py", "where = text(\"state IN ('sent', 'dropped')\")"),
        ("storage/job.py", 'reject(Busy("not begun in time"))'),
        ("flows/moment.py", 'AT = re.compile("at noon or later")'),
        ("bot/play.py", 'print("one two three")  # words: read by nobody'),
        ("bot/play.py", 'T = {  # words: read by nobody\n    "a": "one two three",\n}'),
        ("bot/http.py", 'headers = {"Content-Type": "text/plain; charset=utf-8"}'),
    ],
)
def test_what_nobody_reads_is_left_alone(path: str, allowed: str) -> None:
    assert not list(words.found_in(Source(path, allowed)))
