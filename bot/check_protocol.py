"""`tandem check-protocol FILE …`: whether a way of working would run."""

from collections.abc import Iterator
from pathlib import Path

from flows import library
from flows.faults import UnsoundProtocol
from handlers.words import say


def lines(files: list[Path]) -> Iterator[tuple[bool, str]]:
    """For each file: whether it would run, and what to say of it; one line for each fault."""
    for file in files:
        try:
            found = library.load(file)
        except UnsoundProtocol as unsound:
            for fault in unsound.faults:
                yield False, str(fault)
        except (OSError, UnicodeDecodeError) as error:
            why = error.strerror if isinstance(error, OSError) else type(error).__name__
            yield False, say("cli.ways.not_read", file=file, error=why)
        else:
            alone = found.size.min == found.size.max
            words = say(
                "cli.ways.would_run_one" if alone else "cli.ways.would_run",
                file=file.name,
                title=found.title,
                version=found.version,
                least=found.size.min,
                most=found.size.max,
                steps=len(found.stages),
            )
            yield True, words
