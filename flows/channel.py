"""The weekly prompt in a program's channel (practice H), and what members make of it."""

from dataclasses import replace
from datetime import date, timedelta

from flows import delivering, own_prompts, policy, saying, workshops
from flows.ids import ConversationId, ProgramId
from flows.nudge import Why
from flows.people import Program
from flows.ports import Alarm, Reader, Work
from flows.prompting import PostedPrompt
from flows.weekly import next_monday, next_prompt

MISSED = timedelta(hours=10)
"""A prompt that could not be posted on its Monday is left out."""

LOST = "channel_lost"
"""The notice that nothing can be posted in it."""


def founded(work: Work, program: Program) -> None:
    """The program's first prompt is ahead, or the next one by a changed calendar."""
    _look_again(work, program)


def on_time(work: Work, program: ProgramId) -> None:
    """Posts the prompt of a Monday, once, and looks ahead to the next."""
    known = work.programs.get(program)
    if known is None:
        return
    monday = next_monday(work.now - MISSED, policy.calendar_of(known), policy.zone_of(known.zone))
    if monday is not None and monday <= work.now:
        posted = work.prompts.of_program(program)
        if all(prompt.posted_at < monday for prompt in posted):
            own = [each.prompt for each in own_prompts.of(work, program)]
            named = next_prompt([prompt.name for prompt in posted], own).name
            anchor = f"weekly:{program}:{monday:%Y-%m-%d}"
            work.prompts.put(PostedPrompt(anchor, program, named, work.now))
            over = monday + MISSED
            saying.in_channel(work, known, "weekly", anchor, expires=over, prompt=anchor)
    workshops.forget_old(work, program)
    _look_again(work, known)


def covered(work: Work, program: ProgramId, holidays: frozenset[date], until: date) -> None:
    """The program's calendar reaches further; everybody in it is looked at again."""
    known = work.programs.get(program)
    if known is None or known.covered_until is None or until <= known.covered_until:
        return
    work.programs.put(replace(known, holidays=known.holidays | holidays, covered_until=until))
    for member in work.members.of_program(program):
        work.alarms.no_later(Alarm.of_member(member.id), work.now)


def lost(work: Work, program: ProgramId, where: ConversationId) -> None:
    """Whoever looks after the program hears, once a month, that its channel takes no posts."""
    known = work.programs.get(program)
    if known is None or known.channel != where:
        return
    for facilitator in sorted(known.facilitators):
        delivering.event(
            work,
            facilitator,
            LOST,
            f"{LOST}:{program}:{where}:{work.now:%Y-%m}:{facilitator}",
            refs={"program": program, "channel": where},
            why=Why.CHANNEL_LOST,
        )


def current(reader: Reader, program: ProgramId) -> PostedPrompt | None:
    """The prompt posted last."""
    posted = reader.prompts.of_program(program)
    return posted[-1] if posted else None


def _look_again(work: Work, program: Program) -> None:
    calendar, zone = policy.calendar_of(program), policy.zone_of(program.zone)
    work.alarms.set(Alarm.of_program(program.id), next_monday(work.now, calendar, zone))
