"""Texts that a group owns: versions, their yes, what follows from them; and who is there."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

import pytest

from flows import (
    case_students,
    coaching,
    documents,
    outside,
    plans,
    reading,
    regrouping,
    second_class,
    settled_text,
    showing,
    small_roles,
    standing,
    talking,
    writing,
)
from flows.coaching import Late, Missing, NotTheirs, TooLong
from flows.desk import Desk
from flows.documents import Newer, Suggested, Version
from flows.ids import MemberId, PieceId, RunId
from flows.nudge import Kind
from flows.outside import Outside
from flows.ports import Reader, Work
from flows.settled_text import NoTime
from flows.stage import Part, RunState
from flows.writing import SomebodyElses
from tests.flows.grouped import (
    ANALYSE,
    FOUR,
    PLAN,
    PREPARE,
    PROBLEM,
    QUESTION,
    SETUP,
    VISIT,
    Group,
    changed,
    described,
    on_rounds,
    with_plan,
)
from tests.staffroom import AYA, MAYA, OLE, TOMAS, Staffroom, at

REPORT = RunId("lesson_study.report/1")


@pytest.fixture
async def rounds(room: Staffroom) -> Group:
    return await on_rounds(room)


@pytest.fixture
async def planned(rounds: Group) -> Group:
    return await with_plan(rounds)


async def test_what_a_host_must_say_first_nobody_can_agree_to_without_it(rounds: Group) -> None:
    assert isinstance(
        await rounds.suggests(TOMAS, PROBLEM, {"clarify": "How many pairs?"}), Suggested
    )

    assert await rounds.agrees(AYA, PROBLEM) == Missing(("wonder", "see"))
    assert isinstance(await rounds.suggests(MAYA, PROBLEM, QUESTION, 1), Suggested)

    found = await rounds.finds(AYA, PROBLEM)
    assert isinstance(found, Version)
    assert dict(found.entered) == {**QUESTION, "clarify": "How many pairs?"}
    assert (found.mine, found.newest, found.lacks) == (False, True, ())
    assert found.before == (PROBLEM, 1)


async def test_a_question_of_the_host_s_waits_for_the_others_once_it_is_written(
    rounds: Group,
) -> None:
    async def asked(*kinds: Kind) -> set[MemberId]:
        found = await rounds.course()
        slips = await rounds.room.read(lambda r: r.slips.of_cycle(found.cycle.id))
        return {s.member for s in slips if s.kind in kinds and s.refs.get("run") == PROBLEM}

    async def waits() -> set[MemberId]:
        found = await rounds.course()
        stands = {who: await rounds.room.read(lambda r, m=who: standing.of(r, m)) for who in FOUR}  # type: ignore[misc]  # bound early
        run = found.cycle.run(PROBLEM)
        return {who for who, each in stands.items() if run in each.together[0].waiting}

    assert await asked(Kind.OPEN) == await asked(Kind.SOFT) == await waits() == {MAYA}
    await rounds.suggests(TOMAS, PROBLEM, {"clarify": "How many pairs?"})
    assert await asked(Kind.SOFT) == await waits() == {MAYA}

    await rounds.suggests(MAYA, PROBLEM, QUESTION, 1)
    assert await asked(Kind.OPEN) == set()
    assert await asked(Kind.SOFT) == await waits() == {TOMAS, AYA, OLE}


async def test_what_asked_for_a_text_says_that_it_is_done(rounds: Group) -> None:
    async def ended() -> list[str]:
        return [s.lane for s in await rounds.room.said("open") if s.effect == "update"]

    await rounds.room.until("2026-03-10 16:00")
    assert await ended() == []
    await rounds.suggests(MAYA, PROBLEM, QUESTION)
    assert await ended() == [f"dm:{MAYA}"]


async def test_a_yes_is_to_the_version_that_was_read(rounds: Group) -> None:
    await rounds.suggests(MAYA, PROBLEM, QUESTION)

    assert isinstance(await rounds.suggests(TOMAS, PROBLEM, {"clarify": "When?"}), Newer)
    assert isinstance(await rounds.agrees(TOMAS, PROBLEM, 2), Newer)
    same = await rounds.suggests(MAYA, PROBLEM, QUESTION, 1)
    assert isinstance(same, Late | Suggested)
    assert isinstance(await rounds.agrees(MAYA, PROBLEM), Late)


async def test_what_is_missing_too_long_or_not_theirs_is_refused(rounds: Group) -> None:
    assert await rounds.suggests(MAYA, PROBLEM, {"wonder": "?"}) == Missing(("see",))
    long = await rounds.suggests(MAYA, PROBLEM, {**QUESTION, "see": "x" * 1501})
    assert isinstance(long, TooLong)
    stranger = MemberId("U0NOBODY")
    assert isinstance(await rounds.suggests(stranger, PROBLEM, QUESTION), NotTheirs)
    assert isinstance(await rounds.agrees(stranger, PROBLEM), NotTheirs)
    assert isinstance(await rounds.finds(MAYA, SETUP), Late)
    assert isinstance(await rounds.finds(MAYA, PREPARE), Late)
    assert isinstance(await rounds.finds(MAYA, RunId("none/1")), Late)


async def read(group: Group, number: int, who: MemberId = OLE) -> object:
    return await group.room.read(lambda r: documents.read(r, who, group.id, PROBLEM, number))


async def test_older_versions_stay_readable_for_the_group_alone(rounds: Group) -> None:
    await rounds.suggests(MAYA, PROBLEM, QUESTION)
    await rounds.suggests(MAYA, PROBLEM, {**QUESTION, "care": "They would look"}, 1)

    old = await read(rounds, 1)

    assert isinstance(old, Version)
    assert dict(old.entered) == QUESTION
    assert not old.newest
    assert old.before is None
    assert isinstance(await read(rounds, 3), Late)
    assert isinstance(await read(rounds, 1, MemberId("U0NOBODY")), NotTheirs)


async def test_with_the_last_yes_the_visit_has_its_time_and_everybody_their_role(
    planned: Group,
) -> None:
    course = await planned.course()
    visit = course.cycle.run(VISIT)

    assert visit is not None
    assert visit.session is not None
    assert visit.session.start == at("2026-03-16 09:00")
    assert [g.member for g in course.cycle.given] == [AYA]
    talk = course.cycle.run("rounds.analyse/1")
    assert talk is not None
    assert dict(small_roles.of(course, talk)) == {"convenor": AYA}
    assert small_roles.away(course, talk) == (MAYA,)
    assert [run.id for run in documents.standing(course)] == [PROBLEM, PREPARE]


@pytest.mark.parametrize(
    ("wrong", "why"), [({"date": "2026-03-02"}, "past"), ({"end": "08:00"}, "backwards")]
)
async def test_a_visit_cannot_be_then(rounds: Group, wrong: dict[str, str], why: str) -> None:
    await rounds.all_agree(PROBLEM, QUESTION)
    await rounds.later("2026-03-11 09:00")

    assert await rounds.suggests(MAYA, PREPARE, {**PLAN, **wrong}) == NoTime(why)
    await rounds.suggests(MAYA, PREPARE, PLAN)
    await rounds.later("2026-03-16 12:00")
    assert await rounds.agrees(TOMAS, PREPARE) == NoTime("past")


@pytest.mark.parametrize(
    "odd",
    [
        {"date": "soon"},
        {"convenor": "U0NOBODY"},
        {"convenor": MAYA},
        {"start": "25:00"},
        {"look": " "},
    ],
)
async def test_what_is_no_answer_to_the_question_is_left_out(
    rounds: Group, odd: dict[str, str]
) -> None:
    await rounds.all_agree(PROBLEM, QUESTION)
    await rounds.later("2026-03-11 09:00")

    assert await rounds.suggests(MAYA, PREPARE, {**PLAN, **odd}) == Missing((*odd,))


async def test_whoever_said_the_last_yes_writes_notes_and_the_place_stays(planned: Group) -> None:
    room = planned.room
    await room.until("2026-03-16 09:30")
    await planned.passes()

    async def has_place() -> bool:
        course = await planned.course()
        visit = course.cycle.run(VISIT)
        assert visit is not None
        assert visit.session is not None
        piece = PieceId(visit.session.place or "")
        return await room.read(lambda r: reading.lying_one(r, piece)) is not None

    async def entered() -> Mapping[str, str]:
        found = await room.read(lambda r: writing.find(r, OLE, planned.id, VISIT))
        assert isinstance(found, writing.Writing)
        return found.entered

    assert await has_place()
    assert await entered() == {}
    notes = {"notes": "09:04 two reasons"}
    await room.write(lambda w: coaching.answer(w, OLE, planned.id, VISIT, notes, {}))
    assert await entered() == notes
    assert await has_place()
    await room.write(lambda w: coaching.skip(w, OLE, planned.id, VISIT))
    assert await has_place()


async def test_what_all_kept_of_a_step_is_read_together(planned: Group) -> None:
    room = planned.room
    await described(planned, TOMAS, AYA, OLE)
    hostnote = RunId("rounds.hostnote/1")
    await room.write(lambda w: coaching.skip(w, MAYA, planned.id, hostnote))
    await planned.later("2026-03-20 09:00")

    async def read(who: MemberId, run: RunId) -> object:
        return await room.read(lambda r: showing.kept_together(r, who, planned.id, run))

    async def listed() -> list[RunId]:
        course = await planned.course()
        return [run.id for run in showing.theirs_together(course)]

    assert await listed() == []
    assert isinstance(await read(AYA, ANALYSE), Late)
    said = {"cluster": "First voice"}
    await room.write(lambda w: coaching.answer(w, TOMAS, planned.id, ANALYSE, said, {}))
    assert await listed() == [ANALYSE]
    for who in (TOMAS, AYA, MAYA):
        found = await read(who, ANALYSE)
        assert isinstance(found, showing.Shown)
        assert [(by, [a.words for a in kept]) for by, kept in found.by.items()] == [
            (TOMAS, ["First voice"])
        ]
    assert isinstance(await read(AYA, VISIT), Late)
    assert isinstance(await read(MemberId("U0NOBODY"), ANALYSE), NotTheirs)


async def test_a_visit_that_is_called_off_wants_a_new_time(planned: Group) -> None:
    course = await planned.course()
    visit = course.cycle.run(VISIT)

    assert visit is not None
    assert talking.is_open_visit(course, visit)
    assert talking.askable(course, visit, MAYA)
    assert not talking.askable(course, visit, MemberId("U0NOBODY"))


async def test_a_page_is_shown_outside_only_with_every_yes(room: Staffroom) -> None:
    group = Group(room, "lesson_study")
    await group.begins()
    course = await group.course()
    run = course.cycle.run("lesson_study.theme/1")
    assert run is not None
    assert outside.of(course, run, MAYA) is None

    said = await room.write(lambda w: outside.say(w, MAYA, group.id, run.id, "yes"))
    assert isinstance(said, Late)
    foreign = await room.write(
        lambda w: outside.say(w, MemberId("U0NOBODY"), group.id, run.id, "yes")
    )
    assert isinstance(foreign, NotTheirs)


async def test_every_single_yes_shows_the_page_outside(
    room: Staffroom,
) -> None:
    group = Group(room, "lesson_study")
    await group.begins()
    course = await group.course()
    report = course.cycle.run(REPORT)
    assert report is not None
    parts = tuple(Part(member=who, agreed=1) for who in FOUR)
    settled = report.model_copy(update={"state": RunState.DONE, "version": 1, "parts": parts})
    runs = tuple(settled if run.id == REPORT else run for run in course.cycle.runs)
    cycle = course.cycle.model_copy(update={"runs": runs})
    await room.write(lambda w: w.cycles.put(group.id, cycle))

    async def says(who: MemberId, answer: str) -> object:
        return await room.write(lambda w: outside.say(w, who, group.id, REPORT, answer))

    for who in FOUR[:3]:
        told = await says(who, "yes")
        assert isinstance(told, Outside)
        assert not told.may
    assert isinstance(await says(OLE, "perhaps"), Late)
    no = await says(OLE, "no")
    yes = await says(OLE, "yes")
    assert isinstance(no, Outside)
    assert isinstance(yes, Outside)
    assert (no.may, yes.may, yes.mine) == (False, True, "yes")
    assert isinstance(await says(OLE, "yes"), Late)


async def test_predictions_of_the_plan_stand_beside_what_is_noticed(room: Staffroom) -> None:
    group = Group(room, "lesson_study")
    await group.begins()
    course = await group.course()
    plan, teach = (course.cycle.run(f"lesson_study.{s}/1") for s in ("plan", "teach"))
    assert plan is not None
    assert teach is not None
    teaching, planning = teach, plan

    async def beside() -> list[str]:
        now = await group.course()
        found = await room.read(lambda r: documents.predictions(r, now, teaching, MAYA))
        return [words for _, words in found]

    assert await beside() == []
    unplanned = await room.read(lambda r: case_students.watched(r, course, teaching, MAYA))
    assert unplanned == {}, "no plan stands yet"
    opened = planning.model_copy(
        update={"state": RunState.OPEN, "gate_at": room.now, "parts": (Part(member=MAYA),)}
    )
    runs = tuple(opened if run.id == planning.id else run for run in course.cycle.runs)
    cycle = course.cycle.model_copy(update={"runs": runs})
    await room.write(lambda w: w.cycles.put(group.id, cycle))
    lesson = {
        "aim": "A part needs its whole",
        "flow": "Two strips",
        "expect": "A third is more",
        "case_labels": "AB",
        "cases": "A will fold",
        "teacher": TOMAS,
        "date": "2026-03-24",
        "start": "10:00",
        "end": "10:50",
        "place": "room 3",
    }
    odd = await group.suggests(MAYA, planning.id, {**lesson, "case_labels": "Ann"})
    assert odd == Missing(("case_labels",))
    settled = opened.model_copy(update={"state": RunState.DONE, "version": 1})
    runs = tuple(settled if run.id == planning.id else run for run in course.cycle.runs)
    cycle = course.cycle.model_copy(update={"runs": runs})
    await room.write(lambda w: w.cycles.put(group.id, cycle))
    await room.write(lambda w: documents._write(w, course, planning.id, 1, lesson))
    assert await beside() == ["A will fold"]

    async def watched(labels: str, who: MemberId = MAYA) -> dict[MemberId, str]:
        await room.write(
            lambda w: documents._write(
                w, course, planning.id, 1, {**lesson, "case_labels": labels, "teacher": TOMAS}
            )
        )
        now = await group.course()
        found = await room.read(lambda r: case_students.watched(r, now, teaching, who))
        return {member: "".join(letters) for member, letters in found.items()}

    assert await watched("ABC") == {TOMAS: "A", AYA: "B", OLE: "C"}
    assert await watched("AB") == {TOMAS: "A", AYA: "B", OLE: "A"}, "nobody watches nobody"
    assert await watched("ABC", who=MemberId("U0NOBODY")) == {}
    now = await group.course()
    assert await room.read(lambda r: case_students.watched(r, now, settled, MAYA)) == {}
    await room.write(lambda w: regrouping.leave(w, OLE, group.id))
    assert await watched("ABC") == {TOMAS: "AC", AYA: "B"}, "each letter is watched"


@pytest.mark.parametrize(
    ("first", "then", "again"),
    [("2B", " 2b", True), ("2B", "2C", False), ("2B", "", False), ("", "2B", False)],
)
async def test_the_class_of_the_first_lesson_is_known_when_it_is_revised(
    room: Staffroom, first: str, then: str, again: bool
) -> None:
    """practice B8: taught again with another class"""
    group = Group(room, "lesson_study")
    await group.begins()
    course = await group.course()
    plan, revise = (course.cycle.run(f"lesson_study.{s}/1") for s in ("plan", "revise"))
    assert plan is not None
    assert revise is not None
    assert dict(settled_text._named(course, plan, {"teacher": TOMAS})) == {"teacher": TOMAS}
    assert dict(settled_text._named(course, revise, {"who": AYA})) == {"second_teacher": AYA}
    settled = plan.model_copy(update={"state": RunState.DONE, "version": 1})
    runs = tuple(settled if run.id == plan.id else run for run in course.cycle.runs)
    await room.write(
        lambda w: w.cycles.put(group.id, course.cycle.model_copy(update={"runs": runs}))
    )
    named = {"class": first} if first else {}
    await room.write(lambda w: documents._write(w, course, settled.id, 1, named))
    now = await group.course()
    found = Version(now, revise, AYA, 0, {}, all=[(settled.id, 1)])

    def same(version: Version, **entered: str) -> Callable[[Reader], bool]:
        return lambda reader: second_class.same_again(reader, version, entered)

    assert await room.read(same(found, **{"class": then})) is again
    assert not await room.read(same(replace(found, all=[]), **{"class": then}))
    stranger = replace(found, who=MemberId("U0NOBODY"))
    assert not await room.read(same(stranger, **{"class": "2B"}))


async def test_a_text_is_changed_by_those_alone_whose_step_it_is(
    rounds: Group, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert isinstance(await rounds.finds(AYA, PROBLEM), Version)
    course = changed(await rounds.course(), "problem", actor=("host",))
    monkeypatch.setattr(coaching, "theirs", lambda *_: course)

    assert isinstance(await rounds.finds(MAYA, PROBLEM), Version)
    assert await rounds.finds(AYA, PROBLEM) == SomebodyElses((MAYA,))


async def test_what_has_no_last_day_is_asked_for_and_never_called_late(rounds: Group) -> None:
    course = await rounds.course()
    standing = course.cycle.run(PROBLEM)
    assert standing is not None

    async def planned_for(due: datetime | None) -> list[Kind]:
        desk = Desk(course.rules, course.cycle, rounds.room.now)
        desk.put(standing, due_at=due)
        found = replace(course, cycle=desk.cycle)

        def body(work: Work) -> list[Kind]:
            plans.replanned(work, found, MAYA, told_anew=True)
            slips = work.slips.planned(MAYA)
            return [slip.kind for slip in slips if slip.refs.get("run") == PROBLEM]

        return await rounds.room.write(body)

    assert await planned_for(standing.due_at) == [Kind.OPEN, Kind.SOFT, Kind.PAUSE_ASK]
    assert await planned_for(None) == [Kind.OPEN]
