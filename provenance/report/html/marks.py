"""What is marked in the texts of a card: the same words, passages that tell the same, what was cut or added."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from provenance.errors import RecordError
from provenance.model.evidence import Evidence
from provenance.model.finding import Finding, Match, Pattern
from provenance.model.post import Post
from provenance.model.span import TextSpan, span_from_dict
from provenance.report.html.common_words import words_in_common
from provenance.report.html.details import rows_of
from provenance.report.html.passages import Mark

Marks = list[tuple[TextSpan, Mark]]

#: Measures of matches whose spans are passages that share terms, not words that agree one by one.
_LOOSE = frozenset({"term-coverage", "clause-bits", "word-by-word"})


def marks_of_post(finding: Finding, text: str, evidence: Mapping[str, Evidence]) -> Marks:
    """Everything in the post that some record shares, and what an edit put there."""
    marks: Marks = []
    for match in finding.matches:
        if isinstance(match.post_span, TextSpan):
            record = evidence.get(match.evidence_id)
            quotes = [each.quote for each in finding.citations if each.evidence_id == match.evidence_id]
            told = claim_of(finding, record)
            marks += _marked(match, text, match.post_span, [told] if told else [*quotes, text_of(record)])
    return [*marks, *((span, Mark.ADDED) for span in _edited(finding, "post_span"))]


def marks_of_record(finding: Finding, name: str, record: Evidence | Post | None, post: Post | None) -> Marks:
    """Everything in the text of the record (see `text_of`) that the post shares."""
    text = text_of(record)
    marks: Marks = []
    for match in finding.matches:
        if match.evidence_id == name:
            told = [match.post_span.of(post.text)] if post and isinstance(match.post_span, TextSpan) else []
            if isinstance(match.evidence_span, TextSpan):
                marks += _marked(match, text, match.evidence_span, [*told, claim_of(finding, record)])
            elif match.measure in _LOOSE:
                marks += [(span, Mark.SAME) for span in words_in_common(text, [_whole(text)], told)]
    return marks


def cuts_of_record(finding: Finding) -> Marks:
    """What of the official record the post left out or changed."""
    return [(span, Mark.CUT) for span in _edited(finding, "official_span")]


def marks_of_claim(claim: str, post: Post | None) -> Marks:
    """The words of the claim that the post has."""
    common = words_in_common(claim, [_whole(claim)], [post.text]) if claim and post else []
    return [(span, Mark.SAME) for span in common]


def claim_of(finding: Finding, record: Evidence | Post | None) -> str:
    """The claim that a post repeats, where the text of its fact-check need not state it; else nothing."""
    if finding.pattern is not Pattern.DEBUNKED or not isinstance(record, Evidence) or not record.text.strip():
        return ""
    return record.claim or record.title or ""


def text_of(record: Evidence | Post | None) -> str:
    """The text that spans count in, or what the record has instead of one."""
    if record is None or isinstance(record, Post):
        return record.text if record else ""
    spoken = "\n".join(part.text for part in record.transcript)
    return record.text or record.claim or spoken or record.title or ""


def _marked(match: Match, text: str, span: TextSpan, others: Sequence[str | None]) -> Marks:
    """Words that agree one by one are all the same; of a passage, those that the other side has, too."""
    if match.measure not in _LOOSE:
        return [(span, Mark.SAME)]
    common = words_in_common(text, [span], [each for each in others if each])
    return [(span, Mark.PASSAGE), *((each, Mark.SAME) for each in common)]


def _whole(text: str) -> TextSpan:
    return TextSpan(0, len(text))


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
