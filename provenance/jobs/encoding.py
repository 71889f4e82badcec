"""Texts on their way to becoming vectors: encoded here at once, or begun elsewhere and taken in as they were given."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from typing import Protocol, runtime_checkable

from provenance.encoders import Encoder, Vectors
from provenance.indexing.vector_writer import VectorWriter
from provenance.jobs.views import Pending


@runtime_checkable
class BeginsEncoding(Protocol):
    """An encoder that several batches may be given before the first one is done."""

    @property
    def width(self) -> int:
        """How many are worth having begun at a time."""

    def begin(self, texts: Sequence[str], *, query: bool = False) -> Callable[[], Vectors]:
        """Start; what is returned waits for the vectors."""


class Encoding:
    """Hands batches to an encoder, and their vectors to a writer in the order of the batches.

    The batches are the same whoever encodes them, and so are therefore the vectors, bit by bit.
    """

    def __init__(self, encoder: Encoder, vectors: VectorWriter) -> None:
        self._encoder, self._vectors = encoder, vectors
        self._begun: deque[tuple[Sequence[int], Sequence[str], Callable[[], Vectors]]] = deque()

    def put(self, pending: Sequence[Pending]) -> None:
        """Take in a batch."""
        if not pending:
            return
        rows, views, texts = zip(*pending, strict=True)
        if isinstance(self._encoder, BeginsEncoding):
            self._begun.append((rows, views, self._encoder.begin(texts)))
            self._take(until=self._encoder.width)
        else:
            self._vectors.add(rows, views, self._encoder.encode(texts))

    def finish(self) -> None:
        """Wait for what is still out."""
        self._take(until=0)

    def _take(self, until: int) -> None:
        while len(self._begun) > until:
            rows, views, result = self._begun.popleft()
            self._vectors.add(rows, views, result())
