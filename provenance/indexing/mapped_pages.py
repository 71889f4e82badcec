"""Give back the pages of a file that a library has mapped and keeps to itself, as FAISS does with an inverted file.

The pages stay in the cache of the system, so that reading them again costs little; what shrinks is this process.
"""

from __future__ import annotations

import ctypes
import mmap
from collections.abc import Callable
from functools import cache
from pathlib import Path

_MAPS = Path("/proc/self/maps")


def let_go(path: Path) -> int:
    """Give back what is read of a mapped file; only for mappings that nobody writes to.

    Args:
        path: of the file.

    Returns:
        Bytes of address space whose pages were given back; 0 where the system does not say what is mapped.
    """
    given = 0
    wanted = str(path.resolve())
    for begin, end, rights in _mappings(wanted):
        if (
            "w" not in rights
            and _madvise()(ctypes.c_void_p(begin), ctypes.c_size_t(end - begin), mmap.MADV_DONTNEED) == 0
        ):
            given += end - begin
    return given


def _mappings(wanted: str) -> list[tuple[int, int, str]]:
    try:
        lines = _MAPS.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:  # another system than Linux
        return []
    found = []
    for line in lines:
        fields = line.split(maxsplit=5)
        if len(fields) == 6 and fields[5] == wanted:
            begin, end = (int(edge, 16) for edge in fields[0].split("-"))
            found.append((begin, end, fields[1]))
    return found


@cache
def _madvise() -> Callable[[ctypes.c_void_p, ctypes.c_size_t, int], int]:
    function = ctypes.CDLL(None, use_errno=True).madvise
    function.argtypes = (ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int)
    function.restype = ctypes.c_int
    return function
