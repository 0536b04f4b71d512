import pytest

from flows import coaching, leaving
from flows.coaching import Late, NotTheirs
from flows.cycle import CycleState
from flows.ids import MemberId, PartnershipId
from flows.partnership import Partnership, PartnershipState
from tests.staffroom import AYA, MAYA, TOMAS, Staffroom, at

DO = {"pause": leaving.pause, "resume": leaving.resume, "end": leaving.end}


@pytest.fixture
async def pair(room: Staffroom) -> Staffroom:
    await room.partnered()
    await room.all_sent()
    return room


async def do(room: Staffroom, what: str, who: MemberId = MAYA) -> Partnership | NotTheirs | Late:
    return await room.write(lambda w: DO[what](w, who, room.pair.id))


@pytest.mark.parametrize("who", [MAYA, TOMAS])
async def test_a_pause_is_told_to_all_alike_and_names_nobody(
    pair: Staffroom, who: MemberId
) -> None:
    """practice INV-02, INV-03"""
    outcome = await do(pair, "pause", who)

    assert isinstance(outcome, Partnership)
    assert await pair.state() == outcome
    assert (outcome.state, outcome.version) == (PartnershipState.PAUSED, 2)
    assert (await pair.course()).cycle.state is CycleState.RESTING
    told = await pair.said("paused")
    assert [s.lane for s in told] == ["dm:U0MAYA", "dm:U0TOMAS"]
    assert {(s.due, s.priority, s.why, tuple(s.refs.items())) for s in told} == {
        (pair.now, 1, "all_told", (("partnership", pair.pair.id),))
    }
    lane = f"pair:{pair.pair.id}"
    assert await pair.lines("card", "welcome") == [
        f"update card {lane} 0 03-03 08:05",
        f"update welcome {lane} 0 03-03 08:05",
    ]


async def test_all_are_told_in_the_same_minute_wherever_they_are(pair: Staffroom) -> None:
    await pair.put(TOMAS, zone="America/New_York")

    for what in ("pause", "resume", "end"):
        await do(pair, what)

    for kind in ("paused", "resumed", "ended", "ended_pair"):
        dues = {s.due for s in await pair.said(kind) if s.effect == "post"}
        assert dues == {at("2026-03-03 07:30", "America/New_York")}


async def test_it_goes_on_where_it_was(pair: Staffroom) -> None:
    before = (await pair.course()).cycle.run("common.spark/1")
    await do(pair, "pause")
    pair.now = at("2026-03-10 08:05")

    outcome = await do(pair, "resume", TOMAS)

    assert isinstance(outcome, Partnership)
    assert outcome.state is PartnershipState.ACTIVE
    course = await pair.course()
    assert course.cycle.state is CycleState.RUNNING
    run = course.cycle.run("common.spark/1")
    assert before is not None
    assert run is not None
    assert before.due_at == at("2026-03-06 18:00")
    assert run.due_at is not None
    assert run.due_at > before.due_at  # practice INV-21
    assert [s.lane for s in await pair.said("resumed")] == ["dm:U0MAYA", "dm:U0TOMAS"]


async def test_an_end_says_until_when_copies_are_kept(pair: Staffroom) -> None:
    cycle = (await pair.course()).cycle.id

    outcome = await do(pair, "end", TOMAS)

    assert isinstance(outcome, Partnership)
    assert outcome.state is PartnershipState.ENDED
    assert (outcome.ended_at, outcome.erase_after) == (pair.now, at("2026-04-02 09:05"))
    assert await pair.read(lambda r: r.cycles.current(pair.pair.id)) is None
    kept = await pair.read(lambda r: r.cycles.get(cycle))
    assert kept is not None
    assert kept.state is CycleState.STOPPED
    lane = f"pair:{pair.pair.id}"
    assert await pair.lines("ended", "ended_pair", "card", "welcome") == [
        "post ended dm:U0MAYA 1 03-03 08:05",
        "post ended dm:U0TOMAS 1 03-03 08:05",
        f"post ended_pair {lane} 1 03-03 08:05",
        f"update card {lane} 0 03-03 08:05",
        f"update welcome {lane} 0 03-03 08:05",
    ]


@pytest.mark.parametrize(
    ("before", "what"),
    [
        (["pause"], "pause"),
        ([], "resume"),
        (["end"], "pause"),
        (["end"], "resume"),
        (["end"], "end"),
    ],
)
async def test_too_late_changes_nothing(pair: Staffroom, before: list[str], what: str) -> None:
    for each in before:
        await do(pair, each)
    await pair.all_sent()
    state = await pair.state()

    assert await do(pair, what) == Late()
    assert await pair.state() == state
    assert await pair.said() == []


@pytest.mark.parametrize("what", sorted(DO))
async def test_nobody_else_can(pair: Staffroom, what: str) -> None:
    ghost = PartnershipId("none")

    assert await do(pair, what, AYA) == NotTheirs()
    assert await pair.write(lambda w: DO[what](w, MAYA, ghost)) == NotTheirs()
    assert await pair.said() == []


async def test_a_paused_partnership_can_end(pair: Staffroom) -> None:
    await do(pair, "pause")

    assert isinstance(await do(pair, "end"), Partnership)


async def test_a_partnership_without_a_cycle_can_rest_and_end(pair: Staffroom) -> None:
    await do(pair, "end")
    await pair.write(
        lambda w: w.partnerships.put(pair.pair)  # Active again, and its cycle over.
    )
    await pair.all_sent()

    assert isinstance(await do(pair, "pause"), Partnership)
    assert await pair.said("card", "welcome") == []
    assert await pair.read(lambda r: coaching.load(r, pair.pair.id)) is None


async def test_two_pauses_are_two_messages(pair: Staffroom) -> None:
    for what in ("pause", "resume", "pause"):
        await do(pair, what)

    assert len([s for s in await pair.said("paused") if s.effect == "post"]) == 4
