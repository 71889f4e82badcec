"""Text against text: what a clip keeps, omits, alters, inserts, reorders and splices of an official record."""

from provenance.alignment.text.align import align_text, severe_edits
from provenance.alignment.text.view import Document
from provenance.model.alignment import Alignment, Edit, EditOp, Segment, SegmentOp

__all__ = ["Alignment", "Document", "Edit", "EditOp", "Segment", "SegmentOp", "align_text", "severe_edits"]
