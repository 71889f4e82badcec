"""What an encoder is: texts in, unit vectors out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class TokenVectors:
    """A text's tokens in their order, without the model's own marks and prefix.

    Attributes:
        vectors: float32, shape (tokens, dimension), rows of unit length.
        offsets: int32, shape (tokens, 2): half-open character ranges of the text.
    """

    vectors: Vectors
    offsets: npt.NDArray[np.int32]


@runtime_checkable
class Encoder(Protocol):
    """Turns texts into vectors whose dot product is their cosine similarity."""

    @property
    def name(self) -> str:
        """Name of the model family, for example `multilingual-e5-small`."""

    @property
    def revision(self) -> str:
        """Identifies weights and settings: equal revisions give equal vectors."""

    @property
    def dimension(self) -> int:
        """Length of a vector."""

    def encode(self, texts: Sequence[str], *, query: bool = False) -> Vectors:
        """Encode texts, in their order.

        Args:
            texts: any number, also none.
            query: whether the texts are posts (True) or evidence (False); some models treat them apart.

        Returns:
            float32, shape (len(texts), dimension), each row of unit length. A text gives the same row
            whatever else is in the batch, up to 1e-5.
        """


@runtime_checkable
class TokenEncoder(Encoder, Protocol):
    """An encoder that also tells its tokens apart, for comparison word by word."""

    def encode_tokens(self, texts: Sequence[str], *, query: bool = False) -> list[TokenVectors]:
        """Encode texts token by token, in their order; arguments as of `encode`."""
