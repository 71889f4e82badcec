"""How far comparing a post with a record may rise, at most: what is enough to leave most records unread."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from provenance.alignment.event import EventView
from provenance.alignment.event.outline import Units, agreeing, agreement_degree
from provenance.detectors.retelling import (
    COSINE_UNIT,
    DEEPEST,
    FARTHEST_BEHIND,
    NEARNESS,
    RETRIEVED,
    ChooseWeights,
    weights_for,
)
from provenance.model.hit import Hit
from provenance.retrieval.stored_hit import feature_columns
from provenance.scoring.bounds import SLACK, Range, exact, most_bits
from provenance.scoring.logistic import LogisticBits
from provenance.scoring.retelling_bits import RetellingWeights

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Caps:
    """What records allow, whatever the post says.

    Attributes:
        depth: shape (records,), levels of their deepest place, at most `DEEPEST`.
        days: shape (records,), days that they name by the calendar.
    """

    depth: Floats
    days: Floats


class Headroom:
    """How far comparing a post with a record may rise, at most; no record is read.

    Args:
        post: the post; its parts are read when they are needed.
        choose: the table of weights.
        leave_out: features that do not count.
    """

    def __init__(
        self, post: EventView, choose: ChooseWeights = weights_for, leave_out: frozenset[str] = frozenset()
    ) -> None:
        self._post = post
        self._choose = choose
        self._leave_out = leave_out

    def above_least(self, hits: Sequence[Hit], units: Sequence[Units]) -> Floats:
        """Bits above `least_bits`, at most, shape (hits,); see `bits`."""
        return self._each(hits, units, lambda weights: -weights.least_bits)

    def bits(self, hits: Sequence[Hit], units: Sequence[Units]) -> Floats:
        """Bits of each comparison, at most, shape (hits,).

        Args:
            hits: whose records the post may retell.
            units: the records' numbers.
        """
        return self._each(hits, units, lambda weights: 0.0)

    def any_rises(
        self, known: Floats, degrees: Callable[[], Floats], caps: Caps, weights: RetellingWeights, least: float
    ) -> bool:
        """Whether any comparison may reach `least` bits; the post is read only until that is decided.

        Args:
            known: shape (n,), `known_bits` of each hit.
            degrees: gives how far numbers agree with each record, see `agreement_degree`.
            caps: what places and dates of the records allow.
            weights: that count.
            least: bits.
        """
        worth = {name: 0.0 if name in self._leave_out else max(0.0, bits) for name, bits in weights.bits.items()}
        depth, days = worth.get("place_depth", 0.0), worth.get("days_agree", 0.0)
        conflict = worth.get("place_conflict", 0.0)
        room = known + SLACK
        if (room >= least).any():
            return True
        room = room + worth.get("names", 0.0) * self._names()["names"]
        if (room >= least).any():
            return True
        room = room + worth.get("numbers_agree", 0.0) * np.log1p(degrees())
        most_days = days * np.log1p(caps.days)
        if (room >= least).any() or not (room + depth * caps.depth + conflict + most_days >= least).any():
            return bool((room >= least).any())
        places = self._places()
        room = room + depth * np.minimum(places["place_depth"], caps.depth) + conflict * places["place_conflict"]
        if (room >= least).any() or not (room + most_days >= least).any():
            return bool((room >= least).any())
        return bool((room + days * np.minimum(self._days()["days_agree"], np.log1p(caps.days)) >= least).any())

    def most(self, known: Floats, degrees: Floats, weights: RetellingWeights) -> Floats:
        """What each comparison comes to at most, shape (n,); arguments as for `rises`."""
        numbers: dict[str, float | Floats] = {"numbers_agree": np.log1p(degrees)}
        own = {**self._names(), **numbers, **self._places(), **self._days()}
        return np.asarray(known + self._at_most(own, weights) + SLACK)

    def _at_most(self, most: Mapping[str, float | Floats], weights: RetellingWeights) -> float | Floats:
        counted = (name for name in most if name not in self._leave_out)
        return sum(max(0.0, weights.bits.get(name, 0.0)) * most[name] for name in counted)

    def _each(
        self, hits: Sequence[Hit], units: Sequence[Units], further: Callable[[RetellingWeights], float]
    ) -> Floats:
        numbers = self._post.quantities
        degrees = np.array([agreement_degree(agreeing(numbers, each)) if numbers else 0.0 for each in units])
        columns = feature_columns(hits, RETRIEVED)
        known = ~np.isnan(columns).any(axis=1)
        out = np.zeros(len(hits))
        for retrieved in (False, True):
            rows = np.flatnonzero(known == retrieved)
            if len(rows):
                weights = self._choose({"told": 0.0} if retrieved else {})
                ranges: dict[str, Range] = {
                    name: (0.0, most) for name, most in {**self._names(), **self._places(), **self._days()}.items()
                }
                ranges |= {"numbers_agree": (0.0, np.log1p(degrees[rows])), "words": (0.0, math.log2(100))}
                ranges |= {"numbers_conflict": (0.0, math.log1p(len(numbers)))}
                ranges |= dict.fromkeys(self._leave_out, (0.0, 0.0))
                if retrieved:
                    ranges |= _of_columns(columns[rows])
                out[rows] = most_bits(weights, ranges) + further(weights) + SLACK
        return out

    def _names(self) -> dict[str, float]:
        return {"names": math.sqrt(len(self._post.names))}

    def _places(self) -> dict[str, float]:
        deepest = max((len(place.path) for place in self._post.places if place.path), default=0)
        return {"place_depth": min(DEEPEST, deepest), "place_conflict": float(deepest > 0)}

    def _days(self) -> dict[str, float]:
        return {"days_agree": math.log1p(len(self._post.calendar_days))}


def known_bits(columns: Floats, weights: LogisticBits) -> Floats:
    """What a comparison comes to by what the retrieval knows alone; endless where it knows nothing of a hit.

    Args:
        columns: shape (n, 3), the features `RETRIEVED`.
        weights: of hits that the retrieval knows.
    """
    ranges = dict.fromkeys(weights.bits, (0.0, 0.0)) | _of_columns(columns)
    bits: Floats = np.broadcast_to(most_bits(weights, ranges), len(columns))
    return np.where(np.isnan(columns).any(axis=1), np.inf, bits)


def _of_columns(columns: Floats) -> dict[str, Range]:
    """The ranges of what follows from the features `RETRIEVED`."""
    told, body, nearness = columns.T
    return {
        "told": exact(np.log2(100 * np.maximum(0.01, told))),
        "meaning_gap": exact(np.maximum(FARTHEST_BEHIND, body) / COSINE_UNIT),
        "meaning_abroad": (0.0, np.maximum(np.clip(nearness, *NEARNESS), 0.0)),
    }
