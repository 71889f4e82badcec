"""Two views as numbers. What recycling changes (time and place) is kept apart from what it leaves alone."""

from __future__ import annotations

from collections.abc import Mapping
from math import log1p, sqrt

from provenance.alignment.event.background import Background
from provenance.alignment.event.slots import Comparison, Slot
from provenance.alignment.event.view import EventView

#: A term in fewer than one record of 64 marks an event rather than its kind.
RARE_BITS = 6.0

#: What a recycled event keeps.
CONTENT = (
    "post_in_record",
    "record_in_post",
    "cosine",
    "head_cosine",
    "near_cosine",
    "near_head_cosine",
    "names_cosine",
    "shared_bits",
    "rare_bits",
    "copied",
    "numbers_agree",
    "numbers_conflict",
    "names_missing",
    "meaning",
)
#: What recycling changes.
CHANGED = ("place_depth", "place_conflict", "time_agrees", "time_gap")
FEATURES = CONTENT + CHANGED


def features(
    post: EventView,
    record: EventView,
    slots: Mapping[Slot, Comparison],
    background: Background,
    neighbours: Background | None = None,
    meaning: float | None = None,
) -> dict[str, float]:
    """Feature name → value, 0 where a side tells nothing.

    Args:
        post: one side.
        record: the other.
        slots: their facts compared.
        background: how rare terms are in the archive.
        neighbours: how rare terms are among the candidates of the post; what they all say is the kind of event, what
            few of them say is the event. None leaves the background in its place.
        meaning: cosine of a text encoder, where there is one.
    """
    near = neighbours or background
    both = post.terms & record.terms
    ours, theirs, shared = (background.total(side) for side in (post.terms, record.terms, both))
    copied = len(post.shingles & record.shingles)
    numbers, names, place, time = (slots[slot] for slot in (Slot.NUMBER, Slot.NAME, Slot.PLACE, Slot.TIME))
    return {
        "post_in_record": shared / ours if ours else 0.0,
        "record_in_post": shared / theirs if theirs else 0.0,
        "cosine": _cosine(background, post.terms, record.terms),
        "head_cosine": _cosine(background, post.head, record.head),
        "near_cosine": _cosine(near, post.terms, record.terms),
        "near_head_cosine": _cosine(near, post.head, record.head),
        "names_cosine": _cosine(background, post.names, record.names),
        "shared_bits": log1p(shared),
        "rare_bits": log1p(sum(found for found in map(background.bits, both) if found > RARE_BITS)),
        "copied": max(copied / max(1, len(post.shingles)), copied / max(1, len(record.shingles))),
        "numbers_agree": log1p(numbers.degree),
        "numbers_conflict": log1p(len(numbers.conflict)),
        "names_missing": len(names.conflict) / max(1, len(names.conflict) + len(names.agree)),
        "meaning": 0.0 if meaning is None else meaning,
        "place_depth": min(place.degree, 4.0),
        "place_conflict": float(bool(place.conflict) and not place.agree),
        "time_agrees": float(bool(time.agree)),
        "time_gap": log1p(max(0.0, -time.degree)),
    }


def _cosine(background: Background, one: frozenset[str], two: frozenset[str]) -> float:
    """Cosine of two sets of terms, each term weighing its bits."""
    if not (both := one & two):
        return 0.0
    return background.squares(both) / sqrt(background.norm(one) * background.norm(two))


def set_cosine(one: frozenset[str], two: frozenset[str]) -> float:
    """Cosine of two sets whose terms all weigh the same."""
    return len(one & two) / sqrt(len(one) * len(two)) if one and two else 0.0
