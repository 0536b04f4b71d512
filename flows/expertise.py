"""What one would write of one's own growth: kept beside the cycle, for its author alone (B4).

It lies in no partnership, so it goes on across cycles and stays when a partnership ends.
"""

from collections.abc import Mapping

from flows import gate, reading
from flows.cycle import Cycle
from flows.ids import MemberId, RunId
from flows.pieces import Piece, Sharing, Vault
from flows.ports import Reader, Work
from flows.protocol import Stage
from flows.written import keep_text


def keep(
    work: Work, cycle: Cycle, run: RunId, stage: Stage, who: MemberId, written: Mapping[str, str]
) -> None:
    """Adds what goes on across cycles to its author's log; written anew, it replaces its entry."""
    about = f"{gate.LOG}{cycle.id}:{run}"
    known = {piece.key: piece.id for piece in reading.own(work, about, who)}
    for prompt in stage.prompts:
        words = written.get(prompt.key, "")
        if prompt.kept_as is None or not words.strip():
            continue
        keep_text(
            work,
            Vault(who, None),
            about,
            prompt.key,
            words,
            Sharing.SELF,
            earlier=known.get(prompt.key),
        )


def entries(reader: Reader, who: MemberId) -> list[Piece]:
    """The own log of a member, the youngest first."""
    own = [p for p in reading.all_own(reader, who) if p.about.startswith(gate.LOG)]
    return sorted(own, key=lambda piece: piece.written_at, reverse=True)
