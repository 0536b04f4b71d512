"""A second process refuses the same database; a dead one holds nothing."""

import asyncio
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from storage import AlreadyRunning, Keyring, open_store
from storage.lock import ProcessLock
from tests.storage.conftest import Times

HOLD = """
import sys
from pathlib import Path
from storage.lock import ProcessLock
ProcessLock(Path(sys.argv[1])).acquire()
print("held", flush=True)
sys.stdin.read()
"""


def test_the_lock_of_a_living_process_is_refused_and_of_a_dead_one_is_not(tmp_path: Path) -> None:
    path = tmp_path / "tandem.sqlite3.lock"
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == b"held\n"

    with pytest.raises(AlreadyRunning, match=path.name), ProcessLock(path):
        raise AssertionError
    holder.send_signal(signal.SIGKILL)
    holder.communicate()

    with ProcessLock(path):
        pass


def test_a_released_lock_can_be_taken_again(tmp_path: Path) -> None:
    one, other = ProcessLock(tmp_path / "lock"), ProcessLock(tmp_path / "lock")
    one.acquire()
    with pytest.raises(AlreadyRunning):
        other.acquire()
    one.release()
    one.release()
    other.acquire()
    other.release()


def test_a_store_on_a_file_is_alone_until_it_is_closed(
    tmp_path: Path, keyring: Keyring, times: Times
) -> None:
    url = f"sqlite:///{tmp_path / 'data' / 'tandem.sqlite3'}"

    async def story() -> None:
        first = open_store(url, None, keyring, lambda: times.now, times.root)
        with pytest.raises(AlreadyRunning):
            open_store(url, None, keyring, lambda: times.now, times.root)
        beside = open_store(url, None, keyring, lambda: times.now, times.root, alone=False)
        await beside.close()
        await first.close()
        await open_store(url, None, keyring, lambda: times.now, times.root).close()

    asyncio.run(story())
