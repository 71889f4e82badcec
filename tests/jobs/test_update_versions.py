"""After a night: going back, telling two versions apart, what the report and the status say."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from provenance.errors import IndexCorrupt, JobError, UsageError
from provenance.jobs.diff import diff_versions
from provenance.jobs.status import index_status
from provenance.jobs.versions import list_versions, prune, rollback
from tests.jobs.newsroom import row


def test_back_to_yesterday_and_forward_again(room):
    room.write([row(n) for n in range(10)])
    first = room.night().version
    room.write([row(n) for n in range(12)])
    second = room.night().version
    assert rollback(room.indexes) == first
    assert room.open().version == first
    assert rollback(room.indexes, second) == second
    rollback(room.indexes)
    room.write([row(n) for n in range(13)])
    third = room.night()
    assert (third.base, third.records) == (first, 13)
    with pytest.raises(UsageError, match="no version 'x'"):
        rollback(room.indexes, "x")


def test_a_damaged_version_is_not_gone_back_to(room):
    room.write([row(n) for n in range(10)])
    first = room.night().version
    room.write([row(n) for n in range(12)])
    second = room.night().version
    (room.indexes / first / "records.arrow").write_bytes(b"damaged")
    with pytest.raises(IndexCorrupt):
        rollback(room.indexes)
    assert room.open().version == second


def test_difference_of_two_versions(room):
    room.write([row(n) for n in range(10)])
    first = room.night().version
    room.write([*(row(n) for n in range(1, 10) if n != 4), row(4, rating="true"), row(10)])
    second = room.night().version
    found = diff_versions(room.indexes, first, second)
    assert (found.added, found.removed, found.changed) == (["r10"], ["r0"], ["r4"])


def test_status_tells_age_and_last_success(room):
    room.write([row(n) for n in range(10)])
    room.night()
    (room.folder / "checks.jsonl").unlink()
    with pytest.raises(JobError):
        room.night()
    status = index_status(room.indexes, now=datetime.now(UTC) + timedelta(hours=5))
    assert status.last_outcome == "failed"
    assert "no such file" in status.last_error
    assert 4.9 < status.hours_since_success < 5.1
    assert status.records == 10


def test_the_report_is_complete_and_safe_to_open(room):
    room.configure('[sources.checks]\nfile = "checks.jsonl"\n[sources.odd]\nfile = "<b>.jsonl"\nrequired = false\n')
    room.write([*(row(n) for n in range(10)), {"id": "<script>alert(1)</script>", "kind": "x", "text": "t"}])
    report = room.night()
    data = json.loads((room.indexes / "runs" / f"{report.run}.json").read_text())
    assert data["schema"] == "provenance.run/1"
    assert data["sources"][0]["counts"] == {
        "before": 0, "added": 10, "changed": 0, "removed": 0, "skipped": 1, "after": 10
    }  # fmt: skip
    assert {check["name"] for check in data["gate"]["checks"]} >= {"files", "counts", "encoder"}
    page = (room.indexes / "runs" / f"{report.run}.html").read_text()
    assert "<script>alert" not in page
    assert "<b>.jsonl" not in page
    metrics = (room.indexes / "metrics.prom").read_text()
    assert "provenance_update_success 1" in metrics
    assert 'provenance_source_up{source="odd"} 0' in metrics
    assert 'provenance_source_skipped{source="checks"} 1' in metrics


def test_pruning_keeps_what_is_published(room):
    for night in range(4):
        room.write([row(n) for n in range(10 + night)])
        room.night()
    oldest = list_versions(room.indexes)[-1].name
    rollback(room.indexes, oldest)
    removed = prune(room.indexes, 1)
    assert len(removed) == 2
    assert [version.current for version in list_versions(room.indexes)] == [False, True]
