"""Clauses of one post come from records of different places."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from provenance.alignment.event import EventView
from provenance.alignment.event.features import set_cosine
from provenance.detectors.stitch.candidates import Table, apart
from provenance.detectors.stitch.cover import number_bits
from provenance.model.interval import Interval

FEATURES = ("weaker_bits", "weaker_numbers", "other_numbers", "kind")
#: Gains are capped, so that no single clause decides; bits.
MOST_BITS = 12.0
#: Pairs are formed of the records that cover most of the post.
_MOST_HOMES, _MOST_OTHERS = 10, 25
#: Two events of one kind share so much wording; more adds nothing.
MOST_KIND = 0.2


@dataclass(frozen=True)
class Joined:
    """Two records of different places, and the clauses that each of them alone explains."""

    home: int
    other: int
    home_clauses: tuple[int, ...]
    other_clauses: tuple[int, ...]
    features: Mapping[str, float]

    @property
    def strength(self) -> float:
        """Orders pairs of records."""
        found = self.features
        return found["weaker_bits"] + found["weaker_numbers"] + 20 * found["kind"]


def find_joined(table: Table) -> Joined | None:
    """The best pair of records; None where no clause needs a record of another place.

    The home record lies where the post says it is. The other one lies where the post never is, so that a round-up that
    names each place has none. A clause counts for the other record only as far as no record of the home place covers
    it.
    """
    if len(table.segments) < 2:
        return None
    best: Joined | None = None
    by_cover = sorted(range(len(table.told)), key=lambda number: -sum(table.covers[number]))
    for home in by_cover[:_MOST_HOMES]:
        places = table.told[home].places
        if not places or (table.claimed and table.away(home)):
            continue
        covered, numbers = _covered_at(table, home)
        for other in by_cover[:_MOST_OTHERS]:
            found = _pair(table, home, other, covered, numbers)
            if found and (best is None or found.strength > best.strength):
                best = found
    return best


def _covered_at(table: Table, home: int) -> tuple[list[float], list[float]]:
    """What all records at the home place, or somewhere that holds it, cover of each clause."""
    places = table.told[home].places
    near = [n for n, told in enumerate(table.told) if n == home or (told.places and not apart(places, told.places))]
    clauses = range(len(table.segments))
    return [max(table.covers[n][c] for n in near) for c in clauses], [
        max(table.numbers[n][c] for n in near) for c in clauses
    ]


def _pair(table: Table, home: int, other: int, covered: list[float], numbers: list[float]) -> Joined | None:
    places = table.told[other].places
    if home == other or not places or not apart(table.told[home].places, places):
        return None
    if table.claimed and not table.away(other):
        return None
    if _one_event(table.told[home].view, table.told[other].view):
        return None
    view = table.told[other].view
    clauses = range(len(table.segments))
    theirs = [c for c in clauses if table.covers[other][c] > covered[c] and _all_numbers(table, c, view)]
    ours = [c for c in clauses if c not in theirs and table.covers[home][c] > table.covers[other][c]]
    if not theirs or not ours:
        return None
    home_bits = sum(table.covers[home][c] - table.covers[other][c] for c in ours)
    other_bits = sum(table.covers[other][c] - covered[c] for c in theirs)
    home_numbers = sum(max(0.0, table.numbers[home][c] - table.numbers[other][c]) for c in ours)
    other_numbers = sum(max(0.0, table.numbers[other][c] - numbers[c]) for c in theirs)
    gain = _gain(table, home, other, theirs)
    if gain <= 0:
        return None
    return Joined(
        home=home,
        other=other,
        home_clauses=tuple(ours),
        other_clauses=tuple(theirs),
        features={
            "weaker_bits": min(MOST_BITS, home_bits, other_bits, gain),
            "weaker_numbers": min(MOST_BITS, home_numbers, other_numbers),
            "other_numbers": min(MOST_BITS, other_numbers),
            "kind": min(MOST_KIND, set_cosine(table.told[home].view.terms, table.told[other].view.terms)),
        },
    )


def _one_event(one: EventView, two: EventView) -> bool:
    """Two reports of one day with a telling number in common: an agency and a town may name other places for it."""
    numbers = {(each.value, each.unit) for each in one.quantities if len(each.value.strip("0.%")) > 1}
    together = any(first.overlaps(second) for first in _days(one) for second in _days(two))
    return together and any((each.value, each.unit) in numbers for each in two.quantities)


def _days(view: EventView) -> tuple[Interval, ...]:
    return view.happened or ((view.base,) if view.base else ())


def _gain(table: Table, home: int, other: int, theirs: list[int]) -> float:
    """What the two records cover together beyond the best single record: a copy of one article gains nothing."""
    clauses = range(len(table.segments))
    both = sum(table.covers[other if c in theirs else home][c] for c in clauses)
    return both - table.best_single


def _all_numbers(table: Table, clause: int, view: EventView) -> bool:
    """Whether the record has every number of a clause; "one" is told too loosely to count."""
    return all(number.value == "1" or number_bits(number, view) > 0 for number in table.segments[clause].quantities)
