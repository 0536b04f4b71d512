"""A person's own data as a file in their own DM, taken back after a day (INV-17)."""

from dataclasses import dataclass, replace
from datetime import timedelta

from flows.ids import MemberId
from flows.notices import Dm, Effect, InDoubt, Notice, Priority
from flows.ports import Work

STAYS = timedelta(hours=24)
"""How long the file stays in Slack: it holds words, and Slack is not a vault."""

EXPORT = "export"


@dataclass(frozen=True, slots=True)
class OnItsWay:
    """The file comes into the person's DM."""


def ask(work: Work, who: MemberId) -> OnItsWay:
    """Sends everything of this person's to them alone, and removes it a day later."""
    anchor = f"{EXPORT}:{work.new_id()}"
    upload = Notice(
        kind=EXPORT,
        lane=Dm(who),
        effect=Effect.UPLOAD,
        priority=Priority.ANSWER,
        key=anchor,
        why="you_asked",
        due=work.now,
        anchor=anchor,
        expires=work.now + STAYS,
        in_doubt=InDoubt.MUST_ARRIVE,
    )
    work.outbox.say(upload)
    work.outbox.say(
        replace(
            upload,
            effect=Effect.REMOVE_FILE,
            priority=Priority.NOTICE,
            key=f"remove:{anchor}",
            due=work.now + STAYS,
            expires=None,
        )
    )
    return OnItsWay()
