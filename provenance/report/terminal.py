"""Findings as text for a terminal. Returns strings; printing is the command line's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from provenance.model.evidence import Evidence
from provenance.model.finding import Citation, Finding, Match
from provenance.model.post import Post
from provenance.model.report import PICTURE_TEXT, PICTURES_UNREAD, Report
from provenance.model.span import BoxSpan, TextSpan, TimeSpan
from provenance.report.html.words import words_of
from provenance.report.printable import printable
from provenance.report.reasons import reason_text, telling
from provenance.report.terminal_words import TerminalWords, padded
from provenance.report.when import readable_time

#: More findings than this are listed one a line; `explain` shows one in full.
FULL_UP_TO = 20
#: Characters of a quoted passage before it is cut.
PASSAGE = 100
BAR = 24


def render_report(
    report: Report,
    *,
    posts: Mapping[str, Post] | None = None,
    evidence: Mapping[str, Evidence] | None = None,
    lang: str = "en",
) -> str:
    """All findings and skipped rows, then a summary line.

    Args:
        report: what was found.
        posts: texts to quote the matched passages from; without them only offsets are shown.
        evidence: records to quote from.
        lang: `en` or `zh`.

    Raises:
        UsageError: the terminal does not speak `lang`.
    """
    return render_findings(report, posts=posts, evidence=evidence, lang=lang) + summary(report, lang)


def render_findings(
    report: Report,
    *,
    posts: Mapping[str, Post] | None = None,
    evidence: Mapping[str, Evidence] | None = None,
    lang: str = "en",
) -> str:
    """As `render_report`, without the summary; empty where nothing was found or skipped."""
    words = TerminalWords(lang)
    lines: list[str] = []
    for finding in report.findings:
        if len(report.findings) > FULL_UP_TO:
            lines.append(one_line(finding, lang))
        else:
            lines += [render_finding(finding, posts=posts, evidence=evidence, lang=lang), ""]
    lines += [f"{row.post_id or '?'}  {words('skipped')}: {row.message}" for row in report.skipped]
    return "".join(f"{line}\n" for line in lines)


def summary(report: Report, lang: str = "en") -> str:
    """How much was checked, found and skipped, and against which index."""
    head = report.header_dict()
    unread = report.header.model_revisions.get(PICTURE_TEXT) == PICTURES_UNREAD
    counted = TerminalWords(lang)(
        "summary",
        checked=head["checked"],
        found=head["with_findings"],
        skipped=head["skipped"],
        index=head["index_version"],
    )
    return counted + (f"\n{PICTURE_TEXT}: {PICTURES_UNREAD}" if unread else "")


def one_line(finding: Finding, lang: str = "en") -> str:
    """A finding as one line: post, pattern, confidence, the first citation."""
    words = TerminalWords(lang)
    first = finding.citations[0]
    return f"{finding.post_id}  {_pattern(finding, words)}  {_share(finding, words)}  {_cite(first, words)}"


def render_finding(
    finding: Finding,
    *,
    posts: Mapping[str, Post] | None = None,
    evidence: Mapping[str, Evidence] | None = None,
    lang: str = "en",
) -> str:
    """A finding in full: reasons in bits, conflicting dates and places, spans side by side, citations."""
    words = TerminalWords(lang)
    bits = words("bits")
    lines = [f"{finding.post_id}  {_pattern(finding, words)}  {_share(finding, words)}"]
    lines += [f"  {each.weight_bits:+6.1f} {bits}  {reason_text(each, lang)}" for each in telling(finding.reasons)]
    lines += [f"  {finding.weight_bits:+6.1f} {bits}  {words('in_all')}"]
    lines += _details(finding.details, words)
    post = (posts or {}).get(finding.post_id)
    for match in finding.matches:
        lines += _sides(match, post, (evidence or {}).get(match.evidence_id), words)
    for citation in finding.citations:
        lines.append(f"  [{citation.evidence_id}] {_cite(citation, words)}")
        if citation.url:
            lines.append(f"    {citation.url}")
    return "\n".join(lines)


def waterfall(finding: Finding, lang: str = "en") -> str:
    """The reasons as bars from the prior to the sum, one character a share of the widest step."""
    words = TerminalWords(lang)
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
        lines.append(f"  {reason.weight_bits:+6.1f}  {bar:<{BAR + 1}}  {reason_text(reason, lang)}")
    known = finding.confidence is not None
    means = words("became", share=_share(finding, words)) if known else words("odds")
    lines.append(f"  {finding.weight_bits:+6.1f}  {'':<{BAR + 1}}  = {means}")
    return "\n".join(lines)


def _pattern(finding: Finding, words: TerminalWords) -> str:
    return str(finding.pattern) if words.lang == "en" else words_of(words.lang)[finding.pattern]


def _share(finding: Finding, words: TerminalWords) -> str:
    return words("uncalibrated") if finding.confidence is None else f"{finding.confidence:.0%}"


def _cite(citation: Citation, words: TerminalWords) -> str:
    parts = [citation.title or citation.evidence_id, citation.publisher, readable_time(citation.published_at)]
    text = ", ".join(printable(part) for part in parts if part)
    return f"{text} — {words('rated')}: {printable(citation.rating)}" if citation.rating else text


def _details(details: Mapping[str, Any], words: TerminalWords) -> list[str]:
    """Two-sided details beside each other; everything else stays in the JSON."""

    def line(label: str, said: str) -> str:
        return f"    {padded(label, 20)} {said}"

    pairs = [("claimed_interval", "event_interval", "date"), ("claimed_place", "evidence_place", "place"),
             ("attributed_to", "found_author", "author")]  # fmt: skip
    lines = []
    for ours, theirs, name in pairs:
        left, right = details.get(ours), details.get(theirs)
        if left or right:
            lines.append(line(words(f"{name}_post"), _plain(left, words)))
            if right or not details.get("parts"):  # else the parts say theirs
                lines.append(line(words(f"{name}_record"), _plain(right, words)))
    for part in details.get("parts", ()):
        told = (
            str(part.get("evidence_id")),
            _plain(part.get("place"), words),
            _plain(part.get("event_interval"), words),
        )
        lines.append(line(words("part"), "  ".join(told)))
    for edit in details.get("edits", ()):
        op = str(edit.get("op"))
        label = op.replace("_", " ") if words.lang == "en" else words_of(words.lang).get(op, op)
        lines.append(line(label, f"«{_cut(edit.get('before') or '')}» → «{_cut(edit.get('after') or '')}»"))
    days = [(name, details[name]) for name in ("days_after", "gap_days") if details.get(name) is not None]
    return [*lines, *(line(words(name), f"{count:g}") for name, count in days)]


def _plain(value: Any, words: TerminalWords) -> str:
    if value is None:
        return words("not_stated")
    if isinstance(value, Mapping):
        return " – ".join(str(part) for part in value.values() if part)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return " / ".join(map(str, value))
    return readable_time(value)


def _sides(match: Match, post: Post | None, record: Evidence | None, words: TerminalWords) -> list[str]:
    claim = record.claim if record and match.evidence_span is None else None
    there = words("claim") if claim else _where(match.evidence_span, words)
    where = f"{_where(match.post_span, words)}  =  {there}"
    lines = [f"    {where}   {match.measure} {match.similarity:.2f}"]
    if post and isinstance(match.post_span, TextSpan):
        lines.append(f"      {words('post')}  {_cut(match.post_span.of(post.text))}")
    if record and isinstance(match.evidence_span, TextSpan):
        lines.append(f"      {words('record')}  {_cut(match.evidence_span.of(record.text))}")
    elif claim:
        lines.append(f"      {words('record')}  {_cut(claim)}")
    return lines


def _where(span: TextSpan | TimeSpan | BoxSpan | None, words: TerminalWords) -> str:
    match span:
        case TextSpan():
            return words("chars", start=span.start, end=span.end)
        case TimeSpan():
            return words("seconds", start=f"{span.start_s:.2f}", end=f"{span.end_s:.2f}", media=span.media)
        case BoxSpan():
            box = f"{span.x0:.2f},{span.y0:.2f}–{span.x1:.2f},{span.y1:.2f}"
            return words("box", box=box, media=span.media)
    return words("nothing")


def _cut(text: str) -> str:
    flat = printable(text)
    return flat if len(flat) <= PASSAGE else flat[: PASSAGE - 1] + "…"
