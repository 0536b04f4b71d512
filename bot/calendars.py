"""Public holidays by country and region; the `holidays` library is loaded when first asked."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache, lru_cache
from importlib import resources

_SAMPLE_YEAR = 2026
"""The year by which regions are compared with their country."""


class HolidayCalendars:
    """Plays `handlers.seams.Calendars`."""

    def countries(self) -> Mapping[str, str]:
        """Code to name, in order of names."""
        return _countries()

    def country_of(self, zone: str) -> str:
        """The country that this IANA zone lies in; empty where that is unclear."""
        country = _zones().get(zone, "")
        return country if country in _countries() else ""

    def regions(self, country: str) -> Sequence[str]:
        """The codes of the country's regions whose holidays differ from its own."""
        return _regions(country)

    async def holidays(
        self, country: str, region: str | None, first: date, last: date
    ) -> frozenset[date]:
        """The public holidays between the two days, both included; none for an unknown country."""
        years = tuple(range(first.year, last.year + 1))
        found = await asyncio.to_thread(_days, country, region, years)
        return frozenset(day for day in found if first <= day <= last)


def _table(name: str) -> list[list[str]]:
    """The rows of one of the tables that come with the zones."""
    text = resources.files("tzdata.zoneinfo").joinpath(name).read_text("utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]


@cache
def _countries() -> Mapping[str, str]:
    from holidays.registry import COUNTRIES  # noqa: PLC0415 - 0.1 s that only a founder waits for.

    kept = {str(entry[1]) for entry in COUNTRIES.values()}
    names = [(name, code) for code, name in _table("iso3166.tab") if code in kept]
    return {code: name for name, code in sorted(names)}


@cache
def _zones() -> Mapping[str, str]:
    return {row[2]: row[0] for row in _table("zone.tab")}


@cache
def _regions(country: str) -> Sequence[str]:
    import holidays  # noqa: PLC0415 - As above.

    if country not in _countries():
        return ()
    whole = holidays.country_holidays(country, years=_SAMPLE_YEAR)
    return tuple(
        region
        for region in whole.subdivisions
        if _days(country, region, (_SAMPLE_YEAR,)) != frozenset(whole)
    )


@lru_cache(maxsize=512)
def _days(country: str, region: str | None, years: tuple[int, ...]) -> frozenset[date]:
    import holidays  # noqa: PLC0415 - As above.

    try:
        return frozenset(holidays.country_holidays(country, subdiv=region, years=years))
    except NotImplementedError:  # How `holidays` says that it knows no such country or region.
        return frozenset()
