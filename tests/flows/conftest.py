"""A staffroom with a program in it, for tests of transaction bodies."""

from collections.abc import AsyncIterator

import pytest

from tests.staffroom import AYA, MAYA, OLE, TOMAS, Staffroom


@pytest.fixture
async def room() -> AsyncIterator[Staffroom]:
    staffroom = Staffroom()
    await staffroom.found()
    await staffroom.joined(MAYA, TOMAS, AYA, OLE)
    await staffroom.all_sent()
    yield staffroom
    await staffroom.store.close()
