"""Records keep their invariants and survive a trip through JSON."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given

from provenance.errors import RecordError
from provenance.model.evidence import Evidence, Kind
from provenance.model.finding import Citation, Finding, Match, Pattern, Reason, Skipped
from provenance.model.interval import Interval
from provenance.model.post import Post
from provenance.model.report import Report
from provenance.model.span import BoxSpan, TextSpan, TimeSpan, span_from_dict
from provenance.model.works import completeness_of
from tests.model import strategies as some


def through_json(data: object) -> object:
    return json.loads(json.dumps(data, ensure_ascii=False, allow_nan=False))


@given(some.posts)
def test_a_post_survives_json(post):
    assert Post.from_dict(through_json(post.to_dict())) == post


@given(some.evidence)
def test_evidence_survives_json(record):
    assert Evidence.from_dict(through_json(record.to_dict())) == record


@given(some.reports)
def test_a_report_survives_json_with_every_finding_and_every_skipped_row(report):
    assert Report.from_rows(through_json(report.rows())) == report


@given(some.findings())
def test_the_reasons_of_a_finding_add_up_to_its_weight(finding):
    row = finding.to_dict()
    assert sum(reason["weight_bits"] for reason in row["reasons"]) == pytest.approx(row["weight_bits"], abs=1e-6)


@given(some.spans())
def test_a_span_survives_json_with_its_unit(span):
    assert span_from_dict(through_json(span.to_dict())) == span


@given(some.intervals())
def test_an_interval_is_spelt_so_that_it_reads_back(interval):
    assert Interval.parse_any(interval.isoformat()) == interval


@pytest.mark.parametrize(
    ("text", "days"), [("2021", 365), ("2024", 366), ("2021-07", 31), ("202107", 31), ("2021-07-20", 1)]
)
def test_an_incomplete_date_is_the_whole_interval_never_its_first_day(text, days):
    assert Interval.parse(text).end - Interval.parse(text).start == timedelta(days=days)


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("2021-07-20T18:30", timedelta(minutes=1)),
        ("2021-07-20T18:30:05Z", timedelta(seconds=1)),
        ("2021-07-20 18:30:05.25+08:00", timedelta(microseconds=1)),
    ],
)
def test_a_clock_time_lasts_as_long_as_it_was_given(text, length):
    found = Interval.parse(text)
    assert found.end - found.start == length


@pytest.mark.parametrize(
    "text", ["", "yesterday", "2021-13", "2021-02-30", "0001-01-01", "9999-12-31", "2021-07-20T25:00", "20 July"]
)
def test_an_absurd_date_is_refused_with_its_place(text):
    with pytest.raises(RecordError) as caught:
        Post.from_dict({"id": "a", "text": "b", "posted_at": text or " "})
    assert caught.value.path == "$.posted_at"
    assert caught.value.code == "bad-date"


def test_gap_days_is_signed_and_zero_for_overlap():
    day, month = Interval.parse("2021-07-20"), Interval.parse("2021-07")
    later = Interval.parse("2021-08-05")
    assert day.gap_days(month) == 0
    assert month.gap_days(later) == 4
    assert later.gap_days(month) == -4


@pytest.mark.parametrize(
    ("row", "path"),
    [
        ({"text": "x"}, "$.id"),
        ({"id": "", "text": "x"}, "$.id"),
        ({"id": "a"}, "$.text"),
        ({"id": "a", "text": "  "}, "$.text"),
        ({"id": "a", "text": ["x"]}, "$.text"),
        ({"id": "a", "text": "x\x00y"}, "$.text"),
        ({"id": "a", "text": "x", "media": [1]}, "$.media"),
        ({"id": "a", "text": "x", "posted_at": 5}, "$.posted_at"),
    ],
)
def test_a_malformed_post_says_which_value_is_wrong(row, path):
    with pytest.raises(RecordError) as caught:
        Post.from_dict(row)
    assert caught.value.path == path


def test_unknown_keys_are_kept():
    post = Post.from_dict({"id": 7, "text": "x", "likes": 12})
    assert (post.id, post.extra) == ("7", {"likes": 12})


def test_evidence_of_an_unknown_kind_is_refused_with_the_known_ones():
    with pytest.raises(RecordError, match="fact_check, release, archive, quote"):
        Evidence.from_dict({"id": "a", "kind": "rumour", "text": "x"})


def test_the_event_of_a_record_reaches_from_its_start_to_its_end():
    record = Evidence.from_dict(
        {"id": "a", "kind": "archive", "text": "x", "event_start": "2021-07-17", "event_end": "2021-07-23"}
    )
    assert record.event == Interval.parse("2021-07-17").hull(Interval.parse("2021-07-23"))


def test_a_fact_check_expires_at_its_date_not_before():
    record = Evidence(id="a", kind=Kind.FACT_CHECK, text="x", expires_at=Interval.parse("2024-05-01"))
    assert not record.expired(datetime(2024, 4, 30, tzinfo=UTC))
    assert record.expired(datetime(2024, 5, 1, tzinfo=UTC))


def finding(**changes):
    parts = {
        "post_id": "p",
        "pattern": Pattern.DEBUNKED,
        "reasons": (Reason("prior", "base rate", -4.7),),
        "matches": (Match("e", TextSpan(0, 2), TextSpan(0, 2), "char-lcs", 1.0),),
        "citations": (Citation("e"),),
        "index_version": "v",
    }
    return Finding(**(parts | changes))


@pytest.mark.parametrize(
    "changes",
    [
        {"reasons": ()},
        {"matches": ()},
        {"citations": ()},
        {"confidence": 1.2},
        {"reasons": (Reason("x", "y", float("nan")),)},
        {"citations": (Citation("other"),)},
    ],
)
def test_a_finding_without_evidence_or_with_impossible_numbers_cannot_be_made(changes):
    with pytest.raises(ValueError):
        finding(**changes)


@pytest.mark.parametrize(
    "make", [lambda: TextSpan(3, 2), lambda: TimeSpan(2, 1, "a"), lambda: BoxSpan(0, 0, 1.2, 1, "a")]
)
def test_an_impossible_span_cannot_be_made(make):
    with pytest.raises(ValueError):
        make()


def test_a_skipped_row_says_what_and_where():
    row = Skipped.at("bad-date", "'soon' is no date", source="posts.jsonl", line=418, path="$.posted_at")
    assert row.message == "'soon' is no date @ posts.jsonl:418 $.posted_at"


@pytest.mark.parametrize(
    ("value", "works", "whole"),
    [(12, 12, True), ("12", 12, True), ({"works": 3}, 3, True), ({"works": 3, "scope": "poems"}, 3, False)],
)
def test_a_quote_record_may_say_that_the_works_are_complete(value, works, whole):
    row = {"id": "q", "kind": "quote", "title": "Collected works", "author": "A", "lang": "en", "works_complete": value}
    record = Evidence.from_dict(row)
    stated = completeness_of(record)
    assert (stated.works, stated.whole) == (works, whole)
    assert record.to_dict()["works_complete"] == value


@pytest.mark.parametrize(
    ("row", "path"),
    [
        ({"works_complete": 0}, "$.works_complete"),
        ({"works_complete": True}, "$.works_complete"),
        ({"works_complete": "all of them"}, "$.works_complete"),
        ({"works_complete": {"works": 2, "scope": ""}}, "$.works_complete.scope"),
        ({"works_complete": 2, "author": None}, "$.author"),
        ({"works_complete": 2, "lang": None}, "$.lang"),
    ],
)
def test_a_statement_that_cannot_be_checked_is_refused_with_its_place(row, path):
    with pytest.raises(RecordError) as caught:
        Evidence.from_dict({"id": "q", "kind": "quote", "title": "t", "author": "A", "lang": "en", **row})
    assert caught.value.path == path


def test_a_record_of_another_kind_keeps_the_key_as_any_unknown_one():
    record = Evidence.from_dict({"id": "r", "kind": "release", "text": "t", "works_complete": "yes"})
    assert record.extra["works_complete"] == "yes"
    assert completeness_of(record) is None
