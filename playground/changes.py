"""Who wants to know that something changed: pages that show it, tests that wait for it."""

import asyncio
from collections.abc import Callable, Iterable
from typing import TypeVar

Found = TypeVar("Found")


class Changes:
    """A register of listeners, each for one person; tells topics, never contents."""

    def __init__(self) -> None:
        self._listeners: dict[asyncio.Queue[str], str] = {}
        self._happened: set[asyncio.Future[None]] = set()

    def listen(self, person: str) -> asyncio.Queue[str]:
        """A queue that receives the topics of this person's page."""
        queue: asyncio.Queue[str] = asyncio.Queue()
        self._listeners[queue] = person
        return queue

    def forget(self, queue: asyncio.Queue[str]) -> None:
        """The queue receives nothing more."""
        self._listeners.pop(queue, None)

    def tell(self, topic: str, people: Iterable[str] | None = None) -> None:
        """These people's pages (everybody's, without any) read the topic again."""
        chosen = None if people is None else set(people)
        for queue, person in self._listeners.items():
            if chosen is None or person in chosen:
                queue.put_nowait(topic)
        happened, self._happened = self._happened, set()
        for waiting in happened:
            if not waiting.done():
                waiting.set_result(None)

    async def until(self, look: Callable[[], Found | None], seconds: float = 10.0) -> Found:
        """The first true thing that `look` finds, now or after some change."""
        async with asyncio.timeout(seconds):
            while not (found := look()):
                waiting = asyncio.get_running_loop().create_future()
                self._happened.add(waiting)
                await waiting
        return found
