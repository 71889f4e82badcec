"""What a post shares with the picture of a record is shown as a box of that picture."""

from __future__ import annotations

from provenance.detectors.read_in_record import told_of_records
from provenance.media.box import Box
from provenance.media.ocr import TextLine
from provenance.media.picture_text import PictureText, joined
from provenance.model.evidence import Evidence, Kind
from provenance.model.finding import Citation, Finding, Match, Pattern, Reason
from provenance.model.span import BoxSpan, TextSpan

RECORD = Evidence(id="r", kind=Kind.RELEASE, text="见图。", title="停水通知", publisher="水务局", media=("n.png",))


def text(trust: float = 0.99) -> PictureText:
    lines = [
        TextLine("因管网检修五月三日停水", Box(0.1, 0.1, 0.9, 0.16), 0.99),
        TextLine("请居民提前储水", Box(0.1, 0.18, 0.7, 0.24), trust),
        TextLine("水务局 2024", Box(0.6, 0.8, 0.9, 0.86), 0.99),
    ]
    return joined("n.png", lines)


def finding(pattern: Pattern, *spans: TextSpan | None, **details) -> Finding:
    return Finding(
        post_id="p",
        pattern=pattern,
        reasons=(Reason("prior", "before", 2.0),),
        matches=tuple(Match("r", TextSpan(0, 7), span, "kept-share", 0.9) for span in spans),
        citations=(Citation("r", quote="五月三日停水"),),
        index_version="v",
        details=details,
    )


def told(given: Finding, said: PictureText) -> list[Finding]:
    return list(told_of_records([given], {"r": said}, {"r": RECORD}.get))


def test_words_are_shown_where_they_stand_in_the_picture_of_the_record():
    (made,) = told(finding(Pattern.DEBUNKED, TextSpan(2, 6)), text())
    assert made.matches[0].evidence_span == BoxSpan(0.1, 0.1, 0.9, 0.16, "n.png")
    assert made.matches[0].post_span == TextSpan(0, 7)
    assert made.weight_bits == 2.0
    assert "n.png" in made.reasons[-1].text


def test_record_is_cited_by_its_own_title_with_the_words_of_the_picture():
    (made,) = told(finding(Pattern.DEBUNKED, TextSpan(2, 6)), text())
    (citation,) = made.citations
    assert (citation.title, citation.publisher, citation.quote) == ("停水通知", "水务局", "五月三日停水")


def test_match_with_the_whole_record_is_the_box_of_all_lines():
    (made,) = told(finding(Pattern.REHEATED, None), text())
    assert made.matches[0].evidence_span == BoxSpan(0.1, 0.1, 0.9, 0.86, "n.png")


def test_altered_words_of_a_notice_are_shown_in_its_picture():
    edits = [{"op": "number_altered", "official_span": TextSpan(5, 6).to_dict(), "post_span": TextSpan(5, 6).to_dict()}]
    (made,) = told(finding(Pattern.EDITED_OFFICIAL, TextSpan(0, 18), edits=edits), text())
    (edit,) = made.details["edits"]
    assert (edit["official_span"]["unit"], edit["post_span"]["unit"]) == ("box", "char")


def test_edit_that_may_be_the_readers_own_is_not_reported():
    assert told(finding(Pattern.EDITED_OFFICIAL, TextSpan(0, 18), edits=[]), text(trust=0.8)) == []
    assert len(told(finding(Pattern.DEBUNKED, TextSpan(0, 18)), text(trust=0.8))) == 1


def test_quotation_across_blocks_of_a_picture_shows_no_edit():
    assert told(finding(Pattern.EDITED_OFFICIAL, TextSpan(10, 22), edits=[]), text()) == []


def test_findings_about_other_records_stay_as_they_are():
    other = finding(Pattern.DEBUNKED, TextSpan(2, 6))
    assert list(told_of_records([other], {}, {}.get)) == [other]
