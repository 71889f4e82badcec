"""Retrieval over a small index, with the stub encoder: every promise that does not need a language model."""

import gc
import pickle
import weakref

import numpy as np
import pytest

from provenance.config import Settings
from provenance.encoders.stub import StubEncoder
from provenance.errors import IndexMismatch
from provenance.indexing.base import Filter
from provenance.indexing.bundle import IndexBundle
from provenance.jobs.build import build_index
from provenance.model.evidence import Evidence, Kind
from provenance.model.hit import Hit
from provenance.model.interval import Interval
from provenance.model.post import Post
from provenance.retrieval import Retriever
from provenance.retrieval.features import NAMES

CLAIMS = {
    "bridge": "The old stone bridge of Arlen collapsed during the market",
    "bees": "Honey bees may not cross the border in glass jars",
    "tower": "The clock tower of Velm was sold to a shoe factory",
    "soup": "Nettle soup turns copper spoons blue",
    "lake": "The lake of Orsay was emptied to find a ring",
}


def record(name, claim, **more):
    return Evidence(id=name, kind=Kind.FACT_CHECK, claim=claim, text="We asked and it is not so.", lang="en", **more)


@pytest.fixture(scope="module")
def bundle(tmp_path_factory):
    records = [record(name, claim, rating="False") for name, claim in CLAIMS.items()]
    records += [
        record("bees-true", CLAIMS["bees"], rating="True"),
        record("tower-dated", CLAIMS["tower"], published_at=Interval.parse("2022-03-04")),
        Evidence(id="release", kind=Kind.RELEASE, text="The town of Velm repaired its clock tower.", lang="en"),
    ]
    folder = tmp_path_factory.mktemp("index")
    build_index(records, folder, encoder=StubEncoder())
    return IndexBundle.open(folder)


@pytest.fixture(scope="module")
def retriever(bundle):
    return Retriever.open(bundle, Settings(), StubEncoder())


def post(text, **more):
    return Post(id="p", text=text, **more)


def ranked(retriever, text, **more):
    return list(next(iter(retriever.rank([post(text)], **more))))


@pytest.mark.parametrize("name", CLAIMS)
def test_a_post_that_repeats_a_claim_finds_it_first(retriever, name):
    assert ranked(retriever, f"Did you hear? {CLAIMS[name]}!!")[0].evidence.claim == CLAIMS[name]


def test_bits_are_the_sum_of_what_is_said_for_them(retriever):
    for hit in ranked(retriever, CLAIMS["soup"]):
        assert sum(hit.contributions.values()) == pytest.approx(hit.weight_bits, abs=1e-4)
        assert set(hit.features) <= set(NAMES)


def test_a_hit_goes_to_another_process_with_its_record_and_without_the_index(retriever):
    hit = ranked(retriever, CLAIMS["bees"])[0]
    again = pickle.loads(pickle.dumps(hit))
    assert type(again) is Hit
    assert (again.evidence, again.weight_bits) == (hit.evidence, hit.weight_bits)
    assert (again.features, again.contributions) == (hit.features, hit.contributions)


def test_hits_come_best_first(retriever):
    bits = [hit.weight_bits for hit in ranked(retriever, CLAIMS["lake"])]
    assert bits == sorted(bits, reverse=True)


def test_a_record_that_confirms_the_claim_stands_below_one_that_refutes_it(retriever):
    names = [hit.evidence.id for hit in ranked(retriever, CLAIMS["bees"])]
    assert names.index("bees") < names.index("bees-true")


def test_posts_in_a_batch_do_not_see_one_another(retriever):
    texts = [*CLAIMS.values(), "Nothing of this kind at all"]
    together = [[hit.evidence.id for hit in hits] for hits in retriever.rank([post(text) for text in texts])]
    assert together == [[hit.evidence.id for hit in ranked(retriever, text)] for text in texts]


def test_the_same_days_speak_for_a_match_and_years_between_do_not_speak_against_it(retriever):
    def bits(**when):
        hits = next(iter(retriever.rank([post(CLAIMS["tower"], **when)])))
        return next(hit.weight_bits for hit in hits if hit.evidence.id == "tower-dated")

    near, far = (bits(posted_at=Interval.parse(day)) for day in ("2022-03-03", "2025-03-03"))
    assert near > far == bits()


def test_hits_are_kept_apart_by_kind(retriever):
    by_kind = next(iter(retriever.retrieve([post("The clock tower of Velm")])))
    assert set(by_kind) == {Kind.FACT_CHECK, Kind.RELEASE}
    assert all(hit.evidence.kind is kind for kind, hits in by_kind.items() for hit in hits)


def test_a_filter_lets_nothing_else_through(retriever):
    only = Filter(kinds=frozenset({"release"}))
    assert [hit.evidence.id for hit in ranked(retriever, "clock tower", where=only)] == ["release"]


def test_a_post_without_words_finds_nothing(retriever):
    assert ranked(retriever, "https://example.org/a") == []


def test_an_encoder_of_another_space_is_refused(bundle):
    with pytest.raises(IndexMismatch, match="stub"):
        Retriever.open(bundle, Settings(), StubEncoder(dimension=32))


def test_features_of_a_record_without_a_body_vector_say_so(retriever):
    compared = next(iter(retriever.compare([post(CLAIMS["lake"])])))
    assert np.isnan(compared.features[0, NAMES.index("meaning_body")])
    assert len(compared.features) == len(compared.candidates) == len(compared.gaps) == len(compared.ratings)


def test_a_hit_reads_its_record_only_when_asked_and_gets_the_same_again(bundle, retriever, monkeypatch):
    read = []
    evidence = bundle.records.evidence
    monkeypatch.setattr(bundle.records, "evidence", lambda row: read.append(row) or evidence(row))
    hits = ranked(retriever, CLAIMS["lake"])
    assert read == []
    assert hits[0].evidence is hits[0].evidence
    assert len(set(read)) == 1


def test_a_kind_is_ranked_as_if_it_were_asked_for_alone(retriever):
    texts = [post(text) for text in CLAIMS.values()]
    together = list(retriever.retrieve(texts))
    for kind in (Kind.FACT_CHECK, Kind.RELEASE):
        alone = retriever.retrieve(texts, where=Filter(kinds=frozenset({kind.value})))
        for both, one in zip(together, alone, strict=True):
            assert [(hit.evidence.id, hit.weight_bits) for hit in both[kind]] == [
                (hit.evidence.id, hit.weight_bits) for hit in one[kind]
            ]


def test_an_index_that_nobody_asks_any_more_is_let_go_at_once(tmp_path):
    """A version stays open, and is not pruned, as long as somebody holds it: nothing may wait for the collector."""
    build_index([record(name, claim) for name, claim in CLAIMS.items()], tmp_path, encoder=StubEncoder())
    gc.collect()
    gc.disable()
    try:
        bundle = IndexBundle.open(tmp_path)
        retriever = Retriever.open(bundle, Settings(), StubEncoder())
        assert list(retriever.retrieve([post(CLAIMS["bridge"])]))
        held = weakref.ref(bundle)
        del bundle, retriever
        assert held() is None
    finally:
        gc.enable()
