"""The tour: what it tells in the terminal, and how it counts."""

from dataclasses import replace
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from bot.tour import script, showing, stage
from bot.tour.player import Heard, Meaning
from bot.tour.score import fits, score
from bot.tour.screen import NotOnScreen, filled, labels, pressable, texts
from bot.tour.script import Mark, Said, Script
from bot.tour.telling import plainly, scoreboard, tour
from flows.notices import Priority

ROOT = Path(__file__).resolve().parents[2]
J1 = script.read()
FIRST = J1.lines[0]
ASKED = J1.lines[1]


def until(number: int) -> Script:
    """The script up to its line of that number."""
    lines = J1.lines[:number]
    return replace(J1, lines=lines, ends=lines[-1].at + timedelta(minutes=5))


def heard(line: Said, **changes: object) -> Heard:
    """That line as it was said."""
    meaning = Meaning(line.key, Priority.NUDGE)
    text = line.holds or "something"
    there = Heard(line.minute, line.lane, line.to, meaning, "U0TANDEM", text, (), repr(text))
    return replace(there, **changes)  # type: ignore[arg-type]  # Fields by name.


def shown(part: Script) -> tuple[bool, str]:
    """Whether the tour of this script was clean, and everything it printed."""
    console = Console(file=StringIO(), width=100)
    clean = tour(part, ROOT / "manifest.yml", ROOT, console)
    assert isinstance(console.file, StringIO)
    return clean, console.file.getvalue()


def test_it_tells_the_conversation_and_counts() -> None:
    clean, told = shown(until(6))

    assert clean
    assert "Mon 2 Mar" in told
    assert "12:40  Maya asks for suggestions" in told
    assert "to Tomás" in told
    assert "Maya would like to try peer coaching with you on questioning." in told
    assert "[See invitation] [Not this time]" in told
    assert "in their group conversation" in told
    assert "messages expected                                 4" in told
    assert "Every message came in its minute, and no other." in told


def test_what_does_not_come_as_written_is_named() -> None:
    part = until(2)
    wrong = replace(ASKED, says=(replace(ASKED.says[0], key="remind"),))

    clean, told = shown(replace(part, lines=(FIRST, wrong)))

    assert not clean
    assert "to Tomás: remind" in told
    assert "to Tomás: invite" in told
    assert "Not everything came as written" in told


def test_a_playground_that_does_not_start_is_said(tmp_path: Path) -> None:
    broken = tmp_path / "manifest.yml"
    broken.write_text("[", encoding="utf-8")

    with pytest.raises(stage.NotServed):
        tour(until(1), broken, ROOT, Console(file=StringIO()))


def test_the_script_expects_every_message_of_the_acceptance_script() -> None:
    expected = J1.expected(J1.ends)

    assert len(expected) == 54
    assert sum(each.lane == "pair" for each in expected) == 2
    assert [each.mark for each in expected].count(Mark.CHANNEL_POST) == 10
    assert all(set(act) - {"in", "with", "nth", "as"} for line in J1.lines for act in line.acts)


def test_everything_as_written_is_clean() -> None:
    result = score(J1, [heard(said) for said in J1.expected(J1.ends)], [], J1.ends)

    assert result.clean
    assert (result.expected, result.sent) == (54, 54)
    assert len(result.quiet_days) == 14


@pytest.mark.parametrize(
    "changes",
    [
        {"minute": ASKED.at + timedelta(minutes=1)},
        {"lane": "pair", "to": ""},
        {"to": "maya"},
        {"meaning": Meaning("soft", Priority.NUDGE)},
        {"meaning": None},
    ],
)
def test_another_minute_lane_person_or_kind_is_not_that_line(changes: dict[str, object]) -> None:
    assert fits(ASKED.says[0], heard(ASKED.says[0]))
    assert not fits(ASKED.says[0], heard(ASKED.says[0], **changes))


def test_words_that_must_stand_in_it_are_looked_for() -> None:
    (said,) = FIRST.says

    assert not fits(said, heard(said, said="Which question starts a lesson well?"))


def test_an_answer_counts_as_one_only_to_whoever_just_acted() -> None:
    answer = Meaning("goal_question", Priority.ANSWER)
    to_her = heard(ASKED.says[0], to="maya", meaning=answer)
    to_him = heard(ASKED.says[0], to="tomas", meaning=answer)

    result = score(until(2), [to_her, to_him], [], ASKED.at)

    assert result.answers == 1
    assert result.extra == (to_him,)


def test_a_typed_sentence_in_a_message_and_a_holiday_broken_are_found() -> None:
    sentence = "the same five hands"
    said = ASKED.says[0]
    holiday = J1.lines[0].at.replace(day=17)
    leaked = heard(said, raw=f"… {sentence} …")
    loud = heard(said, minute=holiday)

    result = score(J1, [leaked, loud], [("maya", sentence), ("maya", "14")], J1.ends)

    assert result.misplaced_words == (sentence,)
    assert result.broken_days == (holiday.date(),)
    assert result.typed == 1
    assert not result.clean
    assert "13 / 14" in [str(cell) for cell in scoreboard(J1, result).columns[1].cells]


def test_every_line_can_be_said_before_it_happens() -> None:
    said = [showing.line(J1, line) for line in J1.lines]
    together = next(line for line in J1.lines if line.says and "+" in line.says[0].key)

    assert all(each["does"] for each in said)
    assert said[0]["does"] == "The week's question is due in the channel"
    assert showing.line(J1, together)["does"] == "The change of roles is due to Tomás"
    assert said[1]["then"] == "then a message to Tomás"


def test_dates_and_bold_are_shown_plainly() -> None:
    marked = "*Visit*: by <!date^1773079200^{date_short_pretty}|2026-03-09>. 2*3*4"

    assert plainly(marked) == "Visit: by 2026-03-09. 2*3*4"


BLOCKS: list[dict[str, Any]] = [
    {"type": "section", "text": {"type": "mrkdwn", "text": "Hello"}},
    {
        "type": "input",
        "block_id": "topic",
        "label": {"type": "plain_text", "text": "Which topic?"},
        "element": {
            "type": "static_select",
            "action_id": "topic",
            "options": [{"text": {"type": "plain_text", "text": "Questions"}, "value": "q"}],
        },
    },
    {
        "type": "actions",
        "block_id": "row",
        "elements": [
            {
                "type": "button",
                "action_id": f"b{n}",
                "text": {"type": "plain_text", "text": "Change"},
            }
            for n in (1, 2)
        ],
    },
]


def test_a_screen_is_read_pressed_and_filled_by_its_words() -> None:
    second = pressable(BLOCKS, "Change", 2)

    assert texts(BLOCKS) == ["Hello", "Which topic?", "Questions", "Change", "Change"]
    assert labels(BLOCKS) == ["Change", "Change"]
    assert second is not None
    assert second.action_id == "b2"
    assert pressable(BLOCKS, "Change", 3) is None
    assert filled(BLOCKS, {"Which": "Quest"}, {}) == ({"topic": {"topic": "q"}}, [])
    with pytest.raises(NotOnScreen):
        filled(BLOCKS, {"Which": "Other"}, {})
    with pytest.raises(NotOnScreen):
        filled(BLOCKS, {"Where": "here"}, {})
