"""A playground, and the sending half of the bot on it."""

from collections.abc import AsyncIterator

import pytest

from playground.server import Playground
from tests.bot.rig import Rig, rigged


@pytest.fixture
async def slack() -> AsyncIterator[Playground]:
    """A fresh workspace, in real time."""
    async with Playground() as workspace:
        yield workspace


@pytest.fixture
async def rig(slack: Playground) -> AsyncIterator[Rig]:
    """Notices in, messages out."""
    async with rigged(slack) as made:
        yield made
