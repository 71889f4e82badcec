"""How far a post retells the event of a dated record: values with names, and the bits they are worth.

What the retrieval knows of a hit (rarity of words, nearness in meaning) is used where it is there; the texts themselves
are compared in any case, so that a detector may be fed hits of any origin.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from provenance.alignment.event import Comparison, EventView, Slot
from provenance.alignment.event.outline import Units, agreeing, agreement_degree
from provenance.alignment.event.slots import compare_names, compare_numbers, compare_places
from provenance.alignment.event.terms import terms, tokens
from provenance.detectors.recorded import view_of
from provenance.model.evidence import Evidence
from provenance.model.hit import Hit
from provenance.model.interval import Interval
from provenance.retrieval.stored_hit import feature_columns
from provenance.scoring.bounds import SLACK, Range, exact, most_bits
from provenance.scoring.logistic import LogisticBits
from provenance.scoring.retelling_bits import RetellingWeights, retelling_weights

Floats = npt.NDArray[np.float64]

#: Features that look at places: what a moved event changes.
PLACES = frozenset({"place_depth", "place_conflict"})
#: Levels of a place below which agreement tells no more.
DEEPEST = 4.0
#: Cosines are told in hundredths; farther behind the nearest record than this, how far no longer matters. 2026-11.
_COSINE_UNIT, FARTHEST_BEHIND = 0.01, -0.1
#: Nearness in meaning counts between these standard deviations.
_NEARNESS = (-2.0, 8.0)
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


def retellings(post: EventView, hits: Sequence[Hit], choose: ChooseWeights = weights_for) -> list[Retelling]:
    """Compare a post with the records of its hits, in their order."""
    out = []
    words = words_beside_places(post)
    for hit in hits:
        values = values_of(post, hit, words)
        out.append(Retelling(hit, values, choose(values).contributions(values)))
    return out


def words_beside_places(post: EventView) -> frozenset[str]:
    """The terms of a post without the names of its places, which are compared as places."""
    return post.terms - place_words(post)


def place_words(view: EventView) -> frozenset[str]:
    """The terms of which the names of places are made."""
    return frozenset(term for place in view.places for term in terms(tokens(place.span.of(view.text).casefold())))


def values_of(
    post: EventView, hit: Hit, words: frozenset[str], slots: Mapping[Slot, Comparison] | None = None
) -> dict[str, float]:
    """Feature name → value; those of the retrieval are missing where the hit does not carry them.

    Numbers and places count less where they are few among many of the post: a long list shares some with anything.

    Args:
        post: the post.
        hit: the record, with what the retrieval knows of it.
        words: `words_beside_places` of the post, worked out once for all hits.
        slots: of both, where they were compared already.
    """
    record = view_of(hit)
    slots = slots or {
        Slot.PLACE: compare_places(post, record),
        Slot.NUMBER: compare_numbers(post, record),
        Slot.NAME: compare_names(post, record),
    }
    numbers, places, names = slots[Slot.NUMBER], slots[Slot.PLACE], slots[Slot.NAME]
    # Dates are dear to read, and only those that the post has, too, count.
    days = post.calendar_days & record.calendar_days if post.calendar_days else ()
    values = {
        "words": _doublings(len(words & record.terms) / max(1, len(words))),
        "names": names.degree / math.sqrt(max(1, len(post.names)) * max(1, len(record.names))),
        "numbers_agree": math.log1p(numbers.degree) * _part(len(numbers.agree), len(post.quantities)),
        "numbers_conflict": math.log1p(len(numbers.conflict)),
        "days_agree": math.log1p(len(days)),
        "place_depth": min(places.degree, DEEPEST) * _part(len(places.agree), len(post.places)),
        "place_conflict": float(bool(places.conflict) and not places.agree),
    }
    nearness = _nearness(hit) if post.script != record.script else 0.0
    return values | _of_retrieval(hit, nearness)


def _of_retrieval(hit: Hit, abroad: float) -> dict[str, float]:
    """What the retrieval knows of a hit; nothing where it does not come from there.

    Args:
        hit: the hit.
        abroad: what nearness in meaning counts across languages.
    """
    known = hit.features
    if not {"meaning_head_z", "meaning_body_gap", "words_explained_all"} <= known.keys():
        return {}
    behind = _number(known["meaning_body_gap"], _number(known.get("meaning_head_gap"), 0.0))
    return {
        "told": _doublings(known["words_explained_all"]),
        "meaning_gap": max(FARTHEST_BEHIND, behind) / _COSINE_UNIT,
        "meaning_abroad": abroad,
    }


def _nearness(hit: Hit) -> float:
    low, high = _NEARNESS
    return max(low, min(high, _number(hit.features.get("meaning_head_z"), 0.0)))


def _doublings(share: float) -> float:
    """How often a share doubles from a hundredth on: the first words in common tell more than the last ones."""
    return math.log2(100 * max(0.01, share))


def _part(agreeing: int, mentioned: int) -> float:
    return min(1.0, math.sqrt(agreeing / max(1, mentioned)))


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

    def rises(
        self, known: Floats, degrees: Callable[[], Floats], weights: RetellingWeights, least: float | Floats
    ) -> npt.NDArray[np.bool_]:
        """Which comparisons may reach `least` bits; the post is read only until that is decided.

        Args:
            known: shape (n,), `known_bits` of each hit.
            degrees: gives how far numbers agree with each record, see `agreement_degree`.
            weights: that count.
            least: bits.
        """
        steps = (self._names, lambda: {"numbers_agree": np.log1p(degrees())}, self._places, self._days)
        room = known + SLACK
        for step in steps:
            if (room >= least).all():
                break
            room = room + self._at_most(step(), weights)
        return np.asarray(room >= least, np.bool_)

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
        "meaning_gap": exact(np.maximum(FARTHEST_BEHIND, body) / _COSINE_UNIT),
        "meaning_abroad": (0.0, np.maximum(np.clip(nearness, *_NEARNESS), 0.0)),
    }


def event_interval(record: Evidence) -> Interval | None:
    """When the record's event took place: as it states, else when it was published."""
    return record.event or record.published_at


def _number(value: float | None, default: float) -> float:
    return default if value is None or math.isnan(value) else value
