"""Feedback as it is decided: drafts, notes, own words first, answers, shared or kept."""

from dataclasses import replace
from typing import Any, TypeVar

import pytest

from flows import advising, coaching, feedback, kept, leaving, notes, showing, writing
from flows.coaching import Late, Missing, Moved, NotTheirs, TooLong
from flows.events import MemberLeft, Scheduled
from flows.feedback import NothingYet, Opened, WordsFirst
from flows.ids import MemberId, PartnershipId, RunId
from flows.notes import Added, Sent, TakenBack
from flows.ports import Work
from flows.showing import NowShared, Shown
from flows.stage import PartState, RunState
from flows.writing import Drafted, SomebodyElses, Writing
from tests.staffroom import AYA, MAYA, TOMAS, Staffroom, at

T = TypeVar("T")

FOCUS, VISIT, WORDS, NOTES, TALK, STEP, CHECK = (
    RunId(f"observation.{name}/1")
    for name in ("focus", "visit", "words", "notes", "debrief", "step", "check")
)
NOTE = {
    "noticed": "11:21 you waited 5 s.",
    "noticed_2": "6 hands went up.",
    "question": "What guides how long you wait?",
    "takeaway": "I want to count to four.",
}
ANSWER = {"reply": "a quick check", "step": "wait", "when": "in 2B"}
NOBODYS = PartnershipId("nobody's")


class Pair:
    """Maya's visit by Tomás, and short ways to what they do about it."""

    def __init__(self, room: Staffroom) -> None:
        self.room = room

    @property
    def id(self) -> PartnershipId:
        return self.room.pair.id

    async def do(self, body: Any, *args: Any, **named: Any) -> Any:
        return await self.room.write(lambda w: body(w, *args, **named))

    async def find(self, who: MemberId, run: RunId) -> Any:
        return await self.room.read(lambda r: writing.find(r, who, self.id, run))

    async def state(self, run: RunId, who: MemberId | None = None) -> RunState | PartState | None:
        found = (await self.room.course()).cycle.run(run)
        if found is None or who is None:
            return found.state if found else None
        part = found.part(who)
        return part.state if part else None

    async def asked_for(self, **choices: str) -> None:
        def body(work: Work) -> None:
            coaching.answer(work, MAYA, self.id, FOCUS, {"look": "who answers"}, choices)
            found = coaching.load(work, self.id)
            assert found is not None
            start, end = at("2026-03-12 11:10"), at("2026-03-12 11:25")
            host = frozenset({MAYA})
            coaching.happened(work, found, Scheduled(VISIT, MAYA, start, end, confirmed_by=host))

        await self.room.write(body)

    async def over(self) -> None:
        self.room.now = at("2026-03-12 11:40")
        await self.room.write(lambda w: coaching.pass_time(w, self.id))

    async def written(self, **texts: str) -> Any:
        return await self.do(notes.write, TOMAS, self.id, NOTES, {**NOTE, **texts}, {})

    async def released(self) -> Any:
        await self.written()
        return await self.do(notes.release, TOMAS, self.id, NOTES)

    async def read(self, who: MemberId = MAYA) -> Any:
        return await self.do(feedback.read, who, self.id, NOTES)

    async def opened(self) -> Any:
        await self.released()
        return await self.do(feedback.words, MAYA, self.id, WORDS, {"stood": "silence"})

    async def answered(self, **texts: str) -> Any:
        await self.opened()
        choices = {"response": "thanks"}
        return await self.do(feedback.reply, MAYA, self.id, STEP, {**ANSWER, **texts}, choices)


@pytest.fixture
async def asked(room: Staffroom) -> Pair:
    """Both sentences are in; nothing is asked for yet."""
    await room.spoken()
    await room.all_sent()
    return Pair(room)


@pytest.fixture
async def pair(asked: Pair) -> Pair:
    """A visit that is just over."""
    await asked.asked_for()
    await asked.over()
    return asked


async def test_a_form_asks_what_the_level_allows(asked: Pair) -> None:
    """practice INV-10"""
    await asked.asked_for(level="evidence")
    await asked.over()

    found = await asked.find(TOMAS, NOTES)

    keys = [p.key for p in found.prompts]
    assert "question" not in keys
    assert "suggestion" not in keys
    assert found.level() == "evidence"
    assert [p.key for p in found.gist()] == ["noticed", "takeaway"]


async def test_a_level_with_suggestions_has_their_box(asked: Pair) -> None:
    await asked.asked_for(level="evidence_questions_suggestions")
    await asked.over()
    found = await asked.find(TOMAS, NOTES)
    assert [f for p in found.prompts for f in writing.fields(p)] == [
        "noticed",
        "noticed_2",
        "noticed_3",
        "followed",
        "question",
        "suggestion",
        "appreciated",
        "takeaway",
    ]


async def test_a_choice_that_nobody_could_make_is_none(pair: Pair) -> None:
    course = await pair.room.course()
    run = course.cycle.run(NOTES)
    assert run is not None
    assert writing.chosen(course, run, "level") == "evidence_questions"
    assert writing.chosen(course, run, "nothing") == ""


async def test_only_its_actor_writes_in_a_step_and_only_while_it_is_open(pair: Pair) -> None:
    assert await pair.find(MAYA, NOTES) == SomebodyElses((TOMAS,))
    assert await pair.find(AYA, NOTES) == NotTheirs()
    assert await pair.find(TOMAS, RunId("observation.dance/1")) == Late()
    assert await pair.find(MAYA, CHECK) == Late()
    await pair.do(leaving.pause, TOMAS, pair.id)
    assert await pair.find(TOMAS, NOTES) == Late()


async def test_a_visit_is_written_about_once_it_began(asked: Pair) -> None:
    await asked.asked_for()
    assert await asked.find(TOMAS, VISIT) == Late()
    asked.room.now = at("2026-03-12 11:12")
    await asked.room.write(lambda w: coaching.pass_time(w, asked.id))
    assert isinstance(await asked.find(TOMAS, VISIT), Writing)


async def test_a_draft_is_its_authors_alone_and_gone_when_handed_in(pair: Pair) -> None:
    entered = {"noticed": "half", "takeaway": " ", "unknown": "field"}
    assert await pair.do(writing.save, TOMAS, pair.id, NOTES, entered) == Drafted()
    found = await pair.find(TOMAS, NOTES)
    assert (found.entered, found.drafted) == ({"noticed": "half"}, True)
    assert await pair.read() == WordsFirst(await pair.find(MAYA, WORDS))

    await pair.written()

    found = await pair.find(TOMAS, NOTES)
    assert (found.entered, found.drafted) == (NOTE, False)


async def test_a_draft_too_long_is_refused_with_its_count(pair: Pair) -> None:
    long = {"noticed_2": "x" * 1501}
    refused = TooLong({"noticed_2": 1501}, {"noticed_2": 1500})
    assert await pair.do(writing.save, TOMAS, pair.id, NOTES, long) == refused
    assert await pair.do(writing.save, MAYA, pair.id, NOTES, {}) == SomebodyElses((TOMAS,))


async def test_nothing_is_saved_after_the_release(pair: Pair) -> None:
    await pair.released()
    assert await pair.do(writing.save, TOMAS, pair.id, NOTES, {"noticed": "x"}) == Late()


async def test_a_saved_draft_is_handed_in_with_its_choices(asked: Pair) -> None:
    entered = {"look": "who answers", "level": "evidence"}
    assert await asked.do(writing.save, MAYA, asked.id, FOCUS, entered) == Drafted()
    done = await asked.do(writing.hand_in, MAYA, asked.id, FOCUS)
    assert isinstance(done, Moved)
    part = done.run.part(MAYA)
    assert part is not None
    assert part.choice("level") == "evidence"
    assert await asked.do(writing.hand_in, MAYA, asked.id, FOCUS) == Late()


async def test_an_entry_that_is_emptied_is_gone(pair: Pair) -> None:
    await pair.written()
    await pair.written(noticed_2="")
    course = await pair.room.course()
    own = await pair.room.read(lambda r: kept.own(r, course.cycle, NOTES, TOMAS))
    assert "noticed_2" not in own
    assert own["noticed"] == NOTE["noticed"]


async def test_notes_say_that_the_visit_took_place(pair: Pair) -> None:
    assert await pair.state(VISIT) is RunState.OPEN
    assert await pair.written(takeaway="") == Missing(("takeaway",))
    assert await pair.state(VISIT) is RunState.OPEN
    assert isinstance(await pair.written(), Moved)
    assert await pair.state(VISIT) is RunState.DONE
    assert await pair.state(NOTES, TOMAS) is PartState.WAITING


async def test_notes_are_written_and_released_by_their_author(pair: Pair) -> None:
    """practice INV-11, INV-14"""
    for who, refusal in ((MAYA, Late()), (AYA, NotTheirs())):
        assert await pair.do(notes.write, who, pair.id, NOTES, NOTE, {}) == refusal
        assert await pair.do(notes.release, who, pair.id, NOTES) == refusal
    empty = await pair.do(notes.release, TOMAS, pair.id, NOTES)
    assert empty == Missing(("noticed", "question", "takeaway"))
    assert await pair.do(notes.release, TOMAS, pair.id, WORDS) == Late()
    assert await pair.do(
        notes.write, TOMAS, pair.id, NOTES, {**NOTE, "noticed": "x" * 1501}, {}
    ) == (TooLong({"noticed": 1501}, {"noticed": 1500}))


async def test_only_a_note_is_released(pair: Pair) -> None:
    assert await pair.do(notes.release, MAYA, pair.id, WORDS) == Late()
    assert await pair.state(WORDS, MAYA) is PartState.WAITING


async def test_a_released_part_takes_no_draft_while_another_visitor_still_writes(
    pair: Pair,
) -> None:
    await pair.released()

    def still_open(work: Work) -> None:
        found = coaching.load(work, pair.id)
        run = found.cycle.run(NOTES) if found else None
        assert found is not None
        assert run is not None
        again = run.model_copy(update={"state": RunState.OPEN, "done_at": None})
        runs = tuple(again if r.id == run.id else r for r in found.cycle.runs)
        work.cycles.put(pair.id, found.cycle.model_copy(update={"runs": runs}))

    await pair.room.write(still_open)
    assert await pair.do(writing.save, TOMAS, pair.id, NOTES, {"noticed": "x"}) == Late()


async def test_what_one_drops_leaves_the_others_words_alone(room: Staffroom) -> None:
    await room.partnered()
    spark = RunId("common.spark/1")
    both = Pair(room)
    for who in (MAYA, TOMAS):
        await both.do(writing.save, who, both.id, spark, {"why": f"half {who}"})
    await room.answer(MAYA, "hers")
    await both.do(coaching.skip, TOMAS, both.id, spark)
    cycle = (await room.course()).cycle
    assert await room.read(lambda r: kept.own(r, cycle, spark, MAYA)) == {"why": "hers"}
    assert await room.read(lambda r: kept.draft(r, cycle, spark, TOMAS)) == {}


async def test_an_answer_is_taken_back_before_the_others_see_it(room: Staffroom) -> None:
    await room.partnered()
    spark, both = RunId("common.spark/1"), Pair(room)
    await room.answer(MAYA, "hers")
    assert isinstance(await both.do(coaching.skip, MAYA, both.id, spark), Moved)
    cycle = (await room.course()).cycle
    assert await room.read(lambda r: kept.own(r, cycle, spark, MAYA)) == {}


async def test_a_release_says_counts_and_minutes(pair: Pair) -> None:
    """practice INV-05"""
    sent = await pair.released()
    assert isinstance(sent, Sent)
    (said,) = await pair.room.said("released")
    counts = {"facts": 2, "questions": 1, "suggestions": 0, "minutes": 2}
    assert {k: v for k, v in said.refs.items() if k in counts} == counts
    assert said.lane == f"dm:{MAYA}"
    assert not any(words in str(said.refs) for words in NOTE.values())


async def test_a_release_is_taken_back_until_it_is_opened(pair: Pair) -> None:
    await pair.released()
    assert await pair.do(notes.recall, AYA, pair.id, NOTES) == NotTheirs()
    assert await pair.do(notes.recall, TOMAS, pair.id, NOTES) == TakenBack()
    assert await pair.do(notes.recall, TOMAS, pair.id, NOTES) == Late()
    assert await pair.do(feedback.words, MAYA, pair.id, WORDS, {}) == NothingYet()
    await pair.do(notes.release, TOMAS, pair.id, NOTES)
    assert isinstance(await pair.read(), Opened)
    assert await pair.do(notes.recall, TOMAS, pair.id, NOTES) == Late()


async def test_a_note_of_a_turn_that_is_over_stays(pair: Pair) -> None:
    await pair.released()
    for run in (WORDS, STEP):
        await pair.do(coaching.skip, MAYA, pair.id, run)
    assert await pair.state(STEP) is RunState.SKIPPED
    assert await pair.do(notes.recall, TOMAS, pair.id, NOTES) == Late()


async def test_own_words_come_before_the_notes(pair: Pair) -> None:
    """practice INV-12"""
    await pair.released()
    first = await pair.read()
    assert isinstance(first, WordsFirst)
    assert first.writing.run.id == WORDS
    assert await pair.state(NOTES, TOMAS) is PartState.RELEASED
    long = await pair.do(feedback.words, MAYA, pair.id, WORDS, {"stood": "x" * 1501})
    assert isinstance(long, TooLong)

    found = await pair.do(feedback.words, MAYA, pair.id, WORDS, {"stood": "silence"})

    assert isinstance(found, Opened)
    assert [a.words for a in found.notes[TOMAS]] == list(NOTE.values())
    assert found.answer is not None
    assert found.talk is not None
    assert found.talk.id == TALK
    assert await pair.state(NOTES, TOMAS) is PartState.OPENED
    assert isinstance(await pair.read(), Opened)


async def test_nobody_else_reads_notes(pair: Pair) -> None:
    await pair.opened()
    assert await pair.read(TOMAS) == Late()
    assert await pair.read(AYA) == NotTheirs()
    course = await pair.room.course()
    look = feedback.opened
    assert await pair.room.read(lambda r: look(r, course, NOTES, TOMAS)) == Late()
    assert await pair.room.read(lambda r: look(r, course, RunId("no/1"), MAYA)) == Late()
    by_sharing = showing.read
    assert await pair.room.read(lambda r: by_sharing(r, MAYA, pair.id, NOTES)) == Late()


async def test_the_log_of_the_visit_comes_with_the_notes(asked: Pair) -> None:
    await asked.asked_for()
    await asked.over()
    log = {"saw": "11:12 three hands", "students": "two pairs wrote"}
    await asked.do(coaching.answer, TOMAS, asked.id, VISIT, log, {})
    found = await asked.opened()
    assert [a.words for a in found.log[TOMAS]] == list(log.values())


async def test_an_answer_with_a_word_back_marks_the_notes(pair: Pair) -> None:
    assert isinstance(await pair.answered(), Moved)
    assert await pair.state(NOTES, TOMAS) is PartState.ANSWERED
    assert await pair.state(STEP) is RunState.DONE
    again = await pair.read()
    assert isinstance(again, Opened)
    assert again.answer is None


async def test_an_answer_without_a_word_back_is_fine(pair: Pair) -> None:
    await pair.opened()
    texts = {"step": "wait", "when": "in 2B"}
    assert await pair.do(feedback.reply, MAYA, pair.id, STEP, {"step": "x"}, {}) == (
        Missing(("when",))
    )
    assert isinstance(await pair.do(feedback.reply, MAYA, pair.id, STEP, texts, {}), Moved)
    assert await pair.state(NOTES, TOMAS) is PartState.OPENED


async def test_only_ticked_answers_are_shared_and_counted(pair: Pair) -> None:
    """practice A3, on_share"""
    await pair.answered()
    read = showing.read
    assert await pair.room.read(lambda r: read(r, TOMAS, pair.id, STEP)) == Late()
    course = await pair.room.course()
    assert [r.id for r in showing.kept_back(course, MAYA)] == [STEP, FOCUS]

    shared = await pair.do(showing.share, MAYA, pair.id, STEP, ["reply", "response", "goal"])

    assert isinstance(shared, NowShared)
    assert shared.n == 2
    (said,) = await pair.room.said("shared")
    assert (said.lane, said.refs["n"]) == (f"dm:{TOMAS}", 2)
    found = await pair.room.read(lambda r: read(r, TOMAS, pair.id, STEP))
    assert isinstance(found, Shown)
    assert [(a.prompt.key, a.words, a.option) for a in found.by[MAYA]] == [
        ("response", "", "thanks"),
        ("reply", "a quick check", ""),
    ]
    assert await pair.do(showing.share, MAYA, pair.id, STEP, ["reply"]) == Late()
    assert await pair.do(showing.share, AYA, pair.id, STEP, ["reply"]) == NotTheirs()
    assert await pair.do(showing.share, TOMAS, pair.id, STEP, ["step"]) == Late()
    course = await pair.room.course()
    assert [r.id for r in showing.shared_with(course, TOMAS)] == [STEP]
    assert showing.shared_with(course, MAYA) == []


async def test_own_answers_are_ones_own(pair: Pair) -> None:
    await pair.answered()
    own = showing.own
    mine = await pair.room.read(lambda r: own(r, MAYA, pair.id, STEP))
    assert isinstance(mine, Shown)
    assert {a.prompt.key for a in mine.by[MAYA]} == {"response", "reply", "step", "when"}
    his = await pair.room.read(lambda r: own(r, TOMAS, pair.id, STEP))
    assert isinstance(his, Shown)
    assert his.by[TOMAS] == []
    assert await pair.room.read(lambda r: own(r, AYA, pair.id, STEP)) == NotTheirs()
    assert await pair.room.read(lambda r: own(r, MAYA, pair.id, RunId("no/1"))) == Late()
    assert await pair.room.read(lambda r: showing.read(r, AYA, pair.id, STEP)) == NotTheirs()


async def test_what_was_opened_is_only_added_to(pair: Pair) -> None:
    """practice E"""
    await pair.released()
    add = notes.add
    assert await pair.do(add, TOMAS, pair.id, NOTES, "more") == Late()
    await pair.do(feedback.words, MAYA, pair.id, WORDS, {})
    assert isinstance(await pair.do(add, TOMAS, pair.id, NOTES, "x" * 1501), TooLong)
    assert await pair.do(add, MAYA, pair.id, NOTES, "more") == Late()
    assert await pair.do(add, AYA, pair.id, NOTES, "more") == NotTheirs()
    assert await pair.do(add, TOMAS, pair.id, NOTES, "more") == Added()
    found = await pair.read()
    assert found.notes[TOMAS][-1].words == "more"
    (said,) = await pair.room.said("shared")
    assert said.refs["n"] == 1


async def test_what_waits_is_told_by_ids(pair: Pair) -> None:
    async def waits(who: MemberId) -> Any:
        return await pair.room.read(lambda r: feedback.of_member(r, who))

    (his,), (hers,) = await waits(TOMAS), await waits(MAYA)
    assert [r.id for r in his.to_write] == [NOTES]
    assert bool(his)
    assert [r.id for r in hers.own] == [FOCUS]
    await pair.released()
    (his,), (hers,) = await waits(TOMAS), await waits(MAYA)
    assert [r.id for r in his.sent] == [NOTES]
    assert [r.id for r in hers.to_read] == [NOTES]
    assert await waits(AYA) == []


async def test_advice_is_the_first_two_rules_over_all_fields(pair: Pair) -> None:
    """practice E1, INV-22"""
    found = await pair.find(TOMAS, NOTES)
    texts = {
        "noticed": "Great questions all lesson.",
        "question": "Did you plan that?",
        "followed": "",
        "unknown": "good",
    }
    hints = advising.on(found, texts, "en")
    assert [(h.prompt.key, h.advice.code) for h in hints] == [("noticed", "L1"), ("question", "L9")]
    assert advising.on(found, texts, "de") == ()
    assert advising.on(await pair.find(MAYA, WORDS), {"stood": "good"}, "en") == ()
    long = advising.on(found, {"noticed": "5 hands " * 61}, "en")
    assert [h.advice.code for h in long] == ["L11"]


async def test_what_a_leaver_did_not_share_leaves_with_them(pair: Pair) -> None:
    """practice INV-26"""
    await pair.answered()
    await pair.do(showing.share, MAYA, pair.id, STEP, ["reply"])
    await pair.do(writing.save, MAYA, pair.id, CHECK, {"did": "x"})
    course = await pair.room.course()
    await pair.room.write(lambda w: coaching.happened(w, course, MemberLeft(MAYA)))
    left = await pair.room.read(lambda r: kept.own(r, course.cycle, STEP, MAYA))
    assert left == {"reply": "a quick check"}


async def test_a_way_without_own_words_shows_notes_at_once(pair: Pair) -> None:
    await pair.released()
    course = await pair.room.course()
    note = course.cycle.run(NOTES)
    assert note is not None
    plain = course.rules.protocol.model_copy(update={"embargo": None})
    without = replace(course, rules=replace(course.rules, protocol=plain))
    found = await pair.room.read(lambda r: feedback.words_of(r, without, note, MAYA))
    assert found is None


async def test_a_cycle_of_somebody_elses_shows_nothing(pair: Pair) -> None:
    assert await pair.do(feedback.read, MAYA, NOBODYS, NOTES) == NotTheirs()
    assert await pair.do(feedback.words, AYA, pair.id, WORDS, {}) == NotTheirs()
    assert await pair.do(notes.recall, MAYA, NOBODYS, NOTES) == NotTheirs()
