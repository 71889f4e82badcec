"""The page says what the report says, in both languages, escaped and self-contained; no browser needed."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.errors import UsageError
from provenance.model.finding import Citation, Match, Pattern
from provenance.model.span import TextSpan
from provenance.report.html import render_html
from provenance.report.html.passages import Mark, passage
from provenance.report.html.words import filled, statement
from provenance.report.links import web_address
from tests.report.html_cases import EVIDENCE, FINDINGS, POSTS, draw_pictures, report


@pytest.fixture(scope="module")
def page():
    return render_html(report(), POSTS, EVIDENCE)


def test_both_texts_stand_side_by_side_with_the_same_words_marked(page):
    assert "刚刚！<mark>地铁五号线进水，乘客被困</mark>，速转" in page
    assert "<mark>地铁五号线进水，乘客被困</mark>。" in page


def test_a_debunked_post_stands_beside_the_claim_that_was_checked_with_the_words_in_common_marked():
    loose = replace(FINDINGS[0], matches=(replace(FINDINGS[0].matches[0], measure="term-coverage"),))
    page = render_html(report((loose,)), POSTS, EVIDENCE)
    assert "听说<mark>喝热水</mark><u>就</u><mark>能杀死病毒</mark>，快告诉家里人！" in page
    assert "The claim that was checked</p><blockquote><mark>喝热水能杀死病毒</mark></blockquote>" in page
    assert "<mark>喝热水</mark><u>不</u><mark>能杀死病毒</mark>" in page


def test_a_passage_in_another_language_is_shown_as_compared_not_as_the_same_words():
    post = replace(POSTS["p1"], text="Hot water kills the virus!")
    loose = replace(FINDINGS[0], matches=(Match("fc1", TextSpan(0, 26), TextSpan(0, 9), "term-coverage", 0.0),))
    page = render_html(report((loose,)), {"p1": post}, EVIDENCE)
    assert "<u>Hot water kills the virus!</u>" in page


def test_a_fact_check_without_a_date_still_says_how_it_rated_the_claim():
    finding = replace(FINDINGS[0], details={"days_after": None, "rating": "虚假", "stance": "spread"})
    assert statement(finding, "en") == "A fact-check rated this claim “虚假”"
    assert statement(finding, "zh") == "该说法已有核查，评级为“虚假”"


def test_cut_words_are_struck_through_and_added_words_underlined(page):
    assert "<mark>我们目前</mark><del>没</del><mark>有涨价的计划</mark>" in page
    assert "<ins>供应紧张</ins>" in page


def test_conflicting_dates_reasons_and_sources_are_all_there(page):
    assert re.search(r'<th scope="row">Time<td>2026-07-22<td>2021-07-20', page)
    assert "+8.4" in page
    assert "-5.2" in page
    assert '<a href="https://example.org/a/1" rel="noopener">' in page
    assert "rated <strong><bdi>虚假</bdi></strong>" in page
    assert "1117 days later" in page


@pytest.mark.parametrize(("days", "told"), [(1, "1 day later"), (0, "0 days later"), (11, "11 days later")])
def test_one_day_is_told_in_the_singular(days, told):
    assert filled("$days days later", {"days": days}) == told


def test_a_rating_that_changed_shows_the_former_one_and_until_when_it_stood():
    changes = [{"evidence_id": "fc1", "rating": "存疑", "until": "2020-03-01T02:30:00+00:00"}]
    finding = replace(FINDINGS[0], details={**FINDINGS[0].details, "rating_changes": changes})
    page = render_html(report((finding,)), POSTS, EVIDENCE)
    assert re.search(r'<th scope="row">Rated before<td><td>存疑 \(→ 2020-03-01\)', page)


def test_a_flood_shows_the_other_post(page):
    assert "Other post <bdi>p6</bdi>" in page
    assert "8 near-identical posts by 8 accounts within 1.2 hours" in page


def test_rows_that_were_not_checked_are_named(page):
    assert "posts.jsonl:418" in page


def test_the_page_speaks_chinese_and_refuses_what_it_does_not_speak():
    page = render_html(report(), POSTS, EVIDENCE, "zh")
    assert '<html lang="zh">' in page
    assert "旧事当新闻" in page
    assert "删去否定词" in page
    with pytest.raises(UsageError, match="en, zh"):
        render_html(report(), POSTS, EVIDENCE, "xx")


def test_an_empty_report_says_so():
    assert "Nothing found." in render_html(report(()), {}, {})


def test_a_finding_without_texts_is_shown_by_its_citations():
    page = render_html(report(), {}, {})
    assert "The text is not part of this report." in page
    assert "地铁五号线进水" in page


def test_pictures_are_inside_the_page_with_the_matched_part_outlined(tmp_path):
    draw_pictures(tmp_path)
    page = render_html(report(), POSTS, EVIDENCE, media_folder=tmp_path)
    assert page.count('<image href="data:image/jpeg;base64,') == 2
    assert '<rect class="box" x="10.0%" y="10.0%" width="80.0%"' in page


def test_a_picture_that_is_none_is_named_but_not_shown(tmp_path):
    (tmp_path / "now.png").write_text("no picture at all")
    page = render_html(report(), POSTS, EVIDENCE, media_folder=tmp_path)
    assert "<image" not in page
    assert "now.png" in page


def test_nothing_on_the_page_is_loaded_from_anywhere(page):
    assert "default-src &#39;none&#39;" in page or "default-src 'none'" in page
    assert not re.search(r"<(?:link|iframe|object|embed|img|base href)", page)
    assert not re.search(r"url\(|@import", page)


def test_a_thousand_findings_stay_below_three_megabytes():
    findings = tuple(replace(FINDINGS[1], post_id=f"p{at}") for at in range(1000))
    posts = {f"p{at}": replace(POSTS["p2"], id=f"p{at}", text=POSTS["p2"].text * 5) for at in range(1000)}
    record = replace(EVIDENCE["ar1"], text=EVIDENCE["ar1"].text * 40)
    page = render_html(report(findings), posts, {"ar1": record})
    assert page.count("<article") == 1000
    assert len(page.encode()) <= 3_000_000


@pytest.mark.parametrize(
    ("address", "is_link"),
    [
        ("https://example.org/a?b=1", True),
        ("HTTP://example.org", True),
        ("javascript:alert(1)", False),
        (" javascript:alert(1)", False),
        ("java\nscript:alert(1)", False),
        ("data:text/html,x", False),
        ("//example.org", False),
        ("https://", False),
        ("https://exa mple.org", False),
        ("http://[", False),
        ("file:///etc/passwd", False),
        (None, False),
    ],
)
def test_only_web_addresses_become_links(address, is_link):
    assert (web_address(address) is not None) == is_link


@pytest.mark.parametrize("odd", [7, "text", [1, None], {"a": 1}, True, [[]], float("nan")])
def test_details_of_an_unexpected_form_do_not_break_the_page(odd):
    names = {name for finding in FINDINGS for name in finding.details} | {"timeline", "parts", "edits"}
    findings = tuple(replace(finding, details=dict.fromkeys(names, odd)) for finding in FINDINGS)
    assert render_html(report(findings), POSTS, EVIDENCE).count("<article") == len(FINDINGS)


def test_what_cannot_be_printed_is_replaced_where_it_is_shown():
    finding = replace(FINDINGS[1], citations=(Citation("ar1", title="bad\x00\x1b[31mtitle"),))
    page = render_html(report((finding,)), POSTS, EVIDENCE)
    assert "\x00" not in page
    assert "bad\ufffd\ufffd[31mtitle" in page


spans = st.tuples(st.integers(0, 900), st.integers(0, 600), st.sampled_from([Mark.SAME, Mark.CUT, Mark.ADDED]))


@given(st.text(max_size=300), st.lists(spans, max_size=6))
def test_a_short_text_is_shown_whole_whatever_is_marked(text, marked):
    pieces = passage(text, [(TextSpan(start, start + length), mark) for start, length, mark in marked])
    assert "".join(piece.text for piece in pieces) == text


@given(st.text("abc ", min_size=400, max_size=900), st.lists(spans, min_size=1, max_size=6))
def test_of_a_long_text_everything_shown_stands_in_it_in_order(text, marked):
    at = 0
    for piece in passage(text, [(TextSpan(start, start + length), mark) for start, length, mark in marked]):
        if piece.mark is not Mark.GAP:
            at = text.index(piece.text, at) + len(piece.text)


@pytest.mark.parametrize(
    ("reason", "en", "zh"),
    [
        ("not-in-works", "none of the 212 works of 顾晚汀", "顾晚汀的全部作品（212 篇"),
        ("line-altered", "differs from what 顾晚汀 wrote", "与顾晚汀的原文不同"),
        ("other-title", "another work: 灯", "另一作品：灯"),
        ("other-author", "known from 沈砚秋, not 顾晚汀", "出自沈砚秋，而非顾晚汀"),
    ],
)
def test_a_misattributed_line_says_what_is_wrong_with_it(reason, en, zh):
    details = {"attributed_to": "顾晚汀", "found_author": "沈砚秋", "found_title": "灯", "reason": reason, "works": 212}
    finding = replace(next(each for each in FINDINGS if each.pattern is Pattern.MISATTRIBUTED_QUOTE), details=details)
    assert en in statement(finding, "en")
    assert zh in statement(finding, "zh")
