"""`ngrams.c` from Python: runs of four letters in texts that lie in memory."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from provenance.compiled.library import ARRAY, SIZE, address_of, function_of

Folded = npt.NDArray[np.uint16]
Begins = npt.NDArray[np.uint64]
Sizes = npt.NDArray[np.int64]


def marked(
    folded: Folded, runs: npt.NDArray[np.uint64], begins: Begins, sizes: Sizes, most: int
) -> tuple[npt.NDArray[np.bool_], Sizes] | None:
    """Look for runs of letters in the texts of records.

    Args:
        folded: shape (65536,), what each letter counts as; a space for what is none.
        runs: shape (n,), distinct: four letters each, 16 bits a letter.
        begins: shape (fields, records), where the texts lie in memory, UTF-8; they must not move.
        sizes: of the same shape, bytes; 0 where there is no text.
        most: letters of a text that are read.

    Returns:
        Shape (records, n), which run stands in which record, and shape (records,), how many runs each has; None where
        the loops were not compiled.
    """
    function = _mark()
    if function is None:
        return None
    folded, begins, sizes = _checked(folded, begins, sizes)
    runs = np.ascontiguousarray(runs, np.uint64)
    out, lengths = np.empty((begins.shape[1], len(runs)), np.bool_), np.empty(begins.shape[1], np.int64)
    given = (
        address_of(folded),
        address_of(runs),
        len(runs),
        *begins.shape,
        address_of(begins),
        address_of(sizes),
        most,
    )
    _ended(function(*given, address_of(out), address_of(lengths)))
    return out, lengths


def counted(folded: Folded, begins: Begins, sizes: Sizes, most: int, bits: int) -> npt.NDArray[np.uint16] | None:
    """In how many records each run stands.

    Args:
        folded: as above.
        begins: as above; of 65,535 records at most.
        sizes: as above.
        most: letters of a text that are read.
        bits: of the number of a run, so that some have the same.

    Returns:
        Shape (2 ** bits,), records by the number of the run; None where the loops were not compiled.
    """
    function = _count()
    if function is None:
        return None
    folded, begins, sizes = _checked(folded, begins, sizes)
    if begins.shape[1] > np.iinfo(np.uint16).max:
        raise ValueError(f"{begins.shape[1]} records are too many to be counted")
    counts = np.zeros(1 << bits, np.uint16)
    _ended(
        function(
            address_of(folded), *begins.shape, address_of(begins), address_of(sizes), most, bits, address_of(counts)
        )
    )
    return counts


def is_there() -> bool:
    """Whether the library was compiled for this source."""
    return _mark() is not None


def _checked(folded: Folded, begins: Begins, sizes: Sizes) -> tuple[Folded, Begins, Sizes]:
    if len(folded) != 1 << 16 or begins.ndim != 2 or begins.shape != sizes.shape:
        raise ValueError(f"{len(folded)} folded letters, texts of shape {begins.shape}, sizes of shape {sizes.shape}")
    return (
        np.ascontiguousarray(folded, np.uint16),
        np.ascontiguousarray(begins, np.uint64),
        np.ascontiguousarray(sizes, np.int64),
    )


def _ended(status: int) -> None:
    if status:
        raise MemoryError("no memory is left to compare letters")


@cache
def _mark() -> Any:
    """`ngrams_mark`, None where it is not compiled."""
    return function_of("ngrams", "ngrams_mark", *(ARRAY,) * 2, *(SIZE,) * 3, ARRAY, ARRAY, SIZE, ARRAY, ARRAY)


@cache
def _count() -> Any:
    """`ngrams_count`, None where it is not compiled."""
    return function_of("ngrams", "ngrams_count", ARRAY, SIZE, SIZE, ARRAY, ARRAY, SIZE, SIZE, ARRAY)
