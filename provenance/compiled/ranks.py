"""`ranks.c` from Python: the best of many scores, and several rankings fused into one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from provenance.compiled.library import ARRAY, SIZE, address_of, function_of

Rows = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]


def best_of_lines(rows: Rows, scores: Floats, k: int) -> tuple[Rows, Floats] | None:
    """The highest scores of each line, equals in the order of their rows.

    Args:
        rows: shape (n,).
        scores: shape (lines, n).
        k: above 0.

    Returns:
        Rows and their scores, both of shape (lines, at most k); None where the loops were not compiled.
    """
    function = _best()
    if function is None:
        return None
    rows, scores = np.ascontiguousarray(rows, np.int64), np.ascontiguousarray(scores, np.float32)
    if scores.ndim != 2 or scores.shape[1] != len(rows) or k < 1:
        raise ValueError(f"scores of shape {scores.shape} are no lines of {len(rows)} rows, or {k} is below 1")
    shape = len(scores), min(k, len(rows))
    found = np.empty(shape, np.int64), np.empty(shape, np.float32)
    _check(function(*scores.shape, address_of(rows), address_of(scores), k, *(address_of(each) for each in found)))
    return found


def fused(
    by_words: Sequence[tuple[Rows, Floats]], by_meaning: Sequence[Sequence[Rows]], constant: int, k: int
) -> list[tuple[Rows, Floats, Floats]] | None:
    """Reciprocal rank fusion of the rankings of each of some queries.

    Args:
        by_words: of each query rows, distinct, and their scores, the best first.
        by_meaning: of each query further rankings; the best rank of a row counts.
        constant: a rank, from 0 on, is worth 1 / (constant + rank).
        k: rows of a query at most.

    Returns:
        Of each query its rows, their scores by words and what their ranks are worth together, the highest first, equals
        in the order of their rows; None where the loops were not compiled.
    """
    function = _fuse()
    if function is None:
        return None
    rankings = [rows for (first, _), more in zip(by_words, by_meaning, strict=True) for rows in (first, *more)]
    if not rankings:
        return []
    sizes = np.array([0, *map(len, rankings)])
    of = np.cumsum([0, *(1 + len(more) for more in by_meaning)])
    words = np.concatenate([scores for _, scores in by_words]).astype(np.float32, copy=False)
    begins = np.cumsum([0, *(len(scores) for _, scores in by_words)])
    rows = np.concatenate(rankings).astype(np.int64, copy=False)
    if (np.diff(begins) != sizes[1:][of[:-1]]).any():
        raise ValueError("rows and scores of rankings by words are not equally many")
    found = np.empty(len(rows), np.int64), np.empty(len(rows), np.float32), np.empty(len(rows), np.float32)
    counts = np.empty(len(by_words), np.int64)
    cuts = np.cumsum(sizes)
    given = (address_of(of), address_of(cuts), address_of(rows), address_of(words), address_of(begins))
    _check(function(len(by_words), *given, constant, k, *(address_of(each) for each in found), address_of(counts)))
    out, begin = [], 0
    for count in counts.tolist():
        out.append((found[0][begin : begin + count], found[1][begin : begin + count], found[2][begin : begin + count]))
        begin += count
    return out


def is_there() -> bool:
    """Whether the library was compiled for this source."""
    return _fuse() is not None


def _check(status: int) -> None:
    if status:
        raise MemoryError("no memory is left to rank records")


@cache
def _best() -> Any:
    """`ranks_best`, None where it is not compiled."""
    return function_of("ranks", "ranks_best", SIZE, SIZE, ARRAY, ARRAY, SIZE, ARRAY, ARRAY)


@cache
def _fuse() -> Any:
    """`ranks_fuse`, None where it is not compiled."""
    return function_of("ranks", "ranks_fuse", SIZE, *(ARRAY,) * 5, SIZE, SIZE, *(ARRAY,) * 4)
