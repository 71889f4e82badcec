"""Quotations laid against records word by word: the same words go round, and are laid against a record once."""

from __future__ import annotations

from functools import lru_cache

from provenance.alignment.text import align_text
from provenance.model.alignment import Alignment

#: Pairs of a quotation and what a record says that are kept; a few megabytes, as long as the records are no books.
KEPT = 128


@lru_cache(maxsize=KEPT)
def laid_beside(clip: str, official: str) -> Alignment:
    """See `align_text`."""
    return align_text(clip, official)
