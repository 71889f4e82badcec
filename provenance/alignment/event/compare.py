"""Do a post and a record tell the same event, a similar one, or one that was re-dated or moved?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from provenance.alignment.event.background import FLAT, Background
from provenance.alignment.event.features import CHANGED, features
from provenance.alignment.event.slots import (
    Comparison,
    Slot,
    compare_names,
    compare_numbers,
    compare_places,
    compare_times,
)
from provenance.alignment.event.view import EventView
from provenance.alignment.event.weights import POST_TERMS, shipped_weights

#: From here on the texts tell one event by what recycling leaves alone. In bits; even odds of the fitted pairs.
SAME_BITS = 0.0
#: Below, they do not even tell events of one kind.
SIMILAR_BITS = -6.0
#: A copy so close that a differing place or date is an alteration and no second event; share of shingles.
NEAR_COPY = 0.5


class Verdict(StrEnum):
    """How the event of a post lies to that of a record."""

    SAME = "same"
    #: Another event of the same kind.
    SIMILAR = "similar"
    #: The record's event under another date.
    RE_DATED = "re-dated"
    #: The record's event at another place.
    MOVED = "moved"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class EventComparison:
    """What agrees, what conflicts, and what follows for the event."""

    verdict: Verdict
    #: log2 odds that both tell the same event, by everything.
    weight_bits: float
    features: Mapping[str, float]
    #: Feature → bits; with the prior they sum to `weight_bits`.
    contributions: Mapping[str, float]
    slots: Mapping[Slot, Comparison]

    @property
    def conflicts(self) -> tuple[Slot, ...]:
        """The slots whose values exclude one another."""
        return tuple(slot for slot, found in self.slots.items() if found.conflict and not found.agree)


def compare_slots(post: EventView, record: EventView) -> dict[Slot, Comparison]:
    """Places, times, numbers and names of two views, compared."""
    return {
        Slot.PLACE: compare_places(post, record),
        Slot.TIME: compare_times(post, record),
        Slot.NUMBER: compare_numbers(post, record),
        Slot.NAME: compare_names(post, record),
    }


def compare_events(
    post: EventView,
    record: EventView,
    background: Background = FLAT,
    *,
    neighbours: Background | None = None,
    meaning: float | None = None,
) -> EventComparison:
    """Compare two views.

    Args:
        post: one side.
        record: the other; which is which matters only to the reader.
        background: how rare terms are in the archive.
        neighbours: how rare they are among the candidates of this post.
        meaning: cosine of a text encoder between the two, where there is one.
    """
    slots = compare_slots(post, record)
    values = features(post, record, slots, background, neighbours, meaning)
    reports = min(len(post.terms), len(record.terms)) >= POST_TERMS
    contributions = shipped_weights(reports=reports, with_meaning=meaning is not None).contributions(values)
    weight = sum(contributions.values())
    content = sum(bits for name, bits in contributions.items() if name not in CHANGED)
    return EventComparison(_verdict(content, weight, values, slots), weight, values, contributions, slots)


def _verdict(content: float, weight: float, values: Mapping[str, float], slots: Mapping[Slot, Comparison]) -> Verdict:
    place, time = slots[Slot.PLACE], slots[Slot.TIME]
    moved = bool(place.conflict) and not place.agree
    dated = bool(time.conflict) and not time.agree
    if content >= SAME_BITS or values["copied"] >= NEAR_COPY:
        return Verdict.MOVED if moved else Verdict.RE_DATED if dated else Verdict.SAME
    if weight >= SAME_BITS:
        return Verdict.SAME
    return Verdict.SIMILAR if content >= SIMILAR_BITS else Verdict.DIFFERENT
