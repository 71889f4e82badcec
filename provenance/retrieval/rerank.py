"""From features to bits: how much each group of evidence says that a post repeats what a record is about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from provenance.errors import IndexMismatch
from provenance.retrieval.closeness import closeness_bits
from provenance.retrieval.days import STANDING, near_gaps, standing
from provenance.retrieval.features import FEATURES, NAMES
from provenance.retrieval.untold_features import UNTOLD
from provenance.scoring.additive import AdditiveModel, StepTable
from provenance.scoring.pairs import PairTable
from provenance.scoring.weights import RERANK, RERANK_UNTOLD, additive_model, load_weights
from provenance.text.ratings import Verdict, verdict_of

Floats = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]
Houses = npt.NDArray[np.object_]

#: Groups in the order in which a reader sees them; `prior` is what every candidate starts with.
GROUPS = ("prior", *dict.fromkeys(FEATURES.values()), "time", "days", "publisher", "story", "rating")

#: Bits of the publisher's rating. A confirmed claim is no debunked rumour, however alike: such a record goes below
#: every record that refutes, and no score of it counts as a match. By principle, not fitted: no training set holds
#: confirmed claims. November 2026.
RATING_BITS = {Verdict.CONFIRMED: -8.0}

#: Of what days are worth to a fact-check without a claim, so many bits may also make a finding sure; the rest tells how
#: it stands among the others, and orders them. Of 166 development tweets of factcheck_tweets_kazemi2022 told to be
#: debunked 63 % then have the right record; without the bound 55 % of 199. November 2026.
MOST_TIME_BITS = 4.0


class Ranked(NamedTuple):
    """Scored candidates, best first.

    Attributes:
        order: shape (n,), places in the candidates as given.
        bits: shape (n,), log2 odds, in that order.
        groups: shape (n, groups), addends by `GROUPS`; a row's sum is its bits.
    """

    order: npt.NDArray[np.int64]
    bits: Floats
    groups: Floats


def as_found(ranked: Ranked) -> Ranked:
    """The same bits in the order of the candidates as they were given."""
    places = np.argsort(ranked.order)
    return Ranked(np.arange(len(places)), ranked.bits[places], ranked.groups.take(places, axis=0))


class Reranker:
    """Scores candidates, and fact-checks without a claim by weights of their own.

    Both tables give log2 odds, so that candidates of either sort can be compared.

    Raises:
        IndexMismatch: the weights were fitted on other features.
    """

    def __init__(self, weights: dict[str, Any] | None = None, untold: dict[str, Any] | None = None) -> None:
        self.told = _Told(weights or load_weights(RERANK))
        self.untold = _Untold(untold or load_weights(RERANK_UNTOLD))
        self.revision = f"{self.told.revision}+{self.untold.revision}"
        #: `host/section`, those of which is known how often they answer posts.
        self.sections = frozenset(house for house in self.untold.publishers if "/" in house)

    def rank(
        self,
        features: Floats,
        gaps: Floats,
        ratings: Sequence[str | None],
        untold: Mask,
        houses: Houses,
        own: Floats | None = None,
    ) -> Ranked:
        """Score and sort candidates.

        Args:
            features: shape (n, features), one of `feature_matrices`.
            gaps: shape (n,), of `gap_days`.
            ratings: the publishers' words.
            untold: shape (n,), which are fact-checks without a claim.
            houses: shape (n,), that published them (`publishers.houses_of`); only those of `untold` count.
            own: shape (n, features), what is known of those of `untold` alone (`untold_features.UNTOLD`); None where
                nothing is.
        """
        if own is None:
            own = np.full((len(gaps), len(UNTOLD)), np.nan, np.float32)
        return self.rank_each([(features, gaps, ratings, untold, houses, own)])[0]

    def rank_each(
        self, pools: Sequence[tuple[Floats, Floats, Sequence[str | None], Mask, Houses, Floats]]
    ) -> list[Ranked]:
        """The same for several pools of candidates, in one step."""
        if not pools:
            return []
        features, gaps, ratings, untold, houses, own = zip(*pools, strict=True)
        sizes = np.array([len(each) for each in gaps])
        groups = self._addends(
            np.concatenate(features),
            np.concatenate(gaps),
            [word for words in ratings for word in words],
            np.concatenate(untold),
            np.concatenate(houses),
            np.concatenate(own),
            sizes,
        )
        ends = np.cumsum(sizes)
        starts = ends - sizes
        bits = groups.sum(axis=1)
        order = np.lexsort((-bits, np.repeat(np.arange(len(sizes)), sizes)))
        places, bits, groups = order - np.repeat(starts, sizes), bits[order], groups.take(order, axis=0)
        edges = zip(starts.tolist(), ends.tolist(), strict=True)
        return [Ranked(places[first:last], bits[first:last], groups[first:last]) for first, last in edges]

    def _addends(
        self,
        features: Floats,
        gaps: Floats,
        ratings: Sequence[str | None],
        untold: Mask,
        houses: Houses,
        own: Floats,
        sizes: npt.NDArray[np.int64],
    ) -> Floats:
        groups = self.told.groups(features, gaps)
        if untold.any():
            places = standing(features[:, _WORDS], features[:, _MEANING], gaps, untold, sizes)
            timed = np.column_stack([near_gaps(gaps), places])[untold]
            groups[untold] = self.untold.groups(features[untold], timed, houses[untold], own[untold])
        worth = {each: RATING_BITS.get(verdict_of(each), 0.0) for each in set(ratings)}
        groups[:, _RATING] = [worth[each] for each in ratings]
        return groups


class _Tables:
    """One weights file, opened: what each feature is worth."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.revision = str(data["name"])
        self.model: AdditiveModel = additive_model(data)
        if tuple(table.name for table in self.model.tables) != NAMES:
            raise IndexMismatch(f"the weights {self.revision} were fitted on other features; reinstall the package")
        self._membership = np.zeros((len(NAMES), len(GROUPS)), np.float32)
        for column, name in enumerate(NAMES):
            self._membership[column, GROUPS.index(FEATURES[name])] = 1

    def of_features(self, features: Floats) -> Floats:
        """Bits by `GROUPS`, shape (n, groups), without those of time, publisher and rating."""
        groups: Floats = self.model.addends(features) @ self._membership
        groups[:, _PRIOR] = self.model.prior_bits
        return groups


class _Told(_Tables):
    """Of records that say what they are about."""

    def __init__(self, data: dict[str, Any]) -> None:
        super().__init__(data)
        self._time = StepTable.from_dict(data["time"])

    def groups(self, features: Floats, gaps: Floats) -> Floats:
        """Bits by `GROUPS`, shape (n, groups); those of the rating are left at 0."""
        groups = self.of_features(features)
        groups[:, _TIME] = closeness_bits(gaps, self._time)
        return groups


class _Untold(_Tables):
    """Of fact-checks without a claim: two features may be worth something together, and publishers differ."""

    def __init__(self, data: dict[str, Any]) -> None:
        super().__init__(data)
        self._timed = AdditiveModel(0.0, tuple(StepTable.from_dict(each) for each in (data["time"], *data["standing"])))
        self._own = AdditiveModel(0.0, tuple(StepTable.from_dict(each) for each in data["untold"]))
        self._pairs = [PairTable.from_dict(each) for each in data["pairs"]]
        if (
            tuple(table.name for table in self._timed.tables) != _TIMED
            or tuple(table.name for table in self._own.tables) != tuple(UNTOLD)
            or not all(set(pair.names) <= set(_COLUMNS) for pair in self._pairs)
        ):
            raise IndexMismatch(f"the weights {self.revision} were fitted on another standing; reinstall the package")
        self.publishers: dict[str, float] = data["publishers"]

    def groups(self, features: Floats, timed: Floats, houses: Houses, own: Floats) -> Floats:
        """Bits by `GROUPS`, shape (n, groups); those of the rating are left at 0.

        Time is worth what all tables give more at these days than at unknown ones, and never less than nothing; what
        goes beyond `MOST_TIME_BITS` is the group `days`.

        Args:
            features: shape (n, features).
            timed: shape (n, 1 + standing): days from the post to each record, and its standing among those days.
            houses: shape (n,).
            own: shape (n, features) in the order of `UNTOLD`.
        """
        groups = self.of_features(features)
        groups += self._own.addends(own) @ _OWN_GROUPS
        groups[:, _PUBLISHER] = [self.publishers.get(house, 0.0) for house in houses.tolist()]
        closeness = self._timed.addends(timed).sum(axis=1)
        columns = dict(zip(_COLUMNS, (*features.T, *timed.T, *own.T), strict=True))
        unknown = np.full(len(features), np.nan, np.float32)
        for pair in self._pairs:
            without = [unknown if name in _TIMED else columns[name] for name in pair.names]
            bits = pair.of(*without)
            named = [_GROUP_OF[name] for name in reversed(pair.names) if name in _GROUP_OF]
            groups[:, GROUPS.index(named[0]) if named else _PRIOR] += bits
            if not set(pair.names).isdisjoint(_TIMED):
                closeness += pair.of(*(columns[name] for name in pair.names)) - bits
        groups[:, _TIME] = np.clip(closeness, 0.0, MOST_TIME_BITS)
        groups[:, _DAYS] = np.maximum(closeness - MOST_TIME_BITS, 0.0)
        return groups


#: What is known of days, and all that a pair of features may hold.
_TIMED = ("gap_days", *STANDING)
_COLUMNS = (*NAMES, *_TIMED, *UNTOLD)
_GROUP_OF = {**FEATURES, **UNTOLD}
_OWN_GROUPS = np.array([[group == each for each in GROUPS] for group in UNTOLD.values()], np.float32)
_WORDS, _MEANING = NAMES.index("words_bm25"), NAMES.index("meaning_head")
_PRIOR, _TIME, _DAYS, _PUBLISHER, _RATING = (
    GROUPS.index(name) for name in ("prior", "time", "days", "publisher", "rating")
)
