"""The installation's keys as the settings name them: found, shown, exchanged, given up.

None of it needs the data, so that all of it works while the bot runs.
"""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from bot.settings import Settings
from bot.slack import CannotStart
from handlers.words import say
from storage import rotation
from storage.keyfile import KeyFile, changing, open_keyring, read_keyring, save_keyring
from storage.keyring import KeyfileUnusable, Keyring
from storage.opening import CannotOpen, StoreLost, holds_vaults, not_lost, open_vaults
from storage.rotation import StillWraps
from storage.store import original
from storage.vaults import Vaults


class CannotDo(Exception):
    """The command did nothing; the message says why, and the mend."""


@dataclass(frozen=True, slots=True)
class Held:
    """One key by its name: what it is good for, never what it is."""

    name: str
    vaults: int
    wraps: bool
    in_file: bool
    retired: bool


def keys_of(settings: Settings) -> KeyFile:
    """The key file, made where nothing can depend on another; raises `CannotStart`."""
    path = settings.key_path
    try:
        if not path.exists():
            if not settings.is_sqlite:
                raise CannotStart(say("cli.keys.missing_new", path=path))
            if holds_vaults(settings.database_url, settings.vaults_url):
                raise CannotStart(say("cli.keys.missing", path=path))
            open_keyring(path)
        return KeyFile(path)
    except PermissionError:
        raise CannotStart(say("cli.keys.unreadable", path=path)) from None


def held(settings: Settings) -> list[Held]:
    """Every key of the file in its order, then those that wrap vaults and are not in it."""
    with _vaults(settings) as vaults:
        return look(vaults)


def look(vaults: Vaults) -> list[Held]:
    """The same, of a store that is open."""
    keyring = vaults.keyring
    counts, retired = rotation.wrapped_by(vaults), vaults.retired()
    strange = sorted(name for name in counts if name not in keyring)
    return [
        Held(
            name=name,
            vaults=counts.get(name, 0),
            wraps=name == keyring.newest,
            in_file=name in keyring,
            retired=name in retired,
        )
        for name in (*keyring, *strange)
    ]


def add(settings: Settings, *, standby: bool) -> str:
    """The name of a fresh key, in the file, which is made if nothing depends on another."""
    path = settings.key_path
    with _said(settings):
        path.parent.mkdir(parents=True, exist_ok=True)
        with changing(path):
            if not path.exists():
                if holds_vaults(settings.database_url, settings.vaults_url):
                    raise CannotDo(say("cli.keys.missing", path=path))
                return open_keyring(path).newest
            old = read_keyring(path)
            new = old.with_standby() if standby else old.with_fresh_key()
            save_keyring(path, new)
    (fresh,) = set(new) - set(old)
    return fresh


def use(settings: Settings, name: str) -> None:
    """That key of the file wraps from now on."""
    with _vaults(settings) as vaults, changing(settings.key_path):
        keyring = _knowing(settings.key_path, name)
        if name in vaults.retired():
            raise CannotDo(say("cli.keys.retired_before", name=name))
        save_keyring(settings.key_path, keyring.wrapping_with(name))


@contextmanager
def rotating(settings: Settings) -> Iterator[tuple[str, int, Iterator[int]]]:
    """The newest key's name, how many vaults others wrap, and the slices that wrap them anew."""
    with _vaults(settings) as vaults:
        keyring, counts = vaults.keyring, rotation.wrapped_by(vaults)
        if keyring.newest in vaults.retired():
            raise CannotDo(say("cli.keys.old_copy", name=keyring.newest, path=settings.key_path))
        if strange := sorted(name for name in counts if name not in keyring):
            raise CannotDo(
                say("cli.keys.strange", names=", ".join(strange), path=settings.key_path)
            )
        yield keyring.newest, old(vaults), rotation.rotate(vaults)
        if left := old(vaults):
            raise CannotDo(say("cli.keys.unopened", n=left, name=vaults.keyring.newest))


def old(vaults: Vaults) -> int:
    """How many vaults are wrapped by another key than the newest."""
    newest = vaults.keyring.newest
    return sum(n for name, n in rotation.wrapped_by(vaults).items() if name != newest)


def retire(settings: Settings, name: str) -> None:
    """No process wraps with that key again, and it is not in the file any more."""
    with _vaults(settings) as vaults, changing(settings.key_path):
        keyring = _knowing(settings.key_path, name)
        if name == keyring.newest:
            raise CannotDo(say("cli.keys.retire_newest", name=name))
        try:
            rotation.retire(vaults, name)
        except StillWraps as still:
            raise CannotDo(say("cli.keys.still_wraps", name=name, n=still.vaults)) from None
        save_keyring(settings.key_path, keyring.without(name))


def lost(settings: Settings) -> int | None:
    """How many vaults are locked with keys that are not in the file; None: all, with their store.

    Where there is no key file, that is every one.
    """
    path = settings.key_path
    with _said(settings):
        try:
            not_lost(settings.database_url, settings.vaults_url)
        except StoreLost:
            return None
        held = KeyFile(path) if path.exists() else Keyring.fresh()
        with closing(open_vaults(settings.vaults_url, held)) as vaults:
            return sum(one.vaults for one in look(vaults) if not one.in_file)


def give_up(settings: Settings) -> None:
    """Vaults whose key is lost for good are destroyed, so that Tandem starts again."""
    with _said(settings), changing(settings.key_path):
        open_keyring(settings.key_path)
        with closing(_opened(settings)) as vaults:
            rotation.give_up(vaults)


def copy(settings: Settings, to: Path) -> Path:
    """Where the copy of the key file lies; it is noted beside the file which keys it holds."""
    path = settings.key_path
    to = to / path.name if to.is_dir() else to
    with _existing(settings), changing(path):
        keyring = read_keyring(path)
        if to.exists() and to.resolve() == path.resolve():
            raise CannotDo(say("cli.keys.copy_itself", path=path))
        if to.exists() and not set(read_keyring(to)) <= set(keyring):
            raise CannotDo(say("cli.keys.copy_other", path=to))
        save_keyring(to, keyring)
        note_of(path).write_text("".join(f"{name}\n" for name in keyring), "utf-8")
    return to


def note_of(path: Path) -> Path:
    """Where the names of the keys that were copied are noted."""
    return path.with_name(f"{path.name}.copied")


def copied(path: Path) -> set[str] | None:
    """Names of the keys in the last copy; None where Tandem knows of none."""
    try:
        return set(note_of(path).read_text("utf-8").split())
    except OSError:
        return None


def _knowing(path: Path, name: str) -> Keyring:
    keyring = read_keyring(path)
    if name not in keyring:
        raise CannotDo(say("cli.keys.unknown", name=name, names=", ".join(keyring)))
    return keyring


@contextmanager
def _vaults(settings: Settings) -> Iterator[Vaults]:
    with _existing(settings), closing(_opened(settings)) as vaults:
        yield vaults


def _opened(settings: Settings) -> Vaults:
    return open_vaults(settings.vaults_url, KeyFile(settings.key_path))


@contextmanager
def _existing(settings: Settings) -> Iterator[None]:
    path = settings.key_path
    with _said(settings):
        if not path.exists():
            needed = holds_vaults(settings.database_url, settings.vaults_url)
            raise CannotDo(say("cli.keys.missing" if needed else "cli.keys.none", path=path))
        not_lost(settings.database_url, settings.vaults_url)
        yield


@contextmanager
def _said(settings: Settings) -> Iterator[None]:
    try:
        yield
    except (KeyfileUnusable, CannotOpen) as error:
        raise CannotDo(" ".join(str(error).split())) from None
    except SQLAlchemyError as error:
        reason = " ".join(str(original(error)).split())
        raise CannotDo(say("cli.keys.store_away", error=reason)) from None
    except OSError as error:
        where = error.filename or settings.key_path
        raise CannotDo(
            say("cli.keys.unwritable", path=where, error=error.strerror or error)
        ) from None
