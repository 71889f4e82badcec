"""Findings as a table: one row per finding × citation. The only file of the report that imports pandas."""

from __future__ import annotations

from typing import Any

import pandas as pd

from provenance.model.report import Report

#: Column → dtype, in this order; docs/datamodel.md describes them.
COLUMNS: dict[str, str] = {
    "post_id": "string",
    "pattern": "string",
    "confidence": "Float64",
    "weight_bits": "Float64",
    "evidence_id": "string",
    "title": "string",
    "publisher": "string",
    "published_at": "string",
    "rating": "string",
    "url": "string",
    "quote": "string",
    "similarity": "Float64",
    "top_reason": "string",
    "media_review": "string",
    "index_version": "string",
}


def table_rows(report: Report) -> list[dict[str, Any]]:
    """The rows of the table as plain values, in the order of the findings."""
    rows = []
    for finding in report.findings:
        top = max(finding.reasons, key=lambda reason: reason.weight_bits)
        for citation in finding.citations:
            nearness = [match.similarity for match in finding.matches if match.evidence_id == citation.evidence_id]
            rows.append(
                {
                    "post_id": finding.post_id,
                    "pattern": finding.pattern.value,
                    "confidence": finding.confidence,
                    "weight_bits": finding.weight_bits,
                    **{
                        name: getattr(citation, name)
                        for name in ("evidence_id", "title", "publisher", "published_at", "rating", "url", "quote")
                    },
                    "similarity": max(nearness, default=None),
                    "top_reason": top.text,
                    "media_review": finding.media_review.value if finding.media_review else None,
                    "index_version": finding.index_version,
                }
            )
    return rows


def to_frame(report: Report) -> pd.DataFrame:
    """The table as a frame with the columns and dtypes of `COLUMNS`."""
    return pd.DataFrame(table_rows(report), columns=list(COLUMNS)).astype(COLUMNS)
