"""A fresh official text that a post tells on nearly in its words, without any sign that somebody is quoted."""

from __future__ import annotations

from collections.abc import Sequence

from provenance.detectors.base import Context
from provenance.detectors.passages import words_of
from provenance.detectors.quoted_record import Reading, appeared_near, readings
from provenance.model.evidence import Kind
from provenance.model.hit import Hit
from provenance.model.quotation import PassageHit, Quotation, QuotationForm, QuotationHits
from provenance.model.span import TextSpan
from provenance.retrieval.stored_hit import feature_columns
from provenance.text.clauses import clauses

#: Records that a post is laid against, and the share of its rare words that they must have: less than of what is left
#: when the post's own comment is taken off.
_MOST, _EXPLAINED = 2, 0.45
#: What a record must hold of the post before a difference is an edit: words and share. By principle, 2026-11.
_WORDS, _SHARE = 16, 0.75
#: A post that long is no statement told on, but an article (characters).
_LONGEST = 400


def told_on(context: Context) -> tuple[QuotationHits, Reading] | None:
    """The post beside such a record, where a number or a "not" differs.

    What counts as the quotation is the post but for its own words before and after.

    Only a record of the same week, as the next decision of an office reads like the last one; nothing where some record
    says the very same.
    """
    text, hits = context.post.text, context.hits.get(Kind.RELEASE, ())
    if not len(hits) or context.post.posted_at is None or not text.strip() or len(text) > _LONGEST:
        return None
    near = [hits[place].evidence for place in _explaining(hits)]
    fresh = [record for record in near if record.text and appeared_near(context.post, record)]
    if not fresh:
        return None
    span = _without_comment(text, words_of(" ".join(record.text for record in fresh)))
    whole = tuple(PassageHit(record, span, TextSpan(0, len(record.text)), 1.0) for record in fresh)
    found = QuotationHits(Quotation(span, QuotationForm.BARE), whole)
    read = [reading for reading in readings(context.post, found, Kind.RELEASE) if reading.share >= _SHARE]
    if not all(reading.edits for reading in read):
        return None
    told = (reading for reading in read if reading.kept_words >= _WORDS)
    return next(((found, reading) for reading in told), None)


def _without_comment(text: str, official: frozenset[str]) -> TextSpan:
    """The post from the first to the last clause of which half the words are official; all of it where none is."""
    told = [span for span in clauses(text) if 2 * len((words := words_of(span.of(text))) & official) >= len(words)]
    return TextSpan(told[0].start, told[-1].end) if told else TextSpan(0, len(text))


def _explaining(hits: Sequence[Hit]) -> list[int]:
    told = feature_columns(hits, ("words_explained_all",))[:, 0]
    return [place for place, share in enumerate(told.tolist()) if share >= _EXPLAINED][:_MOST]
