"""The script's own calendar, where the bot otherwise asks for public holidays."""

from collections.abc import Mapping, Sequence
from datetime import date

from bot.calendars import HolidayCalendars
from bot.tour.script import Script


class ScriptCalendars:
    """Plays `handlers.seams.Calendars`: the school of the script has its holidays and no others."""

    def __init__(self, script: Script) -> None:
        self._script = script
        self._all = HolidayCalendars()

    def countries(self) -> Mapping[str, str]:
        """Code to name, in order of names."""
        return self._all.countries()

    def country_of(self, zone: str) -> str:
        """The country that this IANA zone lies in."""
        return self._all.country_of(zone)

    def regions(self, country: str) -> Sequence[str]:
        """The codes of the country's regions whose holidays differ from its own."""
        return self._all.regions(country)

    async def holidays(
        self, country: str, region: str | None, first: date, last: date
    ) -> frozenset[date]:
        """The days of the script's calendar without school, between the two days."""
        if country != self._script.country:
            return await self._all.holidays(country, region, first, last)
        return frozenset(day for day in self._script.holidays if first <= day <= last)
