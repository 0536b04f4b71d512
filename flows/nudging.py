"""What one person is sent now, what waits until when, and what is dropped, each with its reason.

One pure decision over everything that is pending for the person (practice H).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from typing import assert_never

from flows.nudge import Kind, Person, Planned, Sent
from flows.resting import Answering, Asked, Rests, Silent, Standing, next_ask, pause_ask, standing
from flows.schooldays import ONE_DAY, moment
from flows.verdict import Because, Decision, Drop, Now, Push, Wait

SCHEDULED_A_WEEK = 4
EVENTS_A_DAY = 2
PUSHES_A_DAY = 3

MIDNIGHT = time(0)

FIXED = frozenset({Kind.REMIND, Kind.AFTER_VISIT})
"""What belongs to an agreed time: the stop rule does not hold it, the week keeps room for it."""


def decide(person: Person, candidates: Iterable[Planned], at: datetime) -> Decision:
    """What goes out to this person now; `candidates` are all that is pending, due or not."""
    desk = _Desk(person, at, standing(person, at))
    desk.sort_out(candidates)
    due = [item for item in desk.pending if desk.may_come(item)]
    desk.tell([item for item in due if not item.on_the_clock])
    desk.follow_visits([item for item in due if item.kind is Kind.AFTER_VISIT])
    desk.nudge([item for item in due if item.on_the_clock and item.kind is not Kind.AFTER_VISIT])
    return Decision(
        standing=desk.standing,
        send=tuple(desk.send),
        wait=tuple(desk.wait.values()),
        drop=tuple(desk.drop),
        look_again=desk.look_again(),
    )


def _reading_order(item: Planned) -> tuple[int, datetime, str]:
    return item.kind.rank, item.due, item.key


@dataclass(slots=True)
class _Desk:
    """One decision while it is being made."""

    person: Person
    at: datetime
    standing: Standing
    pending: list[Planned] = field(default_factory=list)
    overflow: list[tuple[Planned, Because]] = field(default_factory=list)
    send: list[Push] = field(default_factory=list)
    wait: dict[str, Wait] = field(default_factory=dict)
    drop: list[Drop] = field(default_factory=list)

    def sort_out(self, candidates: Iterable[Planned]) -> None:
        """Drops what is no longer true; where two went unanswered, adds the question."""
        found = list(candidates)
        own = any(item.kind is Kind.PAUSE_ASK and item.due <= self.at for item in found)
        if isinstance(self.standing, Silent) and not own:
            found.append(pause_ask(self.person, self.standing, self._slot))
        known = {key for sent in self.person.sent for key in sent.keys}
        for item in sorted(found, key=_reading_order):
            because = Because.DOUBLE if item.key in known else self._untrue(item)
            known.add(item.key)
            if because is None:
                self.pending.append(item)
            else:
                self.drop.append(Drop(item, because))

    def may_come(self, item: Planned) -> bool:
        """Whether its time has come and the person may be written to; if not, it waits."""
        opens = self.person.open_from(self.at, through_visits=item.urgent)
        snoozed = self.person.snoozed_until or self.at
        if item.due > self.at:
            self._later(item, item.due, Because.NOT_YET)
        elif item.on_the_clock and snoozed > self.at:
            self._later(item, self._reopens(item, snoozed), Because.SNOOZED)
        elif item.on_the_clock and self._today > self.person.calendar.covered_until:
            self._later(item, None, Because.NO_CALENDAR)
        elif opens > self.at:
            runs = any(visit.start <= self.at < visit.end for visit in self.person.visits)
            because = Because.VISIT_RUNS if runs else Because.QUIET
            self._later(item, self._reopens(item, opens), because)
        else:
            return True
        return False

    def tell(self, due: Sequence[Planned]) -> None:
        """Sends what partners did, in one message; what must wait joins the day's bundle."""
        waiting = [item for item in due if item.in_group and not item.urgent]
        now = [item for item in due if item not in waiting]
        self.overflow += [(item, Because.IN_GROUP) for item in waiting]
        told = sum(not sent.scheduled for sent in self._sent_today)
        if now and (told >= EVENTS_A_DAY or not self._room):
            self.overflow += [(item, Because.EVENTS_FULL) for item in now]
        elif now:
            waited = any(self.person.open_from(item.due) > item.due for item in now)
            self.send.append(Push(tuple(now), Now.WAITED if waited else Now.AT_ONCE))

    def follow_visits(self, due: Sequence[Planned]) -> None:
        """Sends what follows a visit; it has an allowance of its own (practice 0.9b)."""
        if due and self._room:
            with_it = [item for item in self.pending if self._cannot_wait(item)]
            self.send.append(Push((*due, *with_it), Now.VISIT_OVER))
            for item in with_it:
                self.wait.pop(item.key, None)
        elif due:
            for item in due:
                self._later(item, self.person.morning_after(self.at), Because.PUSHES_FULL)

    def nudge(self, due: Sequence[Planned]) -> None:
        """Sends the day's one bundle, once the person's slot has come."""
        bundle: list[Planned] = []
        for item, because in (*((item, self._held(item)) for item in due), *self.overflow):
            if any(item in push.items for push in self.send):
                continue
            if because is Because.ASKED:
                self._later(item, self._next_slot, because)
            elif self._slot <= self.at and (item.due <= self._slot or self._cannot_wait(item)):
                bundle.append(item)
            else:
                self._later(item, self._next_slot, because or Because.SLOT)
        self._bundle(sorted(bundle, key=_reading_order))

    def look_again(self) -> datetime | None:
        """When something that waits may come, or the stop rule may have more to say."""
        sent = (*self.person.sent, *(push.as_sent(self.at) for push in self.send))
        after = replace(self.person, sent=sent)
        moments = [wait.until for wait in self.wait.values()]
        moments.append(next_ask(after))
        stands = standing(after, self.at)
        if isinstance(stands, Asked):
            moments.append(stands.until)
        return min((then for then in moments if then is not None and then > self.at), default=None)

    def _bundle(self, items: Sequence[Planned]) -> None:
        full = self._day_full()
        week = self._week_full(items)
        going: list[Planned] = []
        for item in items:
            if full is not None:
                visit = self._visit_over if full is Because.VISIT_TODAY else None
                until = visit if visit and self._cannot_wait(item) else self._next_slot
                self._later(item, until, full)
            elif week is not None and item.on_the_clock:
                self._later(item, week, Because.WEEK_FULL)
            elif any(self._says_the_same(item, other) for other in going):
                self.drop.append(Drop(item, Because.DOUBLE))
            else:
                going.append(item)
        if going:
            self.send.append(Push(tuple(going), Now.SLOT))

    def _untrue(self, item: Planned) -> Because | None:
        resting = set(self.person.resting)
        if isinstance(self.standing, Rests):
            resting.add(self.standing.cycle)
        if self.person.stopped:
            return Because.STOPPED
        if item.expires is not None and item.expires <= self.at:
            return Because.EXPIRED
        if item.on_the_clock and item.cycle in resting and item.kind is not Kind.CLOSE_ASK:
            return Because.RESTING
        return None

    def _held(self, item: Planned) -> Because | None:
        """Whether the stop rule holds it: while the question stands, nothing else is asked."""
        match self.standing:
            case Asked():
                return None if item.kind in FIXED else Because.ASKED
            case Silent():
                asks = item.kind in FIXED or item.kind is Kind.PAUSE_ASK
                return None if asks else Because.ASKED
            case Answering() | Rests():
                return None
            case _:
                assert_never(self.standing)

    def _says_the_same(self, item: Planned, other: Planned) -> bool:
        """A second question whether to go on, or a reminder of what opens in the same message."""
        if item.kind is Kind.PAUSE_ASK:
            return other.kind is Kind.PAUSE_ASK
        opens = other.kind in {Kind.OPEN, Kind.ASK_ME}
        return item.kind is Kind.SOFT and opens and item.about == other.about

    def _cannot_wait(self, item: Planned) -> bool:
        """Whether it is due today and would be over before the next day's slot."""
        following = self._next_slot if self._slot <= self.at else self.person.slot_after(self._slot)
        return (
            item.kind is Kind.REMIND
            and self.person.day(item.due) <= self._today
            and item.expires is not None
            and (following is None or item.expires <= following)
        )

    def _day_full(self) -> Because | None:
        if any(sent.scheduled for sent in self._sent_today):
            return Because.DAY_FULL
        if self._visit_over is not None:
            return Because.VISIT_TODAY
        return None if self._room else Because.PUSHES_FULL

    def _week_full(self, items: Sequence[Planned]) -> datetime | None:
        """Until when the week has no room for these, if it has none."""
        monday = self._today - ONE_DAY * self._today.weekday()
        week = [monday + ONE_DAY * n for n in range(7)]
        gone = sum(sent.nudged and self.person.day(sent.at) in week for sent in self.person.sent)
        next_week = moment(monday + ONE_DAY * 7, MIDNIGHT, self.person.zone)
        if gone >= SCHEDULED_A_WEEK:
            return self.person.slot_from(next_week) or next_week
        ahead = (self.person.day(item.due) for item in self.pending if item.kind in FIXED)
        kept = {day for day in ahead if day in week and day > self._today}
        if any(item.kind in FIXED for item in items) or gone + len(kept) < SCHEDULED_A_WEEK:
            return None
        return self._next_slot or next_week

    @property
    def _today(self) -> date:
        return self.person.day(self.at)

    @property
    def _slot(self) -> datetime:
        return self.person.slot_on(self._today)

    @property
    def _next_slot(self) -> datetime | None:
        return self.person.slot_after(self.at)

    @property
    def _sent_today(self) -> list[Sent]:
        sent = (*self.person.sent, *(push.as_sent(self.at) for push in self.send))
        return [each for each in sent if self.person.day(each.at) == self._today]

    @property
    def _room(self) -> int:
        return max(0, PUSHES_A_DAY - len(self._sent_today))

    @property
    def _visit_over(self) -> datetime | None:
        """When a visit of today will be followed up, if that is still to come."""
        evening = moment(self._today, self.person.hours.end, self.person.zone)
        comes = (
            wait.until
            for wait in self.wait.values()
            if wait.item.kind is Kind.AFTER_VISIT and wait.until is not None
        )
        return min((comes_at for comes_at in comes if comes_at < evening), default=None)

    def _reopens(self, item: Planned, from_then: datetime) -> datetime:
        opens = self.person.open_from(from_then)
        if not item.on_the_clock or item.kind is Kind.AFTER_VISIT:
            return opens
        return max(opens, self.person.slot_on(self.person.day(opens)))

    def _later(self, item: Planned, until: datetime | None, because: Because) -> None:
        if until is None and not item.on_the_clock:
            # What somebody did is not lost for want of a calendar: weekdays count.
            ahead = self._slot > self.at
            until = self._slot if ahead else self.person.open_from(self._slot + ONE_DAY)
        self.wait[item.key] = Wait(item, until, because)
