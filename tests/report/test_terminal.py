"""What an analyst sees on a terminal."""

from __future__ import annotations

from dataclasses import replace

import pytest

from provenance.errors import UsageError
from provenance.model.finding import Reason
from provenance.report import terminal_words
from provenance.report.terminal import FULL_UP_TO, render_finding, render_report, waterfall
from tests.report.cases import FINDING, POST, RECORD, report


def test_a_finding_shows_reasons_spans_and_the_two_dates_side_by_side(snapshot):
    assert str(report(FINDING)) == snapshot


def test_the_waterfall_ends_at_the_sum(snapshot):
    assert waterfall(FINDING) == snapshot


def test_many_findings_are_one_line_each():
    many = report(*[FINDING] * (FULL_UP_TO + 1), skipped=())
    lines = str(many).splitlines()
    assert len(lines) == FULL_UP_TO + 2
    assert all("地铁五号线进水" in line for line in lines[:-1])


def test_control_characters_of_a_post_never_reach_the_terminal():
    evil = replace(POST, text="刚刚！\x1b[2J\x1b]0;owned\x07\u202e地铁五号线进水，乘客被困")
    shown = render_finding(FINDING, posts={evil.id: evil}, evidence={RECORD.id: RECORD})
    assert "\x1b" not in shown
    assert "\x07" not in shown
    assert "\u202e" not in shown


def test_nothing_found_says_how_much_was_checked():
    assert str(report(skipped=())) == "3 checked, 0 with findings, 0 skipped  (index 2026-11-22T020000Z-3f9c)"


def test_reasons_that_round_to_nothing_are_not_printed_but_remarks_are():
    reasons = (
        Reason("prior", "before", 2.0),
        Reason("names", "nearly nothing", -0.01),
        Reason("note", "a remark", 0.0),
    )
    text = render_finding(replace(FINDING, reasons=reasons))
    assert "nearly nothing" not in text
    assert "a remark" in text


def test_chinese_analysts_read_findings_in_chinese(snapshot):
    assert render_report(report(FINDING), posts={POST.id: POST}, evidence={RECORD.id: RECORD}, lang="zh") == snapshot
    assert waterfall(FINDING, "zh").splitlines()[-1].endswith("= 94%（按此类合计在已知答案的帖文上的结果）")


def test_both_languages_say_the_same_things_and_no_other_is_spoken():
    assert terminal_words.ENGLISH.keys() == terminal_words.CHINESE.keys()
    with pytest.raises(UsageError, match="en, zh"):
        render_report(report(FINDING), lang="xx")
