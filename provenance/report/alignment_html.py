"""An alignment as a page that a newsroom could publish: self-contained, no scripts, everything escaped."""

from __future__ import annotations

from html import escape

from provenance.model.alignment import AlignedDocuments, Edit
from provenance.model.span import TextSpan
from provenance.report.alignment_runs import Run, runs, sentence_around

_STYLE = """
:root{color-scheme:light dark;--ink:#1d2329;--paper:#fff;--soft:#66707a;--line:#d9dee3;--kept:#fff3bf;--gone:#b3261e;--new:#0b6b3a}
@media(prefers-color-scheme:dark){:root{--ink:#e6e9ec;--paper:#15181b;--soft:#98a2ad;--line:#333a41;--kept:#4d4419;--gone:#ff8a80;--new:#7bd8a4}}
body{font:17px/1.7 Georgia,"Noto Serif CJK SC","Songti SC",serif;color:var(--ink);background:var(--paper);max-width:44em;margin:2em auto;padding:0 1em}
h1{font-size:1.25em;line-height:1.3}h2{font-size:1em;margin:2em 0 .4em;color:var(--soft);font-family:system-ui,sans-serif}
.names,.summary,footer{color:var(--soft);font-family:system-ui,sans-serif;font-size:.85em}
.passage,blockquote{border-left:3px solid var(--line);padding:.2em 1em;margin:.5em 0;white-space:pre-wrap;overflow-wrap:anywhere}
mark{background:var(--kept);color:inherit}del{color:var(--gone)}ins{color:var(--new);text-decoration:underline}
.context,.elision{color:var(--soft)}.jump{color:var(--gone);font-weight:bold}
table{border-collapse:collapse;width:100%;font-size:.9em}th,td{text-align:left;vertical-align:top;border-top:1px solid var(--line);padding:.4em .6em}
td.bits{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
"""  # noqa: E501
_TAGS = {Run.KEPT: "mark", Run.OMITTED: "del", Run.INSERTED: "ins"}


def alignment_html(documents: AlignedDocuments, *, title: str = "What was cut and changed") -> str:
    """The page: the clip's sentence in full above, then the record with the quoted words highlighted.

    Words left out are struck through, words put in underlined, with the record's own words before and after each cut.
    """
    alignment = documents.alignment
    passage = "".join(_run(run.kind, run.text) for run in runs(alignment))
    edits = sorted(alignment.edits, key=lambda edit: -edit.severity_bits)
    rows = "\n".join(_row(edit) for edit in edits)
    table = (
        "<h2>Edits</h2>\n<table><thead><tr><th>What</th><th>Record</th><th>Clip</th><th>Bits</th></tr></thead>\n"
        f"<tbody>\n{rows}\n</tbody></table>\n"
        if rows
        else "<p class='summary'>No edits were found.</p>\n"
    )
    return (
        f"<!DOCTYPE html>\n<html lang='{_language(alignment.official)}'>\n<head>\n<meta charset='utf-8'>\n"
        "<meta name='viewport' content='width=device-width, initial-scale=1'>\n"
        f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<h1>{escape(title)}</h1>\n"
        f"<p class='names'>Clip: {escape(documents.clip_name)}<br>Record: {escape(documents.official_name)}</p>\n"
        f"<p class='summary'>{alignment.kept_ratio:.0%} of the clip stands in the record.</p>\n"
        f"<h2>The record in full</h2>\n<blockquote>{escape(_official(documents))}</blockquote>\n"
        f"<h2>The clip</h2>\n<blockquote>{escape(alignment.clip.strip())}</blockquote>\n"
        f"<h2>Side by side</h2>\n<div class='passage'>{passage}</div>\n{table}"
        "<footer>Highlighted: quoted. Struck through: left out of the clip. Underlined: only in the clip.</footer>\n"
        "</body>\n</html>\n"
    )


def _run(kind: Run, text: str) -> str:
    tag = _TAGS.get(kind)
    if tag:
        return f"<{tag}>{escape(text)}</{tag}>"
    return f"<span class='{kind}'>{escape(text)}</span>"


def _official(documents: AlignedDocuments) -> str:
    """The sentences of the record that the clip quotes, each once, in the record's order."""
    text = documents.alignment.official
    merged: list[TextSpan] = []
    for span in sorted(s.official for s in documents.alignment.segments if s.official and len(s.clip)):
        sentence = sentence_around(text, span)
        if merged and sentence.start <= merged[-1].end:
            merged[-1] = TextSpan(merged[-1].start, max(merged[-1].end, sentence.end))
        else:
            merged.append(sentence)
    return " … ".join(span.of(text).strip() for span in merged)


def _row(edit: Edit) -> str:
    what = f"{escape(edit.op.value.replace('_', ' '))}: {escape(edit.reason)}"
    return (
        f"<tr><td>{what}</td><td>{escape(edit.before)}</td><td>{escape(edit.after)}</td>"
        f"<td class='bits'>{edit.severity_bits:.1f}</td></tr>"
    )


def _language(text: str) -> str:
    han = sum("\u3400" <= char <= "\u9fff" for char in text)
    return "zh" if 2 * han > sum(char.isalpha() for char in text) else "en"
