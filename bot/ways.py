"""The ways of working of an installation: what ships, and the files of its own folder."""

from bot.settings import Settings
from bot.slack import CannotStart
from flows.faults import UnsoundProtocol
from flows.library import Library, library, with_own
from handlers.words import say
from storage import structures
from storage.store import SqlStore


def ways_of(settings: Settings) -> Library:
    """Everything that can be offered; raises `CannotStart` with every fault of the own files."""
    folder = settings.protocols_dir
    if folder is None:
        return library()
    if not folder.is_dir():
        raise CannotStart(say("cli.ways.no_folder", path=folder))
    try:
        return with_own(folder)
    except UnsoundProtocol as unsound:
        raise CannotStart(say("cli.ways.unsound", path=folder, faults=unsound)) from None
    except OSError as error:
        why = error.strerror or error
        raise CannotStart(say("cli.ways.unreadable", path=folder, error=why)) from None


async def refuse_changed(store: SqlStore) -> None:
    """Raises `CannotStart` where a file changed and its version did not: cycles run on it."""
    faults = await store.look(lambda connection: structures.changed(connection, store.library))
    if faults:
        raise CannotStart("\n".join(str(fault) for fault in faults))
