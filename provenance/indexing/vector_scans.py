"""What the last scans of vectors gave: the same posts are compared with reports by kind, and then by language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from provenance.indexing.base import Mask, Similarities

Rows = npt.NDArray[np.int64]

#: Similarities that are kept (float32: 48 MB), and scans that they may come from.
_CELLS, _SCANS = 12_000_000, 16


@dataclass(frozen=True, eq=False)
class _Scan:
    """Attributes as of `KeptScans.keep`; `lines` says in which line of `scores` a query is."""

    rows: Rows
    lines: dict[bytes, int]
    scores: Similarities


class KeptScans:
    """Similarities of queries to rows, as long as they are likely to be asked for again."""

    def __init__(self) -> None:
        self._scans: list[_Scan] = []
        #: Query → the scans that it was part of.
        self._of: dict[bytes, tuple[_Scan, ...]] = {}

    def keep(self, queries: Similarities, rows: Rows, scores: Similarities) -> None:
        """Note what was compared; earlier scans are forgotten where it gets too much.

        Args:
            queries: shape (queries, dimension).
            rows: distinct.
            scores: shape (queries, rows).
        """
        lines = {query.tobytes(): line for line, query in enumerate(queries)}
        new = _Scan(rows, lines, scores)
        self._scans.append(new)
        for name in lines:
            self._of[name] = (*self._of.get(name, ()), new)
        while len(self._scans) > _SCANS or sum(scan.scores.size for scan in self._scans) > _CELLS:
            self._forget(self._scans.pop(0))

    def _forget(self, scan: _Scan) -> None:
        for name in scan.lines:
            if left := tuple(other for other in self._of[name] if other is not scan):
                self._of[name] = left
            else:
                del self._of[name]

    def recall(self, queries: Similarities, wanted: Rows, total: int) -> list[tuple[list[int], Rows, Similarities]]:
        """Some rows and their similarities, for those of some queries of which all these are known.

        Args:
            queries: shape (queries, dimension).
            wanted: distinct rows.
            total: rows of the index.

        Returns:
            Places of queries, rows, and the similarities of these, shape (places, rows).
        """
        alike: dict[tuple[_Scan, ...], list[tuple[int, bytes]]] = {}
        for place, query in enumerate(queries):
            name = query.tobytes()
            if scans := self._of.get(name):
                alike.setdefault(scans, []).append((place, name))
        out: list[tuple[list[int], Rows, Similarities]] = []
        allowed = np.zeros(total, np.bool_)
        allowed[wanted] = True
        for having, asked in alike.items():
            parts = self._parts(having, allowed)
            if sum(len(at) for _, at in parts) == len(wanted):
                rows = np.concatenate([scan.rows[at] for scan, at in parts])
                lines = [scan.scores[[scan.lines[name] for _, name in asked]].take(at, axis=1) for scan, at in parts]
                out.append(([place for place, _ in asked], rows, np.concatenate(lines, axis=1)))
        return out

    def _parts(self, scans: Sequence[_Scan], allowed: Mask) -> list[tuple[_Scan, Rows]]:
        """Which of the allowed rows are in which scan, each row once, by their places in the scan."""
        left, parts = allowed.copy(), []
        for scan in scans:
            at = np.flatnonzero(left[scan.rows])
            left[scan.rows[at]] = False
            parts.append((scan, at))
        return parts
