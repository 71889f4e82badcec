"""Columns of a record table as arrays, out of Arrow's buffers: its own way to NumPy loads pandas, which takes .2 s."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa


def numbers_of(column: pa.ChunkedArray[Any], kind: npt.DTypeLike) -> npt.NDArray[Any]:
    """The numbers of a column without gaps, of this type."""
    size = np.dtype(kind).itemsize
    parts = [
        np.frombuffer(chunk.buffers()[1], kind, len(chunk), chunk.offset * size) if len(chunk) else np.zeros(0, kind)
        for chunk in column.chunks
    ]
    return np.concatenate(parts) if parts else np.zeros(0, kind)


def gaps_of(column: pa.ChunkedArray[Any]) -> npt.NDArray[np.bool_]:
    """Which rows of a column have nothing."""
    parts = []
    for chunk in column.chunks:
        held = chunk.buffers()[0]
        if held is None or not len(chunk):
            parts.append(np.zeros(len(chunk), np.bool_))
        else:
            bits = np.unpackbits(np.frombuffer(held, np.uint8), bitorder="little", count=chunk.offset + len(chunk))
            parts.append(bits[chunk.offset :] == 0)
    return np.concatenate(parts) if parts else np.zeros(0, np.bool_)


def codes_of(column: pa.ChunkedArray[Any]) -> tuple[npt.NDArray[np.int32], list[Any]]:
    """A column of few distinct values: for each row the place of its value, and the values, None last."""
    encoded = column.combine_chunks().dictionary_encode(null_encoding="encode")
    found = encoded.dictionary.to_pylist()
    values = [*(value for value in found if value is not None), None]
    places = {value: place for place, value in enumerate(values)}
    rank = np.array([places[value] for value in found], np.int32)
    return rank.take(numbers_of(pa.chunked_array([encoded.indices]), np.int32)), values
