"""The key file is made once, for its owner's eyes, and nothing opens with another key."""

import os
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage import KeyfileUnusable, Keyring, open_keyring, save_keyring
from storage.keyring import WrongKey, seal, unseal


def test_the_first_run_makes_the_file_and_the_next_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "new folder" / "key"
    made = open_keyring(path)

    assert path.stat().st_mode & 0o777 == 0o600
    assert open_keyring(path).text() == made.text()
    assert [file.name for file in path.parent.iterdir()] == ["key"]


def test_two_first_runs_at_once_agree(tmp_path: Path) -> None:
    found: list[str] = []
    both = threading.Barrier(4)

    def run() -> None:
        both.wait()
        found.append(open_keyring(tmp_path / "key").text())

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(found) == 4
    assert len(set(found)) == 1


@pytest.mark.skipif(os.name != "posix", reason="elsewhere files have no modes")
def test_a_key_file_open_to_others_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "key"
    open_keyring(path)
    path.chmod(0o640)

    with pytest.raises(KeyfileUnusable, match="chmod 600"):
        open_keyring(path)


@pytest.mark.parametrize("text", ["", "\n", "name\n", "name !!!\n", "name AAAA\n", "AAAA\n"])
def test_a_broken_key_file_is_refused_and_left_as_it_is(tmp_path: Path, text: str) -> None:
    path = tmp_path / "key"
    path.touch(0o600)
    path.write_text(text)

    with pytest.raises(KeyfileUnusable, match="right key file"):
        open_keyring(path)
    assert path.read_text() == text


def test_a_rotated_keyring_opens_old_and_wraps_with_new(tmp_path: Path) -> None:
    path = tmp_path / "key"
    old = open_keyring(path)
    wrapped = old.wrap(b"k" * 32, b"place")

    save_keyring(path, old.with_fresh_key())
    new = open_keyring(path)

    assert path.stat().st_mode & 0o777 == 0o600
    assert new.newest != old.newest
    assert new.unwrap(*wrapped, b"place") == b"k" * 32
    assert new.wrap(b"k" * 32, b"place")[0] == new.newest
    with pytest.raises(WrongKey, match=new.newest):
        old.unwrap(*new.wrap(b"k" * 32, b"place"), b"place")


@given(st.binary(max_size=200), st.binary(max_size=20), st.binary(max_size=20))
def test_what_is_sealed_opens_in_its_own_place_only(
    clear: bytes, here: bytes, there: bytes
) -> None:
    key = b"k" * 32
    sealed = seal(key, clear, here)

    assert unseal(key, sealed, here) == clear
    if here != there:
        with pytest.raises(WrongKey):
            unseal(key, sealed, there)
    with pytest.raises(WrongKey):
        unseal(b"o" * 32, sealed, here)


@given(st.binary(min_size=1, max_size=50), st.data())
def test_a_changed_byte_is_noticed(clear: bytes, data: st.DataObject) -> None:
    sealed = bytearray(seal(b"k" * 32, clear, b""))
    sealed[data.draw(st.integers(0, len(sealed) - 1))] ^= data.draw(st.integers(1, 255))

    with pytest.raises(WrongKey):
        unseal(b"k" * 32, bytes(sealed), b"")


@given(st.text(max_size=50))
def test_the_same_words_never_look_the_same_twice(words: str) -> None:
    assert seal(b"k" * 32, words.encode(), b"") != seal(b"k" * 32, words.encode(), b"")


def test_a_keyring_holds_keys_of_the_right_size() -> None:
    with pytest.raises(KeyfileUnusable):
        Keyring({})
    with pytest.raises(KeyfileUnusable):
        Keyring({"short": b"k" * 31})
