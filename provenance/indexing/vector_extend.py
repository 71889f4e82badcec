"""The vectors of a version that differs little from the one before: the kept ones, and the new ones after them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from provenance.indexing.arrays import map_arrays
from provenance.indexing.base import Mask
from provenance.indexing.vector import FLAT_UNTIL
from provenance.indexing.vector_writer import VectorWriter, fill, lists_of

#: A trained index is trained anew when its number of lists is further than this factor from what its size asks for.
_RETRAIN_FACTOR = 1.5


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
        vectors = map_arrays(base, ("vectors",))["vectors"]
        self._kept = kept[owners] if len(owners) else np.zeros(0, np.bool_)
        new_row = np.cumsum(kept, dtype=np.int64) - 1
        self._owners = new_row[owners[self._kept]].tolist()
        self._views = views[self._kept].tolist()
        edges = np.flatnonzero(np.diff(self._kept, prepend=False, append=False)).tolist()
        for start, end in zip(edges[::2], edges[1::2], strict=True):  # as they lie, without a copy in between
            self._vectors.put(vectors[start:end])

    def _compressed(self, vectors: npt.NDArray[np.float16], numbers: npt.NDArray[np.int64], name: str) -> Any:
        import faiss

        if (self._base / name).is_file():
            index = faiss.read_index(str(self._base / name))
            if isinstance(index, faiss.IndexIVF):
                share = index.nlist / lists_of(len(numbers))
                if 1 / _RETRAIN_FACTOR < share < _RETRAIN_FACTOR and self._adapt(index, vectors, numbers):
                    return index
        return super()._compressed(vectors, numbers, name)

    def _adapt(self, index: Any, vectors: npt.NDArray[np.float16], numbers: npt.NDArray[np.int64]) -> bool:
        """Take the gone vectors out, number the others anew, and add the new ones to the lists as trained.

        Returns:
            Whether the index then holds these vectors: a group may have got another number since.
        """
        import faiss

        kept = self._kept
        gone = np.flatnonzero(~kept).astype(np.int64)
        if len(gone):
            index.remove_ids(gone)
        number = np.cumsum(kept, dtype=np.int64) - 1
        lists, held = index.invlists, []
        for place in range(index.nlist):
            size = lists.list_size(place)
            if size:
                ids = faiss.rev_swig_ptr(lists.get_ids(place), size)
                ids[:] = number[ids]
                held.append(ids.copy())
        begin = int(kept.sum())
        stayed = np.sort(np.concatenate(held)) if held else np.zeros(0, np.int64)
        fill(index, vectors, numbers[numbers >= begin])
        return np.array_equal(stayed, numbers[numbers < begin])
