"""What of a record is found whatever its language: the places and counts of those that tell of events."""

from __future__ import annotations

from provenance.model.evidence import Evidence, Kind
from provenance.text.facts import fact_terms

#: Kinds that tell of dated events.
REPORTS = (Kind.ARCHIVE, Kind.RELEASE)


def facts_of(record: Evidence) -> tuple[str, ...]:
    """The facts of an archive item or a release; none of other kinds."""
    return fact_terms(f"{record.title or ''}\n{record.text}") if record.kind in REPORTS else ()
