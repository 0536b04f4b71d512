"""Who begins a text that a group agrees on, where only some of its people are asked for it.

In rounds the host says what puzzles them; the others are asked once there is something to read.
"""

from collections.abc import Sequence

from flows.cycle import Cycle
from flows.deeds import asked_of
from flows.desk import Desk
from flows.ids import MemberId
from flows.rules import Rules
from flows.stage import StageRun


def comes_from(rules: Rules, cycle: Cycle, run: StageRun) -> Sequence[MemberId]:
    """Those who are asked for what the text needs, as long as none of them has written any."""
    stage = rules.stage(run.stage)
    if stage.done != "agreed" or stage.document is None:
        return ()
    desk = Desk(rules, cycle, cycle.begun_at)
    asked = {part.member: asked_of(desk, run, part.member) or () for part in run.parts}
    begin = {m for m, prompts in asked.items() if any(p.starred for p in prompts)}
    if any(part.agreed for part in run.parts if part.member in begin):
        return ()
    return [part.member for part in run.parts if part.member in begin]


def waits_for(rules: Rules, cycle: Cycle, run: StageRun, who: MemberId) -> bool:
    """Whether the step waits for this member now, and not for whoever begins it."""
    begin = comes_from(rules, cycle, run)
    return not begin or who in begin
