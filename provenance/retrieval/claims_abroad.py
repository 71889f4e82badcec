"""Rated claims of other languages than the post's, which a search among all of them does not bring up.

Encoders put records of a post's own language nearer than any other: among thousands of them the same claim in another
language is never a candidate. Each further language is therefore searched on its own, by meaning.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from provenance.encoders.base import Vectors
from provenance.indexing.base import Mask
from provenance.retrieval.candidates import Candidates
from provenance.retrieval.other_languages import OtherLanguages
from provenance.retrieval.post_view import PostView

if TYPE_CHECKING:
    from provenance.indexing.vector import VectorIndex

#: Candidates of another language: only the very nearest are ever laid beside a post word by word.
OF_A_LANGUAGE = 4


class ClaimsAbroad:
    """Further candidates among the fact-checks of one index.

    Args:
        dense: finds meanings in common.
        groups: shape (rows,), of every row the number of its language.
        claims: shape (rows,), which rows are fact-checks that may be returned.
    """

    def __init__(self, dense: VectorIndex, groups: npt.NDArray[np.int32], claims: Mask) -> None:
        self._dense = dense
        self._languages = OtherLanguages(groups, claims)

    def rows(
        self, views: Sequence[PostView], vectors: Sequence[Vectors], own: Sequence[Sequence[Candidates]]
    ) -> list[npt.NDArray[np.int64]]:
        """The nearest rows in each language but a post's own, of every post; arguments as of `ReportSearch.pools`."""
        found: list[npt.NDArray[np.int64]] = [np.zeros(0, np.int64) for _ in views]
        for allowed, asked in self._languages.asked(views, own):
            whole = np.array([vectors[post][0] for post in asked])
            for post, near in zip(asked, self._dense.search(whole, OF_A_LANGUAGE, allowed=allowed), strict=True):
                found[post] = np.concatenate([found[post], near.rows])
        return found
