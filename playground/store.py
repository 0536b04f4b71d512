"""What the playground remembers across restarts: JSON documents in one SQLite file.

Every put is committed before it returns, so killing the process loses nothing that was answered.
"""

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any


class Store:
    """Documents by kind and id; without a folder they live in memory only."""

    def __init__(self, folder: Path | None = None) -> None:
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
        target = ":memory:" if folder is None else str(folder / "playground.sqlite3")
        self._connection = sqlite3.connect(target, isolation_level=None)
        self._connection.execute("PRAGMA journal_mode=WAL")
        self._connection.execute("PRAGMA synchronous=NORMAL")
        self._connection.execute(
            "CREATE TABLE IF NOT EXISTS documents (kind TEXT NOT NULL, id TEXT NOT NULL,"
            " body TEXT NOT NULL, PRIMARY KEY (kind, id)) WITHOUT ROWID"
        )

    def put(self, kind: str, key: str, body: Any) -> None:
        """The document is on disk when this returns."""
        self._connection.execute(
            "INSERT INTO documents VALUES (?, ?, ?)"
            " ON CONFLICT (kind, id) DO UPDATE SET body = excluded.body",
            (kind, key, json.dumps(body)),
        )

    def drop(self, kind: str, key: str) -> None:
        """The document is gone."""
        self._connection.execute("DELETE FROM documents WHERE kind = ? AND id = ?", (kind, key))

    def get(self, kind: str, key: str) -> Any:
        """One document, or None."""
        row = self._connection.execute(
            "SELECT body FROM documents WHERE kind = ? AND id = ?", (kind, key)
        ).fetchone()
        return None if row is None else json.loads(row[0])

    def all(self, kind: str) -> Iterator[Any]:
        """Every document of a kind, in the order of their ids."""
        rows = self._connection.execute(
            "SELECT body FROM documents WHERE kind = ? ORDER BY id", (kind,)
        ).fetchall()
        return (json.loads(body) for (body,) in rows)

    def close(self) -> None:
        """Gives the file back."""
        self._connection.close()
