"""How far comparing a post with a record may rise, at most: what is enough to leave most records unread."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from provenance.alignment.event import EventView
from provenance.alignment.event.slots import compare_places
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
#: Features that follow from the texts of both sides, and the most that `words` can be.
_COUNTED = ("words", "names", "numbers_agree", "numbers_conflict", "place_depth", "place_conflict", "days_agree")
_MOST_WORDS = math.log2(100)


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
    """How far comparing a post with a record may rise, at most; a record is read only where words leave room.

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

    def bits(self, hits: Sequence[Hit], degrees: Floats) -> tuple[Floats, Floats]:
        """Bits of each comparison, at most, and those that a finding needs, both of shape (hits,).

        Args:
            hits: whose records the post may retell.
            degrees: shape (hits,), how far numbers agree, see `agreement_degree`.
        """
        columns, post = feature_columns(hits, RETRIEVED), self._post
        retrieved = ~np.isnan(columns).any(axis=1)
        most, least = np.zeros(len(hits)), np.zeros(len(hits))
        for rows, values in ((np.flatnonzero(retrieved), {"told": 0.0}), (np.flatnonzero(~retrieved), {})):
            if not len(rows):
                continue
            weights = self._choose(values)
            worth = self._worth(weights)
            known = known_bits(columns[rows], weights) if values else weights.prior_bits
            words, names = worth["words"] * _MOST_WORDS, worth["names"] * math.sqrt(len(post.names))
            deepest = max((len(place.path) for place in post.places if place.path), default=0)
            places = worth["place_depth"] * min(DEEPEST, deepest) + worth["place_conflict"] * (deepest > 0)
            days = worth["days_agree"] * math.log1p(len(post.calendar_days))
            others = worth["numbers_conflict"] * math.log1p(len(post.quantities))
            numbers = worth["numbers_agree"] * np.log1p(degrees[rows])
            most[rows] = known + numbers + (words + names + places + days + others + SLACK)
            least[rows] = weights.least_bits
        return most, least

    def any_rises(
        self,
        known: Floats,
        degrees: Floats,
        caps: Caps,
        weights: RetellingWeights,
        least: float,
        record: Callable[[int], EventView],
    ) -> bool:
        """Whether any comparison may reach `least` bits.

        What the post could have in common with any record comes first, then what it has in common with each record
        that this leaves: names, places, days, in the order of what they cost. It stops where all is decided.

        Args:
            known: shape (n,), `known_bits` of each hit.
            degrees: shape (n,), how far numbers agree, see `agreement_degree`.
            caps: what places and dates of the records allow.
            weights: that count.
            least: bits.
            record: gives the record of a hit, as event identity sees it.
        """
        post, worth = self._post, self._worth(weights)
        names, depth, days = worth["names"], worth["place_depth"], worth["days_agree"]
        sure = known + worth["numbers_agree"] * np.log1p(degrees) + (SLACK + worth["place_conflict"])
        places, dates = depth * caps.depth, days * np.log1p(caps.days)
        root = math.sqrt(len(post.names))
        for row in np.flatnonzero(sure + names * root + places + dates >= least).tolist():
            room, place, date = float(sure[row]), float(places[row]), float(dates[row])
            if room < least and root:
                room += names * sum(name in record(row).caseless for name in post.names) / root
            if room < least <= room + place + date and place:
                room += depth * min(DEEPEST, compare_places(post, record(row)).degree)
                place = 0.0
            if room < least <= room + place + date and date:
                room += days * math.log1p(len(post.calendar_days & record(row).calendar_days))
            if room >= least:
                return True
        return False

    def most(self, known: Floats, degrees: Floats, days: Floats, weights: RetellingWeights) -> Iterator[Floats]:
        """What each comparison comes to at most, shape (n,): by the days that records name, then by those of the post.

        Places do not count.

        Args:
            known: shape (n,), `known_bits` of each hit.
            degrees: shape (n,), how far numbers agree, see `agreement_degree`.
            days: shape (n,), see `Caps`.
            weights: that count.
        """
        worth = self._worth(weights)
        names = worth["names"] * math.sqrt(len(self._post.names))
        base = known + (names + SLACK) + worth["numbers_agree"] * np.log1p(degrees)
        yield base + worth["days_agree"] * np.log1p(days)
        yield base + worth["days_agree"] * np.log1p(np.minimum(days, len(self._post.calendar_days)))

    def _worth(self, weights: RetellingWeights) -> dict[str, float]:
        """What a unit of a feature adds at most."""
        return {name: 0.0 if name in self._leave_out else max(0.0, weights.bits.get(name, 0.0)) for name in _COUNTED}


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
