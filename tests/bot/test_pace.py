"""Slack's pace, in time that is moved by hand."""

from hypothesis import given
from hypothesis import strategies as st

from bot.pace import PER_CHANNEL, POSTING, Pace

POST = "chat.postMessage"


class Hand:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.at = 100.0

    def __call__(self) -> float:
        return self.at


def test_one_message_a_second_in_a_channel_and_another_channel_does_not_wait() -> None:
    hand = Hand()
    pace = Pace(hand)
    pace.take("T1", POST, "dm:A")
    assert pace.wait("T1", POST, "dm:A") == 1.0
    assert pace.wait("T1", POST, "dm:B") == 0.0
    hand.at += 0.75
    assert pace.wait("T1", POST, "dm:A") == 0.25
    hand.at += 0.25
    assert pace.wait("T1", POST, "dm:A") == 0.0


def test_retry_after_rests_that_method_in_that_workspace_only() -> None:
    hand = Hand()
    pace = Pace(hand)
    pace.obey("T1", POST, 30.0)
    assert pace.wait("T1", POST) == 30.0
    assert pace.wait("T1", "chat.update") == 0.0
    assert pace.wait("T2", POST) == 0.0
    hand.at += 30.0
    assert pace.wait("T1", POST) == 0.0


def test_a_busy_workspace_never_slows_a_quiet_one() -> None:
    pace = Pace(Hand())
    for person in range(1000):
        pace.take("T1", POST, f"dm:{person}")
    assert pace.wait("T1", POST, "dm:new") > 100.0
    assert pace.wait("T2", POST, "dm:new") == 0.0


def test_the_scale_multiplies_the_pace() -> None:
    pace = Pace(Hand(), scale=50.0)
    pace.take("T1", POST, "dm:A")
    assert pace.wait("T1", POST, "dm:A") == 1.0 / 50.0


def test_channels_at_rest_are_forgotten() -> None:
    hand = Hand()
    pace = Pace(hand)
    for person in range(10_000):
        pace.take("T1", POST, f"dm:{person}")
    hand.at += 5000.0
    pace.take("T1", POST, "dm:one more")
    assert len(pace._channels) == 1


@given(st.lists(st.tuples(st.sampled_from("ABC"), st.floats(0, 3)), max_size=120))
def test_no_minute_ever_holds_more_than_slack_allows(steps: list[tuple[str, float]]) -> None:
    hand = Hand()
    pace = Pace(hand)
    sent: list[tuple[float, str]] = []
    for channel, rest in steps:
        hand.at += rest
        hand.at += pace.wait("T1", POST, channel)
        pace.take("T1", POST, channel)
        sent.append((hand.at, channel))
    for begin, _ in sent:
        minute = [(at, channel) for at, channel in sent if begin <= at < begin + 60.0]
        assert len(minute) <= POSTING.per_minute + POSTING.burst
        for name in "ABC":
            mine = sum(1 for _, channel in minute if channel == name)
            assert mine <= PER_CHANNEL.per_minute + PER_CHANNEL.burst
