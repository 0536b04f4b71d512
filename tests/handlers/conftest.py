"""A workspace with the application running in it, for tests of handlers."""

from collections.abc import AsyncIterator, Iterator

import pytest
import structlog

from tests.handlers.workspace import Workspace
from tests.staffroom import AYA, MAYA, OLE, TOMAS, Staffroom


@pytest.fixture
async def room() -> AsyncIterator[Staffroom]:
    staffroom = Staffroom()
    await staffroom.found()
    await staffroom.joined(MAYA, TOMAS, AYA, OLE)
    await staffroom.all_sent()
    yield staffroom
    await staffroom.store.close()


@pytest.fixture
def slack(room: Staffroom) -> Workspace:
    return Workspace(room)


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """What the runtime logs is tested elsewhere."""
    with structlog.testing.capture_logs():
        yield
