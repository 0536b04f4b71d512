"""A school with many partnerships, made by the same bodies that a running bot carries out."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

from sqlalchemy import update

from flows import coaching, founding, inviting, joining
from flows.agreement import Terms
from flows.founding import Founded, Settings
from flows.ids import ConversationId, MemberId, PartnershipId, RunId, WorkspaceId
from flows.inviting import Partnered, Sent, Yes
from flows.joining import Who
from flows.ports import Lock
from flows.together import SPARK
from storage import tables
from storage.keyfile import open_keyring
from storage.opening import open_store
from storage.outbox import RowState
from storage.store import SqlStore

WORKSPACE = WorkspaceId("T0BENCH")
CHANNEL = ConversationId("C0BENCH")
ZONE = "Europe/Dublin"
SENTENCE = "why"

_ADMIN = MemberId("U0ADMIN")
_NO = Yes(power=False, chosen=False)
_YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Answering:
    """Somebody who wrote their opening sentence, and may change it until the other has theirs."""

    who: MemberId
    partnership: PartnershipId
    run: RunId


async def prepared(database: Path, keys: Path, pairs: int) -> list[Answering]:
    """So many partnerships in a new database of SQLite, which is free for a bot again."""
    now, numbers = datetime.now(UTC), count()
    store = open_store(
        f"sqlite:///{database}",
        None,
        open_keyring(keys),
        lambda: now,
        lambda: f"prepared {next(numbers)}",
    )
    try:
        return await opened(store, pairs, now)
    finally:
        await store.close()


async def opened(store: SqlStore, pairs: int, now: datetime) -> list[Answering]:
    """So many partnerships, each with one sentence in; nothing of it waits to be sent."""
    settings = Settings(
        name="Maple Street",
        channel=CHANNEL,
        country="IE",
        region=None,
        zone=ZONE,
        holidays=frozenset(),
        covered_until=(now + _YEAR).date(),
    )
    outcome = await store.write(
        WORKSPACE,
        Lock.program(WORKSPACE),
        lambda work: founding.found(work, _ADMIN, settings, may_found=True),
    )
    if not isinstance(outcome, Founded):
        raise TypeError(outcome)
    made = [await _pair(store, outcome, number) for number in range(pairs)]
    for each in made:
        await answer(store, each, "more of them would speak", None)
    sent = update(tables.outbox).values(state=RowState.SENT)
    await store.transact(lambda connection: connection.execute(sent))
    return made


async def _pair(store: SqlStore, founded: Founded, number: int) -> Answering:
    first, second = MemberId(f"U0FIRST{number}"), MemberId(f"U0SECOND{number}")
    for member in (first, second):
        await _join(store, founded, member)
    lock = inviting.between(first, second)
    sent = await store.write(
        WORKSPACE, lock, lambda work: inviting.send(work, first, second, Terms(first=first), _NO)
    )
    if not isinstance(sent, Sent):
        raise TypeError(sent)
    agreed = await store.write(
        WORKSPACE,
        lock,
        lambda work: inviting.agree(work, Who(second, ZONE), sent.invitation.id, 1, _NO),
    )
    if not isinstance(agreed, Partnered):
        raise TypeError(agreed)
    return Answering(second, agreed.partnership.id, RunId(f"{SPARK}/1"))


async def _join(store: SqlStore, founded: Founded, member: MemberId) -> None:
    who = Who(member, ZONE)
    await store.write(
        WORKSPACE,
        Lock.member(member),
        lambda work: joining.join(work, who, founded.program.id),
    )


async def answer(store: SqlStore, each: Answering, words: str, delivery: str | None) -> None:
    """The sentence is these words now, on disk."""
    outcome = await store.write(
        WORKSPACE,
        Lock.partnership(each.partnership),
        lambda work: coaching.answer(
            work, each.who, each.partnership, each.run, {SENTENCE: words}, {}
        ),
        delivery=delivery,
    )
    if not isinstance(outcome, coaching.Moved):
        raise TypeError(outcome)
