"""The installation's keys: they wrap the vaults' keys and seal nothing else themselves.

A key file holds one `name key` a line. The last line wraps what is wrapped from now on; the others
still open.
"""

import base64
import binascii
import hashlib
import os
from collections.abc import Iterator, Mapping

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
        """The name of the key that wraps."""

    def __contains__(self, name: str) -> bool:
        return name in self._keys

    def __iter__(self) -> Iterator[str]:
        return iter(self._keys)

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

    def with_standby(self) -> "Keyring":
        """The same keys and a new one, which opens and does not wrap yet."""
        return self.with_fresh_key().wrapping_with(self.newest)

    def wrapping_with(self, name: str) -> "Keyring":
        """The same keys, of which the named one wraps from now on."""
        others = {other: key for other, key in self._keys.items() if other != name}
        return Keyring(others | {name: self._keys[name]})

    def without(self, name: str) -> "Keyring":
        """The other keys."""
        return Keyring({other: key for other, key in self._keys.items() if other != name})

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
