"""`tandem erase` and `tandem export`: a person who asks to be forgotten, and what there is."""

import asyncio
import json
from typing import Annotated

import typer

from bot.terminal import DOT_ENV, EnvFile, settings_of, stop
from flows.erasing import Everything
from flows.ids import MemberId, WorkspaceId
from handlers.words import say


def erase(
    workspace: Annotated[str, typer.Option(help=say("operate.help.workspace"))],
    member: Annotated[str, typer.Option(help=say("operate.help.member"))],
    *,
    yes: Annotated[bool, typer.Option("--yes", help=say("operate.help.unasked"))] = False,
    env_file: EnvFile = DOT_ENV,
) -> None:
    """Erases one person; 1 when nothing is held about them, or the answer was no."""
    settings = settings_of(env_file)
    from bot import operating  # noqa: PLC0415 - `--help` need not load the database's libraries.
    from bot.slack import CannotStart  # noqa: PLC0415 - As above.

    asked = False

    def sure(ahead: Everything) -> bool:
        nonlocal asked
        asked = True
        typer.echo(_goes(ahead, member, workspace))
        return yes or typer.confirm(say("operate.sure"))

    try:
        done = asyncio.run(
            operating.erase(settings, WorkspaceId(workspace), MemberId(member), sure)
        )
    except CannotStart as cannot:
        stop(str(cannot))
    if done is None:
        kept = say("operate.kept") if asked else say("operate.nobody", member=member)
        stop(kept)
    typer.echo(say("operate.erased", member=member))


def export(env_file: EnvFile = DOT_ENV) -> None:
    """Prints settings and counts as JSON."""
    settings = settings_of(env_file)
    from bot import operating  # noqa: PLC0415 - As above.
    from bot.slack import CannotStart  # noqa: PLC0415 - As above.

    try:
        found = asyncio.run(operating.export(settings))
    except CannotStart as cannot:
        stop(str(cannot))
    typer.echo(json.dumps(found, ensure_ascii=False, indent=2))


def _goes(ahead: Everything, member: str, workspace: str) -> str:
    return say(
        "operate.ahead",
        member=member,
        workspace=workspace,
        texts=ahead.texts,
        partnerships=ahead.partnerships,
        invitations=ahead.invitations,
    )
