"""Clip against recording: which seconds of the clip play which seconds of the record, and what was done between."""

from provenance.alignment.time.align import align_recordings

__all__ = ["align_recordings"]
