"""The file with the installation's keys: made once, replaced whole, and read again when it changes.

A process that runs for months learns of a new key without being started again, so that several
processes can share one file while its keys are exchanged.
"""

import os
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from storage.keyring import KeyfileUnusable, Keyring
from storage.lock import AlreadyRunning, ProcessLock

Keys = Callable[[], Keyring]
"""The keyring as it is now."""


class KeyFile:
    """Called, it is the keyring as the file has it now; plays `Keys`.

    While the file is being put elsewhere, or is broken, the keyring read last stays in use.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()
        self._seen = _identity(path)
        self._held = read_keyring(path)

    def __call__(self) -> Keyring:
        with self._lock:
            seen = _identity(self.path)
            if seen is not None and seen != self._seen:
                try:
                    self._held = read_keyring(self.path)
                except (KeyfileUnusable, OSError):
                    return self._held
                self._seen = seen
            return self._held


def read_keyring(path: Path) -> Keyring:
    """The keyring of that file; raises `KeyfileUnusable`, or `FileNotFoundError`."""
    text = _read(path)
    try:
        return Keyring.parse(text)
    except KeyfileUnusable as refusal:
        raise KeyfileUnusable(f"{path}: {refusal}; put the right key file back") from None


def open_keyring(path: Path) -> Keyring:
    """The keyring of that file; where there is none, a new one, durable before it is used."""
    try:
        return read_keyring(path)
    except FileNotFoundError:
        return _make(path)


def save_keyring(path: Path, keyring: Keyring) -> None:
    """The file says what the keyring holds, whole or not at all; it keeps its owner."""
    path = path.resolve()  # A link stays one.
    beside = _written_beside(path, keyring.text())
    try:
        _as_owned_before(beside, path)
        beside.replace(path)
    except OSError:
        beside.unlink(missing_ok=True)
        raise
    _settle_folder(path.parent)


@contextmanager
def changing(path: Path) -> Iterator[None]:
    """Nobody else changes the file meanwhile, or `KeyfileUnusable`."""
    lock = ProcessLock(path.with_name(path.name + ".lock"))
    try:
        lock.acquire()
    except AlreadyRunning:
        raise KeyfileUnusable(f"{path} is being changed by another command: wait for it") from None
    try:
        yield
    finally:
        lock.release()


def _identity(path: Path) -> tuple[int, int, int, int] | None:
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_dev, stat.st_ino, stat.st_mtime_ns, stat.st_size


def _read(path: Path) -> str:
    if os.name == "posix" and path.stat().st_mode & 0o077:
        raise KeyfileUnusable(f"{path} can be read by others than its owner: chmod 600 {path}")
    return path.read_text("utf-8")


def _make(path: Path) -> Keyring:
    path.parent.mkdir(parents=True, exist_ok=True)
    keyring = Keyring.fresh()
    # Made aside and linked: another process finds a whole file, and only one of two is first.
    beside = _written_beside(path, keyring.text())
    try:
        os.link(beside, path)
    except FileExistsError:
        return read_keyring(path)
    finally:
        beside.unlink()
    _settle_folder(path.parent)
    return keyring


def _written_beside(path: Path, text: str) -> Path:
    handle, name = tempfile.mkstemp(prefix=path.name, dir=path.parent)  # Its mode is 0600.
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    return Path(name)


def _as_owned_before(beside: Path, path: Path) -> None:
    # Changed by root, the file must still open to whoever runs the bot.
    if os.name == "posix" and path.exists():
        was, now = path.stat(), beside.stat()
        if (was.st_uid, was.st_gid) != (now.st_uid, now.st_gid):
            os.chown(beside, was.st_uid, was.st_gid)


def _settle_folder(folder: Path) -> None:
    if os.name == "posix":  # Elsewhere a folder cannot be opened to be synced.
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
