"""Named arrays of an index as files: one `.npy` each, memory-mapped when read, no pickle."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import numpy.typing as npt

#: Values that wait for being written.
_WAITING = 65_536


def save_arrays(folder: Path, names: Iterable[str], owner: object) -> None:
    """Write these attributes of `owner`."""
    for name in names:
        np.save(folder / f"{name}.npy", getattr(owner, name), allow_pickle=False)


def map_arrays(folder: Path, names: Iterable[str]) -> dict[str, Any]:
    """Map what `save_arrays` wrote.

    Raises:
        OSError: a file is missing.
        ValueError: a file is malformed.
    """
    return {name: _map(folder / f"{name}.npy") for name in names}


def _map(path: Path) -> npt.NDArray[np.generic]:
    # As a plain array: NumPy takes ten times as long to cut a part out of one that knows its file.
    return np.asarray(np.load(path, mmap_mode="r", allow_pickle=False))


class Column:
    """Values of one `.npy` file, written as they come; at the end the number of its lines is put into its header.

    NumPy's header leaves room for the first of its sizes to grow, so that it is as long for no line as for all.

    Args:
        path: of the file.
        kind: type of the values.
        line: shape of a line.
    """

    def __init__(self, path: Path, kind: str, line: tuple[int, ...]) -> None:
        self._path, self._kind, self._line = path, np.dtype(kind), line
        self._waiting: list[float] = []
        self._count = 0
        with path.open("wb") as file:
            _write_header(file, self._kind, (0, *line))

    def put(self, values: Sequence[float] | npt.NDArray[Any]) -> None:
        """Append values, line by line."""
        self._count += int(np.size(values))
        if isinstance(values, np.ndarray):
            self._flush()
            self._append(values)
            return
        self._waiting += values
        if len(self._waiting) >= _WAITING:
            self._flush()

    def close(self) -> None:
        """Write what is left; the file is complete."""
        self._flush()
        with self._path.open("r+b") as file:
            _write_header(file, self._kind, (self._count // int(np.prod(self._line, dtype=int)), *self._line))

    def _flush(self) -> None:
        if self._waiting:
            self._append(np.array(self._waiting, self._kind))
            self._waiting = []

    def _append(self, values: npt.NDArray[Any]) -> None:
        with self._path.open("ab") as file:
            file.write(np.ascontiguousarray(values, self._kind).data)


def _write_header(file: BinaryIO, kind: np.dtype[Any], shape: tuple[int, ...]) -> None:
    described = {"descr": kind.str, "fortran_order": False, "shape": shape}
    np.lib.format.write_array_header_1_0(file, described)
