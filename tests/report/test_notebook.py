"""What an analyst sees in Jupyter."""

from __future__ import annotations

from dataclasses import replace

import pytest

from provenance.errors import UsageError
from provenance.model.finding import Citation, Pattern
from provenance.report.notebook import ROWS
from provenance.report.plots import waterfall_steps
from tests.report.cases import FINDING, POST, report

HOSTILE = "<img src=x onerror=alert(1)>\"'&</td><script>alert(2)</script>"


def test_a_report_shows_post_evidence_rating_and_strongest_reason(snapshot):
    assert report(FINDING)._repr_html_() == snapshot


def test_hostile_texts_stay_text_in_the_table():
    evil = replace(
        FINDING,
        post_id=HOSTILE,
        citations=(Citation("arc-17", HOSTILE, HOSTILE, "javascript:alert(1)", HOSTILE, HOSTILE, HOSTILE),),
    )
    shown = report(evil)._repr_html_()
    assert "<img" not in shown
    assert "<script" not in shown
    assert "javascript:" not in shown


def test_a_long_report_says_how_much_it_leaves_out():
    shown = report(*[FINDING] * (ROWS + 7))._repr_html_()
    assert "and 7 more" in shown
    assert shown.count("<tr>") == ROWS + 1


def test_the_steps_of_a_waterfall_join_and_end_at_the_weight():
    steps = waterfall_steps(FINDING)
    *bars, total = steps
    assert [bar["start"] for bar in bars[1:]] == [bar["end"] for bar in bars[:-1]]
    assert total["start"] == 0
    assert steps[-2]["end"] == pytest.approx(FINDING.weight_bits)


def test_plots_render_to_a_still_picture_without_a_browser():
    pytest.importorskip("vl_convert")
    plots = report(FINDING).plot
    flood = replace(FINDING, pattern=Pattern.FLOODING, details={"cluster_id": "c1", "origin_post_id": POST.id})
    for chart in (plots.timeline(), plots.waterfall(FINDING), report(flood).plot.flood("c1")):
        assert chart._repr_mimebundle_()


def test_a_plot_of_nothing_says_so_instead_of_drawing_an_empty_frame():
    with pytest.raises(UsageError, match="nothing to draw"):
        report().plot.timeline()
    with pytest.raises(UsageError, match="c9"):
        report(FINDING).plot.flood("c9")
