"""What our own data says to the doctor: whether it opens, what is stuck, which calendar ends."""

from collections import Counter
from datetime import timedelta

from bot import key_findings
from bot.clock import Clock
from bot.key_findings import Finding
from bot.run import InUse, store_of
from bot.settings import Settings
from bot.slack import CannotStart
from flows.people import Program
from flows.policy import calendar_of
from flows.ports import Busy, Unsure
from handlers.words import knows, say
from storage.store import SqlStore

SOON = timedelta(weeks=4)
"""Twenty school days: how long before its end a calendar is spoken of (practice G5)."""

MOST = 200


async def inspect(settings: Settings, clock: Clock) -> list[Finding]:
    """The database, its keys, its programs and what it could not send."""
    try:
        store = store_of(settings, clock)
    except InUse:
        return [(True, say("doctor.running")), *key_findings.findings(settings)]
    except CannotStart as cannot:
        return [(False, str(cannot))]
    try:
        await store.check()
        return [
            (True, say("doctor.database")),
            *key_findings.findings(settings),
            *await _programs(store, clock),
            *await _unsent(store, clock),
        ]
    except (Busy, Unsure) as error:
        return [(False, say("cli.run.database_unreachable", error=type(error).__name__))]
    finally:
        await store.close()


async def _programs(store: SqlStore, clock: Clock) -> list[Finding]:
    programs: list[Program] = []
    for workspace in await store.calendar.workspaces():
        programs += await store.read(workspace, lambda reader: reader.programs.all())
    if not programs:
        return [(True, say("doctor.no_program"))]
    soon = (clock.now() + SOON).date()
    ends = {p.id: calendar_of(p).covered_until if p.covered_until else None for p in programs}
    ending = [p for p in programs if (last := ends[p.id]) is None or last < soon]
    if not ending:
        return [(True, say("doctor.programs"))]
    return [
        (False, say("doctor.calendar_ends", program=p.name, day=ends[p.id] or "")) for p in ending
    ]


async def _unsent(store: SqlStore, clock: Clock) -> list[Finding]:
    reasons = Counter(row.reason or "" for row in await store.outbox.failed(MOST))
    counts = await store.outbox.counts(clock.now())
    found: list[Finding] = []
    for reason, n in reasons.most_common():
        mend = f"doctor.mend.{reason}"
        words = say(mend if knows(mend) else "doctor.mend.other")
        found.append((False, say("doctor.unsent", n=n, reason=reason, mend=words)))
    refused = Counter(row.reason or "" for row in await store.outbox.plain(MOST))
    for reason, n in refused.most_common():
        found.append((False, say("doctor.plain", n=n, reason=reason)))
    if counts.in_doubt:
        found.append((True, say("doctor.in_doubt", n=counts.in_doubt)))
    return found or [(True, say("doctor.sent"))]
