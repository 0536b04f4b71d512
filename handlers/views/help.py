"""Help: what Tandem is for, what each command does, and an example that works."""

from handlers import ids
from handlers.seams import Message
from handlers.views import blocks
from handlers.words import say


def overview(locale: str) -> Message:
    """`/coach-help`: everything on one page."""
    commands = "\n".join(f"•  {line(command, locale)}" for command in ids.COMMANDS)
    title = say("help.title", locale)
    parts = ("intro", "start", "next", "stop")
    shown = [blocks.section(f"*{title}*")]
    shown += [blocks.section(say(f"help.{part}", locale)) for part in parts]
    shown.append(blocks.section(say("help.commands", locale, commands=f"\n{commands}")))
    shown.append(blocks.context(say("app.limits", locale)))
    return Message(title, shown)


def line(command: str, locale: str) -> str:
    """What one command does, in a line."""
    return say(f"command.help.{_key(command)}", locale)


def example(command: str, typed: str, locale: str) -> str:
    """What to type instead of something that was not understood."""
    works = say(f"command.example.{_key(command)}", locale)
    return say("command.unknown", locale, typed=blocks.escaped(typed), example=works)


def _key(command: str) -> str:
    return command.removeprefix("/").replace("-", "_")
