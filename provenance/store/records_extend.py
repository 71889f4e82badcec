"""The record table of a version that differs little from the one before: kept rows column by column, new ones after."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from provenance.model.evidence import Evidence
from provenance.store.ids import hash_of, load_entries, save_entries
from provenance.store.layout import to_row
from provenance.store.records import IDS_FILE, RECORDS_FILE, RecordTable
from provenance.store.rows import BATCH_ROWS, RowFile


class RecordExtension:
    """Begins with the kept rows of another table, as rows 0, 1, … in their order; then takes new records.

    Args:
        base: the older table.
        base_folder: where it lies.
        folder: where the new one goes.
        kept: shape (rows of the base,): which stay.
    """

    def __init__(self, base: RecordTable, base_folder: Path, folder: Path, kept: npt.NDArray[np.bool_]) -> None:
        self._folder, self._base_folder, self._kept = folder, base_folder, kept
        self._count = int(kept.sum())
        self._hashes: list[int] = []
        self._file = RowFile(folder / RECORDS_FILE)
        self._copy(base)

    def _copy(self, base: RecordTable) -> None:
        """Write the kept rows, batch by batch; small batches of many nights are joined on the way."""
        waiting: list[pa.RecordBatch] = []
        start = size = 0
        for batch in base.batches():
            kept = self._kept[start : start + batch.num_rows]
            start += batch.num_rows
            part = batch if kept.all() else batch.filter(pa.array(kept))
            if not part.num_rows:
                continue
            waiting.append(part)
            size += part.num_rows
            if size >= BATCH_ROWS:
                self._file.add_batches(waiting)
                waiting, size = [], 0
        if waiting:
            self._file.add_batches(waiting)

    def __len__(self) -> int:
        return self._count

    def add(self, record: Evidence) -> int:
        """Append a record whose id is not among the kept ones; returns its row."""
        self._file.add(to_row(record))
        self._hashes.append(hash_of(record.id))
        self._count += 1
        return self._count - 1

    def close(self) -> None:
        """Write what is left, and the index of ids."""
        self._file.close()
        hashes, rows = load_entries(self._base_folder / IDS_FILE)
        stays = self._kept[rows.astype(np.int64)]
        new_row = np.cumsum(self._kept, dtype=np.int64) - 1
        first = self._count - len(self._hashes)
        save_entries(
            self._folder / IDS_FILE,
            np.concatenate([hashes[stays], np.array(self._hashes, np.uint64)]),
            np.concatenate([new_row[rows[stays].astype(np.int64)], np.arange(first, self._count)]),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.close()
        else:
            self._file.abandon()
