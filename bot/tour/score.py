"""What was to be said against what was said, and the rest of the scoreboard."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from bot.tour.player import Heard
from bot.tour.script import Mark, Said, Script

OWN_WORDS = "posted_reflection"
"""The key of what a member posts in the channel under their own name: the one exception."""

_SHORTEST = 3
"""A typed text of fewer words than this is a name, a room or a number, which many messages hold."""


@dataclass(frozen=True, slots=True)
class Score:
    """How a performance went."""

    expected: int
    sent: int
    answers: int
    missing: tuple[Said, ...]
    extra: tuple[Heard, ...]
    quiet_days: tuple[date, ...]
    broken_days: tuple[date, ...]
    misplaced_words: tuple[str, ...]
    typed: int

    @property
    def clean(self) -> bool:
        """Whether everything came as written, and nothing else."""
        return not (self.missing or self.extra or self.broken_days or self.misplaced_words)


def score(
    script: Script, heard: Iterable[Heard], typed: Iterable[tuple[str, str]], until: datetime
) -> Score:
    """The scoreboard of what was heard up to that moment."""
    acted = {(line.at, line.who) for line in script.lines if line.is_act}
    answers: list[Heard] = []
    pushes: list[Heard] = []
    for each in heard:
        asked = each.is_answer and (each.minute, each.to) in acted
        (answers if asked else pushes).append(each)
    left = Counter(script.expected(until))
    expected = left.total()
    extra = []
    for each in pushes:
        fitting = next((said for said in left if fits(said, each)), None)
        if fitting is None:
            extra.append(each)
            continue
        left -= Counter([fitting])
    quiet = sorted(day for day in script.holidays if script.begins.date() <= day <= until.date())
    loud = {each.minute.date() for each in [*pushes, *answers]}
    texts = [text for _, text in typed if len(text.split()) >= _SHORTEST]
    return Score(
        expected=expected,
        sent=len(pushes),
        answers=len(answers),
        missing=tuple(sorted(left.elements())),
        extra=tuple(extra),
        quiet_days=tuple(day for day in quiet if day not in loud),
        broken_days=tuple(day for day in quiet if day in loud),
        misplaced_words=tuple(
            text
            for text in texts
            for each in [*pushes, *answers]
            if text in each.raw and not _own(each)
        ),
        typed=len(texts),
    )


def fits(said: Said, heard: Heard) -> bool:
    """Whether this message is that line of the script."""
    return (
        (said.minute, said.lane, said.to) == (heard.minute, heard.lane, heard.to)
        and heard.meaning is not None
        and said.key == heard.meaning.key
        and said.holds in heard.said
    )


def _own(heard: Heard) -> bool:
    return heard.lane == Mark.CHANNEL_POST.lane and (
        heard.meaning is not None and heard.meaning.key == OWN_WORDS
    )
