"""The clauses of a post, each with its own terms, numbers and places; and which of two records tells which of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from provenance.alignment.event import EventView
from provenance.alignment.event.terms import terms, tokens
from provenance.detectors.stitch.happened_at import compared_with
from provenance.model.span import TextSpan
from provenance.text.clauses import phrases
from provenance.text.places import Path
from provenance.text.places.gazetteer import shipped
from provenance.text.quantities import Quantity

#: A post of more clauses is a document; its beginning is judged.
MOST_SEGMENTS = 16
#: What it costs to change from one record to the other between two clauses: a seam is nothing that happens often. Bits.
SEAM_BITS = 2.0


@dataclass(frozen=True, slots=True)
class Segment:
    """One clause; the words of places are left out of its terms, since places are compared as such."""

    span: TextSpan
    terms: frozenset[str]
    quantities: tuple[Quantity, ...]
    places: tuple[Path, ...]


def segments_of(post: EventView) -> tuple[Segment, ...]:
    """The clauses of a post, in its order."""
    folded = shipped().fold(post.text)
    named = post.place_terms
    places = [place for place in post.places if place.path and not compared_with(post.text, place)]
    return tuple(
        Segment(
            span=span,
            terms=frozenset(terms(tokens(span.of(folded)))) - named,
            quantities=tuple(number for number in post.quantities if number.span.overlaps(span)),
            places=tuple(place.path for place in places if place.span.overlaps(span)),
        )
        for span in phrases(post.text)[:MOST_SEGMENTS]
    )


def divide(one: Sequence[float], two: Sequence[float]) -> tuple[list[int], list[int]]:
    """The clauses told by one record and by the other, so that both cover most with few seams between them.

    Args:
        one: bits of each clause that the first record covers.
        two: the same of the second.

    Returns:
        Clauses of the first and of the second record, in order.
    """
    covers = (one, two)
    best = [one[0], two[0]]
    ways: list[list[int]] = [[0], [1]]
    for clause in range(1, len(one)):
        seam = [best[1] - SEAM_BITS > best[0], best[0] - SEAM_BITS > best[1]]
        came = [1 - side if seam[side] else side for side in (0, 1)]
        ways = [[*ways[came[side]], side] for side in (0, 1)]
        best = [best[came[side]] - (SEAM_BITS if seam[side] else 0.0) + covers[side][clause] for side in (0, 1)]
    way = ways[0] if best[0] >= best[1] else ways[1]
    return [at for at, side in enumerate(way) if side == 0], [at for at, side in enumerate(way) if side == 1]
