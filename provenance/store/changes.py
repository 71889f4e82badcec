"""The change store: every record under its source's own key, what it was before, and in which order it changed.

It is the truth from which any index can be rebuilt. An index names the number of the last change it contains; what
came later is what the next index has to take in, however often a job was killed in between.
"""

from __future__ import annotations

import sqlite3
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import orjson

from provenance.errors import JobError
from provenance.model.evidence import Evidence
from provenance.model.media_path import MediaPath
from provenance.model.rating_history import RATING_HISTORY
from provenance.store.source_update import SourceUpdate

#: Raise it when a table changes; another number means: start a new store.
SCHEMA_VERSION = 1

_SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE sources (
    name TEXT PRIMARY KEY, rank INTEGER NOT NULL, digest TEXT NOT NULL,
    success_at TEXT NOT NULL, records INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE parts (
    source TEXT NOT NULL, part TEXT NOT NULL, state TEXT NOT NULL, reread INTEGER NOT NULL,
    skipped INTEGER NOT NULL, messages TEXT NOT NULL, PRIMARY KEY (source, part)
) WITHOUT ROWID;
CREATE TABLE records (
    source TEXT NOT NULL, id TEXT NOT NULL, part TEXT NOT NULL, fingerprint BLOB NOT NULL, content BLOB NOT NULL,
    seq INTEGER NOT NULL, folder TEXT, body BLOB
);
CREATE UNIQUE INDEX records_key ON records (id, source);
CREATE INDEX records_seq ON records (seq);
CREATE INDEX records_part ON records (source, part);
CREATE TABLE history (source TEXT NOT NULL, id TEXT NOT NULL, seq INTEGER NOT NULL, until TEXT NOT NULL, body BLOB);
CREATE INDEX history_key ON history (id, source);
"""


_LIVE = """
SELECT r.id, r.source, r.body, r.folder, EXISTS (SELECT 1 FROM history h WHERE h.id = r.id AND h.source = r.source)
FROM records r LEFT JOIN sources s ON s.name = r.source WHERE r.body IS NOT NULL
"""


@dataclass(frozen=True, slots=True)
class Change:
    """What became of an id: its record now, or None where no source has it any more."""

    id: str
    record: Evidence | None


@dataclass(frozen=True, slots=True)
class PastVersion:
    """A record as it was until it was replaced or removed.

    Attributes:
        until: when the change was noticed, ISO 8601.
        record: the former record.
    """

    until: str
    record: Evidence


@dataclass(frozen=True, slots=True)
class SourceState:
    """What the store knows of a source: its last success (ISO 8601) and its number of records then."""

    name: str
    success_at: str
    records: int


class ChangeStore:
    """One SQLite file; one writer at a time, killed at any moment without harm."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        with _job_errors(path):
            self._base = sqlite3.connect(path, isolation_level=None, timeout=30.0)
            self._base.execute("PRAGMA journal_mode = WAL")
            self._base.execute("PRAGMA synchronous = FULL")  # what was committed survives a power cut
            self._create()

    def _create(self) -> None:
        found = self._base.execute("SELECT name FROM sqlite_master WHERE name = 'meta'").fetchone()
        if found is None:
            values = [("schema", str(SCHEMA_VERSION)), ("store", uuid.uuid4().hex), ("seq", "0")]
            self._base.executescript(f"BEGIN IMMEDIATE; {_SCHEMA}")
            self._base.executemany("INSERT INTO meta VALUES (?, ?)", values)
            self._base.execute("COMMIT")
        elif self._meta("schema") != str(SCHEMA_VERSION):
            raise JobError(f"{self.path} was written by another version; move it away, the next run makes a new one")

    def _meta(self, key: str) -> str:
        return str(self._base.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()[0])

    @property
    def id(self) -> str:
        """Identifies the store: numbers of changes mean nothing in another one."""
        return self._meta("store")

    @property
    def head(self) -> int:
        """Number of the last change."""
        return int(self._meta("seq"))

    def __len__(self) -> int:
        """Number of ids that some source has."""
        return int(self._base.execute("SELECT count(DISTINCT id) FROM records WHERE body IS NOT NULL").fetchone()[0])

    def records_of(self, source: str) -> int:
        """Number of records that a source has, as it was read last."""
        found = self._base.execute("SELECT count(*) FROM records WHERE source = ? AND body IS NOT NULL", (source,))
        return int(found.fetchone()[0])

    def shadowed(self) -> int:
        """Number of records that another source's record with the same id hides."""
        row = self._base.execute("SELECT count(*) - count(DISTINCT id) FROM records WHERE body IS NOT NULL").fetchone()
        return int(row[0])

    def sources(self) -> list[SourceState]:
        """The sources in the order that decides which record of an id counts."""
        rows = self._base.execute("SELECT name, success_at, records FROM sources ORDER BY rank, name")
        return [SourceState(*row) for row in rows]

    @contextmanager
    def updating(
        self, source: str, *, rank: int, digest: str, at: str, keep_missing: bool = False
    ) -> Iterator[SourceUpdate]:
        """One source's changes in one transaction: an error inside leaves everything as it was.

        Args:
            source: its name in the configuration.
            rank: of several sources with the same id, the one with the lowest rank counts.
            digest: of everything that decides how its rows are read; a new one means to read all of them again.
            at: the time of the run, ISO 8601.
            keep_missing: whether records stay that the source no longer shows.

        Raises:
            JobError: the store cannot be written.
        """
        with _job_errors(self.path):
            self._base.execute("BEGIN IMMEDIATE")
            try:
                update = SourceUpdate(self._base, source, rank=rank, digest=digest, at=at, keep_missing=keep_missing)
                yield update
                update.close()
                self._base.execute("COMMIT")
            except BaseException:
                if self._base.in_transaction:
                    self._base.execute("ROLLBACK")
                raise

    def forget_sources(self, keep: set[str], *, at: str) -> list[str]:
        """Remove the records of sources that are no longer configured; returns their names."""
        gone = [state.name for state in self.sources() if state.name not in keep]
        for name in gone:
            with self.updating(name, rank=0, digest="", at=at) as update:
                update.drop_source()
        return gone

    def changes(self, since: int) -> Iterator[Change]:
        """What happened after a change number, one entry an id, in ascending order of ids."""
        ids = self._base.execute("SELECT DISTINCT id FROM records WHERE seq > ? ORDER BY id", (since,))
        for (key,) in ids:
            yield Change(key, self.record(key))

    def changed(self, since: int) -> int:
        """How many ids changed after a change number."""
        return int(self._base.execute("SELECT count(DISTINCT id) FROM records WHERE seq > ?", (since,)).fetchone()[0])

    def record(self, key: str) -> Evidence | None:
        """The record of an id that counts now, its former ratings noted under `rating_history`."""
        rows = self._base.execute(f"{_LIVE} AND r.id = ? ORDER BY s.rank, r.source LIMIT 1", (key,))
        return next((self._with_history(*row) for row in rows), None)

    def records(self) -> Iterator[Evidence]:
        """Every record that counts, in ascending order of ids."""
        last = None
        for row in self._base.execute(f"{_LIVE} ORDER BY r.id, s.rank, r.source"):
            if row[0] != last:
                last = row[0]
                yield self._with_history(*row)

    def _with_history(self, key: str, source: str, body: bytes, folder: str | None, has_past: int) -> Evidence:
        record = _evidence(body, folder)
        past = _past_ratings(record, self.history(source, key)) if has_past else []
        return replace(record, extra={**record.extra, RATING_HISTORY: past}) if past else record

    def history(self, source: str, key: str) -> list[PastVersion]:
        """What a record was before, oldest first."""
        rows = self._base.execute(
            "SELECT until, body FROM history WHERE id = ? AND source = ? ORDER BY seq", (key, source)
        )
        return [PastVersion(until, _evidence(body, None)) for until, body in rows]

    def skipped(self, source: str) -> tuple[int, list[str]]:
        """How many rows of a source are no records at present, and the first messages."""
        rows = self._base.execute("SELECT skipped, messages FROM parts WHERE source = ? ORDER BY part", (source,))
        count, messages = 0, []
        for number, text in rows:
            count += number
            messages += orjson.loads(text)
        return count, messages

    def copy_to(self, path: Path) -> None:
        """Write a copy of the whole store into a new file."""
        copy = sqlite3.connect(path)
        try:
            self._base.backup(copy)
        finally:
            copy.close()

    def close(self) -> None:
        """Close the file."""
        self._base.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


@contextmanager
def _job_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise JobError(f"the change store {path}: {error}; the published index is untouched") from error


def _evidence(body: bytes, folder: str | None) -> Evidence:
    record = Evidence.from_dict(orjson.loads(body))
    if not record.media or folder is None:
        return record
    return replace(record, media=tuple(MediaPath(name, Path(folder, name)) for name in record.media))


def _past_ratings(record: Evidence, history: list[PastVersion]) -> list[Mapping[str, Any]]:
    """Ratings that the record had and has no longer, oldest first."""
    ratings = [(version.record.rating, version.until) for version in history] + [(record.rating, "")]
    return [
        {"rating": rating, "until": until}
        for (rating, until), (following, _) in pairwise(ratings)
        if rating is not None and rating != following
    ]
