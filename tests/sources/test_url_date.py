"""The date of an article where only its address tells it."""

import pytest

from provenance.model.interval import Interval
from provenance.sources import read_evidence
from provenance.sources.url_date import date_in_url, with_url_date

ROW = {"kind": "fact_check", "claim": "Spoons turn blue", "url": "https://checks.example/2020/apr/03/spoons/"}


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("/factchecks/2020/apr/03/spoons/", "2020-04-03"),
        ("/2020/04/03/spoons", "2020-04-03"),
        ("/news/2020-04-03/spoons", "2020-04-03"),
        ("/news/20200403", "2020-04-03"),
        ("/2020/APR/03", "2020-04-03"),
    ],
)
def test_the_address_names_the_day(path, day):
    assert date_in_url(f"https://checks.example{path}") == day


@pytest.mark.parametrize(
    "path",
    [
        "/2020/04/spoons",  # no day
        "/what-happened-on-2020-04-03-in-velm",  # the day of the event
        "/2020/13/03/spoons",
        "/2020/04/31/spoons",
        "/2020/04/03/again/2021/05/06/",  # which of them?
        "/202004031234/spoons",
        "/2020/foo/03/",
        "",
    ],
)
def test_other_numbers_are_no_date(path):
    assert date_in_url(f"https://checks.example{path}") is None


def test_an_address_that_is_none_is_no_trouble():
    assert date_in_url("http://[broken") is None


def test_a_fact_check_takes_the_day_of_its_address_only_where_it_has_none():
    assert with_url_date(ROW)["published_at"] == "2020-04-03"
    dated = {**ROW, "published_at": "2019-01-01"}
    assert with_url_date(dated) == dated


def test_what_is_quoted_on_a_page_is_not_as_young_as_the_page():
    row = {**ROW, "kind": "quote"}
    assert with_url_date(row) == row


def test_reading_records_uses_it(tmp_path):
    path = tmp_path / "records.jsonl"
    path.write_text('{"id": "a", "kind": "fact_check", "claim": "Spoons", "url": "https://c.example/2020/04/03/x"}\n')
    (record,) = read_evidence(path)
    assert record.published_at == Interval.parse("2020-04-03")
