"""What Tandem has to say: meaning and addresses, never words. One notice is one outbox row."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum, StrEnum

from flows.ids import ConversationId, MemberId, PartnershipId


class Effect(StrEnum):
    """What happens in Slack when the row is carried out."""

    POST = "post"
    UPDATE = "update"
    DELETE = "delete"
    PUBLISH_HOME = "publish_home"
    UPLOAD = "upload"
    REMOVE_FILE = "remove_file"


class Priority(IntEnum):
    """Lower goes first; a person who waits never waits behind a bulk send."""

    ANSWER = 0
    NOTICE = 1
    NUDGE = 2
    CHANNEL = 3


class InDoubt(StrEnum):
    """Which way to err when nobody can tell whether a post arrived."""

    MUST_ARRIVE = "must_arrive"
    MAY_SKIP = "may_skip"


@dataclass(frozen=True, slots=True)
class Dm:
    """The bot's own DM with one person."""

    member: MemberId

    def __str__(self) -> str:
        return f"dm:{self.member}"


@dataclass(frozen=True, slots=True)
class Pair:
    """The group DM of a partnership."""

    partnership: PartnershipId

    def __str__(self) -> str:
        return f"pair:{self.partnership}"


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel, by Slack's id: the program's own."""

    channel: ConversationId

    def __str__(self) -> str:
        return f"channel:{self.channel}"


@dataclass(frozen=True, slots=True)
class Home:
    """A person's App Home: one upserted row, published again with whatever is true then."""

    member: MemberId

    def __str__(self) -> str:
        return f"home:{self.member}"


Lane = Dm | Pair | Channel | Home


def lane(text: str) -> Lane:
    """The lane that `str()` of it wrote down."""
    kind, _, name = text.partition(":")
    match kind:
        case "dm":
            return Dm(MemberId(name))
        case "pair":
            return Pair(PartnershipId(name))
        case "channel":
            return Channel(ConversationId(name))
        case "home":
            return Home(MemberId(name))
        case _:
            raise ValueError(f"no lane is written {text!r}")


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to be said or shown.

    `kind` is the template's key (practice H) and `refs` the ids and counts it is rendered from.
    `anchor` names a message that is updated in place later (a live card); its place in Slack is
    kept under that name. `key` makes the same thing said twice one row.
    """

    kind: str
    lane: Lane
    effect: Effect
    priority: Priority
    key: str
    why: str
    due: datetime
    refs: Mapping[str, str | int] = field(default_factory=dict)
    anchor: str | None = None
    expires: datetime | None = None
    in_doubt: InDoubt = InDoubt.MUST_ARRIVE

    @property
    def to(self) -> MemberId | None:
        """The one person whom it goes to; None for a conversation."""
        return self.lane.member if isinstance(self.lane, Dm) else None

    @property
    def partnership(self) -> PartnershipId:
        """The partnership that it is about."""
        if isinstance(self.lane, Pair):
            return self.lane.partnership
        return PartnershipId(str(self.refs["partnership"]))
