"""Findings about records that speak by the text of a picture: told with the place in the picture."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from provenance.model.evidence import Evidence
from provenance.model.finding import Citation, Finding, Match, Pattern, Reason
from provenance.model.span import TextSpan

if TYPE_CHECKING:
    from provenance.media.picture_text import PictureText

#: A recogniser that trusts a line less may have altered a word of it, and nobody else did (0 to 1, 2026-11).
_SURE = 0.95


def told_of_records(
    findings: Iterable[Finding], read: Mapping[str, PictureText], record_of: Callable[[str], Evidence | None]
) -> Iterator[Finding]:
    """The findings, spans in the text of a picture turned into boxes of it.

    Args:
        findings: of one post.
        read: id of a record that spoke by a picture → its text.
        record_of: the record of an id, as it stands in the index.
    """
    for finding in findings:
        if not any(match.evidence_id in read for match in finding.matches):
            yield finding
        elif finding.pattern is not Pattern.EDITED_OFFICIAL or _surely_read(finding, read):
            yield _told(finding, read, record_of)


def _surely_read(finding: Finding, read: Mapping[str, PictureText]) -> bool:
    """Whether the quoted words stand in one paragraph, read without doubt: otherwise an edit may be the reader's."""
    for match in finding.matches:
        said = read.get(match.evidence_id)
        if said is None:
            continue
        span = match.evidence_span
        if not isinstance(span, TextSpan) or "\n" in span.of(said.text):
            return False
        if any(line.trust < _SURE for line in said.at(span)):
            return False
    return True


def _told(finding: Finding, read: Mapping[str, PictureText], record_of: Callable[[str], Evidence | None]) -> Finding:
    # Edits are of the record matched last: the only one, or the second of two that were joined.
    edited = read.get(finding.matches[-1].evidence_id)
    quoted = {match.evidence_id: read[match.evidence_id] for match in finding.matches if match.evidence_id in read}
    reasons = tuple(
        Reason("read-in-record", f"the words of {name} stand in its picture {said.media}", 0.0)
        for name, said in quoted.items()
    )
    return replace(
        finding,
        reasons=(*finding.reasons, *reasons),
        matches=tuple(_boxed(match, read) for match in finding.matches),
        citations=tuple(_cited(citation, quoted, record_of) for citation in finding.citations),
        details=dict(finding.details) if edited is None else _with_boxes(dict(finding.details), edited),
    )


def _boxed(match: Match, read: Mapping[str, PictureText]) -> Match:
    said = read.get(match.evidence_id)
    if said is None:
        return match
    span = match.evidence_span
    return replace(match, evidence_span=said.box(span if isinstance(span, TextSpan) else TextSpan(0, len(said.text))))


def _cited(
    citation: Citation, read: Mapping[str, PictureText], record_of: Callable[[str], Evidence | None]
) -> Citation:
    """The citation of the record itself, with the words of its picture."""
    said = read.get(citation.evidence_id)
    record = record_of(citation.evidence_id) if said else None
    if said is None or record is None:
        return citation
    return Citation.of(record, quote=citation.quote or said.text)


def _with_boxes(value: Any, said: PictureText) -> Any:
    """Details with every stretch of the record's text as a box of its picture."""
    if isinstance(value, dict):
        return {
            key: said.box(TextSpan(item["start"], item["end"])).to_dict()
            if key == "official_span" and isinstance(item, dict) and item.get("unit") == "char"
            else _with_boxes(item, said)
            for key, item in value.items()
        }
    return [_with_boxes(item, said) for item in value] if isinstance(value, list | tuple) else value
