"""What detectors look at before they read a record: the index holds it of every record, loose ones are read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property

import numpy as np
import numpy.typing as npt

from provenance.alignment.event import EventView
from provenance.alignment.event.outline import Numbering, Outline, TermNumbers, Units, outline_of
from provenance.detectors import retelling
from provenance.indexing.outlines import OutlineArrays, Sort
from provenance.model.evidence import Evidence
from provenance.model.hit import Hit
from provenance.model.interval import Interval
from provenance.store.layout import NO_DATE

#: Outlines, and words of posts, that are kept; 100,000 take about 50 MB.
KEPT = 100_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(slots=True)
class RecordOutline:
    """Dates, terms and numbers of one record."""

    #: Tells it from other records: its id, or its row in the index.
    key: str | int
    #: When its event took place, as `retelling.event_interval`.
    event: Interval | None
    expires_at: datetime | None
    terms: Outline | None = field(default=None, repr=False)

    def expired(self, at: datetime) -> bool:
        """See `Evidence.expired`."""
        return self.expires_at is not None and self.expires_at <= at


class Outlines:
    """Outlines of loose records."""

    def __init__(self) -> None:
        self._numbers = TermNumbers()
        self._kept: dict[str, RecordOutline] = {}

    @property
    def numbers(self) -> Numbering:
        """By which terms are numbered."""
        return self._numbers

    def of(self, hit: Hit) -> RecordOutline:
        """Dates of a hit's record."""
        record = hit.evidence
        if record.id not in self._kept:
            self._kept[record.id] = _outline(record)
        return self._kept[record.id]

    def terms(self, hit: Hit) -> Outline:
        """Terms and numbers of what is read of the record."""
        kept = self.of(hit)
        if kept.terms is None:
            kept.terms = outline_of(_unkept(retelling.record_view(hit.evidence)), self._numbers)
        return kept.terms

    def units(self, hit: Hit) -> Units:
        """Numbers of what is read of the record."""
        return self.terms(hit).units


class StoredOutlines(Outlines):
    """Outlines of the records of an index."""

    def __init__(self, arrays: OutlineArrays) -> None:
        super().__init__()
        self._arrays = arrays
        self._by_row: dict[int, RecordOutline] = {}

    @cached_property
    def numbers(self) -> Numbering:
        """See `Outlines`."""
        return _Stored(self._arrays, Sort.TOLD)

    @cached_property
    def _values(self) -> _Stored:
        return _Stored(self._arrays, Sort.VALUE)

    def of(self, hit: Hit) -> RecordOutline:
        """See `Outlines`."""
        assert hit.stored is not None
        row = hit.stored[1]
        found = self._by_row.get(row)
        if found is None:
            if len(self._by_row) >= KEPT:
                self._by_row.clear()
            start, end, expires = self._arrays.moments[row].tolist()
            event = None if start == NO_DATE else Interval(_moment(start), _moment(end))
            found = RecordOutline(row, event, None if expires == NO_DATE else _moment(expires))
            self._by_row[row] = found
        return found

    def terms(self, hit: Hit) -> Outline:
        """See `Outlines`."""
        kept = self.of(hit)
        if kept.terms is None:
            assert hit.stored is not None
            row = hit.stored[1]
            kept.terms = Outline(self._arrays.told_of(row), _StoredUnits(self._values, self._arrays.quantities_of(row)))
        return kept.terms


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
        self._values = values
        self._units: dict[int, tuple[str | None, ...]] = {}
        for value, unit in pairs:
            self._units[value] = (*self._units.get(value, ()), unit)

    def get(self, value: str, /) -> tuple[str | None, ...] | None:
        """See `Units`."""
        return self._units.get(self._values.number(value)) if self._units else None


def outlines_for(hits: Sequence[Hit]) -> Outlines:
    """The outlines of the index that all hits come from; loose ones where they come from several or none."""
    indexes = {id(hit.stored[0]): hit.stored[0] for hit in hits if hit.stored}
    if len(indexes) != 1 or any(hit.stored is None for hit in hits):
        return Outlines()
    (arrays,) = indexes.values()
    assert isinstance(arrays, OutlineArrays)
    found = arrays.beside.get(StoredOutlines)
    if not isinstance(found, StoredOutlines):
        found = arrays.beside[StoredOutlines] = StoredOutlines(arrays)
    return found


def _moment(microseconds: int) -> datetime:
    return _EPOCH + timedelta(microseconds=microseconds)


def _outline(record: Evidence) -> RecordOutline:
    expires = record.expires_at.start if record.expires_at else None
    return RecordOutline(record.id, retelling.event_interval(record), expires)


def _unkept(view: EventView) -> EventView:
    """The same view without what was read of it: what is read for an outline need not stay."""
    return EventView(view.text, view.base, view.event)
