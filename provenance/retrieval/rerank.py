"""From features to bits: how much each group of evidence says that a post repeats what a record is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from provenance.errors import IndexMismatch
from provenance.retrieval.closeness import closeness_bits
from provenance.retrieval.days import STANDING, standing
from provenance.retrieval.features import FEATURES, NAMES
from provenance.scoring.additive import AdditiveModel, StepTable
from provenance.scoring.weights import RERANK, RERANK_UNTOLD, additive_model, load_weights
from provenance.text.ratings import Verdict, verdict_of

Floats = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]

#: Groups in the order in which a reader sees them; `prior` is what every candidate starts with.
GROUPS = ("prior", *dict.fromkeys(FEATURES.values()), "time", "rating")

#: Bits of the publisher's rating. A confirmed claim is no debunked rumour, however alike: such a record goes below
#: every record that refutes, and no score of it counts as a match. By principle, not fitted: no training set holds
#: confirmed claims. November 2026.
RATING_BITS = {Verdict.CONFIRMED: -8.0}


@dataclass(frozen=True)
class Ranked:
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
    return Ranked(np.arange(len(places)), ranked.bits[places], ranked.groups[places])


class Reranker:
    """Scores candidates, and fact-checks without a claim by weights of their own.

    Both tables give log2 odds, so that candidates of either sort can be compared.

    Raises:
        IndexMismatch: the weights were fitted on other features.
    """

    def __init__(self, weights: dict[str, Any] | None = None, untold: dict[str, Any] | None = None) -> None:
        self.told = _Tables(weights or load_weights(RERANK))
        self.untold = _Tables(untold or load_weights(RERANK_UNTOLD))
        self.revision = f"{self.told.revision}+{self.untold.revision}"

    def rank(self, features: Floats, gaps: Floats, ratings: Sequence[str | None], untold: Mask) -> Ranked:
        """Score and sort candidates.

        Args:
            features: shape (n, features), of `feature_matrix`.
            gaps: shape (n,), of `gap_days`.
            ratings: the publishers' words.
            untold: shape (n,), which are fact-checks without a claim.
        """
        return self.rank_each([(features, gaps, ratings, untold)])[0]

    def rank_each(self, pools: Sequence[tuple[Floats, Floats, Sequence[str | None], Mask]]) -> list[Ranked]:
        """The same for several pools of candidates, in one step."""
        if not pools:
            return []
        features, gaps, ratings, untold = zip(*pools, strict=True)
        sizes = np.array([len(own) for own in gaps])
        groups = self._addends(
            np.concatenate(features),
            np.concatenate(gaps),
            [word for own in ratings for word in own],
            np.concatenate(untold),
            sizes,
        )
        ends = np.cumsum(sizes)
        starts = ends - sizes
        bits = groups.sum(axis=1)
        order = np.lexsort((-bits, np.repeat(np.arange(len(sizes)), sizes)))
        places, bits, groups = order - np.repeat(starts, sizes), bits[order], groups[order]
        edges = zip(starts.tolist(), ends.tolist(), strict=True)
        return [Ranked(places[first:last], bits[first:last], groups[first:last]) for first, last in edges]

    def _addends(
        self,
        features: Floats,
        gaps: Floats,
        ratings: Sequence[str | None],
        untold: Mask,
        sizes: npt.NDArray[np.int64],
    ) -> Floats:
        groups = self.told.groups(features, gaps)
        if untold.any():
            groups[untold] = self.untold.groups(features[untold], gaps[untold])
            places = standing(features[:, _WORDS], features[:, _MEANING], gaps, untold, sizes)
            groups[untold, _TIME] += self.untold.standing_bits(places[untold])
        worth = {each: RATING_BITS.get(verdict_of(each), 0.0) for each in set(ratings)}
        groups[:, _RATING] = [worth[each] for each in ratings]
        return groups


class _Tables:
    """One weights file, opened."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.revision = str(data["name"])
        self.model: AdditiveModel = additive_model(data)
        self.time = StepTable.from_dict(data["time"])
        if tuple(table.name for table in self.model.tables) != NAMES:
            raise IndexMismatch(f"the weights {self.revision} were fitted on other features; reinstall the package")
        self._standing = AdditiveModel(0.0, tuple(StepTable.from_dict(each) for each in data.get("standing", ())))
        if tuple(table.name for table in self._standing.tables) not in ((), STANDING):
            raise IndexMismatch(f"the weights {self.revision} were fitted on another standing; reinstall the package")
        self._membership = np.zeros((len(NAMES), len(GROUPS)), np.float32)
        for column, name in enumerate(NAMES):
            self._membership[column, GROUPS.index(FEATURES[name])] = 1

    def groups(self, features: Floats, gaps: Floats) -> Floats:
        """Bits by `GROUPS`, shape (n, groups); the publisher's rating is left at 0."""
        groups: Floats = self.model.addends(features) @ self._membership
        groups[:, _PRIOR] = self.model.prior_bits
        groups[:, _TIME] = closeness_bits(gaps, self.time)
        return groups

    def standing_bits(self, places: Floats) -> Floats:
        """Bits of what `days.standing` tells, never negative, shape (n,)."""
        if not self._standing.tables:
            return np.zeros(len(places), np.float32)
        return np.asarray(np.maximum(self._standing.addends(places), 0.0).sum(axis=1), np.float32)


_WORDS, _MEANING = NAMES.index("words_bm25"), NAMES.index("meaning_head")
_PRIOR, _TIME, _RATING = (GROUPS.index(name) for name in ("prior", "time", "rating"))
