"""Candidates of a post: the union of what the lexical and the vector index return, with both similarities of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

import numpy as np
import numpy.typing as npt

from provenance.compiled.ranks import fused
from provenance.encoders.base import Vectors
from provenance.indexing.base import Ranking
from provenance.retrieval.post_view import PostView

Mask = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float32]

#: Constant of reciprocal rank fusion (Cormack, Clarke and Büttcher, SIGIR 2009).
RRF_K = 60


class LexicalSearch(Protocol):
    """The part of a lexical index that is used."""

    def search_each(self, queries: Sequence[str], k: int, masks: Sequence[Mask | None]) -> list[list[Ranking]]:
        """See `indexing.lexical.LexicalIndex`."""


class VectorSearch(Protocol):
    """The part of a vector index that is used."""

    def search(self, queries: Vectors, k: int, *, allowed: Mask | None = None) -> list[Ranking]:
        """See `indexing.base.Index`."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """Rows that may tell the same as a post, best fused rank first.

    Attributes:
        rows: int64, shape (n,), distinct.
        lexical: float32, shape (n,): BM25 score, 0 where the lexical index did not return the row.
        fused: float32, shape (n,): sum of 1 / (60 + rank) over the rankings, not increasing.
    """

    rows: npt.NDArray[np.int64]
    lexical: Floats
    fused: Floats

    def __len__(self) -> int:
        return len(self.rows)

    @classmethod
    def unranked(cls, rows: npt.NDArray[np.int64]) -> Candidates:
        """Rows that stand in no ranking."""
        nothing = np.zeros(len(rows), np.float32)
        return cls(rows, nothing, nothing)

    def none(self) -> Candidates:
        """No candidates, as for a post without words."""
        return Candidates(self.rows[:0], self.lexical[:0], self.fused[:0])


def find_candidates(
    views: Sequence[PostView],
    vectors: Sequence[Sequence[Vectors]],
    lexical: LexicalSearch,
    dense: VectorSearch,
    *,
    k: int,
    masks: Sequence[Mask | None],
) -> list[list[Candidates]]:
    """The `k` best fused candidates of each post, once for each mask.

    Args:
        views: the posts; one without words has no candidates.
        vectors: under each mask those of each post, shape (1 + windows, dimension): the whole text first.
        lexical: finds words in common.
        dense: finds meanings in common, also across languages.
        k: candidates of a post.
        masks: each of shape (rows,), which rows may be returned; None means all.

    Returns:
        For each post its candidates under each mask.
    """
    by_words = lexical.search_each([view.text for view in views], k, masks)
    by_meaning = [
        iter(dense.search(np.concatenate(asked), k, allowed=mask) if asked else [])
        for asked, mask in zip(vectors, masks, strict=True)
    ]
    pairs = [
        (ranking, [next(meaning) for _ in asked[post]])
        for post, words in enumerate(by_words)
        for ranking, meaning, asked in zip(words, by_meaning, vectors, strict=True)
    ]
    pools = iter(fuse_each(pairs, k=k))
    found = [(view, [next(pools) for _ in masks]) for view in views]
    return [own if view.text else [each.none() for each in own] for view, own in found]


def fuse_each(rankings: Sequence[tuple[Ranking, Sequence[Ranking]]], *, k: int) -> list[Candidates]:
    """Reciprocal rank fusion of one ranking by words with the best of several by meaning, for each of some posts.

    A row's rank by meaning is its best rank over the whole post and its windows.
    """
    lexical = [(words.rows, words.similarities) for words, _ in rankings]
    found = fused(lexical, [[each.rows for each in dense] for _, dense in rankings], RRF_K, k)
    if found is None:
        return [_fuse(words, dense, k=k) for words, dense in rankings]
    return [Candidates(*each) for each in found]


def _fuse(lexical: Ranking, dense: Sequence[Ranking], *, k: int) -> Candidates:
    """The same for one post, without compiled loops."""
    rows, worth = [ranking.rows for ranking in dense], [_reciprocals(len(ranking)) for ranking in dense]
    if len(dense) > 1:  # the best rank of a row, which is worth most, stands first among its own
        every, worths = np.concatenate(rows), np.concatenate(worth)
        order = np.lexsort((-worths, every))
        every, worths = every[order], worths[order]
        first = np.concatenate([[True], every[1:] != every[:-1]]) if len(every) else np.zeros(0, np.bool_)
        rows, worth = [every[first]], [worths[first]]
    together = np.concatenate([lexical.rows, *rows])
    order = together.argsort(kind="stable")
    together = together.take(order)
    score = np.concatenate([_reciprocals(len(lexical)), *worth]).take(order)
    words = np.zeros(len(together), np.float32)
    words[: len(lexical)] = lexical.similarities
    words = words.take(order)
    # Each side has a row once at most: of two that are equal the first one, which is the lexical side's, takes all, and
    # the second one goes behind the end.
    again = (together[1:] == together[:-1]).nonzero()[0]
    score[again] += score[again + 1]
    score[again + 1] = -1.0
    best = (-score).argsort(kind="stable")[: min(k, len(together) - len(again))]
    return Candidates(together.take(best), words.take(best), score.take(best).astype(np.float32))


@lru_cache(maxsize=512)
def _reciprocals(count: int) -> npt.NDArray[np.float64]:
    """What the ranks from the first one on are worth."""
    found: npt.NDArray[np.float64] = 1 / (RRF_K + np.arange(count))
    found.flags.writeable = False
    return found
