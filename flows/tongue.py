"""In whose words somebody is spoken to: a school's or another workplace's (practice A7)."""

from typing import assert_never

from flows import founding
from flows.ids import MemberId
from flows.notices import Channel, Dm, Home, Lane, Pair
from flows.people import Program, WordPack
from flows.ports import Reader


def of_member(reader: Reader, who: MemberId) -> WordPack:
    """The words of this person's program.

    Somebody in none reads those of the program that they look after, else of the colleague who asks
    them, else those that all programs share.
    """
    mine = _program(reader, who) or founding.led_by(reader, who)
    if mine is not None:
        return mine.word_pack
    for invitation in reader.invitations.open_to(who):
        theirs = _program(reader, invitation.by)
        if theirs is not None:
            return theirs.word_pack
    return _shared(reader)


def of_lane(reader: Reader, lane: Lane) -> WordPack:
    """The words in which something is said there."""
    match lane:
        case Dm(member) | Home(member):
            return of_member(reader, member)
        case Pair(partnership):
            pair = reader.partnerships.get(partnership)
            return of_member(reader, pair.members[0]) if pair else _shared(reader)
        case Channel(channel):
            here = (p.word_pack for p in reader.programs.all() if p.channel == channel)
            return next(here, None) or _shared(reader)
        case _:
            assert_never(lane)


def _program(reader: Reader, who: MemberId) -> Program | None:
    known = reader.members.get(who)
    return reader.programs.get(known.program) if known and known.program else None


def _shared(reader: Reader) -> WordPack:
    packs = {program.word_pack for program in reader.programs.all()}
    return packs.pop() if len(packs) == 1 else WordPack.SCHOOL
