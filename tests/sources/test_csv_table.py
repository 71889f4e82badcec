from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.errors import InputError
from provenance.model.finding import Skipped
from provenance.model.post import Post
from provenance.sources import Limits, read_evidence, read_posts
from provenance.sources.csv_table import CsvTable
from tests.sources.reader_contract import ReaderContract


class TestCsvTable(ReaderContract):
    reader = CsvTable()

    def write(self, folder, records):
        path = folder / "records.csv"
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, ["id", "kind", "title", "text", "rating"])
            writer.writeheader()
            writer.writerows(records)
        return path

    def damaged(self, folder):
        path = folder / "empty.csv"
        path.write_bytes(b"")
        return path


def table(folder, text: str | bytes, name: str = "posts.csv"):
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def outcome(items) -> list[str]:
    return [item.id if isinstance(item, Post) else f"{item.code}:{item.line}" for item in items]


def test_a_forgotten_quotation_mark_costs_one_row(tmp_path):
    path = table(tmp_path, 'id,text\n1,fine\n2,"open\n3,also fine\n4,"closed"\n5,"open again\n6,last\n')
    assert outcome(read_posts(path)) == ["1", "malformed-row:3", "3", "4", "malformed-row:6", "6"]


def test_a_cell_may_hold_lines(tmp_path):
    path = table(tmp_path, 'id,text\r\n1,"first\r\nsecond"\r\n2,next\r\n')
    first, second = read_posts(path)
    assert first.text == "first\r\nsecond"
    assert second.id == "2"


def test_too_many_and_too_few_cells_are_reported(tmp_path):
    path = table(tmp_path, "id,text\n1,a,b\n2\n3,c\n")
    assert outcome(read_posts(path)) == ["malformed-row:2", "malformed-row:3", "3"]


def test_columns_of_an_exported_sheet_are_mapped(tmp_path):
    path = table(tmp_path, "编号;内容;时间\n7;自来水里有虫;2021-07-20\n")
    (post,) = read_posts(path, columns={"id": "编号", "text": "内容", "posted_at": "时间"})
    assert (post.id, post.text, post.posted_at.isoformat()) == ("7", "自来水里有虫", "2021-07-20")


def test_a_sheet_saved_as_gb18030_is_read(tmp_path):
    path = table(tmp_path, "id,text\n1,自来水里有虫子，大家别喝\n2,谣言\n".encode("gb18030"))
    assert [post.text for post in read_posts(path)] == ["自来水里有虫子，大家别喝", "谣言"]


def test_a_gb18030_row_in_a_utf8_sheet_is_skipped(tmp_path):
    good = "id,text\n1,自来水\n"
    path = table(tmp_path, good.encode() + "2,谣言\n".encode("gb18030") + b"3,last\n")
    assert outcome(read_posts(path)) == ["1", "bad-encoding:3", "3"]


def test_latin_bytes_are_not_taken_for_chinese(tmp_path):
    path = table(tmp_path, "id,text\n1,caf\xe9teria na\xefve r\xe9sum\xe9s\n".encode("latin-1"))
    assert outcome(read_posts(path)) == ["bad-encoding:2"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_decides_the_encoding(tmp_path, encoding):
    path = table(tmp_path, "id,text\n1,自来水\n".encode(encoding))
    assert [post.text for post in read_posts(path)] == ["自来水"]


def test_lists_stand_in_cells_as_json(tmp_path):
    transcript = json.dumps([{"start_s": 0, "end_s": 2.5, "speaker": "记者", "text": "请问"}], ensure_ascii=False)
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(["id", "kind", "text", "media", "places", "transcript"])
    writer.writerow(["1", "release", "t", '["a.jpg", "b.jpg"]', "武汉;湖北", transcript])
    writer.writerow(["2", "release", "t", "a.jpg", "", ""])
    writer.writerow(["3", "release", "t", '["a.jpg"', "", ""])
    first, second, third = read_evidence(table(tmp_path, stream.getvalue()))
    assert (first.media, first.places) == (("a.jpg", "b.jpg"), ("武汉", "湖北"))
    assert first.transcript[0].speaker == "记者"
    assert second.media == ("a.jpg",)
    assert (third.code, third.path) == ("malformed-json", "$.media")


def test_nul_in_a_cell_is_reported(tmp_path):
    assert outcome(read_posts(table(tmp_path, "id,text\n1,a\x00b\n2,c\n"))) == ["bad-text:2", "2"]


def test_an_endless_quoted_cell_is_bounded(tmp_path):
    rows = "".join(f"{number},row\n" for number in range(2, 2_000))
    path = table(tmp_path, 'id,text\n1,"open\n' + rows)
    got = outcome(read_posts(path, limits=Limits(max_row_chars=5_000)))
    assert got[0] == "malformed-row:2"
    assert got[1:] == [str(number) for number in range(2, 2_000)]


@pytest.mark.parametrize("text", ["", "\n\n", 'id,"text\n', "id,id\n1,2\n"])
def test_a_table_without_a_usable_header_is_an_input_error(tmp_path, text):
    with pytest.raises(InputError, match=r"posts\.csv"):
        list(read_posts(table(tmp_path, text)))


@given(
    rows=st.lists(
        st.tuples(st.text("ab,;\"'\n\r\t中 ", max_size=6), st.text("ab,;\"'\n\r\t中 ", max_size=12)), max_size=8
    )
)
def test_well_formed_tables_keep_every_row(rows, tmp_path_factory):
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(["id", "text"])
    writer.writerows((f"{number}{key}", text) for number, (key, text) in enumerate(rows))
    path = tmp_path_factory.mktemp("csv") / "posts.csv"
    path.write_text(stream.getvalue(), encoding="utf-8", newline="")
    got = list(read_posts(path))
    assert len(got) == len(rows)
    for item, (_, text) in zip(got, rows, strict=True):
        assert item.text == text if isinstance(item, Post) else item.code in ("empty", "missing-id")


@given(body=st.binary(max_size=200))
def test_no_bytes_stop_a_table(body, tmp_path_factory):
    path = table(tmp_path_factory.mktemp("bytes"), b"id,text\n0,first\n" + body)
    first, *rest = read_posts(path)
    assert isinstance(first, Post | Skipped)
    assert all(isinstance(item, Post | Skipped) for item in rest)
