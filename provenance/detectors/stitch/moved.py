"""The event is the archive's, the place is another's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from provenance.alignment.event import Slot
from provenance.detectors.stitch.candidates import Table, apart
from provenance.detectors.stitch.joined import time_agrees

FEATURES = ("retold_bits", "numbers", "time_agrees", "rival_bits")
#: Differences are capped, so that no single one decides; bits.
MOST_BITS = 8.0
#: A record whose event was news when the post was written is preferred to one that tells so much more; bits. 2026-11.
_TIMELY_BITS = 4.0
#: A further source of the same event tells at most so much less; bits.
_WITNESS_BITS = 2.5
#: Numbers in common count up to this, further sources are cited up to this.
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
    best = max(away, key=lambda number: _preference(table, number))
    told = table.told[best]
    if not told.slots[Slot.NUMBER].agree and not told.slots[Slot.NAME].agree:
        return None
    time = time_agrees(table.post, timely=told.timely)
    if time < 1 and told.retold_bits <= 0:
        time = 0.0  # a list of prices names no time either
    rivals = [other.retold_bits for number, other in enumerate(table.told) if number not in away]
    lead = told.retold_bits - max(rivals, default=told.retold_bits)
    return Moved(
        record=best,
        also=_also(table, best, away),
        features={
            "retold_bits": max(-MOST_BITS, min(MOST_BITS, told.retold_bits)),
            "numbers": min(MOST_NUMBERS, told.slots[Slot.NUMBER].degree),
            "time_agrees": time,
            "rival_bits": max(-MOST_BITS, min(0.0, lead)),
        },
    )


def _preference(table: Table, number: int) -> float:
    told = table.told[number]
    return told.retold_bits + _TIMELY_BITS * told.timely


def _also(table: Table, best: int, away: list[int]) -> tuple[int, ...]:
    """Up to two more records of the best one's place that tell nearly as much: other sources of the event."""
    told = table.told
    least = _preference(table, best) - _WITNESS_BITS
    near = [n for n in away if n != best and _preference(table, n) >= least]
    near = [n for n in near if not apart(told[n].places, told[best].places)]
    return tuple(sorted(near, key=lambda n: -_preference(table, n))[:MOST_WITNESSES])
