"""Ratings that a fact-check had before its publisher changed its mind; the nightly job notes them with the record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from provenance.model.evidence import Evidence

#: Extra key of a record whose rating was another one before.
RATING_HISTORY = "rating_history"


@dataclass(frozen=True, slots=True)
class FormerRating:
    """A rating in the publisher's words, and when it was found replaced (ISO 8601, "" where not noted)."""

    rating: str
    until: str

    def __str__(self) -> str:
        return f"“{self.rating}” until {self.until[:10]}" if self.until else f"“{self.rating}”"


def former_ratings(record: Evidence) -> tuple[FormerRating, ...]:
    """Oldest first; entries that are none (the key may also come from the source itself) are passed over."""
    noted = record.extra.get(RATING_HISTORY)
    rows = noted if isinstance(noted, list | tuple) else ()
    stated = ((row.get("rating"), row.get("until")) for row in rows if isinstance(row, Mapping))
    return tuple(
        FormerRating(rating, until if isinstance(until, str) else "")
        for rating, until in stated
        if isinstance(rating, str) and rating
    )
