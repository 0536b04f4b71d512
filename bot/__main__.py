"""The command line, `tandem`: what it cannot do is said in one line, with the mend.

Exit codes: 0 done, 1 not done, 2 asked for wrongly (the settings included).
"""

import asyncio
from importlib.metadata import version as version_of
from pathlib import Path
from typing import Annotated

import typer

from bot import keys_commands, operating_commands
from bot.terminal import DOT_ENV, NOT_DONE, EnvFile, settings_of, stop
from handlers.words import say

HOME = Path(__file__).resolve().parent.parent
MANIFEST = HOME / "manifest.yml"

app = typer.Typer(
    name="tandem",
    help=say("cli.about"),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def _say_where(address: str) -> None:
    typer.echo(say("cli.play.open", address=address))


def _version(asked: bool) -> None:  # noqa: FBT001 - Typer's own way to call it.
    if asked:
        typer.echo(say("cli.version", version=version_of("tandem-coach")))
        raise typer.Exit


@app.callback()
def tandem(
    *,
    _: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help=say("cli.help.version")),
    ] = False,
) -> None:
    """Options that come before a command."""


@app.command(help=say("cli.help.play"))
def play(
    port: Annotated[int | None, typer.Option(help=say("cli.help.port"))] = None,
    data: Annotated[Path | None, typer.Option(help=say("cli.help.data"))] = None,
) -> None:
    """Starts playground and bot, and stays until they stop."""
    from bot import play as playing  # noqa: PLC0415 - Only this command starts processes.
    from bot.clock import Clock  # noqa: PLC0415 - As above.
    from bot.first_morning import first_morning  # noqa: PLC0415 - As above.

    wanted = playing.PORT if port is None else port
    found = playing.free_port(wanted)
    if found != wanted and wanted:
        typer.echo(say("cli.play.other_port", wanted=wanted, port=found), err=True)
    code = playing.play(
        found,
        data or playing.FOLDER,
        MANIFEST,
        first_morning(Clock().now()),
        _say_where,
        HOME,
    )
    if code:
        stop(say("cli.play.failed"))


@app.command(help=say("cli.help.tour"))
def tour(
    *,
    page: Annotated[bool, typer.Option("--page", help=say("cli.help.page"))] = False,
    back: Annotated[str | None, typer.Option(help=say("cli.help.back"))] = None,
) -> None:
    """Plays the acceptance script; 1 when something did not come as written."""
    from rich.console import Console  # noqa: PLC0415 - Only this command draws.

    from bot.run import CannotStart  # noqa: PLC0415 - As above.
    from bot.tour import script  # noqa: PLC0415 - As above.
    from bot.tour.actor import WentWrong  # noqa: PLC0415 - As above.
    from bot.tour.guided import guided  # noqa: PLC0415 - As above.
    from bot.tour.stage import NotServed  # noqa: PLC0415 - As above.
    from bot.tour.telling import tour as told  # noqa: PLC0415 - As above.

    try:
        if page:
            guided(script.read(), MANIFEST, HOME, back, _say_where)
            return
        clean = told(script.read(), MANIFEST, HOME, Console())
    except NotServed:
        stop(say("cli.tour.not_served"))
    except (CannotStart, WentWrong) as stopped:
        stop(str(stopped))
    if not clean:
        raise typer.Exit(NOT_DONE)


@app.command(help=say("cli.help.run"))
def run(env_file: EnvFile = DOT_ENV) -> None:
    """Runs the bot until it is told to stop."""
    settings = settings_of(env_file)
    from bot.run import CannotStart, serve  # noqa: PLC0415 - `--help` need not load Slack's libraries.

    try:
        asyncio.run(
            serve(
                settings,
                ready=lambda: typer.echo(say("cli.run.ready"), err=True),
                stopped=lambda: typer.echo(say("cli.run.stopped"), err=True),
            )
        )
    except CannotStart as cannot:
        stop(str(cannot))


@app.command(help=say("cli.help.migrate"))
def migrate(env_file: EnvFile = DOT_ENV) -> None:
    """Brings the database to this version."""
    settings = settings_of(env_file)
    from bot.run import CannotStart, brought_up  # noqa: PLC0415 - As above.

    try:
        brought_up(settings)
    except CannotStart as cannot:
        stop(str(cannot))
    typer.echo(say("cli.migrate.done"))


@app.command(help=say("cli.help.manifest"))
def manifest(
    request_url: Annotated[str | None, typer.Option(help=say("cli.help.request_url"))] = None,
) -> None:
    """Prints the manifest, for Socket Mode or for HTTP."""
    from bot.manifest import for_http  # noqa: PLC0415 - Only this command reads it.

    if not MANIFEST.is_file():
        stop(say("cli.manifest.missing"))
    text = MANIFEST.read_text("utf-8")
    typer.echo(text if request_url is None else for_http(text, request_url), nl=False)


@app.command(help=say("cli.help.doctor"))
def doctor(env_file: EnvFile = DOT_ENV) -> None:
    """Checks everything that running needs; 1 when something is amiss."""
    settings = settings_of(env_file)
    from bot.doctor import examine  # noqa: PLC0415 - As above.

    findings = [(True, say("doctor.settings")), *asyncio.run(examine(settings, MANIFEST))]
    for well, what in findings:
        typer.echo(say("doctor.well" if well else "doctor.amiss", what=what))
    if not all(well for well, _ in findings):
        raise typer.Exit(NOT_DONE)
    typer.echo(say("doctor.all_well"))


@app.command(help=say("cli.ways.help.check"))
def check_protocol(
    files: Annotated[list[Path], typer.Argument(help=say("cli.ways.help.files"))],
) -> None:
    """Says whether the files would run; 1 when one would not."""
    from bot.check_protocol import lines  # noqa: PLC0415 - Only this command reads protocols.

    found = list(lines(files))
    for well, what in found:
        typer.echo(what, err=not well)
    if amiss := sum(not well for well, _ in found):
        typer.echo(say("cli.ways.amiss", n=amiss), err=True)
        raise typer.Exit(NOT_DONE)


app.add_typer(keys_commands.app)
app.command(help=say("operate.help.erase"))(operating_commands.erase)
app.command(help=say("operate.help.export"))(operating_commands.export)


def main() -> None:
    """The console script."""
    app()


if __name__ == "__main__":
    main()
