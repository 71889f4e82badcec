"""The two sides of a card: the post, and each record that it is compared with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from provenance.model.evidence import Evidence
from provenance.model.finding import Citation, Finding
from provenance.model.post import Post
from provenance.model.span import BoxSpan, TimeSpan
from provenance.report.html.marks import (
    claim_of,
    cuts_of_record,
    marks_of_claim,
    marks_of_post,
    marks_of_record,
    text_of,
)
from provenance.report.html.passages import Piece, passage
from provenance.report.html.pictures import Picture, Pictures
from provenance.report.links import web_address
from provenance.report.when import readable_time

#: Cards show so many records beside the post; the others are named among the sources.
_RECORDS_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Side:
    """One text with its marks, times and pictures; before it, the claim that a fact-check is about."""

    heading: str
    name: str
    when: str | None
    lang: str | None
    link: str | None
    claim: tuple[Piece, ...]
    pieces: tuple[Piece, ...]
    seconds: tuple[str, ...]
    pictures: tuple[Picture, ...]


def post_side(
    finding: Finding, post: Post | None, evidence: Mapping[str, Evidence], heading: str, pictures: Pictures
) -> Side:
    """The post, with everything marked that some record shares."""
    text = post.text if post else ""
    spans = [match.post_span for match in finding.matches]
    return Side(
        heading=heading,
        name=finding.post_id,
        when=readable_time(post.posted_at.isoformat()) if post and post.posted_at else None,
        lang=post.lang if post else None,
        link=web_address(post.url) if post else None,
        claim=(),
        pieces=tuple(passage(text, marks_of_post(finding, text, evidence))),
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
        post = posts.get(finding.post_id)
        yield _record_side(finding, citation, record, post, heading, pictures, edited=number == 0)


def _record_side(
    finding: Finding,
    citation: Citation,
    record: Evidence | Post | None,
    post: Post | None,
    heading: str,
    pictures: Pictures,
    *,
    edited: bool,
) -> Side:
    spans = [match.evidence_span for match in finding.matches if match.evidence_id == citation.evidence_id]
    marks = marks_of_record(finding, citation.evidence_id, record, post)
    if edited:
        marks += cuts_of_record(finding)
    text, claim = text_of(record), claim_of(finding, record)
    return Side(
        heading=heading,
        name=" · ".join(part for part in (citation.publisher, citation.title) if part) or citation.evidence_id,
        when=readable_time(citation.published_at) or None,
        lang=record.lang if record else None,
        link=None,  # among the sources
        claim=tuple(passage(claim, marks_of_claim(claim, post))) if claim else (),
        pieces=tuple(passage(text, marks) if text else passage(citation.quote or "", ())),
        seconds=tuple(_seconds(span) for span in spans if isinstance(span, TimeSpan)),
        pictures=tuple(
            pictures.of(
                record.media if record else (), [s for s in spans if isinstance(s, BoxSpan)], citation.evidence_id
            )
        ),
    )


def _seconds(span: TimeSpan) -> str:
    return f"{span.start_s:.1f}–{span.end_s:.1f}"
