"""Findings into a report: with the posts and records that they speak of, and what of pictures has to be shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from provenance.model.finding import Finding, Skipped
from provenance.model.post import Post
from provenance.model.report import Header
from provenance.model.span import BoxSpan
from provenance.report.check_report import CheckReport
from provenance.report.matched_frames import Moment, frame_pairs

if TYPE_CHECKING:
    from provenance.indexing.bundle import IndexBundle


def report_of(
    bundle: IndexBundle,
    header: Header,
    findings: tuple[Finding, ...],
    skipped: Sequence[Skipped],
    posts: Mapping[str, Post],
) -> CheckReport:
    """What a check found, as it is shown.

    Args:
        bundle: the index that was asked.
        header: of the report.
        findings: those that are reported.
        skipped: what could not be done.
        posts: by id; those without a finding are left out.
    """
    reported = {finding.post_id for finding in findings}
    cited = {citation.evidence_id for finding in findings for citation in finding.citations}
    return CheckReport(
        header=header,
        findings=findings,
        skipped=tuple(skipped),
        posts={name: post for name, post in posts.items() if name in reported},
        evidence={name: record for name in cited if (record := bundle.records.find(name)) is not None},
        kept=_kept(bundle, findings),
    )


def _kept(bundle: IndexBundle, findings: Iterable[Finding]) -> dict[tuple[str, str], bytes]:
    """Small copies of the pictures and frames that matched; the files of records may be elsewhere."""
    shown: set[tuple[str, Moment]] = set()
    for finding in findings:
        shown |= {(pair.evidence_id, pair.record) for pair in frame_pairs(finding)}
        shown |= {
            (match.evidence_id, Moment(str(match.evidence_span.media)))
            for match in finding.matches
            if isinstance(match.evidence_span, BoxSpan)
        }
    pictures = bundle.pictures if shown else None
    kept: dict[tuple[str, str], bytes] = {}
    for name, moment in shown if pictures else ():
        assert pictures is not None
        if found := pictures.small_copy(name, moment.media, moment.at_s):
            kept[name, Moment(moment.media, found[1]).address] = found[0]
    return kept
