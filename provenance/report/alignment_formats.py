"""The formats of `align`, by name."""

from __future__ import annotations

from provenance.errors import UsageError
from provenance.model.alignment import AlignedDocuments
from provenance.model.media_alignment import MediaAlignment
from provenance.model.picture_alignment import PictureAlignment


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


def render_media_alignment(alignment: MediaAlignment, form: str) -> str:
    """An alignment of recordings as text, with its line end.

    Raises:
        UsageError: an unknown format.
        MissingExtra: the library of edit lists is not installed.
    """
    match form:
        case "text":
            from provenance.report.media_alignment_text import media_alignment_text

            return media_alignment_text(alignment)
        case "jsonl":
            from provenance.report.json_lines import json_line

            return json_line(alignment.to_dict())
        case "html":
            return _media_page(alignment)
        case "edl":
            from provenance.report.edit_list import edit_list_cmx

            return edit_list_cmx(alignment)
        case "otio":
            from provenance.report.edit_list import edit_list_otio

            return edit_list_otio(alignment)
    raise UsageError(f"unknown format {form!r}; known are text, jsonl, html, edl, otio")


def render_picture_alignment(alignment: PictureAlignment, form: str) -> str:
    """An alignment of pictures as text, with its line end.

    Raises:
        UsageError: an unknown format, or an edit list: pictures have no time codes.
        RecordError: for the page: a file cannot be decoded.
    """
    match form:
        case "text":
            from provenance.report.picture_alignment import picture_alignment_text

            return picture_alignment_text(alignment)
        case "jsonl":
            from provenance.report.json_lines import json_line

            return json_line(alignment.to_dict())
        case "html":
            from pathlib import Path

            from provenance.media.decoder import PictureDecoder
            from provenance.report.picture_alignment import picture_alignment_html

            with PictureDecoder() as decoder:
                names = (alignment.clip_name, alignment.official_name)
                clip, official = (decoder.decode(Path(name)).pixels for name in names)
            return picture_alignment_html(alignment, clip, official)
        case "edl" | "otio":
            raise UsageError(f"pictures have no time codes, so there is no {form}; choose text, jsonl or html")
    raise UsageError(f"unknown format {form!r}; known are text, jsonl, html")


def _media_page(alignment: MediaAlignment) -> str:
    """The page with thumbnails from the two files that the alignment names."""
    from pathlib import Path

    from provenance.errors import RecordError
    from provenance.media.video import stills
    from provenance.report.media_alignment_html import Frames, media_alignment_html, wanted_seconds

    shown = []
    for name, seconds in zip((alignment.clip_name, alignment.official_name), wanted_seconds(alignment), strict=True):
        try:
            shown.append(stills(Path(name), seconds) if seconds else {})
        except RecordError:  # a sound file has no picture: the page is of sound alone
            shown.append({})
    return media_alignment_html(alignment, Frames(*shown))
