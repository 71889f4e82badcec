"""Detectors that can say by which rule they stay silent, and the rules that several of them have."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator

from provenance.detectors.base import Context
from provenance.model.finding import Finding, Reason
from provenance.model.silence import Silence
from provenance.text.stance import Stance, StanceReading

#: A sum that lacks more than this says nothing of the post: any record falls short so far. By principle, November 2026.
NEARLY_BITS = 6.0


class Judging(ABC):
    """A `Detector` whose silences can be asked for; `detect` leaves them out."""

    @abstractmethod
    def judge(self, context: Context) -> Iterator[Finding | Silence]:
        """Findings, strongest first, and the rules by which a record that came near is not reported."""

    def nearly(self, context: Context) -> Iterator[Silence]:
        """Of a post on which `judge` says nothing, the record that is nearest to enough; not asked by a check."""
        yield from ()

    def detect(self, context: Context) -> Iterator[Finding]:
        """See `Detector.detect`."""
        return (each for each in self.judge(context) if isinstance(each, Finding))


def not_spread(text: str, stance: StanceReading) -> Reason:
    """The post refutes, or asks; `stance` says by which words."""
    words = stance.cue.of(text).strip() if stance.cue else ""
    if stance == Stance.REFUTE:
        return Reason("refutes", f"the post refutes or warns: “{words}”", 0.0)
    return Reason("asks", f"the post asks whether it is so: “{words}”", 0.0)


def falls_short(bits: float, least: float) -> Reason | None:
    """What speaks for the pattern is not enough; None where it is far from enough."""
    if bits < least - NEARLY_BITS:
        return None
    return Reason("falls-short", f"what speaks for it adds up to {bits:+.1f} bits; {least:+.1f} are needed", 0.0)
