"""What to do after a call to Slack failed: one pure decision."""

from dataclasses import dataclass
from random import Random
from typing import assert_never

from flows.notices import Effect

_FIRST_WAIT = 1.0
_LONGEST_WAIT = 300.0
_MOST_ATTEMPTS = 4000
"""Two weeks at the longest wait: an outage loses nothing, what never works is shown in the end."""

_TOKEN_WAIT = 300.0

TEMPORARY = frozenset(
    {
        "service_unavailable",
        "team_added_to_org",
        "request_timeout",
        "accesslimited",
        "hash_conflict",
    }
)
"""Slack refused before it did anything, and may not refuse again."""

UNCERTAIN = frozenset({"internal_error", "fatal_error"})
"""Slack says itself that some of it may have happened (docs.slack.dev, chat.postMessage errors)."""

TOKEN = frozenset(
    {
        "account_inactive",
        "invalid_auth",
        "not_authed",
        "org_login_required",
        "team_access_not_granted",
        "token_expired",
        "token_revoked",
        "two_factor_setup_required",
    }
)
"""Nothing at all can be sent to this workspace until its token is mended."""

MISSHAPEN = frozenset(
    {"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "msg_too_long"}
)
"""The message was refused for how it is made, as a whole."""

GONE = frozenset(
    {"cant_delete_message", "cant_update_message", "edit_window_closed", "message_not_found"}
)
"""The message to change is there no more, or is closed for good."""


@dataclass(frozen=True, slots=True)
class RateLimited:
    """429: nothing happened; `Retry-After` says when it may."""

    after: float


@dataclass(frozen=True, slots=True)
class Refused:
    """Slack answered `ok: false`."""

    error: str


@dataclass(frozen=True, slots=True)
class ServerFailed:
    """Slack answered with a status of 500 or more, or with something that is not Slack's."""

    status: int


@dataclass(frozen=True, slots=True)
class NotReached:
    """The request never left, or never arrived: nothing happened."""


@dataclass(frozen=True, slots=True)
class NotHeard:
    """The request was written, and the answer never came."""


Failure = RateLimited | Refused | ServerFailed | NotReached | NotHeard


@dataclass(frozen=True, slots=True)
class Again:
    """Nothing happened, or doing it twice is harmless: try again after so many real seconds."""

    after: float
    reason: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """Nobody can tell whether it happened: look, later, instead of sending again."""

    reason: str


@dataclass(frozen=True, slots=True)
class Plainer:
    """The same once more, as text alone."""

    reason: str


@dataclass(frozen=True, slots=True)
class GiveUp:
    """It can never work; `doctor` shows it."""

    reason: str


@dataclass(frozen=True, slots=True)
class LetGo:
    """There is nothing left to do it to."""

    reason: str


RetryDecision = Again | Doubt | Plainer | GiveUp | LetGo


def decide(
    failure: Failure, effect: Effect, attempts: int, chance: Random, *, plain: bool = False
) -> RetryDecision:
    """What becomes of a row whose call failed (`attempts` calls so far, this one included).

    Updating, deleting and publishing again does no harm; posting again would double a message.
    """
    match failure:
        case RateLimited(after):
            return Again(after, "ratelimited")
        case NotReached():
            return Again(wait(attempts, chance), "not_reached")
        case NotHeard():
            return _uncertain("not_heard", effect, attempts, chance)
        case ServerFailed(status):
            if status == 503:  # noqa: PLR2004 - HTTP's own number: the server did not take it on.
                return Again(wait(attempts, chance), "http_503")
            return _uncertain(f"http_{status}", effect, attempts, chance)
        case Refused(error):
            return _refused(error, effect, attempts, chance, plain=plain)
        case _:
            assert_never(failure)


def _refused(
    error: str, effect: Effect, attempts: int, chance: Random, *, plain: bool
) -> RetryDecision:
    if error in MISSHAPEN and not plain:
        return Plainer(error)
    if error in TOKEN:
        return Again(_TOKEN_WAIT, error)
    if error in UNCERTAIN:
        return _uncertain(error, effect, attempts, chance)
    if error in TEMPORARY:
        return _again(error, attempts, chance)
    if error in GONE and effect is Effect.UPDATE:
        return LetGo(error)
    if error == "message_not_found" and effect is Effect.DELETE:
        return LetGo(error)  # Anything else stays where people can read it: the doctor shows it.
    return GiveUp(error)


def _uncertain(reason: str, effect: Effect, attempts: int, chance: Random) -> RetryDecision:
    if effect is Effect.POST:
        return Doubt(reason)
    return _again(reason, attempts, chance)


def _again(reason: str, attempts: int, chance: Random) -> RetryDecision:
    if attempts >= _MOST_ATTEMPTS:
        return GiveUp(reason)
    return Again(wait(attempts, chance), reason)


def wait(attempts: int, chance: Random) -> float:
    """Seconds before the next attempt: from one, doubling to five minutes, spread by a half."""
    longest = min(_LONGEST_WAIT, _FIRST_WAIT * 2.0 ** min(attempts - 1, 16))
    return longest * (1.0 - chance.random() / 2.0)
