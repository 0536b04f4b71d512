"""The installation's keys: they wrap the vaults' keys and seal nothing else themselves.

The file holds one `name key` a line. The last line is the newest and wraps what is wrapped from now
on; the others still open. It is made on first run, readable by its owner alone.
"""

import base64
import binascii
import hashlib
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE = 12
_KEY = 32


class KeyfileUnusable(Exception):
    """The key file cannot be used; the message says why and what to do."""


class WrongKey(Exception):
    """What was sealed does not open: another key, or it was moved or changed."""


def seal(key: bytes, clear: bytes, bound_to: bytes) -> bytes:
    """The sealed bytes, which open only together with what they were bound to."""
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, clear, bound_to)


def unseal(key: bytes, sealed: bytes, bound_to: bytes) -> bytes:
    """What was sealed, or `WrongKey`."""
    try:
        return AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], bound_to)
    except InvalidTag:
        raise WrongKey("sealed bytes do not open with this key in this place") from None


class Keyring:
    """Named keys, the last of which wraps."""

    def __init__(self, keys: Mapping[str, bytes]) -> None:
        if not keys or any(len(key) != _KEY for key in keys.values()):
            raise KeyfileUnusable("a keyring needs at least one key, each of 32 bytes")
        self._keys = dict(keys)
        self.newest = list(self._keys)[-1]

    def __contains__(self, name: str) -> bool:
        return name in self._keys

    def __repr__(self) -> str:
        return f"Keyring({', '.join(self._keys)})"

    @classmethod
    def fresh(cls) -> "Keyring":
        """One new key, named after its own digest."""
        key = AESGCM.generate_key(bit_length=8 * _KEY)
        return cls({hashlib.sha256(key).hexdigest()[:8]: key})

    def with_fresh_key(self) -> "Keyring":
        """The same keys and a new one, which wraps from now on."""
        return Keyring(self._keys | Keyring.fresh()._keys)  # noqa: SLF001 - a keyring too

    @classmethod
    def parse(cls, text: str) -> "Keyring":
        """The keys of a key file's text."""
        keys: dict[str, bytes] = {}
        for line in filter(None, map(str.strip, text.splitlines())):
            name, _, encoded = line.partition(" ")
            try:
                keys[name] = base64.b64decode(encoded, validate=True)
            except binascii.Error:
                raise KeyfileUnusable(f"the key named {name} is not base64") from None
        return cls(keys)

    def text(self) -> str:
        """What the key file says."""
        return "".join(
            f"{name} {base64.b64encode(key).decode()}\n" for name, key in self._keys.items()
        )

    def wrap(self, key: bytes, bound_to: bytes) -> tuple[str, bytes]:
        """The name of the wrapping key, and the wrapped key."""
        return self.newest, seal(self._keys[self.newest], key, bound_to)

    def unwrap(self, name: str, wrapped: bytes, bound_to: bytes) -> bytes:
        """The key that was wrapped, or `WrongKey`."""
        if name not in self._keys:
            raise WrongKey(f"the key named {name} is not on the keyring")
        return unseal(self._keys[name], wrapped, bound_to)


def open_keyring(path: Path) -> Keyring:
    """The keyring of that file; where there is none, a new one, durable before it is used."""
    try:
        text = _read(path)
    except FileNotFoundError:
        return _make(path)
    try:
        return Keyring.parse(text)
    except KeyfileUnusable as refusal:
        raise KeyfileUnusable(f"{path}: {refusal}; put the right key file back") from None


def save_keyring(path: Path, keyring: Keyring) -> None:
    """The file says what the keyring holds, whole or not at all."""
    _written_beside(path, keyring.text()).replace(path)
    _settle_folder(path.parent)


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
        return Keyring.parse(_read(path))
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


def _settle_folder(folder: Path) -> None:
    if os.name == "posix":  # Elsewhere a folder cannot be opened to be synced.
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
