"""Which hits are old news for a post, and which are recent: by the days between their events and the posting."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from provenance.detectors.another_event import RECENT_DAYS
from provenance.detectors.base import Context
from provenance.detectors.hit_table import HitTable
from provenance.detectors.outlines import moments_of
from provenance.model.evidence import Kind
from provenance.model.hit import Hit
from provenance.model.interval import Interval
from provenance.retrieval.stored_hit import StoredHits
from provenance.store.layout import DAY_US, NO_DATE, microseconds

#: Old and recent records that are compared, the best of each; recall is flat above on the public half. 2026-11.
MOST_OLD, MOST_RECENT = 13, 8
_Moments = npt.NDArray[np.int64]


def are_old(table: HitTable, contexts: Sequence[Context]) -> npt.NDArray[np.bool_]:
    """Which hits of the archive `split_by_age` takes for old news."""
    dated = np.array([context.post.posted_at is not None for context in contexts])
    posted = np.array([_posted_us(context.post.posted_at) for context in contexts], np.int64)
    after = np.array([context.settings.reheated_after_days for context in contexts])
    owners, (start, end, _) = table.owners, table.moments.T
    days = _days_after(start, end, *posted[owners].T)
    old = dated[owners] & (start != NO_DATE) & table.still_valid(contexts) & (days > after[owners])
    count = np.cumsum(old)
    begins = np.searchsorted(owners, owners)
    return np.asarray(old & (count - count[begins] + old[begins] <= MOST_OLD), np.bool_)


def _posted_us(posted: Interval | None) -> tuple[int, int]:
    return (microseconds(posted.start), microseconds(posted.end)) if posted else (0, 0)


def _days_after(start: _Moments, end: _Moments, first: _Moments | int, last: _Moments | int) -> npt.NDArray[np.float64]:
    """Days from events to postings: none where they overlap, negative where the event came later."""
    return np.asarray((np.maximum(first - end, 0) - np.maximum(start - last, 0)) / DAY_US)


def split_by_age(context: Context, posted: Interval) -> tuple[Sequence[Hit], list[Hit]]:
    """Hits whose event is old news for the post, and hits that are recent, both best first."""
    archive, releases = context.hits.get(Kind.ARCHIVE, ()), context.hits.get(Kind.RELEASE, ())
    ages = [moments_of(hits) for hits in (archive, releases) if len(hits)]
    if not ages:
        return [], []
    start, end, expires = np.concatenate(ages).T
    lives = (start != NO_DATE) & ((expires == NO_DATE) | (expires > microseconds(context.now)))
    days = _days_after(start, end, *_posted_us(posted))
    after = days > context.settings.reheated_after_days
    old = (lives & after)[: len(archive)].nonzero()[0]
    recent = (lives & ~after & (days >= -RECENT_DAYS)).nonzero()[0][:MOST_RECENT].tolist()
    return (
        archive.among(old) if isinstance(archive, StoredHits) else [archive[place] for place in old.tolist()],
        [archive[place] if place < len(archive) else releases[place - len(archive)] for place in recent],
    )


def most_alike(old: Sequence[Hit]) -> Sequence[Hit]:
    """Those of the old hits that are compared."""
    return old.among(slice(MOST_OLD)) if isinstance(old, StoredHits) else old[:MOST_OLD]
