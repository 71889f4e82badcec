"""What an encoder that works through another one says of itself: what the other one says."""

from __future__ import annotations

from provenance.encoders.base import Encoder, TokenEncoder


class WrappedEncoder:
    """Names itself as the encoder it works through."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder

    @property
    def innermost(self) -> Encoder:
        """The encoder that does the work."""
        return self._encoder.innermost if isinstance(self._encoder, WrappedEncoder) else self._encoder

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


def token_encoder(encoder: Encoder) -> TokenEncoder | None:
    """What gives an encoder's vectors of tokens, which are never cached: they are some thirty times as large."""
    found = encoder.innermost if isinstance(encoder, WrappedEncoder) else encoder
    return found if isinstance(found, TokenEncoder) else None
