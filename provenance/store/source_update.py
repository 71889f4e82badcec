"""One source's changes, written inside a transaction of the change store."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from hashlib import blake2b
from pathlib import Path
from typing import Any

import orjson

from provenance.model.evidence import Evidence
from provenance.model.finding import Skipped
from provenance.model.media_path import media_file

#: Messages kept of the rows of a part that are no records; the count is always exact.
MESSAGES_KEPT = 200


class Outcome(StrEnum):
    """What a record meant to the store."""

    ADDED = "added"
    CHANGED = "changed"
    SAME = "same"
    DUPLICATE = "duplicate"


@dataclass(slots=True)
class Counts:
    """What an update did to a source."""

    before: int = 0
    added: int = 0
    changed: int = 0
    removed: int = 0
    skipped: int = 0

    @property
    def after(self) -> int:
        """Number of records now."""
        return self.before + self.added - self.removed


class SourceUpdate:
    """Reads a source part by part (a file, a page): parts that are the same as last time are passed over."""

    def __init__(
        self, base: sqlite3.Connection, source: str, *, rank: int, digest: str, at: str, keep_missing: bool
    ) -> None:
        self.source = source
        self.counts = Counts()
        self._base, self._rank, self._digest, self._at = base, rank, digest, at
        row = base.execute("SELECT digest, rank FROM sources WHERE name = ?", (source,)).fetchone()
        self._fresh = row is None or row[0] != digest
        self._seq = int(base.execute("SELECT value FROM meta WHERE key = 'seq'").fetchone()[0])
        self._seen: set[str] = set()
        self._read: set[str] = set()
        self._dropped = False
        self._keep_missing = keep_missing
        count = base.execute("SELECT count(*) FROM records WHERE source = ? AND body IS NOT NULL", (source,))
        self.counts.before = int(count.fetchone()[0])
        if row is not None and row[1] != rank:
            self._touch_all()

    def parts(self) -> Mapping[str, Mapping[str, Any]]:
        """Part → its state when it was read last (a checksum, what a server said), as `read` was given it."""
        rows = self._base.execute("SELECT part, state FROM parts WHERE source = ?", (self.source,))
        return {part: orjson.loads(state) for part, state in rows}

    def must_read(self, part: str, digest: str) -> bool:
        """Whether a part has to be read: it is new, differs, or holds what its own bytes do not tell (media).

        Args:
            part: name of a file or address of a page.
            digest: checksum of its bytes, kept in its state under `digest`.
        """
        row = self._base.execute(
            "SELECT state, reread FROM parts WHERE source = ? AND part = ?", (self.source, part)
        ).fetchone()
        return self._fresh or row is None or bool(row[1]) or orjson.loads(row[0]).get("digest") != digest

    @property
    def fresh(self) -> bool:
        """Whether everything has to be read: the source is new, or its rows now mean something else."""
        return self._fresh

    def open_part(self, part: str) -> PartUpdate:
        """Begin to read a part again."""
        self._read.add(part)
        return PartUpdate(self, part)

    def keep_only(self, parts: set[str]) -> None:
        """Say which parts the source has, before reading them; records of all others go when the update closes."""
        if self._keep_missing:
            return
        for part in set(self.parts()) - parts:
            self._read.add(part)
            self._base.execute("DELETE FROM parts WHERE source = ? AND part = ?", (self.source, part))

    def drop_source(self) -> None:
        """Remove every record, and the source itself."""
        self.keep_only(set())
        self._dropped = True

    def missing(self) -> int:
        """How many records would be removed if the update closed now."""
        return sum(len(self._missing(part)) for part in self._read)

    def close(self) -> None:
        """Remove what was not seen again in the parts that were read, and note the success."""
        for part in sorted(self._read):
            for key in self._missing(part):
                self._replace(key, None)
                self.counts.removed += 1
        if self._dropped:
            self._base.execute("DELETE FROM sources WHERE name = ?", (self.source,))
        else:
            self._base.execute(
                "INSERT OR REPLACE INTO sources VALUES (?, ?, ?, ?, ?)",
                (self.source, self._rank, self._digest, self._at, self.counts.after),
            )
        self._base.execute("UPDATE meta SET value = ? WHERE key = 'seq'", (str(self._seq),))

    def _missing(self, part: str) -> list[str]:
        if self._keep_missing:
            return []
        rows = self._base.execute(
            "SELECT id FROM records WHERE source = ? AND part = ? AND body IS NOT NULL", (self.source, part)
        )
        return [key for (key,) in rows if key not in self._seen]

    def _touch_all(self) -> None:
        """Another rank may make other records count: every one of the source is a change."""
        self._seq += 1
        self._base.execute("UPDATE records SET seq = ? WHERE source = ?", (self._seq, self.source))

    def _next(self) -> int:
        self._seq += 1
        return self._seq

    def _replace(self, key: str, new: tuple[str, bytes, bytes, str | None, bytes] | None) -> None:
        """Put a row (part, fingerprint, content, folder, body) in place of the old one, which becomes history."""
        seq = self._next()
        self._base.execute(
            "INSERT INTO history SELECT source, id, ?, ?, body FROM records "
            "WHERE source = ? AND id = ? AND body IS NOT NULL",
            (seq, self._at, self.source, key),
        )
        if new is None:
            self._base.execute(
                "UPDATE records SET seq = ?, body = NULL, content = x'' WHERE source = ? AND id = ?",
                (seq, self.source, key),
            )
        else:
            part, fingerprint, content, folder, body = new
            self._base.execute(
                "INSERT INTO records VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id, source) DO UPDATE SET "
                "part = excluded.part, fingerprint = excluded.fingerprint, content = excluded.content, "
                "seq = excluded.seq, folder = excluded.folder, body = excluded.body",
                (self.source, key, part, fingerprint, content, seq, folder, body),
            )


class PartUpdate:
    """The rows of one part."""

    def __init__(self, update: SourceUpdate, part: str) -> None:
        self._update, self._part = update, part
        self._base = update._base
        rows = self._base.execute(
            "SELECT fingerprint, id FROM records WHERE source = ? AND part = ? AND body IS NOT NULL",
            (update.source, part),
        )
        self._known: dict[bytes, str] = {} if update._fresh else dict(rows)
        self._reread = False
        self._skipped = 0
        self._messages: list[str] = []

    def unchanged(self, fingerprint: bytes) -> bool:
        """Whether the part held a row with this fingerprint; it then counts as seen."""
        key = self._known.get(fingerprint)
        if key is None or key in self._update._seen:
            return False
        self._update._seen.add(key)
        return True

    def put(self, record: Evidence, fingerprint: bytes, folder: Path | None = None) -> Outcome:
        """Take in a record that was built; its media paths count from `folder`."""
        key, update = record.id, self._update
        row = self._base.execute(
            "SELECT part, content, body IS NOT NULL FROM records WHERE id = ? AND source = ?", (key, update.source)
        ).fetchone()
        lives_elsewhere = row is not None and row[2] and row[0] != self._part and row[0] not in update._read
        if key in update._seen or (lives_elsewhere and self._is_still_there(row[0])):
            self._reread = True  # the other one may go, without a change in this part
            return Outcome.DUPLICATE
        update._seen.add(key)
        self._reread = self._reread or bool(record.media)
        body, content = _body(record)
        place = str(folder) if record.media and folder is not None else None
        if row is not None and row[2] and row[1] == content:
            self._base.execute(
                "UPDATE records SET part = ?, fingerprint = ?, folder = ? WHERE id = ? AND source = ?",
                (self._part, fingerprint, place, key, update.source),
            )
            return Outcome.SAME
        update._replace(key, (self._part, fingerprint, content, place, body))
        if row is not None and row[2]:
            update.counts.changed += 1
            return Outcome.CHANGED
        update.counts.added += 1
        return Outcome.ADDED

    def skip(self, skipped: Skipped) -> None:
        """Note a row that is no record."""
        self._skipped += 1
        self._update.counts.skipped += 1
        if len(self._messages) < MESSAGES_KEPT:
            self._messages.append(skipped.message)

    def close(self, state: Mapping[str, Any]) -> None:
        """The part is read; `state` is what tells next time whether it has changed."""
        self._base.execute(
            "INSERT OR REPLACE INTO parts VALUES (?, ?, ?, ?, ?, ?)",
            (
                self._update.source,
                self._part,
                orjson.dumps(dict(state)).decode(),
                int(self._reread),
                self._skipped,
                orjson.dumps(self._messages).decode(),
            ),
        )

    def _is_still_there(self, part: str) -> bool:
        found = self._base.execute(
            "SELECT 1 FROM parts WHERE source = ? AND part = ?", (self._update.source, part)
        ).fetchone()
        return found is not None


def _body(record: Evidence) -> tuple[bytes, bytes]:
    """The record as JSON, and a checksum of it and of the bytes of its media."""
    body = orjson.dumps(record.to_dict(), option=orjson.OPT_SORT_KEYS)
    digest = blake2b(body, digest_size=16)
    for name in record.media:
        digest.update(_media_digest(media_file(name)))
    return body, digest.digest()


def _media_digest(path: Path) -> bytes:
    import hashlib

    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "blake2b").digest()
    except OSError:
        return b"missing"
