"""`pairs.c` from Python: what the two of each of many pairs have in common."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from provenance.compiled.library import ARRAY, SIZE, address_of, function_of

Numbers = npt.NDArray[np.int64]


def shared_by_pairs(values: npt.NDArray[np.uint64], starts: Numbers, left: Numbers, right: Numbers) -> Numbers | None:
    """How many numbers the two runs of each pair share.

    Args:
        values: the runs end to end, each ascending and without repetitions.
        starts: where each begins, and the end of the last one.
        left: shape (pairs,), the number of the one run of each pair.
        right: of the other one.

    Returns:
        Shape (pairs,); None where the loop was not compiled.
    """
    function = _shared()
    if function is None:
        return None
    values, starts = np.ascontiguousarray(values, np.uint64), np.ascontiguousarray(starts, np.int64)
    if starts[0] < 0 or starts[-1] > len(values) or (starts[1:] < starts[:-1]).any():
        raise ValueError("the runs do not lie in their values")
    left, right, found = _pairs(left, right, len(starts) - 1)
    function(address_of(values), address_of(starts), address_of(left), address_of(right), len(found), address_of(found))
    return found


def equal_by_pairs(lines: npt.NDArray[np.uint32], left: Numbers, right: Numbers) -> Numbers | None:
    """At how many places the two lines of each pair have the same number.

    Args:
        lines: shape (lines, width).
        left: shape (pairs,), the number of the one line of each pair.
        right: of the other one.

    Returns:
        Shape (pairs,); None where the loop was not compiled.
    """
    function = _equal()
    if function is None:
        return None
    lines = np.ascontiguousarray(lines, np.uint32)
    left, right, found = _pairs(left, right, len(lines))
    function(address_of(lines), lines.shape[1], address_of(left), address_of(right), len(found), address_of(found))
    return found


def is_there() -> bool:
    """Whether the library was compiled for this source."""
    return _shared() is not None


def _pairs(left: Numbers, right: Numbers, count: int) -> tuple[Numbers, Numbers, Numbers]:
    """Both sides of pairs of so many things, and room for what is found of each."""
    left, right = np.ascontiguousarray(left, np.int64), np.ascontiguousarray(right, np.int64)
    inside = all(each.min(initial=0) >= 0 and each.max(initial=-1) < count for each in (left, right))
    if left.shape != right.shape or not inside:
        raise ValueError(f"the pairs are not of these {count}")
    return left, right, np.empty(len(left), np.int64)


@cache
def _shared() -> Any:
    """`pairs_shared`, None where it is not compiled."""
    return function_of("pairs", "pairs_shared", *(ARRAY,) * 4, SIZE, ARRAY)


@cache
def _equal() -> Any:
    """`pairs_equal`, None where it is not compiled."""
    return function_of("pairs", "pairs_equal", ARRAY, SIZE, ARRAY, ARRAY, SIZE, ARRAY)
