"""Countries, regions and public holidays, as a founder meets them."""

from datetime import date

from bot.calendars import HolidayCalendars

CALENDARS = HolidayCalendars()


def test_countries_are_listed_by_name() -> None:
    countries = CALENDARS.countries()
    assert countries["IE"] == "Ireland"
    assert list(countries.values()) == sorted(countries.values())
    assert len(countries) > 150


def test_a_zone_says_in_which_country_somebody_probably_is() -> None:
    assert CALENDARS.country_of("Europe/Dublin") == "IE"
    assert CALENDARS.country_of("Europe/Warsaw") == "PL"
    assert CALENDARS.country_of("UTC") == ""
    assert CALENDARS.country_of("") == ""


def test_only_regions_with_days_of_their_own_are_offered() -> None:
    assert "BY" in CALENDARS.regions("DE")
    assert CALENDARS.regions("IE") == ()
    assert CALENDARS.regions("nowhere") == ()


async def test_holidays_lie_between_the_two_days() -> None:
    found = await CALENDARS.holidays("IE", None, date(2026, 12, 25), date(2027, 1, 1))
    assert found == {date(2026, 12, 25), date(2026, 12, 26), date(2027, 1, 1)}
    assert await CALENDARS.holidays("DE", "BY", date(2026, 1, 6), date(2026, 1, 6))
    assert not await CALENDARS.holidays("DE", None, date(2026, 1, 6), date(2026, 1, 6))
    assert not await CALENDARS.holidays("XX", None, date(2026, 1, 1), date(2026, 12, 31))
