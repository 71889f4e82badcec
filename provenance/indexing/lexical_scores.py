"""BM25 over the lists of an inverted file: of many small queries at once, of a large one without reading all of it.

A list of a frequent term is long and its term tells little. Where what the frequent terms of a query can add is less
than what the k-th best record has already, they are looked up for the records that may still get among the best
("MaxScore": Turtle & Flood, Query evaluation: strategies and optimizations, 1995). The answers are those of adding up
everything.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from provenance.indexing.base import Mask
from provenance.indexing.bm25 import CHANNELS
from provenance.indexing.lexical_query import Clauses
from provenance.indexing.postings import Postings, spread

Places = npt.NDArray[np.int64]
Scores = npt.NDArray[np.float32]
Sums = npt.NDArray[np.float64]

#: Entries of lists that are simply added up; the steps of leaving some out cost as much as so many entries.
LIGHT = 20_000
#: Entries, and sums of queries times records, that are held together.
_TOGETHER, _CELLS = 1_000_000, 4_000_000
#: Of a longer list it is asked whether it need be read.
_LONG = 8_000
#: Sums of the same numbers differ by their order; a record is only left out if it lacks more than this share.
_SLACK = 1e-4


class Scorer:
    """Adds up the lists of one index."""

    def __init__(self, postings: Postings) -> None:
        self._postings = postings
        #: In double precision, so that records of equal scores stay equal whichever way these were added up.
        self._sums: Sums = np.zeros(0, np.float64)

    def is_light(self, query: Clauses) -> bool:
        """Whether all of a query is added up; `best_within` is for the others."""
        return int(query.sizes.sum()) <= LIGHT

    def whole(self, queries: Sequence[Clauses]) -> Iterator[tuple[Places, Scores]]:
        """Every record that has anything of each query, in the order of their places, with its score."""
        waiting: list[Clauses] = []
        held = 0
        for query in queries:
            size = int(query.sizes.sum())
            if waiting and held + size > _TOGETHER:
                yield from self._together(waiting)
                waiting, held = [], 0
            waiting.append(query)
            held += size
        if waiting:
            yield from self._together(waiting)

    def _together(self, queries: Sequence[Clauses]) -> Iterator[tuple[Places, Scores]]:
        cells = len(self._postings)
        lists = [len(query.sizes) for query in queries]
        key, scores = self._entries(
            np.concatenate([query.begins for query in queries]),
            np.concatenate([query.sizes for query in queries]),
            np.concatenate([query.channels for query in queries]),
            np.concatenate([query.weights for query in queries]),
            np.repeat(np.arange(len(queries)) * cells, lists),
        )
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

    def _entries(
        self, begins: Places, sizes: Places, channels: Places, weights: Scores, shifts: Places | None = None
    ) -> tuple[Places, Scores]:
        """Places and scores of the entries of several lists, channel by channel.

        Args:
            begins: where each list begins.
            sizes: of each list.
            channels: of each list.
            weights: of each list.
            shifts: what is added to the places of each list.
        """
        lists = self._postings
        order = np.argsort(channels, kind="stable")
        sizes = sizes[order]
        at = spread(begins[order], sizes)
        places = lists.places.take(at)
        scores = lists.times.take(at).astype(np.float32)
        norm = np.empty(len(at), np.float32)
        ends = np.append(0, np.cumsum(sizes))
        edges = ends[np.searchsorted(channels[order], np.arange(len(CHANNELS) + 1))].tolist()
        for channel, (first, last) in enumerate(pairwise(edges)):
            norm[first:last] = lists.norms[channel].take(lists.lengths[channel].take(places[first:last]))
        norm += scores
        scores /= norm
        scores *= np.repeat(weights[order], sizes)
        keys = places.astype(np.int64)
        if shifts is not None:
            keys += np.repeat(shifts[order], sizes)
        return keys, scores

    def best_within(self, query: Clauses, begin: int, end: int, k: int, allowed: Mask | None) -> tuple[Places, Scores]:
        """Records of a range of places with their scores, the k best allowed ones among them.

        Args:
            query: what to add up.
            begin: where the range begins.
            end: where it ends.
            k: how many are wanted.
            allowed: shape (records,), which count; None means all. Others may be returned, too.
        """
        lows, sizes = self._cut(query, begin, end)
        if int(sizes.sum()) <= LIGHT:
            places, scores = self._entries(lows, sizes, query.channels, query.weights)
            return self._summed(places, scores, begin, end)
        return self._pruned(query, lows, sizes, begin, end, k, None if allowed is None else allowed[begin:end])

    def _summed(self, places: Places, scores: Scores, begin: int, end: int) -> tuple[Places, Scores]:
        """The distinct ones of some places of a range, ascending, with the sums of their scores."""
        if end - begin <= 8 * len(places):
            sums = np.bincount(places - begin, scores, end - begin).astype(np.float32)
            found = np.flatnonzero(sums)
            return found + begin, sums[found]
        distinct, at = np.unique(places, return_inverse=True)
        return distinct, np.bincount(at, scores, len(distinct)).astype(np.float32)

    def _cut(self, query: Clauses, begin: int, end: int) -> tuple[Places, Places]:
        """Where the entries of a range of places lie in each list, and how many they are."""
        if begin == 0 and end == len(self._postings):
            return query.begins, query.sizes
        every, ends = self._postings.places, np.array((begin, end), np.uint32)  # as they lie there: no copy is made
        edges = [
            every[first : first + size].searchsorted(ends) + first
            for first, size in zip(query.begins.tolist(), query.sizes.tolist(), strict=True)
        ]
        lows, highs = np.array(edges, np.int64).reshape(-1, 2).T
        return lows, highs - lows

    def _pruned(
        self, query: Clauses, lows: Places, sizes: Places, begin: int, end: int, k: int, allowed: Mask | None
    ) -> tuple[Places, Scores]:
        bounds = query.weights * self._postings.bounds[query.lists]
        sums = self._cleared(end - begin)
        short = np.flatnonzero(sizes <= _LONG)
        places, scores = self._entries(lows[short], sizes[short], query.channels[short], query.weights[short])
        np.add.at(sums, places - begin, scores.astype(np.float64))  # twenty times as fast as of mixed precision
        long = np.flatnonzero(sizes > _LONG)
        order = long[np.argsort(-bounds[long], kind="stable")].tolist()
        #: What the lists from each one on can add at most.
        rest = np.append(np.cumsum(bounds[order][::-1])[::-1], 0.0) * (1 + _SLACK)
        most = float(bounds.sum())
        for done, number in enumerate(order):
            if 2 * rest[done] < most:
                found = _above(sums, float(rest[done]), allowed)
                if len(found) >= k:
                    left = [(order[at], float(rest[at])) for at in range(done, len(order))]
                    return self._looked_up(query, lows, sizes, left, found, sums, begin, k, allowed)
            places, scores = self._list(query, number, int(lows[number]), int(sizes[number]))
            places -= begin
            sums[places] += scores
        found = np.flatnonzero(sums)
        return found + begin, sums[found].astype(np.float32)

    def _looked_up(
        self,
        query: Clauses,
        lows: Places,
        sizes: Places,
        left: Sequence[tuple[int, float]],
        found: Places,
        sums: Sums,
        begin: int,
        k: int,
        allowed: Mask | None,
    ) -> tuple[Places, Scores]:
        """Add what is left to those records alone that may get among the best."""
        level = _kth(sums[found], k) * (1 - _SLACK)
        near = _above(sums, level - left[0][1], allowed)
        scores = sums[near]
        for number, rest in left:
            if len(near) > 2 * k:
                keep = scores >= _kth(scores, k) * (1 - _SLACK) - rest
                near, scores = near[keep], scores[keep]
            low, size = int(lows[number]), int(sizes[number])
            own = self._postings.places[low : low + size]
            wanted = (near + begin).astype(own.dtype)
            at = np.minimum(np.searchsorted(own, wanted), size - 1) if size else np.zeros(0, np.int64)
            hit = np.flatnonzero(own[at] == wanted) if size else at
            channel = int(query.channels[number])
            often = self._postings.times[low + at[hit]].astype(np.float32)
            norm = self._postings.norms[channel, self._postings.lengths[channel, wanted[hit]]]
            scores[hit] += query.weights[number] * (often / (often + norm))
        return near + begin, scores.astype(np.float32)

    def _list(self, query: Clauses, number: int, low: int, size: int) -> tuple[Places, Scores]:
        """Places and scores of the entries of one list, or of a part of it."""
        share = self._postings.shares(int(query.channels[number]), low, low + size)
        share *= query.weights[number]
        return self._postings.places[low : low + size].astype(np.int64), share

    def _cleared(self, count: int) -> Sums:
        if len(self._sums) < count:
            self._sums = np.zeros(count, np.float64)
        sums = self._sums[:count]
        sums.fill(0.0)
        return sums


def _above(sums: Sums, level: float, allowed: Mask | None) -> Places:
    """The allowed ones with so much or more, and with anything at all."""
    found = np.flatnonzero(sums >= max(level, 1e-9))
    return found if allowed is None else found[allowed[found]]


def _kth(scores: Sums, k: int) -> float:
    """The k-th highest of at least k scores."""
    return float(np.partition(scores, len(scores) - k)[len(scores) - k])
