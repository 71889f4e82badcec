"""Which posts of a batch may be stitched at all; places and dates are read only of records that words leave open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

import numpy as np
import numpy.typing as npt

from provenance.alignment.event import EventView
from provenance.alignment.event.outline import Shared, SharedTerms
from provenance.alignment.event.slots import compare_times
from provenance.alignment.event.terms import each_term
from provenance.detectors.base import Context
from provenance.detectors.bounded_hits import BoundedHits
from provenance.detectors.hit_table import HitTable
from provenance.detectors.outlines import outlines_of
from provenance.detectors.stitch.candidates import apart, claimed_places
from provenance.detectors.stitch.joined import NO_TIME, joined_bits, time_agrees
from provenance.detectors.stitch.screen import covers_of, joining, may_join, may_move
from provenance.detectors.stitch.segments import segments_of
from provenance.detectors.stitch.weights import shipped_weights
from provenance.indexing.outlines import OutlineArrays
from provenance.scoring.bounds import SLACK
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
        self._table, self._outlines = table, outlines_of(outlines)
        self._bounded = bounded = BoundedHits.of(table, contexts, retelling_weights(with_retrieval=True))
        # Without a name or a number in common nothing is told of one event.
        named = np.zeros(len(contexts), np.bool_)
        for place, view in bounded.views.items():
            named[place] = bool(view.names) or self._outlines.any_has(view.quantities)
        movable = may_move(bounded.known, bounded.degrees, bounded.names, bounded.caps.days)
        self._movable = named[table.owners] & movable
        self._parts = self._outlines.may_be_parts(bounded.scripts, table.rows)

    def worth_reading(self) -> Iterator[int]:
        """The places of the posts that any record, or any two, may make a finding of."""
        views = self._bounded.views
        posts = ((place, own, views[place]) for place, own in self._table.by_post() if place in views)
        while together := list(islice(posts, TOGETHER)):
            rows, among = np.unique(
                np.concatenate([self._table.rows[own] for _, own, _ in together]), return_inverse=True
            )
            tallies = [Counter(each_term(view.tokens())) for _, _, view in together]
            terms = SharedTerms(tallies, self._outlines.terms(rows.tolist()), self._outlines.numbers)
            done = 0
            for number, (place, own, view) in enumerate(together):
                count = own.stop - own.start
                shared = terms.of(number, among[done : done + count])
                if self._may_move(view, own) or self._may_join(view, own, tallies[number], shared):
                    yield place
                done += count

    def _may_move(self, post: EventView, own: slice) -> bool:
        """Whether some record may tell the event of a post at another place.

        Args:
            post: the post.
            own: where its hits stand.
        """
        movable = self._movable[own].nonzero()[0] + own.start
        claimed = claimed_places(post) if len(movable) else ()
        if not claimed:
            return False
        # Dates are dearer to read than places: only where some record lies elsewhere.
        movable = movable[[_away(claimed, self._table.view(hit)) for hit in movable.tolist()]]
        if not len(movable):
            return False
        bounded, named = self._bounded, len(post.calendar_days)
        days = np.minimum(bounded.caps.days[movable], named)
        bounds = bounded.known[movable], bounded.degrees[movable], bounded.names[movable], days
        if may_move(*bounds, time=0.0).any():
            return True
        if may_move(*bounds, time=NO_TIME).any() and time_agrees(post, timely=False) == NO_TIME:
            return True
        only_then = movable[may_move(*bounds)].tolist()
        return any(compare_times(post, self._table.view(hit)).agree for hit in only_then)

    def _may_join(self, post: EventView, own: slice, tally: Mapping[str, int], shared: Shared) -> bool:
        """Whether some record may tell what another one leaves out; arguments as for `_may_move`, and `may_join`."""
        rows: list[int] = self._table.rows[own].tolist()

        def having(value: str) -> Iterator[tuple[int, Sequence[str | None]]]:
            return self._outlines.having(value, rows)

        def alike(places: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
            return self._outlines.likeness([rows[place] for place in places.tolist()])

        if not may_join(post, tally, shared, self._parts[own], having, alike):
            return False
        segments = segments_of(post)
        if len(segments) < 2:
            return False
        covers, claimed = covers_of(segments, shared, having), claimed_places(post)

        def view(hit: int) -> EventView:
            return self._table.view(own.start + hit)

        for home, other, weaker, kind in joining(covers, self._parts[own], alike):
            here, there = view(home), view(other)
            if claimed and (_away(claimed, here) or all(not apart(claimed, [place]) for place in there.specific)):
                continue
            # Dates are read last: of few posts there are two such records.
            time = time_agrees(post, timely=bool(compare_times(post, here).agree))
            if joined_bits(weaker, kind, time, shipped_weights("joined")) > -SLACK:
                return True
        return False


def _away(claimed: Sequence[Path], record: EventView) -> bool:
    """Whether all places of a record lie outside all places that a post claims."""
    return bool(record.specific) and apart(claimed, record.specific)
