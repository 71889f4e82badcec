"""Why a post got its findings, and what came near: the long form of one post."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from provenance.model.evidence import Evidence
from provenance.model.hit import Hit
from provenance.model.post import Post
from provenance.model.silence import Silence
from provenance.report.check_report import CheckReport
from provenance.report.printable import printable
from provenance.report.reasons import reason_text
from provenance.report.terminal import render_finding, waterfall
from provenance.report.terminal_words import TerminalWords
from provenance.report.when import readable_time

#: Groups of features that are listed for a near record.
GROUPS = 4
#: Characters of a record's title.
TITLE = 60


def explain_post(
    report: CheckReport, post: Post, nearest: Sequence[Hit], silences: Sequence[Silence], lang: str = "en"
) -> str:
    """The text of `explain`: the post, each finding with its waterfall, what was left silent, the nearest records.

    Args:
        report: a check of this post alone, at confidence 0, so that nothing is held back.
        post: the post.
        nearest: the records that retrieval put first, whether or not a finding came of them.
        silences: the rules by which patterns are not reported.
        lang: `en` or `zh`.

    Raises:
        UsageError: the terminal does not speak `lang`.
    """
    words = TerminalWords(lang)
    when = f", {readable_time(post.posted_at.isoformat())}" if post.posted_at else ""
    lines = [f"{post.id}{when}", f"  {printable(post.text)}", ""]
    for finding in report.findings:
        shown = render_finding(finding, posts=report.posts, evidence=report.evidence, lang=lang)
        lines += [shown, "", waterfall(finding, lang), ""]
    if not report.findings:
        lines += [words("none_found"), ""]
    if silent := list(_silent(report, silences, lang)):
        lines += [words("silent"), *silent, ""]
    lines += [f"{words('skipped')}: {row.message}" for row in report.skipped]
    lines.append(words("nearest"))
    lines += [_near(hit, words("bits")) for hit in nearest] or [f"  {words('none')}"]
    lines += ["", f"{words('index')} {report.header.index_version}"]
    lines += [f"{words('model')} {part}: {revision}" for part, revision in report.header.model_revisions.items()]
    return "\n".join(lines) + "\n"


def _silent(report: CheckReport, silences: Sequence[Silence], lang: str) -> Iterator[str]:
    """Two lines for each rule and record: which patterns and record, and why not."""
    cited = {(finding.pattern, each.evidence_id) for finding in report.findings for each in finding.citations}
    patterns: dict[tuple[str, str], list[str]] = {}
    for each in silences:
        if (each.pattern, each.evidence_id) not in cited:
            of_rule = patterns.setdefault((_named(each.record), reason_text(each.reason, lang)), [])
            if each.pattern not in of_rule:
                of_rule.append(each.pattern)
    for (record, text), names in patterns.items():
        yield f"  {', '.join(names)}{record}"
        yield f"    {printable(text)}"


def _named(record: Evidence | None) -> str:
    if record is None:
        return ""
    when = record.event or record.published_at
    return f"  [{record.id}] {readable_time(when.isoformat()) + ', ' if when else ''}{_title(record)}"


def _title(record: Evidence) -> str:
    return printable(record.title or record.claim or record.text)[:TITLE]


def _near(hit: Hit, unit: str) -> str:
    record = hit.evidence
    strongest = sorted(hit.contributions.items(), key=lambda item: -abs(item[1]))[:GROUPS]
    why = ", ".join(f"{name} {bits:+.1f}" for name, bits in strongest)
    return f"  {hit.weight_bits:+6.1f} {unit}  [{record.id}] {record.kind}: {_title(record)}  ({why})"
