"""Which languages of an index a post is not written in, each to be searched on its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from provenance.indexing.base import Mask
from provenance.retrieval.candidates import Candidates
from provenance.retrieval.post_view import PostView

#: The post's own candidates that show which language it is written in.
_OWN = 20
#: Languages of fewer records than this are searched as one: a search each would cost more than it could find.
_LEAST_RECORDS = 24
#: Number of that one.
_FEW = -2


class OtherLanguages:
    """The languages of some records.

    Args:
        groups: shape (rows,), of every row the number of its language.
        wanted: shape (rows,), which rows may be returned.
    """

    def __init__(self, groups: npt.NDArray[np.int32], wanted: Mask) -> None:
        self._groups = groups
        numbers, counts = np.unique(groups[wanted], return_counts=True)
        many = counts >= _LEAST_RECORDS
        self._rows = {number: wanted & (groups == number) for number in numbers[many].tolist()}
        if not many.all():
            self._rows[_FEW] = wanted & np.isin(groups, numbers[~many])

    def asked(self, views: Sequence[PostView], own: Sequence[Sequence[Candidates]]) -> Iterator[tuple[Mask, list[int]]]:
        """The rows of each language, and the places of the posts that are not written in it.

        Args:
            views: the posts; one without text is written in none.
            own: candidates of each among all languages: most of the best are in its own.
        """
        if len(self._rows) < 2:
            return
        spoken = [self._language(found) if view.text else None for view, found in zip(views, own, strict=True)]
        for language, rows in self._rows.items():
            if posts := [post for post, mine in enumerate(spoken) if mine is not None and mine != language]:
                yield rows, posts

    def _language(self, own: Sequence[Candidates]) -> int:
        rows = np.concatenate([pool.rows[:_OWN] for pool in own]) if own else np.zeros(0, np.int64)
        spoken = int(np.bincount(self._groups[rows]).argmax()) if len(rows) else -1
        return spoken if spoken in self._rows else _FEW
