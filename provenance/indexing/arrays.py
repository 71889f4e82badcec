"""Named arrays of an index as files: one `.npy` each, memory-mapped when read, no pickle."""

from __future__ import annotations

import shutil
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
    """Values of one file, written as they come; at the end NumPy's header is put before them."""

    def __init__(self, raw: Path, kind: str, line: tuple[int, ...]) -> None:
        self._raw, self._kind, self._line = raw, np.dtype(kind), line
        self._waiting: list[int] = []
        self._count = 0
        raw.write_bytes(b"")

    def put(self, values: Sequence[int] | npt.NDArray[Any]) -> None:
        """Append values, line by line."""
        self._count += len(values)
        if isinstance(values, np.ndarray):
            self._flush()
            with self._raw.open("ab") as file:
                file.write(values.astype(self._kind, copy=False).tobytes())
            return
        self._waiting += values
        if len(self._waiting) >= _WAITING:
            self._flush()

    def save(self, path: Path) -> None:
        """Write the file, and take the raw one away."""
        self._flush()
        shape = (self._count // int(np.prod(self._line, dtype=int)), *self._line)
        with path.open("wb") as out, self._raw.open("rb") as raw:
            _write_header(out, self._kind, shape)
            shutil.copyfileobj(raw, out, 1 << 20)
        self._raw.unlink()

    def _flush(self) -> None:
        if self._waiting:
            with self._raw.open("ab") as file:
                file.write(np.array(self._waiting, self._kind).tobytes())
            self._waiting = []


def _write_header(file: BinaryIO, kind: np.dtype[Any], shape: tuple[int, ...]) -> None:
    described = {"descr": kind.str, "fortran_order": False, "shape": shape}
    np.lib.format.write_array_header_1_0(file, described)
