"""The vectors of a version that differs little from the one before: the kept ones, and the new ones after them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from provenance.indexing.base import Mask
from provenance.indexing.vector import FLAT_UNTIL
from provenance.indexing.vector_writer import LISTS_PER_ROOT, VectorWriter, write_faiss

#: A trained index is trained anew when its number of lists is further than this factor from what its size asks for.
_RETRAIN_FACTOR = 1.5
_BLOCK = 65_536


class VectorExtension(VectorWriter):
    """Like a `VectorWriter` that begins with the vectors of the kept rows of another index.

    Args:
        base: folder of the older vectors.
        folder: an empty folder.
        kept: shape (rows of the base,): which stay. They become rows 0, 1, … in their order.
        dimension: length of a vector.
        flat_until: number of vectors up to which no compressed index is built beside them.
    """

    def __init__(self, base: Path, folder: Path, kept: Mask, dimension: int, *, flat_until: int = FLAT_UNTIL) -> None:
        super().__init__(folder, dimension, flat_until=flat_until)
        self._base = base
        owners = np.load(base / "owners.npy", mmap_mode="r", allow_pickle=False)
        views = np.load(base / "views.npy", mmap_mode="r", allow_pickle=False)
        vectors = np.load(base / "vectors.npy", mmap_mode="r", allow_pickle=False)
        self._kept = kept[owners] if len(owners) else np.zeros(0, np.bool_)
        new_row = np.cumsum(kept, dtype=np.int64) - 1
        self._owners = new_row[owners[self._kept]].tolist()
        self._views = views[self._kept].tolist()
        with self._raw.open("ab") as file:
            for start in range(0, len(owners), _BLOCK):
                block = vectors[start : start + _BLOCK]
                keep = self._kept[start : start + _BLOCK]
                file.write((block if keep.all() else block[keep]).tobytes())

    def _write_index(self, vectors: npt.NDArray[np.float16]) -> None:
        import faiss

        count = len(vectors)
        if count > self._flat_until and (self._base / "index.faiss").is_file():
            index = faiss.read_index(str(self._base / "index.faiss"))
            lists = LISTS_PER_ROOT * count**0.5
            if isinstance(index, faiss.IndexIVF) and 1 / _RETRAIN_FACTOR < index.nlist / lists < _RETRAIN_FACTOR:
                self._adapt(index, vectors)
                write_faiss(index, self._folder / "index.faiss")
                return
        super()._write_index(vectors)

    def _adapt(self, index: Any, vectors: npt.NDArray[np.float16]) -> None:
        """Take the gone vectors out, number the others anew, and add the new ones to the lists as trained."""
        import faiss

        kept = self._kept
        gone = np.flatnonzero(~kept).astype(np.int64)
        if len(gone):
            index.remove_ids(gone)
        number = np.cumsum(kept, dtype=np.int64) - 1
        lists = index.invlists
        for place in range(index.nlist):
            size = lists.list_size(place)
            if size:
                ids = faiss.rev_swig_ptr(lists.get_ids(place), size)
                ids[:] = number[ids]
        staying = int(kept.sum())
        for start in range(staying, len(vectors), _BLOCK):
            block = vectors[start : start + _BLOCK].astype(np.float32)
            index.add_with_ids(block, np.arange(start, start + len(block), dtype=np.int64))
