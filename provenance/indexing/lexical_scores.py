"""BM25 over the lists of an inverted file, all of them added up in numpy: what is there without a C compiler.

Its rankings are those of `lexical_compiled`, row by row and score by score; long queries of large indexes take it
several times as long.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from provenance.indexing.base import Ranking, best
from provenance.indexing.bm25 import CHANNELS
from provenance.indexing.lexical_filter import Allowed
from provenance.indexing.lexical_query import Clauses
from provenance.indexing.postings import Postings, spread

Places = npt.NDArray[np.int64]
Scores = npt.NDArray[np.float32]

#: Entries, and sums of queries times records, that are held together.
_TOGETHER, _CELLS = 1_000_000, 4_000_000


class PlainScorer:
    """Ranks by the lists of one index."""

    def __init__(self, postings: Postings) -> None:
        self._postings = postings

    def best_each(self, queries: Clauses, k: int, filters: Sequence[Allowed]) -> list[list[Ranking]]:
        """For each query its `k` best rows under each filter."""
        return [[self._best(*found, where, k) for where in filters] for found in self._whole(queries)]

    def _best(self, places: Places, scores: Scores, where: Allowed, k: int) -> Ranking:
        rows = self._postings.rows[places]
        if where.mask is not None:
            kept = where.mask[rows]
            rows, scores = rows[kept], scores[kept]
        return best(rows, scores, k)

    def _whole(self, queries: Clauses) -> Iterator[tuple[Places, Scores]]:
        """Every record that has anything of each query, in the order of their places, with its score."""
        first = held = 0
        for query, entries in enumerate(queries.entries.tolist()):
            if query > first and held + entries > _TOGETHER:
                yield from self._together(queries.part(first, query))
                first, held = query, 0
            held += entries
        if first < len(queries):
            yield from self._together(queries.part(first, len(queries)))

    def _together(self, queries: Clauses) -> Iterator[tuple[Places, Scores]]:
        cells = len(self._postings)
        key, scores = self._entries(queries, np.repeat(np.arange(len(queries)) * cells, np.diff(queries.cuts)))
        if len(queries) * cells <= min(_CELLS, max(100_000, 8 * len(key))):
            sums = np.bincount(key, scores, len(queries) * cells).astype(np.float32).reshape(len(queries), cells)
            for line in sums:
                found = np.flatnonzero(line)
                yield found, line[found]
            return
        distinct, at = np.unique(key, return_inverse=True)
        every = np.bincount(at, scores, len(distinct)).astype(np.float32)
        edges = np.searchsorted(distinct, np.arange(len(queries) + 1) * cells).tolist()
        for number, (first, last) in enumerate(pairwise(edges)):
            yield distinct[first:last] - number * cells, every[first:last]

    def _entries(self, asked: Clauses, shifts: Places) -> tuple[Places, Scores]:
        """Places and scores of the entries of several lists, channel by channel.

        Args:
            asked: the lists.
            shifts: what is added to the places of each list.
        """
        lists = self._postings
        order = np.argsort(asked.channels, kind="stable")
        sizes = asked.sizes[order]
        at = spread(asked.begins[order], sizes)
        places = lists.places.take(at)
        scores = lists.times.take(at).astype(np.float32)
        norm = np.empty(len(at), np.float32)
        ends = np.append(0, np.cumsum(sizes))
        edges = ends[np.searchsorted(asked.channels[order], np.arange(len(CHANNELS) + 1))].tolist()
        for channel, (first, last) in enumerate(pairwise(edges)):
            norm[first:last] = lists.norms[channel].take(lists.lengths[channel].take(places[first:last]))
        norm += scores
        scores /= norm
        scores *= np.repeat(asked.weights[order], sizes)
        keys = places.astype(np.int64)
        keys += np.repeat(shifts[order], sizes)
        return keys, scores
