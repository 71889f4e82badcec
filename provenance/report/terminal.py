"""Findings as text for a terminal. Returns strings; printing is the command line's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from provenance.model.evidence import Evidence
from provenance.model.finding import Citation, Finding, Match
from provenance.model.post import Post
from provenance.model.report import PICTURE_TEXT, PICTURES_UNREAD, Report
from provenance.model.span import BoxSpan, TextSpan, TimeSpan
from provenance.report.printable import printable
from provenance.report.reasons import telling
from provenance.report.when import readable_time

#: More findings than this are listed one a line; `explain` shows one in full.
FULL_UP_TO = 20
#: Characters of a quoted passage before it is cut.
PASSAGE = 100
BAR = 24


def render_report(
    report: Report, *, posts: Mapping[str, Post] | None = None, evidence: Mapping[str, Evidence] | None = None
) -> str:
    """All findings and skipped rows, then a summary line.

    Args:
        report: what was found.
        posts: texts to quote the matched passages from; without them only offsets are shown.
        evidence: records to quote from.
    """
    lines: list[str] = []
    for finding in report.findings:
        if len(report.findings) > FULL_UP_TO:
            lines.append(one_line(finding))
        else:
            lines += [render_finding(finding, posts=posts, evidence=evidence), ""]
    lines += [f"{row.post_id or '?'}  skipped: {row.message}" for row in report.skipped]
    lines.append(summary(report))
    return "\n".join(lines)


def summary(report: Report) -> str:
    """How much was checked, found and skipped, and against which index."""
    head = report.header_dict()
    unread = report.header.model_revisions.get(PICTURE_TEXT) == PICTURES_UNREAD
    return (
        f"{head['checked']} checked, {head['with_findings']} with findings, {head['skipped']} skipped"
        f"  (index {head['index_version']})" + (f"\n{PICTURE_TEXT}: {PICTURES_UNREAD}" if unread else "")
    )


def one_line(finding: Finding) -> str:
    """A finding as one line: post, pattern, confidence, the first citation."""
    first = finding.citations[0]
    return f"{finding.post_id}  {finding.pattern}  {_share(finding)}  {_cite(first)}"


def render_finding(
    finding: Finding, *, posts: Mapping[str, Post] | None = None, evidence: Mapping[str, Evidence] | None = None
) -> str:
    """A finding in full: reasons in bits, conflicting dates and places, spans side by side, citations."""
    lines = [f"{finding.post_id}  {finding.pattern}  {_share(finding)}"]
    lines += [f"  {reason.weight_bits:+6.1f} bits  {reason.text}" for reason in telling(finding.reasons)]
    lines += [f"  {finding.weight_bits:+6.1f} bits  in all"]
    lines += _details(finding.details)
    post = (posts or {}).get(finding.post_id)
    for match in finding.matches:
        lines += _sides(match, post, (evidence or {}).get(match.evidence_id))
    for citation in finding.citations:
        lines.append(f"  [{citation.evidence_id}] {_cite(citation)}")
        if citation.url:
            lines.append(f"    {citation.url}")
    return "\n".join(lines)


def waterfall(finding: Finding) -> str:
    """The reasons as bars from the prior to the sum, one character a share of the widest step."""
    steps, at = [], 0.0
    for reason in telling(finding.reasons):
        steps.append((at, at + reason.weight_bits, reason))
        at += reason.weight_bits
    low = min(0.0, *(min(a, b) for a, b, _ in steps))
    high = max(0.0, *(max(a, b) for a, b, _ in steps))
    scale = BAR / ((high - low) or 1.0)
    lines = []
    for start, end, reason in steps:
        left = round((min(start, end) - low) * scale)
        width = max(1, round(abs(end - start) * scale))
        bar = " " * left + ("█" if reason.weight_bits >= 0 else "░") * width
        lines.append(f"  {reason.weight_bits:+6.1f}  {bar:<{BAR + 1}}  {reason.text}")
    means = "log2 odds that the pattern holds"
    if finding.confidence is not None:
        means = f"{_share(finding)} by what became of such sums on posts whose answer is known"
    lines.append(f"  {finding.weight_bits:+6.1f}  {'':<{BAR + 1}}  = {means}")
    return "\n".join(lines)


def _share(finding: Finding) -> str:
    return "uncalibrated" if finding.confidence is None else f"{finding.confidence:.0%}"


def _cite(citation: Citation) -> str:
    parts = [citation.title or citation.evidence_id, citation.publisher, readable_time(citation.published_at)]
    text = ", ".join(printable(part) for part in parts if part)
    return f"{text} — rated: {printable(citation.rating)}" if citation.rating else text


def _details(details: Mapping[str, Any]) -> list[str]:
    """Two-sided details beside each other; everything else stays in the JSON."""
    pairs = [("claimed_interval", "event_interval", "date"), ("claimed_place", "evidence_place", "place"),
             ("attributed_to", "found_author", "author")]  # fmt: skip
    lines = []
    for ours, theirs, name in pairs:
        left, right = details.get(ours), details.get(theirs)
        if left or right:
            lines.append(f"    {name + ' in the post':<20} {_plain(left)}")
            lines.append(f"    {name + ' on record':<20} {_plain(right)}")
    lines += [f"    {'part':<20} {part.get('evidence_id')}  {_plain(part.get('place'))}  "
              f"{_plain(part.get('event_interval'))}" for part in details.get("parts", ())]  # fmt: skip
    for edit in details.get("edits", ()):
        lines.append(
            f"    {str(edit.get('op')).replace('_', ' '):<20} «{_cut(edit.get('before') or '')}» → "
            f"«{_cut(edit.get('after') or '')}»"
        )
    for name, text in (("days_after", "days after the fact-check"), ("gap_days", "days between them")):
        if details.get(name) is not None:
            lines.append(f"    {text:<20} {details[name]:g}")
    return lines


def _plain(value: Any) -> str:
    if value is None:
        return "not stated"
    if isinstance(value, Mapping):
        return " – ".join(str(part) for part in value.values() if part)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return " / ".join(map(str, value))
    return readable_time(value)


def _sides(match: Match, post: Post | None, record: Evidence | None) -> list[str]:
    head = f"    {_where(match.post_span)}  =  {_where(match.evidence_span)}   {match.measure} {match.similarity:.2f}"
    lines = [head]
    if post and isinstance(match.post_span, TextSpan):
        lines.append(f"      post    {_cut(match.post_span.of(post.text))}")
    if record and isinstance(match.evidence_span, TextSpan):
        lines.append(f"      record  {_cut(match.evidence_span.of(record.text))}")
    return lines


def _where(span: TextSpan | TimeSpan | BoxSpan | None) -> str:
    match span:
        case TextSpan():
            return f"chars {span.start}–{span.end}"
        case TimeSpan():
            return f"{span.start_s:.2f}–{span.end_s:.2f} s of {span.media}"
        case BoxSpan():
            return f"box {span.x0:.2f},{span.y0:.2f}–{span.x1:.2f},{span.y1:.2f} of {span.media}"
    return "nothing"


def _cut(text: str) -> str:
    flat = printable(text)
    return flat if len(flat) <= PASSAGE else flat[: PASSAGE - 1] + "…"
