"""The weekly prompt: which one, on which Monday (practice H; the script's order in J1)."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import yaml
from hypothesis import given
from hypothesis import strategies as st

from flows.schooldays import ProgramCalendar
from flows.weekly import Turn, WeeklyPrompt, next_monday, next_prompt

DUBLIN = ZoneInfo("Europe/Dublin")
EASTER = {date(2026, 3, 30) + timedelta(days=n) for n in range(12)}
CALENDAR = ProgramCalendar(
    covered_until=date(2026, 5, 22),
    holidays=frozenset({date(2026, 3, 17), date(2026, 5, 4), *EASTER}),
)
SCRIPT = """
03-02 31
03-09 1
03-16 32
03-23 2
04-13 33
04-20 3
04-27 34
05-11 4
05-18 35
"""


def run(weeks: int, own: tuple[WeeklyPrompt, ...] = ()) -> list[WeeklyPrompt]:
    posted: list[WeeklyPrompt] = []
    for _ in range(weeks):
        posted.append(next_prompt([prompt.name for prompt in posted], own))
    return posted


def test_the_script_from_its_founding_to_its_end() -> None:
    found: list[str] = []
    posted: list[str] = []
    now = next_monday(datetime(2026, 2, 27, 12, tzinfo=DUBLIN), CALENDAR, DUBLIN)
    while now is not None:
        prompt = next_prompt(posted)
        posted.append(prompt.name)
        local = now.astimezone(DUBLIN)
        assert (local.hour, local.minute) == (8, 0)
        found.append(f"{local:%m-%d} {prompt.number}")
        now = next_monday(now, CALENDAR, DUBLIN)

    assert found == SCRIPT.strip().splitlines()


def test_a_monday_whose_hour_has_come_is_over() -> None:
    monday = datetime(2026, 3, 2, 8, 0, tzinfo=DUBLIN)

    assert next_monday(monday - timedelta(seconds=1), CALENDAR, DUBLIN) == monday
    assert next_monday(monday, CALENDAR, DUBLIN) == monday + timedelta(days=7)


def test_after_its_last_one_a_kind_begins_again() -> None:
    numbers = [prompt.number for prompt in run(62)]

    assert numbers[:20:2] == list(range(31, 41))
    assert numbers[20] == 31
    assert numbers[1:61:2] == list(range(1, 31))
    assert numbers[61] == 1


def test_the_programs_own_come_among_the_others() -> None:
    own = (
        WeeklyPrompt(Turn.PRACTICAL, own="labs"),
        WeeklyPrompt(Turn.REFLECTION, own="week"),
        WeeklyPrompt(Turn.PRACTICAL, own="board"),
    )

    assert [prompt.name for prompt in run(8, own)] == [
        "bank:31",
        "bank:1",
        "own:week",
        "own:labs",
        "bank:32",
        "bank:2",
        "bank:33",
        "own:board",
    ]
    assert own[0].words is None


def test_every_prompt_of_the_bank_stands_in_the_catalogue() -> None:
    text = (Path(__file__).parents[2] / "handlers/words/weekly.en.yml").read_text("utf-8")

    words = yaml.safe_load(text)["weekly"]

    assert {prompt.words for prompt in run(60)} == {f"weekly.{n}" for n in words}
    assert all(sentence.endswith("?") for sentence in words.values())


@given(st.integers(0, 200))
def test_the_two_kinds_alternate_and_nothing_comes_twice_before_the_rest(weeks: int) -> None:
    posted = run(weeks)

    for n, prompt in enumerate(posted):
        assert prompt.turn is (Turn.PRACTICAL if n % 2 else Turn.REFLECTION)
    assert len({p.name for p in posted[1:60:2]}) == len(posted[1:60:2])


@given(st.integers(0, 90 * 24 * 60))
def test_a_prompt_comes_on_a_school_monday_ahead(minutes: int) -> None:
    now = datetime(2026, 2, 20, tzinfo=UTC) + timedelta(minutes=minutes)

    found = next_monday(now, CALENDAR, DUBLIN)

    assert found is None or (found > now and CALENDAR.is_school_day(found.date()))
