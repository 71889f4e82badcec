"""Frames, spreadsheets, Parquet and JSON Lines hold the same findings."""

from __future__ import annotations

import csv
import io

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.model.finding import Citation
from provenance.report.frame import COLUMNS
from provenance.report.json_lines import json_lines, read_json_lines
from provenance.report.tables import csv_lines, spreadsheet_safe
from provenance.report.writers import write_report
from tests.model.strategies import reports
from tests.report.cases import FINDING, report


def test_a_frame_has_the_same_columns_and_dtypes_on_a_day_without_findings():
    full, empty = report(FINDING).to_frame(), report().to_frame()
    assert list(full.columns) == list(empty.columns) == list(COLUMNS)
    assert full.dtypes.equals(empty.dtypes)
    assert (len(full), len(empty)) == (1, 0)


def test_a_frame_has_one_row_per_citation():
    twice = report(type(FINDING)(**{
        **{name: getattr(FINDING, name) for name in FINDING.__dataclass_fields__},
        "citations": (*FINDING.citations, Citation("arc-18", title="second")),
    }))  # fmt: skip
    assert list(twice.to_frame()["evidence_id"]) == ["arc-17", "arc-18"]


@given(reports)
def test_json_lines_read_back_as_written(found):
    assert read_json_lines(json_lines(found)) == found


def test_parquet_reads_back_also_when_empty(tmp_path):
    for name, found in (("full", report(FINDING)), ("empty", report())):
        file = tmp_path / f"{name}.parquet"
        write_report(found, "parquet", file, language="en", stdout=io.BytesIO())
        assert len(pd.read_parquet(file)) == len(found.findings)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "  =1", "＝1+1", "\r=1"])
def test_no_cell_of_the_spreadsheet_is_taken_for_a_formula(text):
    assert spreadsheet_safe(text) == "'" + text


@given(st.text(max_size=20))
def test_a_safe_cell_never_starts_with_a_formula_sign(text):
    assert not str(spreadsheet_safe(text)).lstrip(" \u3000").startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


def test_the_spreadsheet_holds_one_row_per_citation_under_a_header():
    rows = list(csv.DictReader(csv_lines(report(FINDING))))
    assert [row["evidence_id"] for row in rows] == ["arc-17"]
    assert rows[0]["pattern"] == "reheated"
