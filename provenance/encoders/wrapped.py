"""What an encoder that works through another one says of itself: what the other one says."""

from __future__ import annotations

from provenance.encoders.base import Encoder


class WrappedEncoder:
    """Names itself as the encoder it works through."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder

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
