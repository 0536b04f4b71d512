"""Who may read what, tried for everybody, of everything, in every state.

The rules are written down here a second time, from practice A3 and INV-04; what is tried is taken
from the protocols that ship, and from the functions of `flows` that read for somebody.
"""

import importlib
import inspect
import itertools
import pkgutil
import typing
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any

import pytest

import flows
from flows import gate, library
from flows.agreement import Agreement
from flows.cycle import Cycle, Guest, named
from flows.ids import (
    CycleId,
    DraftId,
    GoalId,
    InvitationId,
    MemberId,
    PartnershipId,
    PieceId,
    PreworkId,
    ProgramId,
    ProposalId,
    RunId,
)
from flows.partnership import Partnership, PartnershipState
from flows.pieces import Piece, Sharing, Vault
from flows.ports import Reader
from flows.protocol import Prompt, Stage
from flows.rules import Rules
from flows.stage import RELEASED_STATES, Part, PartState, RunState, StageRun
from tests.flows.courses import PEOPLE, Course
from tests.handlers.furnished import Things, furnished, released, visited
from tests.staffroom import ADMIN, AYA, MAYA, OLE, SPARK, TOMAS, TUESDAY, Staffroom

OURS = PartnershipId("ours")
NOBODYS_BUSINESS = {
    "member of another partnership": MemberId("other"),
    "facilitator of the program": MemberId("facilitator"),
    "admin of the workspace": MemberId("admin"),
    "owner of the workspace": MemberId("owner"),
    "guest user of the workspace": MemberId("guest user"),
    "somebody who left": MemberId("left"),
    "the same id in another workspace": MemberId("elsewhere"),
    "guest whom not everybody invited": MemberId("half a guest"),
}
HALF = NOBODYS_BUSINESS["guest whom not everybody invited"]
GUEST = MemberId("guest of all")


@dataclass(frozen=True)
class State:
    """How far things are around one piece of a run."""

    part: PartState
    shared: bool
    revealed: bool
    words_first: bool
    later: bool
    confirmed: bool


def states(share: str, prompt: Prompt) -> Iterator[State]:
    """Every state that may matter under this rule."""
    either, no = (False, True), (False,)
    for part, shared, revealed, words, later, confirmed in itertools.product(
        PartState,
        either if share in {"on_share", "together"} else no,
        either if share in {"together", "pool"} else no,
        either if share == "to_coachee" else no,
        either if share == "members" else no,
        either if prompt.confirmed_by is not None else no,
    ):
        yield State(part, shared, revealed, words, later, confirmed)


def may(rules: Rules, stage: Stage, key: str, state: State, *, coachee: bool) -> bool:
    """Whether another member may read it (practice A3); a theme, once its storyteller said yes."""
    prompt = stage.prompt(key)
    match stage.share:
        case "self" | "pool":
            return False
        case "on_share" if prompt is not None and prompt.confirmed_by is not None:
            return state.shared and (coachee or state.confirmed)
        case "on_share":
            return state.shared
        case "together" if prompt is not None and prompt.once_revealed:
            return True
        case "together":
            return state.part is not PartState.SKIPPED and (state.revealed or state.shared)
        case "members":
            return stage.share_from is None or state.later
        case "to_coachee":
            embargo = rules.protocol.embargo
            notes = embargo.notes if embargo else ""
            first = state.words_first or notes not in {stage.id, stage.released_with}
            return coachee and state.part in RELEASED_STATES and first


def with_run(
    rules: Rules, cycle: Cycle, family: str, stage: Stage, key: str, state: State
) -> tuple[Cycle, StageRun]:
    """The cycle with that stage's run, and those that it depends on, in this state."""
    keys = tuple(prompt.key for prompt in stage.prompts)
    turn = 1 if stage.scope == "turn" else None
    repeat = 1 if stage.scope == "repeat" else None

    def run_of(short: str, of: str = rules.protocol.id, **more: Any) -> StageRun:
        part = Part(member=PEOPLE[0], state=state.part, keys=keys)
        own = short == stage.id
        given = {
            "shared": (key,) if state.shared and own else (),
            "confirmed": (key,) if state.confirmed and own else (),
        }
        parts = [part.model_copy(update={"member": m, **given}) for m in cycle.members]
        name = f"{of}.{short}"
        run = StageRun(id=named(name, turn, repeat), stage=name, turn=turn, repeat=repeat)
        return run.model_copy(update={"parts": tuple(parts), **more})

    run = run_of(stage.id, family, revealed=state.revealed)
    runs = [run]
    if stage.released_with:
        runs.append(run_of(stage.released_with))
    embargo = rules.protocol.embargo
    if embargo is not None and embargo.words != stage.id:
        done = RunState.DONE if state.words_first else RunState.OPEN
        runs.append(run_of(embargo.words, state=done))
    if stage.share_from:
        opened = TUESDAY if state.later else None
        runs.append(run_of(stage.share_from, opened_at=opened))
    guests = (
        Guest(member=GUEST, stages=(run.stage,), yes=cycle.members),
        Guest(member=HALF, stages=(run.stage,), yes=cycle.members[:1]),
    )
    return cycle.model_copy(update={"runs": tuple(runs), "guests": guests}), run


def pair_of(members: tuple[MemberId, ...], state: PartnershipState) -> Partnership:
    return Partnership(OURS, ProgramId("p"), members, state, Agreement(members), TUESDAY)


def attempts_on(name: str) -> Iterator[tuple[bool, bool, str]]:
    """Each read of each answer of a way of working: whether it is let through, and ought to be."""
    course = Course(name, PEOPLE[: library.shipped()[name].size.min])
    rules, pair = course.rules, pair_of(course.cycle.members, PartnershipState.ACTIVE)
    stages = [(rules.protocol.id, s) for s in rules.protocol.stages]
    stages += [(rules.frame.id, s) for s in rules.frame.stages]
    for family, stage in stages:
        for prompt, state in (
            (each, state) for each in stage.prompts for state in states(stage.share, each)
        ):
            cycle, run = with_run(rules, course.cycle, family, stage, prompt.key, state)
            for author, reader in itertools.product(
                cycle.members[:2], [*cycle.members, *NOBODYS_BUSINESS.values(), GUEST]
            ):
                ought = reader == author or (
                    may(rules, stage, prompt.key, state, coachee=reader == cycle.coachee(run))
                    if reader in cycle.members
                    else reader == GUEST and stage.document is not None
                )
                piece = Piece(
                    id=PieceId("1"),
                    vault=Vault(author, OURS),
                    about=gate.about_run(cycle, run.id),
                    key=prompt.key,
                    words="words",
                    sharing=Sharing(stage.share),
                    shared=state.shared,
                    written_at=TUESDAY,
                )
                got = bool(gate.of_run([piece], reader, pair, rules, cycle, run))
                yield got, ought, f"{run.stage} {prompt.key} {author} to {reader}: {state}"


@pytest.mark.parametrize("name", sorted(library.shipped()))
def test_every_answer_of_every_way_of_working_in_every_state(name: str) -> None:
    """practice A3, INV-04, INV-25"""
    tried = list(attempts_on(name))

    assert [what for got, ought, what in tried if got is not ought] == []
    assert len(tried) > 10_000
    assert {got for got, _, _ in tried} == {True, False}


OUTSIDE = {
    "a goal's part": ("goal:1/1", Sharing.ON_SHARE, True),
    "an entry of its trail": ("trail:1", Sharing.ON_SHARE, True),
    "a copy of a reflection": ("shown-reflection:1:ours", Sharing.MEMBERS, True),
    "an item of pre-work": ("prework:1", Sharing.MEMBERS, True),
    "an item of the agreement": ("agreement:ours/1", Sharing.MEMBERS, True),
    "the answer to pre-work": ("prework:1", Sharing.SELF, False),
    "a draft of a goal": ("goal-draft:1", Sharing.SELF, False),
    "a draft of a step": ("draft:C1:observation.focus/1", Sharing.SELF, False),
    "a draft marked as shared": ("draft:C1:observation.focus/1", Sharing.MEMBERS, False),
    "a difficulty that was parked": ("parked:C1", Sharing.SELF, False),
    "an answer as it was before": ("earlier:C1:observation.focus/1", Sharing.SELF, False),
    "an answer of a run": ("run:C1:observation.focus/1", Sharing.ON_SHARE, False),
}
"""What lies in a partnership outside of runs; whether a member reads it once it is shared."""


def test_everything_outside_of_runs_in_every_state() -> None:
    """The gate's table, read as a table."""
    tried, members = 0, (MAYA, TOMAS)
    readers = [MAYA, TOMAS, *NOBODYS_BUSINESS.values(), GUEST]
    for (about, sharing, shareable), vault, shared, state, reader in itertools.product(
        OUTSIDE.values(),
        [
            Vault(author, lies)
            for author in (MAYA, TOMAS, None)
            for lies in (OURS, PartnershipId("another"), None)
        ],
        (False, True),
        PartnershipState,
        readers,
    ):
        piece = Piece(PieceId("1"), vault, about, "key", "words", sharing, shared, TUESDAY)
        begun = state is not PartnershipState.FORMING
        theirs = vault.partnership == OURS and shareable and shared and begun
        own = reader == vault.author and vault.partnership in {OURS, None}
        ought = reader in members and (own or theirs)
        tried += 1
        assert bool(gate.readable([piece], reader, pair_of(members, state))) is ought, piece
    assert tried > 7_000


# What flows reads for somebody -------------------------------------------------------------------

BOTH, HERS, HIS = frozenset({MAYA, TOMAS}), frozenset({MAYA}), frozenset({TOMAS})
MOMENTS = ("before the visit", "after the visit", "once read")
READERS: Mapping[str, frozenset[MemberId]] = {
    "his_sentence": BOTH,
    "her_sentence": BOTH,
    "his_question": BOTH,
    "her_goal": BOTH,
    "her_reason": HERS,
    "her_trail": HERS,
    "his_goal_so_far": HIS,
    "her_shown_page": BOTH,
    "his_own_page": HIS,
    "our_item": BOTH,
    "her_draft": frozenset(),  # It was handed in otherwise.
    "her_look": BOTH,
    "her_room": BOTH,
    "reading": BOTH,
    "reading_why": BOTH,
    "reading_question": BOTH,
    "reading_hint": BOTH,
    "reading_before": BOTH,
    "reading_bring": BOTH,
    "reading_answer": HERS,  # He did not answer, so he does not see it.
    "her_recall": HERS,
    "her_first_words": HERS,
    "his_log": HIS,
    "his_look_at_students": HIS,
    "his_fact": HIS,
    "his_note_question": HIS,
    "his_takeaway": HIS,
    "her_step": BOTH,
    "her_when": HERS,
    "her_reply": HERS,
}
ONCE_READ = {"his_log", "his_look_at_students", "his_fact", "his_note_question", "his_takeaway"}
STRANGERS = (AYA, OLE, ADMIN, MemberId("U0LEFT"), MemberId("U0GUEST"), MemberId("U0NOBODY"))


@cache
def asking() -> tuple[Any, ...]:
    """Every function of `flows` that reads something for a person, by ids alone."""
    filled, wanted = {MemberId, *IDS}, []
    for info in pkgutil.iter_modules(flows.__path__, "flows."):
        module = importlib.import_module(info.name)
        for name, found in inspect.getmembers(module, inspect.isfunction):
            if found.__module__ != info.name or name.startswith("_"):
                continue
            parameters = inspect.signature(found).parameters
            if any(isinstance(p.annotation, str) for p in parameters.values()):
                continue  # A course: whoever has one was let in before.
            hints = typing.get_type_hints(found)
            hints.pop("return", None)
            kinds = [bare(hint) for hint in hints.values()]
            if kinds[:1] == [Reader] and MemberId in kinds and set(kinds[1:]) <= filled:
                wanted.append(found)
    return tuple(wanted)


IDS = {
    PartnershipId: "partnership",
    CycleId: "cycle",
    GoalId: "goal",
    DraftId: "draft",
    PieceId: "reflection",
    PreworkId: "item",
    InvitationId: "invitation",
    ProposalId: "proposal",
    ProgramId: "program",
    RunId: "run",
    datetime: "moment",
    str: "text",
}


def bare(hint: Any) -> Any:
    """The type that a hint means where it is given."""
    options = [each for each in typing.get_args(hint) if each is not type(None)]
    return options[0] if type(None) in typing.get_args(hint) and len(options) == 1 else hint


def given(found: Any, who: MemberId, things: Things, run: str) -> dict[str, Any]:
    """The ids of what there is, for each parameter."""
    known = {
        **things.ids,
        "run": run,
        "program": things.pair.program,
        "moment": things.pair.began_at,
    }
    hints = typing.get_type_hints(found)
    hints.pop("return", None)
    names = list(hints)[1:]
    return {
        name: who if bare(hints[name]) is MemberId else known.get(IDS[bare(hints[name])], "")
        for name in names
    }


async def read_by(room: Staffroom, things: Things, who: MemberId) -> tuple[set[str], int]:
    """The words that any of these functions lets this person read, and how often one was asked."""
    own_page = {**things.ids, "reflection": things.ids["own_reflection"]}
    runs = [SPARK, *(run.id for run in (await room.course(things.pair.id)).cycle.runs)]

    def body(reader: Reader) -> list[str]:
        return [
            repr(found(reader, **given(found, who, replace(things, ids=ids), run)))
            for found in asking()
            for run in (runs if takes(found, RunId) else runs[:1])
            for ids in ((things.ids, own_page) if takes(found, PieceId) else (things.ids,))
        ]

    told = await room.read(body)
    by_word = {words.split()[0]: what for what, words in things.words.items()}
    return {by_word[each] for each in by_word for text in told if each in text}, len(told)


def takes(found: Any, kind: Any) -> bool:
    """Whether the function asks for such an id."""
    return kind in [bare(hint) for hint in typing.get_type_hints(found).values()]


@pytest.mark.parametrize(
    "moment", [*(pytest.param(m, marks=pytest.mark.prove) for m in MOMENTS[:2]), MOMENTS[2]]
)
async def test_no_function_reads_for_anybody_what_is_not_theirs(moment: str) -> None:
    """practice INV-04; every function that reads for a person, found by its signature"""
    room = Staffroom()
    await room.found()
    await room.joined(MAYA, TOMAS, AYA, OLE)
    things = await furnished(room)
    if moment != MOMENTS[0]:
        await visited(room, things)
    if moment == MOMENTS[2]:
        await released(room, things)
    tried = 0
    for who in (MAYA, TOMAS, *STRANGERS):
        seen, n = await read_by(room, things, who)
        tried += n
        allowed = {what for what in things.words if who in readers_at(what, moment)}
        assert seen <= allowed, (who, seen - allowed)
        assert who not in BOTH or len(seen) > len(allowed) / 2, "the attempts are worth something"
    await room.store.close()
    assert tried > 700
    assert len(asking()) > 60


def readers_at(what: str, moment: str) -> frozenset[MemberId]:
    """Who may read that text then."""
    return BOTH if what in ONCE_READ and moment == MOMENTS[2] else READERS[what]
