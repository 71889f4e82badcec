"""How near a post is to records by chance, language by language: a cosine means nothing without it.

Cosines of a multilingual encoder lie in a narrow range that depends on the pair of languages (research, November 2026);
a fixed sample of the index shows where that range lies for this post.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Protocol

import numpy as np
import numpy.typing as npt

from provenance.encoders import Vectors

Floats = npt.NDArray[np.float32]
Rows = npt.NDArray[np.int64]

#: Records of a language that are sampled, and the fewest that make a background of their own.
SAMPLE, LEAST = 128, 24
#: No background is narrower than this (cosine); keeps a tiny index from blowing differences up.
FLOOR_STD = 0.01
#: In place of a language: the records of all.
_ALL = -1


class VectorsOf(Protocol):
    """The part of a vector index that is used."""

    def of_rows(self, rows: Rows) -> tuple[Floats, Rows]:
        """See `indexing.vector.VectorIndex`."""


class Background:
    """Mean and spread of a post's cosine to records that it has, but for chance, nothing to do with.

    Args:
        languages: shape (rows,), of every row the number of its language.
        vectors: of the same rows.
        elsewhere: vectors of texts that an index too small for a background is compared with instead, an array for each
            language; asked once.
    """

    def __init__(
        self,
        languages: npt.NDArray[np.int32],
        vectors: VectorsOf,
        elsewhere: Callable[[], Sequence[Vectors]] | None = None,
    ) -> None:
        self._languages = languages
        self._vectors = vectors
        self._elsewhere = elsewhere
        self._samples: dict[int, tuple[Floats, Rows]] = {}

    def of(self, query: Vectors, languages: npt.NDArray[np.int32]) -> tuple[Floats, Floats]:
        """Mean and standard deviation for candidates in these languages, two arrays of shape (n,).

        The mean is NaN where the index is too small to tell, and there is nothing else to compare with.
        """
        distinct, place = np.unique(self._grounds[languages], return_inverse=True)
        moments = np.array([self._moments(query, int(each)) for each in distinct], np.float32).reshape(-1, 2)
        return moments[place, 0], moments[place, 1]

    @cached_property
    def _grounds(self) -> npt.NDArray[np.int32]:
        """For each language the one whose records are its background: itself, or all where it has few."""
        counts = np.bincount(self._languages)
        return np.where(counts < LEAST, _ALL, np.arange(len(counts))).astype(np.int32)

    def _moments(self, query: Vectors, ground: int) -> tuple[float, float]:
        vectors, starts = self._sample(ground)
        if len(starts) < LEAST:
            return self._moments_elsewhere(query)
        cosines = np.maximum.reduceat((query[None, :] @ vectors.T)[0], starts)
        return float(cosines.mean()), max(float(cosines.std()), FLOOR_STD)

    def _moments_elsewhere(self, query: Vectors) -> tuple[float, float]:
        """By the texts of the language that the post is nearest to, which is most likely its own."""
        near = [vectors @ query for vectors in self._others]
        if not near:
            return float("nan"), 1.0
        cosines = max(near, key=lambda each: float(each.mean()))
        return float(cosines.mean()), max(float(cosines.std()), FLOOR_STD)

    @cached_property
    def _others(self) -> Sequence[Vectors]:
        return self._elsewhere() if self._elsewhere else ()

    def _sample(self, ground: int) -> tuple[Floats, Rows]:
        """Vectors of the sampled rows that have any, and where each row's begin; made once."""
        if ground not in self._samples:
            every = np.arange(len(self._languages), dtype=np.int64)
            rows = every if ground == _ALL else np.flatnonzero(self._languages == ground)
            vectors, counts = self._vectors.of_rows(evenly(rows))
            counts = counts[counts > 0]
            self._samples[ground] = vectors, np.cumsum(counts) - counts
        return self._samples[ground]


def evenly(rows: Rows) -> Rows:
    """At most `SAMPLE` of the rows, evenly spread and the same every time."""
    if len(rows) <= SAMPLE:
        return rows
    return rows[np.linspace(0, len(rows) - 1, SAMPLE).astype(np.int64)]
