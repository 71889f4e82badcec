"""The clauses of a post, each with its own terms, numbers and places."""

from __future__ import annotations

from dataclasses import dataclass

from provenance.alignment.event import EventView
from provenance.alignment.event.terms import terms, tokens
from provenance.model.span import TextSpan
from provenance.text.clauses import clauses
from provenance.text.places import Path
from provenance.text.places.gazetteer import shipped
from provenance.text.quantities import Quantity

#: A post of more clauses is a document; its beginning is judged.
MOST_SEGMENTS = 16


@dataclass(frozen=True, slots=True)
class Segment:
    """One clause."""

    span: TextSpan
    terms: frozenset[str]
    quantities: tuple[Quantity, ...]
    places: tuple[Path, ...]


def segments_of(post: EventView) -> tuple[Segment, ...]:
    """The clauses of a post, in its order."""
    folded = shipped().fold(post.text)
    return tuple(
        Segment(
            span=span,
            terms=frozenset(terms(tokens(span.of(folded)))),
            quantities=tuple(number for number in post.quantities if number.span.overlaps(span)),
            places=tuple(place.path for place in post.places if place.span.overlaps(span) and place.path),
        )
        for span in clauses(post.text)[:MOST_SEGMENTS]
    )
