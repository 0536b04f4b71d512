"""Copies in the group DM: what their messages show, and how their authors take them back."""

from typing import Any, assert_never

from slack_bolt.async_app import AsyncAck

from flows import copies, copying
from flows.coaching import NotTheirs
from flows.copied_beside import CopiedBeside
from flows.copies import Gone, Uncopied
from flows.ids import CopyId, PartnershipId
from flows.notices import Notice, Pair
from flows.ports import Lock, Reader
from handlers import answers, payloads
from handlers.seams import Desk, Message, Scene, Telling
from handlers.views import copies as views
from handlers.views.answers import lines
from handlers.words import say


async def copy_taken_back(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Take this copy back]: it goes from the group DM; in Tandem nothing changes."""
    del client
    name, who = CopyId(payloads.value(body).get("copy", "")), desk.who
    known = await desk.look(lambda reader: reader.copies.get(name))
    partnership = known.partnership if known else PartnershipId("")
    outcome = await desk.tell(
        Lock.partnership(partnership), lambda work: copies.take_back(work, who, name)
    )
    await ack()
    locale = await desk.locale()
    match outcome:
        case Uncopied():
            answers.whisper(body, desk, say("copies.done", locale))
        case NotTheirs():
            answers.whisper(body, desk, say("copies.not_yours", locale))
        case Gone():
            answers.whisper(body, desk, say("copies.gone", locale))
        case _:
            assert_never(outcome)


def copied(notice: Notice, reader: Reader) -> Scene | None:
    """A copy: dropped when its author took it back, or nobody wants copies any more."""
    found = copies.shown(reader, CopyId(str(notice.refs["copy"])), notice.effect)
    if found is None or not isinstance(notice.lane, Pair):
        return None

    def draw(telling: Telling) -> Message:
        if isinstance(found, CopiedBeside):
            return views.copied_beside(found, telling)
        return views.copied(found, lines(found.answers, telling.locale), telling)

    return Scene(frozenset({found.copy.author}), None, draw)


SCENES = {copying.KIND: copied}
