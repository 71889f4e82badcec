"""Functions of the compiled libraries."""

from __future__ import annotations

import ctypes
from typing import Any

import numpy.typing as npt

from provenance.compiled.build import library_path

SIZE, ARRAY = ctypes.c_int64, ctypes.c_void_p


def function_of(source: str, name: str, *arguments: Any) -> Any:
    """A function that returns how it ended, by its name; None where its source was not compiled.

    Args:
        source: name of the C file, without its ending.
        name: of the function.
        arguments: their types, as `ctypes` knows them.
    """
    try:
        function = getattr(ctypes.CDLL(str(library_path(source)), use_errno=True), name)
    except OSError:
        return None
    function.argtypes, function.restype = arguments, ctypes.c_int
    return function


def address_of(array: npt.NDArray[Any]) -> int:
    """Where the numbers of an array lie, which is held as long as the address is used; `array.ctypes` takes longer."""
    return int(array.__array_interface__["data"][0])
