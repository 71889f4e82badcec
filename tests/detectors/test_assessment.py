import pytest

from provenance.detectors.assessment import Assessment
from provenance.model.evidence import Evidence, Kind
from provenance.model.hit import Hit
from provenance.scoring.weights import DEBUNKED

RECORD = Evidence(id="r", kind=Kind.FACT_CHECK, text="Not so.", claim="Rain makes shoes shrink")
NEAR = {
    "words_covered_claim": 0.95,
    "words_covered_head": 0.95,
    "words_explained_head": 0.9,
    "words_explained_all": 0.9,
    "words_shared_bits": 80.0,
    "rare_word_bits_head": 13.0,
    "rare_third_bits": 12.0,
    "rare_missing": 0.0,
    "meaning_head_z": 6.0,
    "numbers_missing": 0.0,
}


def bits(features, **contributions):
    hit = Hit(RECORD, 0.0, features, contributions)
    return sum(reason.weight_bits for reason in Assessment(DEBUNKED).reasons(hit))


def test_the_best_of_a_bad_pool_is_not_taken_for_a_match():
    near_nothing = {**NEAR, "words_covered_claim": 0.1, "words_covered_head": 0.1, "meaning_head_z": 1.0}
    assert bits({**near_nothing, "fused_rank": 0.0, "meaning_head_gap": 0.0}) == bits(near_nothing) < 0 < bits(NEAR)


@pytest.mark.parametrize("name", ["words_covered_claim", "words_explained_head", "meaning_head_z"])
def test_more_in_common_never_speaks_against_a_match(name):
    steps = [bits({**NEAR, name: value}) for value in (0.0, 0.2, 0.4, 0.8, 2.0, 4.0)]
    assert steps == sorted(steps)


def test_dates_close_together_add_what_the_ranking_gave_them():
    assert bits(NEAR, time=3.5) == pytest.approx(bits(NEAR) + 3.5)


def test_more_bits_are_never_less_sure():
    sure = [Assessment(DEBUNKED).confidence(each / 2) for each in range(-20, 20)]
    assert sure == sorted(sure)
