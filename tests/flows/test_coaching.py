from dataclasses import replace

import pytest

from flows import coaching, leaving, pool, together
from flows.agreement import Terms
from flows.coaching import Course, Late, Missing, Moved, NotTheirs, TooLong
from flows.course import Step
from flows.cycle import CycleState
from flows.effects import (
    AskAgain,
    CloseCycle,
    CycleEffect,
    DiscardCards,
    OfferSwap,
    Outcome,
    ProposeSwap,
    RelockStage,
    RemoveUnshared,
    RestCycle,
    RestReason,
    StartTurn,
)
from flows.events import TimePassed
from flows.ids import CycleId, MemberId, PartnershipId, PieceId, RunId
from flows.nudge import Kind
from flows.partnership import PartnershipState
from flows.pieces import Piece, Sharing, Vault
from flows.ports import Work
from flows.stage import RunState
from flows.together import Sentences
from tests.staffroom import AYA, MAYA, SPARK, TOMAS, Staffroom, at

FOCUS = RunId("observation.focus/1")
AFTER_DUE = at("2026-03-06 18:00")


@pytest.fixture
async def pair(room: Staffroom) -> Staffroom:
    await room.partnered()
    await room.all_sent()
    return room


async def skip(room: Staffroom, who: MemberId, run: RunId = SPARK) -> object:
    return await room.write(lambda w: coaching.skip(w, who, room.pair.id, run))


async def read(room: Staffroom, who: MemberId) -> object:
    return await room.read(lambda r: together.read(r, who, room.pair.id))


async def pass_time(room: Staffroom, moment: str) -> None:
    room.now = at(moment)
    await room.write(lambda w: coaching.pass_time(w, room.pair.id))


async def carry(room: Staffroom, effect: CycleEffect) -> None:
    """What a body does about one effect of the engine."""
    found = await room.course()
    await room.all_sent()
    await room.write(lambda w: coaching._carry(w, found, effect))


async def test_the_first_cycle_begins_with_the_welcome_and_no_card(room: Staffroom) -> None:
    await room.partnered()
    course = await room.course()

    assert (course.cycle.protocol, course.cycle.start) == ("observation", "short")
    assert course.cycle.members == (MAYA, TOMAS)
    (welcome,) = await room.said("welcome")
    assert welcome.refs == {"partnership": room.pair.id, "cycle": course.cycle.id}
    assert await room.said("card", "open") == []


async def test_who_is_first_in_the_terms_is_coached_first(room: Staffroom) -> None:
    invitation = await room.invited(terms=Terms(first=TOMAS))
    await room.agree(TOMAS, invitation)
    (found,) = await room.read(lambda r: r.partnerships.of_member(MAYA))

    assert (await room.course(found.id)).cycle.members == (TOMAS, MAYA)


async def test_terms_that_name_nobody_put_the_inviter_first(room: Staffroom) -> None:
    invitation = await room.invited(terms=Terms(first=AYA))
    await room.agree(TOMAS, invitation)
    (found,) = await room.read(lambda r: r.partnerships.of_member(MAYA))

    assert (await room.course(found.id)).cycle.members == (MAYA, TOMAS)


async def test_the_welcome_waits_for_the_morning_of_both(room: Staffroom) -> None:
    await room.put(MAYA, zone="America/New_York")
    invitation = await room.invited()
    await room.agree(TOMAS, invitation)

    (welcome,) = await room.said("welcome")
    assert welcome.due >= at("2026-03-03 07:30", "America/New_York")


async def test_a_sentence_is_kept_and_hidden_until_both_are_in(pair: Staffroom) -> None:
    outcome = await pair.answer(TOMAS, "agree with each other too soon")

    assert isinstance(outcome, Moved)
    assert not outcome.run.revealed
    pieces = await pair.spark_pieces()
    assert {a: (p.words, p.sharing) for a, p in pieces.items()} == {
        TOMAS: ("agree with each other too soon", Sharing.TOGETHER)
    }
    assert await read(pair, MAYA) == await read(pair, TOMAS) == Late()
    assert {s.effect for s in await pair.said()} == {"publish_home"}


async def test_with_the_second_sentence_both_open_and_the_card_comes(pair: Staffroom) -> None:
    await pair.answer(TOMAS, "agree with each other too soon")
    await pair.all_sent()

    outcome = await pair.answer(MAYA, "leave the answering to five hands")

    assert isinstance(outcome, Moved)
    assert outcome.run.revealed
    for who in (MAYA, TOMAS):
        found = await read(pair, who)
        assert isinstance(found, Sentences)
        assert set(found.words) == {MAYA, TOMAS}
    card, lane = f"card:{outcome.cycle.id}", f"pair:{pair.pair.id}"
    assert await pair.lines() == [
        f"post card {lane} 1 03-03 08:05",
        "publish_home home home:U0MAYA 0 03-03 08:05",
        "publish_home home home:U0TOMAS 0 03-03 08:05",
        f"update card {lane} 0 03-03 08:05",
        f"update welcome {lane} 0 03-03 08:05",
    ]
    assert {s.anchor for s in await pair.said("card")} == {card}


async def test_a_sentence_written_anew_replaces_the_first(pair: Staffroom) -> None:
    await pair.answer(TOMAS, "the first words")

    outcome = await pair.answer(TOMAS, "better words")

    assert isinstance(outcome, Moved)
    (piece,) = (await pair.spark_pieces()).values()
    assert piece.words == "better words"


async def test_once_both_are_open_nothing_is_rewritten(pair: Staffroom) -> None:
    await pair.answer(TOMAS, "one")
    await pair.answer(MAYA, "two")

    assert await pair.answer(TOMAS, "three") == Late()
    assert (await pair.spark_pieces())[TOMAS].words == "one"


async def test_too_long_is_refused_with_the_count_and_keeps_nothing(pair: Staffroom) -> None:
    outcome = await pair.answer(TOMAS, "x" * 241)

    assert outcome == TooLong({"why": 241}, {"why": 240})
    assert await pair.spark_pieces() == {}
    assert await pair.said() == []
    assert isinstance(await pair.answer(TOMAS, "x" * 240), Moved)


async def test_an_empty_answer_is_missing(pair: Staffroom) -> None:
    assert await pair.answer(TOMAS, "  \n") == Missing(("why",))
    assert await pair.said() == []


async def test_a_field_that_the_step_does_not_have_is_late(pair: Staffroom) -> None:
    outcome = await pair.write(
        lambda w: coaching.answer(w, TOMAS, pair.pair.id, SPARK, {"made_up": "x" * 9000}, {})
    )

    assert outcome == Late()
    assert await pair.spark_pieces() == {}


@pytest.mark.parametrize(
    ("who", "partnership", "run", "expected"),
    [
        (AYA, None, SPARK, NotTheirs()),
        (TOMAS, PartnershipId("none"), SPARK, NotTheirs()),
        (TOMAS, None, RunId("observation.words/1"), Late()),
        (TOMAS, None, RunId("nothing/9"), Late()),
    ],
)
async def test_what_is_not_theirs_or_not_open_changes_nothing(
    pair: Staffroom,
    who: MemberId,
    partnership: PartnershipId | None,
    run: RunId,
    expected: object,
) -> None:
    where = partnership or pair.pair.id
    outcomes = [
        await pair.write(lambda w: coaching.answer(w, who, where, run, {"why": "mine"}, {})),
        await pair.write(lambda w: coaching.skip(w, who, where, run)),
    ]

    assert outcomes == [expected, expected]
    assert await pair.said() == []


async def test_at_rest_nothing_is_taken_and_time_does_nothing(pair: Staffroom) -> None:
    await pair.write(lambda w: leaving.pause(w, MAYA, pair.pair.id))
    before = await pair.course()

    assert await pair.answer(TOMAS, "mine") == Late()
    assert await skip(pair, TOMAS) == Late()
    await pass_time(pair, "2026-03-20 09:00")
    assert (await pair.course()).cycle == before.cycle


async def test_a_skipped_sentence_is_taken_back_before_anybody_reads_it(pair: Staffroom) -> None:
    await pair.answer(TOMAS, "not after all")

    assert isinstance(await skip(pair, TOMAS), Moved)
    assert await pair.spark_pieces() == {}

    await pair.answer(MAYA, "mine")
    assert list(await pair.spark_pieces()) == [MAYA]


async def test_a_step_left_out_by_both_is_followed_by_the_card(pair: Staffroom) -> None:
    await skip(pair, MAYA)
    assert await pair.said("card") == []

    outcome = await skip(pair, TOMAS)

    assert isinstance(outcome, Moved)
    assert outcome.run.state is RunState.SKIPPED
    assert "post" in {s.effect for s in await pair.said("card")}


async def test_who_alone_answered_is_asked_what_becomes_of_it(pair: Staffroom) -> None:
    """practice 0.9a"""
    await pair.answer(TOMAS, "mine")
    await pair.all_sent()

    await pass_time(pair, "2026-03-06 17:59")
    assert await pair.said("ask_to_keep") == []
    await pass_time(pair, "2026-03-06 18:00")
    assert await pair.said("ask_to_keep") == []
    pair.now = at("2026-03-09 07:30")
    await pair.on_time()

    (asked,) = await pair.said("ask_to_keep")
    assert (asked.lane, asked.due) == ("dm:U0TOMAS", at("2026-03-09 07:30"))
    assert asked.refs == {"partnership": pair.pair.id, "run": SPARK}
    assert await read(pair, MAYA) == Late()
    assert "post" in {s.effect for s in await pair.said("card")}


async def test_a_step_that_opens_is_announced_in_the_persons_slot(pair: Staffroom) -> None:
    await pair.answer(TOMAS, "one")
    await pair.answer(MAYA, "two")
    await pair.all_sent()

    await pass_time(pair, "2026-03-04 07:30")
    await pair.on_time()
    assert await pair.said("open") == []
    pair.now = at("2026-03-04 15:45")
    await pair.on_time()

    (planned,) = await pair.said("open")
    assert (planned.lane, planned.due) == ("dm:U0MAYA", at("2026-03-04 15:45"))
    assert (planned.priority, planned.in_doubt, planned.why) == (2, "may_skip", "step_opened")
    assert planned.refs == {"partnership": pair.pair.id, "run": FOCUS}
    assert planned.key == planned.anchor


async def test_what_was_planned_is_dropped_when_the_step_is_done(pair: Staffroom) -> None:
    await pair.answer(TOMAS, "one")
    await pair.answer(MAYA, "two")
    await pass_time(pair, "2026-03-04 07:30")
    assert [slip.kind for slip in await pair.read(lambda r: r.slips.planned(MAYA))] == [
        Kind.OPEN,
        Kind.SOFT,
        Kind.PAUSE_ASK,
    ]

    await skip(pair, MAYA, FOCUS)

    assert await pair.read(lambda r: r.slips.planned(MAYA)) == []
    pair.now = at("2026-03-04 15:45")
    await pair.on_time()
    assert await pair.said("open") == []


@pytest.mark.parametrize(
    "effect",
    [
        RelockStage(FOCUS),
        StartTurn(1, MAYA),
        ProposeSwap(2, TOMAS, at("2026-03-20 07:30")),
        OfferSwap(MAYA, TOMAS),
        RestCycle(RestReason.CHOSEN),
    ],
)
async def test_what_the_card_shows_is_shown_anew(pair: Staffroom, effect: CycleEffect) -> None:
    await pair.answer(TOMAS, "one")
    await pair.answer(MAYA, "two")

    await carry(pair, effect)

    assert sorted({s.kind for s in await pair.said()}) == ["card", "welcome"]
    assert {s.effect for s in await pair.said()} == {"update"}


async def test_cards_that_never_open_are_erased(pair: Staffroom) -> None:
    cycle = (await pair.course()).cycle
    await pair.write(lambda w: pool.keep(w, pair.pair.id, cycle, SPARK, TOMAS, {"card": "one"}))

    await carry(pair, DiscardCards(SPARK))

    assert await pair.read(lambda r: pool.mine(r, cycle, SPARK, TOMAS).written) == {}


async def test_unshared_writing_leaves_with_its_author(pair: Staffroom) -> None:
    """practice INV-26"""
    await pair.answer(TOMAS, "one")
    await pair.answer(MAYA, "two")
    found = await pair.course()
    subject = coaching.about(found.cycle, SPARK)
    draft = Piece(
        PieceId("draft"),
        Vault(TOMAS, pair.pair.id),
        subject,
        "made_up",
        "mine",
        Sharing.ON_SHARE,
        shared=False,
        written_at=pair.now,
    )
    left = found.cycle.model_copy(update={"members": (MAYA,), "left": (TOMAS,)})

    def leave(work: Work) -> None:
        work.pieces.write(draft)
        coaching._carry(work, replace(found, cycle=left), RemoveUnshared(TOMAS))

    await pair.write(leave)

    assert {piece.words for piece in await pair.pieces(subject)} == {"one", "two"}


async def test_an_answer_not_taken_moves_nothing(pair: Staffroom) -> None:
    with pytest.raises(AssertionError):
        await carry(pair, AskAgain(SPARK, TOMAS, ("why",)))


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        (Outcome.FINISH, PartnershipState.ENDED),
        (Outcome.PAUSE, PartnershipState.PAUSED),
        (Outcome.SAME, PartnershipState.ACTIVE),
        (Outcome.OTHER, PartnershipState.ACTIVE),
        (Outcome.DIFFER, PartnershipState.ACTIVE),
    ],
)
async def test_what_they_chose_at_the_end_happens_at_once(
    pair: Staffroom, outcome: Outcome, state: PartnershipState
) -> None:
    course = await pair.course()
    closed = course.cycle.model_copy(update={"state": CycleState.CLOSED})

    def close(work: Work) -> None:
        step = Step(closed, (CloseCycle(outcome, ()),))
        coaching._write(work, course, step)

    await pair.write(close)

    assert (await pair.state()).state is state
    current = await pair.read(lambda r: r.cycles.current(pair.pair.id))
    if state is PartnershipState.ACTIVE:
        assert current is not None
        assert (current.id != closed.id, current.start) == (True, "again")
        assert await pair.said("welcome") != []
    else:
        assert current is None
    shown = {(s.kind, s.refs["cycle"]) for s in await pair.said("card", "welcome")}
    assert {("card", closed.id), ("welcome", closed.id)} <= shown


async def test_nothing_happens_where_nothing_changes(pair: Staffroom) -> None:
    found = await pair.course()

    same = await pair.write(lambda w: coaching.happened(w, found, TimePassed()))

    assert same == found.cycle
    assert await pair.said() == []
    await pair.write(lambda w: coaching.pass_time(w, PartnershipId("none")))


async def test_a_cycle_is_loaded_only_with_its_own_members(room: Staffroom) -> None:
    first = await room.partnered()
    cycle = (await room.course()).cycle.id
    other = await room.partnered(MAYA, AYA)

    found = await room.read(lambda r: coaching.load_of(r, first.id, cycle))
    foreign = await room.read(lambda r: coaching.load_of(r, other.id, cycle))
    none = await room.read(lambda r: coaching.load_of(r, first.id, CycleId("none")))

    assert isinstance(found, Course)
    assert (foreign, none) == (None, None)


async def test_a_cycle_without_its_structure_is_a_mistake_of_ours(pair: Staffroom) -> None:
    lost = (await pair.course()).cycle.model_copy(update={"digest": "lost"})

    with pytest.raises(LookupError):
        await pair.read(lambda r: coaching._loaded(r, pair.pair.id, lost))


async def test_a_step_that_vanished_is_a_mistake_of_ours(pair: Staffroom) -> None:
    found = await pair.course()
    empty = Step(found.cycle.model_copy(update={"runs": ()}))

    with pytest.raises(LookupError):
        await pair.write(lambda w: coaching._moved(w, found, empty, SPARK, MAYA))
