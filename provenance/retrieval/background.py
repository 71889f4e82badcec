"""How near a post is to records by chance, language by language: a cosine means nothing without it.

Cosines of a multilingual encoder lie in a narrow range that depends on the pair of languages (research, November 2026);
a fixed sample of the index shows where that range lies for this post.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from provenance.encoders import Vectors

Floats = npt.NDArray[np.float32]
Rows = npt.NDArray[np.int64]

#: Records of a language that are sampled, and the fewest that make a background of their own.
SAMPLE, LEAST = 128, 24
#: No background is narrower than this (cosine); keeps a tiny index from blowing differences up.
FLOOR_STD = 0.01


class Background:
    """Mean and spread of a post's cosine to records that it has, but for chance, nothing to do with.

    Args:
        languages: of every row, None where unknown.
        similarities: of a query vector to the nearest vector of each of some rows, NaN where a row has none.
    """

    def __init__(self, languages: Sequence[str | None], similarities: Callable[[Vectors, Rows], Floats]) -> None:
        by_language: dict[str, list[int]] = {}
        for row, language in enumerate(languages):
            by_language.setdefault(language or "", []).append(row)
        self._samples = {
            language: evenly(np.array(rows, np.int64)) for language, rows in by_language.items() if len(rows) >= LEAST
        }
        self._any = evenly(np.arange(len(languages), dtype=np.int64))
        self._similarities = similarities

    def of(self, query: Vectors, languages: Sequence[str | None]) -> tuple[Floats, Floats]:
        """Mean and standard deviation for candidates in these languages, two arrays of shape (n,).

        The mean is NaN where the index is too small to tell.
        """
        wanted = [each or "" for each in languages]
        known = {language: self._moments(query, self._samples.get(language, self._any)) for language in set(wanted)}
        pairs = np.array([known[language] for language in wanted], np.float32).reshape(-1, 2)
        return pairs[:, 0], pairs[:, 1]

    def _moments(self, query: Vectors, rows: Rows) -> tuple[float, float]:
        cosines = self._similarities(query, rows)
        cosines = cosines[~np.isnan(cosines)]
        if len(cosines) < LEAST:
            return float("nan"), 1.0
        return float(cosines.mean()), max(float(cosines.std()), FLOOR_STD)


def evenly(rows: Rows) -> Rows:
    """At most `SAMPLE` of the rows, evenly spread and the same every time."""
    if len(rows) <= SAMPLE:
        return rows
    return rows[np.linspace(0, len(rows) - 1, SAMPLE).astype(np.int64)]
