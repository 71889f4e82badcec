"""The parts of a version beside its table of records: words, vectors, quotable passages, pictures, recordings."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt

from provenance.encoders import Encoder
from provenance.indexing.analysis import terms_of
from provenance.indexing.bundle import OUTLINES, PICTURES
from provenance.indexing.facts import REPORTS, facts_of
from provenance.indexing.fields import field_texts, searched_as_whole
from provenance.indexing.lexical_writer import LexicalWriter
from provenance.indexing.outline_writer import OutlineWriter
from provenance.indexing.outlines import OutlineArrays
from provenance.indexing.picture_build import PictureWriter
from provenance.indexing.recordings.writer import RecordingWriter
from provenance.indexing.vector_writer import VectorWriter
from provenance.jobs.build_settings import BuildSettings
from provenance.jobs.encoding import Encoding
from provenance.jobs.outline import outline_of
from provenance.jobs.passages import Base, write_passages
from provenance.jobs.views import Pending, views_of
from provenance.model.evidence import Evidence
from provenance.model.finding import Skipped
from provenance.store.records import RecordTable


class Parts:
    """Takes records in as the table numbers them; encodes in batches.

    Args:
        words: open writer of the lexical part.
        outlines: writer of what records tell.
        pictures: open writer of the picture part.
        recordings: writer of the recordings.
        vectors: writer of the vectors.
        encoder: of the texts.
        options: what is encoded of a record, and how many texts together.
    """

    def __init__(
        self,
        words: LexicalWriter,
        outlines: OutlineWriter,
        pictures: PictureWriter,
        recordings: RecordingWriter,
        vectors: VectorWriter,
        encoder: Encoder,
        options: BuildSettings,
    ) -> None:
        self._words, self._pictures, self._vectors = words, pictures, vectors
        self._outlines = outlines
        self._recordings = recordings
        self._encoding, self._options = Encoding(encoder, vectors), options
        self._pending: list[Pending] = []

    def add(self, row: int, record: Evidence) -> None:
        """Take in the record of a row."""
        texts = field_texts(record)
        self._words.add(row, texts, facts_of(record), record.kind.value, whole=searched_as_whole(record))
        self._outlines.add(outline_of(record), {name: terms_of(text) for name, text in texts.items()})
        self._pictures.add(record)
        self._recordings.add(record)
        self._pending.extend((row, view, text) for view, text in views_of(record.kind, texts, self._options))
        if len(self._pending) >= self._options.batch_size:
            self._encode()

    def flush(self) -> None:
        """Encode what waits, and wait for what was begun."""
        self._encode()
        self._encoding.finish()

    def _encode(self) -> None:
        self._encoding.put(self._pending)
        self._pending.clear()

    def finish(self, folder: Path, rows: int, base: Base | None = None) -> list[Skipped]:
        """Write what needs the whole table, once the table and the words are closed; returns the media left out."""
        self._outlines.close()
        self._vectors.close(rows, _groups(folder))
        write_passages(folder, base)
        self._pictures.save(folder / PICTURES)
        self._recordings.save()
        return self._pictures.skipped + self._recordings.skipped


def _groups(folder: Path) -> npt.NDArray[np.int64]:
    """The reports of each language, which are searched by themselves; shape (rows,), 0 for other records."""
    codes, kinds = RecordTable(folder).codes("kind")
    reports = np.isin(codes, [kinds.index(kind.value) for kind in REPORTS if kind.value in kinds])
    languages = OutlineArrays.load(folder / OUTLINES).language_groups().astype(np.int64)
    return np.where(reports, 1 + languages, 0)
