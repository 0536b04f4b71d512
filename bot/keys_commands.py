"""`tandem keys`: what can be done about the installation's keys, one command each."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter, sleep
from typing import TYPE_CHECKING, Annotated

import typer

from bot.terminal import DOT_ENV, EnvFile, settings_of, stop
from handlers.words import say

if TYPE_CHECKING:
    from bot.keys import Held

BREATH = 0.02
"""Seconds between two slices, or as long as the slice took: who waits for the store gets it."""

app = typer.Typer(name="keys", help=say("cli.keys.about"), no_args_is_help=True)

Name = Annotated[str, typer.Argument(help=say("cli.keys.help.name"))]
STATE_WIDE = 6
"""The names of the keys' states stand below each other."""


@contextmanager
def _one_line() -> Iterator[None]:
    from bot.keys import CannotDo  # noqa: PLC0415 - `--help` need not load the database's libraries.

    try:
        yield
    except CannotDo as cannot:
        stop(str(cannot))


@app.command(help=say("cli.keys.help.show"))
def show(env_file: EnvFile = DOT_ENV) -> None:
    """Lists the keys; 1 when a vault's key is missing or the file is an old copy."""
    settings = settings_of(env_file)
    from bot import keys  # noqa: PLC0415 - As above.

    with _one_line():
        every = keys.held(settings)
    typer.echo(say("cli.keys.file", path=settings.key_path))
    for one in every:
        state = say(_state(one)).ljust(STATE_WIDE)
        typer.echo(say("cli.keys.row", name=one.name, state=state, n=one.vaults))
    path = settings.key_path
    if strange := [one.name for one in every if not one.in_file]:
        stop(say("cli.keys.strange", names=", ".join(strange), path=path))
    if old := [one.name for one in every if one.wraps and one.retired]:
        stop(say("cli.keys.old_copy", name=old[0], path=path))


@app.command(help=say("cli.keys.help.add"))
def add(
    *,
    standby: Annotated[bool, typer.Option("--standby", help=say("cli.keys.help.standby"))] = False,
    env_file: EnvFile = DOT_ENV,
) -> None:
    """Adds a fresh key."""
    settings = settings_of(env_file)
    from bot import keys  # noqa: PLC0415 - As above.

    path = settings.key_path
    made = not path.exists()
    with _one_line():
        name = keys.add(settings, standby=standby)
    words = "cli.keys.made" if made else "cli.keys.standby" if standby else "cli.keys.added"
    typer.echo(say(words, name=name, path=path))


@app.command(help=say("cli.keys.help.use"))
def use(name: Name, env_file: EnvFile = DOT_ENV) -> None:
    """Lets that key wrap."""
    settings = settings_of(env_file)
    from bot import keys  # noqa: PLC0415 - As above.

    with _one_line():
        keys.use(settings, name)
    typer.echo(say("cli.keys.used", name=name))


@app.command(help=say("cli.keys.help.rotate"))
def rotate(env_file: EnvFile = DOT_ENV) -> None:
    """Wraps every vault anew; 1 when it was stopped or a vault does not open."""
    settings = settings_of(env_file)
    from rich.console import Console  # noqa: PLC0415 - Only this command draws.
    from rich.progress import Progress  # noqa: PLC0415 - As above.

    from bot import keys  # noqa: PLC0415 - As above.

    done = 0
    screen = Console(stderr=True)
    bar = Progress(console=screen, transient=True, disable=not screen.is_terminal)
    with _one_line(), keys.rotating(settings) as (name, total, slices), bar:
        task = bar.add_task(say("cli.keys.rotating"), total=total)
        begun = perf_counter()
        try:
            for anew in slices:
                done += anew
                bar.update(task, completed=done)
                sleep(max(BREATH, perf_counter() - begun))
                begun = perf_counter()
        except KeyboardInterrupt:
            bar.stop()
            stop(say("cli.keys.stopped", n=done, name=name))
    typer.echo(say("cli.keys.rotated", n=done, name=name))


@app.command(help=say("cli.keys.help.retire"))
def retire(name: Name, env_file: EnvFile = DOT_ENV) -> None:
    """Takes that key out of use for good."""
    settings = settings_of(env_file)
    from bot import keys  # noqa: PLC0415 - As above.

    with _one_line():
        keys.retire(settings, name)
    typer.echo(say("cli.keys.retired", name=name, path=settings.key_path))


@app.command(help=say("cli.keys.help.copy"))
def copy(
    to: Annotated[Path, typer.Argument(help=say("cli.keys.help.to"))], env_file: EnvFile = DOT_ENV
) -> None:
    """Copies the key file."""
    settings = settings_of(env_file)
    from bot import keys  # noqa: PLC0415 - As above.

    with _one_line():
        lies = keys.copy(settings, to)
    near = lies.stat().st_dev == settings.key_path.stat().st_dev
    typer.echo(say("cli.keys.copied_near" if near else "cli.keys.copied", path=lies))


@app.command("give-up", help=say("cli.keys.help.give_up"))
def give_up(
    *,
    yes: Annotated[bool, typer.Option("--yes", help=say("cli.keys.help.sure"))] = False,
    env_file: EnvFile = DOT_ENV,
) -> None:
    """Destroys what nobody can open any more."""
    settings = settings_of(env_file)
    from bot import keys  # noqa: PLC0415 - As above.

    with _one_line():
        n = keys.lost(settings)
        question = say("cli.keys.give_up.all") if n is None else say("cli.keys.give_up.ask", n=n)
        if not yes and n != 0 and not typer.confirm(question):
            stop(say("cli.keys.give_up.kept"))
        keys.give_up(settings)
    if n is None:
        typer.echo(say("cli.keys.give_up.done_all"))
    else:
        typer.echo(say("cli.keys.give_up.done", n=n) if n else say("cli.keys.give_up.nothing"))


def _state(one: "Held") -> str:
    if not one.in_file:
        return "cli.keys.state.strange"
    if one.wraps:
        return "cli.keys.state.wraps"
    return "cli.keys.state.retired" if one.retired else "cli.keys.state.opens"
