"""Many schools under chaos, some at a time: calm terms first, then the same terms in storms."""

import asyncio
import json
import shutil
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from itertools import product
from pathlib import Path
from random import Random

from tests.chaos import ledger, verdict
from tests.chaos.school import School
from tests.chaos.term import term
from tests.chaos.verdict import Counts, Expected
from tests.chaos.weather import Calm, Storm

Database = Callable[[str], str]
"""An empty database for the school of that name."""

Progress = Callable[[str, float], None]
"""`progress(school, share of its term that is over)`."""


MOST_OF_ONE = 8
"""Schools of one database at the same time: each bot's pool holds ten connections of a hundred."""


class NoMeasure(Exception):
    """A calm term was not lived to its end, so there is nothing to hold a storm against."""


@dataclass(frozen=True)
class Plan:
    """What is run; the same plan again goes on where it was left."""

    schools: int = 20
    """On each database."""

    kills: int = 11
    """In each school."""

    days: int = 66
    terms: int = 5
    """So many different terms; each is lived in several schools, in weather of their own."""

    seed: int = 1
    code: str = ""
    """What is run, as far as it is known: what another code left behind is done again."""

    at_once: int = field(default=12, compare=False)

    def term_of(self, number: int) -> str:
        """What the acts of a school are drawn from."""
        return f"{self.seed}.{number % self.terms}.{self.days}"

    @property
    def seeds(self) -> list[str]:
        """Each term once."""
        return sorted({self.term_of(number) for number in range(self.schools)})


class Campaign:
    """Carries a plan out on some databases side by side, keeping every school's result."""

    def __init__(
        self, plan: Plan, folder: Path, databases: Mapping[str, Database], progress: Progress
    ) -> None:
        self._plan = plan
        self._folder = folder
        self._databases = databases
        self._progress = progress
        self._places = asyncio.Semaphore(plan.at_once)
        self._of_one = {name: asyncio.Semaphore(MOST_OF_ONE) for name in databases}

    async def run(self) -> dict[str, Counts]:
        """Every school's counts together, for each database; raises `NoMeasure`."""
        self._begin()
        plan = self._plan
        try:
            async with asyncio.TaskGroup() as group:
                # These come first: a storm without its measure would be run in vain.
                calm = {seed: group.create_task(self._expected(seed)) for seed in plan.seeds}
                found: dict[str, list[asyncio.Task[Counts]]] = {
                    name: [] for name in self._databases
                }
                for n, (name, tasks) in product(range(plan.schools), found.items()):
                    lived = self._school(name, n, calm[plan.term_of(n)])
                    tasks.append(group.create_task(lived))
        except ExceptionGroup as several:
            raise next(_leaves(several)) from several
        return {
            name: sum((task.result() for task in tasks), Counts()) for name, tasks in found.items()
        }

    def _begin(self) -> None:
        """What was done of another plan, or of one that was carried out, is done again."""
        self._folder.mkdir(parents=True, exist_ok=True)
        stamp = self._folder / "plan.json"
        plan = json.dumps(asdict(replace(self._plan, at_once=0)))
        if stamp.exists() and stamp.read_text("utf-8") != plan:
            self._forget("calm", *(p.name for p in self._folder.iterdir() if p.is_dir()))
        if all(map(self._whole, self._databases)):
            self._forget("calm", *self._databases)
        stamp.write_text(plan, "utf-8")
        for name in ("calm", *self._databases):
            (self._folder / name).mkdir(exist_ok=True)

    def _whole(self, database: str) -> bool:
        done = (self._folder / database).glob("school-*.json")
        return len(list(done)) == self._plan.schools

    def _forget(self, *names: str) -> None:
        for name in names:
            shutil.rmtree(self._folder / name, ignore_errors=True)

    async def _expected(self, seed: str) -> Expected:
        kept = self._folder / "calm" / f"{seed}.json"
        if not kept.exists():
            async with self._places:
                said = await self._in_calm(seed)
            kept.write_text(json.dumps([[*key, n] for key, n in said.items()]), "utf-8")
        told = json.loads(kept.read_text("utf-8"))
        return Counter({(where, day, text): n for where, day, text, n in told})

    async def _in_calm(self, seed: str) -> Expected:
        """What a calm term leaves behind: each story was told to its end, all of it was said."""
        name = f"calm {seed}"
        place = self._fresh(self._folder / "calm" / f"term-{seed}")
        async with School(place, f"sqlite:///{place / 'tandem.sqlite3'}") as school:
            try:
                await term(school, seed, self._plan.days, Calm(), partial(self._progress, name))
            except Exception as error:
                raise NoMeasure(
                    f"{name}: {str(error) or type(error).__name__}; see {place}"
                ) from error
            evidence = ledger.gathered(school)
        said = verdict.as_expected(evidence.said)
        if school.given_up:
            raise NoMeasure(f"{name}: {'; '.join(school.given_up)}; see {place}")
        if not verdict.counts(evidence, said, 0).clean:
            (place / "amiss.txt").write_text(verdict.told(evidence, said), "utf-8")
            raise NoMeasure(f"{name}: not everything was said as it should be; see {place}")
        shutil.rmtree(place)
        return said

    async def _school(self, database: str, number: int, calm: asyncio.Task[Expected]) -> Counts:
        name = f"school-{number:02}"
        kept = self._folder / database / f"{name}.json"
        called = f"{database} {name}"
        if not kept.exists():
            async with self._of_one[database], self._places:
                found = await self._lived(database, number, calm)
            kept.write_text(json.dumps(asdict(found)), "utf-8")
        self._progress(called, 1.0)
        return Counts(**json.loads(kept.read_text("utf-8")))

    async def _lived(self, database: str, number: int, calm: asyncio.Task[Expected]) -> Counts:
        plan, name = self._plan, f"school-{number:02}"
        place = self._fresh(self._folder / database / name)
        ended = ""
        async with School(place, self._databases[database](name)) as school:
            storm = Storm(school, plan.kills, Random(f"{plan.seed} storm {number}"))
            progress = partial(self._progress, f"{database} {name}")
            try:
                await term(school, plan.term_of(number), plan.days, storm, progress)
            except Exception:  # noqa: BLE001 - whatever it was, what is not said counts as lost
                ended = traceback.format_exc()
            evidence = ledger.gathered(school)
        expected = await calm
        found = verdict.counts(evidence, expected, school.bot.kills)
        if ended:
            found = replace(found, lost=max(1, found.lost))
        if found.clean:
            shutil.rmtree(place)
        else:
            given_up = "".join(f"given up {each}\n" for each in school.given_up)
            amiss = verdict.told(evidence, expected)
            (place / "amiss.txt").write_text(f"{ended}{given_up}{amiss}", "utf-8")
        return found

    def _fresh(self, place: Path) -> Path:
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(parents=True)
        return place


def _leaves(found: BaseException) -> Iterator[BaseException]:
    """Each single exception of a group."""
    if not isinstance(found, BaseExceptionGroup):
        yield found
        return
    for each in found.exceptions:
        yield from _leaves(each)
