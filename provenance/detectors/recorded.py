"""Records as event identity sees them; what is dear to read of those of an index was read when it was built."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from provenance.alignment.event import EventView, event_view
from provenance.alignment.event.view import Read
from provenance.detectors.kept import OfRows, kept_beside
from provenance.indexing.outlines import OutlineArrays
from provenance.model.evidence import Evidence, event_between
from provenance.model.hit import Hit
from provenance.model.interval import Interval
from provenance.retrieval.languages import OTHER
from provenance.retrieval.stored_hit import StoredHit
from provenance.store.records import RecordTable
from provenance.text.language import language_of

#: News tells its event at the beginning; characters of a record that are compared.
LEAD = 800
#: Characters of the text that show its language, beside claim and title.
_SHOWN = 200
#: Fields of a record that are compared.
_COMPARED = ("title", "text", "published_at", "event_start", "event_end")


def record_view(record: Evidence) -> EventView:
    """A record as event identity sees it."""
    return _view(*(getattr(record, name) for name in _COMPARED))


def _view(
    title: str | None, text: str, published: Interval | None, start: Interval | None, end: Interval | None
) -> EventView:
    lead = f"{title or ''}\n{text[:LEAD]}".strip()
    return event_view(lead, published, event=event_between(start, end))


class _Views(OfRows[EventView]):
    """Views of the records of an index."""


class _Languages(OfRows[str]):
    """Languages of the records of an index that do not state one."""


def language_of_record(hit: Hit) -> str:
    """The language of the record of a hit: as its source states it, else as the text shows."""
    if not isinstance(hit, StoredHit):
        return hit.evidence.lang or _shown_language(hit.evidence)
    group = language_group_of(hit)
    if group != OTHER:
        return group
    return kept_beside(hit.outlines, _Languages).of(hit.row, lambda _: _shown_language(hit.evidence))


def language_group_of(hit: StoredHit) -> str:
    """The language group of a record (`retrieval.languages`), which its index knows."""
    return hit.outlines.tables.languages[int(hit.outlines.languages[hit.row])]


def _shown_language(record: Evidence) -> str:
    return language_of(f"{record.claim or ''} {record.title or ''} {record.text[:_SHOWN]}")


def view_of(hit: Hit) -> EventView:
    """The record of a hit as event identity sees it: places and dates as the index has them."""
    if isinstance(hit, StoredHit):
        return stored_view(hit.records, hit.outlines, hit.row)
    return record_view(hit.evidence)


def stated_places(hit: Hit) -> Sequence[str]:
    """Where the record of a hit says that its event was, beside its text."""
    if isinstance(hit, StoredHit):
        return hit.records.fields(hit.row, ("places",))["places"]  # type: ignore[no-any-return]
    return hit.evidence.places


def stored_view(records: RecordTable, outlines: OutlineArrays, row: int) -> EventView:
    """The same of a record of an index, by its row."""
    return kept_beside(outlines, _Views).of(row, partial(_read_view, records, outlines))


def _read_view(records: RecordTable, outlines: OutlineArrays, row: int) -> EventView:
    view = _view(*records.fields(row, _COMPARED).values())
    if not view.is_read and (report := outlines.report_of(row)):
        view.recall(Read(report.script, tuple(report.paths), tuple(report.dated), frozenset(report.days)))
    return view
