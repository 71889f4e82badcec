"""The formats of `align`, by name."""

from __future__ import annotations

from provenance.errors import UsageError
from provenance.model.alignment import AlignedDocuments


def render_alignment(documents: AlignedDocuments, form: str, *, colour: bool = False) -> str:
    """An alignment as text, with its line end.

    Args:
        documents: what was aligned.
        form: `text`, `jsonl`, `html`, `edl` or `otio`.
        colour: mark edits by colour where the format is text.

    Raises:
        UsageError: an unknown format, or an edit list of documents without time codes.
        MissingExtra: the library of edit lists is not installed.
    """
    match form:
        case "text":
            from provenance.report.alignment_text import alignment_text

            made = alignment_text(documents, colour=colour)
        case "jsonl":
            from provenance.report.alignment_jsonl import alignment_jsonl

            made = alignment_jsonl(documents)
        case "html":
            from provenance.report.alignment_html import alignment_html

            made = alignment_html(documents)
        case "edl":
            from provenance.report.edit_list import edit_list_cmx

            made = edit_list_cmx(documents)
        case "otio":
            from provenance.report.edit_list import edit_list_otio

            made = edit_list_otio(documents)
        case _:
            raise UsageError(f"unknown format {form!r}; known are text, jsonl, html, edl, otio")
    return made if made.endswith("\n") else made + "\n"
