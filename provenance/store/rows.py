"""The file of a record table while it is written: rows are collected, and written some hundred at a time."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa

from provenance.store.layout import SCHEMA

#: Rows written at a time: enough to write in one go, few enough to hold long transcripts.
BATCH_ROWS = 512


class RowFile:
    """An Arrow file that grows row by row."""

    def __init__(self, path: Path) -> None:
        self._file = pa.OSFile(str(path), "wb")
        self._writer = pa.ipc.new_file(self._file, SCHEMA)
        self._rows: list[dict[str, Any]] = []

    def add(self, row: dict[str, Any]) -> None:
        """Append a row (`layout.to_row`)."""
        self._rows.append(row)
        if len(self._rows) >= BATCH_ROWS:
            self._flush()

    def add_batches(self, parts: list[pa.RecordBatch]) -> None:
        """Append rows of another table as one batch; before any row of one's own."""
        if len(parts) == 1:
            self._writer.write_batch(parts[0])
        else:
            self._writer.write_table(pa.Table.from_batches(parts).combine_chunks())

    def close(self) -> None:
        """Write what is left; the file is complete."""
        self._flush()
        self._writer.close()
        self._file.close()

    def abandon(self) -> None:
        """Close the file as it is: nobody is to read it."""
        self._file.close()

    def _flush(self) -> None:
        if self._rows:
            self._writer.write_batch(pa.RecordBatch.from_pylist(self._rows, schema=SCHEMA))
            self._rows = []
