"""Why a pattern was not reported although a record came near: what `explain` tells beside the findings."""

from __future__ import annotations

from dataclasses import dataclass

from provenance.model.finding import Pattern, Reason


@dataclass(frozen=True, slots=True)
class Silence:
    """A detector abstained by one of its rules."""

    pattern: Pattern
    #: The rule, and the words or values that it went by. It weighs what it took from the sum, 0 where it decides alone.
    reason: Reason
    #: The record that came near; None where the rule looks at the post alone.
    evidence_id: str | None = None
