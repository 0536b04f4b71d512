"""A transaction that fails is never acknowledged: whoever acts hears of it, and acts again."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Literal

import pytest

from bot.run import Tandem
from bot.settings import Settings
from flows.ports import Busy
from handlers.words import say
from playground.server import Playground
from playground.traffic import Entry
from tests.crashes.outages import Outage, failing
from tests.journeys.conftest import MORNING
from tests.journeys.teacher import Teacher
from tests.journeys.test_first_cycle import COACHING, founded, joined

OPENER = "Tomás waits before he answers; I want to learn <that> & more"

Transport = Literal["http", "socket"]
During = Callable[[], AbstractContextManager[None]]

CASES = {
    "http, gone": ("http", "sqlite", Outage.GONE),
    "http, refused": ("http", "sqlite", Outage.REFUSED),
    "http, unheard": ("http", "sqlite", Outage.UNHEARD),
    "http, shut": ("http", "postgresql", Outage.SHUT),
    "socket, refused": ("socket", "sqlite", Outage.REFUSED),
}
pytestmark = pytest.mark.parametrize(
    ("transport", "database", "outage"), CASES.values(), ids=CASES, indirect=["database"]
)


@pytest.fixture
async def slack(transport: Transport) -> AsyncIterator[Playground]:
    """A workspace whose next retry of an event but one waits until the bot is back."""
    waits = (0.0, 60.0, 60.0)
    async with Playground(
        begin=MORNING, delivery=transport, ack_wait=10.0, retry_waits=waits
    ) as workspace:
        yield workspace


@pytest.fixture
async def tandem(
    slack: Playground, settings: Settings, transport: Transport, aoife: Teacher, tomas: Teacher
) -> AsyncIterator[Tandem]:
    """The bot, with a program that Tomás is in."""
    chosen = settings.model_copy(
        update={"mode": transport, "http_port": 0 if transport == "http" else None}
    )
    async with Tandem(chosen) as bot:
        if slack._http is not None:
            slack._http.url = f"http://127.0.0.1:{bot.port}/slack/events"
        await founded(aoife)
        await joined(tomas)
        yield bot


@pytest.fixture
def during(outage: Outage, database: str, tandem: Tandem) -> During:
    """The outage, once the bot has come to rest."""
    return lambda: failing(outage, database)


@contextmanager
def hurried(slack: Playground) -> Iterator[None]:
    """What is put off is not answered at all through a socket: nobody waits long to see that."""
    sockets = slack.parts.sockets
    usual, sockets._ack_wait = sockets._ack_wait, 1.0
    yield
    sockets._ack_wait = usual


def whispered(teacher: Teacher) -> list[str]:
    """The private lines in the program's channel."""
    return [m.text for m in teacher.person.messages(COACHING) if m.only_for]


def told(teacher: Teacher, words: str) -> int:
    """How often their DM says so."""
    return sum(words in text for text in teacher.sees())


async def test_a_button(slack: Playground, maya: Teacher, during: During, outage: Outage) -> None:
    before = len(whispered(maya))
    button = maya.finds("Join", COACHING)
    with during(), hurried(slack):
        assert not (await maya.press(button)).ok
        line = (await slack.until(lambda: whispered(maya)[before:]))[-1]
        unsure = outage in {Outage.REFUSED, Outage.UNHEARD}
        assert line == say("outage.unsure" if unsure else "outage.busy")

    await slack.settled()  # The database is there again, and was looked at.
    assert (await maya.press(button)).ok
    await slack.settled()
    assert told(maya, "You are in *Harbour coaches*") == 1


async def test_a_form_keeps_every_word(
    slack: Playground, maya: Teacher, tomas: Teacher, during: During
) -> None:
    await maya.presses("Join", COACHING)
    await maya.types("/coach-pair @tomas")
    form = maya.form()
    with during():
        sent = await maya.person.submit(form.id, {"opener": OPENER, "topic": "questioning"})
        assert sent.ok  # It was answered; what the answer says stands in the form.
        assert sent.errors
        assert maya.form().id == form.id
        assert OPENER in repr(maya.form().state)
        assert "questioning" in repr(maya.form().state)

    await slack.settled()
    again = await maya.person.submit(form.id)
    assert again.ok
    assert not again.errors
    await slack.settled()
    assert told(tomas, "peer coaching with you on questioning") == 1


async def test_an_event(slack: Playground, tomas: Teacher, during: During) -> None:
    before = len(tomas.dm)
    with during(), hurried(slack):
        await tomas.person.write(tomas.person.direct().id, "Good morning!")
        await slack.until(lambda: len(_unheard(slack)) == 2)

    await slack.settled()
    slack.parts.delivery.bot_came()  # Slack tries once more.
    await slack.until(lambda: _heard(slack))
    await slack.settled()
    assert len(tomas.dm) == before + 2  # What he wrote, and one answer.


async def test_a_command(slack: Playground, tandem: Tandem, maya: Teacher, during: During) -> None:
    dm = maya.person.direct().id
    with during(), pytest.MonkeyPatch.context() as patched:
        patched.setattr(tandem.store, "look", _gone)
        assert (await maya.person.command(dm, "/coach")).ok
        # Nobody waits for rest here: a bot that cannot look cannot tell that it has come.
        lines = await slack.until(lambda: [m.text for m in maya.person.messages(dm) if m.only_for])
        assert lines == [say("outage.busy")]

    await slack.settled()
    assert "You are not in a program yet" in (await maya.types("/coach"))[0]


async def _gone(_: object) -> None:
    raise Busy("a reader's file is gone too")


def _unheard(slack: Playground) -> list[Entry]:
    return [call for call in _messages(slack) if call.answer and not call.answer["ok"]]


def _heard(slack: Playground) -> list[Entry]:
    return [call for call in _messages(slack) if call.answer and call.answer["ok"]]


def _messages(slack: Playground) -> list[Entry]:
    calls = slack.parts.traffic.calls("message")
    return [call for call in calls if call.body["event"]["user"] == "U0TOMAS"]
