"""What `stitched` looks at of a post: its clauses, and every record that may tell of it, read and compared once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from provenance.alignment.event import Background, EventComparison, EventView, compare_events, event_view
from provenance.alignment.event.slots import specific
from provenance.detectors.stitch.cover import cover_table, number_bits
from provenance.detectors.stitch.segments import Segment, segments_of
from provenance.model.evidence import Evidence
from provenance.model.interval import Interval
from provenance.text.places import Path, Relation, relation


@dataclass(frozen=True)
class Told:
    """A record with what it tells and how that lies to the post."""

    evidence: Evidence
    view: EventView
    comparison: EventComparison
    places: tuple[Path, ...]


@dataclass(frozen=True)
class Table:
    """A post against its records.

    Attributes:
        claimed: the places where the post says it happened, most specific ones only.
        covers: record → clause → bits of the clause that the record holds.
        numbers: the part of `covers` that numbers have.
    """

    post: EventView
    segments: tuple[Segment, ...]
    told: tuple[Told, ...]
    claimed: tuple[Path, ...]
    covers: Sequence[Sequence[float]]
    numbers: Sequence[Sequence[float]]
    neighbours: Background

    @cached_property
    def best_single(self) -> float:
        """The most bits that one record covers of the whole post."""
        return max(map(sum, self.covers), default=0.0)

    def away(self, record: int) -> bool:
        """Whether all places of a record lie outside all places that the post claims."""
        places = self.told[record].places
        return bool(places) and bool(self.claimed) and apart(self.claimed, places)


def table_of(text: str, posted: Interval | None, records: Sequence[Evidence]) -> Table:
    """Read a post and the records that may tell of it."""
    post = event_view(text, posted)
    views = [record_view(record) for record in records]
    neighbours = Background.of(view.terms for view in views)
    told = tuple(
        Told(record, view, compare_events(post, view, neighbours, neighbours=neighbours), tuple(specific(view)))
        for record, view in zip(records, views, strict=True)
    )
    segments = segments_of(post)
    return Table(
        post=post,
        segments=segments,
        told=told,
        claimed=claimed_places(post),
        covers=cover_table(segments, views, neighbours),
        numbers=[
            [sum(number_bits(number, view) for number in segment.quantities) for segment in segments] for view in views
        ],
        neighbours=neighbours,
    )


def record_view(record: Evidence) -> EventView:
    """Title, text and stated places of a record."""
    text = "\n".join(part for part in (record.title, record.claim, record.text) if part)
    return event_view(text, record.published_at, event=record.event)


def claimed_places(post: EventView) -> tuple[Path, ...]:
    """The places of a post below the country; its countries where it names nothing smaller."""
    found = specific(post)
    return tuple(path for path in found if len(path) > 1) or tuple(found)


def apart(first: Sequence[Path], second: Sequence[Path]) -> bool:
    """Whether no place of one side holds or equals one of the other."""
    return all(relation(one, two) is Relation.DIFFERENT for one in first for two in second)
