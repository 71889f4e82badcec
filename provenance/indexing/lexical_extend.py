"""The lexical index of a version that differs little from the one before: its lists, less, and more."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from provenance.indexing.base import Mask
from provenance.indexing.lexical_writer import LexicalWriter
from provenance.indexing.postings import Postings
from provenance.indexing.postings_merge import Run


class LexicalExtension(LexicalWriter):
    """Like a `LexicalWriter` that begins with the kept rows of another index: no text of theirs is read again.

    Args:
        base: folder of the older lexical index.
        folder: an empty folder.
        kept: shape (rows of the base,): which stay. They become rows 0, 1, … in their order.
    """

    def __init__(self, base: Path, folder: Path, kept: Mask) -> None:
        super().__init__(folder)
        old = self._base = Postings.load(base)
        self._kept = kept
        self._groups = {name: code for code, name in enumerate(old.groups)}
        code_of = np.empty(len(old), np.int64)
        code_of[old.rows] = np.repeat(np.arange(len(old.groups)), list(old.groups.values()))
        self._group_of.extend(code_of[kept].tolist())

    def _all_lengths(self) -> npt.NDArray[np.uint8]:
        old = self._base
        stored = np.empty_like(old.lengths)
        stored[:, old.rows] = old.lengths
        return np.concatenate([stored[:, self._kept], super()._all_lengths()], axis=1)

    def _before(self, place: npt.NDArray[np.int64]) -> Sequence[Run]:
        old = self._base
        moved = np.full(len(old), -1, np.int64)
        moved[self._kept] = place[: int(self._kept.sum())]
        return [Run(old.terms, old.sorts, old.starts, old.places, old.times, moved[old.rows])]
