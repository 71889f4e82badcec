"""Archive items that a whole post does not bring up."""

import pickle

import numpy as np
import pytest

from provenance.config import Settings
from provenance.encoders.stub import StubEncoder
from provenance.indexing.bundle import IndexBundle
from provenance.jobs.build import build_index
from provenance.model.evidence import Evidence, Kind
from provenance.model.post import Post
from provenance.retrieval import Retriever
from provenance.retrieval.features import NAMES
from provenance.retrieval.reports import LEADING, join_hits
from provenance.retrieval.rerank import GROUPS
from provenance.retrieval.stored_hit import StoredHits

ENGLISH = ["The harbour of Velm opened a new pier", "A choir sang in the old mill", "Rain fell on the tennis courts"]
CHINESE = ["桥梁今天通车", "合唱团在老磨坊演出", "网球场下了一场雨"]
DERAILED = "美国俄亥俄州一列货车脱轨，附近1900人撤离，3人死亡"


@pytest.fixture(scope="module")
def bundle(tmp_path_factory):
    texts = [f"{text} {number}" for number in range(10) for text in (*ENGLISH, *CHINESE)]
    records = [Evidence(id=f"r{n}", kind=Kind.ARCHIVE, text=text) for n, text in enumerate(texts)]
    records.append(Evidence(id="derailed", kind=Kind.ARCHIVE, text=DERAILED))
    records.append(Evidence(id="kana", kind=Kind.ARCHIVE, text="トルコで地震がありました", lang="ja"))
    folder = tmp_path_factory.mktemp("index")
    build_index(records, folder, encoder=StubEncoder())
    return IndexBundle.open(folder)


def hits(bundle, text):
    retriever = Retriever.open(bundle, Settings(), StubEncoder())
    (found,) = retriever.retrieve([Post(id="p", text=text)])
    return [hit.evidence.id for hit in found[Kind.ARCHIVE]]


def test_a_post_finds_the_event_in_another_language_by_place_and_numbers(bundle):
    found = hits(
        bundle, "Train off the rails in Ohio, 1900 people told to leave, three dead. Rain on the tennis courts"
    )
    assert "derailed" in found[: LEADING + 5]


def test_a_record_without_a_stated_language_belongs_to_its_script(bundle):
    groups = bundle.outlines.language_groups()
    of = {name: groups[bundle.records.row(name)] for name in ("r0", "r1", "r3", "derailed", "kana")}
    assert of["r0"] == of["r1"]
    assert of["r3"] == of["derailed"]
    assert len({of["r0"], of["r3"], of["kana"]}) == 3


def test_facts_are_found_through_a_mask(bundle):
    facts = ("place:美国/俄亥俄州", "number:1900", "place:nowhere")
    assert bundle.lexical.search_facts([facts], 5)[0].rows.tolist() == [bundle.records.row("derailed")]
    assert len(bundle.lexical.search_facts([facts], 5, allowed=np.zeros(len(bundle), np.bool_))[0]) == 0
    assert len(bundle.lexical.search_facts([()], 5)[0]) == 0


def pool(bundle, rows, bits):
    columns = (np.full(len(rows), bits), np.zeros((len(rows), len(NAMES))), np.zeros((len(rows), len(GROUPS))))
    return StoredHits(bundle.records, bundle.outlines, np.array(rows), *columns)


def test_the_best_of_the_whole_post_lead_and_nothing_comes_twice(bundle):
    further = [pool(bundle, [50, 3], 2.0), pool(bundle, [15], 3.0)]
    joined = join_hits(pool(bundle, range(20), 1.0), further, most=12)
    assert [hit.row for hit in joined] == [*range(LEADING), 50, 15, 8, 9]
    assert {hit.row: hit.weight_bits for hit in joined if hit.weight_bits > 1} == {50: 2.0, 3: 2.0, 15: 3.0}


def test_of_a_hit_that_is_kept_for_long_its_record_and_its_weight_stay(bundle):
    hit = pool(bundle, [3, 5], 2.0)[1]
    kept = hit.alone()
    assert (kept.evidence, kept.weight_bits) == (hit.evidence, 2.0)
    assert (dict(kept.features), dict(kept.contributions)) == ({}, {})
    assert pickle.loads(pickle.dumps(kept)).evidence == hit.evidence  # another process has no index
