"""How near in meaning posts lie to records, and to what is chance among records of a language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from provenance.encoders import Vectors
from provenance.retrieval.background import Background, Elsewhere
from provenance.retrieval.features import Similarities

if TYPE_CHECKING:
    from provenance.indexing.vector import VectorIndex

#: Posts whose candidates' vectors are read together: records that several posts meet are read once; more posts would
#: be multiplied with ever more vectors that are not theirs.
TOGETHER = 16


class Cosines:
    """Compares posts with records of one index.

    Args:
        records: their vectors.
        languages: shape (rows,), of every row the number of its language.
        elsewhere: see `Background`.
    """

    def __init__(
        self,
        records: VectorIndex,
        languages: npt.NDArray[np.int32],
        elsewhere: Elsewhere | None = None,
    ) -> None:
        self._records, self._languages = records, languages
        self._background = Background(languages, records, elsewhere)

    def of(
        self, vectors: Sequence[Vectors], owners: npt.NDArray[np.int64], rows: npt.NDArray[np.int64]
    ) -> Similarities:
        """Cosines of pairs of a post and a record; posts next to each other share what is read of records.

        Args:
            vectors: of each post, shape (1 + windows, dimension).
            owners: shape (pairs,), of each pair the place of its post, ascending.
            rows: shape (pairs,), of each pair its record.
        """
        near = np.full((len(rows), 3), np.nan, np.float32)
        window = np.full(len(rows), np.nan, np.float32)
        for first in range(0, len(vectors), TOGETHER):
            last = min(first + TOGETHER, len(vectors))
            part = slice(*np.searchsorted(owners, [first, last]).tolist())
            distinct, place = np.unique(rows[part], return_inverse=True)
            cosines = self._records.by_view(np.concatenate(vectors[first:last]), distinct)
            lines = np.cumsum([0, *(len(own) for own in vectors[first:last])])
            # Line by line as they lie in memory, which takes a third of the time of two lists of places.
            by_record = cosines.transpose(0, 2, 1).reshape(-1, cosines.shape[1])
            near[part] = by_record.take(lines[owners[part] - first] * len(distinct) + place, axis=0)
            for post in range(first, last):
                if len(vectors[post]) > 1:
                    mine = slice(*np.searchsorted(owners, [post, post + 1]).tolist())
                    at = place[mine.start - part.start : mine.stop - part.start]
                    heads = cosines[lines[post - first] + 1 : lines[post - first + 1], :, at]
                    window[mine] = np.fmax.reduce(np.fmax(heads[:, 0], heads[:, 1]))
        claim, title, body = near.T
        whole = np.array([own[0] for own in vectors])
        mean, spread = self._background.of(whole, owners, self._languages[rows])
        return Similarities(claim, title, body, np.where(np.isnan(window), claim, window), mean, spread)
