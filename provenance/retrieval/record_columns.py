"""What retrieval asks of all records at once: kinds, languages, ratings, addresses, dates; read when asked for."""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from provenance.indexing.base import Mask
from provenance.model.evidence import Kind
from provenance.retrieval.publishers import houses_of

if TYPE_CHECKING:
    from provenance.indexing.bundle import IndexBundle


class RecordColumns:
    """Columns of the records of one index, in row order.

    Args:
        bundle: the index.
        sections: of addresses, those that are houses of their own (`publishers.houses_of`).
    """

    def __init__(self, bundle: IndexBundle, sections: Collection[str]) -> None:
        self._bundle = bundle
        self._sections = sections

    @cached_property
    def every(self) -> Mask:
        """Every row may be returned, shape (rows,)."""
        return np.ones(len(self._bundle), np.bool_)

    @cached_property
    def kinds(self) -> list[Kind]:
        """Those that the index has."""
        return [kind for kind in Kind if self._bundle.manifest.counts.get(kind.value)]

    @cached_property
    def languages(self) -> npt.NDArray[np.int32]:
        """The language group of each record, shape (rows,)."""
        return self._bundle.outlines.language_groups()

    @cached_property
    def language_names(self) -> list[str]:
        """The language groups in the order of their numbers."""
        return self._bundle.outlines.language_names()

    @cached_property
    def _kind_codes(self) -> tuple[npt.NDArray[np.int32], list[str | None]]:
        return self._bundle.records.codes("kind")

    @cached_property
    def ratings(self) -> tuple[npt.NDArray[np.int32], list[str | None]]:
        """For each record the place of its rating, and the ratings."""
        return self._bundle.records.codes("rating")

    @cached_property
    def untold(self) -> Mask:
        """Which records are fact-checks without a claim, shape (rows,)."""
        codes, values = self._kind_codes
        checks = [code for code, value in enumerate(values) if value == Kind.FACT_CHECK.value]
        return np.isin(codes, checks) & self._bundle.records.lacking("claim")

    def mostly_untold(self, mask: Mask | None) -> bool:
        """Whether most of what a mask allows are fact-checks without a claim; None means all records."""
        allowed, untold = (self.every, self.untold) if mask is None else (mask, self.untold & mask)
        return 2 * int(np.count_nonzero(untold)) > int(np.count_nonzero(allowed))

    @cached_property
    def houses(self) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.object_]]:
        """For each record the place of its house, and the houses."""
        return houses_of(self._bundle.records, self._sections)

    @cached_property
    def published(self) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Start and end of each publication, both of shape (rows,)."""
        return self._bundle.records.published()

    def is_kind(self, rows: npt.NDArray[np.int64], kind: Kind) -> Mask:
        """Which of some rows are of this kind."""
        codes, values = self._kind_codes
        return np.asarray(codes[rows] == values.index(kind.value), np.bool_)
