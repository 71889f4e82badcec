"""What findings of one post say of one another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from provenance.model.finding import Finding, Pattern, Reason


def settle(findings: Sequence[Finding]) -> list[Finding]:
    """Leave out `reheated` where another finding explains the post better.

    A post that takes parts of several events, or tells one at another place, repeats none of them as it was. And where
    a fact-check rates the very claim, an old event that the post less likely tells than not is no news to anybody.
    """
    left_out = [finding for finding, _ in explained_better(findings)]
    return [finding for finding in findings if not any(finding is each for each in left_out)]


def explained_better(findings: Sequence[Finding]) -> Iterator[tuple[Finding, Reason]]:
    """The findings that `settle` leaves out, and why."""
    parts = {
        each.evidence_id for finding in findings if finding.pattern is Pattern.STITCHED for each in finding.citations
    }
    rated = any(finding.pattern is Pattern.DEBUNKED and finding.weight_bits > 0 for finding in findings)
    for finding in findings:
        if finding.pattern is not Pattern.REHEATED:
            continue
        if parts & {each.evidence_id for each in finding.citations}:
            yield finding, Reason("is-a-part", "the post takes this record apart or to another place: stitched", 0.0)
        elif rated and finding.weight_bits < 0:
            yield (
                finding,
                Reason("is-rated", "a fact-check rates the very claim; this event is less sure", 0.0),
            )
