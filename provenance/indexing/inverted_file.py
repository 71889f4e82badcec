"""A compressed index of vectors on disk: FAISS's inverted file, mapped and searched without being read as a whole."""

from __future__ import annotations

import math
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from provenance.errors import IndexCorrupt
from provenance.indexing.base import Mask, Similarities
from provenance.indexing.mapped_pages import let_go

#: Lists visited of an inverted file. As the lists number 4 sqrt(vectors), that is a twentieth of 100,000 vectors and an
#: eightieth of 1,600,000, of whose first ten neighbours .998 are found, of the first hundred .99 (2026-11,
#: benchmarks/million.py).
PROBES = 64

#: How FAISS begins the file of a flat index of inner products.
_FLAT_MARK = b"IxFI"


class InvertedFile:
    """Names the vectors that are nearest, nearly always; by their numbers in `vectors.npy`.

    Args:
        path: of the file.
        count: vectors that it holds.
    """

    def __init__(self, path: Path, count: int) -> None:
        self._path = path
        self._count = count

    @classmethod
    def at(cls, path: Path, count: int) -> InvertedFile | None:
        """The one at a path; None where none was written. Some older versions left a flat one, which is left unread."""
        try:
            with path.open("rb") as file:
                return None if file.read(len(_FLAT_MARK)) == _FLAT_MARK else cls(path, count)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise IndexCorrupt(f"cannot open the vector index {path}: {error}; rebuild the index") from error

    def __len__(self) -> int:
        return self._count

    def search(self, matrix: Similarities, fetch: int, eligible: Mask | None) -> npt.NDArray[np.int64]:
        """The nearest vectors of each query, shape (queries, fetch); -1 where there are no more.

        Args:
            matrix: the queries.
            fetch: vectors that are asked for.
            eligible: which vectors may be named, by their numbers; None means all.
        """
        import faiss

        parameters = faiss.IVFSearchParameters()
        share = 1.0
        if eligible is not None:
            bits = np.packbits(eligible, bitorder="little")
            parameters.sel = faiss.IDSelectorBitmap(len(eligible), faiss.swig_ptr(bits))
            share = max(float(np.count_nonzero(eligible)), 1.0) / self._count
        # Deep requests need more lists: these must hold several times what is asked for.
        lists = self._index.nlist
        wanted = max(PROBES, 4 * fetch / self._count * lists) / share
        parameters.nprobe = max(1, min(lists, math.ceil(wanted)))
        found = np.asarray(self._index.search(matrix, fetch, params=parameters)[1])
        let_go(self._path)
        return found

    @cached_property
    def _index(self) -> Any:
        import faiss

        try:
            index: Any = faiss.read_index(str(self._path), faiss.IO_FLAG_MMAP)
        except RuntimeError as error:
            raise IndexCorrupt(f"cannot open the vector index {self._path}: {error}; rebuild the index") from error
        lists = faiss.downcast_InvertedLists(index.invlists)
        if isinstance(lists, faiss.OnDiskInvertedLists):
            lists.prefetch_nthread = 0  # reading everything once before it is searched takes half as long again
        return index
