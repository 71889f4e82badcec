"""What `stitched` looks at of a post: its clauses, and every record that may tell of it, read and compared once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from provenance.alignment.event import Background, Comparison, EventView, Slot, event_view
from provenance.alignment.event.slots import compare_times
from provenance.detectors.recorded import view_of
from provenance.detectors.retelling import PLACES, slots_beside, values_of, weights_for
from provenance.detectors.stitch.cover import cover_table
from provenance.detectors.stitch.happened_at import compared_with, passages_of
from provenance.detectors.stitch.segments import Segment, segments_of
from provenance.model.evidence import Evidence
from provenance.model.hit import Hit
from provenance.model.interval import Interval
from provenance.text.places import Path, meet, most_specific


@dataclass(frozen=True)
class Told:
    """A record with what it tells and how that lies to the post; compared when it is asked for, and once."""

    post: EventView
    hit: Hit
    view: EventView

    @property
    def evidence(self) -> Evidence:
        """The record."""
        return self.hit.evidence

    @property
    def places(self) -> tuple[Path, ...]:
        """The places that the record names."""
        return self.view.specific

    @cached_property
    def slots(self) -> Mapping[Slot, Comparison]:
        """Which places, numbers and names agree."""
        return slots_beside(self.post, self.view)

    @cached_property
    def values(self) -> Mapping[str, float]:
        """Retelling feature → value (`detectors.retelling.values_of`)."""
        return values_of(self.post, self.hit, self.slots)

    @cached_property
    def timely(self) -> bool:
        """Whether the post was written when the record's event was news, or dates its own event so."""
        return bool(compare_times(self.post, self.view).agree)

    @cached_property
    def retold_bits(self) -> float:
        """log2 odds that the post retells the record's event, the place left aside."""
        bits = weights_for(self.values).contributions(self.values)
        return sum(value for name, value in bits.items() if name not in PLACES)


@dataclass(frozen=True)
class Table:
    """A post against its records.

    Attributes:
        claimed: the places where the post says it happened, most specific ones only.
        covers: record → clause → bits of the clause that the record holds.
    """

    post: EventView
    segments: tuple[Segment, ...]
    told: tuple[Told, ...]
    claimed: tuple[Path, ...]
    covers: Sequence[Sequence[float]]

    @cached_property
    def best_single(self) -> float:
        """The most bits that one record covers of the whole post."""
        return max(map(sum, self.covers), default=0.0)

    def told_at(self, record: int, clauses: Sequence[int] | None = None) -> tuple[Path, ...]:
        """Where that is of a record which these clauses of the post tell; all of them by default."""
        told = self.told[record]
        if not told.places:
            return ()
        segments = self.segments if clauses is None else [self.segments[clause] for clause in clauses]
        words = frozenset[str]().union(*(segment.terms for segment in segments))
        numbers = frozenset(number.value for segment in segments for number in segment.quantities)
        return passages_of(told.evidence, told.view).told_with(words & told.view.terms, numbers)

    def home_places(self, record: int) -> tuple[Path, ...]:
        """The places of a record that the post claims."""
        return tuple(place for place in self.told[record].places if not apart(self.claimed, [place]))

    def away(self, record: int) -> bool:
        """Whether all places of a record lie outside all places that the post claims."""
        places = self.told[record].places
        return bool(places) and bool(self.claimed) and apart(self.claimed, places)


def table_of(text: str, posted: Interval | None, hits: Sequence[Hit]) -> Table:
    """Read a post and the records that may tell of it."""
    post = event_view(text, posted)
    views = [view_of(hit) for hit in hits]
    neighbours = Background.of(view.terms for view in views)
    told = tuple(Told(post, hit, view) for hit, view in zip(hits, views, strict=True))
    segments = segments_of(post)
    return Table(
        post=post,
        segments=segments,
        told=told,
        claimed=claimed_places(post),
        covers=cover_table(segments, views, neighbours),
    )


def claimed_places(post: EventView) -> tuple[Path, ...]:
    """The places of a post below the country; its countries where it names nothing smaller."""
    named = [place.path for place in post.places if place.path and not compared_with(post.text, place)]
    found = most_specific(named) or post.specific
    return tuple(path for path in found if len(path) > 1) or tuple(found)


def apart(first: Sequence[Path], second: Sequence[Path]) -> bool:
    """Whether no place of one side holds or equals one of the other."""
    return not any(meet(one, two) for one in first for two in second)
