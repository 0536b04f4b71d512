"""The program's topics, as they are chosen and read."""

from handlers.views import blocks
from handlers.words import catalogue, say


def topics(locale: str) -> list[blocks.Option]:
    """The program's topics, as choices."""
    keys = [k.removeprefix("topics.") for k in catalogue("en") if k.startswith("topics.")]
    return [(key, say(f"topics.{key}", locale)) for key in keys]
