"""Where texts of a record table lie in memory, for loops that read them there: no string is built of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from provenance.text.ngrams import Texts

Rows = npt.NDArray[np.int64]


class TextPlaces:
    """Places of the texts of some columns.

    Args:
        columns: of strings, all cut into the same chunks; their buffers are held as long as this is.
    """

    def __init__(self, columns: Sequence[pa.ChunkedArray[Any]]) -> None:
        self._columns = [[_chunk(chunk) for chunk in column.chunks] for column in columns]
        self._held = columns
        self._ends = np.cumsum([len(chunk) for chunk in columns[0].chunks], dtype=np.int64)

    def of(self, rows: Rows) -> Texts:
        """Those of some rows, shape (columns, rows); a text that is not there is empty."""
        shape = len(self._columns), len(rows)
        begins, sizes = np.zeros(shape, np.uint64), np.zeros(shape, np.int64)
        numbers = np.searchsorted(self._ends, rows, side="right")
        order = np.argsort(numbers, kind="stable")
        found, firsts = np.unique(numbers[order], return_index=True)
        for number, mine in zip(found.tolist(), np.split(order, firsts[1:]), strict=True) if len(rows) else ():
            inside = rows[mine] - (self._ends[number - 1] if number else 0)
            for place, chunks in enumerate(self._columns):
                offsets, data = chunks[number]
                first = offsets[inside]
                begins[place, mine] = data + first.astype(np.uint64)
                sizes[place, mine] = offsets[inside + 1] - first
        return Texts(begins, sizes)


def _chunk(chunk: pa.Array[Any]) -> tuple[npt.NDArray[np.int32], np.uint64]:
    """Where the texts of a chunk begin, and the address that this counts from; what is null has no text there."""
    _, offsets, data = chunk.buffers()
    if offsets is None or not len(chunk):
        return np.zeros(1, np.int32), np.uint64(0)
    own = np.frombuffer(offsets, np.int32, len(chunk) + 1, 4 * chunk.offset)
    return own, np.uint64(data.address if data is not None else 0)
