"""Small rules out of which the shapes of Block Kit are put together.

A rule looks at a value and adds what is wrong with it, in the words and with the pointers of Slack.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Problem:
    """One thing that Slack refuses, and where."""

    pointer: str
    code: str
    message: str
    constraint: Any = None

    def answer(self) -> dict[str, Any]:
        """The JSON of blocks.validate."""
        body = {"pointer": self.pointer, "code": self.code, "message": self.message}
        return body if self.constraint is None else {**body, "constraint": self.constraint}

    def line(self) -> str:
        """The line in response_metadata.messages."""
        return f"[ERROR] {self.message} [json-pointer:{self.pointer}]"


Rule = Callable[[Any, str, list[Problem]], None]


def text(most: int, least: int = 1) -> Rule:
    """A string of bounded length."""

    def check(value: Any, at: str, found: list[Problem]) -> None:
        if not isinstance(value, str):
            found.append(Problem(at, "invalid_type", "must be a string"))
        elif len(value) < least:
            message = f"must be more than {least - 1} characters"
            found.append(Problem(at, "too_short", message, least))
        elif len(value) > most:
            message = f"must be less than {most + 1} characters"
            found.append(Problem(at, "too_long", message, most))

    return check


def flag(value: Any, at: str, found: list[Problem]) -> None:
    """True or false."""
    if not isinstance(value, bool):
        found.append(Problem(at, "invalid_type", "must be a boolean"))


def anything(value: Any, at: str, found: list[Problem]) -> None:
    """Whatever it is."""


def number(least: float, most: float) -> Rule:
    """A number within bounds."""

    def check(value: Any, at: str, found: list[Problem]) -> None:
        if not isinstance(value, int | float) or isinstance(value, bool):
            found.append(Problem(at, "invalid_type", "must be a number"))
        elif not least <= value <= most:
            message = f"must be between {least} and {most}"
            found.append(Problem(at, "out_of_range", message, [least, most]))

    return check


def one_of(*allowed: Any) -> Rule:
    """One of a closed list of values."""

    def check(value: Any, at: str, found: list[Problem]) -> None:
        if isinstance(value, dict | list) or value not in allowed:
            found.append(Problem(at, "invalid_enum", "must be a valid enum value", list(allowed)))

    return check


def listed(each: Rule, most: int, least: int = 1) -> Rule:
    """A list of bounded length whose items follow a rule."""

    def check(value: Any, at: str, found: list[Problem]) -> None:
        if not isinstance(value, list):
            found.append(Problem(at, "invalid_type", "must be an array"))
            return
        if len(value) < least:
            found.append(Problem(at, "too_few", f"no less than {least} items allowed", least))
        if len(value) > most:
            found.append(Problem(at, "too_many", f"no more than {most} items allowed", most))
        for index, item in enumerate(value):
            each(item, f"{at}/{index}", found)

    return check


def shape(
    required: Mapping[str, Rule], optional: Mapping[str, Rule] | None = None, *also: Rule
) -> Rule:
    """An object with these fields and no others, then what else must hold of it."""
    known = {**(optional or {}), **required}

    def check(value: Any, at: str, found: list[Problem]) -> None:
        if not isinstance(value, dict):
            found.append(Problem(at, "invalid_type", "must be an object"))
            return
        before = len(found)
        found.extend(
            Problem(at, "missing_field", f"missing required field: {name}", name)
            for name in required
            if value.get(name) is None
        )
        for name, each in value.items():
            if name == "type":
                continue
            if name not in known:
                message = f"invalid additional property: {name}"
                found.append(Problem(at, "unknown_field", message, name))
            elif each is not None:
                known[name](each, f"{at}/{name}", found)
        if len(found) == before:
            for rule in also:
                rule(value, at, found)

    return check


def by_type(kinds: Mapping[str, Rule], allowed: Collection[str] | None = None) -> Rule:
    """An object whose `type` says which rule it follows; only the allowed types may stand here."""
    open_types = kinds.keys() if allowed is None else allowed

    def check(value: Any, at: str, found: list[Problem]) -> None:
        if not isinstance(value, dict):
            found.append(Problem(at, "invalid_type", "must be an object"))
            return
        kind = value.get("type")
        if kind is None:
            found.append(Problem(at, "missing_field", "missing required field: type", "type"))
        elif not isinstance(kind, str) or kind not in open_types or kind not in kinds:
            found.append(Problem(f"{at}/type", "unsupported_type", f"unsupported type: {kind}"))
        else:
            kinds[kind](value, at, found)

    return check


def exactly_one(*names: str) -> Rule:
    """Exactly one of these fields is there."""

    def check(value: Any, at: str, found: list[Problem]) -> None:
        if sum(value.get(name) is not None for name in names) != 1:
            message = f"exactly one of {', '.join(names)} is required"
            found.append(Problem(at, "exclusive_fields", message, list(names)))

    return check


def at_least_one(*names: str) -> Rule:
    """At least one of these fields is there."""

    def check(value: Any, at: str, found: list[Problem]) -> None:
        if not any(value.get(name) for name in names):
            message = f"at least one of {', '.join(names)} is required"
            found.append(Problem(at, "missing_field", message, list(names)))

    return check


def fails(test: Callable[[Any], bool], code: str, message: str, field: str = "") -> Rule:
    """Whatever the test holds of is refused with this message."""

    def check(value: Any, at: str, found: list[Problem]) -> None:
        if test(value):
            found.append(Problem(f"{at}/{field}" if field else at, code, message))

    return check
