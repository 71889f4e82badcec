"""How far comparing a post with a record may rise, at most: what is enough to leave most records unread."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from provenance.alignment.event import EventView
from provenance.alignment.event.slots import compare_places
from provenance.detectors.retelling import (
    COSINE_UNIT,
    FARTHEST_BEHIND,
    NEARNESS,
    PLACES,
    RETRIEVED,
    ChooseWeights,
    depth_of_places,
    share_of_names,
    weights_for,
)
from provenance.model.hit import Hit
from provenance.retrieval.stored_hit import feature_columns
from provenance.scoring.bounds import SLACK
from provenance.scoring.logistic import LogisticBits

Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
#: Features that follow from the texts of both sides, and the most that `words` can be.
_COUNTED = ("words", "names", "numbers_agree", "numbers_conflict", "place_depth", "place_conflict", "days_agree")
_MOST_WORDS = math.log2(100)
#: More days than any text names.
MANY_DAYS = 1e6
#: Feature → what a unit of it adds at most.
Worth = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Caps:
    """What records allow, whatever the post says.

    Attributes:
        depth: shape (records,), levels of their deepest place, at most `DEEPEST`.
        days: shape (records,), days that they name by the calendar.
    """

    depth: Floats
    days: Floats


class Bounded(NamedTuple):
    """What is known of one hit before post and record are compared.

    Attributes:
        known: `known_bits`.
        degree: how far numbers agree, see `agreement_degree`.
        depth, days: see `Caps`.
    """

    known: float
    degree: float
    depth: float
    days: float


class Headroom:
    """How far comparing a post with a record may rise, at most; a record is read only where words leave room.

    Args:
        post: the post; its parts are read when they are needed.
        choose: the table of weights.
    """

    def __init__(self, post: EventView, choose: ChooseWeights = weights_for) -> None:
        self._post = post
        self._choose = choose

    def bits(self, hits: Sequence[Hit], degrees: Floats, caps: Caps, abroad: Mask) -> tuple[Floats, Floats]:
        """Bits of each comparison, at most, and those that a finding needs, both of shape (hits,).

        Args:
            hits: whose records the post may retell.
            degrees: shape (hits,), how far numbers agree, see `agreement_degree`.
            caps: what places and dates of the records allow.
            abroad: shape (hits,), which records may be in another script than the post.
        """
        columns, post = feature_columns(hits, RETRIEVED), self._post
        retrieved = ~np.isnan(columns).any(axis=1)
        deepest = max((len(place.path) for place in post.places if place.path), default=0)
        depth, days = np.minimum(caps.depth, deepest), caps.days
        # Dates of the post are read only where those of the records tell nothing.
        if days.max(initial=0.0) >= MANY_DAYS:
            days = np.minimum(days, len(post.calendar_days))
        names, others = math.sqrt(len(post.names)), math.log1p(len(post.quantities))
        most, least = np.zeros(len(hits)), np.zeros(len(hits))
        for rows, values in ((retrieved, {"told": 0.0}), (~retrieved, {})):
            if not rows.any():
                continue
            weights = self._choose(values)
            worth = worth_of(weights, frozenset() if deepest else PLACES)
            known = np.full(rows.sum(), weights.prior_bits)
            if values:
                known = known_bits(columns[rows], weights, abroad=abroad[rows])
            texts = worth["words"] * _MOST_WORDS + worth["numbers_conflict"] * others
            most[rows] = texts + ceilings(known, degrees[rows], names, Caps(depth[rows], days[rows]), worth)
            least[rows] = weights.least_bits
        return most, least

    def rises(self, hit: Bounded, worth: Worth, least: float, record: Callable[[], EventView]) -> bool:
        """Whether the comparison with one record may reach `least` bits.

        What the post has in common with it is looked up in the order of what that costs: names, places, days; it stops
        where all is decided.

        Args:
            hit: that the record is of.
            worth: see `worth_of`.
            least: bits.
            record: gives the record, as event identity sees it.
        """
        post = self._post
        room = hit.known + SLACK + worth["numbers_agree"] * math.log1p(hit.degree) + worth["place_conflict"]
        place, date = worth["place_depth"] * hit.depth, worth["days_agree"] * math.log1p(hit.days)
        if room < least and post.names:
            agreeing = sum(name in record().caseless for name in post.names)
            room += worth["names"] * share_of_names(agreeing, post, record()) if agreeing else 0.0
        if room < least <= room + place + date and place:
            room += worth["place_depth"] * depth_of_places(compare_places(post, record()), post)
            place = 0.0
        if room < least <= room + place + date and date:
            room += worth["days_agree"] * math.log1p(len(post.calendar_days & record().calendar_days))
        return room >= least


def worth_of(weights: LogisticBits, leave_out: frozenset[str] = frozenset()) -> Worth:
    """What a unit of each feature adds at most; nothing where it does not count."""
    return {name: 0.0 if name in leave_out else max(0.0, weights.bits.get(name, 0.0)) for name in _COUNTED}


def ceilings(known: Floats, degrees: Floats, names: Floats | float, caps: Caps, worth: Worth) -> Floats:
    """What comparisons of posts with records come to at most, shape (n,), before any place or date is read.

    Args:
        known: shape (n,), `known_bits` of each hit.
        degrees: shape (n,), how far numbers agree, see `agreement_degree`.
        names: square root of how many names the post of each hit has.
        caps: what places and dates allow.
        worth: see `worth_of`.
    """
    places = worth["place_depth"] * caps.depth + worth["place_conflict"]
    days = worth["days_agree"] * np.log1p(caps.days)
    return known + SLACK + worth["numbers_agree"] * np.log1p(degrees) + worth["names"] * names + places + days


def known_bits(columns: Floats, weights: LogisticBits, *, abroad: Mask) -> Floats:
    """What a comparison comes to by what the retrieval knows alone; endless where it knows nothing of a hit.

    Args:
        columns: shape (n, 3), the features `RETRIEVED`.
        weights: of hits that the retrieval knows.
        abroad: shape (n,), which records may be in another script than their posts.
    """
    told, behind, nearness = columns.T
    worth = weights.bits
    bits = weights.prior_bits + worth["told"] * np.log2(100 * np.maximum(0.01, told))
    bits += worth["meaning_gap"] / COSINE_UNIT * np.maximum(FARTHEST_BEHIND, behind)
    bits += max(0.0, worth["meaning_abroad"]) * abroad * np.minimum(np.maximum(nearness, 0.0), NEARNESS[1])
    return np.where(np.isnan(bits), np.inf, bits)
