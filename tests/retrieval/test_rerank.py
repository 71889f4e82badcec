"""From features to bits: which table weighs a record, and that bits add up."""

import copy

import numpy as np
import pytest

from provenance.errors import IndexMismatch
from provenance.retrieval.features import NAMES
from provenance.retrieval.rerank import GROUPS, Reranker
from provenance.scoring.weights import RERANK, RERANK_UNTOLD, load_weights


@pytest.fixture(scope="module")
def candidates():
    random = np.random.default_rng(7)
    features = random.uniform(0, 4, (6, len(NAMES))).astype(np.float32)
    gaps = np.array([0, 3, 400, -700, np.nan, 20], np.float32)
    return features, gaps, ["False", None, "True", "False", None, None]


def bits_of(untold, candidates, reranker=None):
    features, gaps, ratings = candidates
    ranked = (reranker or Reranker()).rank(features, gaps, ratings, np.array(untold))
    return dict(zip(ranked.order.tolist(), ranked.bits.tolist(), strict=True))


def test_a_fact_check_without_a_claim_is_weighed_by_a_table_of_its_own(candidates):
    features, _, ratings = candidates
    # None is of the days of the post: those would be compared with one another, and in a mixed pool with fewer.
    candidates = (features, np.array([400, -90, 400, -700, np.nan, 20], np.float32), ratings)
    told, untold = bits_of([False] * 6, candidates), bits_of([True] * 6, candidates)
    mixed = bits_of([True, False] * 3, candidates)
    assert told != untold
    for place in range(6):
        assert mixed[place] == (told if place % 2 else untold)[place]


def test_bits_are_the_sum_of_their_groups_and_come_best_first(candidates):
    features, gaps, ratings = candidates
    ranked = Reranker().rank(features, gaps, ratings, np.array([True, False] * 3))
    assert ranked.groups.shape == (6, len(GROUPS))
    assert ranked.bits == pytest.approx(ranked.groups.sum(axis=1), abs=1e-4)
    assert ranked.bits.tolist() == sorted(ranked.bits.tolist(), reverse=True)


@pytest.mark.parametrize("untold", [False, True])
def test_a_confirmed_claim_loses_and_nearness_in_time_never_does(candidates, untold):
    features, _, _ = candidates
    same = np.repeat(features[:1], 3, axis=0)
    bits = bits_of([untold] * 3, (same, np.array([0, 900, 0], np.float32), [None, None, "True"]))
    assert bits[0] > bits[1] > bits[2]


@pytest.mark.parametrize("name", [RERANK, RERANK_UNTOLD])
def test_bits_of_time_are_never_negative_and_nothing_far_away(name):
    time = load_weights(name)["time"]
    assert min(time["bits"]) == time["bits"][0] == time["bits"][-1] == 0
    assert time["missing"] == 0


def test_weights_for_other_features_are_refused():
    data = copy.deepcopy(load_weights(RERANK_UNTOLD))
    data["features"] = data["features"][1:]
    with pytest.raises(IndexMismatch, match="other features"):
        Reranker(untold=data)
