import pytest

from flows import coaching, leaving, together
from flows.coaching import Late, NotTheirs, TooLong
from flows.cycle import Cycle
from flows.goal import Goal, GoalState
from flows.ids import CycleId, GoalId, MemberId, PartnershipId, RunId
from flows.pieces import Sharing, Vault
from flows.together import Asked, Drafted, Sentences
from tests.staffroom import AYA, MAYA, SPARK, TOMAS, Staffroom, at


@pytest.fixture
async def pair(room: Staffroom) -> Staffroom:
    await room.partnered()
    await room.all_sent()
    return room


@pytest.fixture
async def both_in(pair: Staffroom) -> Staffroom:
    await pair.answer(TOMAS, "agree too soon")
    await pair.answer(MAYA, "leave it to five hands")
    await pair.all_sent()
    return pair


@pytest.fixture
async def only_his(pair: Staffroom) -> Staffroom:
    """Tomás wrote; the due date passed, and he was asked what becomes of it."""
    await pair.answer(TOMAS, "agree too soon")
    pair.now = at("2026-03-09 08:00")
    await pair.write(lambda w: coaching.pass_time(w, pair.pair.id))
    await pair.all_sent()
    return pair


async def read(room: Staffroom, who: MemberId, cycle: CycleId | None = None) -> object:
    return await room.read(lambda r: together.read(r, who, room.pair.id, cycle))


async def ask(room: Staffroom, who: MemberId, question: str) -> object:
    return await room.write(lambda w: together.ask(w, who, room.pair.id, question))


async def use(room: Staffroom, who: MemberId) -> object:
    return await room.write(lambda w: together.use_as_goal(w, who, room.pair.id))


async def show(room: Staffroom, who: MemberId, run: RunId = SPARK) -> object:
    return await room.write(lambda w: together.show_anyway(w, who, room.pair.id, run))


async def goals_of(room: Staffroom, who: MemberId) -> list[Goal]:
    return list(await room.read(lambda r: r.goals.of_owner(who)))


@pytest.mark.parametrize("who", [MAYA, TOMAS])
async def test_both_are_read_once_both_are_in(both_in: Staffroom, who: MemberId) -> None:
    found = await read(both_in, who)

    assert isinstance(found, Sentences)
    assert found.words == {TOMAS: "agree too soon", MAYA: "leave it to five hands"}
    assert (found.questions, found.goal) == ({}, None)


@pytest.mark.parametrize("who", [MAYA, TOMAS])
async def test_before_that_nobody_reads_the_other(pair: Staffroom, who: MemberId) -> None:
    await pair.answer(TOMAS, "agree too soon")

    assert await read(pair, who) == Late()


async def test_nobody_else_reads_asks_or_shows(both_in: Staffroom) -> None:
    ghost = PartnershipId("none")

    outcomes = [
        await read(both_in, AYA),
        await ask(both_in, AYA, "why?"),
        await use(both_in, AYA),
        await show(both_in, AYA),
        await both_in.read(lambda r: together.read(r, MAYA, ghost)),
    ]

    assert outcomes == [NotTheirs()] * 5
    assert await both_in.said() == []


async def test_after_the_end_both_are_still_read_by_their_cycle(both_in: Staffroom) -> None:
    """practice INV-18"""
    cycle = (await both_in.course()).cycle.id
    await both_in.write(lambda w: leaving.end(w, MAYA, both_in.pair.id))

    found = await read(both_in, TOMAS, cycle)

    assert isinstance(found, Sentences)
    assert set(found.words) == {MAYA, TOMAS}
    assert await read(both_in, TOMAS) == Late()
    assert await read(both_in, AYA, cycle) == NotTheirs()
    assert await ask(both_in, TOMAS, "why?") == Late()


async def test_one_question_back_waits_beside_the_sentence(both_in: Staffroom) -> None:
    assert await ask(both_in, TOMAS, "Which five?") == Asked()

    found = await read(both_in, MAYA)
    assert isinstance(found, Sentences)
    assert found.questions == {TOMAS: "Which five?"}
    assert {s.kind for s in await both_in.said()} == {"home"}

    await ask(both_in, TOMAS, "Which five, and when?")
    again = await read(both_in, TOMAS)
    assert isinstance(again, Sentences)
    assert again.questions == {TOMAS: "Which five, and when?"}


async def test_a_question_too_long_is_refused_with_the_count(both_in: Staffroom) -> None:
    assert await ask(both_in, TOMAS, "x" * 241) == TooLong({"back": 241}, {"back": 240})
    assert await both_in.said() == []


async def test_before_both_are_in_nothing_is_asked(pair: Staffroom) -> None:
    assert await ask(pair, TOMAS, "why?") == Late()


async def test_a_sentence_becomes_one_draft_however_often_pressed(both_in: Staffroom) -> None:
    first = await use(both_in, MAYA)
    await both_in.all_sent()
    second = await use(both_in, MAYA)

    assert isinstance(first, Drafted)
    assert second == first
    (goal,) = await goals_of(both_in, MAYA)
    assert goal == first.goal
    assert (goal.state, goal.version, goal.partnership) == (GoalState.DRAFT, 1, both_in.pair.id)
    (piece,) = await both_in.pieces(goal.about)
    assert (piece.words, piece.key) == ("leave it to five hands", "statement")
    assert (piece.vault, piece.sharing) == (Vault(MAYA, both_in.pair.id), Sharing.ON_SHARE)
    assert not piece.shared
    assert await goals_of(both_in, TOMAS) == []
    assert await both_in.said() == []


async def test_without_a_sentence_there_is_nothing_to_draft(pair: Staffroom) -> None:
    assert await use(pair, MAYA) == Late()
    assert await goals_of(pair, MAYA) == []


async def test_an_own_sentence_alone_is_a_draft_too(only_his: Staffroom) -> None:
    """practice 0.9a"""
    assert isinstance(await use(only_his, TOMAS), Drafted)
    assert await read(only_his, MAYA) == Late()


async def test_shown_anyway_the_other_reads_it_and_is_told(only_his: Staffroom) -> None:
    """practice 0.9a"""
    assert await show(only_his, TOMAS) == Asked()

    (told,) = await only_his.said("shared_sentence")
    assert (told.lane, told.priority) == ("dm:U0MAYA", 1)
    assert told.refs == {"partnership": only_his.pair.id, "by": TOMAS}
    found = await read(only_his, MAYA)
    assert isinstance(found, Sentences)
    assert found.words == {TOMAS: "agree too soon"}
    assert await read(only_his, TOMAS) == Late()  # Its author sees nothing of the other's.

    assert await show(only_his, TOMAS) == Asked()
    assert len(await only_his.said("shared_sentence")) == 1


async def test_about_a_sentence_shown_anyway_nobody_asks_yet(only_his: Staffroom) -> None:
    await show(only_his, TOMAS)

    assert await ask(only_his, TOMAS, "And yours?") == Late()
    assert await ask(only_his, MAYA, "Which source?") == Late()


@pytest.mark.parametrize("run", [RunId("nothing/1"), RunId("observation.focus/1")])
async def test_only_what_was_asked_about_is_shown(only_his: Staffroom, run: RunId) -> None:
    assert await show(only_his, TOMAS, run) == Late()
    assert await show(only_his, MAYA) == Late()
    assert await only_his.said() == []


async def test_before_the_due_date_nothing_is_shown_anyway(pair: Staffroom) -> None:
    await pair.answer(TOMAS, "agree too soon")

    assert await show(pair, TOMAS) == Late()
    assert await read(pair, MAYA) == Late()


async def test_at_rest_nothing_is_shown_anyway(only_his: Staffroom) -> None:
    await only_his.write(lambda w: leaving.pause(w, MAYA, only_his.pair.id))

    assert await show(only_his, TOMAS) == Late()


async def test_a_cycle_without_opening_sentences_has_none(both_in: Staffroom) -> None:
    def again(cycle: Cycle) -> Cycle:
        return cycle.model_copy(update={"runs": ()})

    course = await both_in.course()
    await both_in.write(lambda w: w.cycles.put(both_in.pair.id, again(course.cycle)))

    assert await read(both_in, MAYA) == Late()
    assert await ask(both_in, MAYA, "why?") == Late()
    assert await use(both_in, MAYA) == Late()


async def test_a_question_that_no_step_asks_is_a_mistake_of_ours(both_in: Staffroom) -> None:
    course = await both_in.course()
    run = together.run_of(course)
    assert run is not None

    with pytest.raises(LookupError):
        together._most(course.stage(run), "made_up")


def test_a_goal_says_what_its_words_are_about() -> None:
    goal = Goal(GoalId("g"), MAYA, None, GoalState.DRAFT, 3, at("2026-03-03 08:00"))

    assert goal.about == "goal:g/3"
    assert goal.became(GoalState.REACHED).state is GoalState.REACHED
