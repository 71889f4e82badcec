"""Every number that decides something, with its unit, origin and date."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Settings of a check. Each detector's own numbers stand in a section of their own."""

    #: Findings whose calibrated confidence is lower are not reported.
    min_confidence: float = 0.5
    #: Candidates that each index contributes for a post.
    candidates: int = 100
    #: Section → name → value, from a configuration file; unknown names are refused by their reader.
    sections: dict[str, dict[str, Any]] = field(default_factory=dict, hash=False)

    def to_dict(self) -> dict[str, Any]:
        """As the report header carries them."""
        return {"min_confidence": self.min_confidence, "candidates": self.candidates, **self.sections}
