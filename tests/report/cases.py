"""A report as a detector would make it, with hostile and with ordinary texts."""

from __future__ import annotations

from provenance.model.evidence import Evidence, Kind
from provenance.model.finding import Citation, Finding, Match, MediaReview, Pattern, Reason, Skipped
from provenance.model.interval import Interval
from provenance.model.post import Post
from provenance.model.report import Header
from provenance.model.span import TextSpan
from provenance.report.check_report import CheckReport

POST = Post(
    id="post-0192", text="刚刚！地铁五号线进水，乘客被困，速转", posted_at=Interval.parse("2026-07-22T09:00+08:00")
)
RECORD = Evidence(
    id="arc-17", kind=Kind.ARCHIVE, text="地铁五号线进水，乘客被困。", title="地铁五号线进水", publisher="城市晚报",
    url="https://example.org/a/17", published_at=Interval.parse("2021-07-20"), event_start=Interval.parse("2021-07-20"),
)  # fmt: skip
FINDING = Finding(
    post_id=POST.id,
    pattern=Pattern.REHEATED,
    confidence=0.94,
    reasons=(
        Reason("prior", "base rate of this pattern", -4.7),
        Reason("near-copy", "text is 88 % the same as a story from 2021-07-20", 7.9),
        Reason("gap", "posted 1 828 days after first publication, says “刚刚”", 3.1),
    ),
    matches=(Match(RECORD.id, TextSpan(3, 15), TextSpan(0, 12), "char-lcs", 0.88),),
    citations=(Citation.of(RECORD, quote="地铁五号线进水，乘客被困"),),
    details={"claimed_interval": "2026-07-22", "event_interval": "2021-07-20", "gap_days": 1828, "cue": "刚刚"},
    media_review=MediaReview.DECONTEXTUALIZED,
    index_version="2026-11-22T020000Z-3f9c",
)
SKIPPED = Skipped.at(
    "bad-date", "'soon' is no ISO 8601 date", source="posts.jsonl", line=418, path="$.posted_at", post_id="p9"
)


def report(*findings: Finding, skipped: tuple[Skipped, ...] = (SKIPPED,), checked: int = 3) -> CheckReport:
    return CheckReport(
        header=Header(checked=checked, index_version=FINDING.index_version, settings={"min_confidence": 0.5}),
        findings=findings,
        skipped=skipped,
        posts={POST.id: POST},
        evidence={RECORD.id: RECORD},
    )
