"""Any sentence-transformers model, by folder or hub id. The only file that imports sentence-transformers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from provenance.encoders.base import Vectors
from provenance.encoders.model_cache import sha256
from provenance.errors import InputError, MissingExtra


class SentenceEncoder:
    """A sentence-transformers model, with the prompts that its own configuration names.

    Args:
        source: a folder, or a hub id whose files are already in the local hub cache.
        batch_size: texts at a time.
        download: whether a hub id may be fetched over the network.
    """

    def __init__(self, source: str | Path, *, batch_size: int = 32, download: bool = False) -> None:
        try:
            from sentence_transformers import SentenceTransformer
        except ImportError as error:
            raise MissingExtra("models", "sentence-transformers") from error
        try:
            self._model = SentenceTransformer(str(source), device="cpu", local_files_only=not download)
        except (OSError, ValueError) as error:
            why = (
                str(error).split("\n", 1)[0] if Path(source).exists() else "no such folder, nor a model fetched before"
            )
            raise InputError(
                f"cannot open the text encoder {str(source)!r}: {why}; name a model folder, or fetch the model first"
            ) from error
        self._batch_size = batch_size
        self.name = Path(source).name
        self.revision = _revision(source, self._model)
        self.dimension = int(self._model.get_embedding_dimension() or 0)
        prompts = self._model.prompts or {}
        self._prompt = {
            True: prompts.get("query", ""),
            False: prompts.get("document", prompts.get("passage", "")),
        }

    def encode(self, texts: Sequence[str], *, query: bool = False) -> Vectors:
        """See `Encoder.encode`."""
        if not texts:
            return np.zeros((0, self.dimension), np.float32)
        vectors = self._model.encode(
            list(texts),
            prompt=self._prompt[query],
            batch_size=self._batch_size,
            normalize_embeddings=True,
            convert_to_numpy=True,
            show_progress_bar=False,
        )
        return np.asarray(vectors, dtype=np.float32)


def _revision(source: str | Path, model: object) -> str:
    """The digest of a local model's weights; the commit of one from the hub."""
    folder = Path(source)
    weights = sorted(folder.glob("*.safetensors")) if folder.is_dir() else []
    if weights:
        return "-".join([folder.name, "fp32", *(sha256(path)[:12] for path in weights)])
    config = getattr(getattr(model, "_first_module", lambda: None)(), "auto_model", None)
    commit = getattr(getattr(config, "config", None), "_commit_hash", None)
    return f"{folder.name}-fp32-{commit or 'unknown'}"
