"""Refuses records whose parts are larger than any honest one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from provenance.errors import RecordError
from provenance.sources.base import Limits

#: A transcript has an entry every few seconds, other lists a handful.
_TRANSCRIPT_FACTOR = 100
_DATES = ("posted_at", "published_at", "event_start", "event_end", "expires_at")
_SHORT = frozenset(
    ("id", "kind", "title", "rating", "publisher", "author", "url", "lang", "platform", "place", *_DATES)
)


def check_size(row: Mapping[str, Any], limits: Limits) -> None:
    """Look at every text and list of a row.

    Raises:
        RecordError: with code `too-large`.
    """
    for key, value in row.items():
        if isinstance(value, str):
            limit = limits.max_field_chars if key in _SHORT else limits.max_text_chars
            if len(value) > limit:
                raise _too_large(key, f"{len(value):,} characters, at most {limit:,} are read")
        elif isinstance(value, list):
            limit = limits.max_list_items * (_TRANSCRIPT_FACTOR if key == "transcript" else 1)
            if len(value) > limit:
                raise _too_large(key, f"{len(value):,} entries, at most {limit:,} are read")


def _too_large(key: str, what: str) -> RecordError:
    return RecordError(f"has {what}", path=f"$.{key}", code="too-large")
