"""A picture laid against an older one: the part that both show, and what was done to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from provenance.model.alignment import ALIGNMENT_SCHEMA
from provenance.model.span import BoxSpan


@dataclass(frozen=True, slots=True)
class PictureAlignment:
    """What a copy shows of an older picture.

    Attributes:
        clip_name: the copy.
        official_name: the older picture.
        clip: the part of the copy that is the older picture's; None where nothing of it can be shown.
        official: that part of the older picture.
        edits: what was done: `mirrored`, `cropped`, `inset`, `rotated`, `stretched`, `scaled`, `overlaid`.
        scale: size in the copy against the older picture, in pixels.
        rotation_deg: clockwise.
        score: 0 to 1, how much of the common part agrees and how sure the map is.
        corners: matched corners that agree.
    """

    clip_name: str
    official_name: str
    clip: BoxSpan | None = None
    official: BoxSpan | None = None
    edits: tuple[str, ...] = ()
    scale: float = 1.0
    rotation_deg: float = 0.0
    score: float = 0.0
    corners: int = 0

    def to_dict(self) -> dict[str, Any]:
        """As `align --format jsonl` writes it."""
        spans = {"clip": self.clip and self.clip.to_dict(), "official": self.official and self.official.to_dict()}
        shown = {
            "track": "picture",
            **spans,
            "speed": 1.0,
            "transform": list(self.edits) or None,
            "score": self.score,
            "scale": round(self.scale, 3),
            "rotation_deg": round(self.rotation_deg, 1),
            "corners": self.corners,
        }
        return {
            "schema": ALIGNMENT_SCHEMA,
            "clip": self.clip_name,
            "official": self.official_name,
            "segments": [shown] if self.clip else [],
            "edits": [{"track": "picture", "op": op, **spans, "seconds": None} for op in self.edits],
        }
