"""`align`: a clip against the full record."""

from __future__ import annotations

import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from provenance.cli.exits import FOUND, errors_to_exit_codes
from provenance.cli.options import OutOption
from provenance.cli.output import check_out, emit


class AlignFormat(StrEnum):
    """How an alignment is written."""

    TEXT = "text"
    JSONL = "jsonl"
    HTML = "html"
    EDL = "edl"
    OTIO = "otio"


def align(
    clip: Annotated[
        Path, typer.Argument(help="What was shown or quoted: a text, page, subtitle, picture, audio or video file.")
    ],
    official: Annotated[Path, typer.Argument(help="The full record.")],
    format: Annotated[AlignFormat, typer.Option("--format")] = AlignFormat.TEXT,
    out: OutOption = None,
) -> None:
    """Lay a clip against the full record. What was kept, cut, changed, moved or added; exits 1 on edits."""
    with errors_to_exit_codes():
        check_out(out)
        from provenance.media.sniff import is_picture, is_recording
        from provenance.report.alignment_formats import (
            render_alignment,
            render_media_alignment,
            render_picture_alignment,
        )

        if is_recording(clip) and is_recording(official):
            from provenance.alignment.time import align_recordings

            recordings = align_recordings(clip, official)
            edited = bool(recordings.edits)
            emit([render_media_alignment(recordings, format.value)], out)
        elif is_picture(clip) and is_picture(official):
            from provenance.alignment.pictures import align_pictures

            pictures = align_pictures(clip, official)
            edited = bool(pictures.edits)
            emit([render_picture_alignment(pictures, format.value)], out)
        else:
            from provenance.alignment.documents import align_documents

            documents = align_documents(clip, official)
            edited = bool(documents.alignment.edits)
            colour = out is None and sys.stdout.isatty() and not os.environ.get("NO_COLOR")
            emit([render_alignment(documents, format.value, colour=colour)], out)
    raise typer.Exit(FOUND if edited else 0)
