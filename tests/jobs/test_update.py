"""Nights of the job: what is published, what is refused, and what the report says."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from provenance.encoders.stub import StubEncoder
from provenance.errors import IndexCorrupt, JobError, UsageError
from provenance.indexing.bundle import IndexBundle
from provenance.indexing.picture_reader import RecordReader
from provenance.jobs.diff import diff_versions
from provenance.jobs.run_report import last_run
from provenance.jobs.status import index_status
from provenance.jobs.update import update_index
from provenance.jobs.versions import job_lock, list_versions, prune, rollback
from provenance.model.report import PICTURES_UNREAD
from tests.media.readers import KnowingReader
from tests.media.scenes import saved

NIGHT = datetime(2026, 1, 1, 2, 0, tzinfo=UTC)


def row(number, **more):
    return {
        "id": f"r{number}",
        "kind": "fact_check",
        "claim": f"bridge number {number} fell",
        "text": f"第{number}座桥没有倒塌。",
        "rating": "false",
        **more,
    }


class Newsroom:
    """A folder with sources, a configuration and its indexes."""

    def __init__(self, folder):
        self.folder = folder
        self.indexes = folder / "indexes"
        self.config = folder / "sources.toml"
        self.encoder = StubEncoder()
        self.nights = 0
        self.configure('[sources.checks]\nfile = "checks.jsonl"\n')

    def configure(self, text, job=""):
        self.config.write_text(f"[job]\nself_retrieval_floor = 0.9\n{job}\n{text}", encoding="utf-8")

    def write(self, rows, name="checks.jsonl"):
        text = "".join(json.dumps(item, ensure_ascii=False) + "\n" for item in rows)
        (self.folder / name).write_text(text, encoding="utf-8")

    def night(self, **how):
        self.nights += 1
        how.setdefault("now", NIGHT + timedelta(days=self.nights))
        return update_index(self.config, self.indexes, encoder=self.encoder, **how)

    def open(self):
        return IndexBundle.open(self.indexes, verify=True)

    def claims(self):
        table = self.open().records
        return {record.id: record.claim for record in table.evidences(range(len(table)))}


@pytest.fixture
def room(tmp_path):
    return Newsroom(tmp_path)


def test_a_week_of_nights(room):
    room.write([row(n) for n in range(30)])
    first = room.night()
    assert (first.outcome, first.build, first.records) == ("published", "full", 30)

    quiet = room.night()
    assert (quiet.outcome, quiet.version) == ("unchanged", first.version)
    assert len(list_versions(room.indexes)) == 1

    room.write([*(row(n) for n in range(29)), row(30), row(5, claim="tower five fell", id="r5x")])
    second = room.night()
    assert (second.outcome, second.build, second.changes) == ("published", "extended", 3)
    assert second.base == first.version
    assert room.claims()["r5x"] == "tower five fell"
    assert "r29" not in room.claims()
    assert room.open().version == second.version


def test_only_new_texts_are_encoded(room):
    encoded = []

    class Counting(StubEncoder):
        def encode(self, texts, *, query=False):
            if not query:
                encoded.extend(texts)
            return super().encode(texts, query=query)

    room.encoder = Counting()
    room.write([row(n) for n in range(200)])
    room.night()
    encoded.clear()
    room.write([*(row(n) for n in range(200)), row(200)])
    room.night()
    assert len(encoded) <= 10  # the new record, and the few that the examination encodes again


def test_a_reader_keeps_its_version_while_new_ones_come_and_old_ones_go(room):
    room.configure('[sources.checks]\nfile = "checks.jsonl"\n', "keep = 1")
    room.write([row(n) for n in range(20)])
    room.night()
    reader = room.open()
    for night in range(3):
        room.write([row(n) for n in range(21 + night)])
        room.night()
    assert len(reader.records) == 20
    assert reader.records.id(int(reader.lexical.search(["bridge number 7"], 1)[0].rows[0])) == "r7"
    assert reader.version in [version.name for version in list_versions(room.indexes)]
    name = reader.version
    del reader
    room.write([row(n) for n in range(40)])
    assert name in room.night().pruned


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


def test_dry_run_only_counts(room):
    room.write([row(n) for n in range(20)])
    assert room.night(dry_run=True).changes == 20
    assert list_versions(room.indexes) == []
    room.night()
    room.write([row(n) for n in range(22)])
    report = room.night(dry_run=True)
    assert (report.outcome, report.changes) == ("dry-run", 2)
    assert room.night().changes == 2


def test_a_clock_that_goes_back_does_not_confuse_the_order(room):
    room.write([row(n) for n in range(10)])
    first = room.night(now=NIGHT)
    room.write([row(n) for n in range(11)])
    second = room.night(now=NIGHT - timedelta(days=400))
    assert second.version > first.version
    assert room.open().version == second.version
    assert last_run(room.indexes)["version"] == second.version


def test_two_jobs_at_once(room):
    room.write([row(n) for n in range(10)])
    with job_lock(room.indexes), pytest.raises(JobError, match="another job is at work"):
        room.night()
    assert room.night().outcome == "published"


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


def test_a_damaged_published_index_heals_by_itself(room):
    room.write([row(n) for n in range(30)])
    first = room.night()
    victim = next((room.indexes / first.version / "lexical").glob("places.npy"))
    data = bytearray(victim.read_bytes())
    data[len(data) // 2] ^= 0xFF
    victim.write_bytes(bytes(data))
    room.write([row(n) for n in range(31)])
    report = room.night()
    assert (report.outcome, report.build) == ("published", "full")
    assert "damaged" in report.warnings[-1]
    assert len(room.claims()) == 31


def test_a_lost_store_only_costs_a_full_build(room):
    room.write([row(n) for n in range(10)])
    room.night()
    for path in (room.indexes / "store").glob("changes*"):
        path.unlink()
    assert room.night().build == "full"
    assert len(room.claims()) == 10


def test_another_encoder_means_a_full_build(room):
    room.write([row(n) for n in range(10)])
    room.night()
    room.encoder = StubEncoder(dimension=32)
    report = room.night()
    assert (report.outcome, report.build) == ("published", "full")
    assert room.open().manifest.model.revision == room.encoder.revision


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


def test_records_may_change_all_at_once(room):
    room.write([row(n) for n in range(40)])
    room.night()
    for generation in range(3):
        room.write([row(n, claim=f"tower {n} burned in generation {generation}") for n in range(40)])
        assert room.night().outcome == "published"


def test_a_changed_rating_is_in_the_record(room):
    room.write([row(n, rating="unproven") for n in range(5)])
    room.night()
    room.write([row(n, rating="false" if n == 2 else "unproven") for n in range(5)])
    room.night()
    table = room.open().records
    record = table.evidence(table.row("r2"))
    assert record.rating == "false"
    assert record.extra["rating_history"][0]["rating"] == "unproven"


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


def test_no_record_at_all_publishes_nothing(room):
    room.write([])
    with pytest.raises(JobError, match="hold no record"):
        room.night()


@pytest.mark.media
def test_pictures_are_read_as_soon_as_somebody_can_and_then_only_new_ones(room, monkeypatch):
    reader = KnowingReader({10: ("因管网检修城北片区停水三天",), 20: ("本周六起全市公交免费乘坐",)})

    def night_with(reads):
        def opened(_settings, cache):
            return RecordReader(cache, reader) if reads else None

        monkeypatch.setattr(RecordReader, "open", opened)
        return room.night()

    for shade in (10, 20):
        saved(np.full((40, 60, 3), shade, np.uint8), room.folder / f"{shade}.png")
    room.write([row(n) for n in range(30)] + [row(30, claim=None, text="见图", media=["10.png"])])
    unread = night_with(reads=False)
    assert (unread.picture_text, unread.picture_texts) == (PICTURES_UNREAD, 0)
    read = night_with(reads=True)
    assert (read.build, read.picture_text, read.picture_texts) == ("full", "knowing 1", 1)
    assert night_with(reads=True).outcome == "unchanged"
    room.write(
        [row(n) for n in range(30)]
        + [row(30, claim=None, text="见下图", media=["10.png"]), row(31, claim=None, text="见图", media=["20.png"])]
    )
    grown = night_with(reads=True)
    assert (grown.build, grown.picture_texts, reader.asked) == ("extended", 2, 2)
    assert (room.indexes / "store" / "picture_texts.sqlite").is_file()
