"""Looking records up in lists: where the groups begin in each, and the most asked lists spread out over all records.

Whether a record stands in a list is found by halving; where the list is spread out, it takes a tenth of the time.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from provenance.indexing.lexical_query import Clauses
from provenance.indexing.postings import Postings

Places = npt.NDArray[np.int64]
Sums = npt.NDArray[np.float64]

#: Lists of which is known where their groups begin (15 MB).
_CUTS_KEPT = 50_000
#: A list that holds one record in so many may be spread out, a byte a record, as far as there is room for it.
_SPREAD_FROM, _SPREAD_BYTES = 20, 48_000_000
#: It is, when it is asked for so often: to spread it out takes as long as to search it a few times.
_ASKED = 3
#: A byte tells no more.
_MOST_TIMES = 255


class Lists:
    """The lists of one index, as far as they were asked for."""

    def __init__(self, postings: Postings) -> None:
        self._postings = postings
        self._edges = np.array(postings.group_edges[1:-1], postings.places.dtype)
        self._cuts: dict[int, list[int]] = {}
        self._room = _SPREAD_BYTES // max(1, len(postings))
        self._asked: dict[int, int] = {}
        self._rows: dict[int, int] = {}
        #: Shape (room, records): how often the term of a list that is spread out stands in each record.
        self._spread: npt.NDArray[np.uint8] = np.zeros((0, 0), np.uint8)

    def cuts(self, lists: Places) -> Places:
        """Where each group begins in each list, and the end; shape (lists, groups + 1)."""
        known = self._cuts
        if len(known) > _CUTS_KEPT:
            known.clear()
        every = [known.get(number) or self._cut(number) for number in lists.tolist()]
        return np.array(every, np.int64).reshape(len(lists), len(self._edges) + 2)

    def _cut(self, number: int) -> list[int]:
        first, last = self._postings.starts[number : number + 2].tolist()
        inner = self._postings.places[first:last].searchsorted(self._edges) + first
        self._cuts[number] = [first, *inner.tolist(), last]
        return self._cuts[number]

    def look_up(self, query: Clauses, which: Places, places: Places, scores: Sums) -> None:
        """Add what some lists give to some records.

        Args:
            query: whose lists.
            which: their places in the query.
            places: of the records, ascending.
            scores: of the same records; added to.
        """
        rows = np.array(self._rows_of(query, which), np.int64)
        spread, searched = np.flatnonzero(rows >= 0), np.flatnonzero(rows < 0)
        owners, hits, often = [], [], []
        if len(spread):
            at = rows[spread, None] * self._spread.shape[1] + places
            found = self._spread.ravel().take(at)
            line, hit = found.nonzero()
            owners.append(which[spread[line]])
            hits.append(hit)
            often.append(found[line, hit].astype(np.float32))
        every, times = self._postings.places, self._postings.times
        wanted = places.astype(every.dtype)
        for number in which[searched].tolist():
            low, size = int(query.begins[number]), int(query.sizes[number])
            own = every[low : low + size]
            at = own.searchsorted(wanted)
            (hit,) = (own.take(at, mode="clip") == wanted).nonzero()
            if len(hit):
                owners.append(np.full(len(hit), number))
                hits.append(hit)
                often.append(times[low : low + size].take(at.take(hit)).astype(np.float32))
        if hits:
            owner, hit, share = np.concatenate(owners), np.concatenate(hits), np.concatenate(often)
            share /= share + self._postings.norms_at(query.channels[owner], places[hit])
            share *= query.weights[owner]
            np.add.at(scores, hit, share.astype(np.float64))

    def _rows_of(self, query: Clauses, which: Places) -> list[int]:
        """The row of each list among those that are spread out, -1 where it has none."""
        least = len(self._postings) // _SPREAD_FROM
        lists, sizes = query.lists[which].tolist(), query.sizes[which].tolist()
        return [self._row(number) if size > least else -1 for number, size in zip(lists, sizes, strict=True)]

    def _row(self, number: int) -> int:
        asked = self._asked[number] = self._asked.get(number, 0) + 1
        row = self._rows.get(number, -1)
        if row >= 0 or asked < _ASKED or not self._room:
            return row
        if len(self._rows) < self._room:
            return self._spread_out(number, len(self._rows))
        least = min(self._rows, key=lambda each: self._asked[each])
        return self._spread_out(number, self._rows.pop(least)) if asked > 2 * self._asked[least] else -1

    def _spread_out(self, number: int, row: int) -> int:
        first, last = self._postings.starts[number : number + 2].tolist()
        times = self._postings.times[first:last]
        if int(times.max()) > _MOST_TIMES:
            return -1
        if not len(self._spread):
            self._spread = np.zeros((self._room, len(self._postings)), np.uint8)
        self._spread[row] = 0
        self._spread[row, self._postings.places[first:last]] = times
        self._rows[number] = row
        return row
