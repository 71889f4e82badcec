"""Reads the pictures of records, each file once: what was read is kept under the contents of the file."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt

from provenance.config import Settings
from provenance.indexing.manifest import sha256_of
from provenance.media.box import Box
from provenance.media.ocr import TextLine, TextReader, can_read
from provenance.model.report import PICTURES_UNREAD

#: Seconds a writer waits for another one.
_PATIENCE_S = 60.0


class RecordReader:
    """Use it as a context manager, it owns a reading process.

    Args:
        cache: file of what was read before; grows until deleted, and deleting it loses only time.
        reader: reads pictures.
    """

    def __init__(self, cache: Path, reader: TextReader) -> None:
        self._cache, self._reader = cache, reader

    @classmethod
    def open(cls, settings: Settings, cache: Path) -> Self | None:
        """None where pictures are not to be read, or the extra is not installed."""
        return cls(cache, TextReader()) if settings.read_pictures and can_read() else None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._reader.close()

    @property
    def revision(self) -> str:
        """Of the recogniser."""
        return self._reader.revision

    def read(self, file: Path, pixels: npt.NDArray[np.uint8]) -> tuple[TextLine, ...]:
        """The lines of a picture.

        Args:
            file: the picture.
            pixels: what it was decoded to; read where the file was not read before.

        Raises:
            RecordError: it cannot be read within the limits.
        """
        key = f"{self.revision} {sha256_of(file)}"
        with self._connected() as database:
            known = database.execute("SELECT lines FROM read WHERE key = ?", (key,)).fetchone()
        if known:
            return tuple(TextLine(text, Box(*box), trust) for text, box, trust in json.loads(known[0]))
        lines = self._reader.read(pixels)
        content = json.dumps([[line.text, tuple(line.box), line.trust] for line in lines], ensure_ascii=False)
        with self._connected() as database, database:
            database.execute("INSERT OR REPLACE INTO read VALUES (?, ?)", (key, content))
        return lines

    def _connected(self) -> closing[sqlite3.Connection]:
        self._cache.parent.mkdir(parents=True, exist_ok=True)
        database = sqlite3.connect(self._cache, timeout=_PATIENCE_S)
        database.execute("CREATE TABLE IF NOT EXISTS read (key TEXT PRIMARY KEY, lines TEXT) WITHOUT ROWID")
        return closing(database)


def read_by(reader: RecordReader | None) -> str:
    """What a manifest says about the text in the pictures of records."""
    return reader.revision if reader else PICTURES_UNREAD
