"""Statements put together from several records: pieces of two in one quotation, a question with another's answer."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from provenance.alignment.text import SegmentOp
from provenance.alignment.text.structure import Turn, turns_of
from provenance.detectors.laid import laid_beside
from provenance.detectors.quoted_record import Reading, postdates, readings
from provenance.model.evidence import Evidence, Kind
from provenance.model.post import Post
from provenance.model.quotation import PassageHit, QuotationForm, QuotationHits
from provenance.model.span import TextSpan

#: A piece from another record holds at least so many characters, and nearly all of them.
_PIECE_HAN, _PIECE_LATIN, _PIECE_COVERAGE = 6, 18, 0.9
#: A quotation that one record covers to this share is no splice.
_ONE_SOURCE = 0.93
#: Two records together account for at least this share, and for so much more than the best one alone.
_TOGETHER, _GAIN = 0.8, 0.1
#: Characters before a quotation in which the post says that it is a question, or an answer.
_CUE_REACH = 14
_ASKED = re.compile(r"问|提问|請問|请问|\basked\b|\bQ[:.]|question", re.IGNORECASE)
_ANSWERED = re.compile(r"答|回应|回應|外交部|发言人|發言人|表示|[:：]|\breplied|\banswer|\bA[:.]|\bsaid", re.IGNORECASE)
#: Share of a question or answer that its record must hold.
_TURN_KEPT = 0.6
_TURN_WORDS = 6


@dataclass(frozen=True)
class Splice:
    """Two pieces of a post and the records they come from; the second is where the other statement begins."""

    code: str
    first: Evidence
    first_post: TextSpan
    first_record: TextSpan
    second: Evidence
    second_post: TextSpan
    second_record: TextSpan


def records_joined(post: Post, found: QuotationHits, laid: Sequence[Reading]) -> Splice | None:
    """A quotation of which one part stands in one record only, and another part in another only."""
    if found.quotation.form is not QuotationForm.MARKED or not laid:
        return None
    if any(reading.alignment.kept_ratio >= _ONE_SOURCE for reading in laid):
        return None
    for reading in laid:
        foreign = _foreign(reading, found.quotation.span)
        for hit in found.hits if _source_is_exact(reading) else ():
            other = hit.evidence.kind is Kind.RELEASE and hit.evidence.id != reading.evidence.id
            together = reading.share + len(hit.post_span) / max(1, len(found.quotation.span))
            if together < max(_TOGETHER, laid[0].share + _GAIN) or not other or postdates(post, hit.evidence):
                continue
            if _fills(post, hit, foreign):
                return Splice(
                    "records-joined",
                    reading.evidence,
                    reading.post_span,
                    reading.record_span,
                    hit.evidence,
                    hit.post_span,
                    hit.evidence_span,
                )
    return None


def _foreign(reading: Reading, quotation: TextSpan) -> list[TextSpan]:
    """Stretches of the quotation that the record does not hold."""
    kept = [segment.clip for segment in reading.alignment.segments if segment.op is SegmentOp.KEPT]
    edges = [0, *(edge for span in kept for edge in (span.start, span.end)), len(quotation)]
    gaps = [TextSpan(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if b > a]
    return [TextSpan(gap.start + reading.post_offset, gap.end + reading.post_offset) for gap in gaps]


def _fills(post: Post, hit: PassageHit, foreign: Sequence[TextSpan]) -> bool:
    """Whether the hit holds one of the foreign stretches, word for word."""
    if hit.coverage < _PIECE_COVERAGE or not _long_enough(hit.post_span.of(post.text)):
        return False
    inside = [gap for gap in foreign if gap.start - 2 <= hit.post_span.start and hit.post_span.end <= gap.end + 2]
    if not inside:
        return False
    piece = laid_beside(hit.post_span.of(post.text), hit.evidence_span.of(hit.evidence.text))
    return not piece.edits


def _source_is_exact(reading: Reading) -> bool:
    """Whether the reading's own part is long enough and literal, apart from what was joined to it."""
    kept = [segment.clip for segment in reading.alignment.segments if segment.op is SegmentOp.KEPT]
    longest = max(kept, key=len, default=TextSpan(0, 0))
    return _long_enough(longest.of(reading.alignment.clip))


def _long_enough(text: str) -> bool:
    han = sum("\u3400" <= char <= "\u9fff" for char in text)
    return han >= _PIECE_HAN or len(text) >= _PIECE_LATIN


def question_joined(post: Post, quotations: Sequence[QuotationHits]) -> Splice | None:
    """A quoted question followed by the answer that was given to another one."""
    marked = [found for found in quotations if found.quotation.form is QuotationForm.MARKED]
    for asked, answered in itertools.pairwise(marked):
        if not _announced(post, asked, answered):
            continue
        questions, answers = _turn_readings(post, asked), _turn_readings(post, answered)
        if not questions or not answers:
            continue
        places = {(reading.evidence.id, turn.exchange) for reading, turn in questions if turn.role == "question"}
        question = next((pair for pair in questions if pair[1].role == "question"), None)
        answer = next((pair for pair in answers if pair[1].role == "answer"), None)
        if question is None or answer is None or questions[0][1].role != "question":
            continue
        if any((reading.evidence.id, turn.exchange) in places for reading, turn in answers):
            continue
        return Splice(
            "question-joined",
            question[0].evidence,
            asked.quotation.span,
            question[0].record_span,
            answer[0].evidence,
            answered.quotation.span,
            answer[0].record_span,
        )
    return None


def _announced(post: Post, asked: QuotationHits, answered: QuotationHits) -> bool:
    """Whether the post says that the first is a question and the second its answer."""
    first, second = asked.quotation.span, answered.quotation.span
    before = post.text[max(0, first.start - _CUE_REACH) : first.start]
    between = post.text[first.end : second.start]
    return bool(_ASKED.search(before) and _ANSWERED.search(between))


def _turn_readings(post: Post, found: QuotationHits) -> list[tuple[Reading, Turn]]:
    laid = [
        reading
        for reading in readings(post, found, Kind.RELEASE)
        if reading.alignment.kept_ratio >= _TURN_KEPT and reading.kept_words >= _TURN_WORDS
    ]
    return [(reading, _turn_at(reading)) for reading in laid]


def _turn_at(reading: Reading) -> Turn:
    return [turn for turn in turns_of(reading.evidence.text) if turn.start <= reading.record_span.start][-1]
