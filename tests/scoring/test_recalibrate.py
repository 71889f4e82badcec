"""Confidence follows an analyst's own decisions, or says that there are too few of them."""

from __future__ import annotations

import random

import pytest

from provenance.errors import UsageError
from provenance.model.disposition import Decision, Disposition
from provenance.model.finding import Pattern
from provenance.model.interval import Interval
from provenance.scoring.recalibrate import load_calibration, recalibrate, reliability, save_calibration
from provenance.scoring.reliability import calibration_lines, save_reliability_plot

AT = Interval.parse("2026-11-22")


def decisions(count: int, pattern: Pattern = Pattern.DEBUNKED) -> list[Disposition]:
    """A detector that says .95 of everything, while stronger findings really are right more often."""
    chance = random.Random(7)
    rows = []
    for number in range(count):
        bits = chance.uniform(-4, 8)
        right = chance.random() < 1 / (1 + 2**-bits)
        rows.append(
            Disposition(
                post_id=f"p{number}", pattern=pattern, evidence_ids=("e",), weight_bits=bits, confidence=0.95,
                decision=Decision.CONFIRMED if right else Decision.REJECTED, decided_at=AT,
            )
        )  # fmt: skip
    return rows


def test_an_overconfident_detector_becomes_honest_on_decisions_it_was_not_fitted_on():
    (result,) = recalibrate(decisions(600))
    assert result.error_before > 0.2
    assert result.error_after < 0.08
    assert result.calibration(-4) < 0.2 < 0.8 < result.calibration(8)


def test_too_few_decisions_give_no_map_and_say_how_many_there_are():
    (result,) = recalibrate(decisions(199))
    assert (result.decisions, result.calibration, result.error_after) == (199, None, None)


def test_unsure_decisions_do_not_count():
    rows = decisions(200)
    unsure = Disposition.from_dict({**rows[0].to_dict(), "decision": "unsure"})
    assert recalibrate([unsure, *rows[1:]])[0].decisions == 199


def test_each_pattern_is_fitted_on_its_own():
    results = recalibrate([*decisions(250), *decisions(20, Pattern.REHEATED)])
    assert [(each.pattern, each.calibration is not None) for each in results] == [
        (Pattern.DEBUNKED, True),
        (Pattern.REHEATED, False),
    ]


def test_a_map_reads_back_as_written(tmp_path):
    results = recalibrate(decisions(300))
    save_calibration(results, tmp_path / "calibration.json")
    assert load_calibration(tmp_path / "calibration.json") == {Pattern.DEBUNKED: results[0].calibration}


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"schema": "other"}', '{"schema": "provenance.calibration/1"}'])
def test_what_is_no_calibration_is_refused(tmp_path, text):
    file = tmp_path / "c.json"
    file.write_text(text, "utf-8")
    with pytest.raises(UsageError, match=r"c\.json"):
        load_calibration(file)


def test_the_points_of_a_reliability_plot_hold_every_example_once():
    points = reliability([0.05, 0.15, 0.12, 1.0], [False, True, False, True])
    assert [size for *_, size in points] == [1, 2, 1]
    assert points[1][1] == 0.5


def test_the_lines_say_before_and_after_or_what_is_missing():
    lines = list(calibration_lines(recalibrate([*decisions(300), *decisions(20, Pattern.REHEATED)])))
    assert "300 decisions; expected calibration error" in lines[0]
    assert "20 decisions, 200 needed" in lines[1]
    assert list(calibration_lines([])) == ["no confirmed or rejected findings: nothing to calibrate\n"]


def test_a_reliability_plot_is_written_as_a_picture(tmp_path):
    pytest.importorskip("vl_convert")
    save_reliability_plot(decisions(250), tmp_path / "plot.png")
    assert (tmp_path / "plot.png").read_bytes().startswith(b"\x89PNG")


def test_a_plot_of_nothing_or_of_an_unknown_kind_is_refused(tmp_path):
    with pytest.raises(UsageError, match="nothing to draw"):
        save_reliability_plot([], tmp_path / "plot.png")
    with pytest.raises(UsageError, match=r"\.html"):
        save_reliability_plot(decisions(250), tmp_path / "plot.gif")
