"""Nights of the job: what is published, what is built anew, and what is only added."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest

from provenance.encoders.stub import StubEncoder
from provenance.indexing.picture_reader import RecordReader
from provenance.jobs.run_report import last_run
from provenance.jobs.versions import list_versions
from provenance.model.report import PICTURES_UNREAD
from tests.jobs.newsroom import NIGHT, row
from tests.media.readers import KnowingReader
from tests.media.scenes import saved


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
