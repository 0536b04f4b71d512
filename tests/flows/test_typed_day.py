from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.typed_day import read_day

TODAY = date(2026, 3, 3)
THE_27TH = date(2026, 3, 27)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2026-03-27", THE_27TH),
        (" 27 March ", THE_27TH),
        ("27. March 2026", THE_27TH),
        ("27th Mar", THE_27TH),
        ("March 27th, 2026", THE_27TH),
        ("mar 27", THE_27TH),
        ("27.3.", THE_27TH),
        ("27.3.2026", THE_27TH),
        ("2 March", date(2027, 3, 2)),
        ("3 March", date(2027, 3, 3)),
        ("29 February", None),
        ("2026-02-30", None),
        ("31.4.", None),
        ("27 Marvember", None),
        ("27 nothing", None),
        ("3/4", None),
        ("27", None),
        ("soon", None),
        ("", None),
    ],
)
def test_a_day_is_read_as_it_is_typed_or_not_at_all(typed: str, meant: date | None) -> None:
    assert read_day(typed, TODAY) == meant


@given(st.text(max_size=40))
def test_anything_can_be_typed(typed: str) -> None:
    assert isinstance(read_day(typed, TODAY), date | None)


@given(st.dates(min_value=date(2026, 3, 4), max_value=date(2027, 3, 2)))
def test_a_day_of_the_coming_year_is_found_without_its_year(day: date) -> None:
    assert read_day(f"{day.day} {day:%B}", TODAY) == day
