"""The bot's next life, a while of real time later: what one death left in doubt is settled."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.run import Tandem
from bot.settings import Settings
from bot.waits import USUAL
from playground.server import Playground

MINUTE_LATER = timedelta(seconds=USUAL.doubt + 30)


class LaterClock(Clock):
    """Real time as it will be then."""

    def real(self) -> datetime:
        return super().real() + MINUTE_LATER

    def monotonic(self) -> float:
        return super().monotonic() + MINUTE_LATER.total_seconds()


@asynccontextmanager
async def reborn(slack: Playground, settings: Settings) -> AsyncIterator[Tandem]:
    """The bot on the same data, in this process, with nothing in doubt any more."""
    async with Tandem(settings, LaterClock()) as tandem:
        await slack.settled()
        await tandem.doubts.settle()
        tandem.dispatcher.wake()
        await slack.settled()
        assert (await tandem.store.outbox.counts(tandem.clock.now())).in_doubt == 0
        yield tandem
