"""Fact-checks of the days around a post: most follow their rumour within days, and then few others stand beside them.

Where a fact-check states no claim, title and lead often share little with the post: among all records it is one of
many, among those of its days it may be the best. What that is worth is told by its standing there.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from provenance.encoders.base import Vectors
from provenance.indexing.base import Mask
from provenance.model.interval import Interval
from provenance.retrieval.candidates import Candidates, LexicalSearch, VectorSearch, find_candidates
from provenance.retrieval.post_view import PostView
from provenance.store.layout import DAY_US, NO_DATE, microseconds

Floats = npt.NDArray[np.float32]

#: Days from a post to the fact-checks that are looked at apart. Of the training tweets' right records that the first
#: 100 by words miss, two in three lie here (factcheck_tweets_kazemi2022, November 2026).
FROM_DAY, TO_DAY = -2.0, 14.0
#: Candidates of these days.
OF_THE_DAYS = 40

#: Standing among the candidates of the days: rank by words and by meaning (0 is the best), how far behind the best one
#: of the days, and what share of the best score of any day.
STANDING = ("days_words_rank", "days_words_gap", "days_words_share", "days_meaning_rank", "days_meaning_gap")


class DaysSearch:
    """Adds to the candidates of a dated post those of its days.

    Args:
        lexical: finds words in common.
        dense: finds meanings in common.
        start_us: int64, shape (rows,), start of each record's publication, microseconds since 1970 or `NO_DATE`.
        wanted: shape (rows,), the records that are looked at apart.
    """

    def __init__(
        self, lexical: LexicalSearch, dense: VectorSearch, start_us: npt.NDArray[np.int64], wanted: Mask
    ) -> None:
        self._lexical = lexical
        self._dense = dense
        self._count = len(start_us)
        rows = np.flatnonzero(wanted & (start_us != NO_DATE))
        self._rows = rows[np.argsort(start_us[rows], kind="stable")]
        self._start_us = start_us[self._rows]

    def rows_near(self, posted_at: Interval | None) -> npt.NDArray[np.int64]:
        """The wanted rows of the days around a post; none where its day is unknown."""
        if posted_at is None:
            return self._rows[:0]
        first = microseconds(posted_at.start) + int(FROM_DAY * DAY_US)
        last = microseconds(posted_at.end) + int(TO_DAY * DAY_US)
        begin, end = np.searchsorted(self._start_us, [first, last])
        return self._rows[begin:end]

    def joined(
        self,
        posted_at: Interval | None,
        view: PostView,
        vectors: Vectors,
        pools: Sequence[Candidates],
        masks: Sequence[Mask | None],
    ) -> list[Candidates]:
        """The pools of a post, each with the candidates of its days behind it.

        Args:
            posted_at: when the post was published.
            view: the post.
            vectors: of the post, shape (1 + windows, dimension), turned towards answers.
            pools: its candidates under each mask.
            masks: each of shape (rows,), which rows may be returned; None means all.
        """
        near = self.rows_near(posted_at) if view.text and len(self._rows) else self._rows[:0]
        if not len(near):
            return list(pools)
        out = []
        for pool, mask in zip(pools, masks, strict=True):
            rows = near if mask is None else near[mask[near]]
            if len(rows):
                allowed = np.zeros(self._count, np.bool_)
                allowed[rows] = True
                ((found,),) = find_candidates(
                    [view], [[vectors]], self._lexical, self._dense, k=OF_THE_DAYS, masks=[allowed]
                )
                pool = join(pool, found)
            out.append(pool)
        return out


def join(pool: Candidates, found: Candidates) -> Candidates:
    """A pool and what else was found; the latter is in none of the pool's rankings, so its fused score is 0."""
    scores = dict(zip(found.rows.tolist(), found.lexical.tolist(), strict=True))
    known = np.array([scores.get(row, 0.0) for row in pool.rows.tolist()], np.float32)
    new = ~np.isin(found.rows, pool.rows)
    return Candidates(
        rows=np.concatenate([pool.rows, found.rows[new]]),
        lexical=np.concatenate([np.maximum(pool.lexical, known), found.lexical[new]]),
        fused=np.concatenate([pool.fused, np.zeros(int(new.sum()), np.float32)]),
    )


def near_gaps(gaps: Floats) -> Floats:
    """Days from post to record around the post; NaN far away, which is worth as little as an unknown day."""
    return np.where((gaps >= FROM_DAY) & (gaps <= TO_DAY), gaps, np.float32(np.nan))


def standing(words: Floats, meaning: Floats, gaps: Floats, wanted: Mask, sizes: npt.NDArray[np.int64]) -> Floats:
    """How each candidate stands among those of the days around its post.

    Args:
        words: shape (n,), similarity in words, pool by pool.
        meaning: the same of meaning; NaN where unknown.
        gaps: shape (n,), of `gap_days`.
        wanted: shape (n,), which candidates count.
        sizes: candidates of each pool.

    Returns:
        Shape (n, features) in the order of `STANDING`; NaN for other days and other records.
    """
    out = np.full((len(gaps), len(STANDING)), np.nan, np.float32)
    inside = np.flatnonzero(wanted & (gaps >= FROM_DAY) & (gaps <= TO_DAY))
    if not len(inside):
        return out
    every = np.repeat(np.arange(len(sizes)), sizes)
    best = np.zeros(len(sizes), np.float32)
    np.maximum.at(best, every, words)
    owner = every[inside]
    for values, rank, gap in ((words, 0, 1), (meaning, 3, 4)):
        out[inside, rank], out[inside, gap] = _compared(np.nan_to_num(values[inside], nan=-1.0), owner)
    out[inside, 2] = words[inside] / np.maximum(best[owner], np.float32(1e-6))
    return out


def _compared(values: Floats, owner: npt.NDArray[np.int64]) -> tuple[npt.NDArray[np.int64], Floats]:
    """Rank of each value among those of its owner, and how far it is behind the best; owners do not decrease."""
    begin = np.flatnonzero(np.concatenate([[True], owner[1:] != owner[:-1]]))
    sizes = np.diff(np.append(begin, len(owner)))
    order = np.lexsort((-values, owner))
    rank = np.empty(len(values), np.int64)
    rank[order] = np.arange(len(values)) - np.repeat(begin, sizes)
    return rank, values - np.repeat(np.maximum.reduceat(values, begin), sizes)
