"""Named arrays of an index as files: one `.npy` each, memory-mapped when read, no pickle."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt


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
    mapped = np.load(path, mmap_mode="r", allow_pickle=False)
    # An empty file cannot be mapped; np.load hands back a plain array then.
    return np.asarray(mapped) if mapped.size == 0 else mapped
