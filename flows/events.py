"""What can happen to a cycle, in the past tense; each names the member whose act it was."""

from dataclasses import dataclass
from datetime import date, datetime

from flows.agreement import Rhythm
from flows.ids import MemberId, RunId
from flows.protocol import DeliveryName


@dataclass(frozen=True, slots=True)
class Answered:
    """A member submitted the form of a run: which prompts they filled, which options they chose.

    In stages that end otherwise (held, agreed, released) it only keeps what was noted.
    """

    run: RunId
    by: MemberId
    keys: tuple[str, ...]
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Began:
    """A member opens what a step is about: what comes before it is saved under these keys, or left.

    From now on that stands as it is.
    """

    run: RunId
    by: MemberId
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ChoiceChanged:
    """A member changed a choice that stays changeable, e.g. to another conversation map."""

    run: RunId
    by: MemberId
    key: str
    value: str


@dataclass(frozen=True, slots=True)
class SkippedPart:
    """A member leaves their part out; before anything was revealed it also takes an answer back."""

    run: RunId
    by: MemberId


@dataclass(frozen=True, slots=True)
class Proposed:
    """A member proposed a new version and thereby agrees to it; `version` counts on by one."""

    run: RunId
    by: MemberId
    version: int


@dataclass(frozen=True, slots=True)
class Agreed:
    """A member said yes to exactly this version."""

    run: RunId
    by: MemberId
    version: int


@dataclass(frozen=True, slots=True)
class Held:
    """A participant marked the talk or the visit as held."""

    run: RunId
    by: MemberId


@dataclass(frozen=True, slots=True)
class Unheld:
    """A member took the mark back, within one school day."""

    run: RunId
    by: MemberId


@dataclass(frozen=True, slots=True)
class TimeStarted:
    """Everybody's minutes begin now, or those of a member who presents a text to be tuned."""

    run: RunId
    by: MemberId
    tuning: bool = False


@dataclass(frozen=True, slots=True)
class TimeStopped:
    """Nobody's minutes are counted any more."""

    run: RunId
    by: MemberId


@dataclass(frozen=True, slots=True)
class SpreadOut:
    """A member leaves off in the middle of one sitting: what is left comes step by step."""

    run: RunId
    by: MemberId


@dataclass(frozen=True, slots=True)
class Released:
    """The author released what they wrote to the coachee."""

    run: RunId
    by: MemberId


@dataclass(frozen=True, slots=True)
class Recalled:
    """The author took a release back before it was opened."""

    run: RunId
    by: MemberId


@dataclass(frozen=True, slots=True)
class NoteOpened:
    """The coachee opened what `author` released."""

    run: RunId
    by: MemberId
    author: MemberId


@dataclass(frozen=True, slots=True)
class ResponseGiven:
    """The coachee answered what `author` released."""

    run: RunId
    by: MemberId
    author: MemberId


@dataclass(frozen=True, slots=True)
class Shared:
    """The author shares these of their answers with all members."""

    run: RunId
    by: MemberId
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A session's time is settled, or settled anew; of a visit its host confirmed it."""

    run: RunId
    by: MemberId
    start: datetime
    end: datetime
    place: str | None = None
    confirmed_by: frozenset[MemberId] = frozenset()


@dataclass(frozen=True, slots=True)
class Cancelled:
    """The session will not be, or was not; nobody gives a reason."""

    run: RunId
    by: MemberId


@dataclass(frozen=True, slots=True)
class StartedNow:
    """An actor did not wait for a step's date (practice A8)."""

    run: RunId
    by: MemberId


@dataclass(frozen=True, slots=True)
class Reopened:
    """A member went back to an earlier step from one that allows it."""

    run: RunId
    by: MemberId


@dataclass(frozen=True, slots=True)
class Replied:
    """Whoever listened replied to what `to` told in this step."""

    run: RunId
    by: MemberId
    to: MemberId


@dataclass(frozen=True, slots=True)
class Confirmed:
    """Whoever told the story says that what `author` heard in it is there."""

    run: RunId
    by: MemberId
    author: MemberId
    key: str


@dataclass(frozen=True, slots=True)
class AskedAfterAll:
    """A host who left the request out asks for the visit of their turn after all."""

    run: RunId
    by: MemberId


@dataclass(frozen=True, slots=True)
class NotesWanted:
    """Whoever chose a talk alone asks for what was written down, before their turn is over."""

    run: RunId
    by: MemberId


@dataclass(frozen=True, slots=True)
class ProtocolChosen:
    """The set-up settled the way of working: the one of the rules given with this event."""

    by: MemberId
    order: tuple[MemberId, ...]
    delivery: DeliveryName = "spread"
    rhythm: Rhythm | None = Rhythm.FORTNIGHTLY
    ordered: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class RepeatsSet:
    """The group settled how often the repeated steps run."""

    by: MemberId
    count: int


@dataclass(frozen=True, slots=True)
class RoleGiven:
    """The group gave a role of a turn to a member (e.g. who teaches next)."""

    by: MemberId
    role: str
    to: MemberId
    turn: int | None = None


@dataclass(frozen=True, slots=True)
class GuestInvited:
    """A member said yes to a guest for named stages; the guest enters with every member's yes."""

    guest: MemberId
    by: MemberId
    stages: frozenset[str]
    id: str = ""
    power: bool = False


@dataclass(frozen=True, slots=True)
class GuestCame:
    """A guest, whom everybody said yes to, said yes as well."""

    id: str


@dataclass(frozen=True, slots=True)
class GuestGone:
    """Somebody would rather not: a member, or the guest. Nobody gives a reason."""

    id: str


@dataclass(frozen=True, slots=True)
class TurnDeclined:
    """A member does not want a turn of their own in this cycle."""

    by: MemberId


@dataclass(frozen=True, slots=True)
class TurnMoved:
    """A member moved the start of their own turn."""

    by: MemberId
    to: date


@dataclass(frozen=True, slots=True)
class SwapAsked:
    """A member would change places in the order with another; settled once both asked."""

    by: MemberId
    other: MemberId


@dataclass(frozen=True, slots=True)
class CloseWished:
    """A member would close after the full turns so far; all have to (practice INV-13)."""

    by: MemberId


@dataclass(frozen=True, slots=True)
class WayWished:
    """A member would go out by this exit of the way of working; without a name, stay in it."""

    by: MemberId
    key: str


@dataclass(frozen=True, slots=True)
class Snoozed:
    """A member's own dates move along until a date; nobody else notices."""

    by: MemberId
    until: date


@dataclass(frozen=True, slots=True)
class AskedOn:
    """A member wants to be asked about their next step on this day, not after the usual days."""

    run: RunId
    by: MemberId
    day: date


@dataclass(frozen=True, slots=True)
class Lightened:
    """A member wants less to be asked at once in this cycle, and shorter talks."""

    by: MemberId


@dataclass(frozen=True, slots=True)
class Rested:
    """The cycle rests: nobody answered, or a pause was set."""


@dataclass(frozen=True, slots=True)
class RestKept:
    """A member wants it to go on resting: it does not close by itself."""

    by: MemberId


@dataclass(frozen=True, slots=True)
class Resumed:
    """Somebody started it again; every date moved along."""


@dataclass(frozen=True, slots=True)
class Stopped:
    """The partnership ended, or the members chose another way: this cycle goes no further."""


@dataclass(frozen=True, slots=True)
class MemberLeft:
    """A member left the group."""

    member: MemberId


@dataclass(frozen=True, slots=True)
class TimePassed:
    """Nobody acted; it is later."""


OnRun = (
    Answered
    | Began
    | ChoiceChanged
    | SkippedPart
    | Proposed
    | Agreed
    | Held
    | Unheld
    | SpreadOut
    | TimeStarted
    | TimeStopped
    | Released
    | Recalled
    | NoteOpened
    | ResponseGiven
    | Shared
    | Scheduled
    | Cancelled
    | StartedNow
    | AskedOn
    | Reopened
    | Replied
    | Confirmed
    | AskedAfterAll
    | NotesWanted
)
"""What happens to one run, by one member."""

WhileAwake = (
    ProtocolChosen
    | RepeatsSet
    | RoleGiven
    | GuestInvited
    | TurnDeclined
    | TurnMoved
    | SwapAsked
    | CloseWished
    | WayWished
    | Snoozed
    | Lightened
)
"""What happens to the whole cycle while it does not rest."""

Anytime = Rested | RestKept | Resumed | Stopped | MemberLeft | GuestCame | GuestGone | TimePassed
"""What happens to the whole cycle even while it rests."""

CycleEvent = OnRun | WhileAwake | Anytime
