"""What findings of one post say of one another."""

from __future__ import annotations

from collections.abc import Sequence

from provenance.model.finding import Finding, Pattern


def settle(findings: Sequence[Finding]) -> list[Finding]:
    """Leave out `reheated` where `stitched` explains the same record.

    A post that takes parts of several events, or tells one at another place, repeats none of them as it was.
    """
    parts = {
        each.evidence_id for finding in findings if finding.pattern is Pattern.STITCHED for each in finding.citations
    }
    return [finding for finding in findings if finding.pattern is not Pattern.REHEATED or not parts & _cited(finding)]


def _cited(finding: Finding) -> set[str]:
    return {each.evidence_id for each in finding.citations}
