"""Vectors in a Milvus collection answer as the embedded index does; a file through milvus-lite stands for a server."""

from __future__ import annotations

import numpy as np
import pytest

from provenance.checker import Checker
from provenance.config import Settings
from provenance.encoders.stub import StubEncoder
from provenance.errors import IndexMissing, ProvenanceError, UsageError
from provenance.indexing import milvus
from provenance.indexing.backend import store_of
from provenance.indexing.exact import ExactVectors
from provenance.indexing.milvus import (
    MilvusStore,
    MilvusVectors,
    aliased,
    collection_of,
    drop_others,
    point_alias,
    upload,
)
from provenance.jobs.build import build_index
from provenance.model.evidence import Evidence, Kind
from provenance.model.post import Post
from tests.indexing.contract import IndexContract
from tests.indexing.test_vector import random_vectors, write

pytest.importorskip("pymilvus")
pytest.importorskip("milvus_lite")

pytestmark = [pytest.mark.slow, pytest.mark.enable_socket, pytest.mark.allow_hosts(["127.0.0.1"])]
ENCODER = StubEncoder(32)


class Served(MilvusVectors):
    """Opened again by its folder alone, as the contract asks."""

    @classmethod
    def open(cls, folder):
        return cls(folder, MilvusStore(str(folder.parent / "m.db")), "v1")


class TestMilvusVectors(IndexContract):
    tolerance = 2e-3  # vectors are kept in float16 before they are sent

    def build(self, folder, texts):
        write(folder, ENCODER.encode(texts), list(range(len(texts))), len(texts))
        upload(folder, MilvusStore(str(folder.parent / "m.db")), "v1")
        return Served.open(folder)

    def exact(self, texts):
        return ExactVectors(len(texts), ENCODER.encode(texts), list(range(len(texts))))

    def query(self, text):
        return ENCODER.encode([text], query=True)[0]


class TestMilvusUnderAWideFilter(TestMilvusVectors):
    @pytest.fixture(autouse=True)
    def _nothing_fetched(self, monkeypatch):
        monkeypatch.setattr(milvus, "FETCH_UNTIL", 1)


@pytest.mark.parametrize("share", [None, 0.5, 0.02], ids=["all", "half", "a fiftieth"])
def test_milvus_and_the_embedded_index_give_the_same_neighbours(tmp_path, share):
    vectors = random_vectors(3_000)
    owners = [number // 2 for number in range(3_000)]
    embedded = write(tmp_path / "v", vectors, owners, 1_500)
    store = MilvusStore(str(tmp_path / "m.db"))
    assert upload(tmp_path / "v", store, "20261122T0-ab") == 3_000
    served = MilvusVectors(tmp_path / "v", store, "20261122T0-ab")
    allowed = None if share is None else np.random.default_rng(1).random(1_500) < share
    queries = random_vectors(20, seed=5)
    for one, other in zip(
        served.search(queries, 10, allowed=allowed), embedded.search(queries, 10, allowed=allowed), strict=True
    ):
        assert one.rows.tolist() == other.rows.tolist()
        np.testing.assert_allclose(one.similarities, other.similarities, atol=1e-5)
    rows = np.array([7, 3, 1_400])
    np.testing.assert_allclose(served.by_view(queries, rows), embedded.by_view(queries, rows), atol=1e-5)


def test_the_alias_moves_in_one_step_and_old_collections_go(tmp_path):
    write(tmp_path / "v", random_vectors(4), [0, 1, 2, 3], 4)
    store = MilvusStore(str(tmp_path / "m.db"))
    for version in ("v1", "v2"):
        upload(tmp_path / "v", store, version)
        point_alias(store, version)
        assert aliased(store) == f"provenance_{version}"
    upload(tmp_path / "v", store, "v3")
    assert drop_others(store, ["v3"]) == ["provenance_v1"]  # the alias still names the second


def test_a_version_that_was_never_uploaded_is_said_to_be_missing(tmp_path):
    write(tmp_path / "v", random_vectors(4), [0, 1, 2, 3], 4)
    with pytest.raises(IndexMissing, match="provenance_v9"):
        MilvusVectors(tmp_path / "v", MilvusStore(str(tmp_path / "m.db")), "v9")


def test_a_check_is_the_same_with_vectors_from_milvus(tmp_path):
    records = [
        Evidence(
            id=f"r{n}", kind=Kind.FACT_CHECK, text=f"No {n}.", claim=f"bridge {n} fell in town {n % 7}", rating="false"
        )
        for n in range(60)
    ]
    posts = [Post(id=f"p{n}", text=f"look, bridge {n} fell in town {n % 7}!!") for n in range(0, 60, 5)]
    served = Settings(sections={"vectors": {"backend": "milvus", "uri": str(tmp_path / "m.db")}})
    version = build_index(records, tmp_path / "i", encoder="stub", settings=served).version
    assert aliased(MilvusStore(str(tmp_path / "m.db"))) == collection_of(version)
    one = Checker.open(tmp_path / "i", settings=served).check(posts)
    other = Checker.open(tmp_path / "i").check(posts)
    assert other.findings
    assert one.findings == other.findings


def test_a_store_that_refuses_leaves_what_is_published(tmp_path):
    records = [Evidence(id="r", kind=Kind.ARCHIVE, text="a bridge fell")]
    published = build_index(records, tmp_path / "i", encoder="stub").version
    (tmp_path / "m.db").write_text("no folder of milvus-lite")
    refused = Settings(sections={"vectors": {"backend": "milvus", "uri": str(tmp_path / "m.db")}})
    with pytest.raises(ProvenanceError, match="Milvus"):
        build_index(records, tmp_path / "i", encoder="stub", settings=refused)
    assert Checker.open(tmp_path / "i").index_version == published


@pytest.mark.parametrize("table", [{"backend": "other"}, {"backend": "milvus"}, {"url": "x"}])
def test_a_table_that_names_no_store_is_refused(table):
    with pytest.raises(UsageError, match="vectors"):
        store_of(Settings(sections={"vectors": table}))
