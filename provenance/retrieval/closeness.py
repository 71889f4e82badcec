"""Time as evidence, in one direction only: nearness speaks for a match, distance never against it.

In the public sets a fact-check follows its post within days, and a model that is free to learn this would punish an old
rumour that comes back, which is what this program is for. So the closeness of dates is kept out of the model and added
as bits that are never negative.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from provenance.model.interval import Interval
from provenance.scoring.additive import StepTable
from provenance.store.layout import DAY_US, NO_DATE, microseconds

Floats = npt.NDArray[np.float32]


def gap_days(
    posted_at: Sequence[Interval | None],
    owners: npt.NDArray[np.int64],
    start_us: npt.NDArray[np.int64],
    end_us: npt.NDArray[np.int64],
) -> Floats:
    """Days from posts to publications of records: negative where the record is older, 0 where they overlap.

    Args:
        posted_at: when each post was published, None when unknown.
        owners: shape (n,), the place of the post beside each record.
        start_us: int64, shape (n,), start of each record's publication, microseconds since 1970 or `NO_DATE`.
        end_us: its end, likewise.

    Returns:
        float32, shape (n,), NaN where either is unknown.
    """
    bounds = [(microseconds(at.start), microseconds(at.end)) if at else (NO_DATE, NO_DATE) for at in posted_at]
    first, last = np.array(bounds, np.int64).reshape(-1, 2)[owners].T
    known = (start_us != NO_DATE) & (first != NO_DATE)
    start, end = np.where(known, start_us, 0), np.where(known, end_us, 0)
    first, last = np.where(known, first, 0), np.where(known, last, 0)
    days = (np.maximum(start - last, 0) - np.maximum(first - end, 0)) / DAY_US
    return np.where(known, days, np.nan).astype(np.float32)


def closeness_bits(gaps: Floats, table: StepTable) -> Floats:
    """Bits of each gap, never negative; 0 where a date is unknown."""
    bits: Floats = np.maximum(table.of(gaps), 0.0)
    return np.where(np.isnan(gaps), np.float32(0), bits)
