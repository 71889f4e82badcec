"""A mask over rows, as it looks in the order in which the lists of an inverted file name the records."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from provenance.indexing.base import Mask
from provenance.indexing.postings import Postings

#: So many allowed records may be looked up one by one.
FEW = 2_000


@dataclass(eq=False)
class Allowed:
    """Which records may be returned.

    Attributes:
        mask: shape (rows,); None means all.
        postings: of the index.
    """

    mask: Mask | None
    postings: Postings

    @cached_property
    def places(self) -> Mask | None:
        """Which places are allowed; None means all."""
        return None if self.mask is None else self.mask[self.postings.rows]

    @cached_property
    def groups(self) -> list[tuple[int, int]]:
        """The groups that hold allowed places, as ranges; those side by side are one."""
        edges = self.postings.group_edges
        if self.places is None:
            return [(0, len(edges) - 1)]
        out: list[tuple[int, int]] = []
        for number, (begin, end) in enumerate(pairwise(edges)):
            if self.places[begin:end].any():
                out.append((out.pop()[0] if out and out[-1][1] == number else number, number + 1))
        return out

    def allows_some_of(self, group: int) -> bool:
        """Whether any place of a group is allowed."""
        return any(first <= group < last for first, last in self.groups)

    @cached_property
    def inside(self) -> Mask | None:
        """`places`, or None where all places of `groups` are allowed."""
        edges = self.postings.group_edges
        whole = all(self.places is None or self.places[edges[a] : edges[b]].all() for a, b in self.groups)
        return None if whole else self.places

    @cached_property
    def few(self) -> npt.NDArray[np.int64] | None:
        """The allowed places, ascending; None where they are many."""
        if self.places is None or np.count_nonzero(self.places) > FEW:
            return None
        return np.flatnonzero(self.places)
