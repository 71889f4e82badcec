"""How near a post is to records by chance, language by language: a cosine means nothing without it.

Cosines of a multilingual encoder lie in a narrow range that depends on the pair of languages (research, November 2026);
a fixed sample of the index shows where that range lies for this post.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from provenance.encoders.base import Vectors

Floats = npt.NDArray[np.float32]

#: Records of a language that are sampled, and the fewest that make a background of their own.
SAMPLE, LEAST = 256, 24
#: No background is narrower than this (cosine); keeps a tiny index from blowing differences up.
FLOOR_STD = 0.01


class Background:
    """Mean and spread of a post's cosine to records it has nothing to do with.

    Args:
        languages: of every row, None where unknown.
        rows: the sampled rows that have a vector, shape (m,).
        vectors: one vector of each of them, shape (m, dimension).
    """

    def __init__(self, languages: Sequence[str | None], rows: npt.NDArray[np.int64], vectors: Vectors) -> None:
        spoken = np.array([languages[row] or "" for row in rows.tolist()], dtype=object)
        self._samples = {
            language: vectors[spoken == language]
            for language in set(spoken.tolist())
            if int((spoken == language).sum()) >= LEAST
        }
        self._all = vectors

    def of(self, query: Vectors, languages: Sequence[str | None]) -> tuple[Floats, Floats]:
        """Mean and standard deviation for candidates in these languages, two arrays of shape (n,)."""
        known: dict[str, tuple[float, float]] = {}
        for language in set(each or "" for each in languages):
            sample = self._samples.get(language, self._all)
            cosines = sample @ query if len(sample) >= LEAST else np.zeros(0, np.float32)
            known[language] = (
                (float(cosines.mean()), max(float(cosines.std()), FLOOR_STD)) if len(cosines) else (np.nan, 1.0)
            )
        pairs = np.array([known[each or ""] for each in languages], np.float32).reshape(-1, 2)
        return pairs[:, 0], pairs[:, 1]


def sample_rows(languages: Sequence[str | None]) -> npt.NDArray[np.int64]:
    """At most `SAMPLE` rows of each language, evenly spread and the same every time."""
    by_language: dict[str, list[int]] = {}
    for row, language in enumerate(languages):
        by_language.setdefault(language or "", []).append(row)
    picked: list[int] = []
    for rows in by_language.values():
        step = max(1, len(rows) // SAMPLE)
        picked += rows[::step][:SAMPLE]
    return np.array(sorted(picked), np.int64)
