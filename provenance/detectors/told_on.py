"""A fresh official text that a post tells on nearly in its words, without any sign that somebody is quoted."""

from __future__ import annotations

from collections.abc import Sequence

from provenance.detectors.base import Context
from provenance.detectors.quoted_record import Reading, appeared_near, readings
from provenance.model.evidence import Kind
from provenance.model.hit import Hit
from provenance.model.quotation import PassageHit, Quotation, QuotationForm, QuotationHits
from provenance.model.span import TextSpan
from provenance.retrieval.stored_hit import feature_columns

#: Records that a post is laid against, and the share of its rare words that they must have.
_MOST, _EXPLAINED = 2, 0.6
#: What a record must hold of the post before a difference is an edit: words and share. By principle, 2026-11.
_WORDS, _SHARE = 16, 0.75
#: A post that long is no statement told on, but an article (characters).
_LONGEST = 400


def told_on(context: Context) -> tuple[QuotationHits, Reading] | None:
    """The post beside such a record, where a number or a "not" differs; the whole post counts as the quotation.

    Only a record of the same week, as the next decision of an office reads like the last one; nothing where some record
    says the very same.
    """
    text, hits = context.post.text, context.hits.get(Kind.RELEASE, ())
    if not len(hits) or context.post.posted_at is None or not text.strip() or len(text) > _LONGEST:
        return None
    span = TextSpan(0, len(text))
    near = [hits[place].evidence for place in _explaining(hits)]
    whole = tuple(
        PassageHit(record, span, TextSpan(0, len(record.text)), 1.0)
        for record in near
        if record.text and appeared_near(context.post, record)
    )
    if not whole:
        return None
    found = QuotationHits(Quotation(span, QuotationForm.BARE), whole)
    read = [reading for reading in readings(context.post, found, Kind.RELEASE) if reading.share >= _SHARE]
    if not all(reading.edits for reading in read):
        return None
    fresh = (reading for reading in read if reading.kept_words >= _WORDS)
    return next(((found, reading) for reading in fresh), None)


def _explaining(hits: Sequence[Hit]) -> list[int]:
    told = feature_columns(hits, ("words_explained_all",))[:, 0]
    return [place for place, share in enumerate(told.tolist()) if share >= _EXPLAINED][:_MOST]
