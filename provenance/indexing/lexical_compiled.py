"""The best records of queries by words, by the compiled loops of `provenance.compiled.words`."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache, partial, reduce

import numpy as np

from provenance.compiled.words import MOST_FILTERS, Filters, WordSearch
from provenance.errors import IndexCorrupt
from provenance.indexing.base import Ranking
from provenance.indexing.lexical_filter import Allowed
from provenance.indexing.lexical_query import Clauses
from provenance.indexing.postings import Postings

#: Results that are held at a time (twelve bytes each).
_RESULTS = 4_000_000
#: Combinations of filters whose layout is kept: every batch of a check asks for the same few.
_KEPT = 8


class CompiledScorer:
    """Ranks by the lists of one index; see `lexical_scores.PlainScorer` for the same in numpy."""

    def __init__(self, postings: Postings) -> None:
        self._postings = postings
        self._search = WordSearch(postings.places, postings.times, postings.lengths, postings.norms, postings.rows)
        #: Of filters by what they are, not by what they allow.
        self._layout = lru_cache(_KEPT)(partial(_layout_of, postings))

    @staticmethod
    def is_there() -> bool:
        """Whether the loops were compiled."""
        return WordSearch.is_there()

    def best_each(self, queries: Clauses, k: int, filters: Sequence[Allowed]) -> list[list[Ranking]]:
        """For each query its `k` best rows under each filter.

        Raises:
            IndexCorrupt: a list lies outside of the file.
        """
        out: list[list[Ranking]] = [[] for _ in range(len(queries))]
        k = max(1, min(k, len(self._postings)))
        for first in range(0, len(filters), MOST_FILTERS):
            own = tuple(filters[first : first + MOST_FILTERS])
            together = max(1, _RESULTS // (len(own) * k))
            for start in range(0, len(queries), together):
                asked = queries.part(start, min(start + together, len(queries)))
                for line, rankings in zip(out[start:], self._together(asked, k, own), strict=False):
                    line += rankings
        return out

    def _together(self, asked: Clauses, k: int, filters: tuple[Allowed, ...]) -> list[list[Ranking]]:
        try:
            rows, scores, counts = self._search.best(
                asked.cuts,
                asked.begins,
                asked.sizes,
                asked.channels,
                asked.weights,
                np.multiply(asked.weights, self._postings.bounds[asked.lists], dtype=np.float64),
                self._layout(filters),
                k,
            )
        except ValueError as error:
            raise IndexCorrupt(f"the lexical index is damaged: {error}; rebuild the index") from error
        return [
            [Ranking(row[:count], score[:count]) for row, score, count in zip(*own, strict=True)]
            for own in zip(rows, scores, counts.tolist(), strict=True)
        ]


def _layout_of(postings: Postings, filters: Sequence[Allowed]) -> Filters:
    """Groups side by side that the same filters allow are one segment."""
    edges = postings.group_edges
    wanted = [
        reduce(int.__or__, (1 << bit for bit, each in enumerate(filters) if each.allows_some_of(group)), 0)
        for group in range(len(edges) - 1)
    ]
    begins = [group for group in range(len(wanted)) if not group or wanted[group] != wanted[group - 1]]
    return Filters(
        [*(edges[group] for group in begins), edges[-1]],
        [wanted[group] for group in begins],
        [each.inside for each in filters],
        [each.few for each in filters],
    )
