"""Official texts told on without quotation marks, with a number or a "not" changed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from provenance.config import Settings
from provenance.detectors.base import Context
from provenance.detectors.edited_official import EditedOfficialDetector
from provenance.model.evidence import Evidence, Kind
from provenance.model.finding import Finding
from provenance.model.hit import Hit
from provenance.model.interval import Interval
from provenance.model.post import Post
from provenance.model.quotation import PassageHit, Quotation, QuotationForm, QuotationHits
from provenance.model.span import TextSpan

NOTICE = Evidence(
    id="water-2024",
    kind=Kind.RELEASE,
    publisher="市水务局",
    title="关于供水的通告",
    text="经检测，本次管道抢修影响东城区三个街道约12万户居民用水，预计5月3日18时恢复供水，水质符合标准，不会影响饮用安全。",
    published_at=Interval.parse("2024-05-02"),
)
COUNCIL = Evidence(
    id="council-2024",
    kind=Kind.RELEASE,
    publisher="City council",
    title="Bridge tolls",
    text="The council will raise the toll of the harbour bridge by 20 cents from 1 June. Residents of the island will "
    "not have to pay it, and buses keep their free lane.",
    published_at=Interval.parse("2024-05-02"),
)


TOLLS = Evidence(
    id="tolls-2024",
    kind=Kind.RELEASE,
    publisher="市交通局",
    title="关于渡口收费的通告",
    text="北渡口自6月1日起每车收费8元，每日开放14小时。南渡口自6月1日起每车收费5元，每日开放12小时，行人免费。",
    published_at=Interval.parse("2024-05-02"),
)


def findings(
    text: str, posted: str, record: Evidence, *, explained: float = 0.8, quoted: QuotationForm | None = None
) -> list[Finding]:
    """Of a post of which, where `quoted` says so, the first sentence behind a colon is a quotation."""
    quotations: tuple[QuotationHits, ...] = ()
    if quoted:
        span = TextSpan(text.index("：") + 1, text.index("。"))
        passage = PassageHit(record, span, TextSpan(0, len(record.text)), 1.0)
        quotations = (QuotationHits(Quotation(span, quoted), (passage,)),)
    when = Interval.parse(posted)
    context = Context(
        post=Post(id="post", text=text, posted_at=when),
        hits={Kind.RELEASE: (Hit(record, 0.0, {"words_explained_all": explained}),)},
        quotations=quotations,
        index_version="test",
        settings=Settings(),
        now=when.start + timedelta(hours=1),
    )
    return list(EditedOfficialDetector().detect(context))


@pytest.mark.parametrize(
    ("text", "record", "op"),
    [
        ("本次管道抢修影响东城区三个街道约120万户居民用水，预计5月3日18时恢复供水", NOTICE, "number_altered"),
        ("本次管道抢修影响东城区三个街道约12万户居民用水，水质符合标准，会影响饮用安全", NOTICE, "negation_dropped"),
        (
            "家里老人看看，预计5月3日18时恢复供水，水质符合标准，会影响饮用安全，赶紧多囤几桶水吧",
            NOTICE,
            "negation_dropped",
        ),
        (
            "The council will raise the toll of the harbour bridge by 80 cents from 1 June. Residents of the island "
            "will not have to pay it",
            COUNCIL,
            "number_altered",
        ),
    ],
)
def test_a_changed_number_or_a_lost_not_is_found_without_quotation_marks(text, record, op) -> None:
    (finding,) = findings(text, "2024-05-03", record)
    assert [edit["op"] for edit in finding.details["edits"]] == [op]
    assert finding.citations[0].evidence_id == record.id
    assert "not-marked" in {reason.code for reason in finding.reasons}


@pytest.mark.parametrize(
    "text",
    [
        "本次管道抢修影响东城区三个街道约12万户居民用水，预计5月3日18时恢复供水",
        "经检测，本次管道抢修影响东城区三个街道约１２万户居民用水，预计5月3日18时恢复供水！",
        "东城区停水到明天下午六点，十几万户受影响，赶紧接水",
    ],
)
def test_what_is_told_on_truly_stays_silent(text) -> None:
    assert findings(text, "2024-05-03", NOTICE) == []


def test_the_next_notice_of_the_same_office_is_no_edit_of_the_last_one() -> None:
    again = "本次管道抢修影响东城区三个街道约15万户居民用水，预计5月20日18时恢复供水"
    assert findings(again, "2024-05-19", NOTICE) == []


def test_a_post_that_shares_little_with_the_record_is_not_laid_against_it() -> None:
    text = "本次管道抢修影响东城区三个街道约120万户居民用水，预计5月3日18时恢复供水"
    assert findings(text, "2024-05-03", NOTICE, explained=0.3) == []


GOES_ON = "市交通局：北渡口自6月1日起每车收费8元，每日开放14小时。南渡口自6月1日起每车收费15元，每日开放12小时"


def test_what_follows_a_true_reported_sentence_is_read_too() -> None:
    (finding,) = findings(GOES_ON, "2024-05-03", TOLLS, quoted=QuotationForm.REPORTED)
    assert [(edit["before"], edit["after"]) for edit in finding.details["edits"]] == [("5", "15")]


def test_what_follows_a_marked_quotation_is_the_words_of_the_post() -> None:
    assert findings(GOES_ON, "2024-05-03", TOLLS, quoted=QuotationForm.MARKED) == []
