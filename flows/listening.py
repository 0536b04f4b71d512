"""What those who listen may do: reply to somebody's step, and tell which themes they heard in it.

A reply is short by its form and goes to one person; a theme is seen by the others once whoever
told the story said that it is in it (practice B1, B3, B9).
"""

from flows.cycle import Cycle
from flows.desk import Desk
from flows.events import Confirmed, Replied
from flows.ids import MemberId
from flows.protocol import EVERYONE, Prompt
from flows.rules import Rules
from flows.stage import RunState, StageRun


def may_reply(rules: Rules, cycle: Cycle, run: StageRun, who: MemberId) -> tuple[MemberId, ...]:
    """To whose words this member may reply now, once each."""
    stage = rules.stage(run.stage)
    casting = rules.everyone(cycle, run)
    if stage.coach_reply is None or stage.coach_reply.role not in casting.get(who, ()):
        return ()
    owner = cycle.coachee(run)
    tellers = run.members if run.turn is None else tuple(m for m in run.members if m == owner)
    return tuple(
        m
        for m in tellers
        if m != who
        and (part := run.part(m))
        and who not in part.replied_by
        and _told(rules, run, m)
    )


def replied(desk: Desk, run: StageRun, event: Replied) -> None:
    """Notes that this member replied; a second reply is none."""
    part = run.part(event.to)
    if part is not None and event.to in may_reply(desk.rules, desk.cycle, run, event.by):
        names = (*part.replied_by, event.by)
        desk.put(run.with_part(part.model_copy(update={"replied_by": names})))


def confirmer(rules: Rules, cycle: Cycle, run: StageRun, author: MemberId) -> MemberId:
    """Who told what the author listened to: the turn's own, else the one before them in order.

    Of an author who has left nobody can be asked any more; then it is nobody else.
    """
    owner = cycle.coachee(run)
    in_order = EVERYONE in rules.stage(run.stage).actor and author in cycle.members
    if owner is not None or not in_order:
        return owner or author
    return cycle.members[cycle.members.index(author) - 1]


def confirmed(desk: Desk, run: StageRun, event: Confirmed) -> None:
    """Whoever told the story says that this is in it; from then on all members may read it."""
    part, prompt = run.part(event.author), desk.stage(run).prompt(event.key)
    if part is None or prompt is None or not waits_for_yes(prompt, event.key, part.confirmed):
        return
    told = event.author in desk.cycle.members and event.by == confirmer(
        desk.rules, desk.cycle, run, event.author
    )
    if told and event.by != event.author and event.key in part.shared:
        yes = (*part.confirmed, event.key)
        desk.put(run.with_part(part.model_copy(update={"confirmed": yes})))


def waits_for_yes(prompt: Prompt, key: str, confirmed: tuple[str, ...]) -> bool:
    """Whether an answer is for whoever told the story alone until they say yes to it."""
    return prompt.confirmed_by is not None and key not in confirmed


def _told(rules: Rules, run: StageRun, member: MemberId) -> bool:
    """Whether there is something to reply to: answers shared, or a talk that is on or was."""
    if rules.stage(run.stage).mode == "live":
        return run.active or run.state is RunState.DONE
    part = run.part(member)
    return part is not None and bool(part.shared)
