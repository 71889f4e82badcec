"""What detectors look at before they read a record: the index holds it of every record, loose ones are read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

import numpy as np
import numpy.typing as npt

from provenance.alignment.event import EventView
from provenance.alignment.event.outline import Numbering, Numbers, agreement_degree, likeness
from provenance.alignment.event.slots import agreed_as, compare_numbers
from provenance.detectors import retelling
from provenance.detectors.headroom import MANY_DAYS, Caps
from provenance.detectors.kept import kept_beside
from provenance.detectors.recorded import record_view
from provenance.detectors.retelling import DEEPEST
from provenance.indexing.outline_codes import Sort
from provenance.indexing.outlines import OutlineArrays
from provenance.model.hit import Hit
from provenance.retrieval.stored_hit import StoredHit, StoredHits
from provenance.store.layout import NO_DATE, microseconds
from provenance.text.quantities import Quantity, compatible

#: Outlines, and words of posts, that are kept; 100,000 take about 50 MB.
KEPT = 100_000
#: An index holds ends of numbers to seven digits.
_ROUNDING = 1e-6


class StoredOutlines:
    """Outlines of the records of an index, by their rows."""

    def __init__(self, arrays: OutlineArrays) -> None:
        self._arrays = arrays
        self._values = _Stored(arrays, Sort.VALUE)
        #: By which terms are numbered.
        self.numbers: Numbering = _Stored(arrays, Sort.TOLD)
        self._held: dict[int, _Held] = {}

    def likeness(self, rows: Sequence[int]) -> npt.NDArray[np.float64]:
        """How alike the terms of each two records are, shape (rows, rows)."""
        return likeness(self.terms(rows), self._room)

    @cached_property
    def _room(self) -> npt.NDArray[np.int32]:
        return np.zeros(len(self.numbers), np.int32)

    def terms(self, rows: Iterable[int]) -> list[Numbers]:
        """Distinct terms of each record."""
        return list(map(self._arrays.told_of, rows))

    def degrees(self, post: EventView, rows: Sequence[int]) -> npt.NDArray[np.float64]:
        """How far the numbers of a post agree with those of each record (`agreement_degree`), shape (rows,)."""
        agreed: dict[int, dict[str, None]] = {}
        numbers = [(number, self._values.number(number.value)) for number in post.quantities if number.value]
        # Most records have none of these numbers, and none told roughly, which alone an exact one may fit.
        sought = frozenset(value for _, value in numbers)
        fitting = any(number.unit is not None for number, _ in numbers)
        roughly = fitting and any(number.rough for number, _ in numbers)
        known = self._held.get
        for place, row in enumerate(rows if numbers else ()):
            held = known(row) or self._held_by(row)
            if sought.isdisjoint(held.units) and not (fitting and (held.every if roughly else held.rough)):
                continue
            for number, value in numbers:
                if (exactly := held.agrees(number, value)) is not None:
                    agreed.setdefault(place, {})[agreed_as(number, exactly=exactly)] = None
        out = np.zeros(len(rows))
        for place, values in agreed.items():
            out[place] = agreement_degree(values)
        return out

    def having(self, value: str, rows: Sequence[int]) -> Iterator[tuple[int, Sequence[str | None]]]:
        """The places, among the rows of some records, of those that have a value, each with its units there."""
        if not value or (number := self._values.number(value)) < 0:
            return
        known = self._held.get
        for place, row in enumerate(rows):
            if found := (known(row) or self._held_by(row)).units.get(number):
                yield place, found

    def caps(self, rows: npt.NDArray[np.int64]) -> Caps:
        """What places and dates of records allow; of what is no report nothing is known."""
        arrays = self._arrays
        known = arrays.scripts[rows] > 0
        days = arrays.day_starts[rows + 1] - arrays.day_starts[rows]
        return Caps(np.where(known, self._deepest[rows], DEEPEST), np.where(known, days, MANY_DAYS).astype(np.float64))

    def script_number(self, script: str | None) -> int:
        """What stands for a script in `abroad`."""
        return self._scripts.get(script, -1)

    @cached_property
    def _scripts(self) -> dict[str | None, int]:
        return {script: number for number, script in enumerate(self._arrays.tables.scripts) if number}

    def abroad(self, scripts: npt.NDArray[np.int64] | int, rows: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
        """Which records may be in another script than their posts; shape (rows,).

        Args:
            scripts: that of the post beside each record, see `script_number`.
            rows: of the records.
        """
        held = self._arrays.scripts[rows]
        return np.asarray((held == 0) | (held != scripts))

    def may_be_parts(self, scripts: npt.NDArray[np.int64], rows: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
        """Which records have a place and a date, and may be in the script of their posts; arguments as for `abroad`."""
        arrays = self._arrays
        held, placed = arrays.scripts[rows], arrays.path_starts[rows + 1] > arrays.path_starts[rows]
        dated = arrays.moments[rows, 0] != NO_DATE
        return np.asarray(dated & ((held == 0) | (placed & (held == scripts))))

    @cached_property
    def _deepest(self) -> npt.NDArray[np.float64]:
        """Shape (rows,): levels of each report's deepest place."""
        arrays = self._arrays
        levels = np.minimum([len(path) for path in arrays.tables.paths], DEEPEST)[arrays.paths]
        starts, found = np.asarray(arrays.path_starts), np.zeros(len(arrays))
        some = np.flatnonzero(starts[1:] > starts[:-1])
        if len(some):
            found[some] = np.maximum.reduceat(levels, starts[some])
        return found

    def any_has(self, quantities: Iterable[Quantity]) -> bool:
        """Whether any record at all may have one of these numbers."""
        return any(
            each.rough or self._values.number(each.value) >= 0 or self._may_be_meant(each) for each in quantities
        )

    def _may_be_meant(self, number: Quantity) -> bool:
        """Whether any record tells a number roughly that this one may stand for."""
        least, highest = self._rough_of_any
        begun = int(np.searchsorted(least, number.reach.most, side="right"))
        return begun > 0 and bool(highest[begun - 1] >= number.reach.least)

    @cached_property
    def _rough_of_any(self) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
        """The least of every number that some record tells roughly, ascending, and the highest most up to each."""
        least, most = self._arrays.quantity_least, self._arrays.quantity_most
        rough = np.flatnonzero(least < most)
        rough = rough[np.argsort(least[rough], kind="stable")]
        return (1 - _ROUNDING) * least[rough], np.maximum.accumulate((1 + _ROUNDING) * most[rough])

    def _held_by(self, row: int) -> _Held:
        held = self._held.get(row)
        if held is None:
            if len(self._held) > KEPT:
                self._held.clear()
            held = self._held[row] = _Held.of(self._arrays.quantities_of(row), self._values.number(""))
        return held


@dataclass(frozen=True, slots=True)
class _Held:
    """The numbers of a record; dozens and their like left out.

    Attributes:
        units: number of a value → its units.
        every: unit, least and most of each that has a unit, made wider by what an index rounds.
        rough: of those told roughly.
    """

    units: Mapping[int, tuple[str | None, ...]]
    every: Sequence[tuple[str, float, float]]
    rough: Sequence[tuple[str, float, float]]

    @classmethod
    def of(cls, quantities: Sequence[tuple[int, str | None, float, float]], vague: int) -> _Held:
        quantities = [each for each in quantities if each[0] != vague]
        units: dict[int, tuple[str | None, ...]] = {}
        for value, unit, _, _ in quantities:
            units[value] = (*units.get(value, ()), unit)
        counted = [(unit, least, most) for _, unit, least, most in quantities if unit is not None]
        every, rough = (
            [(unit, least * (1 - _ROUNDING), most * (1 + _ROUNDING)) for unit, least, most in some]
            for some in (counted, [each for each in counted if each[1] < each[2]])
        )
        return cls(units, every, rough)

    def agrees(self, number: Quantity, value: int) -> bool | None:
        """True where the record has a number of the post to the digit, False where one only fits it, None otherwise.

        Args:
            number: of the post.
            value: number of its value in the index, -1 where no record has it.
        """
        same = self.units.get(value)
        if same and any(compatible(number.unit, unit) for unit in same):
            return True
        if number.unit is None:
            return None
        low, high = number.reach.least, number.reach.most
        for unit, least, most in self.every if low != high else self.rough:
            if least <= high and low <= most and compatible(number.unit, unit):
                return False
        return None


class _Stored:
    """The numbers of words in an index, those asked for kept."""

    def __init__(self, arrays: OutlineArrays, sort: Sort) -> None:
        self._arrays, self._sort = arrays, sort
        self._kept: dict[str, int] = {}

    def __len__(self) -> int:
        return self._arrays.words

    def find(self, terms: Sequence[str]) -> npt.NDArray[np.int64]:
        """See `Numbering`."""
        if len(self._kept) > KEPT:
            self._kept.clear()
        if new := [term for term in terms if term not in self._kept]:
            self._kept.update(zip(new, self._arrays.numbers_of(new, self._sort).tolist(), strict=True))
        return np.array([self._kept[term] for term in terms], np.int64)

    def number(self, word: str) -> int:
        """The number of one word."""
        if word not in self._kept:
            self.find([word])
        return self._kept[word]


def degrees_of(post: EventView, hits: Sequence[Hit]) -> npt.NDArray[np.float64]:
    """How far the numbers of a post agree with those of the hits' records, shape (hits,); loose records are read."""
    if stored := _of_index(hits):
        return outlines_of(stored[0]).degrees(post, stored[1].tolist())
    agreed = [compare_numbers(post, record_view(hit.evidence)) for hit in hits]
    return np.array([each.degree for each in agreed], np.float64)


def caps_of(hits: Sequence[Hit]) -> Caps:
    """What places and dates of the hits' records allow; of loose records nothing is known."""
    if stored := _of_index(hits):
        return outlines_of(stored[0]).caps(stored[1])
    return Caps(np.full(len(hits), DEEPEST), np.full(len(hits), MANY_DAYS))


def abroad_of(post: EventView, hits: Sequence[Hit]) -> npt.NDArray[np.bool_]:
    """Which of the hits' records may be in another script than the post, shape (hits,); loose ones may be in any."""
    if stored := _of_index(hits):
        outlines = outlines_of(stored[0])
        return outlines.abroad(outlines.script_number(post.script), stored[1])
    return np.ones(len(hits), np.bool_)


def outlines_of(arrays: OutlineArrays) -> StoredOutlines:
    """The outlines of an index, opened once."""
    return kept_beside(arrays, StoredOutlines, arrays)


def moments_of(hits: Sequence[Hit]) -> npt.NDArray[np.int64]:
    """Start and end of the records' events, and when they expire: microseconds or `NO_DATE`, shape (hits, 3)."""
    if stored := _of_index(hits):
        return stored[0].moments[stored[1]]
    rows = []
    for record in (hit.evidence for hit in hits):
        event = retelling.event_interval(record)
        moments = (event.start, event.end) if event else (None, None)
        expires = record.expires_at.start if record.expires_at else None
        rows.append([NO_DATE if at is None else microseconds(at) for at in (*moments, expires)])
    return np.array(rows, np.int64).reshape(-1, 3)


def still_valid(hits: Sequence[Hit], at: datetime) -> list[Hit]:
    """Those whose records have not expired; each record once."""
    expires = moments_of(hits)[:, 2]
    lives = ((expires == NO_DATE) | (expires > microseconds(at))).tolist()
    living: list[Hit] = [hit for hit, live in zip(hits, lives, strict=True) if live]
    if not _of_index(hits):
        return list({hit.evidence.id: hit for hit in reversed(living)}.values())[::-1]
    return living


def _of_index(hits: Sequence[Hit]) -> tuple[OutlineArrays, npt.NDArray[np.int64]] | None:
    """The index that all hits come from, and the rows of their records there; None where they are of several."""
    if isinstance(hits, StoredHits):
        return hits.outlines, hits.rows
    arrays = hits[0].outlines if len(hits) and isinstance(hits[0], StoredHit) else None
    rows = [hit.row for hit in hits if isinstance(hit, StoredHit) and hit.outlines is arrays]
    return (arrays, np.array(rows, np.int64)) if arrays is not None and len(rows) == len(hits) else None
