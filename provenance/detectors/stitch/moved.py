"""The event is the archive's, the place is another's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from provenance.alignment.event import Slot
from provenance.detectors.stitch.candidates import Table, apart

FEATURES = ("content_bits", "numbers", "time_agrees", "rival_bits", "witnesses")
#: Differences are capped, so that no single one decides; bits.
MOST_BITS = 8.0
#: A further source of the same event tells at most so much less; bits.
_WITNESS_BITS = 2.5
#: Numbers in common and further sources count up to this.
MOST_NUMBERS, MOST_WITNESSES = 4.0, 2


@dataclass(frozen=True)
class Moved:
    """A record whose event the post tells elsewhere, and further records of the same event."""

    record: int
    also: tuple[int, ...]
    features: Mapping[str, float]


def find_moved(table: Table) -> Moved | None:
    """The best record that tells the post's event at another place; None where no record lies elsewhere."""
    if not table.claimed:
        return None
    away = [number for number in range(len(table.told)) if table.away(number)]
    if not away:
        return None
    best = max(away, key=lambda number: table.told[number].comparison.weight_bits)
    comparison = table.told[best].comparison
    if not comparison.slots[Slot.NUMBER].agree and not comparison.slots[Slot.NAME].agree:
        return None
    rivals = [told.comparison.content_bits for number, told in enumerate(table.told) if number not in away]
    lead = comparison.content_bits - max(rivals, default=comparison.content_bits - MOST_BITS)
    also = _also(table, best, away)
    return Moved(
        record=best,
        also=also,
        features={
            "content_bits": max(-MOST_BITS, min(MOST_BITS, comparison.content_bits)),
            "numbers": min(MOST_NUMBERS, comparison.slots[Slot.NUMBER].degree),
            "time_agrees": comparison.features["time_agrees"],
            "rival_bits": max(-MOST_BITS, min(0.0, lead)),
            "witnesses": float(len(also)),
        },
    )


def _also(table: Table, best: int, away: list[int]) -> tuple[int, ...]:
    """Up to two more records of the best one's place that tell nearly as much: other sources of the event."""
    told = table.told
    least = told[best].comparison.weight_bits - _WITNESS_BITS
    near = [n for n in away if n != best and told[n].comparison.weight_bits >= least]
    near = [n for n in near if not apart(told[n].places, told[best].places)]
    return tuple(sorted(near, key=lambda n: -told[n].comparison.weight_bits)[:MOST_WITNESSES])
