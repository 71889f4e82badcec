"""What findings of one post say of one another."""

from __future__ import annotations

from collections.abc import Sequence

from provenance.model.finding import Finding, Pattern


def settle(findings: Sequence[Finding]) -> list[Finding]:
    """Leave out `reheated` where another finding explains the post better.

    A post that takes parts of several events, or tells one at another place, repeats none of them as it was. And where
    a fact-check rates the very claim, an old event that the post less likely tells than not is no news to anybody.
    """
    parts = {
        each.evidence_id for finding in findings if finding.pattern is Pattern.STITCHED for each in finding.citations
    }
    rated = any(finding.pattern is Pattern.DEBUNKED and finding.weight_bits > 0 for finding in findings)
    return [
        finding
        for finding in findings
        if finding.pattern is not Pattern.REHEATED
        or not (parts & _cited(finding) or (rated and finding.weight_bits < 0))
    ]


def _cited(finding: Finding) -> set[str]:
    return {each.evidence_id for each in finding.citations}
