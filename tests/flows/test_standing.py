from flows import leaving, standing
from flows.ids import MemberId
from flows.standing import Standing
from tests.staffroom import ADMIN, AYA, MAYA, OLE, TOMAS, Staffroom

NEW = MemberId("U0NEW")


async def of(room: Staffroom, who: MemberId) -> Standing:
    return await room.read(lambda r: standing.of(r, who))


async def test_somebody_unknown_sees_what_they_could_join(room: Staffroom) -> None:
    found = await of(room, NEW)

    assert found.member is None
    assert found.programs == [room.program] or tuple(found.programs) == (room.program,)
    assert (found.together, list(found.goals), found.led) == ((), [], None)
    assert found.people == {NEW}


async def test_a_member_sees_their_program_and_no_others(room: Staffroom) -> None:
    found = await of(room, MAYA)

    assert found.program == room.program
    assert list(found.programs) == []


async def test_a_facilitator_sees_what_they_look_after(room: Staffroom) -> None:
    assert (await of(room, ADMIN)).led == room.program


async def test_both_sides_see_an_open_invitation(room: Staffroom) -> None:
    invitation = await room.invited()

    asked, asking = await of(room, TOMAS), await of(room, MAYA)

    assert ([i.id for i in asked.asked], list(asked.asking)) == ([invitation.id], [])
    assert ([i.id for i in asking.asking], list(asking.asked)) == ([invitation.id], [])
    assert asked.people == asking.people == {MAYA, TOMAS}
    assert (await of(room, AYA)).people == {AYA}


async def test_a_partnership_shows_what_waits_for_oneself_alone(room: Staffroom) -> None:
    await room.partnered()
    await room.answer(TOMAS, "mine")

    (his,) = (await of(room, TOMAS)).together
    (hers,) = (await of(room, MAYA)).together

    assert (his.waiting, his.revealed) == ((), False)
    assert [run.stage for run in hers.waiting] == ["common.spark"]
    assert hers.others(MAYA) == (TOMAS,)
    assert (await of(room, MAYA)).people == {MAYA, TOMAS}

    await room.answer(MAYA, "hers")
    (hers,) = (await of(room, MAYA)).together
    assert hers.revealed


async def test_at_rest_nothing_waits(room: Staffroom) -> None:
    await room.partnered()
    await room.write(lambda w: leaving.pause(w, MAYA, room.pair.id))

    (hers,) = (await of(room, MAYA)).together

    assert hers.course is not None
    assert hers.waiting == ()


async def test_what_has_ended_is_not_shown(room: Staffroom) -> None:
    await room.partnered()
    await room.partnered(MAYA, OLE)
    await room.write(lambda w: leaving.end(w, MAYA, room.pair.id))

    (left,) = (await of(room, MAYA)).together

    assert left.pair.members == (MAYA, TOMAS)


async def test_a_partnership_between_cycles_shows_itself(room: Staffroom) -> None:
    await room.partnered()
    await room.write(lambda w: leaving.end(w, MAYA, room.pair.id))
    await room.write(lambda w: w.partnerships.put(room.pair))

    (hers,) = (await of(room, MAYA)).together

    assert (hers.course, hers.waiting, hers.revealed) == (None, (), False)
