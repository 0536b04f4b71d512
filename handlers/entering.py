"""What stands in a step's form, and the answers to a person whose words could not be taken."""

from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck

from flows import composed, writing
from flows.coaching import NotTheirs
from flows.ids import PartnershipId, RunId
from flows.writing import SomebodyElses, Writing
from handlers import answers, payloads
from handlers.payloads import Answers
from handlers.seams import Desk
from handlers.views import blocks
from handlers.words import say


async def refused(body: dict[str, Any], desk: Desk, outcome: object) -> None:
    """Tells the one who pressed why nothing opened."""
    answers.whisper(body, desk, await reason(desk, outcome))


async def reason(desk: Desk, outcome: object) -> str:
    """Why nothing was changed, in words."""
    locale = await desk.locale()
    match outcome:
        case SomebodyElses(members):
            names = await desk.names(frozenset(members))
            nobody = say("app.somebody", locale)
            who = ", ".join(blocks.escaped(names.get(m, nobody)) for m in members)
            return say("write.theirs", locale, who=who)
        case NotTheirs():
            return say("outage.not_yours", locale)
        case _:
            return say("step.closed", locale)


async def too_long(
    ack: AsyncAck, desk: Desk, counts: Mapping[str, int], most: Mapping[str, int]
) -> None:
    """Says at each field how long it is; nothing was cut (practice A8)."""
    locale = await desk.locale()
    await answers.refuse(
        ack, {key: say("step.too_long", locale, n=n, most=most[key]) for key, n in counts.items()}
    )


def named(body: Mapping[str, Any]) -> tuple[PartnershipId, RunId]:
    """Which step the pressed button is about."""
    return remembered(payloads.value(body))


def remembered(memory: Mapping[str, str]) -> tuple[PartnershipId, RunId]:
    """Which step a form or a button names."""
    return PartnershipId(memory.get("partnership", "")), RunId(memory.get("run", ""))


def typed_in(body: Mapping[str, Any]) -> dict[str, str]:
    """What stands in the inputs of the form now: words, options and days, by field."""
    found = Answers.of(body)
    return composed.folded(
        {
            field: found.choice(field) or found.day(field) or found.text(field)
            for field in found.values
        }
    )


def merged(found: Writing, body: Mapping[str, Any]) -> dict[str, str]:
    """What was entered: what stands in the form, else what was kept of fields not in sight."""
    return {**found.entered, **typed_in(body)}


def split(found: Writing, entered: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """The words and the choices among what was entered."""
    chosen = {p.key for p in found.prompts if p.kind in writing.CHOSEN}
    choices = {key: option for key, option in entered.items() if key in chosen and option}
    return {f: words for f, words in entered.items() if f not in chosen}, choices
