"""Statements ascribed to an official speaker that the full record of the event does not contain."""

from __future__ import annotations

from provenance.alignment.text.structure import turns_of
from provenance.detectors.laid import laid_beside
from provenance.model.evidence import Evidence
from provenance.model.post import Post
from provenance.model.quotation import QuotationForm, QuotationHits
from provenance.text.people import same_person

#: A quotation this long cannot be a common phrase (characters of Chinese; others count three for a word).
_SHORTEST = 10
#: A record with this many turns, questions and answers among them, is a full transcript.
_TURNS = 4
#: Share of the words that a paraphrase may have in common with what was said; from there on it is no invention.
_SHARED = 0.45
#: Coverage by any other record: then it was said, elsewhere.
_ELSEWHERE = 0.5


def not_in_record(post: Post, found: QuotationHits) -> Evidence | None:
    """The full record of the event that the post names, if it does not hold the quotation; else None.

    None as well where another record holds it, where the post names no speaker beside the quotation, where the index
    holds no transcript of the event, and where the quotation is in another script than the transcript (a translation).
    """
    quotation = found.quotation
    attribution = quotation.attribution
    text = quotation.span.of(post.text)
    if quotation.form is not QuotationForm.MARKED or attribution is None or _size(text) < _SHORTEST:
        return None
    theirs = [
        record for record in found.event_records if record.author and same_person(attribution.name, record.author)
    ]
    if not theirs or not all(_is_transcript(record) and _han(record.text) == _han(text) for record in theirs):
        return None
    if any(hit.coverage >= _ELSEWHERE for hit in found.hits):
        return None
    if any(laid_beside(text, record.text).kept_ratio >= _SHARED for record in theirs):
        return None
    return theirs[0]


def _is_transcript(record: Evidence) -> bool:
    turns = turns_of(record.text)
    return len(turns) >= _TURNS and {"question", "answer"} <= {turn.role for turn in turns}


def _size(text: str) -> int:
    han = sum("\u3400" <= char <= "\u9fff" for char in text)
    return han + (len(text) - han) // 3


def _han(text: str) -> bool:
    letters = [char for char in text if char.isalpha()]
    return 2 * sum("\u3400" <= char <= "\u9fff" for char in letters) > len(letters)
