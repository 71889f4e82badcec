"""Whether reading a post's records can lead to a finding at all: upper bounds from words and numbers.

Places and dates of records are dear to read, and most posts match nothing. What a finding needs is bounded here by what
is cheap to know: the terms and the numbers in common. A post that stays below every bound has no finding; one that does
not is read in full.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from provenance.alignment.event import EventView
from provenance.alignment.event.outline import Shared, Units
from provenance.detectors.headroom import Headroom
from provenance.detectors.retelling import PLACES
from provenance.detectors.stitch import joined, moved
from provenance.detectors.stitch.cover import WORD_SHARE, bits_among
from provenance.detectors.stitch.segments import Segment
from provenance.detectors.stitch.weights import shipped_weights
from provenance.scoring.bounds import SLACK, Range, exact, most_bits
from provenance.scoring.retelling_bits import retelling_weights

Floats = npt.NDArray[np.float64]


def moving(post: EventView, known: Floats, degrees: Callable[[], Floats]) -> list[tuple[int, bool]]:
    """Records that may tell the post's event, wherever it was, and whether only if the times agree.

    Args:
        post: the post.
        known: shape (records,), `known_bits` of each.
        degrees: gives how far the post's numbers agree with each record, see `agreement_degree`.
    """
    weights, agree = shipped_weights("moved"), degrees()
    retold = Headroom(post, leave_out=PLACES).most(known, agree, retelling_weights(with_retrieval=True))
    ranges: dict[str, Range] = {
        "retold_bits": (-moved.MOST_BITS, np.clip(retold, -moved.MOST_BITS, moved.MOST_BITS)),
        "numbers": (0.0, np.minimum(moved.MOST_NUMBERS, agree)),
        "rival_bits": (-moved.MOST_BITS, 0.0),
    }
    then = most_bits(weights, {**ranges, "time_agrees": (0.0, 1.0)})
    apart = most_bits(weights, {**ranges, "time_agrees": (0.0, 0.0)})
    return [(row, bool(apart[row] <= -SLACK)) for row in np.flatnonzero(then > -SLACK).tolist()]


def joining(covers: Floats, likeness: Callable[[int, int], float]) -> Iterator[tuple[int, int]]:
    """Pairs of records each of which may explain clauses that the other does not, wherever they are; home first.

    Args:
        covers: shape (records, clauses), bits (`covers_of`).
        likeness: the set cosine of the terms of two records, by their places.
    """
    if covers.shape[1] < 2:
        return
    weights = shipped_weights("joined")
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
        kind = likeness(int(rows[one]), int(rows[two]))
        if kind < joined.LEAST_KIND:
            continue
        ranges = {
            "weaker_bits": exact(joined.doublings(float(weaker[one, two]))),
            "kind": exact(min(joined.MOST_KIND, kind)),
        }
        if float(most_bits(weights, {**_JOINED_AT_BEST, **ranges})) > -SLACK:
            yield int(rows[one]), int(rows[two])


def covers_of(segments: Sequence[Segment], shared: Shared, units: Sequence[Units] | None) -> Floats:
    """Record → clause → bits, as `cover.cover_table`.

    Args:
        segments: clauses of a post.
        shared: its terms beside those of the records.
        units: the numbers of each record; None where no number of the post is any record's.
    """
    of_clause = np.array([[term in segment.terms for term in shared.terms] for segment in segments], float)
    covers = np.asarray(WORD_SHARE * (shared.matrix @ of_clause.reshape(len(segments), -1).T))
    for clause, segment in enumerate(segments if units is not None else ()):
        for number in segment.quantities:
            for row, record in enumerate(units or ()):
                if fitting := record.get(number.value):
                    covers[row, clause] += bits_among(number, fitting)
    return covers


_JOINED_AT_BEST: Mapping[str, Range] = {
    "weaker_bits": (0.0, joined.doublings(joined.MOST_BITS)),
    "kind": (0.0, joined.MOST_KIND),
    "time_agrees": (0.0, 1.0),
}
