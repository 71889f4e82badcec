"""How near a post is to records by chance, language by language: a cosine means nothing without it.

Cosines of a multilingual encoder lie in a narrow range that depends on the pair of languages (research, November 2026);
a fixed sample of the index shows where that range lies for this post.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, cached_property, partial
from typing import Protocol

import numpy as np
import numpy.typing as npt

from provenance.encoders import Vectors

Floats = npt.NDArray[np.float32]
Rows = npt.NDArray[np.int64]
#: Mean and standard deviation of each query.
Moments = tuple[Floats, Floats]

#: Records of a language that are sampled, and the fewest that make a background of their own.
SAMPLE, LEAST = 128, 24
#: No background is narrower than this (cosine); keeps a tiny index from blowing differences up.
FLOOR_STD = 0.01
#: In place of a language with few records: of texts in it that do not come from the index, and of the languages with
#: enough, those that a post is nearest to. The former judge a post in that language, the latter one in another. Where
#: there are neither, the records of all: those of two languages lie so far apart that no record would seem near.
_FEW = -1


class VectorsOf(Protocol):
    """The part of a vector index that is used."""

    def of_rows(self, rows: Rows) -> tuple[Floats, Rows]:
        """See `indexing.vector.VectorIndex`."""


class Elsewhere(Protocol):
    """Texts that do not come from the index; `ordinary_claims.OrdinaryClaims`."""

    def of(self, number: int) -> Vectors | None:
        """Their vectors in the language of that number, None where there are none."""

    def anywhere(self) -> Sequence[Vectors]:
        """Those that a language without any may be compared with."""


class Background:
    """Mean and spread of a post's cosine to records that it has, but for chance, nothing to do with.

    Args:
        languages: shape (rows,), of every row the number of its language.
        vectors: of the same rows.
        elsewhere: what a language with too few records for a background is compared with instead.
    """

    def __init__(
        self,
        languages: npt.NDArray[np.int32],
        vectors: VectorsOf,
        elsewhere: Elsewhere | None = None,
    ) -> None:
        self._languages = languages
        self._vectors = vectors
        self._elsewhere = elsewhere
        self._samples: dict[int, tuple[Floats, Rows]] = {}

    def of(self, queries: Vectors, owners: Rows, languages: npt.NDArray[np.int32]) -> tuple[Floats, Floats]:
        """Mean and standard deviation for pairs of a query and a candidate, two arrays of shape (n,).

        The mean is NaN where the index is too small to tell, and there is nothing else to compare with.

        Args:
            queries: shape (queries, dimension).
            owners: shape (n,), the place of each pair's query.
            languages: shape (n,), the language of each pair's candidate.
        """
        distinct, place = np.unique(languages, return_inverse=True)
        # Every language with few records asks for those with enough of them.
        ground = cache(partial(self._of_records, queries))
        moments = np.array([self._moments(queries, int(each), ground) for each in distinct], np.float32)
        moments = moments.reshape(-1, 2, len(queries))
        return moments[place, 0, owners], moments[place, 1, owners]

    @cached_property
    def _known(self) -> list[int]:
        """Languages with enough records."""
        return [int(each) for each in np.flatnonzero(np.bincount(self._languages) >= LEAST)]

    def _moments(self, queries: Vectors, language: int, ground: Callable[[int], Moments]) -> Moments:
        if language in self._known:
            return ground(language)
        claims = self._elsewhere.of(language) if self._elsewhere else None
        own = [] if claims is None else [_spread(queries @ claims.T)]
        if self._known or own:
            return _nearest([*own, *map(ground, self._known)], len(queries))
        if len(self._sample(_FEW)[1]) >= LEAST:
            return ground(_FEW)
        others = self._elsewhere.anywhere() if self._elsewhere else ()
        return _nearest([_spread(queries @ vectors.T) for vectors in others], len(queries))

    def _of_records(self, queries: Vectors, ground: int) -> Moments:
        vectors, starts = self._sample(ground)
        return _spread(np.maximum.reduceat(queries @ vectors.T, starts, axis=1))

    def _sample(self, ground: int) -> tuple[Floats, Rows]:
        """Vectors of the sampled rows that have any, and where each row's begin; made once."""
        if ground not in self._samples:
            every = np.arange(len(self._languages), dtype=np.int64)
            rows = every if ground == _FEW else np.flatnonzero(self._languages == ground)
            vectors, counts = self._vectors.of_rows(evenly(rows))
            counts = counts[counts > 0]
            self._samples[ground] = vectors, np.cumsum(counts) - counts
        return self._samples[ground]


def _nearest(near: Sequence[Moments], queries: int) -> Moments:
    """Of several backgrounds, for each query the one that it is nearest to; NaN where there are none."""
    if not near:
        return np.full(queries, np.nan, np.float32), np.ones(queries, np.float32)
    means, spreads = np.array(near).transpose(1, 0, 2)
    nearest = means.argmax(axis=0)[None, :]
    return np.take_along_axis(means, nearest, 0)[0], np.take_along_axis(spreads, nearest, 0)[0]


def _spread(cosines: Floats) -> Moments:
    """Mean and standard deviation of each line."""
    return cosines.mean(axis=1), np.maximum(cosines.std(axis=1), np.float32(FLOOR_STD))


def evenly(rows: Rows) -> Rows:
    """At most `SAMPLE` of the rows, evenly spread and the same every time."""
    if len(rows) <= SAMPLE:
        return rows
    return rows[np.linspace(0, len(rows) - 1, SAMPLE).astype(np.int64)]
