"""Founding a program and changing its settings (practice G5, in its smallest form)."""

from dataclasses import dataclass, replace
from datetime import date

from flows import channel, rhythm, saying
from flows.ids import ConversationId, MemberId, ProgramId
from flows.notices import Channel
from flows.people import KEEP_DAYS, Program, WordPack
from flows.ports import Reader, Work
from flows.unchanged import Unchanged

LONGEST_NAME = 60
MOST_FACILITATORS = 10

LOOKS_AFTER = "looks_after"
"""The notice to somebody who was named."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a facilitator enters; everything else has defaults."""

    name: str
    channel: ConversationId
    country: str
    region: str | None
    zone: str
    holidays: frozenset[date]
    covered_until: date
    keep_days: int = KEEP_DAYS
    facilitators: frozenset[MemberId] = frozenset()
    """Who looks after it from now on; whoever does now where nobody is named."""
    word_pack: WordPack = WordPack.SCHOOL
    """Chosen when it is founded; later with the ways of working that exist in those words."""


@dataclass(frozen=True, slots=True)
class Founded:
    """The program stands and its Join post is on its way."""

    program: Program


@dataclass(frozen=True, slots=True)
class Changed:
    """The settings are the new ones."""

    program: Program


@dataclass(frozen=True, slots=True)
class ChannelTaken(Unchanged):
    """Another program lives in that channel."""

    program: Program


@dataclass(frozen=True, slots=True)
class NotTheirs(Unchanged):
    """The person may neither found a program nor look after this one."""


def led_by(reader: Reader, member: MemberId) -> Program | None:
    """The program that this person looks after, the oldest where there are several."""
    led = [p for p in reader.programs.all() if p.led_by(member)]
    return min(led, key=lambda p: p.founded_at, default=None)


def found(
    work: Work, by: MemberId, settings: Settings, *, may_found: bool
) -> Founded | ChannelTaken | NotTheirs:
    """A new program with its Join post, if this person may found one."""
    if not may_found:
        return NotTheirs()
    taken = _in_channel(work, settings.channel)
    if taken is not None:
        return ChannelTaken(taken)
    program = Program(
        id=ProgramId(work.new_id()),
        name=settings.name,
        channel=settings.channel,
        country=settings.country,
        region=settings.region,
        zone=settings.zone,
        founded_by=by,
        founded_at=work.now,
        facilitators=frozenset({by}),
        holidays=settings.holidays,
        covered_until=settings.covered_until,
        keep_days=settings.keep_days,
        word_pack=settings.word_pack,
    )
    work.programs.put(program)
    channel.founded(work, program)
    _invite_to_join(work, program)
    saying.home(work, by)
    return Founded(program)


def change(
    work: Work, by: MemberId, program: ProgramId, settings: Settings
) -> Changed | ChannelTaken | NotTheirs:
    """The program with new settings; a new channel gets a Join post of its own.

    Whoever is named looks after it as the founder does and hears of it; the last one cannot leave
    (practice A1, Facilitator).
    """
    known = work.programs.get(program)
    if known is None or not known.led_by(by):
        return NotTheirs()
    taken = _in_channel(work, settings.channel)
    if taken is not None and taken.id != known.id:
        return ChannelTaken(taken)
    changed = replace(
        known,
        name=settings.name,
        channel=settings.channel,
        country=settings.country,
        region=settings.region,
        holidays=settings.holidays,
        covered_until=settings.covered_until,
        keep_days=settings.keep_days,
        facilitators=settings.facilitators or known.facilitators,
    )
    work.programs.put(changed)
    rhythm.recalculated(work, changed)
    _named(work, by, known, changed)
    if changed.channel != known.channel:
        _invite_to_join(work, changed)
    elif changed.name != known.name:
        join_post_shown(work, changed)
    saying.home(work, by)
    return Changed(changed)


def _named(work: Work, by: MemberId, before: Program, after: Program) -> None:
    """Whoever is new to it hears who named them; whoever is not any more finds it on their Home."""
    for member in sorted(after.facilitators - before.facilitators):
        key = f"{LOOKS_AFTER}:{after.id}:{member}:{work.now.isoformat()}"
        saying.event(work, member, LOOKS_AFTER, key, program=after.id, by=by)
    saying.home(work, *sorted(after.facilitators ^ before.facilitators))


def _in_channel(reader: Reader, channel: ConversationId) -> Program | None:
    return next((p for p in reader.programs.all() if p.channel == channel), None)


def join_post_shown(work: Work, program: Program) -> None:
    """The Join post that stands says what is true now."""
    lane = Channel(program.channel)
    saying.update(work, lane, "join", _join_post(program), program=program.id)


def _invite_to_join(work: Work, program: Program) -> None:
    saying.in_channel(work, program, "join", _join_post(program))


def _join_post(program: Program) -> str:
    return f"join:{program.id}:{program.channel}"
