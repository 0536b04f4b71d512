from datetime import timedelta

from flows import exporting
from tests.staffroom import MAYA, Staffroom


async def test_a_file_comes_at_once_and_goes_after_a_day(room: Staffroom) -> None:
    """design §8"""
    await room.write(lambda w: exporting.ask(w, MAYA))

    upload, remove = await room.said(exporting.EXPORT)
    assert (upload.effect, upload.lane, upload.due) == ("upload", "dm:U0MAYA", room.now)
    assert (remove.effect, remove.due) == ("remove_file", room.now + timedelta(hours=24))
    assert upload.anchor == remove.anchor
    assert (dict(upload.refs), dict(remove.refs)) == ({}, {})


async def test_asked_for_twice_two_files_come(room: Staffroom) -> None:
    for _ in range(2):
        await room.write(lambda w: exporting.ask(w, MAYA))

    assert len({said.anchor for said in await room.said(exporting.EXPORT)}) == 2
