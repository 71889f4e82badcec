from __future__ import annotations

import datetime as dt
import decimal

import pyarrow as pa
import pyarrow.parquet as pq

from provenance.model.finding import Skipped
from provenance.sources import read_evidence, read_posts
from provenance.sources.parquet import Parquet
from tests.sources.reader_contract import ReaderContract


class TestParquet(ReaderContract):
    reader = Parquet()

    def write(self, folder, records):
        path = folder / "records.parquet"
        pq.write_table(pa.Table.from_pylist(records), path)
        return path

    def damaged(self, folder):
        path = folder / "broken.parquet"
        path.write_bytes(b"PAR1 not really")
        return path


def test_column_types_of_analysts_are_understood(tmp_path):
    row = {
        "id": 7,
        "text": "t",
        "posted_at": dt.datetime(2021, 7, 20, 18, 30, tzinfo=dt.UTC),
        "media": ["a.jpg"],
        "price": decimal.Decimal("1.50"),
        "day": dt.date(2021, 7, 20),
        "score": float("nan"),
    }
    pq.write_table(pa.Table.from_pylist([row]), tmp_path / "posts.parquet")
    (post,) = read_posts(tmp_path / "posts.parquet")
    assert (post.id, post.media) == ("7", ("a.jpg",))
    assert post.posted_at.start == row["posted_at"]
    assert post.extra["day"] == "2021-07-20"
    assert post.extra["price"] == "1.50"


def test_transcripts_are_lists_of_structs(tmp_path):
    row = {"id": "1", "kind": "release", "text": "", "transcript": [{"start_s": 0.0, "end_s": 2.0, "text": "各位好"}]}
    pq.write_table(pa.Table.from_pylist([row]), tmp_path / "r.parquet")
    (record,) = read_evidence(tmp_path / "r.parquet")
    assert record.transcript[0].text == "各位好"


def test_bad_rows_are_numbered(tmp_path):
    rows = [{"id": "1", "text": "t"}, {"id": "1", "text": "t"}, {"id": None, "text": "t"}]
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "posts.parquet")
    _, twice, nameless = read_posts(tmp_path / "posts.parquet")
    assert (twice.code, twice.line) == ("duplicate-id", 2)
    assert (nameless.code, nameless.line) == ("missing-id", 3)


def test_a_damaged_row_group_is_reported_row_by_row(tmp_path):
    path = tmp_path / "posts.parquet"
    rows = [{"id": str(n), "text": f"text {n} " * 20} for n in range(300)]
    pq.write_table(pa.Table.from_pylist(rows), path, row_group_size=100, compression="zstd")
    data = bytearray(path.read_bytes())
    column = pq.ParquetFile(path).metadata.row_group(1).column(1)
    for offset in range(column.data_page_offset, column.data_page_offset + 40):
        data[offset] ^= 0xFF
    path.write_bytes(bytes(data))
    got = list(read_posts(path))
    assert len(got) == 300
    assert {item.line for item in got if isinstance(item, Skipped)} == set(range(101, 201))
