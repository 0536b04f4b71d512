"""What goes with an ended partnership besides its words: everything that happened in it."""

from sqlalchemy import BindParameter, Connection, bindparam, delete, select, update

from flows.ids import PartnershipId, WorkspaceId
from flows.slip import SlipState
from storage import tables

_HERE: BindParameter[str] = bindparam("in_workspace")
_PAIR: BindParameter[str] = bindparam("the_partnership")
_C, _G, _T, _S = tables.cycles.c, tables.goals.c, tables.goal_trail.c, tables.slips.c
_CYCLES = select(_C.id).where(_C.workspace == _HERE, _C.partnership == _PAIR)
_GOALS = select(_G.id).where(_G.workspace == _HERE, _G.partnership == _PAIR)
_STATEMENTS = (
    delete(tables.slips).where(_S.workspace == _HERE, _S.cycle.in_(_CYCLES)),
    # What went out about a goal stays remembered; what is still to come about it does not come.
    update(tables.slips)
    .where(
        _S.workspace == _HERE,
        _S.about.in_(_GOALS),
        _S.state == tables.spelt(SlipState.PLANNED),
    )
    .values(state=SlipState.DROPPED, reason="partnership_over"),
    delete(tables.proposals).where(
        tables.proposals.c.workspace == _HERE, tables.proposals.c.partnership == _PAIR
    ),
    delete(tables.prework).where(
        tables.prework.c.workspace == _HERE, tables.prework.c.partnership == _PAIR
    ),
    delete(tables.drafts).where(
        tables.drafts.c.workspace == _HERE, tables.drafts.c.partnership == _PAIR
    ),
    delete(tables.goal_trail).where(_T.workspace == _HERE, _T.goal.in_(_GOALS)),
    delete(tables.goals).where(_G.workspace == _HERE, _G.partnership == _PAIR),
    delete(tables.cycles).where(_C.workspace == _HERE, _C.partnership == _PAIR),
)
"""In the order that the foreign keys ask for."""


def clear(connection: Connection, workspace: WorkspaceId, partnership: PartnershipId) -> None:
    """None of it is left when the transaction ends."""
    for statement in _STATEMENTS:
        connection.execute(statement, {"in_workspace": workspace, "the_partnership": partnership})
