"""The acceptance script as values: who does what in which minute, and what is sent to whom then."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from importlib import resources
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from handlers.words import say

J1 = "j1.yml"


class Mark(StrEnum):
    """What a line of the script is (practice J)."""

    ACT = "U"
    NUDGE = "S"
    NOTICE = "E"
    PAIR_POST = "P"
    CHANNEL_POST = "C"

    @property
    def lane(self) -> str:
        """Where such a line is seen."""
        return {"P": "pair", "C": "channel"}.get(self.value, "dm")


@dataclass(frozen=True, slots=True, order=True)
class Said:
    """One message in a lane: its minute, to whom (in `dm` only), its key, what must stand in it."""

    minute: datetime
    lane: str
    to: str
    mark: Mark
    key: str
    holds: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line: somebody acts and what that brings in the same minute, or what time brings."""

    at: datetime
    who: str | None
    does: str
    acts: Sequence[Mapping[str, Any]]
    says: tuple[Said, ...]

    @property
    def is_act(self) -> bool:
        """Whether a person acts."""
        return self.who is not None


@dataclass(frozen=True, slots=True)
class Script:
    """A whole script with its people (their ids, their names) and its calendar."""

    people: Mapping[str, str]
    names: Mapping[str, str]
    channel: str
    zone: ZoneInfo
    begins: datetime
    ends: datetime
    country: str
    holidays: frozenset[date]
    setting_up: tuple[Line, ...]
    lines: tuple[Line, ...]

    def expected(self, until: datetime) -> tuple[Said, ...]:
        """Everything to be said up to that moment, in order."""
        return tuple(sorted(said for line in self.lines for said in line.says if line.at <= until))

    def minute(self, at: datetime) -> datetime:
        """The minute of that moment, as people in the script write it."""
        return at.astimezone(self.zone).replace(second=0, microsecond=0)


def read(name: str = J1) -> Script:
    """The script of that name, as it comes with Tandem."""
    text = resources.files("bot.tour").joinpath(name).read_text("utf-8")
    data = yaml.safe_load(text)
    zone = ZoneInfo(data["zone"])

    def at(written: str) -> datetime:
        return datetime.fromisoformat(written).replace(tzinfo=zone)

    def lines(part: str) -> Iterator[Line]:
        for raw in data[part]:
            moment = at(raw["at"])
            yield Line(
                at=moment,
                who=raw.get("who"),
                does=raw.get("does", ""),
                acts=raw.get("acts", ()),
                says=tuple(said for each in raw.get("says", ()) for said in _said(moment, each)),
            )

    return Script(
        people={key: person["id"] for key, person in data["people"].items()},
        names={key: person["name"] for key, person in data["people"].items()},
        channel=data["channel"],
        zone=zone,
        begins=at(data["begins"]).astimezone(UTC),
        ends=at(data["ends"]),
        country=data["country"],
        holidays=frozenset(_days(data["holidays"])),
        setting_up=tuple(lines("setting_up")),
        lines=tuple(lines("lines")),
    )


def _said(at: datetime, raw: Mapping[str, Any]) -> Iterator[Said]:
    ((mark, key),) = ((m, raw[m.value]) for m in Mark if m.value in raw)
    holds = say(raw["words"]) if "words" in raw else raw.get("holds", "")
    for person in raw.get("to", ("",)):
        yield Said(at, mark.lane, person, mark, key, holds)


def _days(spans: Sequence[Any]) -> Iterator[date]:
    for span in spans:
        first, last = span if isinstance(span, list) else (span, span)
        for number in range(first.toordinal(), last.toordinal() + 1):
            yield date.fromordinal(number)
