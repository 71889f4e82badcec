"""A fact-check is not lost because its feed writes the date out."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.model.evidence import Evidence
from provenance.model.finding import Skipped
from provenance.sources import read_evidence
from provenance.sources.written_dates import written_date


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("August 5, 2019", "2019-08-05"),
        ("Mar. 4, 2020 8:09 PM PHT", "2020-03-04"),
        ("08 septiembre 2020", "2020-09-08"),
        ("3 de março de 2021", "2021-03-03"),
        ("4 juillet 2020", "2020-07-04"),
        ("4 juin 2020", "2020-06-04"),
        ("1st May 2020", "2020-05-01"),
        ("22/03/2021 16h45", "2021-03-22"),
        ("Publié le 27/04/19 à 12h51", "2019-04-27"),
        ("2020-09-1T21:10", "2020-09-01"),
    ],
)
def test_a_written_date_is_the_day_it_names(text, iso):
    assert written_date(text).isoformat() == iso


def test_numbers_whose_order_does_not_show_give_an_interval_of_both_readings():
    when = written_date("06/05/2019")
    assert (when.start.date().isoformat(), when.end.date().isoformat()) == ("2019-05-06", "2019-06-06")


@pytest.mark.parametrize(
    "text", ["soon", "July", "31/31/2020", "1/2", "in 2020", "5.1.2", "May 4, 2019 – June 8, 2022", "December 31, 9999"]
)
def test_what_names_no_single_day_is_not_read(text):
    assert written_date(text) is None


PIECES = st.sampled_from(["May", "août", "4", "31", "19", "2019", "2020", "0", "/", ".", "-", ",", "–", "de", "第"])


@given(st.text(max_size=30) | st.lists(PIECES, max_size=8).map(" ".join) | st.lists(PIECES, max_size=8).map("".join))
def test_whatever_is_read_is_whole_days_of_one_year_at_the_most(text):
    if found := written_date(text):
        assert (found.start.hour, found.start.minute, found.end.hour, found.end.minute) == (0, 0, 0, 0)
        assert timedelta(days=1) <= found.end - found.start <= timedelta(days=367)


def test_the_record_is_kept_with_its_day_and_the_text_as_given(tmp_path):
    rows = [
        {"id": "a", "kind": "fact_check", "text": "x", "published_at": "August 5, 2019"},
        {"id": "b", "kind": "fact_check", "text": "x", "published_at": "soon"},
    ]
    file = tmp_path / "records.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    kept, lost = read_evidence([str(file)])
    assert isinstance(kept, Evidence)
    assert kept.published_at.isoformat() == "2019-08-05"
    assert kept.extra["published_at_as_given"] == "August 5, 2019"
    assert isinstance(lost, Skipped)
    assert lost.path == "$.published_at"
