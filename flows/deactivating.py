"""An account that Slack deactivated: nudges stop at once, the data go after INV-18's time."""

from dataclasses import replace
from datetime import datetime

from flows import delivering, erasing, guests, parting, saying
from flows.ids import MemberId
from flows.people import Member
from flows.ports import Alarm, Lock, Reader, Work


def gone(work: Work, member: Member) -> None:
    """Their partnerships end like an ending that nobody chose; their writing waits for the date."""
    for name in sorted(pair.id for pair in work.partnerships.of_member(member.id)):
        work.hold(Lock.partnership(name))
    work.members.put(replace(member, deactivated=True))
    until = _kept_until(work, member)
    erasing.close_invitations(work, member.id)
    guests.let_go(work, member.id)
    for pair in work.partnerships.of_member(member.id):
        erasing.depart(work, member.id, pair)
    delivering.drop(work, work.slips.planned(member.id), "deactivated")
    work.outbox.silence(member.id)
    work.alarms.set(Alarm.of_member(member.id), None)
    work.alarms.set(Alarm.of_erasure(member.id), until)


def back(work: Work, member: Member) -> None:
    """The account is there again before that date: everything of theirs stays."""
    work.members.put(replace(member, deactivated=False))
    work.alarms.set(Alarm.of_erasure(member.id), None)
    delivering.deliver(work, member.id)
    saying.home(work, member.id)


def time_up(work: Work, who: MemberId) -> None:
    """The date has come; whoever came back keeps everything."""
    work.alarms.set(Alarm.of_erasure(who), None)
    known = work.members.get(who)
    if known is not None and known.deactivated:
        erasing.everything(work, who)


def _kept_until(reader: Reader, member: Member) -> datetime:
    program = reader.programs.get(member.program) if member.program else None
    return parting.kept_until(reader.now, program) if program else reader.now + parting.KEPT
