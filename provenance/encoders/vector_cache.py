"""Vectors that were computed before, kept on disk under what they were computed from.

One SQLite file serves any number of processes: readers never wait, writers wait for one another.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from hashlib import blake2b
from pathlib import Path

import numpy as np

from provenance.encoders.base import Encoder, Vectors
from provenance.encoders.wrapped import WrappedEncoder

#: Seconds a writer waits for another one; a batch of vectors is written in milliseconds.
_PATIENCE_S = 60.0
#: SQLite takes 999 variables in a statement in its oldest supported builds.
_KEYS_A_QUERY = 900


class VectorCache:
    """Maps (model revision, role, text) to the vector; grows until deleted, and deleting it loses only time."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        with self._connection() as database:
            database.execute("PRAGMA journal_mode=WAL")
            database.execute("CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB) WITHOUT ROWID")

    def __len__(self) -> int:
        with self._connection() as database:
            return int(database.execute("SELECT count(*) FROM vectors").fetchone()[0])

    def get(self, keys: Sequence[bytes]) -> dict[bytes, Vectors]:
        """The vectors that are known, float32."""
        found: dict[bytes, Vectors] = {}
        with self._connection() as database:
            for start in range(0, len(keys), _KEYS_A_QUERY):
                part = keys[start : start + _KEYS_A_QUERY]
                marks = ",".join("?" * len(part))
                rows = database.execute(f"SELECT key, vector FROM vectors WHERE key IN ({marks})", part)
                found.update((key, np.frombuffer(vector, "<f4")) for key, vector in rows)
        return found

    def put(self, vectors: dict[bytes, Vectors]) -> None:
        """Keep vectors; those already known stay as they are."""
        rows = [(key, np.ascontiguousarray(vector, "<f4").tobytes()) for key, vector in vectors.items()]
        with self._connection() as database:
            database.executemany("INSERT OR IGNORE INTO vectors VALUES (?, ?)", rows)

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        """A connection of its own each time: a connection may not cross a fork or a thread."""
        database = sqlite3.connect(self.path, timeout=_PATIENCE_S)
        try:
            database.execute("PRAGMA synchronous=OFF")  # a cache may lose its last words in a power cut
            with database:
                yield database
        finally:
            database.close()


class CachedEncoder(WrappedEncoder):
    """An encoder that asks its cache first, and encodes a repeated text once."""

    def __init__(self, encoder: Encoder, cache: VectorCache) -> None:
        super().__init__(encoder)
        self._cache = cache

    def encode(self, texts: Sequence[str], *, query: bool = False) -> Vectors:
        """See `Encoder.encode`."""
        return self.begin(texts, query=query)()

    @property
    def width(self) -> int:
        """Batches that are worth having begun at a time."""
        return int(getattr(self._encoder, "width", 0))

    def begin(self, texts: Sequence[str], *, query: bool = False) -> Callable[[], Vectors]:
        """Begin to encode what is not known; what is returned waits for it, and keeps it."""
        keys = [self._key(text, query) for text in texts]
        text_of = dict(zip(keys, texts, strict=True))
        known = self._cache.get(list(text_of))
        known = {key: vector for key, vector in known.items() if vector.shape == (self.dimension,)}
        missing = [key for key in text_of if key not in known]
        encoded = self._begun([text_of[key] for key in missing], query) if missing else None

        def vectors() -> Vectors:
            if encoded is not None:
                fresh = dict(zip(missing, encoded(), strict=True))
                self._cache.put(fresh)
                known.update(fresh)
            out = np.empty((len(texts), self.dimension), np.float32)
            for row, key in enumerate(keys):
                out[row] = known[key]
            return out

        return vectors

    def _begun(self, texts: list[str], query: bool) -> Callable[[], Vectors]:
        begin: Callable[..., Callable[[], Vectors]] | None = getattr(self._encoder, "begin", None)
        return begin(texts, query=query) if begin else partial(self._encoder.encode, texts, query=query)

    def _key(self, text: str, query: bool) -> bytes:
        role = "query" if query else "evidence"
        content = f"{self.revision}\0{role}\0{text}".encode("utf-8", "surrogatepass")
        return blake2b(content, digest_size=20).digest()
