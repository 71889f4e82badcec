"""Which posts of a batch may be stitched at all; places and dates are read only of records that words leave open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice

import numpy as np

from provenance.alignment.event import EventView, event_view
from provenance.alignment.event.outline import Shared, SharedTerms
from provenance.alignment.event.slots import compare_times
from provenance.detectors.base import Context
from provenance.detectors.headroom import known_bits
from provenance.detectors.hit_table import HitTable
from provenance.detectors.outlines import outlines_of
from provenance.detectors.recorded import stored_view
from provenance.detectors.stitch.candidates import apart, claimed_places
from provenance.detectors.stitch.screen import covers_of, joining, moving
from provenance.detectors.stitch.segments import segments_of
from provenance.indexing.outlines import OutlineArrays
from provenance.scoring.retelling_bits import retelling_weights
from provenance.text.places import Path

#: Posts whose terms are looked up together: the table of their records and terms stays within a few megabytes.
TOGETHER = 32


class FirstLook:
    """Looks at posts of a batch beside their records.

    Args:
        contexts: the posts.
        table: their hits, with the features `RETRIEVED`.
        outlines: of the index that the hits come from.
    """

    def __init__(self, contexts: Sequence[Context], table: HitTable, outlines: OutlineArrays) -> None:
        self._contexts, self._table = contexts, table
        self._arrays, self._outlines = outlines, outlines_of(outlines)
        self._known = known_bits(table.features, retelling_weights(with_retrieval=True))

    def worth_reading(self) -> Iterator[int]:
        """The places of the posts that any record, or any two, may make a finding of."""
        posts = ((place, own) for place, own in self._table.by_post() if self._contexts[place].post.text.strip())
        while together := list(islice(posts, TOGETHER)):
            rows, among = np.unique(np.concatenate([self._table.rows[own] for _, own in together]), return_inverse=True)
            views = [event_view(post.text, post.posted_at) for post in (self._contexts[at].post for at, _ in together)]
            terms = SharedTerms(views, self._outlines.of_rows(rows.tolist()), self._outlines.numbers)
            done = 0
            for number, ((place, own), view) in enumerate(zip(together, views, strict=True)):
                count = own.stop - own.start
                if self._is_worth_reading(view, own, terms.of(number, among[done : done + count])):
                    yield place
                done += count

    def _is_worth_reading(self, post: EventView, own: slice, shared: Shared) -> bool:
        rows: list[int] = self._table.rows[own].tolist()
        claimed = claimed_places(post)

        @cache
        def view(hit: int) -> EventView:
            return stored_view(self._table.record(rows[hit]), self._arrays, rows[hit])

        def places(hit: int) -> tuple[Path, ...]:
            return view(hit).specific

        def away(hit: int) -> bool:
            return bool(places(hit)) and apart(claimed, places(hit))

        numbers_met = self._outlines.numbers_met(post.quantities)
        # Without a name or a number in common nothing is told of one event.
        if claimed and (post.names or numbers_met):
            degrees = self._outlines.degrees(post, self._table.rows[own])
            for hit, only_then in moving(post, self._known[own], degrees):
                if away(hit) and not (only_then and not compare_times(post, view(hit)).agree):
                    return True
        segments = segments_of(post)
        if len(segments) < 2:
            return False
        units = [outline.units for outline in self._outlines.of_rows(rows)] if numbers_met else None
        covers = covers_of(segments, shared, units)
        return any(
            bool(places(home) and places(other))
            and not (claimed and (away(home) or all(not apart(claimed, [place]) for place in places(other))))
            for home, other in joining(covers, lambda one, two: self._outlines.likeness(rows[one], rows[two]))
        )
