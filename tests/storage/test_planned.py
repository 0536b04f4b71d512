"""Slips, alarms, posted prompts and counted answers, on every database."""

from datetime import date, timedelta

from flows.ids import CycleId
from flows.nudge import Kind, Why
from flows.ports import Alarm, Lock, Work
from flows.prompting import PostedPrompt
from flows.pulse import PulseCount
from flows.slip import Slip
from flows.verdict import Now
from storage import SqlStore
from tests.storage.examples import ANNA, ANNAS, BEN, NOW, OAK, T1, T2, program

HOUR = timedelta(hours=1)
MARCH = date(2026, 3, 1)


def slip(name: str, hours: int = 0, **changes: object) -> Slip:
    facts: dict[str, object] = {
        "id": name,
        "member": ANNA,
        "kind": Kind.OPEN,
        "due": NOW + HOUR * hours,
        "why": Why.STEP_OPENED,
        "about": "c1:focus",
        "cycle": "c1",
        "refs": {"run": "focus", "n": 2},
    }
    return Slip(**{**facts, **changes})  # type: ignore[arg-type]  # Fields by name.


async def test_slips_are_found_while_planned_and_once_sent(store: SqlStore) -> None:
    other = slip("other", cycle="c2", about="c2:focus", member=BEN)
    gone = slip("gone").dropped("done")

    def put(work: Work) -> None:
        for each in (slip("late", 5), slip("soon", 1), other, gone):
            work.slips.put(each)
        work.slips.put(slip("sent").sent(NOW, "bundle", Now.SLOT))

    await store.write(T1, ANNAS, put)

    assert [s.id for s in await store.read(T1, lambda r: r.slips.planned(ANNA))] == ["soon", "late"]
    assert [s.id for s in await store.read(T1, lambda r: r.slips.of_cycle(CycleId("c2")))] == [
        "other"
    ]
    assert len(await store.read(T1, lambda r: r.slips.about("c1:focus"))) == 2
    assert await store.read(T1, lambda r: r.slips.get("gone")) == gone
    assert await store.read(T2, lambda r: r.slips.get("gone")) is None
    (sent,) = await store.read(T1, lambda r: r.slips.sent_since(ANNA, NOW))
    assert (sent.bundle, sent.reason, sent.answered_at) == ("bundle", "slot", None)
    await store.write(T1, ANNAS, lambda w: w.slips.acted(ANNA, NOW + HOUR))
    await store.write(T1, ANNAS, lambda w: w.slips.acted(ANNA, NOW + HOUR * 2))
    (sent,) = await store.read(T1, lambda r: r.slips.sent_since(ANNA, NOW))
    assert sent.answered_at == NOW + HOUR
    assert await store.read(T1, lambda r: r.slips.sent_since(ANNA, NOW + HOUR)) == []


async def test_a_planned_slip_rings_in_time_and_an_alarm_only_when_set(store: SqlStore) -> None:
    anna, oak = Alarm.of_member(ANNA), Alarm.of_program(OAK)

    def put(work: Work) -> None:
        work.alarms.hold(anna)
        work.slips.put(slip("late", 5))
        work.slips.put(slip("soon", 2))
        work.slips.put(slip("later", 7))
        work.alarms.set(oak, NOW + HOUR * 3)

    await store.write(T1, ANNAS, put)
    assert await store.calendar.next_due() == NOW + HOUR * 2
    assert [d.alarm for d in await store.calendar.alarms(NOW + HOUR * 3, 10)] == [anna, oak]
    assert [d.alarm for d in await store.calendar.alarms(NOW + HOUR * 3, 1)] == [anna]

    def again(work: Work) -> None:
        work.alarms.set(anna, NOW + HOUR * 9)
        work.alarms.hold(anna)
        work.alarms.no_later(anna, NOW + HOUR * 11)
        work.alarms.set(oak, None)

    await store.write(T1, Lock.program(OAK), again)
    assert await store.calendar.next_due() == NOW + HOUR * 9
    assert [d.workspace for d in await store.calendar.alarms(NOW + HOUR * 9, 10)] == [T1]


async def test_posted_prompts_come_back_the_oldest_first(store: SqlStore) -> None:
    first = PostedPrompt("weekly:1", OAK, "bank:31", NOW)
    second = PostedPrompt("weekly:2", OAK, "bank:1", NOW + HOUR)

    def put(work: Work) -> None:
        work.programs.put(program())
        work.prompts.put(second)
        work.prompts.put(first)

    await store.write(T1, Lock.program(OAK), put)

    assert await store.read(T1, lambda r: list(r.prompts.of_program(OAK))) == [first, second]
    assert await store.read(T1, lambda r: r.prompts.get("weekly:2")) == second


async def test_answers_are_only_counted(store: SqlStore) -> None:
    def count(work: Work) -> None:
        work.programs.put(program())
        for choice in ("once", "never", "once"):
            work.pulses.counted(PulseCount(OAK, MARCH, "reflection", choice))

    await store.write(T1, Lock.program(OAK), count)

    assert await store.read(T1, lambda r: r.pulses.of_month(OAK, MARCH)) == {"once": 2, "never": 1}
    assert await store.read(T1, lambda r: r.pulses.of_month(OAK, date(2026, 4, 1))) == {}
