"""Character n-gram overlap of posts with fact-checks without a claim: what whole words in common do not show.

A run of four letters is worth the more the fewer records of the index have it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

import numpy as np
import numpy.typing as npt

from provenance.retrieval.record_view import BODY_LENGTH
from provenance.store.records import RecordTable
from provenance.store.text_places import TextPlaces
from provenance.text.ngrams import Texts, counted, marked, numbers_of, runs_of

Floats = npt.NDArray[np.float32]
Rows = npt.NDArray[np.int64]

#: Feature → group shown to the reader: what share of the post's runs, weighted by rarity, stands in title and lead; the
#: same beside the length of these (near to the cosine of both); how far either is behind the best candidate.
NGRAMS: Mapping[str, str] = {
    "ngrams_covered": "words",
    "ngrams_covered_gap": "words",
    "ngrams_alike": "words",
    "ngrams_alike_gap": "words",
}

#: Records that say how rare a run is: with 500 held-out posts fare .001 worse, with 26,000 no better (November 2026).
SAMPLE = 2_000


class NgramOverlap:
    """Compares the letters of posts with those of records.

    Args:
        records: of the index.
        wanted: shape (n,), the rows that may be candidates.
    """

    def __init__(self, records: RecordTable, wanted: Rows) -> None:
        self._records = records
        self._wanted = wanted

    def texts(self, rows: Rows) -> Texts:
        """Titles and texts of some rows, where they lie."""
        return self._places.of(rows)

    def of(self, post: str, texts: Texts) -> Floats:
        """Overlap of a post with its candidates, shape (n, features) in the order of `NGRAMS`; NaN without letters."""
        runs = np.unique(runs_of(post))
        if not len(runs):
            return np.full((len(texts), len(NGRAMS)), np.nan, np.float32)
        self._records.looked(2 * len(texts))
        standing, lengths = marked(runs, texts, BODY_LENGTH)
        count, counts = self._rarity
        worth = np.maximum(np.log2((count + 1) / (counts[numbers_of(runs)] + np.float32(0.5))), np.float32(1e-3))
        shared, every = standing @ worth, worth.sum()
        covered, alike = shared / every, shared / np.sqrt(every * np.maximum(lengths, 1))
        return np.column_stack([covered, covered - covered.max(), alike, alike - alike.max()]).astype(np.float32)

    @cached_property
    def _places(self) -> TextPlaces:
        return self._records.text_places(("title", "text"))

    @cached_property
    def _rarity(self) -> tuple[int, npt.NDArray[np.uint16]]:
        """Records that were looked at, and how many of them have each run."""
        places = np.linspace(0, len(self._wanted) - 1, min(SAMPLE, len(self._wanted))).astype(np.int64)
        counts = counted(self.texts(self._wanted[places]), BODY_LENGTH)
        self._records.looked(2 * len(places))
        return len(places), counts
