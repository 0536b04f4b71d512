"""What messages about a guest show as things stand: to whoever is asked, and to the guest."""

from collections.abc import Callable, Mapping
from datetime import datetime

from flows import coaching, guest_notices, guests
from flows.coaching import Course
from flows.guests import Entry
from flows.ids import MemberId
from flows.notices import Effect, Notice
from flows.partnership import PartnershipState
from flows.ports import Reader
from handlers.seams import Message, Scene, Telling
from handlers.views import blocks, days
from handlers.views import guests as views
from handlers.words import say


def _asked(notice: Notice, reader: Reader) -> Scene | None:
    """Dropped once it is settled; a message that stands says so."""
    found, entry, to = _course(notice, reader), _entry(notice, reader), notice.to
    if found is None:
        return None
    if entry is not None and to is not None and entry.asks(to):
        by = MemberId(str(notice.refs["by"]))
        return _drawn(found, notice, lambda telling: views.asked(entry, by, telling))
    if notice.effect is Effect.POST:
        return None
    return _line(found, notice, "guests.asked_over")


def _invite(notice: Notice, reader: Reader) -> Scene | None:
    found, entry = _course(notice, reader), _entry(notice, reader)
    if found is None:
        return None
    if entry is not None and entry.agreed:
        at = guests.next_time(entry, reader.now)
        return _drawn(
            found,
            notice,
            lambda telling: views.invite(entry, views.when(entry, at, telling), telling),
        )
    return None if notice.effect is Effect.POST else _line(found, notice, "guests.invite_over")


def _came(notice: Notice, reader: Reader) -> Scene | None:
    found, entry = _course(notice, reader), _entry(notice, reader)
    if found is None or entry is None:
        return None
    return _drawn(found, notice, lambda telling: views.line(views.told("came", entry, telling)))


def _gone(notice: Notice, reader: Reader) -> Scene | None:
    """There is no guest: to whom it concerns, and without anybody's part in it."""
    found = _any_course(notice, reader)
    return _line(found, notice, f"guests.{notice.kind.removeprefix('guest_')}") if found else None


def _time(notice: Notice, reader: Reader) -> Scene | None:
    """The time that a session has now; of one that it had nothing is told."""
    found, entry = _course(notice, reader), _entry(notice, reader)
    run = found.cycle.run(str(notice.refs["run"])) if found else None
    if found is None or entry is None or run is None or run.finished:
        return None
    start = run.session.start if run.session else None
    if (start.isoformat() if start else "") != str(notice.refs["start"]):
        return None
    key = "remind" if notice.kind == guest_notices.REMIND else "time"
    if start is None or start <= reader.now:
        return None if start else _line(found, notice, "guests.no_time", run.stage)
    return _timed(found, entry, notice, f"guests.{key}", (run.stage, start))


def _timed(
    found: Course, entry: Entry, notice: Notice, key: str, at: tuple[str, datetime]
) -> Scene:
    stage, start = at

    def draw(telling: Telling) -> Message:
        time = days.moment(start, str(found.rules.zone))
        text = say(key, telling.locale, **_facts(found, notice, telling, stage), time=time)
        return views.timed(entry, text, telling)

    return _drawn(found, notice, draw)


def _line(found: Course, notice: Notice, key: str, stage: str = "") -> Scene:
    return _drawn(
        found,
        notice,
        lambda telling: views.line(
            say(key, telling.locale, **_facts(found, notice, telling, stage))
        ),
    )


def _facts(found: Course, notice: Notice, telling: Telling, stage: str) -> dict[str, str]:
    guest = telling.names.get(_guest(notice), say("app.somebody", telling.locale))
    step = found.rules.stage(stage).title if stage else ""
    who = views.group(found, telling)
    return {"guest": blocks.escaped(guest), "who": who, "step": blocks.escaped(step)}


def _drawn(found: Course, notice: Notice, draw: Callable[[Telling], Message]) -> Scene:
    return Scene(frozenset({*found.pair.members, _guest(notice)}), notice.to, draw)


def _course(notice: Notice, reader: Reader) -> Course | None:
    found = coaching.load(reader, notice.partnership)
    over = found is None or found.pair.state is PartnershipState.ENDED
    return None if over else found


def _any_course(notice: Notice, reader: Reader) -> Course | None:
    """The same of a group that ended meanwhile, whose guest is still to be told."""
    partnership = notice.partnership
    cycles = reader.cycles.of_partnership(partnership)
    newest = max(cycles, key=lambda cycle: cycle.begun_at, default=None)
    return coaching.load_of(reader, partnership, newest.id) if newest else None


def _entry(notice: Notice, reader: Reader) -> Entry | None:
    found = _course(notice, reader)
    known = guests.entries(found) if found else []
    return next((each for each in known if each.guest.id == notice.refs["guest"]), None)


def _guest(notice: Notice) -> MemberId:
    return MemberId(str(notice.refs["whom"]))


SCENES: Mapping[str, Callable[[Notice, Reader], Scene | None]] = {
    guest_notices.ASKED: _asked,
    guest_notices.INVITE: _invite,
    guest_notices.CAME: _came,
    guest_notices.OFF: _gone,
    guest_notices.NOT: _gone,
    guest_notices.OUT: _gone,
    guest_notices.TIME: _time,
    guest_notices.REMIND: _time,
}
