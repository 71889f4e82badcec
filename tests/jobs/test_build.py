"""Building an index: what is published, what is refused, and what a killed build leaves behind."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from provenance.config import Settings
from provenance.encoders import open_encoder
from provenance.encoders.stub import StubEncoder
from provenance.errors import IndexCorrupt, IndexMismatch, IndexMissing, JobError, UsageError
from provenance.indexing.base import Filter
from provenance.indexing.bundle import IndexBundle
from provenance.jobs.build import build_index, verify_index
from provenance.jobs.publish import building_folder, sweep
from provenance.model.evidence import Evidence, Kind
from provenance.model.finding import Skipped
from provenance.model.interval import Interval

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def records(count: int = 30) -> list[Evidence]:
    return [
        Evidence(
            id=f"r{number}",
            kind=Kind.FACT_CHECK if number % 2 else Kind.ARCHIVE,
            text=f"The bridge number {number} did not fall. 第{number}座桥没有倒塌。",
            claim=f"bridge {number} fell" if number % 2 else None,
            lang="en",
            published_at=Interval.parse(f"2020-01-{number % 28 + 1:02d}"),
        )
        for number in range(count)
    ]


def build(out: Path, rows: list[Evidence | Skipped] | None = None, now: datetime = NOW):
    return build_index(records() if rows is None else rows, out, encoder=StubEncoder(), now=now)


def test_a_built_index_answers_by_word_and_by_vector(tmp_path):
    build(tmp_path)
    bundle = IndexBundle.open(tmp_path)
    assert bundle.records.id(int(bundle.lexical.search(["bridge 17"], 1)[0].rows[0])) == "r17"
    query = StubEncoder().encode(["bridge 17 fell"], query=True)
    assert bundle.records.id(int(bundle.vectors.search(query, 1)[0].rows[0])) == "r17"
    assert "30 records" in verify_index(tmp_path)


def test_records_come_back_as_they_went_in(tmp_path):
    build(tmp_path)
    table = IndexBundle.open(tmp_path).records
    assert table.evidences(range(len(table))) == records()


def test_the_second_record_of_an_id_is_skipped_and_said_so(tmp_path):
    rows = [*records(3), records(2)[1]]
    report = build(tmp_path, rows)
    assert report.records == 3
    assert [skipped.code for skipped in report.skipped] == ["duplicate-id"]
    assert "'r1'" in report.skipped[0].message


def test_what_a_reader_skipped_is_in_the_report(tmp_path):
    bad = Skipped(code="bad-date", message="no date @ a.jsonl:3 $.published_at")
    assert build(tmp_path, [*records(2), bad]).skipped == (bad,)


def test_a_later_build_takes_over_and_the_earlier_one_stays_readable(tmp_path):
    first = build(tmp_path, records(3))
    second = build(tmp_path, records(5), now=datetime(2026, 11, 23, tzinfo=UTC))
    assert IndexBundle.open(tmp_path).version == second.version
    assert len(IndexBundle.open(first.folder)) == 3


def test_the_same_records_give_the_same_version_digest(tmp_path):
    one, two = build(tmp_path / "a"), build(tmp_path / "b")
    assert one.version == two.version
    for name in ("records.arrow", "ids.npy", "vectors/vectors.npy", "vectors/owners.npy"):
        assert (one.folder / name).read_bytes() == (two.folder / name).read_bytes()


def test_other_records_give_another_version_in_the_same_second(tmp_path):
    assert build(tmp_path, records(3)).version != build(tmp_path, records(4)).version


def test_an_index_of_nothing_answers_nothing(tmp_path):
    build(tmp_path, [])
    bundle = IndexBundle.open(tmp_path)
    assert len(bundle) == 0
    assert len(bundle.lexical.search(["bridge"], 5)[0]) == 0
    assert len(bundle.vectors.search(StubEncoder().encode(["bridge"]), 5)[0]) == 0


def test_whoever_may_read_the_folder_may_read_every_file_and_no_lock_is_published(tmp_path):
    folder = build(tmp_path).folder
    assert all(path.stat().st_mode & 0o044 == 0o044 for path in folder.rglob("*"))
    assert not list(folder.rglob("*.lock"))


def test_reading_an_index_writes_nothing_into_it(tmp_path):
    folder = build(tmp_path).folder
    before = sorted(folder.rglob("*"))
    assert IndexBundle.open(tmp_path).lexical.search(["bridge 17"], 1)[0].rows.size
    assert sorted(folder.rglob("*")) == before


def test_filters_let_pass_what_they_say(tmp_path):
    build(tmp_path)
    bundle = IndexBundle.open(tmp_path)
    assert bundle.allowed(None) is None
    facts = bundle.allowed(Filter(kinds=frozenset({Kind.FACT_CHECK})))
    assert facts is not None
    assert facts.sum() == 15
    assert not bundle.allowed(Filter(languages=frozenset({"zh"}))).any()
    day = bundle.allowed(
        Filter(published_from=datetime(2020, 1, 3, tzinfo=UTC), published_before=datetime(2020, 1, 4, tzinfo=UTC))
    )
    assert [bundle.records.id(row) for row in day.nonzero()[0]] == ["r2"]


def test_nothing_published_is_said_so(tmp_path):
    with pytest.raises(IndexMissing, match="provenance index build"):
        IndexBundle.open(tmp_path)


@pytest.mark.parametrize("name", ["records.arrow", "ids.npy", "vectors/vectors.npy", "vectors/owners.npy"])
def test_a_changed_byte_is_found(tmp_path, name):
    path = build(tmp_path).folder / name
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(data)
    with pytest.raises(IndexCorrupt, match="checksum"):
        IndexBundle.open(tmp_path)


def test_a_truncated_file_is_found_without_reading_it(tmp_path):
    path = build(tmp_path).folder / "records.arrow"
    path.write_bytes(path.read_bytes()[:-10])
    with pytest.raises(IndexCorrupt, match="bytes, the manifest promises"):
        IndexBundle.open(tmp_path, verify=False)


def test_an_index_of_another_program_version_is_refused(tmp_path):
    path = build(tmp_path).folder / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "normaliser": "0"}))
    with pytest.raises(IndexMismatch, match="normaliser"):
        IndexBundle.open(tmp_path)


def test_vectors_of_another_model_are_refused(tmp_path):
    build(tmp_path)
    manifest = IndexBundle.open(tmp_path).manifest
    stub = open_encoder("stub")
    manifest.check_model(stub.name, stub.revision)
    with pytest.raises(IndexMismatch, match="another-revision"):
        manifest.check_model("other", "another-revision")


def test_a_pointer_out_of_the_folder_is_refused(tmp_path):
    (tmp_path / "current").write_text("../elsewhere\n")
    with pytest.raises(IndexCorrupt, match="no version"):
        IndexBundle.open(tmp_path)


def test_a_failing_source_leaves_the_published_index_untouched(tmp_path):
    before = build(tmp_path).version

    def breaking():
        yield records(1)[0]
        raise JobError("the source went away")

    with pytest.raises(JobError):
        build(tmp_path, breaking())
    assert IndexBundle.open(tmp_path).version == before
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([before, "current"])


def test_leftovers_of_a_dead_builder_are_swept_and_those_of_a_live_one_are_not(tmp_path):
    dead = tmp_path / ".building-dead"
    dead.mkdir()
    (dead / "half.arrow").write_bytes(b"x")
    with building_folder(tmp_path) as alive:
        assert not dead.exists()
        assert sweep(tmp_path) == []
        assert alive.exists()
    assert os.listdir(tmp_path) == []  # noqa: PTH208


def test_an_unknown_build_setting_is_refused(tmp_path):
    with pytest.raises(UsageError, match="passage_size"):
        build_index([], tmp_path, encoder=StubEncoder(), settings=Settings(sections={"index": {"passage_size": 3}}))
