"""How much of a clause a record covers, in bits of rare words and telling numbers."""

from __future__ import annotations

from collections.abc import Sequence

from provenance.alignment.event import Background, EventView
from provenance.detectors.stitch.segments import Segment
from provenance.text.quantities import Quantity, compatible

#: A number is as rare as its significant digits make it, up to this; bits.
_DIGIT_BITS, _MOST_NUMBER_BITS, _UNIT_BITS = 2.5, 8.0, 1.5
#: A word weighs a fraction of its bits, since words of a topic come together.
WORD_SHARE = 0.25


def number_bits(one: Quantity, record: EventView) -> float:
    """What it tells that the record has this number: 0 where it has not."""
    return bits_among(one, [other.unit for other in record.quantities if one.value and other.value == one.value])


def bits_among(one: Quantity, units: Sequence[str | None]) -> float:
    """The same, by the units that the record's numbers of this value have."""
    fitting = [unit for unit in units if compatible(one.unit, unit)]
    if not fitting:
        return 0.0
    digits = len(one.value.replace(".", "").replace("%", "").rstrip("0")) or 1
    unit = _UNIT_BITS if one.unit and one.unit in fitting else 0.0
    if digits == 1 and not unit:
        return 0.0
    return min(_MOST_NUMBER_BITS, _DIGIT_BITS * digits + unit)


def cover_bits(segment: Segment, record: EventView, background: Background) -> float:
    """Bits of the clause that the record holds."""
    words = WORD_SHARE * background.total(segment.terms & record.terms)
    return words + sum(number_bits(number, record) for number in segment.quantities)


def cover_table(segments: Sequence[Segment], records: Sequence[EventView], background: Background) -> list[list[float]]:
    """Record → clause → bits."""
    return [[cover_bits(segment, record, background) for segment in segments] for record in records]
