"""Every kind of message keeps to the manners of practice H: short, one ask, a way out, no noise."""

import re
from collections.abc import Iterator, Mapping
from string import Formatter

import pytest

from flows import weekly
from flows.nudge import Why
from flows.pulse import CHOICES
from flows.verdict import Now
from handlers import scenes
from handlers.words import catalogue, say

ANSWERS = frozenset(
    {"joined", "heard", "goal_question", "export", "not_this_time", "typing", "copy"}
) | {kind for kind in scenes.LOOKS if kind.startswith("typed_")}
"""Said to somebody who just did something and waits for it, or shown by their own choice."""

IN_PLACE = frozenset({"home", "bundle", "card", "join", "posted_reflection"})
"""A view, a message made of others, the program's one post, a person's own words."""

PUSHED: Mapping[str, tuple[str, ...]] = {
    "after_visit": ("nudge.after_visitor", "nudge.after_host"),
    "after_workshop": ("workshop.after",),
    "agreement_proposed": ("agreement.event",),
    "ask_to_keep": ("pair.only_yours",),
    "busy_weeks": ("balance.busy",),
    "calendar_ends": ("dates.ends",),
    "card_moved": ("group.moved",),
    "channel_lost": ("program.channel_lost",),
    "changed_turn": ("nudge.changed_turn",),
    "check_rhythm": ("balance.check",),
    "close_ask": ("nudge.close_ask",),
    "confirmed": ("visit.confirmed",),
    "ended": ("pair.ended",),
    "ended_pair": ("pair.ended",),
    "group_again": ("group.again",),
    "group_answered": ("group.said_yes", "group.said_yes_none"),
    "group_off": ("group.off_told", "group.off_own"),
    "group_stays": ("group.stays",),
    "guest_asked": ("guests.asked", "guests.asked_power"),
    "guest_came": ("guests.came",),
    "guest_invite": ("guests.invite", "guests.coming"),
    "guest_not": ("guests.not",),
    "guest_off": ("guests.off",),
    "guest_out": ("guests.out",),
    "guest_remind": ("guests.remind",),
    "guest_time": ("guests.time", "guests.no_time"),
    "in_force": ("agreement.in_force_two", "agreement.in_force_all"),
    "invite": ("invite.message", "invite.message_plain"),
    "late": ("nudge.late",),
    "lighter": ("balance.lighter",),
    "looks_after": ("program.named",),
    "open": (
        "nudge.open",
        "nudge.open_any_day",
        "sitting.message",
        "sitting.message_any_day",
    ),
    "pause_ask": ("nudge.pause_ask", "nudge.pause_ask_no_turns"),
    "paused": ("pair.paused",),
    "prework": ("before.message",),
    "proposed": ("visit.proposed_visit", "visit.proposed_talk"),
    "proposed_agreement": ("invite.proposed",),
    "pulse": tuple(f"pulse.{question}.ask" for question in CHOICES),
    "regrouped": ("group.regrouped", "group.too_few_rests"),
    "released": ("note.message",),
    "remind": ("nudge.remind", "nudge.remind_warm"),
    "replied": ("reply.message",),
    "resting": ("nudge.resting",),
    "resumed": ("pair.resumed",),
    "review": ("goal_page.review",),
    "rhythm_alone": ("balance.alone",),
    "session_moved": ("visit.moved_visit", "visit.moved_talk"),
    "session_off": ("visit.off_visit", "visit.off_talk"),
    "shared": ("share.message",),
    "shared_goal": ("goal_page.shared_event",),
    "shared_reflection": ("weekly.shared",),
    "shared_sentence": ("pair.sentence_shared",),
    "soft": ("nudge.soft", "nudge.soft_today", "nudge.soft_on"),
    "swap": ("nudge.swap",),
    "term_back": ("term.back",),
    "term_end": ("term.ends",),
    "time_passed": ("nudge.time_passed",),
    "turns_uneven": ("balance.uneven",),
    "version": ("version.message",),
    "visit_unmarked": ("nudge.unmarked",),
    "way_suggested": ("parking.suggested",),
    "weekly": tuple(f"weekly.{n}" for n in (*weekly.PRACTICAL, *weekly.REFLECTIONS)),
    "welcome": ("pair.welcome",),
    "workshop": ("workshop.post.text",),
    "workshop_changed": ("workshop.moved", "workshop.elsewhere"),
    "workshop_off": ("workshop.told_off",),
    "workshop_prework": ("workshop.prework",),
    "workshop_remind": ("workshop.remind", "workshop.remind_warm"),
}
NOISE = re.compile(
    r"!|just checking|streak|remember to|don't forget|overdue|failed|still have not", re.IGNORECASE
)
MOST = 35
FACT = "Answer and next step"
"""About as long as what a sentence is filled with."""


def filled(key: str) -> str:
    """The sentence with facts of a usual length in it."""
    entry = catalogue("en")[key]
    text = str(entry["other"] if isinstance(entry, Mapping) else entry)
    names = {name for _, name, _, _ in Formatter().parse(text) if name}
    return text.format(**dict.fromkeys(names, FACT))


def sentences() -> Iterator[tuple[str, str]]:
    for kind, keys in PUSHED.items():
        for key in keys:
            lead = f"{say('pulse.intro')} " if kind == "pulse" else ""
            yield key, lead + filled(key)


def test_every_kind_of_message_is_looked_at_here() -> None:
    assert set(PUSHED) | ANSWERS | IN_PLACE == set(scenes.LOOKS)
    assert not set(PUSHED) & (ANSWERS | IN_PLACE)


@pytest.mark.parametrize(("key", "text"), list(sentences()))
def test_what_is_pushed_is_short_and_asks_one_thing(key: str, text: str) -> None:
    """practice H, Tone"""
    assert len(text.split()) <= MOST, key
    assert text.count("?") <= 1 or key in {"balance.check", "nudge.late"}, key
    assert not NOISE.search(text), key


def test_the_bank_has_forty_questions_of_one_sentence_each() -> None:
    bank = [say(key) for key in PUSHED["weekly"]]

    assert len(set(bank)) == 40
    assert all(text.count("?") == 1 and "@" not in text for text in bank)


def test_no_sentence_of_the_catalogue_shouts() -> None:
    assert [key for key, entry in catalogue("en").items() if "!" in str(entry)] == []


@pytest.mark.parametrize("why", list(Why))
def test_why_this_and_why_now_are_one_line(why: Why) -> None:
    for now in Now:
        line = f"{say(why.words)} {say(now.words)}"
        assert "\n" not in line
        assert len(line.split()) <= MOST
