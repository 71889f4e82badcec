"""What of a record stands in the outlines."""

from __future__ import annotations

from provenance.alignment.event import EventView
from provenance.detectors.recorded import record_view
from provenance.detectors.retelling import event_interval
from provenance.indexing.facts import REPORTS
from provenance.indexing.outlines import Outline, Report
from provenance.model.evidence import Evidence
from provenance.retrieval.languages import language_group
from provenance.retrieval.record_view import shown_of
from provenance.text.facts import FACTS_LENGTH, place_names


def outline_of(record: Evidence) -> Outline:
    """What a record tells: for retrieval, and those that tell of dated events also for the comparison of events."""
    shown = shown_of(record.claim, record.title, record.text)
    read = _read(record) if record.kind in REPORTS else None
    return Outline(
        claim=shown.claim,
        title=shown.title,
        body=shown.body,
        numbers=shown.numbers,
        names=shown.names,
        told=sorted(read.terms) if read else (),
        quantities=list(dict.fromkeys((each.value, each.unit, *each.reach) for each in read.quantities))
        if read
        else (),
        places=_places(record),
        event=event_interval(record),
        expires_at=record.expires_at.start if record.expires_at else None,
        language=language_group(record),
        report=Report(read.script, read.specific, read.dated, sorted(read.calendar_days)) if read else None,
    )


def _places(record: Evidence) -> list[str]:
    """That the record states, and that its claim, its title and its beginning name."""
    stated = place_names(", ".join(record.places))
    named = place_names("\n".join((record.claim or "", record.title or "", record.text[:FACTS_LENGTH])))
    return sorted(stated | named)


def _read(record: Evidence) -> EventView:
    read = record_view(record)
    return EventView(read.text, read.base, read.event)  # what is read for an outline need not stay
