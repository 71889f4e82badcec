"""The reasons of a finding as steps from nothing to the sum: the numbers for the bars."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from provenance.model.finding import Finding


@dataclass(frozen=True, slots=True)
class Step:
    """One addend; `left` and `width` are in percent of the widest stretch that the sum runs through."""

    text: str
    bits: float
    left: float
    width: float


def steps_of(finding: Finding) -> tuple[list[Step], float]:
    """The steps, and where zero lies, in percent."""
    bounds, at = [], 0.0
    for reason in finding.reasons:
        bounds.append((at, at + reason.weight_bits))
        at += reason.weight_bits
    low, high = _range([*bounds, (0.0, at)])
    scale = 100 / (high - low)
    steps = [
        Step(
            reason.text or reason.code,
            reason.weight_bits,
            round((min(a, b) - low) * scale, 1),
            round(abs(b - a) * scale, 1),
        )
        for reason, (a, b) in zip(finding.reasons, bounds, strict=True)
    ]
    return steps, round(-low * scale, 1)


def _range(bounds: Sequence[tuple[float, float]]) -> tuple[float, float]:
    ends = [end for pair in bounds for end in pair]
    low, high = min(ends), max(ends)
    return (low, high) if high > low else (low, low + 1)
