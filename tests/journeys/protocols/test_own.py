"""A tenth way of working, written as a file: it runs through Slack and touches no Python file."""

from pathlib import Path

import pytest

from bot.run import Tandem
from bot.settings import Settings
from playground.server import Playground
from tests.journeys.conftest import settings_for
from tests.journeys.protocols.beginnings import on_way
from tests.journeys.protocols.test_grow import wrote
from tests.journeys.teacher import Teacher
from tests.journeys.test_rhythm import at

EXAMPLES = Path(__file__).parents[3] / "docs" / "examples"


@pytest.fixture
def settings(slack: Playground, tmp_path: Path) -> Settings:
    """The bot's settings with a folder of files of the school's own."""
    known = settings_for(slack, tmp_path)
    return known.model_copy(update={"protocols_dir": EXAMPLES})


@pytest.mark.publishes("First the map, then two questions")  # An example of the file.
async def test_a_file_of_ones_own_runs_in_slack(
    slack: Playground, tandem: Tandem, aoife: Teacher, maya: Teacher, tomas: Teacher
) -> None:
    pair = await on_way(slack, tandem, (aoife, maya, tomas), "page_swap", pack="school")
    assert "*Swap a page* with Maya, Tomás" in maya.sees(pair)[-1]
    await slack.move_to(at("03-03 12:00"))
    await wrote(maya, page="First the map, then two questions")
    await wrote(tomas, page="First the source")
    await slack.move_to(at("03-09 12:00"))
    assert "Talk about it" in maya.sees(pair)[-1]
