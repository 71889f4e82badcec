"""`words.c` from Python: the best records of queries by words."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from provenance.compiled.library import ARRAY, SIZE, address_of, function_of
from provenance.compiled.threads import side_by_side

#: Filters of one call: a bit each.
MOST_FILTERS = 64

Array = npt.NDArray[Any]

_NO_MEMORY = -1
#: Records of the first block of a group: few, so that it is soon known what the best ones have; and entries of lists
#: that cost as much as to look up one record. Searches of a million records take as long with 1,024. 2026-11.
FIRST_BLOCK, LOOK = 256, 4
#: Queries that a thread looks for before it takes the next ones.
_TOGETHER = 8


class _Index(ctypes.Structure):
    _fields_ = (
        ("places", ARRAY),
        ("times", ARRAY),
        ("entries", SIZE),
        ("lengths", ARRAY),
        ("norms", ARRAY),
        ("channels", SIZE),
        ("codes", SIZE),
        ("rows", ARRAY),
        ("records", SIZE),
    )


class _Queries(ctypes.Structure):
    _fields_ = (
        ("count", SIZE),
        ("cuts", ARRAY),
        ("begins", ARRAY),
        ("sizes", ARRAY),
        ("channels", ARRAY),
        ("weights", ARRAY),
        ("bounds", ARRAY),
    )


class _Filters(ctypes.Structure):
    _fields_ = (
        ("count", SIZE),
        ("inside", ARRAY),
        ("few", ARRAY),
        ("fews", ARRAY),
        ("segments", SIZE),
        ("edges", ARRAY),
        ("wanted", ARRAY),
    )


class Filters:
    """Which places the records of each of several rankings may have.

    Args:
        edges: int64, shape (segments + 1,), ascending places; what lies between two is a segment.
        wanted: of each segment, a bit for each filter that allows some of it.
        inside: of each filter bool, shape (records,), which places are allowed; None where all of its segments are.
        few: of each filter int64, the allowed places, ascending, to be looked up one by one; None where they are many.

    Raises:
        ValueError: there are more than `MOST_FILTERS`, or an array is of another type or has gaps.
    """

    def __init__(
        self,
        edges: Sequence[int],
        wanted: Sequence[int],
        inside: Sequence[npt.NDArray[np.bool_] | None],
        few: Sequence[npt.NDArray[np.int64] | None],
    ) -> None:
        if len(inside) > MOST_FILTERS:
            raise ValueError(f"at most {MOST_FILTERS} filters at once, got {len(inside)}")
        fews = np.array([0 if own is None else len(own) for own in few], np.int64)
        arrays = (_addresses(inside, np.bool_), _addresses(few, np.int64), fews)
        segments = (np.array(edges, np.int64), np.array(wanted, np.uint64))
        self.count, self.places = len(inside), int(segments[0][-1])
        if any(mask is not None and len(mask) < self.places for mask in inside):
            raise ValueError(f"a filter of {self.places} places has a shorter mask")
        self.structure = _Filters(self.count, *_each(arrays), len(wanted), *_each(segments))
        self._held = (*arrays, *segments, *inside, *few)  # as long as their addresses are used


class WordSearch:
    """BM25 over the lists of one index.

    Args:
        places: uint32, of the records of all lists, ascending in each.
        times: uint16, how often the term stands there.
        lengths: uint8, shape (channels, records): codes of lengths.
        norms: float32, shape (channels, 256): k1 (1 - b + b length / mean length) of each code.
        rows: int64, shape (records,), of each place.

    Raises:
        ValueError: a code has no norm.
    """

    def __init__(
        self,
        places: npt.NDArray[np.uint32],
        times: npt.NDArray[np.uint16],
        lengths: npt.NDArray[np.uint8],
        norms: npt.NDArray[np.float32],
        rows: npt.NDArray[np.int64],
    ) -> None:
        if norms.shape[1] <= np.iinfo(np.uint8).max:
            raise ValueError(f"each of 256 codes needs a norm, got {norms.shape[1]}")
        self._held: list[Array] = [
            np.ascontiguousarray(places, np.uint32),
            np.ascontiguousarray(times, np.uint16),
            np.ascontiguousarray(lengths, np.uint8),
            np.ascontiguousarray(norms, np.float32),
            np.ascontiguousarray(rows, np.int64),
        ]
        lists, often, long, norm, row = _each(self._held)
        self._index = _Index(lists, often, len(places), long, norm, *norms.shape, row, len(rows))

    @staticmethod
    def is_there() -> bool:
        """Whether the library was compiled for this source."""
        return _function() is not None

    def best(
        self,
        cuts: npt.NDArray[np.int64],
        begins: npt.NDArray[np.int64],
        sizes: npt.NDArray[np.int64],
        channels: npt.NDArray[np.int64],
        weights: npt.NDArray[np.float32],
        bounds: npt.NDArray[np.float64],
        filters: Filters,
        k: int,
    ) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float32], npt.NDArray[np.int64]]:
        """The best records of each query under each filter, equals in the order of their rows.

        Args:
            cuts: shape (queries + 1,), which lists are whose.
            begins: shape (lists,), where each begins.
            sizes: shape (lists,), above 0.
            channels: shape (lists,).
            weights: shape (lists,), what a record gets of it that the term is all of.
            bounds: shape (lists,), the most that any record of it gets.
            filters: which records may be found.
            k: records of a ranking.

        Returns:
            Rows and scores, shape (queries, filters, k), and how many there are, shape (queries, filters).

        Raises:
            RuntimeError: the loops were not compiled (`is_there`).
            ValueError: a list lies outside of the file, or what is given does not fit together.
            MemoryError: there is none left.
        """
        function = _function()
        if function is None:
            raise RuntimeError("the inner loops are not compiled: python -m provenance.compiled.build")
        queries = len(cuts) - 1
        rows = np.empty((queries, filters.count, k), np.int64)
        scores = np.empty(rows.shape, np.float32)
        counts = np.zeros(rows.shape[:2], np.int64)
        lists: list[Array] = [np.ascontiguousarray(array, np.int64) for array in (cuts, begins, sizes, channels)]
        lists += [np.ascontiguousarray(weights, np.float32), np.ascontiguousarray(bounds, np.float64)]
        if {*map(len, lists[1:])} != {int(lists[0][-1])} or filters.places > self._index.records:
            raise ValueError("lists of the queries, or filters and records, are not equally many")

        def search(own: slice) -> None:
            asked = _Queries(own.stop - own.start, *_each([lists[0][own.start :], *lists[1:]]))
            status = function(
                ctypes.byref(self._index),
                ctypes.byref(asked),
                ctypes.byref(filters.structure),
                k,
                FIRST_BLOCK,
                LOOK,
                *_each((rows[own], scores[own], counts[own])),
            )
            if status == _NO_MEMORY:
                raise MemoryError("no memory is left to search by words")
            if status:
                raise ValueError("a list of the inverted file lies outside of it")

        parts = [slice(at, min(at + _TOGETHER, queries)) for at in range(0, queries, _TOGETHER)]
        side_by_side(search, parts)
        return rows, scores, counts


@cache
def _function() -> Any:
    """`words_best`, None where it is not compiled."""
    return function_of("words", "words_best", *(ARRAY,) * 3, *(SIZE,) * 3, *(ARRAY,) * 3)


def _each(arrays: Sequence[Array]) -> list[int]:
    return [address_of(array) for array in arrays]


def _addresses(arrays: Sequence[Array | None], kind: type[np.generic]) -> npt.NDArray[np.uintp]:
    """Where each array begins, 0 for none.

    Raises:
        ValueError: one is of another type, or has gaps.
    """
    for array in arrays:
        if array is not None and (array.dtype != kind or not array.flags.c_contiguous):
            raise ValueError(f"an array of {array.dtype} is no contiguous one of {kind.__name__}")
    return np.array([0 if array is None else address_of(array) for array in arrays], np.uintp)
