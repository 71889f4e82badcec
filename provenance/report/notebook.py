"""A report as one escaped table without scripts: it survives nbconvert, e-mail and code hosting sites."""

from __future__ import annotations

from html import escape

from provenance.model.finding import Finding
from provenance.report.check_report import CheckReport
from provenance.report.links import web_address
from provenance.report.terminal import summary

#: Rows that are shown; a frame has them all.
ROWS = 50
#: Bits that fill a bar.
FULL_BAR_BITS = 20.0


def notebook_table(report: CheckReport) -> str:
    """The table: post, pattern, confidence, evidence with link and rating, strongest reason with a bar of bits."""
    head = "".join(f"<th>{name}</th>" for name in ("post", "pattern", "confidence", "evidence", "strongest reason"))
    body = "".join(_row(finding) for finding in report.findings[:ROWS])
    rest = len(report.findings) - ROWS
    more = f"<p>… and {rest} more, use <code>.to_frame()</code></p>" if rest > 0 else ""
    skipped = "".join(f"<li>{escape(row.message)}</li>" for row in report.skipped[:ROWS])
    left_out = (
        f"<details><summary>{len(report.skipped)} skipped</summary><ul>{skipped}</ul></details>" if skipped else ""
    )
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>" if body else ""
    return f"<div>{table}{more}{left_out}<p>{escape(summary(report))}</p></div>"


def _row(finding: Finding) -> str:
    confidence = "–" if finding.confidence is None else f"{finding.confidence:.0%}"
    reason = max(finding.reasons, key=lambda each: each.weight_bits)
    share = min(1.0, max(0.0, reason.weight_bits / FULL_BAR_BITS))
    bar = f'<div style="width:{share:.0%};height:4px;background:#1b6ca8" role="presentation"></div>'
    cells = [escape(finding.post_id), escape(str(finding.pattern)), confidence, _evidence(finding)]
    cells.append(f"{escape(reason.text)} ({reason.weight_bits:+.1f} bits){bar}")
    return "<tr>" + "".join(f'<td style="text-align:left">{cell}</td>' for cell in cells) + "</tr>"


def _evidence(finding: Finding) -> str:
    lines = []
    for citation in finding.citations:
        title = escape(citation.title or citation.evidence_id)
        if link := web_address(citation.url):
            title = f'<a href="{escape(link, quote=True)}" rel="noopener noreferrer">{title}</a>'
        about = ", ".join(escape(part) for part in (citation.publisher, citation.published_at) if part)
        rating = f" — <em>{escape(citation.rating)}</em>" if citation.rating else ""
        lines.append(f"{title} {about}{rating}")
    return "<br>".join(lines)
