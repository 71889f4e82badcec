"""Decisions are kept line by line, survive interruption, and silence what was rejected."""

from __future__ import annotations

from dataclasses import replace

import pytest

from provenance.errors import InputError
from provenance.model.disposition import Decision, Disposition
from provenance.model.finding import Citation
from provenance.model.interval import Interval
from provenance.report.dispositions import append_disposition, key_of, pending, read_dispositions, suppressed
from tests.report.cases import FINDING

AT = Interval.parse("2026-11-22T10:00:00Z")
OTHER = replace(FINDING, post_id="post-2")


def test_a_review_goes_on_where_it_stopped(tmp_path):
    file = tmp_path / "dispositions.jsonl"
    assert pending([FINDING, OTHER], read_dispositions(file)) == [FINDING, OTHER]
    append_disposition(file, Disposition.of(FINDING, Decision.CONFIRMED, at=AT, note="见原文"))
    assert pending([FINDING, OTHER], read_dispositions(file)) == [OTHER]


def test_the_last_decision_about_a_finding_counts(tmp_path):
    file = tmp_path / "dispositions.jsonl"
    for decision in (Decision.UNSURE, Decision.REJECTED):
        append_disposition(file, Disposition.of(FINDING, decision, at=AT))
    assert read_dispositions(file)[key_of(FINDING)].decision is Decision.REJECTED


def test_a_rejected_pair_is_suppressed_but_new_evidence_for_the_same_post_is_not():
    decided = {key_of(FINDING): Disposition.of(FINDING, Decision.REJECTED, at=AT)}
    stronger = replace(FINDING, citations=(*FINDING.citations, Citation("arc-new")))
    assert suppressed([FINDING, OTHER, stronger], decided) == {key_of(FINDING)}


def test_a_confirmed_or_unsure_pair_is_not_suppressed():
    for decision in (Decision.CONFIRMED, Decision.UNSURE):
        assert suppressed([FINDING], {"k": Disposition.of(FINDING, decision, at=AT)}) == set()


def test_a_decision_survives_json():
    row = Disposition.of(FINDING, Decision.UNSURE, at=AT)
    assert Disposition.from_dict(row.to_dict()) == row


def test_a_finding_keeps_its_key_when_its_weight_or_the_index_changes():
    assert key_of(replace(FINDING, index_version="later", confidence=0.5)) == key_of(FINDING)


def test_a_malformed_line_is_named_with_its_number(tmp_path):
    file = tmp_path / "dispositions.jsonl"
    file.write_text("\n{}\n", "utf-8")
    with pytest.raises(InputError, match=r"dispositions\.jsonl:2"):
        read_dispositions(file)
