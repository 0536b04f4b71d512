"""Pre-work: something to read or try before a session, taken alone and early (practice C).

Addresses are judged by their form; nothing is fetched, and no opening of a link is noticed.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from flows.ids import MemberId
from flows.nudge import Person
from flows.schooldays import ONE_DAY
from flows.vocabulary import LONGEST_ANSWER

LONGEST_TITLE = 80
LONGEST_WHY = 140
LONGEST_ADDRESS = 2000
LONGEST_CHOICE = 75
MOST_CHOICES = 8
MOST_ITEMS = 8
MOST_MINUTES = 40
MUCH = 25
"""More minutes than this before one session bring advice; more than MOST_MINUTES a must."""

TITLE, ADDRESS, WHY, COPY = "title", "address", "why", "copy"
BEFORE, BRING_ALONG = "before", "bring"
QUESTION, CHOICES, MODEL, HINT = "question", "choices", "model", "hint"
"""The texts of an item: each a piece, and a field of its form."""

SETTLED_SCHOOL_DAYS = 1
"""A released item is not replaced later than this before the session."""


TEN_MINUTE_START = "prework.ten_minute_start"
BRING = "prework.bring"
COMPARE = "prework.compare"
BOTH_READY = "prework.both_ready"
SOME_READY = "prework.some_ready"
"""The catalogue's keys of what a session's card says."""


class ItemKind(StrEnum):
    """What an item is; it decides what its address may look like."""

    LINK = "link"
    READING = "reading"
    VIDEO = "video"
    MICRO_LESSON = "micro_lesson"
    MOODLE_COURSE = "moodle_course"
    MOODLE_ACTIVITY = "moodle_activity"


class Mark(StrEnum):
    """What a person says of an item themselves; `closed` follows the session."""

    TODO = "todo"
    PART = "part"
    DONE = "done"
    NOT_THIS_TIME = "not_this_time"
    CLOSED = "closed"


class Seen(StrEnum):
    """What a partner sees of it."""

    DONE = "done"
    PART = "part"
    NOT_YET = "not_yet"

    @property
    def words(self) -> str:
        """The catalogue's key of what is shown."""
        return f"prework.seen.{self.value}"


class Fault(StrEnum):
    """What keeps an item from being saved."""

    TITLE = "title"
    WHY = "why"
    MINUTES = "minutes"
    ADDRESS = "address"
    MOODLE = "moodle"
    LESSON = "lesson"
    SECONDS = "seconds"
    QUESTION = "question"
    CHOICES = "choices"
    COPY = "copy"

    @property
    def words(self) -> str:
        """The catalogue's key of what is asked for."""
        return f"prework.fault.{self.value}"


class Load(StrEnum):
    """How much lies before one session."""

    FINE = "fine"
    MUCH = "much"
    TOO_MUCH = "too_much"

    @property
    def words(self) -> str:
        """The catalogue's key of what is asked about it."""
        return f"prework.load.{self.value}"


@dataclass(frozen=True, slots=True)
class Retrieval:
    """A question after reading, and what somebody who knows would say; no count is kept of it."""

    prompt: str
    model_answer: str
    options: tuple[str, ...] = ()
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to read, watch or try before a session, and why.

    Without a title of its own a short lesson is called as it is; its address is its key.
    """

    title: str
    kind: ItemKind
    address: str
    minutes: int
    why: str
    for_roles: tuple[str, ...] = ()
    optional: bool = False
    other_copy: str = ""
    start_second: int | None = None
    end_second: int | None = None
    before: str = ""
    """A question to think about before opening it."""
    retrieval: Retrieval | None = None
    bring: str = ""


_HOST = r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9](?::\d{1,5})?"
_HTTPS = re.compile(
    rf"https://{_HOST}(?P<path>/[^\s?#<>\"]*)?(?:\?(?P<query>[^\s#<>\"]*))?(?:#[^\s<>\"]*)?",
    re.IGNORECASE,
)
_LESSON = re.compile(r"M[1-9]")
_COURSE = re.compile(r".*/course/view\.php")
_ACTIVITY = re.compile(r".*/mod/[a-z0-9_]+/view\.php")
_MOODLE_ID = re.compile(r"(?:.*&)?id=\d+(?:&.*)?")


def is_address(text: str) -> bool:
    """Whether it has the form of an address that may be linked to: https, and a whole host name."""
    return _HTTPS.fullmatch(text) is not None


def faults(item: Item) -> tuple[Fault, ...]:
    """What is wrong with an item; it is saved only without any."""
    found = []
    titled = item.title.strip() or item.kind is ItemKind.MICRO_LESSON
    if not titled or len(item.title.strip()) > LONGEST_TITLE:
        found.append(Fault.TITLE)
    if not 0 < len(item.why.strip()) <= LONGEST_WHY:
        found.append(Fault.WHY)
    if not 1 <= item.minutes <= MOST_MINUTES:
        found.append(Fault.MINUTES)
    wrong = _wrong_address(item)
    if wrong is not None:
        found.append(wrong)
    if item.other_copy and not _HTTPS.fullmatch(item.other_copy):
        found.append(Fault.COPY)
    if not _seconds_make_sense(item):
        found.append(Fault.SECONDS)
    asks = item.retrieval
    if asks is not None and not (asks.prompt.strip() and asks.model_answer.strip()):
        found.append(Fault.QUESTION)
    if asks is not None and asks.options and not _can_choose(asks.options):
        found.append(Fault.CHOICES)
    return tuple(found)


def too_long(item: Item) -> dict[str, tuple[int, int]]:
    """Which texts are longer than allowed, by field: how long, and how long at most (A8)."""
    asks = item.retrieval or Retrieval("", "")
    texts = {
        TITLE: (item.title, LONGEST_TITLE),
        ADDRESS: (item.address, LONGEST_ADDRESS),
        WHY: (item.why, LONGEST_WHY),
        COPY: (item.other_copy, LONGEST_ADDRESS),
        BEFORE: (item.before, LONGEST_ANSWER),
        QUESTION: (asks.prompt, LONGEST_ANSWER),
        MODEL: (asks.model_answer, LONGEST_ANSWER),
        HINT: (asks.hint, LONGEST_ANSWER),
        BRING_ALONG: (item.bring, LONGEST_ANSWER),
    }
    return {key: (len(text), most) for key, (text, most) in texts.items() if len(text) > most}


class Weighed(Protocol):
    """What has a length and may be left out."""

    @property
    def minutes(self) -> int: ...
    @property
    def optional(self) -> bool: ...


def load(items: Iterable[Weighed]) -> tuple[Load, int]:
    """How much lies before one session, and how many minutes that is.

    Optional items are part of the advice; past 40 minutes what is more must be made optional.
    """
    known = list(items)
    minutes = sum(item.minutes for item in known)
    asked = sum(item.minutes for item in known if not item.optional)
    if asked > MOST_MINUTES:
        return Load.TOO_MUCH, asked
    return (Load.MUCH if minutes > MUCH else Load.FINE), minutes


def may_replace(person: Person, released_at: datetime, start: datetime, at: datetime) -> bool:
    """Whether an item may still be exchanged: any before its release, none on the last day."""
    return at < released_at or person.day(at) < last_day(person, start)


def last_day(person: Person, start: datetime) -> date:
    """The school day before the session: what is to be read is due on it (practice C)."""
    day = person.day(start)
    school_days = SETTLED_SCHOOL_DAYS
    while school_days:
        day -= ONE_DAY
        school_days -= person.calendar.is_school_day(day)
    return day


def after_session(mark: Mark) -> Mark:
    """What a mark becomes once the session is over: nobody is behind with it any more."""
    return Mark.CLOSED if mark is Mark.TODO else mark


def seen(mark: Mark) -> Seen:
    """What a partner sees of somebody's mark: never that it was turned down."""
    match mark:
        case Mark.DONE:
            return Seen.DONE
        case Mark.PART:
            return Seen.PART
        case _:
            return Seen.NOT_YET


def ready(marks: Mapping[MemberId, Sequence[Mark]]) -> int:
    """How many have done all that is not optional; a group sees this number and no names."""
    return sum(all(mark is Mark.DONE for mark in own) for own in marks.values())


def ten_minute_start(marks: Mapping[MemberId, Sequence[Mark]]) -> bool:
    """Whether the session opens with the readers teaching the main idea; it names nobody."""
    return 0 < len(marks) != ready(marks)


def _wrong_address(item: Item) -> Fault | None:
    if item.kind is ItemKind.MICRO_LESSON:
        return None if _LESSON.fullmatch(item.address) else Fault.LESSON
    found = _HTTPS.fullmatch(item.address.strip())
    moodle = {ItemKind.MOODLE_COURSE: _COURSE, ItemKind.MOODLE_ACTIVITY: _ACTIVITY}.get(item.kind)
    if moodle is None:
        return None if found else Fault.ADDRESS
    if (
        found
        and moodle.fullmatch(found.group("path") or "")
        and _MOODLE_ID.fullmatch(found.group("query") or "")
    ):
        return None
    return Fault.MOODLE


def _can_choose(options: Sequence[str]) -> bool:
    whole = all(0 < len(option) <= LONGEST_CHOICE for option in options)
    return whole and 1 < len(options) <= MOST_CHOICES and len(set(options)) == len(options)


def _seconds_make_sense(item: Item) -> bool:
    start, end = item.start_second, item.end_second
    if start is None and end is None:
        return True
    return item.kind is ItemKind.VIDEO and (start or 0) >= 0 and (end is None or end > (start or 0))
