"""An alignment as text for a terminal."""

from __future__ import annotations

from provenance.model.alignment import AlignedDocuments, Edit
from provenance.report.alignment_runs import Run, runs
from provenance.report.printable import harmless, printable

#: Run → opening and closing mark without colour, as in `wdiff`.
_PLAIN = {
    Run.CONTEXT: ("", ""),
    Run.KEPT: ("", ""),
    Run.OMITTED: ("[-", "-]"),
    Run.INSERTED: ("{+", "+}"),
    Run.ELISION: ("", ""),
    Run.JUMP: ("", ""),
}
_OFF = "\x1b[0m"
_COLOUR = {
    Run.CONTEXT: "\x1b[2m",
    Run.KEPT: "\x1b[1m",
    Run.OMITTED: "\x1b[9;31m",
    Run.INSERTED: "\x1b[4;32m",
    Run.ELISION: "\x1b[2m",
    Run.JUMP: "\x1b[35m",
}


def alignment_text(documents: AlignedDocuments, *, colour: bool = False) -> str:
    """The record with cuts as `[-…-]` and additions as `{+…+}`, then the edits, heaviest first.

    Args:
        documents: what was aligned.
        colour: mark with colours and strike-through instead of brackets.
    """
    alignment = documents.alignment
    lines = [
        f"clip      {documents.clip_name}",
        f"official  {documents.official_name}",
        f"{alignment.kept_ratio:.0%} of the clip stands in the record; {_count(len(alignment.edits))}",
        "",
        "".join(_marked(run.kind, harmless(run.text), colour) for run in runs(alignment)),
        "",
    ]
    lines += [_edit(edit) for edit in sorted(alignment.edits, key=lambda edit: -edit.severity_bits)]
    return "\n".join(lines).rstrip() + "\n"


def _marked(kind: Run, text: str, colour: bool) -> str:
    if colour:
        return "\n".join(f"{_COLOUR[kind]}{line}{_OFF}" if line else "" for line in text.split("\n"))
    opening, closing = _PLAIN[kind]
    return f"{opening}{text}{closing}"


def _count(edits: int) -> str:
    return "no edits" if not edits else f"{edits} edit" + ("s" if edits > 1 else "")


def _edit(edit: Edit) -> str:
    words = " → ".join(f"“{_short(text)}”" for text in (edit.before, edit.after) if text)
    official = f", official {edit.official.start}–{edit.official.end}" if edit.official else ""
    place = f"clip {edit.clip.start}–{edit.clip.end}{official}"
    return f"{edit.severity_bits:4.1f} bits  {edit.op}: {edit.reason}  {words}  ({place})"


def _short(text: str, most: int = 60) -> str:
    text = printable(text)
    return text if len(text) <= most else f"{text[: most - 1]}…"
