"""From features to bits: which table weighs a record, and that bits add up."""

import copy

import numpy as np
import pytest

from provenance.errors import IndexMismatch
from provenance.retrieval.features import NAMES
from provenance.retrieval.rerank import GROUPS, MOST_TIME_BITS, Reranker, as_found
from provenance.retrieval.untold_features import UNTOLD
from provenance.scoring.weights import RERANK, RERANK_UNTOLD, load_weights


@pytest.fixture(scope="module")
def candidates():
    random = np.random.default_rng(7)
    features = random.uniform(0, 4, (6, len(NAMES))).astype(np.float32)
    gaps = np.array([0, 3, 400, -700, np.nan, 20], np.float32)
    return features, gaps, ["False", None, "True", "False", None, None]


NOWHERE = np.full(6, None, np.object_)


def bits_of(untold, candidates, reranker=None):
    features, gaps, ratings = candidates
    ranked = (reranker or Reranker()).rank(features, gaps, ratings, np.array(untold), NOWHERE[: len(gaps)])
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
    ranked = Reranker().rank(features, gaps, ratings, np.array([True, False] * 3), NOWHERE)
    assert ranked.groups.shape == (6, len(GROUPS))
    assert ranked.bits == pytest.approx(ranked.groups.sum(axis=1), abs=1e-4)
    assert ranked.bits.tolist() == sorted(ranked.bits.tolist(), reverse=True)


@pytest.mark.parametrize("untold", [False, True])
def test_a_confirmed_claim_loses_and_nearness_in_time_never_does(candidates, untold):
    features, _, _ = candidates
    same = np.repeat(features[:1], 3, axis=0)
    bits = bits_of([untold] * 3, (same, np.array([0, 900, 0], np.float32), [None, None, "True"]))
    assert bits[0] > bits[1] > bits[2]


def groups_alone(features, gaps):
    """What each record is worth where no other one is looked at."""
    untold, houses = np.ones(1, np.bool_), np.full(1, None, np.object_)
    alone = np.full((1, len(UNTOLD)), np.nan, np.float32)
    lines = zip(features, gaps.astype(np.float32), strict=True)
    ranked = Reranker().rank_each([(line[None], gap[None], [None], untold, houses, alone) for line, gap in lines])
    return np.vstack([each.groups for each in ranked])


def test_where_no_claim_is_stated_nearness_in_time_never_speaks_against_a_record():
    random = np.random.default_rng(11)
    features = random.uniform(-2, 20, (400, len(NAMES))).astype(np.float32)
    near = groups_alone(features, random.uniform(-2, 14, 400))
    far, unknown = groups_alone(features, random.uniform(300, 900, 400)), groups_alone(features, np.full(400, np.nan))
    days = [GROUPS.index("time"), GROUPS.index("days")]
    assert near[:, days].min() >= 0
    assert near[:, days].sum(axis=1).max() > near[:, days[0]].max() == MOST_TIME_BITS
    assert not far[:, days].any()
    assert far == pytest.approx(unknown)


def test_a_house_that_answers_posts_is_believed_sooner_and_an_unknown_one_is_left_alone(candidates):
    features, _, _ = candidates
    known = load_weights(RERANK_UNTOLD)["publishers"]
    often = max(known, key=known.get)
    houses = np.array([often, "news.example", None], np.object_)
    same, gaps = np.repeat(features[:1], 3, axis=0), np.full(3, np.nan, np.float32)
    groups = as_found(Reranker().rank(same, gaps, [None] * 3, np.ones(3, np.bool_), houses)).groups
    assert groups[:, GROUPS.index("publisher")].tolist() == pytest.approx([known[often], 0, 0])
    told = as_found(Reranker().rank(same, gaps, [None] * 3, np.zeros(3, np.bool_), houses)).groups
    assert not told[:, GROUPS.index("publisher")].any()


def test_bits_of_time_are_never_negative_and_nothing_far_away():
    time = load_weights(RERANK)["time"]
    assert min(time["bits"]) == time["bits"][0] == time["bits"][-1] == 0
    assert time["missing"] == 0


def test_weights_for_other_features_are_refused():
    data = copy.deepcopy(load_weights(RERANK_UNTOLD))
    data["features"] = data["features"][1:]
    with pytest.raises(IndexMismatch, match="other features"):
        Reranker(untold=data)


def test_weights_for_another_standing_are_refused():
    data = copy.deepcopy(load_weights(RERANK_UNTOLD))
    data["untold"] = data["untold"][1:]
    with pytest.raises(IndexMismatch, match="another standing"):
        Reranker(untold=data)


def test_an_article_that_is_there_again_is_trusted_less_and_only_where_no_claim_is_stated(candidates):
    features, _, _ = candidates
    same, gaps, story = np.repeat(features[:1], 2, axis=0), np.full(2, np.nan, np.float32), GROUPS.index("story")
    stories = np.zeros((2, len(UNTOLD)), np.float32)
    stories[:, list(UNTOLD).index("story_other_words")] = [0.3, 0.97]
    untold = as_found(Reranker().rank(same, gaps, [None] * 2, np.ones(2, np.bool_), NOWHERE[:2], stories)).groups
    assert untold[0, story] > untold[1, story]
    told = Reranker().rank(same, gaps, [None] * 2, np.zeros(2, np.bool_), NOWHERE[:2], stories).groups
    assert not told[:, story].any()
