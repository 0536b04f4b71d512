"""What messages about a group that forms show as things stand."""

from collections.abc import Callable, Mapping

from flows import coaching, group_answers, in_its_place, not_begun, regrouping
from flows.group_answers import tally
from flows.ids import InvitationId, PartnershipId
from flows.notices import Effect, Notice
from flows.partnership import Invitation, PartnershipState
from flows.ports import Reader
from handlers.seams import Scene
from handlers.views import gathering as views
from handlers.views import growing as growing_views
from handlers.views import pair as pair_views
from handlers.words import say


def invite(found: Invitation, into: PartnershipId, notice: Notice, reader: Reader) -> Scene | None:
    """The invitation into a group, to whoever is asked."""
    stands = tally(reader, into)
    if notice.effect is Effect.POST and (stands is None or not found.open):
        return None
    if in_its_place.asks_member(reader, found):
        people = frozenset({found.by, *(stands.newcomers if stands else ())})
        return Scene(
            people, found.to, lambda telling: growing_views.message(found, stands, telling)
        )
    asked = reader.members.get(found.to)
    outsider = asked is None or asked.program is None
    return Scene(
        frozenset({found.by}),
        found.to,
        lambda telling: views.message(found, stands, telling, outsider=outsider),
    )


def _answered(notice: Notice, reader: Reader) -> Scene | None:
    """How many said yes; once it has begun or is called off, that it is settled."""
    stands, to = tally(reader, notice.partnership), notice.to
    if stands is None and notice.effect is Effect.POST:
        return None
    if stands is None:
        return Scene(
            frozenset(), to, lambda telling: views.line(say("group.answers_over", telling.locale))
        )
    return Scene(frozenset(), to, lambda telling: views.answered(stands, telling))


def _again(notice: Notice, reader: Reader) -> Scene | None:
    stands = tally(reader, notice.partnership)
    found = reader.invitations.get(InvitationId(str(notice.refs["invitation"])))
    if found is None:
        return None
    asked = stands is not None and found.to in stands.choosing
    if not asked and notice.effect is Effect.POST:
        return None
    return Scene(
        frozenset({found.by}), found.to, lambda telling: views.again(found, telling, asked=asked)
    )


def _off(notice: Notice, reader: Reader) -> Scene | None:
    pair, to = reader.partnerships.get(notice.partnership), notice.to
    if pair is None or to is None or pair.state is not PartnershipState.ENDED or not pair.members:
        return None
    by = pair.members[0]
    return Scene(frozenset({by}), to, lambda telling: views.off(by, to, telling))


def _stays(notice: Notice, reader: Reader) -> Scene | None:
    """Nobody joins; dropped when the group itself is another one meanwhile, or over."""
    forming = reader.partnerships.get(notice.partnership)
    asked = forming.instead_of if forming else None
    pair = reader.partnerships.get(asked) if asked else None
    over = pair is None or pair.state is PartnershipState.ENDED
    if pair is None or over or pair.formation != notice.refs["n"]:
        return None
    return Scene(frozenset(), notice.to, growing_views.stays)


def _regrouped(notice: Notice, reader: Reader) -> Scene | None:
    """Who the group is now; dropped when it changed once more, or ended."""
    pair = reader.partnerships.get(notice.partnership)
    over = pair is None or pair.state is PartnershipState.ENDED
    if pair is None or over or pair.formation != notice.refs["n"]:
        return None
    course = coaching.load(reader, pair.id)
    return Scene(
        frozenset(pair.members),
        notice.to,
        lambda telling: pair_views.regrouped(pair, course, telling),
    )


def _card_moved(notice: Notice, reader: Reader) -> Scene | None:
    del notice, reader
    return Scene(frozenset(), None, pair_views.moved)


SCENES: Mapping[str, Callable[[Notice, Reader], Scene | None]] = {
    group_answers.ANSWERED: _answered,
    not_begun.AGAIN: _again,
    not_begun.OFF: _off,
    not_begun.STAYS: _stays,
    regrouping.REGROUPED: _regrouped,
    "card_moved": _card_moved,
}
