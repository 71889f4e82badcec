"""Which facts of two texts agree and which conflict: places, times, numbers, names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from provenance.alignment.event.outline import agreement_degree
from provenance.alignment.event.view import EventView
from provenance.model.interval import Interval
from provenance.text.places import meet
from provenance.text.quantities import Quantity, agrees


class Slot(StrEnum):
    """A kind of fact that an event has one value of."""

    PLACE = "place"
    TIME = "time"
    NUMBER = "number"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Comparison:
    """How one slot of a post lies to that of a record; both lists empty where a side tells nothing."""

    #: Post's value → record's value, as texts for the reader.
    agree: tuple[tuple[str, str], ...] = ()
    conflict: tuple[tuple[str, str], ...] = ()
    #: Depth or closeness of the best agreement, 0 where there is none.
    degree: float = 0.0


#: An event is told within so many days of the date that a text gives for it.
SAME_TIME = timedelta(days=3)


def compare_places(post: EventView, record: EventView) -> Comparison:
    """Places agree when one holds the other; they conflict when every place of the post lies outside the record's."""
    ours = post.specific
    theirs = record.specific if ours else ()
    if not theirs:
        return Comparison()
    agree = [(one, two) for one in ours for two in theirs if meet(one, two)]
    depth = max((min(len(one), len(two)) for one, two in agree), default=0)
    met = {one for one, _ in agree}
    apart = [one for one in ours if one not in met]
    spelt = tuple(("/".join(one), "/".join(two)) for one, two in agree)
    return Comparison(spelt, tuple(("/".join(one), "/".join(theirs[0])) for one in apart), float(depth))


def compare_times(post: EventView, record: EventView) -> Comparison:
    """Times agree when some of them lie within three days of one another."""
    ours = post.happened or ((post.base,) if post.base else ())
    theirs = record.happened or ((record.base,) if record.base else ())
    if record.base and record.base not in theirs:
        theirs = (*theirs, record.base)
    if not ours or not theirs:
        return Comparison()
    gap, one, two = min((distance(one, two), one, two) for one in ours for two in theirs)
    pair = ((one.isoformat(), two.isoformat()),)
    return Comparison(pair, (), 1.0) if gap <= SAME_TIME else Comparison((), pair, -(gap / timedelta(days=1)))


def distance(one: Interval, two: Interval) -> timedelta:
    """Time between two intervals, 0 where they overlap."""
    if one.overlaps(two):
        return timedelta(0)
    return two.start - one.end if one.end <= two.start else one.start - two.end


def compare_numbers(post: EventView, record: EventView) -> Comparison:
    """A number agrees with one of the same unit that it fits; it conflicts when its unit has other values only.

    Dozens agree with nothing, since any disaster has some.
    """
    agree, conflict = [], []
    told: dict[str, None] = {}
    for number in post.quantities:
        fitting = [other for other in record.quantities if agrees(number, other)]
        if telling := [other for other in fitting if other.value and number.value]:
            best = next((other for other in telling if other.value == number.value), telling[0])
            agree.append((number.spelt, best.spelt))
            told[agreed_as(number, exactly=best.value == number.value)] = None
        elif (
            not fitting
            and number.unit
            and (others := [other for other in record.quantities if other.unit == number.unit])
        ):
            conflict.append((number.spelt, others[0].spelt))
    return Comparison(tuple(agree), tuple(conflict), agreement_degree(told))


def agreed_as(number: Quantity, *, exactly: bool) -> str:
    """What of an agreeing number tells something: one that only fits tells no more than its first digits."""
    return f"{number.value if exactly else number.value.strip('%').rstrip('0')}{number.unit or ''}"


def compare_names(post: EventView, record: EventView) -> Comparison:
    """Names agree when one text holds the other's."""
    if not post.names:
        return Comparison()
    lead = record.caseless
    agree = tuple((name, name) for name in sorted(post.names) if name in lead)
    missing = tuple((name, "") for name in sorted(post.names) if name not in lead)
    return Comparison(agree, missing, float(len(agree)))
