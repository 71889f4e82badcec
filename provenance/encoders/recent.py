"""An encoder that remembers its last batch: two indexes are asked the same posts, one after the other."""

from __future__ import annotations

from collections.abc import Sequence

from provenance.encoders.base import Encoder, Vectors


class RecentEncoder:
    """Encodes as `encoder` does; asked for the same batch again, it answers from memory."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._last: tuple[tuple[str, ...], bool, Vectors] | None = None

    @property
    def name(self) -> str:
        """See `Encoder.name`."""
        return self._encoder.name

    @property
    def revision(self) -> str:
        """See `Encoder.revision`."""
        return self._encoder.revision

    @property
    def dimension(self) -> int:
        """See `Encoder.dimension`."""
        return self._encoder.dimension

    def encode(self, texts: Sequence[str], *, query: bool = False) -> Vectors:
        """See `Encoder.encode`."""
        asked = tuple(texts)
        if self._last is None or self._last[:2] != (asked, query):
            self._last = (asked, query, self._encoder.encode(texts, query=query))
        return self._last[2]
