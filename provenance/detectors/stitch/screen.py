"""Whether reading a post's records can lead to a finding at all: upper bounds from words and numbers.

Places and dates of records are dear to read, and most posts match nothing. What a finding needs is bounded here by what
is cheap to know: the terms and the numbers in common. A post that stays below every bound has no finding; one that does
not is read in full.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from provenance.alignment.event import EventView
from provenance.alignment.event.outline import Shared
from provenance.detectors.headroom import Caps, ceilings, worth_of
from provenance.detectors.retelling import PLACES
from provenance.detectors.stitch import joined, moved
from provenance.detectors.stitch.cover import WORD_SHARE, bits_among
from provenance.detectors.stitch.joined import least_weaker
from provenance.detectors.stitch.segments import Segment
from provenance.detectors.stitch.weights import shipped_weights
from provenance.scoring.bounds import SLACK, Range, most_bits
from provenance.scoring.retelling_bits import retelling_weights

Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
Rows = npt.NDArray[np.int64]
#: Value of a number → the places of the records that have it, each with its units there.
Having = Callable[[str], Iterable[tuple[int, Sequence[str | None]]]]
#: Places of records → the set cosine of the terms of each two of them.
Likeness = Callable[[Rows], Floats]


def may_move(known: Floats, agree: Floats, names: Floats | float, days: Floats, *, time: float = 1.0) -> Mask:
    """Which records may tell the events of posts, wherever they were.

    Args:
        known: shape (n,), `known_bits` of each hit.
        agree: shape (n,), how far the post's numbers agree with each record, see `agreement_degree`.
        names: square root of how many names the post of each hit has.
        days: shape (n,), days that post and record both name, at most.
        time: how far the times of post and record may agree at most (`joined.time_agrees`).
    """
    weights = retelling_weights(with_retrieval=True)
    caps = Caps(np.zeros(len(known)), days)
    retold = ceilings(known, agree, names, caps, worth_of(weights, PLACES))
    ranges: dict[str, Range] = {
        "retold_bits": (-moved.MOST_BITS, np.clip(retold, -moved.MOST_BITS, moved.MOST_BITS)),
        "numbers": (0.0, np.minimum(moved.MOST_NUMBERS, agree)),
        "rival_bits": (-moved.MOST_BITS, 0.0),
        # As `moved.find_moved` counts it: a post without a time must tell the event itself.
        "time_agrees": (0.0, time if time == 1.0 else np.where(retold > 0, time, 0.0)),
    }
    return most_bits(shipped_weights("moved"), ranges) > -SLACK


def may_join(
    post: EventView,
    tally: Mapping[str, int],
    shared: Shared,
    parts: Mask,
    having: Having,
    likeness: Likeness,
) -> bool:
    """Whether two like records may each explain enough of a post, however it is cut into clauses.

    Args:
        post: the post.
        tally: how often each of its terms stands there: no more of its clauses have it.
        shared: its terms beside those of the records.
        parts: shape (records,), which may be one of two (`StoredOutlines.may_be_parts`).
        having: gives the records that have a value.
        likeness: see `Likeness`.
    """
    often = WORD_SHARE * np.array([tally[term] for term in shared.terms], float)
    whole = shared.matrix @ often
    for number in post.quantities:
        # Between two clauses that share a number there is something that is neither letter nor digit.
        clauses = 1 + sum(not sign.isalnum() for sign in number.span.of(post.text))
        for record, units in having(number.value):
            whole[record] += clauses * bits_among(number, units)
    rows = ((whole > least_weaker(0.0, shipped_weights("joined"))) & parts).nonzero()[0]
    if len(rows) < 2:
        return False
    # What a record explains in clauses beyond another one, it explains by terms that the other has not, or by numbers.
    words = shared.matrix[rows]
    alone = whole[rows, None] - (words * often) @ (words > 0).T
    weaker = np.minimum(alone, alone.T)
    np.fill_diagonal(weaker, 0.0)
    return any(True for _ in _alike(rows, weaker, likeness))


def joining(covers: Floats, parts: Mask, likeness: Likeness) -> Iterator[tuple[int, int, float, float]]:
    """Pairs of records each of which may explain clauses that the other does not, wherever they are.

    Args:
        covers: shape (records, clauses), bits (`covers_of`).
        parts: as for `may_join`.
        likeness: see `Likeness`.

    Yields:
        The home record, the other one, what the weaker of them adds (bits), and how alike they are.
    """
    if covers.shape[1] < 2:
        return
    whole = covers.sum(axis=1)
    rows = ((whole > least_weaker(0.0, shipped_weights("joined"))) & parts).nonzero()[0]
    if len(rows) < 2:
        return
    weaker = joined.weaker_bits(covers[rows], covers[rows], float(whole.max()))
    np.fill_diagonal(weaker, 0.0)
    yield from _alike(rows, weaker, likeness)


def _alike(rows: Rows, weaker: Floats, likeness: Likeness) -> Iterator[tuple[int, int, float, float]]:
    """Pairs of records that are alike enough for what the weaker one adds, were the times to agree; see `joining`.

    Args:
        rows: places of the records.
        weaker: shape (rows, rows), what the weaker one adds.
        likeness: see `Likeness`.
    """
    weights = shipped_weights("joined")
    enough = weaker > least_weaker(0.0, weights)
    some = np.flatnonzero(enough.any(axis=0) | enough.any(axis=1))
    if not len(some):
        return
    weaker, kinds, worth = weaker[some[:, None], some], likeness(rows[some]), weights.bits
    most = weights.prior_bits + worth["time_agrees"] + worth["kind"] * np.minimum(joined.MOST_KIND, kinds)
    most += worth["weaker_bits"] * np.log2(1 + np.clip(weaker, 0.0, joined.MOST_BITS))
    one, two = np.nonzero(np.asarray((most > -SLACK) & (kinds > joined.LEAST_KIND - SLACK)))
    pairs = rows[some[one]].tolist(), rows[some[two]].tolist(), weaker[one, two].tolist(), kinds[one, two].tolist()
    yield from zip(*pairs, strict=True)


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
