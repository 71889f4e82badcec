"""Which ids a batch has had already, in bounded memory."""

from __future__ import annotations

import contextlib
import sqlite3
import tempfile
from pathlib import Path
from typing import Self

#: Ids kept in memory; about 30 MB. Beyond that they go to a temporary file.
IN_MEMORY_IDS = 200_000


class SeenIds:
    """A set of ids that spills to disk, exact at any size. Use as a context manager."""

    def __init__(self, in_memory: int = IN_MEMORY_IDS) -> None:
        self._limit = in_memory
        self._recent: set[str] = set()
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._base: sqlite3.Connection | None = None

    def add(self, key: str) -> bool:
        """Remember `key`; False if it was there already."""
        if key in self._recent or (self._base is not None and self._on_disk(key)):
            return False
        self._recent.add(key)
        if len(self._recent) >= self._limit:
            self._spill()
        return True

    def _on_disk(self, key: str) -> bool:
        assert self._base is not None
        return self._base.execute("SELECT 1 FROM seen WHERE id = ?", (key,)).fetchone() is not None

    def _spill(self) -> None:
        if self._base is None:
            self._folder = tempfile.TemporaryDirectory(prefix="provenance-ids-")
            self._base = sqlite3.connect(Path(self._folder.name) / "seen.sqlite", check_same_thread=False)
            self._base.executescript(
                "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
                "CREATE TABLE seen (id TEXT PRIMARY KEY) WITHOUT ROWID;"
            )
        with self._base:
            self._base.executemany("INSERT INTO seen VALUES (?)", ((key,) for key in sorted(self._recent)))
        self._recent.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._base is not None:
            self._base.close()
        if self._folder is not None:
            with contextlib.suppress(OSError):
                self._folder.cleanup()
