"""Why a pattern was not reported although a record came near: what `explain` tells beside the findings."""

from __future__ import annotations

from dataclasses import dataclass

from provenance.model.evidence import Evidence
from provenance.model.finding import Pattern, Reason


@dataclass(frozen=True, slots=True)
class Silence:
    """A detector abstained by one of its rules."""

    pattern: Pattern
    #: The rule, and the words or values that it went by. It weighs what it took from the sum, 0 where it decides alone.
    reason: Reason
    #: The record that came near; None where the rule looks at the post alone.
    record: Evidence | None = None

    @property
    def evidence_id(self) -> str | None:
        """The id of that record."""
        return self.record.id if self.record else None
