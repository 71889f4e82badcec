"""The record table of a built index: immutable, in row order, read lazily from a memory-mapped Arrow file."""

from __future__ import annotations

import mmap
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Any, Self

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from provenance.errors import IndexCorrupt, told_by
from provenance.model.evidence import Evidence
from provenance.store.columns import codes_of, gaps_of, numbers_of
from provenance.store.ids import IdIndex, IdIndexWriter
from provenance.store.layout import EMPTY_ROW, NO_DATE, SCHEMA, field_of, from_row, held_column, to_row
from provenance.store.rows import RowFile
from provenance.store.text_places import TextPlaces

RECORDS_FILE = "records.arrow"
IDS_FILE = "ids.npy"

#: Built records that are kept, those used last: posts come back to the same ones. A long session takes 100 kB.
KEPT = 512

#: After so many looks at rows the pages of the file are given back; each look may have brought 64 KB into memory.
_LET_GO_AFTER = 2_048


class RecordWriter:
    """Appends records to a table. Close it (or use `with`) before reading."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file = RowFile(folder / RECORDS_FILE)
        self._ids = IdIndexWriter()

    def __len__(self) -> int:
        return len(self._ids)

    def add(self, record: Evidence) -> int:
        """Append a record.

        Returns:
            Its row, or the row of the earlier record with the same id, which then stays.
        """
        row, fresh = self._ids.add(record.id)
        if fresh:
            self._file.add(to_row(record))
        return row

    def close(self) -> None:
        """Write what is left, and the index of ids."""
        self._file.close()
        self._ids.save(self._folder / IDS_FILE)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class RecordTable:
    """The records of an index. Rows are the rows of every index beside it; nothing is read before it is asked for."""

    def __init__(self, folder: Path) -> None:
        path = folder / RECORDS_FILE
        try:
            with path.open("rb") as file:
                self._mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            table = pa.ipc.open_file(pa.BufferReader(pa.py_buffer(self._mapped))).read_all()
        except (OSError, ValueError, pa.ArrowInvalid) as error:
            raise IndexCorrupt(f"cannot read the records {path}: {told_by(error)}; rebuild the index") from error
        if not table.schema.equals(SCHEMA):
            raise IndexCorrupt(f"{path} has other columns than this program writes; rebuild the index")
        self._table = table
        self._batches = table.to_batches()
        self._ends = np.cumsum([batch.num_rows for batch in self._batches], dtype=np.int64).tolist()
        #: Number of a batch → its columns as far as they were asked for, None for one that holds nothing: to take one
        #: value of each is far quicker than to slice the batch.
        self._held: dict[int, dict[str, pa.Array[Any] | None]] = {}
        self._built: dict[int, Evidence] = {}
        #: Arrays of columns by what was asked, and what lets one thread read while the other waits for it.
        self._columns: dict[str, Any] = {}
        self._reading = Lock()
        self._ids = IdIndex(folder / IDS_FILE, self.id)
        self._looks = 0

    def __len__(self) -> int:
        return int(self._table.num_rows)

    def evidence(self, row: int) -> Evidence:
        """The record of a row."""
        found = self._built.pop(row, None)
        if found is None:
            found = from_row(self._row(row))
            if len(self._built) >= KEPT:
                del self._built[next(iter(self._built))]
        self._built[row] = found  # as the one used last
        return found

    def fields(self, row: int, names: Sequence[str]) -> dict[str, Any]:
        """Some fields of a record, which need not be built for them: every column read is a page or two.

        Args:
            row: of the record.
            names: of fields of `Evidence` that are texts, dates or lists of texts.
        """
        if built := self._built.get(row):
            return {name: getattr(built, name) for name in names}
        return {name: field_of(name, value) for name, value in self._values(row, names)}

    def _row(self, row: int) -> dict[str, Any]:
        return {**EMPTY_ROW, **{name: value for name, value in self._values(row, EMPTY_ROW) if value is not None}}

    def _values(self, row: int, names: Iterable[str]) -> Iterator[tuple[str, Any]]:
        """Names of columns with what a row has there."""
        number, place = self._place(row)
        held = self._held.setdefault(number, {})
        for name in names:
            if name not in held:
                held[name] = held_column(self._batches[number], name)
            column = held[name]
            yield name, None if column is None else column[place].as_py()

    def evidences(self, rows: Sequence[int] | npt.NDArray[np.int64]) -> list[Evidence]:
        """The records of several rows, in that order."""
        return [self.evidence(int(row)) for row in rows]

    def id(self, row: int) -> str:
        """The id of a row's record."""
        return str(self._table.column("id")[self._checked(row)].as_py())

    def ids(self) -> list[str]:
        """Every id, in row order."""
        return [str(value) for value in self._table.column("id").to_pylist()]

    def row(self, evidence_id: str) -> int | None:
        """The row of a record, None when there is none with that id."""
        return self._ids.row(evidence_id)

    def find(self, evidence_id: str) -> Evidence | None:
        """The record of an id, None when there is none."""
        row = self.row(evidence_id)
        return None if row is None else self.evidence(row)

    def rows(self, hashes: npt.NDArray[np.uint64]) -> npt.NDArray[np.int64]:
        """The rows of some records by the hashes of their ids (`ids.hash_of`), -1 where there is none.

        Args:
            hashes: shape (n,).

        Returns:
            shape (n,).
        """
        return self._ids.rows(hashes)

    def column(self, name: str) -> pa.ChunkedArray[Any]:
        """One column as it lies on disk (`store.layout.SCHEMA`), without copying."""
        return self._table.column(name)

    def text_places(self, names: Sequence[str]) -> TextPlaces:
        """Where the texts of columns lie; whoever reads them there says so (`looked`)."""
        return TextPlaces([self._table.column(name) for name in names])

    def batches(self) -> list[pa.RecordBatch]:
        """All rows as they lie on disk, without copying."""
        return list(self._batches)

    def codes(self, column: str) -> tuple[npt.NDArray[np.int32], list[str | None]]:
        """A column of few distinct values: for each row the place of its value, and the values, None last; kept.

        Returns:
            int32, shape (rows,); and the values.
        """
        found: tuple[npt.NDArray[np.int32], list[str | None]]
        found = self._once(f"codes of {column}", lambda: codes_of(self._table.column(column)))
        return found

    def lacking(self, column: str) -> npt.NDArray[np.bool_]:
        """Which rows have nothing in a column; kept.

        Returns:
            shape (rows,).
        """
        found: npt.NDArray[np.bool_] = self._once(f"gaps of {column}", lambda: gaps_of(self._table.column(column)))
        return found

    def read_columns(self) -> None:
        """Read what every search asks of the columns."""
        self.codes("kind")
        self.lacking("claim")
        self.published()
        self.codes("rating")

    def _once(self, name: str, read: Callable[[], Any]) -> Any:
        """What was read before under this name; read by one thread at a time."""
        if name not in self._columns:
            with self._reading:
                if name not in self._columns:
                    self._columns[name] = read()
                    self.let_go()
        return self._columns[name]

    def let_go(self) -> None:
        """Give the pages of the file back: the columns of all batches lie side by side, so that one brings in all."""
        self._looks = 0
        self._mapped.madvise(mmap.MADV_DONTNEED)

    def published(self) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Start and end of every record's publication: microseconds since 1970, `NO_DATE` where unknown; kept.

        Returns:
            both int64, shape (rows,).
        """
        start, end = (self._dates(f"published_{edge}_us") for edge in ("start", "end"))
        return start, end

    def _dates(self, column: str) -> npt.NDArray[np.int64]:
        found: npt.NDArray[np.int64] = self._once(column, lambda: numbers_of(self._table.column(column), np.int64))
        return found

    def _place(self, row: int) -> tuple[int, int]:
        """The number of the batch that holds a row, and the row's place in it; a table finds both slowly."""
        number = bisect_right(self._ends, self._checked(row))
        self.looked(1)
        return number, row - (self._ends[number - 1] if number else 0)

    def looked(self, times: int) -> None:
        """Count looks at rows, so that the pages they bring in are given back before they are too many."""
        self._looks += times
        if self._looks >= _LET_GO_AFTER:
            self.let_go()

    def _checked(self, row: int) -> int:
        if not 0 <= row < len(self):
            raise IndexError(f"there is no row {row} among {len(self)} records")
        return row


__all__ = ["NO_DATE", "RecordTable", "RecordWriter"]
