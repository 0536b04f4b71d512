"""The log of one's own growth, for its owner: entry by entry, the youngest first."""

from collections.abc import Sequence

from flows.pieces import Piece
from handlers import ids
from handlers.seams import Block
from handlers.views import blocks, days
from handlers.words import say

MOST = 40
"""So many entries stand on one page; /coach-privacy has them all."""


def button(locale: str) -> Block:
    """[My expertise log]."""
    return blocks.button(ids.EXPERTISE, say("material.log_open", locale))


def page(entries: Sequence[Piece], zone: str, locale: str) -> Block:
    """The whole log, as it was written."""
    shown = [blocks.context(say("material.log_intro", locale))]
    for entry in entries[:MOST]:
        shown.append(blocks.section(f"*{days.day(entry.written_at, zone)}*"))
        shown.append(blocks.literal(entry.words))
    title = say("material.log_title", locale)
    return blocks.modal(ids.PAGE, title, shown, close=say("app.close", locale))
