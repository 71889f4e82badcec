"""A clip laid against an official record: segments that cover the clip, and the edits among them that matter."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from provenance.model.span import TextSpan, TimeSpan

ALIGNMENT_SCHEMA = "provenance.alignment/1"


class SegmentOp(StrEnum):
    """How a stretch of the clip relates to the official text."""

    KEPT = "kept"
    OMITTED = "omitted"
    ALTERED = "altered"
    INSERTED = "inserted"
    REORDERED = "reordered"
    SPLICED = "spliced"


class EditOp(StrEnum):
    """What an edit did to the meaning (DESIGN section 5)."""

    OMITTED = "omitted"
    NEGATION_DROPPED = "negation_dropped"
    NEGATION_ADDED = "negation_added"
    NUMBER_ALTERED = "number_altered"
    ENTITY_ALTERED = "entity_altered"
    REORDERED = "reordered"
    SPLICED = "spliced"
    INSERTED = "inserted"


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of the clip and what stands for it in the official text.

    `kept` and `reordered` segments say the same on both sides, up to spelling. An `omitted` segment is empty in the
    clip, an `inserted` one has no official side; the others differ. `trivial` says that the difference is one of
    transcription or of function words, or an honest ellipsis, and is no edit.
    """

    op: SegmentOp
    clip: TextSpan
    official: TextSpan | None
    trivial: bool = False


@dataclass(frozen=True, slots=True)
class Edit:
    """A difference that matters, with its weight and the reason in words."""

    op: EditOp
    clip: TextSpan
    official: TextSpan | None
    #: The official words.
    before: str
    #: The clip's words.
    after: str
    #: Machine-readable reason, as in the table of severities.
    code: str
    reason: str
    #: log2 of how much more often such a difference changes the meaning than leaves it.
    severity_bits: float

    def to_dict(self) -> dict[str, Any]:
        """As the details of an `edited_official` finding carry it."""
        return {
            "op": self.op.value,
            "post_span": self.clip.to_dict(),
            "official_span": self.official.to_dict() if self.official else None,
            "before": self.before,
            "after": self.after,
            "code": self.code,
            "reason": self.reason,
            "severity_bits": round(self.severity_bits, 3),
        }


@dataclass(frozen=True, slots=True)
class Alignment:
    """The clip laid against the official text; all spans count code points in the two texts as received."""

    clip: str
    official: str
    #: In the order of the clip; together they hold every word of it.
    segments: tuple[Segment, ...]
    #: In the order of the clip. Differences that are none (see `Segment.trivial`) do not appear.
    edits: tuple[Edit, ...]

    @property
    def verbatim(self) -> bool:
        """Whether the clip says nothing that the official text does not say, in its order, without a cut."""
        return not self.edits and all(segment.op is SegmentOp.KEPT for segment in self.segments)

    @property
    def kept_ratio(self) -> float:
        """Share of the clip's aligned characters that the official text says as well, 0–1; 0 for an empty clip."""
        total = sum(len(segment.clip) for segment in self.segments)
        same = (SegmentOp.KEPT, SegmentOp.REORDERED, SegmentOp.SPLICED)
        return sum(len(segment.clip) for segment in self.segments if segment.op in same) / total if total else 0.0

    @property
    def severity_bits(self) -> float:
        """The weight of the edit that changes most; 0 without edits. Edits of one clip are not independent."""
        return max((edit.severity_bits for edit in self.edits), default=0.0)

    def severe(self, floor_bits: float) -> tuple[Edit, ...]:
        """The edits of at least `floor_bits`."""
        return tuple(edit for edit in self.edits if edit.severity_bits >= floor_bits)


@dataclass(frozen=True, slots=True)
class Shot:
    """A stretch of a time-coded clip that plays one stretch of the record; `official` is None where it plays none."""

    clip: TimeSpan
    official: TimeSpan | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AlignedDocuments:
    """Two documents by name, their alignment, and the clip as shots where both carry time codes."""

    clip_name: str
    official_name: str
    alignment: Alignment
    #: In the order of the clip; empty where a document has no time codes.
    shots: tuple[Shot, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The line of `align --format jsonl` (DESIGN section 5)."""
        segments = [
            {
                "track": "text",
                "op": segment.op.value,
                "clip": segment.clip.to_dict(),
                "official": segment.official.to_dict() if segment.official else None,
                "speed": 1.0,
                "transform": None,
            }
            for segment in self.alignment.segments
        ]
        return {
            "schema": ALIGNMENT_SCHEMA,
            "clip": self.clip_name,
            "official": self.official_name,
            "kept_ratio": round(self.alignment.kept_ratio, 4),
            "segments": segments,
            "edits": [_jsonl_edit(edit) for edit in self.alignment.edits],
            "shots": [
                {"clip": shot.clip.to_dict(), "official": shot.official.to_dict() if shot.official else None}
                for shot in self.shots
            ],
        }


def _jsonl_edit(edit: Edit) -> dict[str, Any]:
    line = edit.to_dict()
    return {
        "op": line["op"],
        "clip": line["post_span"],
        "official": line["official_span"],
        "seconds": None,
        **{key: line[key] for key in ("before", "after", "code", "reason", "severity_bits")},
    }
