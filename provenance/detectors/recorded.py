"""Records as event identity sees them; what is dear to read of those of an index was read when it was built."""

from __future__ import annotations

from provenance.alignment.event import EventView, event_view
from provenance.alignment.event.view import KEPT_VIEWS, Read
from provenance.indexing.outlines import OutlineArrays
from provenance.model.evidence import Evidence
from provenance.model.hit import Hit
from provenance.retrieval.languages import OTHER
from provenance.retrieval.stored_hit import StoredHit
from provenance.store.records import RecordTable
from provenance.text.language import language_of

#: News tells its event at the beginning; characters of a record that are compared.
LEAD = 800
#: Characters of the text that show its language, beside claim and title.
_SHOWN = 200


def record_view(record: Evidence) -> EventView:
    """A record as event identity sees it."""
    text = f"{record.title or ''}\n{record.text[:LEAD]}".strip()
    return event_view(text, record.published_at, event=record.event)


class _Views(dict[int, EventView]):
    """Views of an index by their rows, kept beside its outlines."""


class _Languages(dict[int, str]):
    """Languages of records of an index that are not stated, by their rows, kept beside its outlines."""


def language_of_record(hit: Hit) -> str:
    """The language of the record of a hit: as its source states it, else as the text shows."""
    if not isinstance(hit, StoredHit):
        return hit.evidence.lang or _shown_language(hit.evidence)
    outlines, row = hit.outlines, hit.row
    group: str = outlines.tables.languages[outlines.languages[row]]
    if group != OTHER:
        return group
    known = outlines.beside.get(_Languages)
    if not isinstance(known, _Languages):
        known = outlines.beside[_Languages] = _Languages()
    if row not in known:
        known[row] = _shown_language(hit.evidence)
    return known[row]


def _shown_language(record: Evidence) -> str:
    return language_of(f"{record.claim or ''} {record.title or ''} {record.text[:_SHOWN]}")


def view_of(hit: Hit) -> EventView:
    """The record of a hit as event identity sees it: places and dates as the index has them."""
    if isinstance(hit, StoredHit):
        return stored_view(hit.records, hit.outlines, hit.row)
    return record_view(hit.evidence)


def stored_view(records: RecordTable, outlines: OutlineArrays, row: int) -> EventView:
    """The same of a record of an index, by its row."""
    views = outlines.beside.get(_Views)
    if not isinstance(views, _Views):
        views = outlines.beside[_Views] = _Views()
    view = views.get(row)
    if view is None:
        if len(views) >= KEPT_VIEWS:
            views.clear()
        view = views[row] = record_view(records.evidence(row))
        if not view.is_read and (report := outlines.report_of(row)):
            view.recall(Read(report.script, tuple(report.paths), tuple(report.dated), frozenset(report.days)))
    return view
