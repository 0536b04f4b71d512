"""What the messages about an agreement show, as things stand."""

from flows import agreeing
from flows.agreeing import Reading
from flows.ids import MemberId
from flows.notices import Dm, Effect, Notice
from flows.ports import Reader
from handlers.seams import Scene
from handlers.views import agreement as views
from handlers.views import blocks
from handlers.words import say


def proposed(notice: Notice, reader: Reader) -> Scene | None:
    """A change is suggested: dropped when it is settled before it went out."""
    found = _read(notice, reader)
    if found is None or not isinstance(notice.lane, Dm):
        return None
    reading, version = found, int(notice.refs["version"])
    asked = reading.asked and reading.version == version
    if not asked and notice.effect is Effect.POST:
        return None
    by = MemberId(str(notice.refs["by"]))
    return Scene(
        frozenset({by}),
        notice.lane.member,
        lambda telling: views.proposed(
            reading.pair.id,
            version,
            blocks.escaped(telling.names.get(by, say("app.somebody", telling.locale))),
            telling,
            asked=asked,
        ),
    )


def in_force(notice: Notice, reader: Reader) -> Scene | None:
    """Everybody agreed: dropped when another version is in force by then."""
    found = _read(notice, reader)
    if found is None or found.pair.agreement.in_force != notice.refs["version"]:
        return None
    pair = found.pair
    return Scene(frozenset(), notice.to, lambda telling: views.in_force(pair, telling.locale))


def _read(notice: Notice, reader: Reader) -> Reading | None:
    if not isinstance(notice.lane, Dm):
        return None
    partnership = notice.partnership
    found = agreeing.read(reader, notice.lane.member, partnership)
    return found if isinstance(found, Reading) else None


SCENES = {agreeing.PROPOSED: proposed, agreeing.IN_FORCE: in_force}
