"""A goal begun in a step: its draft, with the sentence and what stands so far (practice B4, D)."""

from collections.abc import Mapping

from flows import goals
from flows.goal import Goal, GoalState
from flows.goals import STATEMENT
from flows.ids import GoalId, MemberId, PartnershipId
from flows.pieces import Sharing, Vault
from flows.ports import Work
from flows.protocol import CoachingProtocol, Stage
from flows.written import keep_text


def draft(
    work: Work,
    pair: PartnershipId,
    protocol: CoachingProtocol,
    stage: Stage,
    who: MemberId,
    written: Mapping[str, str],
) -> None:
    """A draft for its owner to complete; none where one is open or the sentence is too long.

    Where the step itself asks what becomes of the sentence, its owner's choice makes the goal.
    """
    by_choice = any(p.once_revealed and p.kind == "choice" for p in stage.prompts)
    if "goal" not in stage.creates or by_choice or protocol.goal.owner != "member":
        return
    asked = next((p.key for p in stage.prompts if p.starred), "")
    texts = {k: words for k, words in written.items() if k in goals.FIELDS and words.strip()}
    texts |= {STATEMENT: written.get(asked, "")}
    open_ones = {w.goal.partnership for w in goals.mine(work, who)}
    if not texts[STATEMENT].strip() or pair in open_ones or goals.too_long(texts):
        return
    goal = Goal(
        id=GoalId(work.new_id()),
        owner=who,
        partnership=pair,
        state=GoalState.DRAFT,
        version=1,
        made_at=work.now,
    )
    work.goals.put(goal)
    for key, words in texts.items():
        keep_text(work, Vault(who, pair), goal.about, key, words, Sharing.ON_SHARE)
