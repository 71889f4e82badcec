"""An alignment of recordings as text: which seconds play which, track by track, then the edits."""

from __future__ import annotations

from provenance.model.media_alignment import MediaAlignment, Track
from provenance.model.span import TimeSpan


def media_alignment_text(alignment: MediaAlignment) -> str:
    """Picture and sound apart, since one may be continuous while the other was replaced."""
    lines = [f"clip      {alignment.clip_name}", f"official  {alignment.official_name}"]
    for track in Track:
        segments = alignment.track(track)
        if not segments:
            continue
        lines += ["", track.value]
        for segment in segments:
            changes = [*segment.transform, *([f"speed {segment.speed:g}"] if segment.speed != 1 else [])]
            lines.append(f"  {_span(segment.clip)}  =  {_span(segment.official)}  {', '.join(changes)}".rstrip())
    lines += ["", f"{len(alignment.edits)} edits" if alignment.edits else "no edit found"]
    for edit in alignment.edits:
        much = "" if edit.seconds is None else f", {edit.seconds:.2f} s"
        lines.append(
            f"  {edit.track.value}: {edit.op.value} at {_span(edit.clip)}, record {_span(edit.official)}{much}"
        )
    return "\n".join(lines) + "\n"


def _span(span: TimeSpan | None) -> str:
    return "not in the record" if span is None else f"{span.start_s:8.2f}–{span.end_s:8.2f} s"
