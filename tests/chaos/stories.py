"""What people do in a school: a term of coaching, and something small every day.

A story is told again until it is over: whoever meets an error, or nothing, looks again and acts
again. What is over is seen on a screen, as people see it.
"""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from handlers.words import say
from tests.chaos.school import Member
from tests.journeys.teacher import NotOnScreen, shown
from tests.journeys.test_feedback import ASKS, FACTS, TAKES
from tests.journeys.test_first_cycle import COACHING, HERS, HIS

DUBLIN = ZoneInfo("Europe/Dublin")
TRIES = 20
LONGEST_WAIT = 10
"""Days for which a rule of quiet hours, full days and weeks may hold something back."""

_BREATH = 0.1
ALARMING = frozenset(say(f"outage.{what}") for what in ("busy", "unsure", "broken"))

Acts = AsyncGenerator[datetime | None, None]
"""A person's or a pair's acts, one at each step; what comes is when to go on, if not at once."""


async def told(
    act: Callable[[], Awaitable[object]], *people: Member, over: Callable[[], bool] | None = None
) -> bool:
    """Whether the act succeeded in the end; before it is tried again the screen says if it did."""
    failed: AssertionError | None = None
    for again in range(TRIES):
        if again:
            await asyncio.sleep(_BREATH * again)  # sleeps: whoever met an error takes a breath
            await _afresh(*people)
            if over is not None and over():
                return True
        alarms = [_alarms(each) for each in people]
        try:
            await act()
        except AssertionError as error:
            failed = error
            continue
        if [_alarms(each) for each in people] == alarms:
            return True
    named = getattr(act, "__qualname__", "").partition(".")[0]
    people[0].school.given_up.append(
        f"{people[0].school.now:%Y-%m-%d %H:%M} {people[0].id} {named}: {failed!r}"
    )
    return False


async def _afresh(*people: Member) -> None:
    for each in people:
        await each.settled()
        try:
            await each.closes()
        except AssertionError:
            continue


def _alarms(person: Member) -> int:
    """How often somebody was told to press again."""
    return sum(
        message.text in ALARMING
        for conversation in person.person.conversations()
        for message in person.person.messages(conversation.id)
    )


def sees(person: Member, words: str, channel: str | None = None) -> bool:
    """Whether these words stand in the conversation."""
    return any(words in text for text in person.sees(channel))


async def founded(admin: Member) -> None:
    """The program stands, and its channel says so."""

    async def act() -> None:
        await admin.types("/coach-program")
        await admin.sends(name="Harbour coaches", channel=COACHING, country="IE")
        await admin.closes()

    await told(act, admin, over=lambda: sees(admin, "peer coaching between equals", COACHING))


async def joined(person: Member) -> None:
    """The person is in the program."""
    await told(
        lambda: person.presses("Join", COACHING),
        person,
        over=lambda: sees(person, "You are in *Harbour coaches*"),
    )


async def partnered(one: Member, other: Member, name: str) -> str:
    """The two are partners; their group DM."""

    async def asks() -> None:
        await one.types(f"/coach-pair @{name}")
        await one.sends(topic="questioning")
        await one.closes()

    async def agrees() -> None:
        await other.presses("See invitation", other.person.direct().id)
        await other.sends()
        await other.closes()

    before = _posts(other)
    await told(asks, one, over=lambda: _posts(other) > before)
    await told(agrees, other, over=lambda: _group(one, other) is not None)
    found = _group(one, other)
    if found is None:
        raise NotOnScreen(f"{one.id} and {other.id} did not become partners")
    return found


def _group(one: Member, other: Member) -> str | None:
    try:
        return one.group(other)
    except NotOnScreen:
        return None


async def coached(host: Member, visitor: Member, pair: str) -> Acts:
    """Cycle after cycle of visits and talks, in turns."""
    await told(
        lambda: visitor.presses("Send mine", pair, why=HIS),
        visitor,
        over=lambda: not _shows(visitor, "Send mine", pair) or _whispered(visitor, pair),
    )
    yield None
    await told(
        lambda: host.presses("Send mine", pair, why=HERS),
        host,
        over=lambda: sees(host, "Both sentences are in", pair),
    )
    yield None
    while True:
        if _picks(visitor, pair):
            host, visitor = visitor, host
        asked_at = host.school.now
        label = _free(host, visitor, pair) if _picks(host, pair) else None
        if label is None or not await _asked_for(host, pair, label):
            yield tomorrow(host)
            continue
        visit = _Visit(host, visitor, pair, asked_at, _start(label, host))
        host.school.diary |= {(host.id, visit.start), (visitor.id, visit.start)}
        yield None
        async for later in visit.waits(visitor, "Works for me", asked_at):
            yield later
        await visit.agreed()
        yield visit.start + timedelta(hours=1)
        async for later in visit.waits(visitor, "Write notes", visit.start):
            yield later
        await visit.written_up()
        yield None
        async for later in visit.waits(host, "Read and answer", visit.start):
            yield later
        await visit.answered()
        yield host_day(host) + timedelta(days=2)
        async for later in visit.waits(host, "Open", None):
            yield later
        await visit.closed()
        yield tomorrow(host)


def _shows(person: Member, label: str, channel: str) -> bool:
    try:
        person.finds(label, channel)
    except NotOnScreen:
        return False
    return True


def _whispered(person: Member, channel: str) -> bool:
    return any(m.only_for for m in person.person.messages(channel))


def host_day(person: Member) -> datetime:
    """The morning of the day that it is."""
    now = person.school.now
    return now.replace(hour=7, minute=0, second=0, microsecond=0)


def tomorrow(person: Member) -> datetime:
    """The morning of the next day."""
    return host_day(person) + timedelta(days=1)


def _card(person: Member, pair: str) -> str:
    """What the group's one live card says."""
    posts = [m for m in person.person.messages(pair) if m.bot and not m.only_for]
    return shown(posts[-1]) if posts else ""


def _posts(person: Member) -> int:
    """How much stands in their DM; lines that only they see are none of it."""
    return sum(not message.only_for for message in person.dm)


def _picks(person: Member, pair: str) -> bool:
    """Whether the card says that it is theirs to pick a time."""
    return f"{person.called} picks a time" in _card(person, pair)


def _free(host: Member, visitor: Member, pair: str) -> str | None:
    """The first time on the card at which neither has a visit with somebody else."""
    taken = host.school.diary
    for label in _times(host, pair):
        at = _start(label, host)
        if not taken & {(host.id, at), (visitor.id, at)}:
            return label
    return None


def _times(person: Member, pair: str) -> list[str]:
    """The times on the card, while one is to be picked by this person."""
    posts = [m for m in person.person.messages(pair) if m.bot and not m.only_for]
    found = [
        str(element["text"]["text"])
        for block in (posts[-1].blocks or [] if posts else [])
        for element in block.get("elements", [])
        if element.get("action_id") == "pick_visit"
    ]
    return [label for label in found if label != "Another time"]


def _start(label: str, host: Member) -> datetime:
    day, month, at = label.split()[1:4]  # In the host's zone; for other zones it goes on.
    told = datetime.strptime(f"{day} {month} 2026 {at} +0000", "%d %b %Y %H:%M %z")
    return told.replace(tzinfo=host.zone)


async def _asked_for(host: Member, pair: str, label: str) -> bool:
    async def act() -> None:
        await host.presses(label, pair)
        await host.sends(look="who answers, and when", place="room 14")
        await host.closes()

    return await told(act, host, over=lambda: "A visit is suggested" in _card(host, pair))


class _Visit:
    """One visit of a pair, from the yes to its time to what comes of it.

    Both may have another partner: only what belongs to this pair is pressed, and whatever a rule
    holds back until another day is waited for.
    """

    def __init__(
        self, host: Member, visitor: Member, pair: str, asked_at: datetime, start: datetime
    ) -> None:
        self.host = host
        self.visitor = visitor
        self.pair = pair
        self.start = start
        self._asked_at = asked_at
        self._partnership = host.partnership(pair)

    async def waits(self, person: Member, label: str, since: datetime | None) -> Acts:
        """Days, until the button is there: in their DM since then, or else on their Home."""
        for _ in range(LONGEST_WAIT):
            if since is None:
                await told(person.opens_home, person)
            if person.shows(label, self._partnership, since):
                return
            yield tomorrow(person)
        person.school.given_up.append(f"{person.school.now:%Y-%m-%d} {person.id} sees no {label}")

    async def agreed(self) -> None:
        """The visitor says yes to the time."""
        await told(
            lambda: self.visitor.presses_of(self._partnership, "Works for me", self._asked_at),
            self.visitor,
            over=lambda: "*The visit:*" in _card(self.visitor, self.pair),
        )

    async def written_up(self) -> None:
        """The visitor releases notes."""
        host, visitor = self.host, self.visitor
        before = _count(host, "released notes")

        async def act() -> None:
            await visitor.presses_of(self._partnership, "Write notes", self.start)
            await visitor.presses("More questions")
            await visitor.sends(
                noticed=FACTS[0],
                noticed_2=FACTS[1],
                noticed_3=FACTS[2],
                question=ASKS,
                takeaway=TAKES,
            )
            await visitor.sends()
            await visitor.closes()

        await told(act, visitor, over=lambda: _count(host, "released notes") > before)

    async def answered(self) -> None:
        """The host writes first words and reads the notes."""

        async def act() -> None:
            await self.host.presses_of(self._partnership, "Read and answer", self.start)
            await self.host.sends(stood="the silence after my second question")
            await self.host.closes()

        await told(act, self.host)

    async def closed(self) -> None:
        """The host settles the next step, and shows all of it."""
        host, visitor = self.host, self.visitor
        before = _count(visitor, "shared Answer and next step")

        async def act() -> None:
            await host.opens_home()
            if host.shows("Open", self._partnership, None):
                await host.presses_of(self._partnership, "Open", None)
                await host.sends(
                    response="differently",
                    reply="11:14 was a quick recall check",
                    step="count four breaths before naming anyone",
                    when="When I have asked a why-question in 2B on Friday",
                )
            else:  # It is kept, only nobody heard so.
                asked_at = host.school.now
                await host.types("/coach-feedback")
                await host.presses_of(self._partnership, "Look or share", asked_at)
            await host.sends(answers=["response", "reply", "step", "when"])
            await host.closes()

        await told(act, host, over=lambda: _count(visitor, "shared Answer and next step") > before)


def _count(person: Member, words: str) -> int:
    return sum(words in text for text in person.sees())


async def greets(person: Member) -> None:
    """Types something to the bot, which answers once a day."""
    await person.person.write(person.person.direct().id, "Good morning!")
    await person.settled()


async def muses(person: Member, questions: int) -> None:
    """Begins a goal in conversation, and lets go of it after some questions."""
    dm = person.person.direct().id

    async def once(act: Callable[[], Awaitable[object]]) -> None:
        before = _posts(person)
        await told(act, person, over=lambda: _posts(person) > before)

    await once(lambda: person.types("/coach-goal"))
    for _ in range(questions):
        await once(lambda: person.presses("Skip", dm))
    await once(lambda: person.presses("Stop", dm))
