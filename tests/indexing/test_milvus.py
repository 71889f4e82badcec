"""A file through milvus-lite stands for a server: answers, nights, and what it cannot serve."""

from __future__ import annotations

import logging
import threading

import pytest

from provenance.checker import Checker
from provenance.config import Settings
from provenance.errors import IndexMissing, JobError, ProvenanceError, UsageError
from provenance.indexing.backend import store_of
from provenance.indexing.bundle import IndexBundle
from provenance.indexing.milvus.publish import upload
from provenance.indexing.milvus.served import MilvusWords, Served
from provenance.indexing.milvus.store import MilvusStore
from provenance.jobs.build import build_index
from provenance.model.evidence import Evidence, Kind
from provenance.model.post import Post
from provenance.store.records import RecordTable
from tests.indexing.milvus_contract import (
    VERSION,
    VectorsInMilvus,
    VectorsUnderAWideFilter,
    WordsInMilvus,
    write_version,
)
from tests.indexing.milvus_nights import Nights, aliased, answers
from tests.jobs.newsroom import row

pytest.importorskip("pymilvus")
pytest.importorskip("milvus_lite")

pytestmark = [pytest.mark.slow, pytest.mark.enable_socket, pytest.mark.allow_hosts(["127.0.0.1"])]


class InAFile:
    def uri(self, folder):
        return str(folder.parent / "m.db")


class TestVectors(InAFile, VectorsInMilvus): ...


class TestVectorsUnderAWideFilter(InAFile, VectorsUnderAWideFilter): ...


class TestWords(InAFile, WordsInMilvus): ...


class TestNights(InAFile, Nights):
    def test_a_search_waits_while_the_file_is_changed(self, room):
        room.write([row(n) for n in range(3)])
        room.night()
        reader, seen = room.reader(), []
        asking = threading.Thread(target=lambda: seen.append(answers(room, reader)))
        with room.store.alone():
            asking.start()
            asking.join(0.3)
            assert not seen
        asking.join()
        assert seen


def settings_of(tmp_path):
    return Settings(sections={"vectors": {"backend": "milvus", "uri": str(tmp_path / "m.db")}})


def test_a_version_that_was_never_uploaded_is_said_to_be_missing(tmp_path):
    write_version(tmp_path / "i", ["a bridge fell"])
    with pytest.raises(IndexMissing, match="provenance_at_v9_vectors"):
        Served(MilvusStore(str(tmp_path / "m.db")), "v9", RecordTable(tmp_path / "i").rows)


def test_what_it_cannot_serve_is_said_and_answered_from_the_files(tmp_path, caplog):
    write_version(tmp_path / "i", ["a bridge fell", "a bank closed"])
    store = MilvusStore(str(tmp_path / "m.db"))
    with caplog.at_level(logging.WARNING):
        parts = [sent.part for sent in upload(tmp_path / "i", store, VERSION, tmp_path)]
    assert parts == ["vectors", "words"]
    assert "does not serve hashes of pictures (pdq)" in caplog.text
    served = Served(store, VERSION, RecordTable(tmp_path / "i").rows)
    assert not served.has("pdq")


def test_a_check_is_the_same_with_everything_from_milvus(tmp_path):
    records = [
        Evidence(
            id=f"r{n}", kind=Kind.FACT_CHECK, text=f"No {n}.", claim=f"bridge {n} fell in town {n % 7}", rating="false"
        )
        for n in range(60)
    ]
    posts = [Post(id=f"p{n}", text=f"look, bridge {n} fell in town {n % 7}!!") for n in range(0, 60, 5)]
    settings = settings_of(tmp_path)
    version = build_index(records, tmp_path / "i", encoder="stub", settings=settings).version
    store = MilvusStore(str(tmp_path / "m.db"))
    assert aliased(store) == store.collection(version, "vectors")
    assert isinstance(IndexBundle.open(tmp_path / "i", store=store).lexical, MilvusWords)
    one = Checker.open(tmp_path / "i", settings=settings).check(posts)
    other = Checker.open(tmp_path / "i").check(posts)
    assert other.findings
    assert one.findings == other.findings


def test_a_store_that_refuses_leaves_what_is_published(tmp_path):
    records = [Evidence(id="r", kind=Kind.ARCHIVE, text="a bridge fell")]
    published = build_index(records, tmp_path / "i", encoder="stub").version
    (tmp_path / "m.db").write_text("no folder of milvus-lite")
    with pytest.raises(ProvenanceError, match="Milvus"):
        build_index(records, tmp_path / "i", encoder="stub", settings=settings_of(tmp_path))
    assert Checker.open(tmp_path / "i").index_version == published


def test_a_store_that_goes_away_after_the_version_is_published_spoils_nothing(tmp_path, monkeypatch, caplog):
    def gone(*_):
        raise JobError("Milvus went away")

    records = [Evidence(id="r", kind=Kind.ARCHIVE, text="a bridge fell")]
    with monkeypatch.context() as broken, caplog.at_level(logging.WARNING):
        broken.setattr("provenance.indexing.milvus.aliases.point_aliases", gone)
        version = build_index(records, tmp_path / "i", encoder="stub", settings=settings_of(tmp_path)).version
    assert "the aliases in Milvus did not follow" in caplog.text
    assert Checker.open(tmp_path / "i", settings=settings_of(tmp_path)).index_version == version


@pytest.mark.parametrize("table", [{"backend": "other"}, {"backend": "milvus"}, {"url": "x"}])
def test_a_table_that_names_no_store_is_refused(table):
    with pytest.raises(UsageError, match="vectors"):
        store_of(Settings(sections={"vectors": table}))
