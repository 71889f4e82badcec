"""`vectors.c` from Python: vectors in half precision out of a file."""

from __future__ import annotations

import ctypes
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from provenance.compiled.library import ARRAY, SIZE, function_of

#: Longer vectors are read without these loops.
LONGEST = 32_768


def read_vectors(file: int, begin: int, numbers: npt.NDArray[np.int64], out: npt.NDArray[np.float32]) -> bool | None:
    """Fill the lines of an array with vectors by number.

    Args:
        file: an open file that holds float16 vectors, one after the other.
        begin: where the first one begins, bytes.
        numbers: shape (n,), of the vectors.
        out: shape (n, dimension), contiguous.

    Returns:
        Whether the file held all of them; None where the loops were not compiled.

    Raises:
        OSError: the file cannot be read.
        ValueError: `out` has another shape or type.
    """
    function = _function()
    if function is None or out.shape[1] > LONGEST:
        return None
    if not out.flags.c_contiguous or out.dtype != np.float32 or len(out) != len(numbers):
        raise ValueError(f"{len(numbers)} vectors need as many lines of float32, got {out.shape} {out.dtype}")
    wanted = np.ascontiguousarray(numbers, np.int64)
    status = function(file, begin, out.shape[1], wanted.ctypes.data, len(wanted), out.ctypes.data)
    if status not in (0, -1):
        raise OSError(ctypes.get_errno(), "cannot read the vectors")
    return bool(status == 0)


def is_there() -> bool:
    """Whether the library was compiled for this source."""
    return _function() is not None


@cache
def _function() -> Any:
    """`vectors_read`, None where it is not compiled."""
    return function_of("vectors", "vectors_read", ctypes.c_int, SIZE, SIZE, ARRAY, SIZE, ARRAY)
