"""What the doctor says about the installation's keys, before one of them is missed."""

from collections.abc import Iterator

from bot import keys
from bot.keys import CannotDo, Held
from bot.settings import Settings
from handlers.words import say
from storage.opening import database, file_of

Finding = tuple[bool, str]
"""Whether it is well, and one line."""


def findings(settings: Settings) -> list[Finding]:
    """Whether every vault opens, whether a copy of the keys is known, where they lie."""
    try:
        every = keys.held(settings)
    except CannotDo as cannot:
        return [(False, str(cannot))]
    return [*_fitting(settings, every), *_copied(settings, every), *_apart(settings)]


def _fitting(settings: Settings, every: list[Held]) -> Iterator[Finding]:
    path = settings.key_path
    if strange := [one.name for one in every if not one.in_file]:
        yield False, say("cli.keys.strange", names=", ".join(strange), path=path)
        return
    (wraps,) = (one for one in every if one.wraps)
    if wraps.retired:
        yield False, say("cli.keys.old_copy", name=wraps.name, path=path)
        return
    yield True, say("doctor.keys")
    if len(every) > 1:
        yield True, say("cli.keys.doctor.several", n=len(every), name=wraps.name)


def _copied(settings: Settings, every: list[Held]) -> Iterator[Finding]:
    copied = keys.copied(settings.key_path)
    if copied is None:
        yield True, say("cli.keys.doctor.never_copied", path=settings.key_path)
    elif lacking := [one.name for one in every if one.in_file and one.name not in copied]:
        yield False, say("cli.keys.doctor.stale_copy", names=", ".join(lacking))
    else:
        yield True, say("cli.keys.doctor.copied")


def _apart(settings: Settings) -> Iterator[Finding]:
    vaults = file_of(database(settings.vaults_url))
    if vaults is not None and vaults.stat().st_dev == settings.key_path.stat().st_dev:
        yield True, say("cli.keys.doctor.near")
