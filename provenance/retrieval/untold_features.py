"""What is known of candidates that are fact-checks without a claim, beside the features of all candidates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from provenance.indexing.base import Mask
from provenance.indexing.bundle import IndexBundle
from provenance.retrieval.features import NAMES
from provenance.retrieval.ngram_overlap import NGRAMS, NgramOverlap
from provenance.retrieval.stories import STORY, Stories

Floats = npt.NDArray[np.float32]
Rows = npt.NDArray[np.int64]

#: Feature → group shown to the reader. The order is the order of the columns.
UNTOLD: Mapping[str, str] = {**STORY, **NGRAMS}

_WORDS, _MEANING = NAMES.index("words_bm25"), NAMES.index("meaning_head")


@dataclass(frozen=True, slots=True)
class Pool:
    """A post and its candidates.

    Attributes:
        text: of the post, as it is compared.
        asked: shape (dimension,), the post's vector turned towards answers.
        rows: shape (n,).
        features: shape (n, features), in the order of `features.NAMES`.
        wanted: shape (n,), which candidates are fact-checks without a claim.
    """

    text: str
    asked: Floats
    rows: Rows
    features: Floats
    wanted: Mask


class UntoldFeatures:
    """Compares posts with fact-checks without a claim, and these with one another.

    Args:
        bundle: the index.
        wanted: shape (n,), the rows that may be candidates.
    """

    def __init__(self, bundle: IndexBundle, wanted: Rows) -> None:
        self._stories = Stories(bundle.vectors, wanted)
        self._ngrams = NgramOverlap(bundle.records, wanted)

    def of(self, pools: Sequence[Pool]) -> list[Floats]:
        """For each pool shape (n, features) in the order of `UNTOLD`; NaN for candidates that are not wanted."""
        some = [pool for pool in pools if pool.wanted.any()]
        rows = [pool.rows[pool.wanted] for pool in some]
        found = iter(self._of_wanted(some, rows) if some else [])
        out = []
        for pool in pools:
            own = np.full((len(pool.rows), len(UNTOLD)), np.nan, np.float32)
            if pool.wanted.any():
                own[pool.wanted] = next(found)
            out.append(own)
        return out

    def _of_wanted(self, pools: Sequence[Pool], rows: Sequence[Rows]) -> list[Floats]:
        texts = self._ngrams.texts(np.concatenate(rows))
        out, begin = [], 0
        for pool, own in zip(pools, rows, strict=True):
            mine = pool.features[pool.wanted]
            story = self._stories.of(own, mine[:, _WORDS], mine[:, _MEANING], pool.asked)
            end = begin + len(own)
            out.append(np.column_stack([story, self._ngrams.of(pool.text, texts[begin:end])]))
            begin = end
        return out
