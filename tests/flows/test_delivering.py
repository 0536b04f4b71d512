"""What one person is sent, from the store in memory with a clock moved by hand."""

from dataclasses import replace
from functools import partial
from zoneinfo import ZoneInfo

from flows import coaching, delivering, leaving, saying, steering
from flows.cycle import CycleState
from flows.events import Rested
from flows.ids import MemberId, PartnershipId
from flows.nudge import Kind, Planned, Why
from flows.partnership import Partnership, PartnershipState
from flows.ports import Alarm, Work
from flows.slip import Slip, SlipState
from flows.timetable import Span
from tests.staffroom import AYA, MAYA, SPARK, TOMAS, ZONE, Said, Staffroom, at

BEFORE = {"joined", "invite"}
"""What came while the tests' school was made."""


def nudge(kind: Kind, due: str, key: str = "", **more: object) -> Planned:
    found = Planned(kind, MAYA, at(due), key or f"{kind}:{due}", Why.STEP_OPENED)
    return replace(found, **more)  # type: ignore[arg-type]  # Fields by name.


async def plan(room: Staffroom, *planned: Planned, **refs: str) -> None:
    await room.write(lambda w: delivering.plan(w, planned, **refs))


async def tell(room: Staffroom, key: str, *, partnership: str = "") -> None:
    await room.write(lambda w: saying.event(w, MAYA, "shared", key, partnership=partnership))


async def came(room: Staffroom, until: str) -> list[str]:
    """When each message to Maya came, until then."""
    await room.until(until)
    rows = [row for row in await room.said(sent=True) if row.lane == f"dm:{MAYA}"]
    found = [(row.due.astimezone(ZoneInfo(ZONE)), row) for row in rows if row.effect == "post"]
    return [f"{due:%m-%d %H:%M} {row.kind}" for due, row in found if row.kind not in BEFORE]


async def slip(room: Staffroom, key: str) -> Slip:
    found = await room.read(lambda r: r.slips.get(key))
    assert found is not None
    return found


async def last(room: Staffroom) -> Said:
    return (await room.said(sent=True))[-1]


async def test_what_comes_on_the_clock_waits_for_the_slot(room: Staffroom) -> None:
    await plan(room, nudge(Kind.REVIEW, "2026-03-03 07:30"))

    assert await came(room, "2026-03-03 15:44") == []
    assert await came(room, "2026-03-03 15:45") == ["03-03 15:45 review"]
    assert await came(room, "2026-03-20 15:45") == ["03-03 15:45 review"]


async def test_nothing_comes_in_the_holidays(room: Staffroom) -> None:
    room.now = at("2026-03-28 12:00")
    await plan(room, nudge(Kind.REVIEW, "2026-03-30 07:30"))
    await tell(room, "e")

    assert await came(room, "2026-04-13 20:00") == ["04-13 07:30 shared", "04-13 15:45 review"]


async def test_several_on_one_day_are_one_message_in_the_order_of_their_weight(
    room: Staffroom,
) -> None:
    await plan(
        room,
        nudge(Kind.REVIEW, "2026-03-03 08:00"),
        nudge(Kind.REMIND, "2026-03-03 08:00"),
        nudge(Kind.OPEN, "2026-03-03 08:00"),
    )

    assert await came(room, "2026-03-04 20:00") == ["03-03 15:45 bundle"]
    parts = [f"{kind}:2026-03-03 08:00" for kind in (Kind.REMIND, Kind.OPEN, Kind.REVIEW)]
    assert (await last(room)).refs == {"parts": "\n".join(parts)}
    assert (await last(room)).anchor == f"bundle:{parts[0]}"
    gone = [await slip(room, part) for part in parts]
    assert {each.state for each in gone} == {SlipState.SENT}
    assert {(each.bundle, each.reason) for each in gone} == {(f"bundle:{parts[0]}", "slot")}


async def test_the_third_of_a_day_joins_the_slots_message(room: Staffroom) -> None:
    for key in "abcd":
        await tell(room, key)

    assert await came(room, "2026-03-03 20:00") == [
        "03-03 08:05 shared",
        "03-03 08:05 shared",
        "03-03 15:45 bundle",
    ]
    assert ((await last(room)).priority, (await last(room)).in_doubt) == (1, "must_arrive")


async def test_what_was_told_is_not_told_again(room: Staffroom) -> None:
    await tell(room, "a")
    await tell(room, "a")
    await plan(room, nudge(Kind.REVIEW, "2026-03-03 08:00", "r"))
    await room.until("2026-03-03 16:00")
    await plan(room, nudge(Kind.REVIEW, "2026-03-04 08:00", "r"))

    assert await came(room, "2026-03-06 20:00") == ["03-03 08:05 shared", "03-03 15:45 review"]


async def test_what_was_dropped_may_be_told_later(room: Staffroom) -> None:
    await room.put(MAYA, stopped=True)
    await tell(room, "a")
    assert (await slip(room, "a")).state is SlipState.DROPPED
    await room.put(MAYA, stopped=False)
    await tell(room, "a")

    assert await came(room, "2026-03-03 09:00") == ["03-03 08:05 shared"]


async def test_a_snoozed_person_is_told_what_partners_did(room: Staffroom) -> None:
    await room.put(MAYA, snoozed_until=at("2026-03-05 07:30"))
    await plan(room, nudge(Kind.REVIEW, "2026-03-03 08:00"))
    await tell(room, "a")

    assert await came(room, "2026-03-06 20:00") == ["03-03 08:05 shared", "03-05 15:45 review"]


async def test_a_restart_between_planning_and_sending_loses_and_doubles_nothing(
    room: Staffroom,
) -> None:
    await plan(room, nudge(Kind.REVIEW, "2026-03-03 08:00"))
    room.now = at("2026-03-05 17:00")  # It was down for two days.

    for _ in range(3):
        await room.on_time()

    assert await came(room, "2026-03-05 20:00") == ["03-05 17:00 review"]


async def test_the_alarm_is_never_in_the_past(room: Staffroom) -> None:
    await plan(room, nudge(Kind.REVIEW, "2026-03-03 08:00"))

    for _ in range(40):
        due = await room.store.calendar.next_due()
        assert due is not None
        room.now = max(room.now, due)
        await room.on_time()
        await room.all_sent()
        after = await room.store.calendar.next_due()
        assert after is not None
        assert after > room.now


async def test_in_a_group_what_partners_do_waits_for_the_days_message(room: Staffroom) -> None:
    pair = await room.partnered()
    await room.all_sent()
    members = (*pair.members, MemberId("U0AYA"))
    await room.write(lambda w: w.partnerships.put(replace(pair, members=members)))
    await tell(room, "a", partnership=pair.id)
    await tell(room, "b", partnership=pair.id)
    assert not (await slip(room, "a")).sent_at

    assert (await came(room, "2026-03-03 20:00"))[-1] == "03-03 15:45 bundle"


async def test_during_a_visit_of_ones_own_it_is_silent(room: Staffroom) -> None:
    span = {"start": at("2026-03-03 08:00").isoformat(), "end": at("2026-03-03 08:45").isoformat()}
    after = nudge(Kind.AFTER_VISIT, "2026-03-03 08:55", refs=span)
    await plan(room, after, nudge(Kind.SOFT, "2026-03-04 08:00"))
    await tell(room, "a")

    assert await came(room, "2026-03-03 20:00") == ["03-03 08:45 shared", "03-03 08:55 after_visit"]


async def test_somebody_in_no_program_gets_what_waited_on_weekdays(room: Staffroom) -> None:
    stranger = MemberId("U0NEW")
    room.now = at("2026-03-03 09:00")
    for key in "abc":
        await room.write(partial(saying.event, member=stranger, kind="shared", key=key))
    await room.until("2026-03-03 20:00")

    dues = [row.due for row in await room.said(sent=True) if row.lane == f"dm:{stranger}"]
    assert dues == [*(at("2026-03-03 09:00"),) * 2, at("2026-03-03 15:45", "UTC")]


async def test_a_planned_nudge_is_judged_when_it_is_due(room: Staffroom) -> None:
    def body(work: Work) -> None:
        due = at("2026-03-03 08:30")
        saying.planned(work, MAYA, Kind.REVIEW, "k", due, Why.GOAL_DATE, goal="g")

    await room.write(body)

    assert await came(room, "2026-03-03 16:00") == ["03-03 15:45 review"]
    assert (await last(room)).refs == {"goal": "g"}


async def test_the_months_question_comes_on_its_first_tuesday(room: Staffroom) -> None:
    await room.put(MAYA, joined_at=at("2026-02-02 12:00"))
    room.now = at("2026-03-02 12:00")
    await room.write(lambda w: delivering.deliver(w, MAYA))

    assert await came(room, "2026-06-30 20:00") == [
        "03-03 15:45 pulse",
        "05-05 15:45 pulse",
        "06-02 15:45 pulse",
    ]


async def test_a_month_whose_week_was_quiet_has_no_question(room: Staffroom) -> None:
    await room.put(MAYA, joined_at=at("2026-02-02 12:00"), snoozed_until=at("2026-03-12 07:30"))
    room.now = at("2026-03-02 12:00")
    await room.write(lambda w: delivering.deliver(w, MAYA))

    assert await came(room, "2026-04-30 20:00") == []


SILENT = ["2026-03-03 08:00", "2026-03-04 08:00"]


async def silent(room: Staffroom) -> Partnership:
    """Two nudges of Maya's cycle went unanswered."""
    pair = await room.partnered(TOMAS, MAYA)
    for member in (MAYA, TOMAS):
        await room.write(partial(coaching.skip, who=member, partnership=pair.id, run=SPARK))
    await room.all_sent()
    cycle = (await room.course()).cycle
    for due in SILENT:
        asked = nudge(Kind.REVIEW, due, cycle=cycle.id)
        await plan(room, asked, partnership=pair.id, run="common.spark/1")
    return pair


async def test_two_unanswered_are_followed_by_the_question_about_the_same_step(
    room: Staffroom,
) -> None:
    pair = await silent(room)

    lines = await came(room, "2026-03-11 20:00")

    assert lines[-3:] == ["03-03 15:45 review", "03-04 15:45 review", "03-09 15:45 pause_ask"]
    asked = next(s for s in await room.said("pause_ask", sent=True) if s.lane == f"dm:{MAYA}")
    assert asked.refs["partnership"] == pair.id


async def test_an_act_anywhere_answers_everything_so_far(room: Staffroom) -> None:
    await silent(room)
    await room.until("2026-03-05 12:00")
    await room.write(lambda w: w.slips.acted(MAYA, w.now))

    assert not [line for line in await came(room, "2026-03-20 20:00") if "pause_ask" in line]


async def test_no_answer_to_the_question_lets_the_cycle_rest_and_tells_all(
    room: Staffroom,
) -> None:
    await silent(room)

    await room.until("2026-03-17 20:00")

    assert (await room.course()).cycle.state is CycleState.RESTING
    told = await room.said("resting", sent=True)
    assert sorted(s.lane for s in told) == [f"dm:{MAYA}", f"dm:{TOMAS}"]
    assert {s.due for s in told} == {at("2026-03-16 15:45")}


async def test_an_answer_in_the_last_moment_keeps_it_awake(room: Staffroom) -> None:
    pair = await silent(room)
    await room.until("2026-03-16 15:44")
    room.now = at("2026-03-16 15:45")
    rests = await room.write(lambda w: delivering.deliver(w, MAYA))
    assert rests == pair.id
    await room.write(lambda w: w.slips.acted(MAYA, w.now))

    await room.write(lambda w: leaving.rest(w, MAYA, pair.id))
    await room.write(lambda w: leaving.rest(w, MAYA, PartnershipId("none")))

    assert (await room.course()).cycle.state is not CycleState.RESTING


async def test_what_rests_already_is_not_told_twice(room: Staffroom) -> None:
    pair = await silent(room)
    await room.until("2026-03-17 20:00")

    def again(work: Work) -> None:
        found = work.cycles.current(pair.id)
        assert found is not None
        leaving._cycle(work, pair.id, Rested())
        leaving.rest(work, MAYA, pair.id)

    await room.write(again)

    assert len(await room.said("resting", sent=True)) == 2


async def test_the_question_names_no_partnership_where_none_was_meant(room: Staffroom) -> None:
    for due in SILENT:
        await plan(room, nudge(Kind.REVIEW, due))

    assert (await came(room, "2026-03-18 20:00"))[-1] == "03-04 15:45 review"


async def test_without_a_partnership_of_its_own_it_asks_about_the_one_that_runs(
    room: Staffroom,
) -> None:
    one = await room.partnered(TOMAS, MAYA)
    room.now = at("2026-03-03 09:00")
    pair = await room.partnered(AYA, MAYA)
    for found in (one, pair):
        for who in found.members:
            await room.write(partial(coaching.skip, who=who, partnership=found.id, run=SPARK))
    await room.write(lambda w: w.partnerships.put(pair.became(PartnershipState.PAUSED)))
    for due in SILENT:
        await plan(room, nudge(Kind.REVIEW, due))

    await room.until("2026-03-10 20:00")

    asked = next(s for s in await room.said("pause_ask", sent=True) if s.lane == f"dm:{MAYA}")
    assert asked.refs == {"partnership": one.id}


async def test_what_rests_is_not_asked_about(room: Staffroom) -> None:
    """Two of the month's questions were left out meanwhile, which is fine."""
    pair = await room.partnered()
    course = await room.course()
    await room.write(lambda w: coaching.happened(w, course, Rested()))
    for due in SILENT:
        await plan(room, nudge(Kind.PULSE, due))
    await room.until("2026-03-06 12:00")
    await room.write(lambda w: saying.to_all(w, pair, "resting", "rest"))

    lines = await came(room, "2026-03-18 20:00")

    assert lines[-3:] == ["03-03 15:45 pulse", "03-04 15:45 pulse", "03-06 12:00 resting"]
    following = await room.store.calendar.next_due()
    assert following is not None
    assert following > room.now


async def test_what_goes_to_all_passes_the_caps_and_counts_in_them(room: Staffroom) -> None:
    pair = await room.partnered()
    await room.all_sent()
    for key in "ab":
        await tell(room, key)
    await room.write(lambda w: saying.to_all(w, pair, "paused", "p"))
    assert len(await room.said("paused")) == 2

    await room.put(TOMAS, stopped=True)
    await room.write(lambda w: saying.to_all(w, pair, "paused", "q"))
    assert len(await room.said("paused")) == 3


async def test_no_alarm_no_look(room: Staffroom) -> None:
    await plan(room, nudge(Kind.REVIEW, "2026-03-03 08:00"))
    await room.write(lambda w: w.alarms.set(Alarm.of_member(MAYA), None))

    assert await came(room, "2026-03-20 20:00") == []


async def test_beyond_the_calendar_nothing_comes_on_the_clock(room: Staffroom) -> None:
    ends = at("2026-03-05 12:00").date()
    program = replace(room.program, covered_until=ends)
    await room.write(lambda w: w.programs.put(program))
    await plan(room, nudge(Kind.REVIEW, "2026-03-06 08:00"))

    assert await came(room, "2026-04-30 20:00") == []


async def test_rest_is_not_put_off_by_who_looks_first(room: Staffroom) -> None:
    """At the very moment something else is said to her, which may not lock the partnership."""
    await silent(room)
    await room.until("2026-03-09 15:50")
    assert await room.said("pause_ask", sent=True)
    room.now = at("2026-03-16 15:45:01")

    night = Span(at("2026-03-16 22:00"), at("2026-03-17 07:00"))
    await room.write(lambda w: steering.disturb_not(w, MAYA, night))
    await room.until("2026-03-16 16:00")

    told = [said.lane for said in await room.said("resting", sent=True)]
    assert sorted(told) == [f"dm:{MAYA}", f"dm:{TOMAS}"]
    following = await room.store.calendar.next_due()
    assert following is not None
    assert following > room.now
