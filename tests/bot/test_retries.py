"""What becomes of a row whose call failed: the whole table, and what holds for all of it."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.retries import (
    Again,
    Doubt,
    Failure,
    GiveUp,
    LetGo,
    NotHeard,
    NotReached,
    Plainer,
    RateLimited,
    Refused,
    RetryDecision,
    ServerFailed,
    decide,
    wait,
)
from flows.notices import Effect

POST, UPDATE, HOME = Effect.POST, Effect.UPDATE, Effect.PUBLISH_HOME
DELETE = Effect.DELETE

TABLE: list[tuple[Failure, Effect, type[RetryDecision]]] = [
    (RateLimited(30), POST, Again),
    (RateLimited(30), HOME, Again),
    (NotReached(), POST, Again),
    (NotHeard(), POST, Doubt),
    (NotHeard(), UPDATE, Again),
    (NotHeard(), HOME, Again),
    (ServerFailed(500), POST, Doubt),
    (ServerFailed(502), POST, Doubt),
    (ServerFailed(503), POST, Again),
    (ServerFailed(500), UPDATE, Again),
    (Refused("internal_error"), POST, Doubt),
    (Refused("fatal_error"), HOME, Again),
    (Refused("service_unavailable"), POST, Again),
    (Refused("invalid_blocks"), POST, Plainer),
    (Refused("message_not_found"), UPDATE, LetGo),
    (Refused("message_not_found"), DELETE, LetGo),
    (Refused("cant_delete_message"), DELETE, GiveUp),
    (Refused("message_not_found"), POST, GiveUp),
    (Refused("channel_not_found"), POST, GiveUp),
    (Refused("is_archived"), POST, GiveUp),
    (Refused("missing_scope"), POST, GiveUp),
    (Refused("an_error_that_slack_invents_tomorrow"), POST, GiveUp),
    (Refused("token_revoked"), POST, Again),
]


@pytest.mark.parametrize(("failure", "effect", "expected"), TABLE)
def test_the_table(failure: Failure, effect: Effect, expected: type[RetryDecision]) -> None:
    assert isinstance(decide(failure, effect, 1, Random(1)), expected)


def test_retry_after_is_obeyed_to_the_second() -> None:
    assert decide(RateLimited(17.0), POST, 5, Random(1)) == Again(17.0, "ratelimited")


def test_plain_text_that_is_refused_too_is_given_up() -> None:
    assert decide(Refused("invalid_blocks"), POST, 2, Random(1), plain=True) == GiveUp(
        "invalid_blocks"
    )


def test_an_outage_of_days_loses_nothing() -> None:
    assert isinstance(decide(Refused("service_unavailable"), POST, 3000, Random(1)), Again)


def test_a_temporary_refusal_that_never_ends_is_given_up() -> None:
    assert isinstance(decide(Refused("service_unavailable"), POST, 4000, Random(1)), GiveUp)


def test_an_outage_is_waited_for_however_long_it_lasts() -> None:
    assert isinstance(decide(NotReached(), POST, 10_000, Random(1)), Again)
    assert isinstance(decide(Refused("invalid_auth"), POST, 10_000, Random(1)), Again)


FAILURES = st.one_of(
    st.builds(RateLimited, st.floats(0, 3600)),
    st.builds(Refused, st.sampled_from(["internal_error", "fatal_error", "no_text", "x"])),
    st.builds(ServerFailed, st.integers(500, 599)),
    st.just(NotReached()),
    st.just(NotHeard()),
)
MAY_HAVE_HAPPENED = (NotHeard, ServerFailed)


@given(FAILURES, st.integers(1, 100), st.integers())
def test_what_may_have_been_posted_is_never_simply_posted_again(
    failure: Failure, attempts: int, seed: int
) -> None:
    decision = decide(failure, POST, attempts, Random(seed))
    if isinstance(failure, MAY_HAVE_HAPPENED) and failure != ServerFailed(503):
        assert isinstance(decision, Doubt)


@given(st.integers(1, 1000), st.integers())
def test_waits_grow_and_stay_within_five_minutes(attempts: int, seed: int) -> None:
    seconds = wait(attempts, Random(seed))
    assert 0.5 <= seconds <= 300
    assert wait(attempts + 1, Random(seed)) >= seconds
