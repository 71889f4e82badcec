"""What detectors look at before they read a record: kept for every record, since posts keep coming back to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from weakref import WeakKeyDictionary

from provenance.alignment.event import EventView
from provenance.alignment.event.outline import Outline, TermNumbers, Units, outline_of
from provenance.detectors import retelling
from provenance.model.evidence import Evidence, Kind
from provenance.model.hit import Hit
from provenance.model.interval import Interval

#: Terms that are numbered before all that is kept is dropped; a million take about 100 MB.
MOST_TERMS = 1_000_000


@dataclass(slots=True)
class RecordOutline:
    """Kind, dates, terms and numbers of one record."""

    id: str
    kind: Kind
    #: When its event took place, as `retelling.event_interval`.
    event: Interval | None
    expires_at: Interval | None
    terms: Outline | None = None

    def expired(self, at: datetime) -> bool:
        """See `Evidence.expired`."""
        return self.expires_at is not None and self.expires_at.start <= at


class Outlines:
    """Outlines of the records of one table, or of loose ones."""

    def __init__(self) -> None:
        self.numbers = TermNumbers()
        self._kept: dict[int, RecordOutline] = {}

    def of(self, hit: Hit) -> RecordOutline:
        """Kind and dates of a hit's record."""
        if hit.stored is None:
            return _outline(hit.evidence)
        row = hit.stored[1]
        found = self._kept.get(row)
        if found is None:
            found = self._kept[row] = _outline(hit.evidence)
        return found

    def terms(self, hit: Hit) -> Outline:
        """Terms and numbers of what is read of the record."""
        kept = self.of(hit)
        if kept.terms is None:
            kept.terms = outline_of(_unkept(retelling.record_view(hit.evidence)), self.numbers)
        return kept.terms

    def units(self, hit: Hit) -> Units:
        """Numbers of what is read of the record."""
        return self.terms(hit).units


def outlines_for(hits: Sequence[Hit]) -> Outlines:
    """The kept outlines of the table that all hits come from; new ones where they come from several or none."""
    tables = {id(hit.stored[0]): hit.stored[0] for hit in hits if hit.stored}
    if len(tables) != 1 or any(hit.stored is None for hit in hits):
        return Outlines()
    (table,) = tables.values()
    found = _BY_TABLE.get(table)
    if found is None or len(found.numbers) > MOST_TERMS:
        found = _BY_TABLE[table] = Outlines()
    return found


_BY_TABLE: WeakKeyDictionary[object, Outlines] = WeakKeyDictionary()


def _outline(record: Evidence) -> RecordOutline:
    return RecordOutline(record.id, record.kind, retelling.event_interval(record), record.expires_at)


def _unkept(view: EventView) -> EventView:
    """The same view without what was read of it: what is read for an outline need not stay."""
    return EventView(view.text, view.base, view.event)
