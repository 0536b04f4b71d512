"""Moments and spans in plain words, for buttons, forms and messages that one person reads."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from flows.ids import MemberId
from flows.policy import zone_of
from handlers.views.blocks import LONGEST_LABEL
from handlers.words import say


def written(at: datetime, zone: str) -> str:
    """The moment in that zone, e.g. `Thu 12 Mar 11:10`."""
    local = at.astimezone(zone_of(zone))
    return f"{local:%a} {local.day} {local:%b} {local:%H:%M}"


def spanned(start: datetime, end: datetime, zone: str) -> str:
    """From when to when in that zone, e.g. `Thu 12 Mar 11:10–11:25`."""
    return f"{written(start, zone)}–{end.astimezone(zone_of(zone)):%H:%M}"


def label(at: datetime, zones: Iterable[str]) -> str:
    """The moment for a button that all see: in each zone whose clocks differ, with its city."""
    told: dict[str, str] = {}
    for zone in zones:
        told.setdefault(written(at, zone), _city(zone))
    both = " / ".join(f"{text} {city}" for text, city in told.items())
    return next(iter(told)) if len(told) == 1 or len(both) > LONGEST_LABEL else both


def for_reader(
    start: datetime,
    reader: MemberId,
    zones: Mapping[MemberId, str],
    names: Mapping[MemberId, str],
    locale: str,
    *,
    end: datetime | None = None,
) -> str:
    """The time in the reader's zone, and in a partner's where their clocks differ."""
    own = zones[reader]
    told = written(start, own) if end is None else spanned(start, end, own)
    others = {
        member: written(start, zone)
        for member, zone in zones.items()
        if written(start, zone) != written(start, own)
    }
    for member, text in others.items():
        who = names.get(member, say("app.somebody", locale))
        told += f" ({say('visit.their_time', locale, time=text, who=who)})"
    return told


def _city(zone: str) -> str:
    return zone.rsplit("/", maxsplit=1)[-1].replace("_", " ")
