"""The outlines in an index say what the records' texts say."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.detectors.recorded import record_view
from provenance.encoders.stub import StubEncoder
from provenance.errors import IndexCorrupt
from provenance.indexing.analysis import terms_of
from provenance.indexing.base import Filter
from provenance.indexing.bundle import OUTLINES, IndexBundle
from provenance.indexing.outline_codes import Sort, day_number, day_of, hash_of
from provenance.indexing.outline_writer import OutlineWriter
from provenance.indexing.outlines import BODY, CLAIM, NAME, NUMBER, TITLE, OutlineArrays
from provenance.jobs.build import build_index
from provenance.model.evidence import Kind
from provenance.retrieval.record_view import shown_of
from provenance.sample import EVIDENCE
from provenance.sources import read_evidence
from provenance.text.facts import FACTS_LENGTH, place_names


@pytest.fixture(scope="module")
def records():
    return [record for record in read_evidence(str(EVIDENCE)) if record.kind is not Kind.QUOTE]


@pytest.fixture(scope="module")
def bundle(records, tmp_path_factory):
    folder = tmp_path_factory.mktemp("index")
    build_index(records, folder, encoder=StubEncoder())
    return IndexBundle.open(folder)


def words(arrays, numbers, sort, wanted):
    """Those of the words whose numbers these are."""
    found = dict(zip(arrays.numbers_of(wanted, sort).tolist(), wanted, strict=True))
    return [found[number] for number in numbers]


def test_every_record_of_the_sample_is_told_as_its_texts_tell_it(bundle, records):
    arrays = bundle.outlines
    for row, record in enumerate(records):
        shown = shown_of(record.claim, record.title, record.text)
        part = slice(arrays.starts[row], arrays.starts[row + 1])
        entries, fields = arrays.entries[part], arrays.fields[part]
        for flag, sort, expected in (
            (CLAIM, Sort.TERM, shown.claim),
            (TITLE, Sort.TERM, shown.title),
            (BODY, Sort.TERM, shown.body),
            (NUMBER, Sort.NUMBER, shown.numbers),
            (NAME, Sort.NAME, shown.names),
        ):
            found = words(arrays, entries[(fields & flag) > 0].tolist(), sort, list(expected))
            assert sorted(found) == sorted(expected)
        head = {*shown.claim, *shown.title}
        sizes = [len(shown.claim), len(head), len({*head, *shown.body}), len(shown.numbers), len(shown.names)]
        assert arrays.sizes[row].tolist() == sizes


def test_events_of_the_sample_are_told_as_event_identity_reads_them(bundle, records):
    arrays = bundle.outlines
    for row, record in enumerate(records):
        view = record_view(record)
        told = words(arrays, arrays.told_of(row).tolist(), Sort.TOLD, sorted(view.terms))
        pairs = {(each.value, each.unit, *map(float, np.float32(each.reach))) for each in view.quantities}
        values = arrays.numbers_of([value for value, *_ in pairs], Sort.VALUE).tolist()
        if record.kind in (Kind.ARCHIVE, Kind.RELEASE):
            assert set(told) == view.terms
            expected = {(value, *rest) for value, (_, *rest) in zip(values, pairs, strict=True)}
            assert set(arrays.quantities_of(row)) == expected
            report = arrays.report_of(row)
            assert (report.script, report.paths, set(report.days)) == (view.script, view.specific, view.calendar_days)
            assert report.dated == view.dated
            assert [each.isoformat() for each in report.dated] == [each.isoformat() for each in view.dated]
        else:
            assert told == arrays.quantities_of(row) == []
            assert arrays.report_of(row) is None


def test_a_place_finds_the_records_that_state_or_name_it_or_one_inside(bundle, records):
    def at(path):
        return {records[row].id for row in np.flatnonzero(bundle.outlines.at(path))}

    henan, zhengzhou = at("中国/河南省"), at("中国/河南省/郑州市")
    assert "ar-zhengzhou-line5-2021" in zhengzhou
    assert "re-zhengzhou-report-2022" in zhengzhou  # states no place, names it
    assert zhengzhou <= henan <= at("中国")
    assert "ar-guangzhou-line21-2021" not in henan
    assert "ar-harvey-2017" in at("美国/得克萨斯州")
    assert at("中国/河南省/无此市") == set()
    for path in ("中国", "中国/河南省", "日本"):
        expected = {
            record.id
            for record in records
            if path in place_names(", ".join(record.places))
            or path in place_names("\n".join((record.claim or "", record.title or "", record.text[:FACTS_LENGTH])))
        }
        assert at(path) == expected


def test_a_filter_by_place_goes_together_with_others(bundle, records):
    where = Filter(kinds=frozenset({"archive"}), place="中国/河南省")
    found = {records[row].id for row in np.flatnonzero(bundle.allowed(where))}
    assert "ar-zhengzhou-line5-2021" in found
    assert "re-zhengzhou-report-2022" not in found


def test_a_term_is_counted_in_the_field_that_most_records_have_it_in(bundle, records):
    arrays = bundle.outlines
    terms = sorted({term for record in records for term in shown_of(record.claim, record.title, record.text).body})
    held = {(field, part): Counter() for field in ("claim", "title", "text") for part in ("words", "pairs")}
    for record in records:
        for (field, part), holding in held.items():
            holding.update(set(getattr(terms_of(getattr(record, field) or ""), part)))
    counts = arrays.counts[arrays.numbers_of(terms, Sort.TERM)]
    assert counts.max(axis=1).tolist() == [max(holding[term] for holding in held.values()) for term in terms]


@given(st.lists(st.text(max_size=8), unique=True, max_size=6))
def test_words_that_no_record_holds_have_no_number(bundle, wanted):
    known = set(bundle.outlines.hashes.tolist())
    found = bundle.outlines.numbers_of(wanted, Sort.NAME) >= 0
    assert found.tolist() == [hash_of(word, Sort.NAME) in known for word in wanted]


def test_no_records_leave_outlines_of_nothing(tmp_path):
    OutlineWriter(tmp_path).close()
    arrays = OutlineArrays.load(tmp_path)
    assert len(arrays) == arrays.words == 0
    assert arrays.numbers_of(["word"], Sort.TERM).tolist() == [-1]


def test_a_missing_file_is_said_to_be_one(bundle, tmp_path):
    for path in (bundle.folder / OUTLINES).iterdir():
        if path.name != "fields.npy":
            (tmp_path / path.name).write_bytes(path.read_bytes())
    with pytest.raises(IndexCorrupt, match="rebuild"):
        OutlineArrays.load(tmp_path)


@given(st.dates(), st.times())
def test_a_day_comes_back_from_its_number(day, time):
    told = day.month, day.day, time.hour, time.minute
    assert day_of(day_number(told)) == told
