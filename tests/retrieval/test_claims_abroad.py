"""A rated claim of another language is a candidate, however many of the post's own language are nearer."""

import pytest

from provenance.config import Settings
from provenance.encoders.stub import StubEncoder
from provenance.indexing.base import Filter
from provenance.indexing.bundle import IndexBundle
from provenance.jobs.build import build_index
from provenance.model.evidence import Evidence, Kind
from provenance.model.post import Post
from provenance.retrieval import Retriever

POST = Post(id="p", text="They sold the clock tower of Velm to a shoe factory")
SETTINGS = Settings(candidates=20, hits=10)


def check(name, claim, lang, **more):
    return Evidence(id=name, kind=Kind.FACT_CHECK, claim=claim, text="We asked.", rating="False", lang=lang, **more)


@pytest.fixture(scope="module")
def bundle(tmp_path_factory):
    english = [f"They sold the clock tower of Velm to the shoe factory number {number}" for number in range(60)]
    records = [check(f"en-{number}", claim, "en") for number, claim in enumerate(english)]
    records += [check(f"zh-{number}", f"第{number}座桥今天通车", "zh") for number in range(30)]
    records.append(check("tower", "Velm 的 clock tower 卖给了鞋厂", "zh"))
    folder = tmp_path_factory.mktemp("index")
    build_index(records, folder, encoder=StubEncoder())
    return IndexBundle.open(folder)


def found(bundle, post=POST, where=None):
    (hits,) = Retriever.open(bundle, SETTINGS, StubEncoder()).retrieve([post], where=where)
    return hits.get(Kind.FACT_CHECK, ())


def test_the_claim_of_another_language_is_among_the_hits(bundle):
    names = [hit.evidence.id for hit in found(bundle)]
    assert "tower" in names
    assert len(names) == SETTINGS.hits
    assert names[0].startswith("en-")


def test_hits_stay_in_the_order_of_their_weight(bundle):
    weights = [hit.weight_bits for hit in found(bundle)]
    assert weights == sorted(weights, reverse=True)


def test_a_filter_holds_for_other_languages_too(bundle):
    only = Filter(languages=frozenset({"en"}))
    assert {hit.evidence.lang for hit in found(bundle, where=only)} == {"en"}


def test_a_post_that_is_a_mere_link_asks_nothing(bundle):
    assert len(found(bundle, Post(id="p", text="https://example.org"))) == 0
