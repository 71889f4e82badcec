"""A deterministic encoder without a model: hashed words and character pairs. For tests and dry runs only."""

from __future__ import annotations

import re
from collections.abc import Sequence
from hashlib import blake2b

import numpy as np

from provenance.encoders.base import TokenVectors, Vectors

_WORD = re.compile(r"[^\W_]+")


class StubEncoder:
    """Texts that share words or character pairs get similar vectors; everything else is noise around zero."""

    name = "stub"

    def __init__(self, dimension: int = 64) -> None:
        if dimension < 1:
            raise ValueError(f"a vector needs at least one number, got dimension={dimension}")
        self.dimension = dimension
        self.revision = f"stub-1-{dimension}"

    def encode(self, texts: Sequence[str], *, query: bool = False) -> Vectors:
        """See `Encoder.encode`; posts and evidence are treated alike."""
        out = np.zeros((len(texts), self.dimension), np.float32)
        for row, text in enumerate(texts):
            for feature in _features(text.casefold()):
                out[row] += self._direction(feature)
        return _unit(out)

    def encode_tokens(self, texts: Sequence[str], *, query: bool = False) -> list[TokenVectors]:
        """See `TokenEncoder.encode_tokens`; a token is a word, or a single Han character."""
        out = []
        for text in texts:
            spans = [found.span() for found in re.finditer(r"[㐀-鿿]|[^\W_㐀-鿿]+", text)]
            vectors = [self._direction(text[a:b].casefold()) for a, b in spans]
            matrix = np.array(vectors, np.float32).reshape(-1, self.dimension)
            out.append(TokenVectors(_unit(matrix), np.array(spans, np.int32).reshape(-1, 2)))
        return out

    def _direction(self, feature: str) -> Vectors:
        """The same pseudo-random direction for the same feature, in every process."""
        seed = int.from_bytes(blake2b(feature.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")
        return np.random.default_rng(seed).standard_normal(self.dimension).astype(np.float32)


def _features(text: str) -> list[str]:
    words = _WORD.findall(text)
    pairs = [word[i : i + 2] for word in words for i in range(len(word) - 1)]
    return [*words, *pairs] or [text]


def _unit(vectors: Vectors) -> Vectors:
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.where(norms == 0, 1, norms), dtype=np.float32)
