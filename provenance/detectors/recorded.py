"""Records as event identity sees them; what is dear to read of those of an index was read when it was built."""

from __future__ import annotations

from provenance.alignment.event import EventView, event_view
from provenance.alignment.event.view import Read
from provenance.model.evidence import Evidence
from provenance.model.hit import Hit
from provenance.retrieval.stored_hit import StoredHit

#: News tells its event at the beginning; characters of a record that are compared.
LEAD = 800


def record_view(record: Evidence) -> EventView:
    """A record as event identity sees it."""
    text = f"{record.title or ''}\n{record.text[:LEAD]}".strip()
    return event_view(text, record.published_at, event=record.event)


def view_of(hit: Hit) -> EventView:
    """The record of a hit as event identity sees it: places and dates as the index has them."""
    view = record_view(hit.evidence)
    if isinstance(hit, StoredHit) and not view.is_read and (report := hit.outlines.report_of(hit.row)):
        view.recall(Read(report.script, tuple(report.paths), tuple(report.dated), frozenset(report.days)))
    return view
