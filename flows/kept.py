"""What one member wrote in a run, and the draft of it: written, replaced and erased."""

from collections.abc import Mapping

from flows import gate, reading
from flows.cycle import Cycle
from flows.ids import MemberId, PartnershipId, PieceId, RunId
from flows.pieces import Piece, Sharing, Vault
from flows.ports import Reader, Work
from flows.protocol import Stage
from flows.written import keep_text

about = gate.about_run


def own(reader: Reader, cycle: Cycle, run: RunId, who: MemberId) -> dict[str, str]:
    """The member's own words in the run, by field."""
    return {piece.key: piece.words for piece in _answers(reader, cycle, run, who)}


def draft(reader: Reader, cycle: Cycle, run: RunId, who: MemberId) -> dict[str, str]:
    """What this member saved without finishing the step: words and choices, by field."""
    return _words(reader, _draft(cycle, run), who)


def keep(
    work: Work,
    partnership: PartnershipId,
    cycle: Cycle,
    run: RunId,
    stage: Stage,
    who: MemberId,
    written: Mapping[str, str],
) -> None:
    """Keeps an answer in place of this member's earlier one, and drops its draft."""
    standing = cycle.run(run)
    part = standing.part(who) if standing else None
    began = part is not None and part.began
    later = {p.key for p in stage.prompts if p.once_revealed or (p.before_start and began)}
    if standing is not None and standing.reopened:
        _keep_earlier(work, partnership, cycle, run, who, written)
    known = {p.key: p for p in _answers(work, cycle, run, who)}
    for field, piece in known.items():
        if field not in written and field not in later:
            work.pieces.erase(piece.id)
    add(work, partnership, cycle, run, stage, who, written)
    drop_draft(work, cycle, run, who)


def add(
    work: Work,
    partnership: PartnershipId,
    cycle: Cycle,
    run: RunId,
    stage: Stage,
    who: MemberId,
    written: Mapping[str, str],
) -> None:
    """Keeps these words beside this member's others; an earlier answer to the same is replaced."""
    subject = about(cycle, run)
    known = {p.key: p for p in _answers(work, cycle, run, who)}
    for field, words in written.items():
        keep_text(
            work,
            Vault(who, partnership),
            subject,
            field,
            words,
            Sharing(stage.share),
            earlier=known[field].id if field in known else None,
        )


def keep_draft(
    work: Work,
    partnership: PartnershipId,
    cycle: Cycle,
    run: RunId,
    who: MemberId,
    entered: Mapping[str, str],
) -> None:
    """Keeps what was entered so far, for its author alone, in place of the draft before."""
    drop_draft(work, cycle, run, who)
    for field, words in entered.items():
        keep_text(work, Vault(who, partnership), _draft(cycle, run), field, words, Sharing.SELF)


def drop_draft(work: Work, cycle: Cycle, run: RunId, who: MemberId) -> None:
    """Erases the draft."""
    for piece in reading.own(work, _draft(cycle, run), who):
        work.pieces.erase(piece.id)


def erase(work: Work, cycle: Cycle, run: RunId, who: MemberId) -> None:
    """Erases this member's answer and its draft."""
    for piece in _answers(work, cycle, run, who):
        work.pieces.erase(piece.id)
    drop_draft(work, cycle, run, who)


def about_earlier(cycle: Cycle, run: RunId) -> str:
    """What answers of a run are about that were written anew since."""
    return f"{gate.EARLIER}{cycle.id}:{run}"


def _keep_earlier(
    work: Work,
    partnership: PartnershipId,
    cycle: Cycle,
    run: RunId,
    who: MemberId,
    written: Mapping[str, str],
) -> None:
    """Keeps for their author what the answers were, where they are different now."""
    for piece in reading.own(work, about(cycle, run), who):
        if written.get(piece.key) != piece.words:
            work.pieces.write(
                Piece(
                    id=PieceId(work.new_id()),
                    vault=Vault(who, partnership),
                    about=about_earlier(cycle, run),
                    key=piece.key,
                    words=piece.words,
                    sharing=Sharing.SELF,
                    shared=False,
                    written_at=piece.written_at,
                )
            )


def _draft(cycle: Cycle, run: RunId) -> str:
    return f"{gate.DRAFT}{cycle.id}:{run}"


def _words(reader: Reader, subject: str, who: MemberId) -> dict[str, str]:
    return {p.key: p.words for p in reading.own(reader, subject, who)}


def _answers(reader: Reader, cycle: Cycle, run: RunId, who: MemberId) -> list[Piece]:
    """The member's own answers; where a session takes place is no answer, whoever named it."""
    standing = cycle.run(run)
    place = standing.session.place if standing is not None and standing.session else None
    return [p for p in reading.own(reader, about(cycle, run), who) if p.id != place]
