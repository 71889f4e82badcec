from __future__ import annotations

from html import escape

import pytest

from provenance.sources import read_evidence
from provenance.sources.stated_date import first_date, labelled_date, stated_source
from provenance.sources.web_page import WebPage
from tests.sources.reader_contract import ReaderContract

STORY = "经核查，水质合格，没有发现虫子。市民可以放心饮用自来水，水务局将继续公布检测结果。"


def html_page(head: str = "", top: str = "", body: str = STORY) -> str:
    return (
        f"<!doctype html><html lang='zh-CN'><head><meta charset='utf-8'><title>自来水里有虫？</title>{head}</head>"
        f"<body><nav>首页 新闻</nav><h1>自来水里有虫？</h1>{top}<article><p>{body}</p><p>{STORY * 3}</p></article>"
        "<footer>版权所有 2024-01-01 ©</footer></body></html>"
    )


def saved(folder, text: str | bytes, name: str = "page.html"):
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


class TestWebPage(ReaderContract):
    """A page is one record: the contract's three records are three pages of a folder."""

    reader = WebPage()

    def write(self, folder, records):
        (row,) = records[:1]
        return saved(folder, f"<html><body><article><p>{escape(row['text'])}</p></article></body></html>")

    def damaged(self, folder):
        return saved(folder, "no markup at all", "broken.html")

    def test_every_record_comes_back_in_order(self, tmp_path):
        for number in range(3):
            saved(tmp_path, html_page(body=f"第{number}条：" + STORY), f"{number}.html")
        got = list(read_evidence(tmp_path))
        assert [f"第{number}条" in record.text for number, record in enumerate(got)] == [True] * 3


def test_the_pages_own_label_beats_the_footer(tmp_path):
    top = "<div>来源：某市水务局 发布时间：2021年7月20日 18:30</div>"
    (record,) = read_evidence(saved(tmp_path, html_page(top=top)))
    assert record.published_at.isoformat() == "2021-07-20T18:30+00:00"
    assert record.publisher == "某市水务局"
    assert record.title == "自来水里有虫？"
    assert record.lang == "zh"


def test_metadata_keep_their_zone(tmp_path):
    head = '<meta content="2021-07-20T18:30:00+08:00" property="article:published_time">'
    (record,) = read_evidence(saved(tmp_path, html_page(head=head)))
    assert record.published_at.start.isoformat() == "2021-07-20T18:30:00+08:00"


def test_a_copyright_year_is_no_publication_date(tmp_path):
    (record,) = read_evidence(saved(tmp_path, html_page()))
    assert record.published_at is None


def test_a_gb2312_page_with_rare_characters(tmp_path):
    page = html_page(body="喆先生说：" + STORY).replace("utf-8", "gb2312")
    (record,) = read_evidence(saved(tmp_path, page.encode("gb18030")))
    assert "喆先生" in record.text


def test_scripts_are_text_to_nobody(tmp_path):
    (record,) = read_evidence(saved(tmp_path, html_page(top="<script>document.write('invented')</script>")))
    assert "invented" not in record.text


def test_one_bad_page_of_a_folder_does_not_stop_the_others(tmp_path):
    saved(tmp_path, "", "a.html")
    saved(tmp_path, html_page(), "b.html")
    skipped, record = read_evidence(tmp_path)
    assert skipped.code == "unreadable-file"
    assert skipped.source.endswith("a.html")
    assert "水质合格" in record.text


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("发布时间：2021年7月20日 18:30", "2021-07-20T18:30"),
        ("发布日期: 2021-07-20", "2021-07-20"),
        ("發布時間：2021/7/2 08:05", "2021-07-02T08:05"),
        ("2021-07-20 18:30 来源：新华网", "2021-07-20T18:30"),
        ("来源：新华网 2021-07-20 18:30", "2021-07-20T18:30"),
        ("发表于 2021年7月2日", "2021-07-02"),
        ("会议于2021年7月2日召开", None),
        ("版权所有 2021", None),
    ],
)
def test_labels_publishers_use(text, date):
    assert labelled_date(text) == date


def test_heading_dates_and_sources():
    assert first_date("2020年9月2日外交部发言人主持例行记者会") == "2020-09-02"
    assert stated_source("2021-07-20 来源： 某市水务局 责编：李") == "某市水务局"
