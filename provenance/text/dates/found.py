"""What a rule yields at a place of a text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from provenance.text.dates.mention import TimeKind
from provenance.text.dates.period import Period, Ref


@dataclass(frozen=True, slots=True)
class Found:
    """An expression from `start` to `end` (folded text) and what it names; `period` is None when it is vague."""

    start: int
    end: int
    period: Period | None
    #: Whether it states a time of day, so that no other one may be attached.
    has_clock: bool = False
    #: Whether a year, or a word that fixes one, was given.
    dated: bool = True

    @property
    def kind(self) -> TimeKind:
        """How the time is named."""
        return self.period.kind if self.period else TimeKind.VAGUE


#: (folded text, position, what to read against) → what stands exactly there.
Rule = Callable[[str, int, Ref], Found | None]


def longest(rules: tuple[Rule, ...], text: str, place: int, ref: Ref) -> Found | None:
    """The longest reading at a place; of equals the first. A date that the calendar does not have is no reading."""
    best: Found | None = None
    for rule in rules:
        try:
            found = rule(text, place, ref)
        except (ValueError, OverflowError):
            continue
        if found and (best is None or found.end > best.end):
            best = found
    return best
