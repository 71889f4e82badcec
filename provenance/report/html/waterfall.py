"""The reasons of a finding as steps from nothing to the sum: the numbers for the bars."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from provenance.model.finding import Finding
from provenance.report.reasons import reason_text, telling


@dataclass(frozen=True, slots=True)
class Step:
    """One addend; `left` and `width` are in percent of the widest stretch that the sum runs through."""

    text: str
    bits: float
    left: float
    width: float


def steps_of(finding: Finding, lang: str) -> list[Step]:
    """The steps that are worth showing, in the words of a language."""
    reasons = telling(finding.reasons)
    bounds, at = [], 0.0
    for reason in reasons:
        bounds.append((at, at + reason.weight_bits))
        at += reason.weight_bits
    low, high = _range([*bounds, (0.0, at)])
    scale = 100 / (high - low)
    return [
        Step(
            reason_text(reason, lang),
            reason.weight_bits,
            round((min(a, b) - low) * scale, 1),
            round(abs(b - a) * scale, 1),
        )
        for reason, (a, b) in zip(reasons, bounds, strict=True)
    ]


def _range(bounds: Sequence[tuple[float, float]]) -> tuple[float, float]:
    ends = [end for pair in bounds for end in pair]
    low, high = min(ends), max(ends)
    return (low, high) if high > low else (low, low + 1)
