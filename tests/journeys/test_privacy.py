"""Own data, from the first look to the last word: shown, taken along, deleted, forgotten."""

import csv
import io
import json
import zipfile
from datetime import timedelta
from typing import Any

import aiohttp
import pytest

from bot.run import Tandem
from flows import reading
from flows.ids import MemberId, WorkspaceId
from playground.server import Playground
from playground.workspace import TEAM
from tests.journeys.teacher import NotOnScreen, Teacher
from tests.journeys.test_first_cycle import HERS, HIS, founded, joined, partnered

TYPED = "=SUM(A1) is what my students typed"


@pytest.fixture
def no_files(slack: Playground) -> None:
    """Whoever installed Tandem declined its wish to send files."""
    slack.withhold("files:write")


@pytest.fixture
async def pair(aoife: Teacher, maya: Teacher, tomas: Teacher) -> str:
    """Both first sentences are open, and Maya reflected on her own."""
    await founded(aoife)
    await joined(maya, tomas)
    group = await partnered(maya, tomas)
    await tomas.presses("Send mine", group, why=HIS)
    await maya.presses("Send mine", group, why=HERS)
    await maya.types("/coach-reflect")
    await maya.presses("Write on anything", maya.person.direct().id)
    await maya.sends(words=TYPED)
    await maya.closes()
    return group


async def texts_of(tandem: Tandem, who: Teacher) -> int:
    """How many texts of that person the store opens."""
    member = MemberId(who.id)
    found = await tandem.store.read(WorkspaceId(TEAM), lambda r: reading.all_own(r, member))
    return len(found)


async def fetched(slack: Playground, file: str, who: Teacher) -> tuple[int, bytes]:
    """What the page gets when this person presses the file."""
    address = f"{slack.url}/playground/files/{file}"
    async with (
        aiohttp.ClientSession() as session,
        session.get(address, params={"as": who.id}) as answer,
    ):
        return answer.status, await answer.read()


async def test_own_data_come_as_a_file_and_leave_slack_after_a_day(
    slack: Playground, maya: Teacher, tomas: Teacher, pair: str
) -> None:
    await maya.types("/coach-privacy")
    overview = maya.reads()
    assert "*Answers in steps* · one" in overview
    assert "*Reflections* · one\nYou alone." in overview
    assert HERS not in overview

    await maya.presses("Send me a file")
    assert "on its way" in maya.reads()
    await maya.closes()
    message = maya.dm[-1]
    (file,) = message.files
    assert HERS not in message.text

    status, body = await fetched(slack, file["id"], maya)
    assert status == 200
    assert (await fetched(slack, file["id"], tomas))[0] == 404
    read_file(body)

    await slack.move_by(timedelta(hours=23))
    assert maya.person.messages()[-1].files or any(m.files[:1] == [file] for m in maya.dm)
    await slack.move_by(timedelta(hours=2))
    kept = [f for m in maya.dm for f in m.files if f["id"] == file["id"]]
    assert kept == [{"id": file["id"], "mode": "tombstone"}]
    assert (await fetched(slack, file["id"], maya))[0] == 404


def read_file(body: bytes) -> None:
    """The zip opens, and each of its three files holds what Maya wrote and could read."""
    with zipfile.ZipFile(io.BytesIO(body)) as packed:
        assert packed.testzip() is None
        names = packed.namelist()
        files = {name: packed.read(name).decode() for name in names}
    assert sorted(names) == ["my-data.json", "my-writing.csv", "my-writing.md"]
    found: dict[str, Any] = json.loads(files["my-data.json"])
    assert {each["words"] for each in found["written"]} == {HERS, TYPED}
    theirs = [(each["words"], each["author"]) for each in found["released_to_me"]]
    assert theirs == [(HIS, "Tomás")]
    assert [p["with"][0]["name"] for p in found["partnerships"]] == ["Tomás"]
    assert found["settings"]["zone"] == "Europe/Dublin"
    for words in (HERS, HIS, TYPED):
        assert f"> {words}" in files["my-writing.md"]
    rows = list(csv.DictReader(io.StringIO(files["my-writing.csv"])))
    assert {row["words"] for row in rows} == {HERS, HIS, f"'{TYPED}"}


@pytest.mark.usefixtures("no_files")
async def test_without_the_scope_everything_is_read_page_by_page(
    maya: Teacher, tomas: Teacher, pair: str
) -> None:
    await maya.types("/coach-privacy")
    with pytest.raises(NotOnScreen):
        maya.finds("Send me a file")
    assert "has not allowed Tandem to send files" in maya.reads()

    await maya.presses("Read what I wrote")
    mine = maya.reads()
    assert HERS in mine
    assert TYPED in mine
    assert HIS not in mine
    await maya.person.close()
    await maya.presses("Read what others shared")
    assert HIS in maya.reads()
    assert TYPED not in maya.reads()

    await tomas.types("/coach-privacy")
    await tomas.presses("Read what others shared")
    assert HERS in tomas.reads()
    assert TYPED not in tomas.reads()


async def test_one_text_is_deleted_wherever_it_was_shown(
    tandem: Tandem, maya: Teacher, tomas: Teacher, pair: str
) -> None:
    assert await texts_of(tandem, maya) == 2
    await maya.types("/coach-privacy")
    await maya.presses("Read what I wrote")

    while HERS in maya.reads():
        await maya.presses("Delete")

    assert await texts_of(tandem, maya) <= 1
    await tomas.types("/coach-privacy")
    await tomas.presses("Read what others shared")
    assert HERS not in tomas.reads()


async def test_everything_is_deleted_and_nobody_is_named(
    tandem: Tandem, maya: Teacher, tomas: Teacher, pair: str
) -> None:
    await maya.opens_home()
    await maya.presses("My data")
    await maya.presses("Delete everything…")
    form = maya.reads()
    assert "everything you wrote, also where it was shared: 2" in form
    assert "your partnerships: 1" in form
    assert await maya.sends() == {}
    assert "Everything that you wrote is deleted" in maya.reads()
    await maya.closes()

    assert await texts_of(tandem, maya) == 0
    assert await texts_of(tandem, tomas) == 1
    ended = tomas.sees()[-1]
    assert "Maya" not in ended
    assert "Join" in await maya.opens_home()
    await maya.types("/coach-privacy")
    assert "Tandem holds nothing about you" in maya.reads()
    await maya.closes()

    await joined(maya)
    await maya.types("/coach-privacy")
    assert "*Settings* · one" in maya.reads()


async def test_an_account_that_is_gone_is_silent_and_forgotten_in_time(
    slack: Playground, tandem: Tandem, maya: Teacher, tomas: Teacher, pair: str
) -> None:
    """practice INV-03, INV-18"""
    await maya.person.change(deleted=True)
    await tomas.settled()
    told = len(maya.dm)
    assert "Maya" not in tomas.sees()[-1]

    await slack.move_by(timedelta(days=28))
    assert await texts_of(tandem, maya) == 2
    await slack.move_by(timedelta(days=20))

    assert await texts_of(tandem, maya) == 0
    assert len(maya.dm) == told


async def test_after_an_uninstall_nothing_is_left_and_nothing_is_said(
    slack: Playground, tandem: Tandem, maya: Teacher, tomas: Teacher, pair: str
) -> None:
    said = len(maya.dm) + len(tomas.dm)

    slack.uninstall()
    await slack.settled()

    assert await texts_of(tandem, maya) == await texts_of(tandem, tomas) == 0
    await slack.move_by(timedelta(days=10))
    assert len(maya.dm) + len(tomas.dm) == said
