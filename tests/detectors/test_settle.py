from dataclasses import replace

from provenance.detectors.settle import explained_better, settle
from provenance.model.finding import Pattern, Reason
from tests.detectors.event_stories import BRIDGE, DAM, findings

TOLD = "突发！青海格尔木尾矿库昨晚溃坝，3500立方米矿浆冲下来，17人失踪42人受伤，下游6个村1280人连夜转移"


def test_an_event_that_was_stitched_is_not_reported_as_reheated_too():
    (old,) = findings(TOLD, "2019-03-02", DAM, BRIDGE)
    stitched = replace(old, pattern=Pattern.STITCHED)
    assert settle([old, stitched]) == [stitched]
    assert [(finding, why.code) for finding, why in explained_better([old, stitched])] == [(old, "is-a-part")]
    assert settle([old]) == [old]


def test_findings_about_other_records_stay():
    (old,) = findings(TOLD, "2019-03-02", DAM, BRIDGE)
    stitched = replace(
        old,
        pattern=Pattern.STITCHED,
        citations=tuple(replace(each, evidence_id="another") for each in old.citations),
        matches=tuple(replace(each, evidence_id="another") for each in old.matches),
    )
    assert len(settle([old, stitched])) == 2


def test_a_weak_old_event_is_left_out_where_a_fact_check_rates_the_claim():
    (old,) = findings(TOLD, "2019-03-02", DAM, BRIDGE)
    rated = replace(old, pattern=Pattern.DEBUNKED)
    weak = replace(old, reasons=(*old.reasons, Reason("doubt", "doubt", -old.weight_bits - 0.5)))
    assert settle([weak, rated]) == [rated]
    assert settle([weak]) == [weak]
    assert settle([old, rated]) == [old, rated]
