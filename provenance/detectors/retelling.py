"""How far a post retells the event of a dated record: values with names, and the bits they are worth.

What the retrieval knows of a hit (rarity of words, nearness in meaning) is used where it is there; the texts themselves
are compared in any case, so that a detector may be fed hits of any origin.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from provenance.alignment.event import Comparison, EventView, Slot
from provenance.alignment.event.slots import compare_names, compare_numbers, compare_places
from provenance.detectors.recorded import view_of
from provenance.model.evidence import Evidence
from provenance.model.hit import Hit
from provenance.model.interval import Interval
from provenance.scoring.retelling_bits import RetellingWeights, retelling_weights

Floats = npt.NDArray[np.float64]

#: Features that look at places: what a moved event changes.
PLACES = frozenset({"place_depth", "place_conflict"})
#: Levels of a place below which agreement tells no more.
DEEPEST = 4.0
#: Cosines are told in hundredths; farther behind the nearest record than this, how far no longer matters. 2026-11.
COSINE_UNIT, FARTHEST_BEHIND = 0.01, -0.1
#: Nearness in meaning counts between these standard deviations.
NEARNESS = (-2.0, 8.0)
#: What the retrieval knows of a hit.
RETRIEVED = ("words_explained_all", "meaning_body_gap", "meaning_head_z")


@dataclass(frozen=True, slots=True)
class Retelling:
    """A post beside one record."""

    hit: Hit
    values: Mapping[str, float]
    #: Feature → bits, the prior among them.
    bits: Mapping[str, float]

    @property
    def weight_bits(self) -> float:
        """log2 odds that the post tells the record's event."""
        return sum(self.bits.values())

    @property
    def record(self) -> Evidence:
        """The record."""
        return self.hit.evidence


#: Values → the table that weighs them.
ChooseWeights = Callable[[Mapping[str, float]], RetellingWeights]


def weights_for(values: Mapping[str, float]) -> RetellingWeights:
    """The shipped table for values with, or without, what the retrieval knows."""
    return retelling_weights(with_retrieval="told" in values)


def retelling_of(post: EventView, hit: Hit, choose: ChooseWeights = weights_for) -> Retelling:
    """Compare a post with one record.

    Args:
        post: the post.
        hit: the record.
        choose: the table of weights.
    """
    values = values_of(post, hit)
    return Retelling(hit, values, choose(values).contributions(values))


def values_of(post: EventView, hit: Hit, slots: Mapping[Slot, Comparison] | None = None) -> dict[str, float]:
    """Feature name → value; those of the retrieval are missing where the hit does not carry them.

    Numbers and places count less where they are few among many of the post: a long list shares some with anything.

    Args:
        post: the post.
        hit: the record, with what the retrieval knows of it.
        slots: of both, where they were compared already.
    """
    record = view_of(hit)
    slots = slots or slots_beside(post, record)
    numbers, places, names = slots[Slot.NUMBER], slots[Slot.PLACE], slots[Slot.NAME]
    words = post.terms_beside_places
    values = {
        "words": _doublings(len(words & record.terms) / max(1, len(words))),
        "names": share_of_names(names.degree, post, record),
        "numbers_agree": math.log1p(numbers.degree)
        * _part(len(numbers.agree), sum(bool(number.value) for number in post.quantities)),
        "numbers_conflict": math.log1p(len(numbers.conflict)),
        "days_agree": math.log1p(len(_days_of_both(post, record))),
        "place_depth": depth_of_places(places, post),
        "place_conflict": float(bool(places.conflict) and not places.agree),
    }
    nearness = _nearness(hit) if post.script != record.script else 0.0
    return values | _of_retrieval(hit, nearness)


def slots_beside(post: EventView, record: EventView) -> dict[Slot, Comparison]:
    """Places, numbers and names of both, compared."""
    return {
        Slot.PLACE: compare_places(post, record),
        Slot.NUMBER: compare_numbers(post, record),
        Slot.NAME: compare_names(post, record),
    }


def share_of_names(agreeing: float, post: EventView, record: EventView) -> float:
    """How many names agree, beside how many each side has."""
    return agreeing / math.sqrt(max(1, len(post.names)) * max(1, len(record.names)))


def depth_of_places(places: Comparison, post: EventView) -> float:
    """How deep places agree; less where the post names many others."""
    return min(places.degree, DEEPEST) * _part(len(places.agree), len(post.places))


def _days_of_both(post: EventView, record: EventView) -> Collection[object]:
    """Days that both name. Dates are dear to read: those of the post, where the index holds the record's, likewise."""
    if record.is_read and not record.calendar_days:
        return ()
    return post.calendar_days & record.calendar_days if post.calendar_days else ()


def _of_retrieval(hit: Hit, abroad: float) -> dict[str, float]:
    """What the retrieval knows of a hit; nothing where it does not come from there.

    Args:
        hit: the hit.
        abroad: what nearness in meaning counts across languages.
    """
    told, behind, nearness = (hit.feature(name) for name in RETRIEVED)
    if told is None or behind is None or nearness is None:
        return {}
    behind = _number(behind, _number(hit.feature("meaning_head_gap"), 0.0))
    return {
        "told": _doublings(told),
        "meaning_gap": max(FARTHEST_BEHIND, behind) / COSINE_UNIT,
        "meaning_abroad": abroad,
    }


def _nearness(hit: Hit) -> float:
    low, high = NEARNESS
    return max(low, min(high, _number(hit.feature("meaning_head_z"), 0.0)))


def _doublings(share: float) -> float:
    """How often a share doubles from a hundredth on: the first words in common tell more than the last ones."""
    return math.log2(100 * max(0.01, share))


def _part(agreeing: int, mentioned: int) -> float:
    return min(1.0, math.sqrt(agreeing / max(1, mentioned)))


def event_interval(record: Evidence) -> Interval | None:
    """When the record's event took place: as it states, else when it was published."""
    return record.event or record.published_at


def _number(value: float | None, default: float) -> float:
    return default if value is None or math.isnan(value) else value
