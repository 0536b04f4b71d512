"""Slips: every message planned for a person, before and after it went out (practice H).

The calendar of nudges is these rows; the policy decides over all slips of one person at once.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from flows.ids import MemberId
from flows.nudge import Kind, Planned, Sent, Why, went
from flows.verdict import Now


class SlipState(StrEnum):
    """A slip goes out once, alone or in a bundle, or not at all."""

    PLANNED = "planned"
    SENT = "sent"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Slip:
    """One planned message.

    `bundle` is the key of the one it went out in, `answered_at` its person's first act after that.
    """

    id: str
    member: MemberId
    kind: Kind
    due: datetime
    why: Why
    about: str = ""
    cycle: str = ""
    template: str = ""
    refs: Mapping[str, str | int] = field(default_factory=dict)
    expires: datetime | None = None
    in_group: bool = False
    urgent: bool = False
    state: SlipState = SlipState.PLANNED
    sent_at: datetime | None = None
    bundle: str = ""
    reason: str = ""
    answered_at: datetime | None = None

    @classmethod
    def of(cls, planned: Planned) -> "Slip":
        """The slip of something that is to come."""
        return cls(
            id=planned.key,
            member=planned.member,
            kind=planned.kind,
            due=planned.due,
            why=planned.why,
            about=planned.about,
            cycle=planned.cycle,
            template=planned.template,
            refs=planned.refs,
            expires=planned.expires,
            in_group=planned.in_group,
            urgent=planned.urgent,
        )

    def planned(self) -> Planned:
        """What the policy decides over."""
        return Planned(
            kind=self.kind,
            member=self.member,
            due=self.due,
            key=self.id,
            why=self.why,
            about=self.about,
            cycle=self.cycle,
            template=self.template,
            refs=self.refs,
            expires=self.expires,
            in_group=self.in_group,
            urgent=self.urgent,
        )

    def sent(self, at: datetime, bundle: str, now: Now) -> "Slip":
        """The slip once it went out; why just then stands as its reason."""
        return replace(self, state=SlipState.SENT, sent_at=at, bundle=bundle, reason=now.value)

    def dropped(self, reason: str) -> "Slip":
        """The slip that will not go out, and why."""
        return replace(self, state=SlipState.DROPPED, reason=reason)


def history(sent: Iterable[Slip]) -> tuple[Sent, ...]:
    """What went out, one entry a message, in order; as the policy remembers it."""
    bundles: dict[tuple[datetime, str], list[Slip]] = {}
    for slip in sent:
        bundles.setdefault((slip.sent_at or slip.due, slip.bundle), []).append(slip)
    return tuple(
        went([slip.planned() for slip in parts], at, scheduled=Now(parts[0].reason).scheduled)
        for (at, _), parts in sorted(bundles.items(), key=lambda entry: entry[0])
    )
