"""How near candidates are to an answer, and how each stands among those that tell the same story.

Several houses check a rumour, some of them twice.

A post is mostly answered by one of them, and the other ones are like it in words and in meaning. What each has beyond
the others of its story tells more than what all of them have.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Protocol

import numpy as np
import numpy.typing as npt

from provenance.indexing.base import Mask

Floats = npt.NDArray[np.float32]
Rows = npt.NDArray[np.int64]

#: Feature → group shown to the reader. Likeness to an answer (`answers`), and how far behind the best candidate it is;
#: likeness of the nearest candidate that shares more words with the post, and of the nearest other one; the same by
#: meaning (-1 where there is none); how many tell the same story; how far behind the best one of them it is.
STORY: Mapping[str, str] = {
    "answer_likeness": "meaning",
    "answer_likeness_gap": "meaning",
    "story_better_words": "story",
    "story_other_words": "story",
    "story_better_meaning": "story",
    "story_other_meaning": "story",
    "story_size": "story",
    "story_words_gap": "story",
    "story_meaning_gap": "story",
}

#: Records at least so much alike tell the same story (cosine, less the mean of all records; November 2026).
SAME = np.float32(0.6)
#: Records whose mean is taken for that of all.
SAMPLE = 1_000


class VectorsOf(Protocol):
    """The part of a vector index that is used."""

    def of_rows(self, rows: Rows) -> tuple[Floats, Rows]:
        """See `indexing.stored_vectors`."""


class Stories:
    """Compares candidates with one another.

    Args:
        vectors: of the index.
        wanted: shape (n,), the rows that may be candidates.
    """

    def __init__(self, vectors: VectorsOf, wanted: Rows) -> None:
        self._vectors = vectors
        self._wanted = wanted

    def of(self, rows: Rows, words: Floats, meaning: Floats, asked: Floats) -> Floats:
        """Standing of the candidates of one post, shape (n, features) in the order of `STORY`.

        Args:
            rows: shape (n,).
            words: shape (n,), similarity to the post in words.
            meaning: shape (n,), the same of meaning.
            asked: shape (dimension,), the post's vector turned towards answers.
        """
        heads, some = self._heads(rows)
        answer = np.where(some, heads @ asked, np.float32(-1))
        heads[some] -= self._mean
        heads /= np.maximum(np.linalg.norm(heads, axis=1, keepdims=True), np.float32(1e-6))
        alike = heads @ heads.T
        np.fill_diagonal(alike, -1.0)
        same = alike > SAME
        size = same.sum(axis=1)
        np.fill_diagonal(same, True)
        likeness, behind = [], []
        for values in (words, np.nan_to_num(meaning, nan=-1.0)):
            better = values[None, :] > values[:, None]
            likeness += [np.where(mask, alike, np.float32(-1)).max(axis=1) for mask in (better, ~better)]
            behind.append(values - np.where(same, values[None, :], np.float32(-np.inf)).max(axis=1))
        return np.column_stack([answer, answer - answer.max(), *likeness, size, *behind]).astype(np.float32)

    @cached_property
    def _mean(self) -> Floats:
        places = np.linspace(0, len(self._wanted) - 1, min(SAMPLE, len(self._wanted))).astype(np.int64)
        heads, some = self._heads(self._wanted[places])
        mean: Floats = heads[some].mean(axis=0) if some.any() else heads.sum(axis=0)
        return mean

    def _heads(self, rows: Rows) -> tuple[Floats, Mask]:
        """The first vector of each row, zeros where it has none, and which have one."""
        vectors, counts = self._vectors.of_rows(rows)
        some = counts > 0
        out = np.zeros((len(rows), vectors.shape[1]), np.float32)
        out[some] = vectors[(np.cumsum(counts) - counts)[some]]
        return out, some
