"""What the messages about a workshop show as things stand; dropped when not true any more."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from flows import after_workshop, answered, attending, preparing, reading, workshops
from flows.after_workshop import Way
from flows.attending import Card
from flows.ids import WorkshopId
from flows.notices import Effect, Notice
from flows.ports import Reader
from flows.workshop import WorkshopState
from handlers.seams import Scene
from handlers.views import workshop_card as views

Look = Callable[[Notice, Reader], Scene | None]


def _post(notice: Notice, reader: Reader) -> Scene | None:
    """The one post: not posted once it is off or has begun, and shown in place until then."""
    found = reader.workshops.get(_workshop(notice))
    program = reader.programs.get(found.program) if found else None
    if found is None or program is None or found.state is WorkshopState.DRAFT:
        return None
    if notice.effect is Effect.POST and not found.ahead(reader.now):
        return None
    words = {piece.key: piece.words for piece in reading.announced(reader, found.about)}
    return Scene(
        frozenset({found.by}), None, lambda telling: views.post(found, program, words, telling)
    )


def _remind(notice: Notice, reader: Reader) -> Scene | None:
    found = _coming(notice, reader)
    if found is None or found.begun:
        return None
    return Scene(frozenset(), found.who, lambda telling: views.remind(found, telling))


def _prework(notice: Notice, reader: Reader) -> Scene | None:
    """Dropped when there is nothing to read, or all of it is marked."""
    found = _coming(notice, reader)
    if found is None or found.begun or not found.items:
        return None
    if all(known.mine in preparing.MARKS for known in found.items):
        return None
    return Scene(frozenset(), found.who, lambda telling: views.prework(found, telling))


def _changed(notice: Notice, reader: Reader) -> Scene | None:
    found, moved = _coming(notice, reader), bool(notice.refs.get("moved"))
    if found is None or found.begun:
        return None
    return Scene(frozenset(), found.who, lambda telling: views.changed(found, telling, moved=moved))


def _off(notice: Notice, reader: Reader) -> Scene | None:
    """It is off, or taken down since."""
    found, to = reader.workshops.get(_workshop(notice)), notice.to
    if to is None or (found is not None and found.state is not WorkshopState.OFF):
        return None
    member = reader.members.get(to)
    at, zone = datetime.fromtimestamp(int(notice.refs["at"]), UTC), member.zone if member else "UTC"
    return Scene(frozenset(), to, lambda telling: views.off(at, zone, telling))


def _after(notice: Notice, reader: Reader) -> Scene | None:
    found = _coming(notice, reader)
    if found is None or not found.over:
        return None
    asked = reader.slips.get(notice.anchor or "")
    how = asked.refs.get(answered.HOW) if asked is not None else None
    if how is not None and notice.effect is Effect.UPDATE:
        way = Way(str(how))
        return Scene(frozenset(), found.who, lambda telling: views.tried(way, telling.locale))
    partner = after_workshop.has_partner(reader, found.who)
    return Scene(
        frozenset(),
        found.who,
        lambda telling: views.after(found.workshop, telling, partner=partner),
    )


SCENES: Mapping[str, Look] = {
    workshops.POST: _post,
    attending.REMIND: _remind,
    attending.PREWORK: _prework,
    attending.CHANGED: _changed,
    attending.OFF: _off,
    attending.AFTER: _after,
}


def _coming(notice: Notice, reader: Reader) -> Card | None:
    """The workshop as somebody who comes sees it, at the time and place that the message means."""
    to = notice.to
    found = attending.card(reader, to, _workshop(notice)) if to else None
    if not isinstance(found, Card) or not found.comes:
        return None
    stands = found.workshop.state is WorkshopState.OPEN
    return found if stands and found.workshop.version == notice.refs.get("version") else None


def _workshop(notice: Notice) -> WorkshopId:
    return WorkshopId(str(notice.refs["workshop"]))
