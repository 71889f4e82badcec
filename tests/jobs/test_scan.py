from __future__ import annotations

import json

import pytest

from provenance.errors import InputError
from provenance.jobs.scan import SourceShrunk, scan
from provenance.sources.config import Source
from provenance.store.changes import ChangeStore
from tests.jobs.web import site


def write(path, rows):
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def rows(count, **more):
    return [{"id": str(number), "kind": "archive", "text": f"text {number}", **more} for number in range(count)]


@pytest.fixture
def store(tmp_path):
    with ChangeStore(tmp_path / "store" / "changes.sqlite") as opened:
        yield opened


def night(store, source, folder, **how):
    return scan(source, store, folder=folder, rank=0, at="2026-01-01", **how)


def test_an_unchanged_file_is_not_read(store, tmp_path):
    write(tmp_path / "a.jsonl", rows(20))
    source = Source(name="a", file="a.jsonl")
    assert (night(store, source, tmp_path).outcome, len(store)) == ("read", 20)
    report = night(store, source, tmp_path)
    assert (report.outcome, report.parts_read, report.counts.after) == ("unchanged", 0, 20)


def test_only_changed_files_of_a_folder_are_read(store, tmp_path):
    (tmp_path / "day").mkdir()
    write(tmp_path / "day" / "1.jsonl", rows(3))
    write(tmp_path / "day" / "2.jsonl", [{"id": "x", "kind": "archive", "text": "t"}])
    source = Source(name="a", folder="day")
    night(store, source, tmp_path)
    write(tmp_path / "day" / "2.jsonl", [{"id": "y", "kind": "archive", "text": "t"}])
    report = night(store, source, tmp_path)
    assert (report.parts, report.parts_read) == (2, 1)
    assert (report.counts.added, report.counts.removed) == (1, 1)


def test_a_source_that_loses_most_of_its_records_is_not_believed(store, tmp_path):
    write(tmp_path / "a.jsonl", rows(100))
    source = Source(name="a", file="a.jsonl")
    night(store, source, tmp_path)
    write(tmp_path / "a.jsonl", rows(1))
    with pytest.raises(SourceShrunk, match=r"99 of 100 .*--accept-shrink a"):
        night(store, source, tmp_path)
    assert len(store) == 100
    assert night(store, source, tmp_path, accept_shrink=True).counts.removed == 99


def test_rows_that_turn_bad_count_as_lost(store, tmp_path):
    write(tmp_path / "a.jsonl", rows(100))
    source = Source(name="a", file="a.jsonl")
    night(store, source, tmp_path)
    write(tmp_path / "a.jsonl", rows(100, published_at="sometime"))
    with pytest.raises(SourceShrunk):
        night(store, source, tmp_path)


def test_a_missing_file_is_an_input_error_and_keeps_the_records(store, tmp_path):
    write(tmp_path / "a.jsonl", rows(3))
    source = Source(name="a", file="a.jsonl")
    night(store, source, tmp_path)
    (tmp_path / "a.jsonl").unlink()
    with pytest.raises(InputError, match="no such file"):
        night(store, source, tmp_path)
    assert len(store) == 3


def test_bad_rows_are_told_with_their_place(store, tmp_path):
    write(tmp_path / "a.jsonl", [*rows(2), {"id": "2"}, {"id": "0", "kind": "archive", "text": "twice"}])
    report = night(store, Source(name="a", file="a.jsonl", kind="archive"), tmp_path)
    assert report.counts.skipped == 2
    assert [message.rpartition("@ ")[2] for message in report.messages] == [
        f"{tmp_path / 'a.jsonl'}:3 $.text",
        f"{tmp_path / 'a.jsonl'}:4 $.id",
    ]
    assert store.skipped("a")[0] == 2


def test_kind_and_place_come_from_the_configuration(store, tmp_path):
    write(tmp_path / "a.jsonl", [{"id": "1", "text": "t"}])
    night(store, Source(name="a", file="a.jsonl", kind="release", place="中国"), tmp_path)
    (record,) = store.records()
    assert (record.kind, record.places) == ("release", ("中国",))


@pytest.mark.enable_socket
@pytest.mark.allow_hosts(["127.0.0.1"])
def test_pages_of_a_sitemap_are_fetched_when_they_change(store, tmp_path):
    def page(text):
        return f"<html><body><article><p>{text * 20}</p></article></body></html>"

    with site() as web:

        def sitemap(*lines):
            body = "".join(f"<url><loc>{web.url}{path}</loc><lastmod>{when}</lastmod></url>" for path, when in lines)
            web.page("/sitemap.xml", f"<urlset>{body}</urlset>")

        web.page("/news/1", page("The bridge stands. "))
        web.page("/news/2", page("The water is clean. "))
        sitemap(("/news/1", "2026-01-01"), ("/news/2", "2026-01-01"), ("/about", "2026-01-01"))
        source = Source(name="a", sitemap=web.url + "/sitemap.xml", include="/news/", private_hosts=("127.0.0.1",))
        assert night(store, source, tmp_path).counts.added == 2
        assert "/about" not in [path for path, _ in web.requests]

        web.requests.clear()
        web.page("/news/2", page("The water is not clean. "))
        sitemap(("/news/1", "2026-01-01"), ("/news/2", "2026-01-02"), ("/news/3", "2026-01-02"))
        report = night(store, source, tmp_path)
        assert [path for path, _ in web.requests] == ["/sitemap.xml", "/news/2", "/news/3"]
        assert report.counts.changed == 1
        assert "answers 404" in report.messages[0]
        assert len(store) == 2


@pytest.mark.enable_socket
@pytest.mark.allow_hosts(["127.0.0.1"])
def test_a_feed_by_address_appends(store, tmp_path):
    def feed(*keys):
        items = "".join(f"<item><guid>{key}</guid><title>story {key}</title></item>" for key in keys)
        return f"<?xml version='1.0'?><rss version='2.0'><channel><title>Desk</title>{items}</channel></rss>"

    with site() as web:
        source = Source(name="a", url=web.url + "/feed", mode="append", private_hosts=("127.0.0.1",))
        web.page("/feed", feed("1", "2"))
        night(store, source, tmp_path)
        web.page("/feed", feed("2", "3"))
        report = night(store, source, tmp_path)
    assert (report.counts.added, report.counts.removed, len(store)) == (1, 0, 3)
