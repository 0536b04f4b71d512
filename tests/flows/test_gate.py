from dataclasses import replace
from typing import Any

import pytest

from flows import gate
from flows.agreement import Agreement
from flows.ids import MemberId, PartnershipId, PieceId, ProgramId, RunId
from flows.partnership import Partnership, PartnershipState
from flows.pieces import Piece, Sharing, Vault
from flows.stage import StageRun
from tests.flows.courses import Course, protocol
from tests.staffroom import ADMIN, AYA, MAYA, TOMAS, TUESDAY

OURS, THEIRS = PartnershipId("ours"), PartnershipId("theirs")
PAIR = Partnership(
    OURS,
    ProgramId("p"),
    (MAYA, TOMAS),
    PartnershipState.ACTIVE,
    Agreement((MAYA, TOMAS)),
    TUESDAY,
)
PIECE = Piece(
    PieceId("1"),
    Vault(TOMAS, OURS),
    "agreement:1",
    "touch",
    "mine",
    Sharing.ON_SHARE,
    shared=True,
    written_at=TUESDAY,
)

READS = [
    # reader, changes of the piece, state of the pair, may read
    (MAYA, {}, PartnershipState.ACTIVE, True),
    (TOMAS, {}, PartnershipState.ACTIVE, True),
    (MAYA, {}, PartnershipState.PAUSED, True),
    (MAYA, {}, PartnershipState.ENDED, True),
    (MAYA, {}, PartnershipState.FORMING, False),
    (MAYA, {"shared": False}, PartnershipState.ACTIVE, False),
    (TOMAS, {"shared": False}, PartnershipState.FORMING, True),
    (MAYA, {"sharing": Sharing.SELF}, PartnershipState.ACTIVE, False),
    (TOMAS, {"sharing": Sharing.SELF, "shared": False}, PartnershipState.ACTIVE, True),
    (MAYA, {"vault": Vault(TOMAS, None)}, PartnershipState.ACTIVE, False),
    (TOMAS, {"vault": Vault(TOMAS, None)}, PartnershipState.ACTIVE, True),
    (MAYA, {"vault": Vault(MAYA, THEIRS)}, PartnershipState.ACTIVE, False),
    (MAYA, {"vault": Vault(TOMAS, THEIRS)}, PartnershipState.ACTIVE, False),
    (MAYA, {"vault": Vault(None, OURS)}, PartnershipState.ACTIVE, True),
    (MAYA, {"about": "run:c:s/1"}, PartnershipState.ACTIVE, False),
    (MAYA, {"about": "draft:c:s/1"}, PartnershipState.ACTIVE, False),
    (TOMAS, {"about": "draft:c:s/1"}, PartnershipState.ACTIVE, True),
    (AYA, {}, PartnershipState.ACTIVE, False),
    (ADMIN, {}, PartnershipState.ACTIVE, False),
    (ADMIN, {"vault": Vault(ADMIN, OURS)}, PartnershipState.ACTIVE, False),
]


@pytest.mark.parametrize(("reader", "changes", "state", "may"), READS)
def test_who_may_read_a_piece(
    reader: MemberId, changes: dict[str, Any], state: PartnershipState, *, may: bool
) -> None:
    """practice A3, INV-04"""
    piece = replace(PIECE, **changes)

    found = gate.readable([piece], reader, PAIR.became(state))

    assert list(found) == ([piece] if may else [])


RUN = StageRun(id=RunId("observation.visit/1"), stage="observation.visit", turn=1)
ABOUT = f"run:C1:{RUN.id}"


def in_run(piece: Piece, reader: MemberId, **changes: object) -> bool:
    """Whether the gate lets that member read a piece of a visit that is not released."""
    course = Course(members=(MAYA, TOMAS))
    run = RUN.model_copy(update=changes)
    return bool(gate.of_run([piece], reader, PAIR, course.rules, course.cycle, run))


def test_a_pooled_card_opens_to_its_members_once_it_is_locked() -> None:
    """practice A3, pool"""
    card = replace(PIECE, about=ABOUT, vault=Vault(None, OURS), sharing=Sharing.POOL)

    assert not in_run(card, MAYA)
    assert in_run(card, MAYA, revealed=True)
    assert not in_run(card, AYA, revealed=True)
    assert not in_run(replace(card, sharing=Sharing.MEMBERS), MAYA, revealed=True)


def test_a_piece_of_another_run_or_partnership_is_not_read_by_this_one() -> None:
    own = replace(PIECE, about=ABOUT)

    assert in_run(own, TOMAS)
    assert not in_run(replace(own, about="run:C1:observation.words/1"), TOMAS)
    assert not in_run(replace(own, vault=Vault(TOMAS, THEIRS)), TOMAS)
    assert not in_run(replace(own, key="no_prompt"), MAYA)


def test_where_a_visit_is_its_members_know() -> None:
    place = replace(PIECE, about=ABOUT, key="place", words="room 14")

    assert gate.of_place(place, MAYA, PAIR) == "room 14"
    assert gate.of_place(place, AYA, PAIR) == ""
    assert gate.of_place(replace(place, shared=False), MAYA, PAIR) == ""
    assert gate.of_place(replace(place, shared=False), TOMAS, PAIR) == "room 14"
    assert gate.of_place(replace(place, key="saw"), MAYA, PAIR) == ""


def test_an_entry_of_several_answers_its_prompt() -> None:
    notes = protocol("observation").stage("notes")
    assert notes is not None

    found = [gate.prompt_of(notes, f) for f in ("noticed", "noticed_3", "takeaway_2", "noticed_x")]

    assert [p.key if p else None for p in found] == ["noticed", "noticed", None, None]
