"""What detectors look at before they read a record: the index holds it of every record, loose ones are read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cached_property

import numpy as np
import numpy.typing as npt

from provenance.alignment.event import EventView
from provenance.alignment.event.outline import (
    Numbering,
    Outline,
    TermNumbers,
    Units,
    agreeing,
    agreement_degree,
    likeness,
    outline_of,
)
from provenance.detectors import retelling
from provenance.detectors.headroom import Caps
from provenance.detectors.recorded import record_view
from provenance.detectors.retelling import DEEPEST
from provenance.indexing.outlines import OutlineArrays, Sort
from provenance.model.hit import Hit
from provenance.retrieval.stored_hit import StoredHit, StoredHits
from provenance.store.layout import NO_DATE, microseconds
from provenance.text.quantities import Quantity

#: Outlines, and words of posts, that are kept; 100,000 take about 50 MB.
KEPT = 100_000
#: More days than any text names.
MANY_DAYS = 1e6


class Outlines:
    """Outlines of loose records: they are read."""

    def __init__(self) -> None:
        self._numbers = TermNumbers()

    @property
    def numbers(self) -> Numbering:
        """By which terms are numbered."""
        return self._numbers

    def terms(self, hits: Sequence[Hit]) -> list[Outline]:
        """Terms and numbers of what is read of each record."""
        return [outline_of(_unkept(record_view(hit.evidence)), self._numbers) for hit in hits]

    def units(self, hits: Sequence[Hit]) -> list[Units]:
        """Numbers of what is read of each record."""
        return [outline.units for outline in self.terms(hits)]


class StoredOutlines(Outlines):
    """Outlines of the records of an index."""

    def __init__(self, arrays: OutlineArrays) -> None:
        super().__init__()
        self._arrays = arrays
        self._stored, self._values = _Stored(arrays, Sort.TOLD), _Stored(arrays, Sort.VALUE)
        self._kept: dict[int, Outline] = {}
        self._units: dict[int, _StoredUnits] = {}
        self._alike: dict[tuple[int, int], float] = {}

    @property
    def numbers(self) -> Numbering:
        """See `Outlines`."""
        return self._stored

    def terms(self, hits: Sequence[Hit]) -> list[Outline]:
        """See `Outlines`."""
        return self.of_rows([hit.row for hit in hits if isinstance(hit, StoredHit)])

    def of_rows(self, rows: Iterable[int]) -> list[Outline]:
        """Terms and numbers of records by their rows."""
        if len(self._kept) > KEPT:
            self._kept.clear()
        kept = self._kept
        return [kept.get(row) or kept.setdefault(row, self._of_row(row)) for row in rows]

    def degrees(self, post: EventView, rows: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
        """How far the numbers of a post agree with those of each record (`agreement_degree`), shape (rows,)."""
        out, numbers = np.zeros(len(rows)), post.quantities
        if met := self.met(numbers):
            for place, row in enumerate(rows.tolist()):
                units = self._units.get(row) or self._units_of(row)
                if not met.isdisjoint(units.values):
                    out[place] = agreement_degree(agreeing(numbers, units))
        return out

    def caps(self, rows: npt.NDArray[np.int64]) -> Caps:
        """What places and dates of records allow; of what is no report nothing is known."""
        arrays = self._arrays
        known = arrays.scripts[rows] > 0
        days = arrays.day_starts[rows + 1] - arrays.day_starts[rows]
        return Caps(np.where(known, self._deepest[rows], DEEPEST), np.where(known, days, MANY_DAYS).astype(np.float64))

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

    def met(self, quantities: Iterable[Quantity]) -> frozenset[int]:
        """The numbers of those values that any record at all has."""
        return frozenset(number for each in quantities if (number := self._values.number(each.value)) >= 0)

    def likeness(self, one: int, two: int) -> float:
        """The set cosine of the terms of two records; kept, since posts of one event bring up the same ones."""
        pair = (one, two) if one < two else (two, one)
        if pair not in self._alike:
            if len(self._alike) > KEPT:
                self._alike.clear()
            self._alike[pair] = likeness(*self.of_rows(pair))
        return self._alike[pair]

    def _of_row(self, row: int) -> Outline:
        return Outline(self._arrays.told_of(row), self._units_of(row))

    def _units_of(self, row: int) -> _StoredUnits:
        if len(self._units) > KEPT:
            self._units.clear()
        if row not in self._units:
            self._units[row] = _StoredUnits(self._values, self._arrays.quantities_of(row))
        return self._units[row]


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


class _StoredUnits:
    """See `Units`; values of the post are looked up in the index."""

    def __init__(self, values: _Stored, pairs: Sequence[tuple[int, str | None]]) -> None:
        self._numbered = values
        #: Number of a value → its units.
        self.values: dict[int, tuple[str | None, ...]] = {}
        for value, unit in pairs:
            self.values[value] = (*self.values.get(value, ()), unit)

    def get(self, value: str, /) -> tuple[str | None, ...] | None:
        """See `Units`."""
        return self.values.get(self._numbered.number(value))


def outlines_for(hits: Sequence[Hit]) -> Outlines:
    """The outlines of the index that all hits come from; loose ones where they come from several or none."""
    arrays = _index_of(hits)
    return Outlines() if arrays is None else outlines_of(arrays)


def outlines_of(arrays: OutlineArrays) -> StoredOutlines:
    """The outlines of an index, opened once."""
    found = arrays.beside.get(StoredOutlines)
    if not isinstance(found, StoredOutlines):
        found = arrays.beside[StoredOutlines] = StoredOutlines(arrays)
    return found


def moments_of(hits: Sequence[Hit]) -> npt.NDArray[np.int64]:
    """Start and end of the records' events, and when they expire: microseconds or `NO_DATE`, shape (hits, 3)."""
    if isinstance(hits, StoredHits):
        return hits.outlines.moments[hits.rows]
    if (arrays := _index_of(hits)) is not None:
        return arrays.moments[[hit.row for hit in hits if isinstance(hit, StoredHit)]]
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
    if _index_of(hits) is None:
        return list({hit.evidence.id: hit for hit in reversed(living)}.values())[::-1]
    return living


def _index_of(hits: Sequence[Hit]) -> OutlineArrays | None:
    """The index that all hits come from."""
    arrays = hits[0].outlines if len(hits) and isinstance(hits[0], StoredHit) else None
    same = arrays is not None and all(isinstance(hit, StoredHit) and hit.outlines is arrays for hit in hits)
    return arrays if same else None


def _unkept(view: EventView) -> EventView:
    """The same view without what was read of it: what is read for an outline need not stay."""
    return EventView(view.text, view.base, view.event)
