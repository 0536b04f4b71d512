"""What goes to several people and is late keeps quiet hours too (practice H, Lanes)."""

from dataclasses import replace
from datetime import datetime
from typing import assert_never

from flows import nudge, saying
from flows.ids import MemberId, ProgramId
from flows.notices import Channel, Dm, Home, Notice, Pair
from flows.people import Member
from flows.ports import Work


def later(work: Work, notice: Notice, held: str) -> bool:
    """Whether what goes to several people waits for the next morning, for it is out of hours."""
    opens = _opens(work, notice)
    if opens <= work.now or not work.outbox.take_back(notice.key, work.now, held=held):
        return False
    work.outbox.say(replace(notice, due=opens))
    return True


def _opens(work: Work, notice: Notice) -> datetime:
    match notice.lane:
        case Pair(partnership):
            pair = work.partnerships.get(partnership)
            return saying.for_all(work, pair) if pair else work.now
        case Channel():
            program = work.programs.get(ProgramId(str(notice.refs.get("program", ""))))
            if program is None:
                return work.now
            anybody = Member(id=MemberId(""), program=program.id, zone=program.zone)
            return nudge.person(anybody, program).open_from(work.now)
        case Dm() | Home():
            return work.now
        case _:
            assert_never(notice.lane)
