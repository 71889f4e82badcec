"""Nights after which the published index stays as it was, and the report says why."""

from __future__ import annotations

import pytest

from provenance.encoders.stub import StubEncoder
from provenance.errors import JobError
from provenance.jobs.run_report import last_run
from provenance.jobs.versions import job_lock
from tests.jobs.newsroom import row


def test_a_source_that_is_down_stops_the_job_and_is_named(room):
    room.write([row(n) for n in range(20)])
    version = room.night().version
    (room.folder / "checks.jsonl").unlink()
    with pytest.raises(JobError, match=r"checks\.jsonl.*the published index is untouched"):
        room.night()
    assert room.open().version == version
    assert last_run(room.indexes)["outcome"] == "failed"
    assert "no such file" in last_run(room.indexes)["sources"][0]["error"]


def test_a_source_that_may_be_down_keeps_its_records(room):
    room.configure('[sources.a]\nfile = "a.jsonl"\n[sources.b]\nfile = "b.jsonl"\nrequired = false\n')
    room.write([row(n) for n in range(5)], "a.jsonl")
    room.write([row(n) for n in range(5, 9)], "b.jsonl")
    room.night()
    (room.folder / "b.jsonl").unlink()
    room.write([row(n) for n in range(4)], "a.jsonl")
    report = room.night()
    assert report.outcome == "published"
    assert "its last known records stay" in report.warnings[0]
    assert [source.counts.after for source in report.sources if source.outcome == "failed"] == [4]
    assert sorted(room.claims()) == ["r0", "r1", "r2", "r3", "r5", "r6", "r7", "r8"]


def test_a_source_that_returns_a_hundredth_is_not_believed(room):
    room.write([row(n) for n in range(100)])
    version = room.night().version
    room.write([row(0)])
    with pytest.raises(JobError, match=r"99 of 100 .*--accept-shrink checks"):
        room.night()
    assert room.open().version == version
    assert room.night(accept_shrink={"checks"}).records == 1


def test_two_jobs_at_once(room):
    room.write([row(n) for n in range(10)])
    with job_lock(room.indexes), pytest.raises(JobError, match="another job is at work"):
        room.night()
    assert room.night().outcome == "published"


def test_a_canary_that_finds_nothing_stops_the_night(room):
    room.write([row(n) for n in range(30)])
    room.configure('[sources.checks]\nfile = "checks.jsonl"\n', 'canaries = "canaries.jsonl"')
    room.write([{"text": "bridge number 7 fell", "expect": "r7", "within": 3}], "canaries.jsonl")
    version = room.night().version
    room.write([row(n) for n in range(30) if n != 7])
    with pytest.raises(JobError, match=r"canaries 0 \(bound 1\).*does not find r7"):
        room.night()
    assert room.open().version == version
    assert last_run(room.indexes)["gate"]["passed"] is False


def test_an_encoder_that_went_mad_stops_the_night(room):
    class Mad(StubEncoder):
        def encode(self, texts, *, query=False):
            vectors = super().encode(texts, query=query)
            return vectors if not query else -vectors

    room.write([row(n) for n in range(30)])
    version = room.night().version
    room.encoder = Mad()
    room.write([row(n) for n in range(31)])
    with pytest.raises(JobError, match="drift"):
        room.night()
    assert room.open().version == version
    assert room.night(accept_drift=True).outcome == "published"


def test_no_record_at_all_publishes_nothing(room):
    room.write([])
    with pytest.raises(JobError, match="hold no record"):
        room.night()
