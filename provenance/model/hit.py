"""What retrieval returns: scored candidates, not yet aligned and not yet a statement."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from provenance.model.evidence import Evidence


@dataclass(frozen=True, slots=True)
class Hit:
    """A scored candidate with its record."""

    evidence: Evidence
    #: log2 odds that post and record tell the same, the prior among the contributions.
    weight_bits: float
    #: Feature name → value, for the explanation.
    features: Mapping[str, float] = field(default_factory=dict, hash=False)
    #: Feature group → bits; they add up to `weight_bits`.
    contributions: Mapping[str, float] = field(default_factory=dict, hash=False)

    def feature(self, name: str) -> float | None:
        """A feature by its name, None where it does not apply."""
        return self.features.get(name)

    def alone(self) -> Hit:
        """For those that are kept for long: the record and its weight, sharing no memory with the post's other hits."""
        return self
