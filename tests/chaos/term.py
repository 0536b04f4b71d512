"""A term of a school from its first day to the last: who acts when, drawn from a seed."""

from collections.abc import Awaitable, Callable
from datetime import date, datetime, time, timedelta
from functools import partial
from random import Random

from tests.chaos import stories
from tests.chaos.school import BEGIN, Member, School
from tests.chaos.stories import DUBLIN
from tests.chaos.weather import Weather

FIRST = date(2026, 3, 2)
LONGEST = 110
"""Days; the year's last visits are picked in it, for labels of times name no year."""

PAIRS = (
    ("U0MAYA", "U0TOMAS", "tomas"),
    ("U0AOIFE", "U0JUN", "jun"),
    ("U0LEILA", "U0PIOTR", "piotr"),
    ("U0JUN", "U0MAYA", "maya"),
)
_TIMES = tuple(
    time(hour, minute)
    for hour in range(9, 20)
    for minute in range(0, 60, 5)
    if (hour, minute) < (15, 30) or (16, 5) <= (hour, minute) < (17, 45) or hour > 17
)
"""When people act: in the evening too, but not in the minutes when messages come."""

Act = Callable[[], Awaitable[object]]
Progress = Callable[[float], None]


async def term(school: School, seed: str, days: int, weather: Weather, progress: Progress) -> None:
    """The school lives through so many days; every story is told to its end."""
    chance = Random(seed)
    people = school.teachers()
    await school.settled()
    await stories.founded(people["U0AOIFE"])
    for person in people.values():
        await weather.brews(0.0)
        await stories.joined(person)
    pairs = [await _Pair.met(people, *names) for names in PAIRS]
    for number in range(days):
        day = FIRST + timedelta(days=number)
        for at, act in _acts(people, pairs, day, chance):
            await school.passes_to(at)
            await weather.brews(number / days)
            await act()
        progress((number + 1) / days)
    await weather.clears()
    await school.passes_to(_moment(FIRST + timedelta(days=days), time(12, 0)))


class _Pair:
    """Two people, and where their story stands."""

    def __init__(self, school: School, acts: stories.Acts) -> None:
        self._school = school
        self._acts = acts
        self._wakes = BEGIN

    @classmethod
    async def met(cls, people: dict[str, Member], one: str, other: str, name: str) -> "_Pair":
        host, visitor = people[one], people[other]
        group = await stories.partnered(host, visitor, name)
        return cls(host.school, stories.coached(host, visitor, group))

    async def acts(self) -> None:
        """The next step of their story, if its time has come."""
        if self._wakes <= self._school.now:
            wakes = await anext(self._acts)
            self._wakes = self._school.now if wakes is None else wakes


def _acts(
    people: dict[str, Member], pairs: list[_Pair], day: date, chance: Random
) -> list[tuple[datetime, Act]]:
    works = day.weekday() < 5
    greeting = chance.sample(sorted(people), 5 if works else 1)
    musing = chance.sample(sorted(people), 2 if works else 0)
    acts: list[Act] = [partial(stories.greets, people[each]) for each in greeting]
    acts += [partial(stories.muses, people[each], chance.randrange(3)) for each in musing]
    acts += [pair.acts for pair in pairs for _ in range(2 if works else 1)]
    chance.shuffle(acts)
    times = sorted(chance.sample(_TIMES, len(acts)))
    return [(_moment(day, at), act) for at, act in zip(times, acts, strict=True)]


def _moment(day: date, at: time) -> datetime:
    return datetime.combine(day, at, DUBLIN)
