"""The whole agreement as a form, and its two messages (practice G1)."""

from collections.abc import Mapping

from flows.agreeing import OUT, POWER_DO, USUAL, Reading
from flows.agreement import Rhythm, Swamped, Terms
from flows.ids import PartnershipId
from flows.partnership import Partnership
from flows.protocol import CoachingProtocol
from handlers import ids
from handlers.seams import Block, Message, Telling
from handlers.views import blocks, days
from handlers.views.invitation import NO, YES, power_question, terms_line
from handlers.views.topics import topics
from handlers.words import say

TOPIC = "topic"
TELL = "tell"
RHYTHM = "rhythm"
TALK = "talk"
SWAMPED = "swamped"
PREWORK = "prework"
COPIES = "copies"
REVIEW = "review"

TALK_MINUTES = (10, 15, 20, 30, 45)
PAIR = 2


def form(
    reading: Reading,
    *,
    key: str,
    telling: Telling,
    zone: str,
    entered: tuple[Terms, Mapping[str, str]] | None = None,
    power_named: bool = False,
    ways: Mapping[str, CoachingProtocol] | None = None,
) -> Block:
    """The version that waits, else the one in force, ready to be changed."""
    locale = telling.locale
    terms, texts = entered or (reading.terms, reading.texts)
    named = power_named or reading.power_named
    shown = [
        blocks.section(_intro(reading, locale)),
        blocks.section(_visits(reading, ways or {}, telling)),
        blocks.field(
            TOPIC,
            say("agreement.topic", locale),
            blocks.select(
                TOPIC,
                topics(locale),
                initial=terms.topic,
                placeholder=say("agreement.topic_any", locale),
            ),
            optional=True,
        ),
        blocks.section(say("agreement.out_always", locale)),
        _text(OUT, texts, locale),
        blocks.section(say("agreement.private", locale)),
        _yes_no(TELL, "tell", locale, yes=terms.tell_others),
        blocks.field(
            RHYTHM,
            say("agreement.rhythm", locale),
            blocks.select(
                RHYTHM,
                [(r.value, say(f"rhythms.{r.value}", locale)) for r in Rhythm],
                initial=terms.rhythm.value,
            ),
        ),
        blocks.field(
            USUAL,
            say("agreement.usual", locale),
            blocks.typed(USUAL, multiline=False, initial=texts.get(USUAL, "")),
            optional=True,
            hint=say("agreement.usual_hint", locale),
        ),
        blocks.field(
            TALK,
            say("agreement.talk", locale),
            blocks.select(
                TALK,
                [(str(n), say("agreement.talk_n", locale, n=n)) for n in TALK_MINUTES],
                initial=str(terms.talk_minutes),
            ),
        ),
        blocks.section(
            "\n".join(say(f"agreement.{line}", locale) for line in ("visits", "notes", "feedback"))
        ),
        *power_question(locale, unfolded=named),
        *([_text(POWER_DO, texts, locale)] if named else []),
        blocks.field(
            SWAMPED,
            say("agreement.swamped", locale),
            blocks.radio(
                SWAMPED,
                [(s.value, say(f"agreement.swamped_{s.value}", locale)) for s in Swamped],
                initial=terms.swamped.value,
            ),
        ),
        _yes_no(PREWORK, "prework", locale, yes=terms.show_prework),
        blocks.section(say("agreement.end", locale)),
        blocks.field(
            REVIEW,
            say("agreement.review", locale),
            blocks.dates(REVIEW, terms.review_on.isoformat() if terms.review_on else None),
            optional=True,
            hint=say("agreement.review_hint", locale),
        ),
        _yes_no(COPIES, "copies", locale, yes=terms.copies, hint="agreement.copies_hint"),
    ]
    agreed = _agreed(reading, telling, zone)
    if agreed:
        shown.append(blocks.context("\n".join(agreed)))
    return blocks.modal(
        ids.AGREEMENT_FORM,
        say("agreement.title", locale),
        shown,
        submit=say("agreement.agree" if reading.asked else "agreement.suggest", locale),
        close=say("app.close", locale),
        key=key,
        partnership=reading.pair.id,
        version=str(reading.version),
        power=YES if named else NO,
    )


def proposed(
    partnership: PartnershipId, version: int, who: str, telling: Telling, *, asked: bool
) -> Message:
    """A change waits for this person's yes; once settled, that it is."""
    locale = telling.locale
    if not asked:
        text = say("agreement.event_over", locale)
        return Message(text, [blocks.section(text)])
    text = say("agreement.event", locale, who=who)
    read = blocks.button(
        ids.SEE_AGREEMENT,
        say("agreement.read", locale),
        style="primary",
        partnership=partnership,
    )
    keep = blocks.button(
        ids.KEEP_AGREEMENT,
        say("agreement.keep", locale),
        partnership=partnership,
        version=str(version),
    )
    return Message(text, [blocks.section(text), blocks.actions(read, keep)])


def in_force(pair: Partnership, locale: str) -> Message:
    """Everybody agreed to one version (practice H, `in_force`)."""
    two = len(pair.members) == PAIR
    text = say("agreement.in_force_two" if two else "agreement.in_force_all", locale)
    read = blocks.button(ids.SEE_AGREEMENT, say("agreement.read", locale), partnership=pair.id)
    return Message(text, [blocks.section(text), blocks.actions(read)])


def _intro(reading: Reading, locale: str) -> str:
    if not reading.waits:
        return say("agreement.intro", locale)
    return say("agreement.waits_you" if reading.asked else "agreement.waits_them", locale)


def _visits(reading: Reading, ways: Mapping[str, CoachingProtocol], telling: Telling) -> str:
    """How they work, and who is first, as it was agreed at the start."""
    terms, members = reading.terms, reading.pair.members
    nobody = say("app.somebody", telling.locale)
    first = blocks.escaped(telling.names.get(terms.first or members[0], nobody))
    return terms_line(terms, first, ways, telling.locale)


def _text(key: str, texts: Mapping[str, str], locale: str) -> Block:
    return blocks.field(
        key,
        say(f"agreement.{key}", locale),
        blocks.typed(key, initial=texts.get(key, "")),
        optional=True,
    )


def _yes_no(block: str, words: str, locale: str, *, yes: bool, hint: str | None = None) -> Block:
    options = [
        (NO, say(f"agreement.{words}_no", locale)),
        (YES, say(f"agreement.{words}_yes", locale)),
    ]
    element = blocks.radio(block, options, initial=YES if yes else NO)
    return blocks.field(
        block, say(f"agreement.{words}", locale), element, hint=hint and say(hint, locale)
    )


def _agreed(reading: Reading, telling: Telling, zone: str) -> list[str]:
    """Who said yes to the version in force, and when."""
    agreement = reading.pair.agreement
    nobody = say("app.somebody", telling.locale)
    return [
        say(
            "agreement.since",
            telling.locale,
            n=agreement.in_force,
            who=blocks.escaped(telling.names.get(member, nobody)),
            day=days.day(yes.at, zone),
        )
        for member in reading.pair.members
        if (yes := agreement.yes_of(member, agreement.in_force)) is not None
    ]
