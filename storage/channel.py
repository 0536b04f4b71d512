"""What a program said in its channel, and how often each answer of a month was given."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.dialects.postgresql import insert

from flows.ids import ProgramId, WorkspaceId
from flows.prompting import PostedPrompt
from flows.pulse import PulseCount
from storage import tables
from storage.shelf import Kind, Shelf, named

_PP, _PC = tables.posted_prompts.c, tables.pulse_counts.c
_PROMPT = Kind(PostedPrompt, tables.posted_prompts)
_OF_PROGRAM = _PROMPT.all.where(_PP.program == bindparam("program")).order_by(_PP.posted_at, _PP.id)
_COUNTED = (
    insert(tables.pulse_counts)
    .values(named(tables.pulse_counts))
    .on_conflict_do_update(
        index_elements=[_PC.workspace, _PC.program, _PC.month, _PC.question, _PC.choice],
        set_={"n": _PC.n + 1},
    )
)
_OF_MONTH = select(_PC.choice, _PC.n).where(
    _PC.workspace == bindparam("workspace"),
    _PC.program == bindparam("program"),
    _PC.month == bindparam("month"),
)


class SqlPrompts(Shelf[PostedPrompt]):
    """Plays `Prompts`."""

    kind = _PROMPT

    def of_program(self, program: ProgramId) -> Sequence[PostedPrompt]:
        return self.some(_OF_PROGRAM, program=program)


class SqlPulses:
    """Plays `Pulses`."""

    def __init__(self, connection: Connection, workspace: WorkspaceId) -> None:
        self._connection = connection
        self._workspace = workspace

    def counted(self, count: PulseCount) -> None:
        self._connection.execute(
            _COUNTED,
            {
                "workspace": self._workspace,
                "program": count.program,
                "month": count.month,
                "question": count.question,
                "choice": count.choice,
                "n": 1,
            },
        )

    def of_month(self, program: ProgramId, month: date) -> Mapping[str, int]:
        rows = self._connection.execute(
            _OF_MONTH, {"workspace": self._workspace, "program": program, "month": month}
        )
        return {row.choice: row.n for row in rows}
