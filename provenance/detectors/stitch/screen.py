"""Whether reading a post's records can lead to a finding at all: upper bounds from words and numbers.

Places and dates of records are dear to read, and most posts match nothing. What a finding needs is bounded here by what
is cheap to know: the terms and the numbers in common. A post that stays below every bound has no finding; one that does
not is read in full.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from provenance.alignment.event import EventView
from provenance.alignment.event.features import RARE_BITS
from provenance.alignment.event.outline import (
    Outline,
    Shared,
    agreeing,
    agreement_degree,
)
from provenance.alignment.event.weights import POST_TERMS
from provenance.alignment.event.weights import shipped_weights as event_weights
from provenance.detectors.stitch import joined, moved
from provenance.detectors.stitch.cover import WORD_SHARE, bits_among
from provenance.detectors.stitch.segments import Segment
from provenance.detectors.stitch.weights import shipped_weights
from provenance.scoring.bounds import SLACK, Range, exact, most_bits


def moving(post: EventView, records: Sequence[Outline], shared: Shared) -> list[tuple[int, bool]]:
    """Records that may tell the post's event, wherever it was, and whether only if the times agree."""
    degrees = np.array([agreement_degree(agreeing(post.quantities, record.units)) for record in records])
    reports = np.array([min(len(post.terms), len(record.terms)) >= POST_TERMS for record in records])
    rare = np.where(shared.matrix > RARE_BITS, shared.matrix, 0.0).sum(axis=1)
    known: dict[str, Range] = {
        "post_in_record": exact(shared.both / max(shared.ours, SLACK)),
        "record_in_post": exact(shared.both / np.maximum(shared.theirs, SLACK)),
        "cosine": exact(shared.cosine),
        "head_cosine": exact(shared.head_cosine),
        "near_cosine": exact(shared.cosine),
        "near_head_cosine": exact(shared.head_cosine),
        "shared_bits": exact(np.log1p(shared.both)),
        "rare_bits": exact(np.log1p(rare)),
        "numbers_agree": exact(np.log1p(degrees)),
        "names_cosine": (0.0, float(bool(post.names))),
        "copied": (0.0, 1.0),
        "numbers_conflict": (0.0, float(np.log1p(len(post.quantities)))),
        "names_missing": (0.0, 1.0),
        "meaning": (0.0, 0.0),
        "place_depth": (0.0, 0.0),
        "place_conflict": (0.0, 0.0),
        "time_agrees": (0.0, 0.0),
        "time_gap": (0.0, 0.0),
    }
    content = np.where(
        reports,
        most_bits(event_weights(reports=True, with_meaning=False), known),
        most_bits(event_weights(reports=False, with_meaning=False), known),
    )
    capped = np.clip(content, -moved.MOST_BITS, moved.MOST_BITS)
    ranges: dict[str, Range] = {
        "content_bits": (-moved.MOST_BITS, capped),
        "numbers": exact(np.minimum(moved.MOST_NUMBERS, degrees)),
        "rival_bits": (-moved.MOST_BITS, 0.0),
        "witnesses": (0.0, float(moved.MOST_WITNESSES)),
    }
    weights = shipped_weights("moved")
    total = most_bits(weights, {**ranges, "time_agrees": (0.0, 1.0)})
    apart = most_bits(weights, {**ranges, "time_agrees": exact(0.0)})
    return [(row, bool(apart[row] <= -SLACK)) for row in np.flatnonzero(total > -SLACK).tolist()]


def joining(segments: Sequence[Segment], records: Sequence[Outline], shared: Shared) -> Iterator[tuple[int, int]]:
    """Pairs of records each of which may explain clauses that the other does not, wherever they are; home first."""
    if len(segments) < 2:
        return
    of_clause = np.array([[term in segment.terms for term in shared.terms] for segment in segments], float)
    words = WORD_SHARE * (shared.matrix @ of_clause.reshape(len(segments), -1).T)
    numbers = np.zeros_like(words)
    for clause, segment in enumerate(segments):
        for number in segment.quantities:
            for row, record in enumerate(records):
                if units := record.units.get(number.value):
                    numbers[row, clause] += bits_among(number, units)
    covers = words + numbers
    whole = covers.sum(axis=1)
    weights = shipped_weights("joined")
    # What the weaker record must add, were everything else at its best.
    rest = most_bits(weights, {**_JOINED_AT_BEST, "weaker_bits": (0.0, 0.0)})
    slope = weights.bits.get("weaker_bits", 0.0)
    needed = float(-(rest + SLACK) / slope) if slope > 0 else 0.0
    rows = np.flatnonzero(whole > needed)
    if len(rows) < 2:
        return
    covers, best = covers[rows], float(whole.max())
    home, other = covers[:, None, :], covers[None, :, :]
    home_bits = np.maximum(home - other, 0.0).sum(axis=2)
    other_bits = home_bits.T
    gain = np.maximum(home, other).sum(axis=2) - best
    weaker = np.minimum(np.minimum(home_bits, other_bits), gain)
    np.fill_diagonal(weaker, 0.0)
    for one, two in np.argwhere(weaker > max(needed, 0.0)).tolist():
        kind = _set_cosine(records[rows[one]], records[rows[two]])
        total = most_bits(
            weights,
            {
                **_JOINED_AT_BEST,
                "weaker_bits": exact(min(joined.MOST_BITS, float(weaker[one, two]))),
                "kind": exact(min(joined.MOST_KIND, kind)),
            },
        )
        if float(total) > -SLACK:
            yield int(rows[one]), int(rows[two])


_JOINED_AT_BEST: Mapping[str, Range] = {
    "weaker_bits": (0.0, joined.MOST_BITS),
    "weaker_numbers": (0.0, joined.MOST_BITS),
    "other_numbers": (0.0, joined.MOST_BITS),
    "kind": (0.0, joined.MOST_KIND),
}


def _set_cosine(one: Outline, two: Outline) -> float:
    both = len(np.intersect1d(one.terms, two.terms, assume_unique=True))
    return float(both / np.sqrt(max(1, len(one.terms)) * max(1, len(two.terms))))
