"""From an outbox row to what Slack shows: read what is true now, look names up, then draw.

A notice that is no longer true has no scene and is dropped.
"""

from collections.abc import Callable, Mapping

from flows import (
    answered,
    appointments,
    channel,
    coaching,
    exporting,
    founding,
    in_its_place,
    meetings,
    own_data,
    standing,
)
from flows.coaching import Course
from flows.ids import CycleId, InvitationId, MemberId, ProgramId, RunId
from flows.notices import Effect, Home, Notice
from flows.partnership import PartnershipState
from flows.ports import Reader
from flows.stage import RunState
from handlers import (
    agreement_scenes,
    balance_scenes,
    copies,
    documents,
    feedback_scenes,
    gathering_scenes,
    goal_scenes,
    guest_scenes,
    meeting_scenes,
    nudge_scenes,
    parking,
    reflection_scenes,
    replies,
    workshop_scenes,
)
from handlers.seams import Scene
from handlers.views import home as home_views
from handlers.views import invitation as invitation_views
from handlers.views import messages as message_views
from handlers.views import pair as pair_views
from handlers.views import privacy as privacy_views
from handlers.views import program as program_views

Look = Callable[[Notice, Reader], Scene | None]


def scene(notice: Notice, reader: Reader) -> Scene | None:
    """What the notice shows as things stand; None when it is no longer true."""
    found = LOOKS[notice.kind](notice, reader)
    return found and nudge_scenes.with_menu(found, notice, reader)


def _home(notice: Notice, reader: Reader) -> Scene | None:
    if not isinstance(notice.lane, Home):
        return None
    found = standing.of(reader, notice.lane.member)
    return Scene(found.people, found.who, lambda telling: home_views.home(found, telling))


def _join(notice: Notice, reader: Reader) -> Scene | None:
    program = reader.programs.get(ProgramId(str(notice.refs["program"])))
    if program is None:
        return None
    return Scene(
        frozenset(), None, lambda telling: program_views.join_post(program, telling.locale)
    )


def _joined(notice: Notice, reader: Reader) -> Scene | None:
    program = reader.programs.get(ProgramId(str(notice.refs["program"])))
    if program is None:
        return None
    return Scene(
        frozenset(), notice.to, lambda telling: program_views.joined(program, telling.locale)
    )


def _looks_after(notice: Notice, reader: Reader) -> Scene | None:
    """Dropped when the person's name was taken out again before it was said."""
    program, to = reader.programs.get(ProgramId(str(notice.refs["program"]))), notice.to
    by = MemberId(str(notice.refs["by"]))
    if program is None or to is None or not program.led_by(to):
        return None
    return Scene(frozenset({by}), to, lambda telling: program_views.named(program, by, telling))


def _channel_lost(notice: Notice, reader: Reader) -> Scene | None:
    """Dropped once the program lives in another channel."""
    program, to = reader.programs.get(ProgramId(str(notice.refs["program"]))), notice.to
    moved = program is not None and program.channel != notice.refs["channel"]
    if program is None or to is None or moved or not program.led_by(to):
        return None
    return Scene(
        frozenset(), to, lambda telling: program_views.channel_lost(program, telling.locale)
    )


def _invite(notice: Notice, reader: Reader) -> Scene | None:
    found = reader.invitations.get(InvitationId(str(notice.refs["invitation"])))
    if found is None and notice.effect is Effect.UPDATE:
        return Scene(frozenset(), notice.to, invitation_views.forgotten)
    if found is not None and found.partnership is not None:
        return gathering_scenes.invite(found, found.partnership, notice, reader)
    if found is None or (notice.effect is Effect.POST and not found.open):
        return None
    asked = reader.members.get(found.to)
    outsider = asked is None or asked.program is None
    return Scene(
        frozenset({found.by, found.to}),
        notice.to,
        lambda telling: invitation_views.message(found, telling, outsider=outsider),
    )


def _proposed(notice: Notice, reader: Reader) -> Scene | None:
    found = reader.invitations.get(InvitationId(str(notice.refs["invitation"])))
    to = notice.to
    if found is None or to is None:
        return None
    newest = found.agreement.newest
    waits = found.open and to in found.agreement.waiting(newest)
    asked = waits and notice.refs.get("version", newest) == newest
    if not asked and notice.effect is Effect.POST:
        return None
    people = frozenset({found.by, found.to})
    return Scene(
        people, to, lambda telling: invitation_views.proposed(found, to, telling, asked=asked)
    )


def _not_this_time(notice: Notice, reader: Reader) -> Scene | None:
    found = reader.invitations.get(InvitationId(str(notice.refs["invitation"])))
    if found is None:
        return None
    people = frozenset({found.by, found.to})
    return Scene(people, notice.to, lambda telling: invitation_views.not_this_time(found, telling))


def _welcome(notice: Notice, reader: Reader) -> Scene | None:
    found = _standing(notice, reader)
    if found is None:
        return None
    people = frozenset(found.pair.members)
    return Scene(people, None, lambda telling: pair_views.welcome(found, telling))


def _card(notice: Notice, reader: Reader) -> Scene | None:
    found = _standing(notice, reader)
    if found is None:
        return None
    people = frozenset(found.pair.members)
    ahead = meetings.ahead(reader, found, with_times=True)
    return Scene(people, None, lambda telling: pair_views.card(found, telling, ahead))


def _note(notice: Notice, reader: Reader) -> Scene | None:
    """Paused, going on, closed: dropped when the partnership has moved on since."""
    pair = reader.partnerships.get(notice.partnership)
    true_in = {
        "paused": PartnershipState.PAUSED,
        "resumed": PartnershipState.ACTIVE,
        "ended": PartnershipState.ENDED,
        "ended_pair": PartnershipState.ENDED,
    }
    if pair is None or pair.state is not true_in[notice.kind]:
        return nudge_scenes.ended(notice, "pair.was_paused") if notice.kind == "paused" else None
    program = reader.programs.get(pair.program)
    zone = program.zone if program else "UTC"
    kind = notice.kind.removesuffix("_pair")
    after = in_its_place.successor(reader, pair) if kind == "ended" else None
    return Scene(
        frozenset(after.members if after else pair.members),
        notice.to,
        lambda telling: pair_views.note(kind, pair, zone, telling, after=after),
    )


def _open(notice: Notice, reader: Reader) -> Scene | None:
    """A step is open: dropped when it is done, or not this person's to do any more."""
    found, to = _course(notice, reader), notice.to
    run = found.cycle.run(str(notice.refs["run"])) if found else None
    if found is None or run is None or to is None:
        return None
    if found.pair.state is not PartnershipState.ACTIVE or run not in found.cycle.waiting_for(to):
        return nudge_scenes.step_over(notice, found, run, to)
    zone, due = found.program.zone, run.due_for(to)
    shown = run.model_copy(update={"due_at": due if due and due > reader.now else None})
    return Scene(
        frozenset(found.pair.members),
        to,
        lambda telling: message_views.open_step(found, shown, zone, telling, to),
    )


def _ask_to_keep(notice: Notice, reader: Reader) -> Scene | None:
    asked = reader.slips.get(notice.anchor or "")
    how = asked.refs.get(answered.HOW) if asked else None
    if how is not None:
        return nudge_scenes.ended(notice, f"pair.only_yours_{how}")
    found, to = _course(notice, reader), notice.to
    run = found.cycle.run(str(notice.refs["run"])) if found else None
    if found is None or run is None or to is None or run.revealed:
        return nudge_scenes.ended(notice, "pair.only_yours_late")
    if run.state is RunState.OPEN and run in found.cycle.waiting_for(to):
        return None
    return Scene(
        frozenset(found.pair.members),
        to,
        lambda telling: message_views.ask_to_keep(found.pair, RunId(run.id), telling),
    )


def _shared_sentence(notice: Notice, reader: Reader) -> Scene | None:
    found = _course(notice, reader)
    if found is None:
        return None
    by = MemberId(str(notice.refs["by"]))
    return Scene(
        frozenset(found.pair.members),
        notice.to,
        lambda telling: message_views.shared_sentence(found.pair, by, telling),
    )


def _export(notice: Notice, reader: Reader) -> Scene | None:
    """Everything of the person's own, for them alone; nothing of somebody who was forgotten."""
    to = notice.to
    if to is None or notice.effect is not Effect.UPLOAD:
        return None
    data = own_data.of(reader, to)
    if data.member is None and not data.written:
        return None
    return Scene(data.people, to, lambda telling: privacy_views.file(data, telling))


def _heard(notice: Notice, reader: Reader) -> Scene | None:
    del reader
    return Scene(frozenset(), notice.to, message_views.heard)


SCENES: Mapping[str, Look] = {
    "home": _home,
    "join": _join,
    "joined": _joined,
    founding.LOOKS_AFTER: _looks_after,
    channel.LOST: _channel_lost,
    "invite": _invite,
    "proposed_agreement": _proposed,
    "not_this_time": _not_this_time,
    "welcome": _welcome,
    "card": _card,
    "open": _open,
    "paused": _note,
    "resumed": _note,
    "ended": _note,
    "ended_pair": _note,
    "ask_to_keep": _ask_to_keep,
    "shared_sentence": _shared_sentence,
    "heard": _heard,
    exporting.EXPORT: _export,
    **agreement_scenes.SCENES,
    **gathering_scenes.SCENES,
    **guest_scenes.SCENES,
    **copies.SCENES,
    **goal_scenes.SCENES,
    "shared": feedback_scenes.shared,
    "released": feedback_scenes.released,
    "replied": replies.replied,
    "version": documents.suggested,
    "way_suggested": parking.suggested,
    "proposed": meeting_scenes.proposed,
    appointments.GONE_BY: meeting_scenes.time_passed,
    "confirmed": meeting_scenes.confirmed,
    "session_moved": meeting_scenes.moved,
    "session_off": meeting_scenes.off,
    "prework": meeting_scenes.prework,
    **nudge_scenes.SCENES,
    **balance_scenes.SCENES,
    **reflection_scenes.SCENES,
    **workshop_scenes.SCENES,
}
"""Every kind of notice but a bundle of several, and how it is looked up."""

LOOKS: Mapping[str, Look] = {**SCENES, "bundle": nudge_scenes.bundle_of(SCENES)}
"""Every kind of notice, and how it is looked up."""


def _standing(notice: Notice, reader: Reader) -> Course | None:
    """What a message of the group DM shows, over or not; nothing is posted for what has ended."""
    cycle = CycleId(str(notice.refs["cycle"]))
    found = coaching.load_of(reader, notice.partnership, cycle)
    if found is None:
        return None
    ended = found.pair.state is PartnershipState.ENDED
    return None if ended and notice.effect is Effect.POST else found


def _course(notice: Notice, reader: Reader) -> Course | None:
    return coaching.load(reader, notice.partnership)
