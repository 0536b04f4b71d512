"""The week's prompt, and reflections that their author chose to show."""

from collections.abc import Callable, Mapping

from flows import own_prompts, reading, reflecting
from flows.ids import MemberId, PieceId
from flows.notices import Dm, Notice
from flows.ports import Reader
from handlers.seams import Scene
from handlers.views import reflections as views


def _weekly(notice: Notice, reader: Reader) -> Scene | None:
    posted = reader.prompts.get(str(notice.refs["prompt"]))
    program = reader.programs.get(posted.program) if posted else None
    if posted is None or program is None:
        return None
    own = own_prompts.named(reader, posted.program, posted.name)
    if own is None and posted.name.startswith(own_prompts.OWN):
        return None  # It was removed before it was posted.
    leads = program.founded_by in program.facilitators
    by = (
        own.by
        if own
        else program.founded_by
        if leads
        else min(program.facilitators, default=program.founded_by)
    )
    asked = {own.prompt.name: own.words} if own else {}
    return Scene(frozenset({by}), None, lambda telling: views.weekly(posted, asked, by, telling))


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
    partnership = notice.partnership
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
