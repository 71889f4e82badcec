"""Posts' vectors turned towards the fact-checks that answer them.

A post and the fact-check of what it says are written differently, and what an encoder finds alike is more than whether
one answers the other. A matrix, learnt from posts and the fact-checks that answered them, keeps what tells these apart.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Self

import numpy as np
import numpy.typing as npt

from provenance.encoders.base import Vectors
from provenance.retrieval.post_means import distinct_part

#: Raise the number whenever the table changes; made by benchmarks/fit_answers.py from training posts.
TABLE = "answers-1.npz"


class Answers:
    """Turns posts' vectors.

    Args:
        matrices: by the name of the encoder, each of shape (dimension, dimension).
    """

    def __init__(self, matrices: Mapping[str, npt.NDArray[np.float32]]) -> None:
        self._matrices = matrices

    @classmethod
    def shipped(cls) -> Self:
        """With the matrices that come with the package."""
        return cls(_shipped())

    def asked(self, vectors: Vectors, encoder: str) -> Vectors:
        """Vectors to look for answers with; without what posts have in common where no matrix is known of an encoder.

        Args:
            vectors: of posts, shape (n, dimension).
            encoder: its name.
        """
        distinct, matrix = distinct_part(vectors, encoder), self._matrices.get(encoder)
        return distinct if matrix is None else distinct @ matrix


@cache
def _shipped() -> Mapping[str, npt.NDArray[np.float32]]:
    with (files("provenance.retrieval") / "tables" / TABLE).open("rb") as file, np.load(file) as found:
        return {name: found[name].astype(np.float32) for name in found.files}
