"""What an analyst decided about a finding."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from provenance.errors import RecordError
from provenance.model.finding import Finding, Pattern
from provenance.model.interval import Interval

DISPOSITION_SCHEMA = "provenance.disposition/1"


class Decision(StrEnum):
    """The three answers of a review."""

    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    UNSURE = "unsure"


def finding_key(post_id: str, pattern: str, evidence_ids: tuple[str, ...]) -> str:
    """Sixteen hex digits that stay the same when the finding is found again with another weight or index."""
    text = "\x1f".join([post_id, pattern, *sorted(evidence_ids)])
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]


@dataclass(frozen=True, slots=True, kw_only=True)
class Disposition:
    """One decision about one finding."""

    post_id: str
    pattern: Pattern
    evidence_ids: tuple[str, ...]
    decision: Decision
    #: What the finding weighed when it was decided, so that decisions can be calibrated on.
    weight_bits: float
    confidence: float | None
    decided_at: Interval
    note: str | None = None

    @classmethod
    def of(cls, finding: Finding, decision: Decision, *, at: Interval, note: str | None = None) -> Disposition:
        """Decide about `finding`."""
        return cls(
            post_id=finding.post_id,
            pattern=finding.pattern,
            evidence_ids=tuple(citation.evidence_id for citation in finding.citations),
            decision=decision,
            weight_bits=finding.weight_bits,
            confidence=finding.confidence,
            decided_at=at,
            note=note,
        )

    @property
    def key(self) -> str:
        """The finding that this is about."""
        return finding_key(self.post_id, self.pattern, self.evidence_ids)

    def to_dict(self) -> dict[str, Any]:
        """One line of `dispositions.jsonl`."""
        return {
            "schema": DISPOSITION_SCHEMA,
            "finding": self.key,
            "post_id": self.post_id,
            "pattern": self.pattern.value,
            "evidence_ids": list(self.evidence_ids),
            "decision": self.decision.value,
            "weight_bits": self.weight_bits,
            "confidence": self.confidence,
            "decided_at": self.decided_at.isoformat(),
            "note": self.note,
        }

    @classmethod
    def from_dict(cls, row: Mapping[str, Any]) -> Disposition:
        """Read what `to_dict` wrote.

        Raises:
            RecordError: another schema, or a malformed row.
        """
        if row.get("schema") != DISPOSITION_SCHEMA:
            raise RecordError(f"expected {DISPOSITION_SCHEMA}, got {row.get('schema')!r}", path="$.schema")
        try:
            return cls(
                post_id=row["post_id"],
                pattern=Pattern(row["pattern"]),
                evidence_ids=tuple(row["evidence_ids"]),
                decision=Decision(row["decision"]),
                weight_bits=float(row["weight_bits"]),
                confidence=row["confidence"],
                decided_at=Interval.parse_any(row["decided_at"], path="$.decided_at"),
                note=row.get("note"),
            )
        except (KeyError, TypeError, ValueError) as error:
            raise RecordError(f"no disposition: {error!r}") from None
