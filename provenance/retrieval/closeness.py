"""Time as evidence, in one direction only: nearness speaks for a match, distance never against it.

In the public sets a fact-check follows its post within days, and a model that is free to learn this would punish an old
rumour that comes back, which is what this program is for. So the closeness of dates is kept out of the model and added
as bits that are never negative.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from provenance.model.interval import Interval
from provenance.scoring.additive import StepTable
from provenance.store.layout import DAY_US, NO_DATE, microseconds

Floats = npt.NDArray[np.float32]


def gap_days(posted_at: Interval | None, start_us: npt.NDArray[np.int64], end_us: npt.NDArray[np.int64]) -> Floats:
    """Days from the post to each record's publication: negative where the record is older, 0 where they overlap.

    Args:
        posted_at: when the post was published, None when unknown.
        start_us: int64, shape (n,), start of each record's publication, microseconds since 1970 or `NO_DATE`.
        end_us: its end, likewise.

    Returns:
        float32, shape (n,), NaN where either is unknown.
    """
    if posted_at is None:
        return np.full(len(start_us), np.nan, np.float32)
    first, last = microseconds(posted_at.start), microseconds(posted_at.end)
    known = start_us != NO_DATE
    start, end = np.where(known, start_us, 0), np.where(known, end_us, 0)
    days = (np.maximum(start - last, 0) - np.maximum(first - end, 0)) / DAY_US
    return np.where(known, days, np.nan).astype(np.float32)


def closeness_bits(gaps: Floats, table: StepTable) -> Floats:
    """Bits of each gap, never negative; 0 where a date is unknown."""
    bits: Floats = np.maximum(table.of(gaps), 0.0)
    return np.where(np.isnan(gaps), np.float32(0), bits)
