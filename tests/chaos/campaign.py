"""Many schools under chaos, some at a time: calm terms first, then the same terms in storms."""

import asyncio
import json
import shutil
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random

from tests.chaos import ledger, verdict
from tests.chaos.school import School, Stuck
from tests.chaos.term import term
from tests.chaos.verdict import Counts, Expected
from tests.chaos.weather import Calm, Storm
from tests.journeys.teacher import NotOnScreen

Database = Callable[[str], str]
"""An empty database for the school of that name."""

Progress = Callable[[str, float], None]
"""`progress(school, share of its term that is over)`."""


@dataclass(frozen=True)
class Plan:
    """What is run; the same plan again goes on where it was left."""

    database: str
    schools: int = 20
    kills: int = 11
    """In each school."""

    days: int = 66
    terms: int = 5
    """So many different terms; each is lived in several schools, in weather of their own."""

    seed: int = 1
    at_once: int = 10

    def term_of(self, number: int) -> str:
        """What the acts of a school are drawn from."""
        return f"{self.seed}.{number % self.terms}.{self.days}"


class Campaign:
    """Carries a plan out, keeping every school's result."""

    def __init__(self, plan: Plan, folder: Path, database: Database, progress: Progress) -> None:
        self._plan = plan
        self._folder = folder / plan.database
        self._calm = folder / "calm"
        self._database = database
        self._progress = progress
        self._places = asyncio.Semaphore(plan.at_once)

    async def run(self) -> Counts:
        """Every school's counts together."""
        self._begin()
        plan = self._plan
        seeds = sorted({plan.term_of(number) for number in range(plan.schools)})
        found = await asyncio.gather(*map(self._expected, seeds))
        expected = dict(zip(seeds, found, strict=True))
        every = await asyncio.gather(
            *(self._school(n, expected[plan.term_of(n)]) for n in range(plan.schools))
        )
        return sum(every, Counts())

    def _begin(self) -> None:
        """What was done of another plan, or of one that was carried out, is done again."""
        self._folder.mkdir(parents=True, exist_ok=True)
        stamp = self._folder / "plan.json"
        plan = asdict(self._plan) | {"at_once": None}
        if not stamp.exists() or json.loads(stamp.read_text("utf-8")) != plan or self._whole():
            shutil.rmtree(self._folder)
            self._folder.mkdir()
            stamp.write_text(json.dumps(plan), "utf-8")

    def _whole(self) -> bool:
        return len(list(self._folder.glob("school-*.json"))) == self._plan.schools

    async def _expected(self, seed: str) -> Expected:
        kept = self._calm / f"{seed}.json"
        if not kept.exists():
            async with self._places:
                name = f"calm {seed}"
                place = self._fresh(self._folder / name.replace(" ", "-"))
                async with School(place, f"sqlite:///{place / 'tandem.sqlite3'}") as school:
                    days = self._plan.days
                    await term(school, seed, days, Calm(), lambda done: self._progress(name, done))
                    said = _in_calm(school)
                self._calm.mkdir(exist_ok=True)
                kept.write_text(json.dumps([[*key, n] for key, n in said.items()]), "utf-8")
                shutil.rmtree(place)
        told = json.loads(kept.read_text("utf-8"))
        return Counter({(where, day, text): n for where, day, text, n in told})

    async def _school(self, number: int, expected: Expected) -> Counts:
        name = f"school-{number:02}"
        kept = self._folder / f"{name}.json"
        if kept.exists():
            self._progress(name, 1.0)
        else:
            async with self._places:
                found = await self._lived(number, name, expected)
            kept.write_text(json.dumps(asdict(found)), "utf-8")
        return Counts(**json.loads(kept.read_text("utf-8")))

    async def _lived(self, number: int, name: str, expected: Expected) -> Counts:
        plan = self._plan
        place = self._fresh(self._folder / name)
        async with School(place, self._database(name)) as school:
            storm = Storm(school, plan.kills, Random(f"{plan.seed} storm {number}"))
            seed = plan.term_of(number)
            with suppress(Stuck, NotOnScreen):  # What is not said then counts as lost.
                await term(school, seed, plan.days, storm, lambda done: self._progress(name, done))
            evidence = ledger.gathered(school)
        found = verdict.counts(evidence, expected, school.bot.kills)
        if found.clean:
            shutil.rmtree(place)
        else:
            (place / "amiss.txt").write_text(verdict.told(evidence, expected), "utf-8")
        return found

    def _fresh(self, place: Path) -> Path:
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(parents=True)
        return place


def _in_calm(school: School) -> Expected:
    """What a calm term left behind: every story was told to its end, and all of it was said."""
    evidence = ledger.gathered(school)
    said = verdict.as_expected(evidence.said)
    if school.given_up or not verdict.counts(evidence, said, 0).clean:
        raise Stuck(f"{school.folder.name}: in calm {school.given_up} stories were given up")
    return said
