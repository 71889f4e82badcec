"""The best records of a query whose lists are long, without reading all of them.

A list of a frequent term is long and its term tells little. The rarer lists are added up; the records that then lead
are looked up in the others, so that it is known what the k-th best has at least; the other lists are looked up only for
the records that may still get there ("MaxScore": Turtle & Flood, Query evaluation: strategies and optimizations,
1995). The answers are those of adding up everything.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from provenance.indexing.lexical_filter import Allowed
from provenance.indexing.lexical_lists import Lists
from provenance.indexing.lexical_query import Clauses
from provenance.indexing.lexical_scores import Scorer
from provenance.indexing.postings import Postings

Places = npt.NDArray[np.int64]
Scores = npt.NDArray[np.float32]
Sums = npt.NDArray[np.float64]

#: A few allowed records are looked up in all lists where that is so many times fewer looks than there are entries.
_FEWER = 4
#: So many entries are simply added up; of more, lists longer than this are asked whether they need be read.
_ENOUGH, _LONG = 40_000, 8_000
#: Lists are added until the others can give at most this share of all; then, of what they could give before.
_FIRST, _STEP = 0.5, 0.65
#: Records that lead are looked up for what the k-th best has at least: so many times k, and so many at least.
_LEADING, _LEAST_LEADING = 4, 32
#: Records times lists that are looked up rather than further lists added: a look costs as much as one to five entries.
_LOOKED_UP = 200_000
#: Lists that are looked up before it is asked again which records may still be among the best.
_AT_ONCE = 8
#: Sums of the same numbers differ by their order; a record is only left out if it lacks more than this share.
_SLACK = 1e-4
#: Sums that are looked at for where the leading ones begin; beside these, so many times as many are kept at hand.
_SAMPLE, _FRONT = 4_096, 8
#: The least sum of a record that has anything.
_ANYTHING = 1e-9


class BestScorer:
    """Finds the best records of long queries in one index."""

    def __init__(self, postings: Postings, scorer: Scorer) -> None:
        self._postings = postings
        self._scorer = scorer
        self._lists = Lists(postings)
        #: In double precision, so that records of equal scores stay equal whichever way these were added up.
        self._sums: Sums = np.zeros(0, np.float64)

    def best(self, query: Clauses, where: Allowed, k: int) -> tuple[Places, Scores]:
        """Allowed records with their scores, the k best ones among them; others may be returned, too."""
        cuts = self._lists.cuts(query.lists)
        lows, highs = (cuts[:, [part[edge] for part in where.groups]] for edge in (0, 1))
        sizes, few = highs - lows, where.few
        if few is None or _FEWER * len(few) * len(query.lists) > int(sizes.sum()):
            return self._pruned(query, lows, sizes, where, k)
        scores = np.zeros(len(few), np.float64)
        self._lists.look_up(query, np.arange(len(query.lists)), few, scores)
        some = np.flatnonzero(scores)
        return few[some], scores[some].astype(np.float32)

    def _pruned(self, query: Clauses, lows: Places, sizes: Places, where: Allowed, k: int) -> tuple[Places, Scores]:
        bounds = query.weights * self._postings.bounds[query.lists].astype(np.float64)
        of_list = sizes.sum(axis=1)
        sums = self._cleared(where)
        is_long = of_list > _LONG if int(of_list.sum()) > _ENOUGH else np.zeros(len(of_list), np.bool_)
        self._add_short(sums, query, np.flatnonzero(~is_long), lows, sizes)
        order = np.flatnonzero(is_long)
        order = order[np.argsort(-bounds[order] / np.sqrt(of_list[order]), kind="stable")]
        #: What the lists from each one on can add at most.
        rest = np.append(np.cumsum(bounds[order][::-1])[::-1], 0.0) * (1 + _SLACK)
        done, aim = 0, float(bounds.sum()) * _FIRST
        while done < len(order):
            while done < len(order) and rest[done] > aim:
                self._add(sums, query, int(order[done]), lows, sizes)
                done += 1
            left, most = order[done:], float(rest[done])
            front = _front(sums, where, max(_LEAST_LEADING, _LEADING * k))
            level = self._least(query, left, sums, front, k)
            if level > most:
                near = front.above(sums, level - most, where)
                if len(near) * len(left) <= _LOOKED_UP:
                    return self._looked_up(query, left, near, sums[near], level - rest[done:])
            aim = most * _STEP
        found = _above(sums, 0.0, where)
        return found, sums[found].astype(np.float32)

    def _least(self, query: Clauses, left: Places, sums: Sums, front: _Front, k: int) -> float:
        """What the k-th best record has at least: all of what those have that lead by now."""
        leading = front.leading
        if len(leading) < k:
            return 0.0
        scores = sums[leading]
        self._lists.look_up(query, left, leading, scores)
        return float(np.partition(scores, len(scores) - k)[len(scores) - k]) * (1 - _SLACK)

    def _looked_up(
        self, query: Clauses, left: Places, near: Places, scores: Sums, floors: Sums
    ) -> tuple[Places, Scores]:
        """The records that may be among the best with all of their scores; a record below a floor is left out."""
        for first in range(0, len(left), _AT_ONCE):
            keep = np.flatnonzero(scores >= floors[first])
            near, scores = near[keep], scores[keep]
            self._lists.look_up(query, left[first : first + _AT_ONCE], near, scores)
        return near, scores.astype(np.float32)

    def _add_short(self, sums: Sums, query: Clauses, which: Places, lows: Places, sizes: Places) -> None:
        """Add some lists, or some parts of them, to the sums of their records, all in one step."""
        parts = sizes.shape[1]
        places, scores = self._scorer.entries(
            lows[which].ravel(),
            sizes[which].ravel(),
            np.repeat(query.channels[which], parts),
            np.repeat(query.weights[which], parts),
        )
        np.add.at(sums, places, scores.astype(np.float64))  # twenty times as fast as of mixed precision

    def _add(self, sums: Sums, query: Clauses, number: int, lows: Places, sizes: Places) -> None:
        """Add a list, or some parts of it, to the sums of its records."""
        channel, weight = int(query.channels[number]), query.weights[number]
        for low, size in zip(lows[number].tolist(), sizes[number].tolist(), strict=True):
            share = self._postings.shares(channel, low, low + size)
            share *= weight
            np.add.at(sums, self._postings.places[low : low + size].astype(np.int64), share.astype(np.float64))

    def _cleared(self, where: Allowed) -> Sums:
        if len(self._sums) < len(self._postings):
            self._sums = np.zeros(len(self._postings), np.float64)
        for begin, end in where.ranges:
            self._sums[begin:end] = 0.0
        return self._sums


def _above(sums: Sums, level: float, where: Allowed) -> Places:
    """The allowed ones with so much or more, and with anything at all."""
    parts = [np.flatnonzero(sums[begin:end] >= max(level, _ANYTHING)) + begin for begin, end in where.ranges]
    found = parts[0] if len(parts) == 1 else np.concatenate(parts)
    return found if where.inside is None else found[where.inside[found]]


@dataclass(frozen=True, slots=True)
class _Front:
    """Allowed records with high sums.

    Attributes:
        leading: those with the highest ones, ascending.
        found: all that have so much as `floor` or more, ascending.
        floor: see `found`.
    """

    leading: Places
    found: Places
    floor: float

    def above(self, sums: Sums, level: float, where: Allowed) -> Places:
        """See `_above`; the sums of all records are only gone through again for less than the floor."""
        return self.found[sums[self.found] >= level] if level >= self.floor else _above(sums, level, where)


def _front(sums: Sums, where: Allowed, most: int) -> _Front:
    """At most so many leading records, and several times as many beside them."""
    total = sum(end - begin for begin, end in where.ranges)
    stride = max(1, total // _SAMPLE)
    sample = np.concatenate([sums[begin:end:stride] for begin, end in where.ranges])
    if where.inside is not None:
        sample = sample[np.concatenate([where.inside[begin:end:stride] for begin, end in where.ranges])]
    wanted = min(max(2, _FRONT * most // stride), len(sample))
    floor = float(np.partition(sample, len(sample) - wanted)[len(sample) - wanted]) if wanted else 0.0
    floor = max(floor, _ANYTHING)
    found = _above(sums, floor, where)
    if len(found) <= most:
        return _Front(found, found, floor)
    return _Front(np.sort(found[np.argpartition(-sums[found], most)[:most]]), found, floor)
