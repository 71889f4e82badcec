"""How far the letters of a post stand in fact-checks without a claim."""

from __future__ import annotations

import numpy as np
import pytest

from provenance.model.evidence import Evidence, Kind
from provenance.retrieval.ngram_overlap import NGRAMS, NgramOverlap
from provenance.store.records import RecordTable, RecordWriter

TITLES = (
    "No, vaccinated people do not shed spike proteins",
    "No, the city did not close its schools for good",
    "No, people do not need a passport to enter the park",
)


@pytest.fixture
def overlap(tmp_path):
    with RecordWriter(tmp_path) as writer:
        for number, title in enumerate(TITLES):
            writer.add(Evidence(id=str(number), kind=Kind.FACT_CHECK, title=title, text="A claim was shared online."))
    return NgramOverlap(RecordTable(tmp_path), np.arange(len(TITLES)))


def of(overlap, post, rows=(0, 1, 2)):
    found = overlap.of(post, overlap.texts(np.array(rows)))
    return [dict(zip(NGRAMS, line, strict=True)) for line in found.tolist()]


def test_a_word_that_is_spelt_otherwise_still_tells_which_record_is_meant(overlap):
    right, *others = of(overlap, "the #UnvaccinatedPeople say spikeprotein shedding")
    assert right["ngrams_covered"] > 2 * max(other["ngrams_covered"] for other in others)
    assert right["ngrams_covered_gap"] == right["ngrams_alike_gap"] == 0
    assert all(other["ngrams_alike_gap"] < 0 for other in others)


def test_what_all_records_say_is_worth_less_than_what_one_says(overlap):
    common, rare = of(overlap, "claim shared online, passport")[0::2]
    assert rare["ngrams_covered"] - common["ngrams_covered"] > 0.3


def test_a_post_that_is_the_record_is_covered_wholly(overlap):
    first, *_ = of(overlap, TITLES[0])
    assert first["ngrams_covered"] == pytest.approx(1)
    assert 0 < first["ngrams_alike"] <= 1


def test_a_post_without_letters_is_compared_with_nothing(overlap):
    assert np.isnan(overlap.of("!!! 😀", overlap.texts(np.array([0, 1])))).all()


def test_the_order_of_the_candidates_does_not_matter(overlap):
    straight, turned = of(overlap, "schools in the park"), of(overlap, "schools in the park", rows=(2, 1, 0))
    assert straight == turned[::-1]
