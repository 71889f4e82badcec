"""The record table: what goes in comes out, and rows are found by id."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.errors import IndexCorrupt
from provenance.model.evidence import Evidence, Kind
from provenance.model.interval import Interval
from provenance.store import RecordTable, RecordWriter, ids
from provenance.store.layout import NO_DATE
from tests.model.strategies import evidence


def write(folder, records):
    with RecordWriter(folder) as writer:
        for record in records:
            writer.add(record)
    return RecordTable(folder)


def named(*names):
    return [Evidence(id=name, kind=Kind.ARCHIVE, text=f"about {name}") for name in names]


@given(records=st.lists(evidence, max_size=8, unique_by=lambda record: record.id))
def test_any_record_comes_back_as_it_went_in(tmp_path_factory, records):
    table = write(tmp_path_factory.mktemp("t"), records)
    assert len(table) == len(records)
    for row, record in enumerate(records):
        back = table.evidence(row)
        assert back == record
        assert dict(back.extra) == dict(record.extra)
        assert table.row(record.id) == row
        assert table.id(row) == record.id


def test_unknown_keys_survive(tmp_path):
    record = Evidence(id="a", kind=Kind.QUOTE, text="x", extra={"tags": ["一", {"deep": [1, 2.5, None]}], "n": 3})
    assert dict(write(tmp_path, [record]).evidence(0).extra) == dict(record.extra)


def test_a_day_elsewhere_stays_that_day(tmp_path):
    day = Interval.parse("2021-07-20T00:00:00+08:00").hull(Interval.parse("2021-07-20T23:59:59+08:00"))
    record = Evidence(id="a", kind=Kind.ARCHIVE, text="x", published_at=day)
    back = write(tmp_path, [record]).evidence(0).published_at
    assert back == day
    assert back.start.utcoffset() == day.start.utcoffset()


def test_the_first_record_of_an_id_stays(tmp_path):
    first, second = (Evidence(id="a", kind=Kind.ARCHIVE, text=text) for text in ("first", "second"))
    with RecordWriter(tmp_path) as writer:
        assert writer.add(first) == 0
        assert writer.add(second) == 0
        assert len(writer) == 1
    assert RecordTable(tmp_path).evidence(0).text == "first"


def test_more_records_than_a_batch_keep_their_rows(tmp_path):
    names = [f"n{number}" for number in range(1_300)]
    table = write(tmp_path, named(*names))
    assert table.ids() == names
    assert [table.row(name) for name in names] == list(range(len(names)))
    assert [record.id for record in table.evidences(np.array([1_299, 0, 600]))] == ["n1299", "n0", "n600"]


def test_an_unknown_id_has_no_row(tmp_path):
    assert write(tmp_path, named("a", "b")).row("c") is None


def test_two_ids_with_one_hash_are_told_apart(tmp_path, monkeypatch):
    monkeypatch.setattr(ids, "hash_of", lambda key: 7)
    table = write(tmp_path, named("a", "b", "c"))
    assert [table.row(name) for name in ("a", "b", "c", "d")] == [0, 1, 2, None]


def test_columns_are_read_without_building_records(tmp_path):
    table = write(tmp_path, [*named("a"), Evidence(id="b", kind=Kind.FACT_CHECK, text="t", claim="c", lang="zh")])
    assert isinstance(table.column("claim"), pa.ChunkedArray)
    assert [table.fields(row, ["claim"]) for row in (1, 0)] == [{"claim": "c"}, {"claim": None}]


def test_the_dates_of_publication_are_instants(tmp_path):
    dated = Evidence(id="b", kind=Kind.ARCHIVE, text="t", published_at=Interval.parse("1970-01-02"))
    start, end = write(tmp_path, [*named("a"), dated]).published()
    assert start.tolist() == [NO_DATE, 86_400_000_000]
    assert end.tolist() == [NO_DATE, 2 * 86_400_000_000]


@pytest.mark.parametrize("row", [-1, 2])
def test_a_row_that_is_not_there_is_refused(tmp_path, row):
    with pytest.raises(IndexError, match="no row"):
        write(tmp_path, named("a", "b")).evidence(row)


def test_a_table_that_is_no_table_is_refused(tmp_path):
    (tmp_path / "records.arrow").write_bytes(b"nothing of the kind")
    with pytest.raises(IndexCorrupt, match="rebuild"):
        RecordTable(tmp_path)


def test_every_row_is_found_whatever_batch_it_was_written_in(tmp_path, monkeypatch):
    monkeypatch.setattr("provenance.store.rows.BATCH_ROWS", 3)
    table = write(tmp_path, named(*"abcdefgh"))
    told = [table.fields(row, ["text"])["text"] for row in (7, 0, 3, 2)]
    assert told == ["about h", "about a", "about d", "about c"]
    assert [record.id for record in table.evidences(range(8))] == list("abcdefgh")


def test_a_column_of_few_values_is_numbered_with_none_last(tmp_path):
    records = [
        Evidence(id=str(n), kind=Kind.ARCHIVE, text="x", lang=lang) for n, lang in enumerate(["en", None, "zh", "en"])
    ]
    codes, values = write(tmp_path, records).codes("lang")
    assert [values[code] for code in codes] == ["en", None, "zh", "en"]
    assert values[-1] is None


@given(records=st.lists(evidence, min_size=1, max_size=8, unique_by=lambda record: record.id))
def test_some_fields_are_those_of_the_whole_record(tmp_path_factory, records):
    names = ("title", "text", "published_at", "event_start", "event_end", "places")
    table = write(tmp_path_factory.mktemp("t"), records)
    for row, record in enumerate(records):
        expected = {name: getattr(record, name) for name in names}
        assert table.fields(row, names) == expected
        table.evidence(row)
        assert table.fields(row, names) == expected  # of the record that is built by now
