"""Whether reading a post's records can lead to a finding at all: upper bounds from words and numbers.

Places and dates of records are dear to read, and most posts match nothing. What a finding needs is bounded here by what
is cheap to know: the terms and the numbers in common. A post that stays below every bound has no finding; one that does
not is read in full.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from provenance.alignment.event import EventView
from provenance.alignment.event.outline import (
    Outline,
    Shared,
    Units,
    agreeing,
    agreement_degree,
)
from provenance.detectors.retelling import PLACES, Headroom
from provenance.detectors.stitch import joined, moved
from provenance.detectors.stitch.cover import WORD_SHARE, bits_among
from provenance.detectors.stitch.segments import Segment
from provenance.detectors.stitch.weights import shipped_weights
from provenance.model.hit import Hit
from provenance.scoring.bounds import SLACK, Range, exact, most_bits


def moving(post: EventView, hits: Sequence[Hit], units: Sequence[Units]) -> list[tuple[int, bool]]:
    """Records that may tell the post's event, wherever it was, and whether only if the times agree.

    Args:
        post: the post.
        hits: what it is held against.
        units: of each record, its numbers.
    """
    headroom = Headroom(post, leave_out=PLACES)
    weights = shipped_weights("moved")
    degrees = np.array([agreement_degree(agreeing(post.quantities, each)) for each in units])
    ranges: dict[str, Range] = {
        "retold_bits": (-moved.MOST_BITS, np.clip(headroom.bits(hits, units), -moved.MOST_BITS, moved.MOST_BITS)),
        "numbers": (0.0, np.minimum(moved.MOST_NUMBERS, degrees)),
        "rival_bits": (-moved.MOST_BITS, 0.0),
    }
    then = most_bits(weights, {**ranges, "time_agrees": (0.0, 1.0)})
    apart = most_bits(weights, {**ranges, "time_agrees": (0.0, 0.0)})
    return [(row, bool(apart[row] <= -SLACK)) for row in np.flatnonzero(then > -SLACK).tolist()]


def joining(segments: Sequence[Segment], records: Sequence[Outline], shared: Shared) -> Iterator[tuple[int, int]]:
    """Pairs of records each of which may explain clauses that the other does not, wherever they are; home first."""
    if len(segments) < 2:
        return
    weights = shipped_weights("joined")
    covers = _covers(segments, records, shared)
    whole = covers.sum(axis=1)
    slope = weights.bits.get("weaker_bits", 0.0)
    # What the weaker record must add, were everything else at its best.
    rest = float(most_bits(weights, {**_JOINED_AT_BEST, "weaker_bits": (0.0, 0.0)})) + SLACK
    needed = max(0.0, 2 ** (-rest / slope) - 1) if slope > 0 else 0.0
    rows = np.flatnonzero(whole > needed)
    if len(rows) < 2:
        return
    best, covers = float(whole.max()), covers[rows]
    home, other = covers[:, None, :], covers[None, :, :]
    home_bits = np.maximum(home - other, 0.0).sum(axis=2)
    gain = np.maximum(home, other).sum(axis=2) - best
    weaker = np.minimum(np.minimum(home_bits, home_bits.T), gain)
    np.fill_diagonal(weaker, 0.0)
    for one, two in np.argwhere(weaker > needed).tolist():
        kind = _set_cosine(records[rows[one]], records[rows[two]])
        if kind < joined.LEAST_KIND:
            continue
        ranges = {
            "weaker_bits": exact(joined.doublings(float(weaker[one, two]))),
            "kind": exact(min(joined.MOST_KIND, kind)),
        }
        if float(most_bits(weights, {**_JOINED_AT_BEST, **ranges})) > -SLACK:
            yield int(rows[one]), int(rows[two])


def _covers(segments: Sequence[Segment], records: Sequence[Outline], shared: Shared) -> npt.NDArray[np.float64]:
    """Record → clause → bits, as `cover.cover_table`."""
    of_clause = np.array([[term in segment.terms for term in shared.terms] for segment in segments], float)
    covers = np.asarray(WORD_SHARE * (shared.matrix @ of_clause.reshape(len(segments), -1).T))
    for clause, segment in enumerate(segments):
        for number in segment.quantities:
            for row, record in enumerate(records):
                if units := record.units.get(number.value):
                    covers[row, clause] += bits_among(number, units)
    return covers


_JOINED_AT_BEST: Mapping[str, Range] = {
    "weaker_bits": (0.0, joined.doublings(joined.MOST_BITS)),
    "kind": (0.0, joined.MOST_KIND),
    "time_agrees": (0.0, 1.0),
}


def _set_cosine(one: Outline, two: Outline) -> float:
    both = len(np.intersect1d(one.terms, two.terms, assume_unique=True))
    return float(both / np.sqrt(max(1, len(one.terms)) * max(1, len(two.terms))))
