"""Suggested colleagues inside the form that asks one: a line and a button each."""

from collections.abc import Sequence

from flows.suggestions import Because, Reason, Suggestion
from handlers import ids
from handlers.seams import Block, Telling
from handlers.views import blocks, own_week
from handlers.words import knows, say

MOST_REASONS = 2

ABOUT_A_TOPIC = frozenset({Reason.BOTH_SEEK, Reason.THEY_OFFER, Reason.YOU_OFFER})


def offer(locale: str) -> list[Block]:
    """The button that asks for suggestions."""
    press = blocks.button(ids.SUGGEST, say("suggest.button", locale))
    return [blocks.section(say("suggest.offer", locale), press)]


def rows(found: Sequence[Suggestion], telling: Telling) -> list[Block]:
    """Each colleague with the reasons; a calm line where there is nobody."""
    if not found:
        return line("suggest.none", telling.locale)
    return [_row(one, telling) for one in found]


def line(key: str, locale: str) -> list[Block]:
    """What is said where nobody is suggested."""
    return [blocks.section(say(key, locale))]


def nothing_said(locale: str) -> list[Block]:
    """What is to be said first, with the short form for it."""
    said = say("suggest.nothing_said", locale)
    return [blocks.section(said), blocks.actions(own_week.button(locale))]


def asked(name: str, locale: str) -> Block:
    """Who was chosen, and the way back."""
    other = blocks.button(ids.ASK_OTHER, say("suggest.other", locale))
    return blocks.section(say("suggest.you_ask", locale, who=blocks.escaped(name)), other)


def _row(one: Suggestion, telling: Telling) -> Block:
    locale = telling.locale
    name = telling.names.get(one.member, say("app.somebody", locale))
    told = "; ".join(_reason(because, locale) for because in one.because[:MOST_REASONS])
    text = say(
        "suggest.line",
        locale,
        who=blocks.escaped(name),
        reasons=f"{told[:1].upper()}{told[1:]}",
    )
    topic = next((b.topic for b in one.because if b.reason in ABOUT_A_TOPIC), "")
    press = blocks.button(
        ids.ASK_SUGGESTED,
        say("suggest.ask", locale, who=name),
        whom=one.member,
        topic=topic if knows(f"topics.{topic}") else "",
    )
    return blocks.section(text, press)


def _reason(because: Because, locale: str) -> str:
    match because.reason:
        case Reason.BOTH_SEEK | Reason.THEY_OFFER | Reason.YOU_OFFER:
            known = knows(f"topics.{because.topic}")
            topic = (
                say(f"topics.{because.topic}", locale) if known else blocks.escaped(because.topic)
            )
            return say(because.words, locale, topic=topic)
        case Reason.FREE_TOGETHER:
            counted = f"suggest.counts.{because.n}"
            count = (
                say(counted, locale) if knows(counted) else say("suggest.many", locale, n=because.n)
            )
            return say(because.words, locale, count=count)
        case _:
            return say(because.words, locale)
