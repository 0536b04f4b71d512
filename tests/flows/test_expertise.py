"""I used to …, now I …: a log that goes on across cycles and is its owner's alone (practice B4)."""

from flows import coaching, expertise, leaving, library
from flows.cycle import named
from flows.ids import CycleId, MemberId
from flows.pieces import Sharing
from flows.ports import Work
from tests.staffroom import MAYA, TOMAS, Staffroom

CHECK = named("growing.check", 1)


async def keeps(room: Staffroom, who: MemberId, words: str, cycle: str = "C1", **more: str) -> None:
    stage = library.shipped()["growing"].stage("check")
    assert stage is not None

    def body(work: Work) -> None:
        found = coaching.load(work, room.pair.id)
        assert found is not None
        here = found.cycle.model_copy(update={"id": CycleId(cycle)})
        expertise.keep(work, here, CHECK, stage, who, {"log": words, **more})

    await room.write(body)


async def log(room: Staffroom, who: MemberId) -> list[str]:
    found = await room.read(lambda r: expertise.entries(r, who))
    assert {piece.sharing for piece in found} <= {Sharing.SELF}
    assert not any(piece.shared or piece.vault.partnership for piece in found)
    return [piece.words for piece in found]


async def test_it_goes_on_across_cycles_for_its_owner_alone(room: Staffroom) -> None:
    await room.partnered()
    await keeps(room, MAYA, "I used to ask, now I wait", now="they give two reasons")
    room.now = room.now.replace(hour=17)
    await keeps(room, MAYA, "I used to wait, now I count", cycle="C2")
    await keeps(room, MAYA, " ", cycle="C3")

    assert await log(room, MAYA) == ["I used to wait, now I count", "I used to ask, now I wait"]
    assert await log(room, TOMAS) == []


async def test_written_anew_it_replaces_its_entry(room: Staffroom) -> None:
    await room.partnered()
    await keeps(room, MAYA, "I used to ask")
    await keeps(room, MAYA, "I used to ask, now I wait")

    assert await log(room, MAYA) == ["I used to ask, now I wait"]


async def test_it_stays_when_a_partnership_and_what_was_written_in_it_are_gone(
    room: Staffroom,
) -> None:
    await room.partnered()
    await keeps(room, MAYA, "I used to ask, now I wait")
    await room.write(lambda w: leaving.end(w, TOMAS, room.pair.id))
    await room.until("2026-06-18 12:00")

    assert await log(room, MAYA) == ["I used to ask, now I wait"]
