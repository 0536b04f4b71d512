from dataclasses import replace

import pytest

from flows import gate
from flows.agreement import Agreement
from flows.ids import MemberId, PartnershipId, PieceId, ProgramId
from flows.partnership import Partnership, PartnershipState
from flows.pieces import Piece, Sharing, Vault
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
    reader: MemberId, changes: dict[str, object], state: PartnershipState, *, may: bool
) -> None:
    """practice A3, INV-04"""
    piece = replace(PIECE, **changes)  # type: ignore[arg-type]

    found = gate.readable([piece], reader, PAIR.became(state))

    assert list(found) == ([piece] if may else [])
