"""The report of a run as a page."""

from __future__ import annotations

from html import escape
from typing import Any

from provenance.jobs.amounts import size
from provenance.jobs.run_report import RunReport

_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b}"
    "table{border-collapse:collapse;width:100%;margin:1rem 0}th,td{text-align:left;padding:.3rem .6rem;"
    "border-bottom:1px solid #ddd;vertical-align:top}td.n{text-align:right;font-variant-numeric:tabular-nums}"
    ".bad{color:#a40000;font-weight:600}.good{color:#1a6b1a}@media(prefers-color-scheme:dark){"
    "body{background:#161616;color:#e6e6e6}th,td{border-color:#444}.bad{color:#ff8a80}.good{color:#8bd48b}}"
)


def run_page(report: RunReport) -> str:
    """The report as a page of its own: no script, nothing loaded, everything escaped."""
    good = report.outcome != "failed"
    parts = [
        "<!doctype html><html lang='en'><meta charset='utf-8'><meta name='viewport' content='width=device-width'>",
        f"<title>Index run {escape(report.run)}</title><style>{_STYLE}</style>",
        f"<h1>Index run {escape(report.run)}</h1>",
        f"<p class='{'good' if good else 'bad'}'>{escape(report.summary())}</p>",
        *(f"<p class='bad'>{escape(text)}</p>" for text in report.warnings),
        "<h2>Sources</h2>",
        _table(
            ("source", "outcome", "before", "added", "changed", "removed", "now", "skipped rows", "seconds"),
            [
                (s.name, s.outcome, c.before, c.added, c.changed, c.removed, c.after, c.skipped, round(s.seconds, 2))
                for s in report.sources
                for c in (s.counts,)
            ],
        ),
    ]
    messages = [(s.name, text) for s in report.sources for text in ([s.error] if s.error else []) + s.messages[:20]]
    if messages:
        parts += ["<h2>What could not be read</h2>", _table(("source", "message"), messages)]
    if report.gate is not None:
        rows = [(c.name, "met" if c.passed else "NOT MET", c.value, c.floor, c.text) for c in report.gate.checks]
        parts += ["<h2>Conditions</h2>", _table(("condition", "", "value", "bound", ""), rows)]
    parts += ["<h2>Version and job</h2>", _facts(report)]
    return "\n".join(parts) + "\n"


def _facts(report: RunReport) -> str:
    """What there is to know beside the sources."""
    return _table(
        ("", ""),
        [
            ("started", report.started),
            ("finished", report.finished),
            ("published version", report.version or "none"),
            ("grown out of", report.base or "nothing"),
            ("records", f"{report.records:,}"),
            ("vectors", f"{report.vectors:,}"),
            ("size", size(report.bytes)),
            ("text in pictures", report.picture_text or "no pictures"),
            ("pictures whose text is searched", f"{report.picture_texts:,}"),
            ("CPU", f"{report.cpu_seconds:,.1f} s"),
            *((f"seconds: {name}", f"{value:,.2f}") for name, value in report.seconds.items()),
            ("hidden by the same id in an earlier source", f"{report.shadowed:,}"),
            ("versions removed", ", ".join(report.pruned) or "none"),
        ],
    )


def _table(head: tuple[str, ...], rows: list[tuple[Any, ...]]) -> str:
    top = "".join(f"<th>{escape(name)}</th>" for name in head) if any(head) else ""
    body = "".join(
        "<tr>"
        + "".join(
            f"<td class='n'>{value:,}</td>" if isinstance(value, int | float) else f"<td>{escape(str(value))}</td>"
            for value in row
        )
        + "</tr>"
        for row in rows
    )
    return f"<table>{f'<tr>{top}</tr>' if top else ''}{body}</table>"
