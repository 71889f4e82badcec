"""The two sides of a card: the post, and each record that it is compared with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from provenance.errors import RecordError
from provenance.model.evidence import Evidence
from provenance.model.finding import Citation, Finding
from provenance.model.post import Post
from provenance.model.span import BoxSpan, TextSpan, TimeSpan, span_from_dict
from provenance.report.html.details import rows_of
from provenance.report.html.passages import Mark, Piece, passage
from provenance.report.html.pictures import Picture, Pictures
from provenance.report.links import web_address

#: Cards show so many records beside the post; the others are named among the sources.
_RECORDS_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Side:
    """One text with its marks, times and pictures."""

    heading: str
    name: str
    when: str | None
    lang: str | None
    link: str | None
    pieces: tuple[Piece, ...]
    seconds: tuple[str, ...]
    pictures: tuple[Picture, ...]


def post_side(finding: Finding, post: Post | None, heading: str, pictures: Pictures) -> Side:
    """The post, with everything marked that some record shares."""
    text = post.text if post else ""
    spans = [match.post_span for match in finding.matches]
    marks = [(span, Mark.SAME) for span in spans if isinstance(span, TextSpan)]
    marks += [(span, Mark.ADDED) for span in _edited(finding, "post_span")]
    return Side(
        heading=heading,
        name=finding.post_id,
        when=post.posted_at.isoformat() if post and post.posted_at else None,
        lang=post.lang if post else None,
        link=web_address(post.url) if post else None,
        pieces=tuple(passage(text, marks)),
        seconds=tuple(_seconds(span) for span in spans if isinstance(span, TimeSpan)),
        pictures=tuple(pictures.of(post.media if post else (), [s for s in spans if isinstance(s, BoxSpan)])),
    )


def record_sides(
    finding: Finding,
    posts: Mapping[str, Post],
    evidence: Mapping[str, Evidence],
    words: Mapping[str, str],
    pictures: Pictures,
) -> Iterator[Side]:
    """The records that the finding matches, in the order of its citations."""
    matched = {match.evidence_id for match in finding.matches}
    cited = [citation for citation in finding.citations if citation.evidence_id in matched]
    for number, citation in enumerate(cited[:_RECORDS_SHOWN]):
        record = evidence.get(citation.evidence_id) or posts.get(citation.evidence_id)
        heading = words["other_post"] if isinstance(record, Post) else words["record"]
        yield _record_side(finding, citation, record, heading, pictures, edited=number == 0)


def _record_side(
    finding: Finding,
    citation: Citation,
    record: Evidence | Post | None,
    heading: str,
    pictures: Pictures,
    *,
    edited: bool,
) -> Side:
    spans = [match.evidence_span for match in finding.matches if match.evidence_id == citation.evidence_id]
    marks = [(span, Mark.SAME) for span in spans if isinstance(span, TextSpan)]
    if edited:
        marks += [(span, Mark.CUT) for span in _edited(finding, "official_span")]
    text = _text_of(record)
    return Side(
        heading=heading,
        name=" · ".join(part for part in (citation.publisher, citation.title) if part) or citation.evidence_id,
        when=citation.published_at,
        lang=record.lang if record else None,
        link=None,  # among the sources
        pieces=tuple(passage(text, marks) if text else passage(citation.quote or "", ())),
        seconds=tuple(_seconds(span) for span in spans if isinstance(span, TimeSpan)),
        pictures=tuple(
            pictures.of(
                record.media if record else (), [s for s in spans if isinstance(s, BoxSpan)], citation.evidence_id
            )
        ),
    )


def _text_of(record: Evidence | Post | None) -> str:
    """The text that spans count in, or what the record has instead of one."""
    if record is None or isinstance(record, Post):
        return record.text if record else ""
    spoken = "\n".join(part.text for part in record.transcript)
    return record.text or record.claim or spoken or record.title or ""


def _edited(finding: Finding, side: str) -> Iterator[TextSpan]:
    for edit in rows_of(finding.details.get("edits")):
        found = edit.get(side)
        if isinstance(found, dict):
            try:
                span = span_from_dict(found)
            except RecordError:
                continue  # a span of another program's making: shown by its words among the facts
            if isinstance(span, TextSpan):
                yield span


def _seconds(span: TimeSpan) -> str:
    return f"{span.start_s:.1f}–{span.end_s:.1f}"
