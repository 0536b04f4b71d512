"""What each message on the clock shows as things stand; one that is no longer true has no scene."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime

from flows import answered, coaching, delivering, long_rest, preparing, pulsing
from flows.coaching import Course
from flows.cycle import CycleState
from flows.ids import MemberId, PartnershipId
from flows.notices import Dm, Effect, Notice
from flows.nudge import Kind
from flows.partnership import PartnershipState
from flows.policy import zone_of
from flows.ports import Reader
from flows.pulse import question_of
from flows.schooldays import local_day
from flows.slip import Slip, SlipState
from flows.stage import PartState, StageRun
from handlers.seams import Message, Scene, Telling
from handlers.views import days
from handlers.views import nudges as views
from handlers.words import say

Look = Callable[[Notice, Reader], Scene | None]


def bundle_of(looks: Mapping[str, Look]) -> Look:
    """Several in one message: each that is still true, with its own buttons."""

    def bundle(notice: Notice, reader: Reader) -> Scene | None:
        slips = [reader.slips.get(name) for name in str(notice.refs["parts"]).split("\n")]
        scenes = [
            scene
            for slip in _in_reading_order(slips)
            if (scene := _scene(looks, slip, reader, notice.effect)) is not None
        ]
        if not scenes:
            return None
        people = frozenset(m for scene in scenes for m in scene.people)

        def draw(telling: Telling) -> Message:
            drawn = [scene.draw(telling) for scene in scenes]
            return views.bundled([part for part in drawn if isinstance(part, Message)])

        return Scene(people, notice.to, draw)

    return bundle


def with_menu(scene: Scene, notice: Notice, reader: Reader) -> Scene:
    """The scene, with the menu of a message that the policy sent."""
    name = notice.key.removeprefix("update:").removeprefix("bundle:")
    if not isinstance(notice.lane, Dm) or reader.slips.get(name) is None:
        return scene

    def draw(telling: Telling) -> Message:
        drawn = scene.draw(telling)
        if not isinstance(drawn, Message):
            raise TypeError(notice.kind)
        return views.with_menu(drawn, name, telling.locale)

    return replace(scene, draw=draw)


def _scene(looks: Mapping[str, Look], slip: Slip, reader: Reader, effect: Effect) -> Scene | None:
    alone = replace(delivering.notice_of(slip), effect=effect)
    return looks[alone.kind](alone, reader)


def _in_reading_order(slips: list[Slip | None]) -> list[Slip]:
    """By weight; the line that a turn begins stands before what opens with it."""
    known = [slip for slip in slips if slip is not None and slip.state is SlipState.SENT]
    ranks = {Kind.SWAP: (Kind.OPEN.rank, 0)}
    return sorted(known, key=lambda slip: ranks.get(slip.kind, (slip.kind.rank, 1)))


def _step(notice: Notice, reader: Reader) -> Scene | None:
    """`soft` and `late`: dropped once the step is done, or not this person's any more."""
    found, to = _going_on(notice, reader), notice.to
    run = _run(found, notice)
    if found is None or run is None or to is None:
        return None
    if run not in found.cycle.waiting_for(to):
        return step_over(notice, found, run, to)
    if notice.kind == Kind.LATE:
        return _drawn(found, to, lambda telling: views.late(found, run, telling, to))
    known = reader.members.get(to)
    zone = known.zone if known else found.program.zone
    until = notice.expires or run.due_for(to) or notice.due
    left = (local_day(until, zone_of(zone)) - local_day(reader.now, zone_of(zone))).days
    on = days.day(until, zone)
    return _drawn(found, to, lambda telling: views.soft(found, run, telling, to, left=left, day=on))


def step_over(notice: Notice, found: Course, run: StageRun, to: MemberId) -> Scene | None:
    """What is left of a message that asked for a step, once it is done or left out."""
    part = run.part(to)
    open_to = part is not None and part.state is PartState.WAITING and not run.finished
    if notice.effect is Effect.POST or open_to:
        return None
    return _drawn(found, to, lambda telling: views.step_over(found, run, telling))


def _pause_ask(notice: Notice, reader: Reader) -> Scene | None:
    asked = reader.slips.get(notice.anchor or "")
    how = asked.refs.get(answered.HOW) if asked and notice.effect is Effect.UPDATE else None
    if how is not None:
        return Scene(frozenset(), notice.to, lambda telling: views.eased(str(how), telling.locale))
    found, to = _going_on(notice, reader), notice.to
    if found is None or to is None:
        return None
    run = _run(found, notice)
    mine = run if run is not None and run in found.cycle.waiting_for(to) else None
    return _drawn(found, to, lambda telling: views.pause_ask(found, mine, telling))


def _swap(notice: Notice, reader: Reader) -> Scene | None:
    found, to = _going_on(notice, reader), notice.to
    if found is None or to is None or found.cycle.turn_of(to) is None:
        return None
    on = days.day(notice.due, found.program.zone)
    return _drawn(found, to, lambda telling: views.line(say("nudge.swap", telling.locale, day=on)))


def _remind(notice: Notice, reader: Reader) -> Scene | None:
    found, to = _going_on(notice, reader), notice.to
    run = _run(found, notice)
    if found is None or run is None or to is None or run.session is None or run.finished:
        return None
    start = run.session.start
    if start <= reader.now or str(notice.refs.get("start", "")) not in {"", start.isoformat()}:
        return None
    known = reader.members.get(to)
    zone = known.zone if known else found.program.zone
    asked = [known for known in preparing.before(reader, found, run, to).items if known.asks]
    warm = asked[0].assigned.id if asked else None
    return _drawn(
        found, to, lambda telling: views.remind(found, run, start, zone, telling, warm=warm)
    )


def _after_visit(notice: Notice, reader: Reader) -> Scene | None:
    """Asks for what follows; a visit that is off, or written up already, asks for nothing."""
    found, to = _going_on(notice, reader), notice.to
    visit = _run(found, notice)
    if found is None or visit is None or to is None:
        return None
    if visit.session is None or _another_time(notice, visit):
        return visit_over(notice, found, visit, to)
    host = visit.part(to) is None
    asked_at = _sent_at(notice, reader)
    waiting = answered.to_write(found.cycle, to, visit, asked_at)
    waiting.sort(key=lambda run: (run.id == visit.id, found.stage(run).mode != "async"))
    if not waiting:
        return visit_over(notice, found, visit, to)
    asked = waiting[0]
    return _drawn(
        found, to, lambda telling: views.after_visit(found, visit, asked, telling, host=host)
    )


def _unmarked(notice: Notice, reader: Reader) -> Scene | None:
    found, to = _going_on(notice, reader), notice.to
    run = _run(found, notice)
    if found is None or run is None or to is None:
        return None
    if run.finished or run.session is None or _another_time(notice, run):
        return visit_over(notice, found, run, to)
    return _drawn(found, to, lambda telling: views.unmarked(found, run, telling))


def visit_over(notice: Notice, found: Course, visit: StageRun, to: MemberId) -> Scene | None:
    """What is left of a question about a visit, once it is answered or the visit is another."""
    if notice.effect is Effect.POST:
        return None
    key = "visit_elsewhen" if _another_time(notice, visit) else "step_over"
    key = key if visit.session is not None or visit.finished else "visit_off"
    return _drawn(found, to, lambda telling: views.of_step(f"nudge.{key}", found, visit, telling))


def _another_time(notice: Notice, visit: StageRun) -> bool:
    asked_about = str(notice.refs.get("start", ""))
    start = visit.session.start if visit.session else None
    return bool(asked_about and start and start.isoformat() != asked_about)


def _sent_at(notice: Notice, reader: Reader) -> datetime:
    slip = reader.slips.get(notice.anchor or "")
    return (slip.sent_at if slip else None) or reader.now


def ended(notice: Notice, key: str) -> Scene | None:
    """What is left of a message once it asks for nothing any more: one line."""
    if notice.effect is Effect.POST:
        return None
    return Scene(frozenset(), notice.to, lambda telling: views.line(say(key, telling.locale)))


def _close_ask(notice: Notice, reader: Reader) -> Scene | None:
    found, to = _course(notice, reader), notice.to
    if found is None or to is None or found.cycle.state is not CycleState.RESTING:
        return ended(notice, "nudge.close_over")
    rested_at = found.cycle.rested_at
    at = rested_at and long_rest.closes_at(found.rules, rested_at)
    if at is None or found.cycle.rest_kept:
        return ended(notice, "nudge.close_over")
    on = days.day(at, found.program.zone)
    return _drawn(found, to, lambda telling: views.close_ask(found.pair.id, on, telling))


def _resting(notice: Notice, reader: Reader) -> Scene | None:
    found, to = _going_on(notice, reader), notice.to
    if found is None or to is None or found.cycle.state is not CycleState.RESTING:
        return ended(notice, "nudge.resting_over")
    return _drawn(found, to, lambda telling: views.resting(found.pair.id, telling))


def _changed_turn(notice: Notice, reader: Reader) -> Scene | None:
    found, to = _going_on(notice, reader), notice.to
    by = MemberId(str(notice.refs["by"]))
    turn = found.cycle.turn_of(by) if found else None
    if found is None or to is None or turn is None or turn.planned_at is None:
        return None
    if local_day(turn.planned_at, zone_of(found.program.zone)).isoformat() != notice.refs["to"]:
        return None
    on = turn.planned_at
    return _drawn(found, to, lambda telling: views.changed_turn(found, by, on, telling))


def _pulse(notice: Notice, reader: Reader) -> Scene | None:
    asked = reader.slips.get(notice.anchor or "")
    if notice.effect is Effect.UPDATE and asked is not None and asked.about == pulsing.ANSWERED:
        return Scene(
            frozenset(),
            notice.to,
            lambda telling: views.line(say("pulse.over", telling.locale)),
        )
    month = str(notice.refs["month"])
    question = str(notice.refs.get("question") or question_of(date.fromisoformat(month)))
    return Scene(frozenset(), notice.to, lambda telling: views.pulse(question, month, telling))


SCENES: Mapping[str, Look] = {
    "soft": _step,
    "late": _step,
    "pause_ask": _pause_ask,
    "swap": _swap,
    "remind": _remind,
    "after_visit": _after_visit,
    "visit_unmarked": _unmarked,
    "close_ask": _close_ask,
    "resting": _resting,
    "changed_turn": _changed_turn,
    "pulse": _pulse,
}


def _drawn(found: Course, to: MemberId, draw: Callable[[Telling], Message]) -> Scene:
    return Scene(frozenset(found.pair.members), to, draw)


def _course(notice: Notice, reader: Reader) -> Course | None:
    return coaching.load(reader, PartnershipId(str(notice.refs.get("partnership", ""))))


def _going_on(notice: Notice, reader: Reader) -> Course | None:
    found = _course(notice, reader)
    return found if found and found.pair.state is PartnershipState.ACTIVE else None


def _run(found: Course | None, notice: Notice) -> StageRun | None:
    return found.cycle.run(str(notice.refs.get("run", ""))) if found else None
