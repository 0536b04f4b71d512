"""What every command of the command line shares: its settings, and how it stops."""

from pathlib import Path
from typing import Annotated, NoReturn

import typer

from bot.settings import Settings, Unusable
from handlers.words import say

NOT_DONE = 1
ASKED_WRONGLY = 2

EnvFile = Annotated[Path, typer.Option("--env-file", help=say("cli.help.env_file"))]
DOT_ENV = Path(".env")


def stop(*lines: str, code: int = NOT_DONE) -> NoReturn:
    """Ends the command: the lines say why, on standard error."""
    for line in lines:
        typer.echo(line, err=True)
    raise typer.Exit(code)


def settings_of(env_file: Path) -> Settings:
    """The settings, or the end of the command with one line for each that cannot be used."""
    try:
        return Settings.read(env_file)
    except Unusable as unusable:
        stop(*unusable.lines, code=ASKED_WRONGLY)
