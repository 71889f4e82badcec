"""What retrieval knows of a post's candidates before they are weighed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from provenance.indexing.base import Mask
from provenance.retrieval.candidates import Candidates

Floats = npt.NDArray[np.float32]
_NONE = np.zeros(0, np.int64)


class Compared(NamedTuple):
    """A post with its candidates and all that is known of each; what the fit script learns from.

    Attributes:
        candidates: best fused rank first.
        features: shape (n, features).
        gaps: shape (n,), days from post to record.
        ratings: the publishers' words.
        untold: which are fact-checks without a claim.
        houses: that published them (`publishers.houses_of`), None for the others.
        own: shape (n, features), what is known of those alone (`untold_features.UNTOLD`); NaN for the others.
        asked: shape (dimension,), the post's vector turned towards answers.
        kept: rows of the index that are returned however low they rank.
    """

    candidates: Candidates
    features: Floats
    gaps: Floats
    ratings: Sequence[str | None]
    untold: Mask
    houses: npt.NDArray[np.object_]
    own: Floats
    asked: Floats
    kept: npt.NDArray[np.int64] = _NONE
