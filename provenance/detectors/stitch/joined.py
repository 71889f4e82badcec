"""Clauses of one post come from records of different places."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import log2

import numpy as np
import numpy.typing as npt

from provenance.alignment.event import EventView
from provenance.alignment.event.features import set_cosine
from provenance.detectors.judging import NEARLY_BITS
from provenance.detectors.stitch.candidates import Table, Told, apart
from provenance.detectors.stitch.segments import divide
from provenance.model.interval import Interval
from provenance.scoring.bounds import SLACK
from provenance.scoring.logistic import LogisticBits
from provenance.text.places import Path

Floats = npt.NDArray[np.float64]
#: Gains are capped, so that no single clause decides; bits.
MOST_BITS = 12.0
#: Pairs are formed of the records that cover most of the post.
_MOST_HOMES, _MOST_OTHERS = 10, 25
#: Only events of one kind pass for one: records that share less wording are a chance pair, more than the second adds
#: nothing. Two records that one post brings up by chance share .00 to .04.
LEAST_KIND, MOST_KIND = 0.05, 0.2
#: What it counts that a post names no time, where 1 is that it names the record's.
NO_TIME = 0.5


@dataclass(frozen=True)
class Joined:
    """Two records of different places, and the clauses that each of them tells."""

    home: int
    other: int
    home_clauses: tuple[int, ...]
    other_clauses: tuple[int, ...]
    features: Mapping[str, float]


def find_joined(table: Table, weights: LogisticBits) -> Joined | None:
    """The pair of records that most likely was joined; None where none comes near to enough."""

    def near(weaker: float, kind: float, time: float) -> bool:
        return joined_bits(weaker, kind, time, weights) > -NEARLY_BITS - SLACK

    least = least_weaker(-NEARLY_BITS, weights)
    return max(pairs(table, least=least, near=near), key=lambda pair: weights.total(pair.features), default=None)


def joined_bits(weaker: float, kind: float, time: float, weights: LogisticBits) -> float:
    """What a pair of records comes to.

    Args:
        weaker: bits that the weaker one adds, at most.
        kind: how alike they are.
        time: see `time_agrees`.
        weights: of joined posts.
    """
    return weights.total({"weaker_bits": doublings(weaker), "kind": min(MOST_KIND, kind), "time_agrees": time})


def least_weaker(bits: float, weights: LogisticBits) -> float:
    """What the weaker of two records must add for so many bits, were everything else at its best; bits."""
    best = weights.total({"weaker_bits": 0.0, "kind": MOST_KIND, "time_agrees": 1.0})
    return max(0.0, 2 ** ((bits - best - SLACK) / weights.bits["weaker_bits"]) - 1)


def weaker_bits(homes: Floats, others: Floats, best_single: float) -> Floats:
    """What the weaker record of each pair adds at most, wherever the records are.

    Args:
        homes: shape (homes, clauses), bits that each record explains of each clause.
        others: shape (others, clauses), the same.
        best_single: bits of the post that one record explains at most.

    Returns:
        Bits, shape (homes, others).
    """
    whole, further = homes.sum(axis=1)[:, None], others.sum(axis=1)[None, :]
    alone = np.maximum(homes[:, None, :] - others[None, :, :], 0.0).sum(axis=2)
    theirs = alone - whole + further
    weaker: Floats = np.minimum(np.minimum(alone, theirs), whole + theirs - best_single)
    return weaker


def pairs(
    table: Table,
    least_kind: float = LEAST_KIND,
    least: float = 0.0,
    near: Callable[[float, float, float], bool] = lambda weaker, kind, time: True,
) -> Iterator[Joined]:
    """Every two records of events of one kind that tell different clauses of the post.

    The home record lies where the post says it is. The other one lies where the post never is, so that a round-up that
    names each place has none. A clause counts for the other record only as far as no record of the home place covers
    it.

    Args:
        table: the post and its records.
        least_kind: how alike the two records are at least.
        least: bits that the weaker record adds at least.
        near: whether a pair may be of use, from what the weaker record adds at most, how alike both are and how far
            times agree; asked before it is read where they were.
    """
    if len(table.segments) < 2:
        return
    fit = [number for number, told in enumerate(table.told) if _can_be_part(table.post, told)]
    if len(fit) < 2:
        return
    by_cover = sorted(fit, key=lambda number: -sum(table.covers[number]))[:_MOST_OTHERS]
    covers = np.array([table.covers[number] for number in by_cover])
    worth = weaker_bits(covers[:_MOST_HOMES], covers, table.best_single)
    places = cache(table.told_at)
    for home, most in zip(by_cover, worth, strict=False):
        told, open_ = table.told[home], (most > least - SLACK).nonzero()[0].tolist()
        if not open_ or sum(table.covers[home]) <= 0:
            continue
        time = time_agrees(table.post, timely=told.timely)
        alike = {
            by_cover[place]: kind
            for place in open_
            if (kind := set_cosine(told.view.terms, table.told[by_cover[place]].view.terms)) >= least_kind
            and by_cover[place] != home
            and near(float(most[place]), kind, time)
        }
        here = () if not alike else table.home_places(home) if table.claimed else places(home)
        others = {
            other: kind
            for other, kind in alike.items()
            if here
            and (there := places(other))
            and not (table.claimed and not apart(table.claimed, there))
            and not _touches(here, table.told[other].places, other, places)
        }
        if others:
            own = [n for n, each in enumerate(table.told) if n == home or _touches(here, each.places, n, places)]
            covered = [max(table.covers[n][c] for n in own) for c in range(len(table.segments))]
            found = (_pair(table, home, other, here, covered, kind) for other, kind in others.items())
            yield from (pair for pair in found if pair is not None)


def _can_be_part(post: EventView, told: Told) -> bool:
    """Words trace nothing into another script; and an undated record may be a report of the very same event."""
    dated = told.view.event is not None or told.view.base is not None
    return dated and told.view.script == post.script


def _touches(
    here: Sequence[Path], named: Sequence[Path], number: int, told_at: Callable[[int], Sequence[Path]]
) -> bool:
    """Whether a record tells of these places; one that names none of them is not read for it."""
    return bool(named) and not apart(here, named) and not apart(here, told_at(number))


def _pair(
    table: Table, home: int, other: int, here: Sequence[Path], covered: Sequence[float], kind: float
) -> Joined | None:
    if _one_event(table.told[home].view, table.told[other].view):
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
            "time_agrees": time_agrees(table.post, timely=table.told[home].timely),
        },
    )


def time_agrees(post: EventView, *, timely: bool) -> float:
    """1 where a post tells the home record's event at its time; half where it names no time, 0 where another one.

    A time after the post was written ("that July", read as the next one) is none of its event.
    """
    if timely:
        return 1.0
    return 0.0 if any(post.base is None or time.start < post.base.end for time in post.happened) else NO_TIME


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
