"""Clauses of one post come from records of different places."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import log2

from provenance.alignment.event import EventView
from provenance.alignment.event.features import set_cosine
from provenance.detectors.retelling import event_interval
from provenance.detectors.stitch.candidates import Table, Told, apart
from provenance.detectors.stitch.segments import divide
from provenance.model.interval import Interval
from provenance.scoring.logistic import LogisticBits
from provenance.text.places import Path

#: Gains are capped, so that no single clause decides; bits.
MOST_BITS = 12.0
#: Pairs are formed of the records that cover most of the post.
_MOST_HOMES, _MOST_OTHERS = 10, 25
#: Only events of one kind pass for one: records that share less wording are a chance pair, more than the second adds
#: nothing. Two records that one post brings up by chance share .00 to .04.
LEAST_KIND, MOST_KIND = 0.05, 0.2


@dataclass(frozen=True)
class Joined:
    """Two records of different places, and the clauses that each of them tells."""

    home: int
    other: int
    home_clauses: tuple[int, ...]
    other_clauses: tuple[int, ...]
    features: Mapping[str, float]


def find_joined(table: Table, weights: LogisticBits) -> Joined | None:
    """The pair of records that most likely was joined; None where no clause needs a record of another place."""
    return max(pairs(table), key=lambda pair: weights.total(pair.features), default=None)


def pairs(table: Table, least_kind: float = LEAST_KIND) -> Iterator[Joined]:
    """Every two records of events of one kind that tell different clauses of the post.

    The home record lies where the post says it is. The other one lies where the post never is, so that a round-up that
    names each place has none. A clause counts for the other record only as far as no record of the home place covers
    it.
    """
    if len(table.segments) < 2:
        return
    fit = [number for number, told in enumerate(table.told) if _can_be_part(table.post, told)]
    by_cover = sorted(fit, key=lambda number: -sum(table.covers[number]))
    places = cache(table.told_at)
    for home in by_cover[:_MOST_HOMES]:
        here = table.home_places(home) if table.claimed else places(home)
        if not here or sum(table.covers[home]) <= 0:
            continue
        near = [n for n, told in enumerate(table.told) if n == home or _touches(here, told.places, n, places)]
        covered = [max(table.covers[n][c] for n in near) for c in range(len(table.segments))]
        for other in by_cover[:_MOST_OTHERS]:
            there = places(other) if other not in near else ()
            if there and not (table.claimed and not apart(table.claimed, there)):
                pair = _pair(table, home, other, here, covered)
                if pair is not None and pair.features["kind"] >= least_kind:
                    yield pair


def _can_be_part(post: EventView, told: Told) -> bool:
    """Words trace nothing into another script; and an undated record may be a report of the very same event."""
    return told.view.script == post.script and event_interval(told.evidence) is not None


def _touches(
    here: Sequence[Path], named: Sequence[Path], number: int, told_at: Callable[[int], Sequence[Path]]
) -> bool:
    """Whether a record tells of these places; one that names none of them is not read for it."""
    return bool(named) and not apart(here, named) and not apart(here, told_at(number))


def _pair(table: Table, home: int, other: int, here: Sequence[Path], covered: Sequence[float]) -> Joined | None:
    one, two = table.told[home].view, table.told[other].view
    kind = set_cosine(one.terms, two.terms)
    if _one_event(one, two):
        return None
    ours, theirs = divide(
        table.covers[home], [own if own > all_ else 0.0 for own, all_ in zip(table.covers[other], covered, strict=True)]
    )
    if not ours or not theirs:
        return None
    if any(apart(here, [place]) for clause in theirs for place in table.segments[clause].places):
        return None
    gain = sum(table.covers[home][c] for c in ours) + sum(table.covers[other][c] for c in theirs) - table.best_single
    home_bits = sum(max(0.0, table.covers[home][c] - table.covers[other][c]) for c in ours)
    other_bits = sum(max(0.0, table.covers[other][c] - covered[c]) for c in theirs)
    weaker = min(home_bits, other_bits, gain)
    if weaker <= 0:
        return None
    return Joined(
        home=home,
        other=other,
        home_clauses=tuple(ours),
        other_clauses=tuple(theirs),
        features={
            "weaker_bits": doublings(weaker),
            "kind": min(MOST_KIND, kind),
            "time_agrees": _time_agrees(table, home),
        },
    )


def _time_agrees(table: Table, home: int) -> float:
    """1 where the post tells the home record's event at its time; half where it names no time, 0 where another one.

    A time after the post was written ("that July", read as the next one) is none of its event.
    """
    if table.told[home].timely:
        return 1.0
    base = table.post.base
    return 0.0 if any(base is None or time.start < base.end for time in table.post.happened) else 0.5


def doublings(bits: float) -> float:
    """How often what a record adds doubles, from one bit on: the first words in common tell more than the last ones."""
    return log2(1 + min(MOST_BITS, max(0.0, bits)))


def _one_event(one: EventView, two: EventView) -> bool:
    """Two reports of one day with a telling number in common: an agency and a town may name other places for it."""
    numbers = {(each.value, each.unit) for each in one.quantities if len(each.value.strip("0.%")) > 1}
    together = any(first.overlaps(second) for first in _days(one) for second in _days(two))
    return together and any((each.value, each.unit) in numbers for each in two.quantities)


def _days(view: EventView) -> tuple[Interval, ...]:
    return view.happened or ((view.base,) if view.base else ())
