"""The clauses of a post, each with its own terms, numbers and places."""

from __future__ import annotations

import re
from dataclasses import dataclass

from provenance.alignment.event import EventView
from provenance.alignment.event.quantities import Quantity
from provenance.alignment.event.terms import terms, tokens
from provenance.model.span import TextSpan
from provenance.text.places import Path
from provenance.text.places.gazetteer import shipped

_CLAUSE = re.compile(r"(?:[^，,。！!？?；;\n:：.]|(?<=\d)[.,:：](?=\d)|\.(?=\S))+")
#: Shorter clauses tell nothing that could be traced.
_LEAST_CHARACTERS = 4
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
    found = []
    folded = shipped().fold(post.text)
    for match in _CLAUSE.finditer(post.text):
        start = match.start() + len(match.group()) - len(match.group().lstrip())
        span = TextSpan(start, max(start, match.start() + len(match.group().rstrip())))
        if len(span) < _LEAST_CHARACTERS:
            continue
        found.append(
            Segment(
                span=span,
                terms=frozenset(terms(tokens(span.of(folded)))),
                quantities=tuple(number for number in post.quantities if number.span.overlaps(span)),
                places=tuple(place.path for place in post.places if place.span.overlaps(span) and place.path),
            )
        )
    return tuple(found[:MOST_SEGMENTS])
