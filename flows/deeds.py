"""What people's acts change in a run; an act that does not fit changes nothing."""

from datetime import UTC
from typing import assert_never

from flows import forgone, leaving_off, listening, membership, wanting
from flows.cycle import CycleState
from flows.desk import Desk
from flows.effects import Announce, AskAgain, RelockStage
from flows.events import (
    Agreed,
    Answered,
    Anytime,
    AskedAfterAll,
    AskedOn,
    Began,
    Cancelled,
    ChoiceChanged,
    Confirmed,
    CycleEvent,
    Held,
    NoteOpened,
    NotesWanted,
    OnRun,
    Proposed,
    Recalled,
    Released,
    Reopened,
    Replied,
    ResponseGiven,
    Scheduled,
    Shared,
    SkippedPart,
    SpreadOut,
    StartedNow,
    TimeStarted,
    TimeStopped,
    Unheld,
    WhileAwake,
)
from flows.ids import MemberId
from flows.protocol import Prompt, Stage
from flows.schooldays import local_day
from flows.sharing import may_open_notes
from flows.stage import RELEASED_STATES, Part, PartState, RunState, Session, StageRun, Timed
from flows.turns import TurnState

OWN_WRITING = frozenset({"one", "each", "lock"})
"""Done-rules by which a submitted form is a finished part."""

SET_UP = frozenset({"protocol", "delivery", "turn_order", "rhythm"})
"""Prompts whose answers the set-up itself holds to what can be chosen."""

YES_NO = ("yes", "no")

GOAL_VERDICTS = ("keep", "adjust", "reached", "set_aside")
"""What an owner says of their goal after a visit or on its date (practice D)."""

UNDO_SCHOOL_DAYS = 1
"""How long a talk marked as held can be unmarked (practice A4)."""


def fold(desk: Desk, event: CycleEvent) -> None:
    """Folds one event into the cycle on the desk."""
    if isinstance(event, Anytime):
        membership.fold(desk, event)
    elif desk.cycle.state is CycleState.RESTING:
        return
    elif isinstance(event, WhileAwake):
        membership.fold_awake(desk, event)
    else:
        _fold_run(desk, event)


def _fold_run(desk: Desk, event: OnRun) -> None:
    run = desk.run(event.run)
    if run is None or event.by not in desk.cycle.members:
        return
    match event:
        case Answered():
            _answered(desk, run, event)
        case Began():
            _began(desk, run, event)
        case ChoiceChanged():
            _choice_changed(desk, run, event)
        case SkippedPart():
            _skipped(desk, run, event)
        case Proposed() | Agreed():
            _agreed(desk, run, event)
        case Held():
            _held(desk, run, event)
        case Unheld():
            _unheld(desk, run)
        case SpreadOut():
            leaving_off.spread_out(desk, run, event)
        case TimeStarted() | TimeStopped():
            _timed(desk, run, event)
        case Released():
            _released(desk, run, event)
        case Recalled():
            _recalled(desk, run, event)
        case NoteOpened() | ResponseGiven():
            _read(desk, run, event)
        case Shared():
            _shared(desk, run, event)
        case Scheduled():
            _scheduled(desk, run, event)
        case Cancelled():
            _cancelled(desk, run, event)
        case StartedNow():
            _begun(desk, run, event)
        case AskedOn():
            _asked_on(desk, run, event)
        case Reopened():
            _reopened(desk, run, event)
        case Replied():
            listening.replied(desk, run, event)
        case Confirmed():
            listening.confirmed(desk, run, event)
        case AskedAfterAll():
            _asked_after_all(desk, run, event)
        case NotesWanted():
            _notes_wanted(desk, run, event)
        case _:
            assert_never(event)


def _begun(desk: Desk, run: StageRun, event: OnRun) -> tuple[StageRun, Part] | None:
    """The open run and the member's part in it; acting on a step whose date is ahead starts it now.

    Offsets delay messages, never people: except visits and follow-ups (practice A8).
    """
    stage = desk.stage(run)
    if run.state is RunState.LOCKED and run.gate_at is not None:
        early = stage.mode != "class" and not stage.follow_up
        if early and event.by in desk.rules.casting(desk.cycle, run):
            run = desk.open(run, Announce.NOTHING)
    if isinstance(event, StartedNow) and run.offered and run.active:
        run = desk.put(run, taken=True)
    opened = run.active and (stage.mode != "class" or run.state is RunState.OPEN)
    part = run.part(event.by)
    return (run, part) if opened and part else None


def _answered(desk: Desk, run: StageRun, event: Answered) -> None:
    later = {p.key for p in desk.stage(run).prompts if p.once_revealed}
    if run.finished or (event.keys and set(event.keys) <= later):
        _answered_late(desk, run, event)
        return
    asked = asked_of(desk, run, event.by)
    if asked is None or not set(event.keys) <= {p.key for p in asked} or _odd(asked, event):
        return
    stage = desk.stage(run)
    keys = tuple(dict.fromkeys([*event.keys, *dict(event.choices)]))
    if stage.done in OWN_WRITING and (missing := _missing(asked, keys)):
        desk.effects.append(AskAgain(run.id, event.by, missing))
        return
    begun = _begun(desk, run, event)
    if begun is None:
        return
    run, part = begun
    state = PartState.SUBMITTED if stage.done in OWN_WRITING else part.state
    if part.state in RELEASED_STATES:
        return
    first = {p.key for p in stage.prompts if p.before_start and part.began}
    keys += tuple(key for key in part.keys if key in later | first)
    if stage.share == "pool":
        keys = ()  # Who answered which question would tell whose card it is (practice INV-14).
    # Words written anew are their author's alone until they share them.
    anew = {"shared": (), "replied_by": ()} if run.reopened else {}
    kept = part.model_copy(update={"state": state, "keys": keys, "choices": event.choices, **anew})
    desk.put(run.with_part(kept))


def _began(desk: Desk, run: StageRun, event: Began) -> None:
    """What is saved before the material is opened stands from then on (practice B2)."""
    asked = asked_of(desk, run, event.by)
    first = {p.key for p in asked or () if p.before_start}
    begun = _begun(desk, run, event)
    if begun is None or not set(event.keys) <= first or not first or begun[1].keys:
        return
    run, part = begun
    desk.put(run.with_part(part.model_copy(update={"began": True, "keys": event.keys})))


def _answered_late(desk: Desk, run: StageRun, event: Answered) -> None:
    """Takes what is asked once answers are visible or released, and notes of a talk that was."""
    part, stage = run.part(event.by), desk.stage(run)
    after_talk = (stage.mode == "live" or stage.done == "held") and run.state is RunState.DONE
    roles = (None, *(part.roles if part else ()))
    late = [p for p in stage.prompts if p.once_revealed or (after_talk and p.for_role in roles)]
    fits = set(event.keys) <= {p.key for p in late} and not _odd(late, event)
    seen = run.revealed or after_talk or (stage.share == "together" and _shows_one(run))
    if part is not None and fits and (seen or part.state in RELEASED_STATES):
        keys = tuple(dict.fromkeys([*part.keys, *event.keys, *dict(event.choices)]))
        choices = tuple({**dict(part.choices), **dict(event.choices)}.items())
        desk.put(run.with_part(part.model_copy(update={"keys": keys, "choices": choices})))


def _shows_one(run: StageRun) -> bool:
    """Whether somebody shows theirs although the others' are open."""
    return any(part.shared for part in run.parts)


def asked_of(desk: Desk, run: StageRun, member: str) -> list[Prompt] | None:
    """The prompts that the member is asked in this run, None if they do not act in it."""
    casting = desk.rules.casting(desk.cycle, run)
    roles = next((held for m, held in casting.items() if m == member), None)
    if roles is None:
        return None
    part = run.part(MemberId(member))
    began = part is not None and part.began
    return [
        p
        for p in desk.stage(run).asked_of(roles)
        if not (p.before_start and began)
        if p.only_if is None or desk.choice(run, p.only_if) in p.only_if.one_of
    ]


def options_of(prompt: Prompt) -> tuple[str, ...]:
    """What can be chosen there; nothing where the prompt is answered otherwise."""
    match prompt.kind:
        case "choice":
            return tuple(option.key for option in prompt.options)
        case "yes_no":
            return YES_NO
        case "goal":
            return GOAL_VERDICTS
        case _:
            return ()


def _missing(asked: list[Prompt], keys: tuple[str, ...]) -> tuple[str, ...]:
    """Starred prompts left empty; a default answers for itself, a visit card asks its own."""
    starred = (p for p in asked if p.starred and p.default is None and not p.with_visit_card)
    return tuple(p.key for p in starred if p.key not in keys)


def _odd(asked: list[Prompt], event: Answered) -> bool:
    """Whether a choice is none of the options."""
    options = {p.key: options_of(p) for p in asked if p.kind not in SET_UP}
    free = {p.key for p in asked if p.kind in SET_UP}
    return any(key not in free and v not in options.get(key, ()) for key, v in event.choices)


def _choice_changed(desk: Desk, run: StageRun, event: ChoiceChanged) -> None:
    part, prompt = run.part(event.by), desk.stage(run).prompt(event.key)
    if part is None or prompt is None or not prompt.changeable:
        return
    if event.value in {o.key for o in prompt.options}:
        choices = {**dict(part.choices), event.key: event.value}
        desk.put(run.with_part(part.model_copy(update={"choices": tuple(choices.items())})))


def _skipped(desk: Desk, run: StageRun, event: SkippedPart) -> None:
    begun = _begun(desk, run, event)
    if begun is None and _may_be_left_out(desk, run, event.by):
        run = desk.seat(run)
        part = run.part(event.by)
    else:
        run, part = begun or (run, None)
    if part is None or part.state in RELEASED_STATES:
        return
    gone = part.model_copy(update={"state": PartState.SKIPPED, "shared": ()})
    run = desk.put(run.with_part(gone))
    if run.state is RunState.LOCKED and run.count(PartState.SKIPPED) == len(run.parts):
        desk.finish(run, RunState.SKIPPED)


def _may_be_left_out(desk: Desk, run: StageRun, member: MemberId) -> bool:
    """A visit that did not begin needs neither a date nor its time to be left out."""
    ahead = run.gate_at is not None and not run.finished and desk.stage(run).mode == "class"
    return ahead and member in desk.rules.casting(desk.cycle, run)


def _agreed(desk: Desk, run: StageRun, event: Proposed | Agreed) -> None:
    if desk.stage(run).done != "agreed":
        return
    next_version = run.version + isinstance(event, Proposed)
    if event.version != next_version or not event.version:
        return
    begun = _begun(desk, run, event)
    if begun is None:
        return
    run, part = begun
    if isinstance(event, Proposed):
        # A new version asks everybody anew, also who left the old one out.
        parts = tuple(p.model_copy(update={"state": PartState.WAITING}) for p in run.parts)
        run = desk.put(run, version=event.version, parts=parts, proposed_by=event.by)
    yes = {"state": PartState.AGREED, "agreed": event.version}
    desk.put(run.with_part(part.model_copy(update=yes)))


def _held(desk: Desk, run: StageRun, event: Held) -> None:
    stage = desk.stage(run)
    if stage.done != "held" and stage.mode != "class":
        return
    begun = _begun(desk, run, event)
    if stage.mode == "class" and begun is None:
        host = event.by in desk.rules.host(desk.cycle, run) and run.state is RunState.OPEN
        begun = (run, Part(member=event.by)) if host else None
    if begun is None:
        return
    run = desk.put(begun[0], held_by=event.by)
    if stage.done not in {"held", "released"}:
        desk.finish(run, RunState.DONE)


def _unheld(desk: Desk, run: StageRun) -> None:
    if run.held_by is None or run.done_at is None:
        return
    rules, zone = desk.rules, desk.rules.zone
    last = rules.calendar.add(local_day(run.done_at, zone), UNDO_SCHOOL_DAYS)
    in_time = last is not None and local_day(desk.at, zone) <= last
    runs = desk.runs
    later = runs[runs.index(run) + 1 :]
    if in_time and all(r.untouched or r.by_itself for r in later):
        desk.put(run, state=_reopened_state(desk, run), held_by=None, done_at=None)


def _timed(desk: Desk, run: StageRun, event: TimeStarted | TimeStopped) -> None:
    stage, timed = desk.stage(run), None
    if isinstance(event, TimeStarted):
        fits = stage.done == "agreed" if event.tuning else stage.equal_minutes
        timed = Timed(at=desk.at, first=event.by, tuning=event.tuning) if fits else run.timed
    if run.active and run.part(event.by) is not None:
        desk.put(run, timed=timed)


def _reopened_state(desk: Desk, run: StageRun) -> RunState:
    dated = run.session is not None and desk.stage(run).mode == "live"
    return RunState.SCHEDULED if dated else RunState.OPEN


def _released(desk: Desk, run: StageRun, event: Released) -> None:
    if desk.stage(run).done != "released":
        return
    begun, asked = _begun(desk, run, event), asked_of(desk, run, event.by)
    if begun is None or asked is None or begun[1].state in RELEASED_STATES:
        return
    run, part = begun
    if missing := _missing(asked, part.keys):
        desk.effects.append(AskAgain(run.id, event.by, missing))
        return
    desk.put(run.with_part(part.model_copy(update={"state": PartState.RELEASED})))


def _recalled(desk: Desk, run: StageRun, event: Recalled) -> None:
    """Takes a note back that nobody opened, as long as its turn is not over."""
    part = run.part(event.by)
    goes_on = run.turn is None or desk.turn(run.turn).state is TurnState.RUNNING
    if part is not None and part.state is PartState.RELEASED and goes_on:
        run = run.with_part(part.model_copy(update={"state": PartState.WAITING}))
        desk.put(run, state=RunState.OPEN, done_at=None)


def _read(desk: Desk, run: StageRun, event: NoteOpened | ResponseGiven) -> None:
    part = run.part(event.author)
    if part is None or event.by != desk.cycle.coachee(run):
        return
    allowed = may_open_notes(desk.rules, desk.cycle, run)
    match event:
        case NoteOpened() if part.state is PartState.RELEASED and allowed:
            state = PartState.OPENED
        case ResponseGiven() if part.state is PartState.OPENED:
            state = PartState.ANSWERED
        case _:
            return
    desk.put(run.with_part(part.model_copy(update={"state": state})))


def _shared(desk: Desk, run: StageRun, event: Shared) -> None:
    part = run.part(event.by)
    share = desk.stage(run).share
    alone = share == "together" and (run.asked_to_keep or run.revealed)
    if part is None or not (share == "on_share" or alone):
        return
    keys = tuple(key for key in event.keys if key in part.keys and key not in part.shared)
    if keys:
        desk.put(run.with_part(part.model_copy(update={"shared": part.shared + keys})))


def _scheduled(desk: Desk, run: StageRun, event: Scheduled) -> None:
    stage = desk.stage(run)
    if run.finished or not _can_have_a_date(stage) or not event.start < event.end > desk.at:
        return
    if stage.mode == "class" and not event.confirmed_by & desk.rules.host(desk.cycle, run):
        return
    session = Session(
        start=event.start.astimezone(UTC), end=event.end.astimezone(UTC), place=event.place
    )
    other = run.session is not None and run.session.start != session.start
    run = desk.put(run, session=session, taken=run.taken or run.offered, moved=run.moved + other)
    if stage.mode == "class":
        # A moved visit waits for its new time, even if the old one had begun.
        _waits_again(desk, run)
    elif run.active:
        last = desk.rules.due(event.end, 0)
        due = max((at for at in (run.due_at, last) if at), default=None)
        desk.put(run, state=RunState.SCHEDULED, due_at=due)
    elif run.gate_at is not None:
        desk.open(run, Announce.NOTHING)


def _can_have_a_date(stage: Stage) -> bool:
    return stage.on_schedule or stage.mode == "live"


def _cancelled(desk: Desk, run: StageRun, event: Cancelled) -> None:
    involved = set(desk.rules.casting(desk.cycle, run)) | desk.rules.host(desk.cycle, run)
    if run.session is None or run.finished or event.by not in involved:
        return
    run = desk.put(run, session=None, taken=False, moved=run.moved + 1)
    if desk.stage(run).mode == "class":
        _waits_again(desk, desk.put(run, opens_at=None))
    elif run.active:
        desk.put(run, state=RunState.OPEN)


def _waits_again(desk: Desk, visit: StageRun) -> None:
    if visit.state is RunState.OPEN:
        desk.effects.append(RelockStage(visit.id))
    desk.put(visit, state=RunState.LOCKED, opened_at=None)


def _asked_on(desk: Desk, run: StageRun, event: AskedOn) -> None:
    """Moves the step that looks back on an action step to the day its owner chose (practice A1)."""
    part = run.part(event.by)
    follow = follow_up_of(desk, run, event.by)
    opening = desk.rules.opening_on(event.day)
    if part is None or follow is None or opening is None or opening <= desk.at:
        return
    desk.put(run.with_part(part.model_copy(update={"ask_on": event.day})))
    desk.put(follow, opens_at=None)


def follow_up_of(desk: Desk, run: StageRun, member: MemberId) -> StageRun | None:
    """What will look back on this member's action step and is theirs alone, if it is ahead."""
    if "action_step" not in desk.stage(run).creates:
        return None
    ahead = (
        other
        for other in desk.runs
        if other.turn == run.turn
        and desk.stage(other).follow_up
        and other.state is RunState.LOCKED
        and tuple(desk.rules.casting(desk.cycle, other)) == (member,)
    )
    return next(ahead, None)


def _reopened(desk: Desk, run: StageRun, event: Reopened) -> None:
    """Opens an earlier step again from a later one that allows it; nobody waits for it then."""
    short = desk.stage(run).id
    from_there = any(
        r.active and desk.stage(r).reopens == short and r.turn == run.turn and r.part(event.by)
        for r in desk.runs
    )
    part = run.part(event.by)
    if from_there and part is not None and run.finished:
        again = run.with_part(part.model_copy(update={"state": PartState.WAITING}))
        desk.put(again, state=RunState.OPEN, reopened=True, due_at=None, done_at=None)


def _asked_after_all(desk: Desk, run: StageRun, event: AskedAfterAll) -> None:
    """Opens a request again with everything that was left out with it."""
    part = run.part(event.by)
    if part is None or not forgone.may_ask(desk.rules, desk.cycle, run, event.by):
        return
    for other in desk.runs:
        by_itself = other.state is RunState.SKIPPED and other.by_itself
        if by_itself and forgone.request_of(desk.rules, other, desk.run) == run:
            desk.put(other, state=RunState.LOCKED, by_itself=False, done_at=None)
    for turn in desk.cycle.turns:
        if turn.state is TurnState.AHEAD:
            desk.put_turn(turn, planned_at=None)
    choices = forgone.undecided(desk.rules.protocol, part.choices)
    waiting = part.model_copy(update={"state": PartState.WAITING, "choices": choices})
    desk.open(desk.put(run.with_part(waiting), done_at=None), Announce.NOTHING)


def _notes_wanted(desk: Desk, run: StageRun, event: NotesWanted) -> None:
    """Changes the request so that notes follow the talk; their author alone releases them."""
    wanted = wanting.of(desk.rules, desk.cycle, run, event.by)
    part = run.part(event.by)
    if wanted is not None and part is not None:
        choices = {**dict(part.choices), wanted.key: wanted.instead}
        desk.put(run.with_part(part.model_copy(update={"choices": tuple(choices.items())})))
        desk.put(wanted.notes, state=RunState.LOCKED, by_itself=False, done_at=None)
