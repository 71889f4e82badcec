from __future__ import annotations

from datetime import timedelta, timezone
from html import escape

import pytest

from provenance.errors import InputError
from provenance.sources import read_evidence, read_posts
from provenance.sources.feed import Feed
from tests.sources.reader_contract import ReaderContract

HEAD = (
    '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>辟谣台</title><language>zh-cn</language>'
)


def rss(folder, items: str, tail: str = "</channel></rss>"):
    path = folder / "feed.xml"
    path.write_text(HEAD + items + tail, encoding="utf-8")
    return path


class TestFeed(ReaderContract):
    reader = Feed()

    def write(self, folder, records):
        return rss(
            folder,
            "".join(
                f"<item><guid>{row['id']}</guid><title>{escape(row['title'])}</title>"
                f"<description>{escape(escape(row['text'])).replace(chr(10), '&lt;br/&gt;')}</description></item>"
                for row in records
            ),
        )

    def damaged(self, folder):
        path = folder / "page.xml"
        path.write_text("<catalogue><book/></catalogue>")
        return path


ITEM = (
    "<item><guid>g1</guid><title>自来水&lt;b&gt;有虫&lt;/b&gt;？</title><link>https://news.example/1</link>"
    "<description>&lt;p&gt;水务局：&lt;/p&gt;&lt;p&gt;没有虫。&lt;/p&gt;&lt;script&gt;alert(1)&lt;/script&gt;</description>"
    "<pubDate>{date}</pubDate></item>"
)


def test_an_entry_becomes_a_record(tmp_path):
    (record,) = read_evidence(rss(tmp_path, ITEM.format(date="Tue, 20 Jul 2021 18:30:00 +0800")))
    assert (record.id, record.publisher, record.lang) == ("g1", "辟谣台", "zh")
    assert record.title == "自来水有虫？"
    assert record.text == "水务局：\n没有虫。"
    assert record.published_at.start.isoformat() == "2021-07-20T10:30:00+00:00"


def test_a_date_without_zone_is_in_the_callers_zone(tmp_path):
    path = rss(tmp_path, ITEM.format(date="2021-07-20 18:30:00"))
    (record,) = read_evidence(path, zone=timezone(timedelta(hours=8)))
    assert record.published_at.start.utcoffset() == timedelta(hours=8)


def test_an_impossible_date_is_reported(tmp_path):
    (skipped,) = read_evidence(rss(tmp_path, ITEM.format(date="next Tuesday")))
    assert (skipped.code, skipped.path) == ("bad-date", "$.entries[0].published_at")


def test_a_feed_that_breaks_off_is_reported_after_its_entries(tmp_path):
    path = rss(tmp_path, ITEM.format(date="2021-07-20"), tail="<wrong></channel></rss>")
    record, skipped = read_evidence(path)
    assert record.id == "g1"
    assert skipped.code == "malformed-xml"


def test_entity_bombs_are_refused(tmp_path):
    path = tmp_path / "bomb.xml"
    bomb = '<!DOCTYPE b [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    path.write_text(HEAD.replace("<rss", bomb + "<rss") + "<item><title>&b;</title></item></channel></rss>")
    with pytest.raises(InputError, match="entities"):
        list(read_evidence(path))


def test_an_account_feed_is_read_as_posts(tmp_path):
    (post,) = read_posts(rss(tmp_path, ITEM.format(date="Tue, 20 Jul 2021 18:30:00 +0800")))
    assert post.posted_at.start.isoformat() == "2021-07-20T10:30:00+00:00"
    assert post.text == "水务局：\n没有虫。"


def test_atom_with_content(tmp_path):
    path = tmp_path / "feed.atom"
    path.write_text(
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>Desk</title><entry><id>tag:1</id><title>Bridge</title>'
        '<updated>2021-07-20T18:30:00Z</updated><summary>short</summary><content type="html">'
        "&lt;p&gt;The bridge stands.&lt;/p&gt;</content></entry></feed>"
    )
    (record,) = read_evidence(path)
    assert (record.id, record.text, record.kind) == ("tag:1", "The bridge stands.", "archive")
