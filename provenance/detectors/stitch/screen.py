"""Whether reading a post's records can lead to a finding at all: upper bounds from words and numbers.

Places and dates of records are dear to read, and most posts match nothing. What a finding needs is bounded here by what
is cheap to know: the terms and the numbers in common. A post that stays below every bound has no finding; one that does
not is read in full.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache

import numpy as np
import numpy.typing as npt

from provenance.alignment.event import EventView
from provenance.alignment.event.outline import Shared
from provenance.detectors.headroom import Caps, ceilings, worth_of
from provenance.detectors.retelling import PLACES
from provenance.detectors.stitch import joined, moved
from provenance.detectors.stitch.cover import WORD_SHARE, bits_among
from provenance.detectors.stitch.segments import Segment
from provenance.detectors.stitch.weights import shipped_weights
from provenance.scoring.bounds import SLACK, Range, exact, most_bits
from provenance.scoring.retelling_bits import retelling_weights

Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
#: Value of a number → the places of the records that have it, each with its units there.
Having = Callable[[str], Iterable[tuple[int, Sequence[str | None]]]]


def may_move(known: Floats, agree: Floats, names: Floats | float, days: Floats, *, times_agree: bool = True) -> Mask:
    """Which records may tell the events of posts, wherever they were.

    Args:
        known: shape (n,), `known_bits` of each hit.
        agree: shape (n,), how far the post's numbers agree with each record, see `agreement_degree`.
        names: square root of how many names the post of each hit has.
        days: shape (n,), days that post and record both name, at most.
        times_agree: whether the times of post and record may agree.
    """
    weights = retelling_weights(with_retrieval=True)
    caps = Caps(np.zeros(len(known)), days)
    retold = ceilings(known, agree, names, caps, worth_of(weights, PLACES))
    ranges: dict[str, Range] = {
        "retold_bits": (-moved.MOST_BITS, np.clip(retold, -moved.MOST_BITS, moved.MOST_BITS)),
        "numbers": (0.0, np.minimum(moved.MOST_NUMBERS, agree)),
        "rival_bits": (-moved.MOST_BITS, 0.0),
        "time_agrees": (0.0, 1.0 if times_agree else 0.0),
    }
    return most_bits(shipped_weights("moved"), ranges) > -SLACK


def may_join(
    post: EventView,
    tally: Mapping[str, int],
    shared: Shared,
    having: Having,
    likeness: Callable[[int, int], float],
) -> bool:
    """Whether two like records may each explain enough of a post, however it is cut into clauses.

    Args:
        post: the post.
        tally: how often each of its terms stands there: no more of its clauses have it.
        shared: its terms beside those of the records.
        having: gives the records that have a value.
        likeness: see `joining`.
    """
    often = WORD_SHARE * np.array([tally[term] for term in shared.terms], float)
    whole = shared.matrix @ often
    for number in post.quantities:
        # Between two clauses that share a number there is something that is neither letter nor digit.
        clauses = 1 + sum(not sign.isalnum() for sign in number.span.of(post.text))
        for record, units in having(number.value):
            whole[record] += clauses * bits_among(number, units)
    rows = np.flatnonzero(whole > _needed() - SLACK)
    if len(rows) < 2:
        return False
    # What a record explains in clauses beyond another one, it explains by terms that the other has not, or by numbers.
    words = shared.matrix[rows]
    alone = whole[rows, None] - (words * often) @ (words > 0).T
    one, two = (np.minimum(alone, alone.T) > _needed() - SLACK).nonzero()
    pairs = zip(rows[one].tolist(), rows[two].tolist(), strict=True)
    return any(first < second and likeness(first, second) >= joined.LEAST_KIND for first, second in pairs)


def joining(covers: Floats, likeness: Callable[[int, int], float]) -> Iterator[tuple[int, int]]:
    """Pairs of records each of which may explain clauses that the other does not, wherever they are; home first.

    Args:
        covers: shape (records, clauses), bits (`covers_of`).
        likeness: the set cosine of the terms of two records, by their places.
    """
    if covers.shape[1] < 2:
        return
    weights, needed = shipped_weights("joined"), _needed()
    whole = covers.sum(axis=1)
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


def covers_of(segments: Sequence[Segment], shared: Shared, having: Having) -> Floats:
    """Record → clause → bits, as `cover.cover_table`.

    Args:
        segments: clauses of a post.
        shared: its terms beside those of the records.
        having: gives the records that have a value.
    """
    of_clause = np.array([[term in segment.terms for term in shared.terms] for segment in segments], float)
    covers = np.asarray(WORD_SHARE * (shared.matrix @ of_clause.reshape(len(segments), -1).T))
    for clause, segment in enumerate(segments):
        for number in segment.quantities:
            for record, units in having(number.value):
                covers[record, clause] += bits_among(number, units)
    return covers


@cache
def _needed() -> float:
    """What the weaker of two records must add, were everything else at its best; bits."""
    weights = shipped_weights("joined")
    slope = weights.bits.get("weaker_bits", 0.0)
    rest = float(most_bits(weights, {**_JOINED_AT_BEST, "weaker_bits": (0.0, 0.0)})) + SLACK
    return max(0.0, 2 ** (-rest / slope) - 1) if slope > 0 else 0.0


_JOINED_AT_BEST: Mapping[str, Range] = {
    "weaker_bits": (0.0, joined.doublings(joined.MOST_BITS)),
    "kind": (0.0, joined.MOST_KIND),
    "time_agrees": (0.0, 1.0),
}
