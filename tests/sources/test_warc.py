from __future__ import annotations

from provenance.model.evidence import Evidence
from provenance.sources import Limits, read_evidence
from provenance.sources.warc import WebArchive
from tests.sources.reader_contract import ReaderContract
from tests.sources.test_web_page import html_page


def response(url: str, body: bytes, *, status: str = "200 OK", kind: str = "text/html; charset=utf-8") -> bytes:
    http = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
    head = (
        f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2021-07-21T00:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-{abs(hash(url)) % 10**12:012d}>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


def saved(folder, *parts: bytes):
    path = folder / "crawl.warc"
    path.write_bytes(b"".join(parts))
    return path


class TestWebArchive(ReaderContract):
    reader = WebArchive()

    def write(self, folder, records):
        return saved(
            folder,
            *(response(f"https://a.example/{row['id']}", html_page(body=row["title"]).encode()) for row in records),
        )

    def damaged(self, folder):
        path = folder / "broken.warc"
        path.write_bytes(b"no archive")
        return path

    def test_every_record_comes_back_in_order(self, tmp_path):
        from tests.sources.reader_contract import RECORDS

        got = list(read_evidence(self.write(tmp_path, RECORDS)))
        assert [record.url for record in got] == [f"https://a.example/{row['id']}" for row in RECORDS]
        assert all(row["title"] in record.text for row, record in zip(RECORDS, got, strict=True))


def test_only_pages_that_were_answered_are_records(tmp_path):
    page = html_page().encode()
    path = saved(
        tmp_path,
        response("https://a.example/gone", page, status="404 Not Found"),
        response("https://a.example/pic", b"\xff\xd8", kind="image/jpeg"),
        response("https://a.example/story", page),
    )
    (record,) = read_evidence(path)
    assert record.url == "https://a.example/story"
    assert record.extra["fetched_at"] == "2021-07-21T00:00:00Z"


def test_a_huge_page_is_reported(tmp_path):
    path = saved(
        tmp_path,
        response("https://a.example/big", b"<p>" + b"x" * 9_000),
        response("https://a.example/s", html_page().encode()),
    )
    skipped, record = read_evidence(path, limits=Limits(max_document_bytes=8_000))
    assert (skipped.code, skipped.line) == ("too-large", 1)
    assert isinstance(record, Evidence)


def test_an_archive_that_breaks_off_keeps_its_first_pages(tmp_path):
    whole = response("https://a.example/1", html_page().encode())
    path = saved(tmp_path, whole, whole[: len(whole) // 2])
    first, cut = read_evidence(path)
    assert isinstance(first, Evidence)
    assert (cut.code, cut.line) == ("unreadable", 2)
    assert "breaks off" in cut.message
