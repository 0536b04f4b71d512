"""The tour in a terminal: the conversation as text, lane by lane, a bar, then the scoreboard."""

import asyncio
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console
from rich.padding import Padding
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table
from rich.text import Text

from bot import logs
from bot.tour import stage
from bot.tour.player import Heard
from bot.tour.score import Score, score
from bot.tour.script import Line, Script
from handlers.words import say

_DATE = re.compile(r"<!date\^[^|>]*\|([^>]*)>")
_BOLD = re.compile(r"(?<!\w)\*([^*\n]+)\*(?!\w)")
_LANES = {"dm": "cyan", "pair": "magenta", "channel": "green"}


def tour(script: Script, manifest: Path, home: Path, console: Console) -> bool:
    """Plays the script and says how it went; whether everything came as written."""
    logs.set_up("ERROR")
    with tempfile.TemporaryDirectory(prefix="tandem-tour-") as folder:
        return asyncio.run(_played(script, Path(folder), manifest, home, console))


async def _played(
    script: Script, folder: Path, manifest: Path, home: Path, console: Console
) -> bool:
    console.print(say("cli.tour.begins"), highlight=False)
    async with stage.performance(script, folder, manifest, home) as player:
        await player.set_up()
        with _bar(console) as bar:
            task = bar.add_task(say("cli.tour.bar"), total=len(script.lines))
            day = ""
            async for line, heard in player.lines(script.ends):
                day = _tell(console, script, line, heard, day)
                bar.advance(task)
        _tell_heard(console, script, await player.finish())
        result = score(script, player.heard, player.typed, script.ends)
    console.print()
    console.print(scoreboard(script, result))
    console.print(say("cli.tour.clean" if result.clean else "cli.tour.not_clean"), highlight=False)
    return result.clean


def scoreboard(script: Script, result: Score) -> Table:
    """The counts of a performance, and by name whatever is wrong."""
    table = Table(show_header=False, box=None, pad_edge=False)
    for row in (*counts(result), *wrongs(script, result)):
        table.add_row(*row)
    return table


def counts(result: Score) -> Iterator[tuple[str, str]]:
    """What was counted, each with its label."""
    quiet = len(result.quiet_days)
    for key, shown in (
        ("expected", result.expected),
        ("sent", result.sent),
        ("missing", len(result.missing)),
        ("extra", len(result.extra)),
        ("answers", result.answers),
        ("quiet", f"{quiet} / {quiet + len(result.broken_days)}"),
        ("words", f"{len(result.misplaced_words)} / {result.typed}"),
    ):
        yield say(f"cli.tour.{key}"), str(shown)


def wrongs(script: Script, result: Score) -> Iterator[tuple[str, str]]:
    """By name, every message that did not come and every one that came unexpected."""
    for said in result.missing:
        yield say("cli.tour.missing_one"), place(script, said.lane, said.to, said.key)
    for heard in result.extra:
        key = heard.meaning.key if heard.meaning else heard.by
        yield say("cli.tour.extra_one"), place(script, heard.lane, heard.to, key)


def _bar(console: Console) -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        console=console,
        transient=True,
    )


def _tell(console: Console, script: Script, line: Line, heard: list[Heard], day: str) -> str:
    today = f"{line.at:%a %-d %b}"
    if today != day:
        console.print()
        console.rule(Text(today, style="bold"), align="left")
    if line.who is not None:
        act = Text.assemble(
            (f"{line.at:%H:%M}  ", "dim"), (script.names[line.who], "bold"), " ", line.does
        )
        console.print(act)
    _tell_heard(console, script, heard)
    return today


def _tell_heard(console: Console, script: Script, heard: list[Heard]) -> None:
    answers = [each for each in heard if each.is_answer]
    for each in heard:
        if each in answers[:-1]:
            continue  # Of a conversation with its reader alone, the last line is enough here.
        where = Text.assemble(
            (f"{each.minute:%H:%M}  ", "dim"),
            (place(script, each.lane, each.to, ""), _LANES[each.lane]),
        )
        console.print(Padding(where, (0, 0, 0, 7)))
        console.print(Padding(Text(plainly(each.said)), (0, 0, 0, 16)))
        if each.buttons:
            buttons = Text(" ".join(f"[{label}]" for label in each.buttons), style="dim")
            console.print(Padding(buttons, (0, 0, 0, 16)))


def plainly(text: str) -> str:
    """Slack's own marks as a terminal shows them: dates written out, no asterisks."""
    return _BOLD.sub(r"\1", _DATE.sub(r"\1", text))


def place(script: Script, lane: str, to: str, what: str) -> str:
    """That lane as people call it, with what came there."""
    where = say(f"cli.tour.lane.{lane}", who=script.names.get(to, ""))
    return f"{where}: {what}" if what else where
