"""The week's prompt, and reflections that their author chose to show."""

from collections.abc import Callable, Mapping

from flows import reading, reflecting
from flows.ids import MemberId, PartnershipId, PieceId
from flows.notices import Dm, Notice
from flows.ports import Reader
from handlers.seams import Scene
from handlers.views import reflections as views


def _weekly(notice: Notice, reader: Reader) -> Scene | None:
    posted = reader.prompts.get(str(notice.refs["prompt"]))
    if posted is None:
        return None
    return Scene(frozenset(), None, lambda telling: views.weekly(posted, telling.locale))


def _posted(notice: Notice, reader: Reader) -> Scene | None:
    """The one post that holds an author's words, by their own choice; taken back, it is gone."""
    by = MemberId(str(notice.refs["by"]))
    words = reading.posted(reader, PieceId(str(notice.refs["copy"])), by)
    if words is None:
        return None
    on_prompt = bool(notice.refs["thread"])
    return Scene(
        frozenset({by}),
        None,
        lambda telling: views.posted(by, words, telling, on_prompt=on_prompt),
    )


def _shared(notice: Notice, reader: Reader) -> Scene | None:
    if not isinstance(notice.lane, Dm):
        return None
    to, by = notice.lane.member, MemberId(str(notice.refs["by"]))
    partnership = PartnershipId(str(notice.refs["partnership"]))
    reflection = PieceId(str(notice.refs["reflection"]))
    if reflecting.shown(reader, to, reflection, partnership) is None:
        return None
    return Scene(
        frozenset({by}),
        to,
        lambda telling: views.shared(by, partnership, reflection, telling),
    )


SCENES: Mapping[str, Callable[[Notice, Reader], Scene | None]] = {
    "weekly": _weekly,
    "posted_reflection": _posted,
    "shared_reflection": _shared,
}
