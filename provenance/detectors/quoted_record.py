"""Lay a quotation against the records that may hold it, and choose the one it was taken from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from provenance.alignment.text import Alignment, Edit, EditOp, SegmentOp
from provenance.alignment.text.weights import SEVERE_BITS
from provenance.detectors.laid import laid_beside
from provenance.model.evidence import Evidence, Kind
from provenance.model.post import Post
from provenance.model.quotation import PassageHit, QuotationForm, QuotationHits
from provenance.model.span import TextSpan
from provenance.scoring import quotation_bits as bits
from provenance.text.folding import fold
from provenance.text.people import same_person

#: A reading counts as literal from this share of words on, when it has no severe edit.
LITERAL = 0.97
#: Records that a quotation is laid against.
_MOST_RECORDS = 8
#: In ranking records, a tenth of the quotation weighs as much as a named speaker; edits only break ties.
_RANKING_SCALE, _LIGHT = 2.5, 0.05
#: Characters of punctuation between two words that follow one another.
_NEXT_WORD = 3
_SAME = (SegmentOp.KEPT, SegmentOp.REORDERED, SegmentOp.SPLICED)
#: Characters of the record on both sides of the passage that the alignment sees: a session's answers around it.
_AROUND = 4_000
#: Records that cover this much less of the quotation than the best do not count.
_COVERAGE_SLACK = 0.25
#: Edit codes by which reported speech, which need not be literal, is judged.
_REPORTED_CODES = frozenset(
    {"negation-dropped", "negation-added", "polarity-denied", "polarity-affirmed", "number-altered"}
)
#: Words before the quotation that carry the negation its first words lost: 不会“…”, not "…".
_DENIED_BEFORE = ("不", "没", "非", "未", "无", "not", "n't", "never", "no")
_DENIED_REACH = 6


@dataclass(frozen=True)
class Reading:
    """A quotation as an excerpt of one record; spans of edits and segments count in the post and in the record."""

    evidence: Evidence
    alignment: Alignment
    #: What to add to a span of the alignment to get one of the post, or of the record.
    post_offset: int
    record_offset: int
    #: Severe edits that hold for the post as a whole.
    edits: tuple[Edit, ...]
    kept_words: int
    speaker_named: bool
    date_near: bool

    @property
    def post_span(self) -> TextSpan:
        """The part of the post that the record accounts for."""
        kept = [segment.clip for segment in self.alignment.segments if segment.op is not SegmentOp.INSERTED]
        return _moved(TextSpan(kept[0].start, kept[-1].end), self.post_offset)

    @property
    def record_span(self) -> TextSpan:
        """The part of the record from its first to its last quoted word."""
        spans = [segment.official for segment in self.alignment.segments if segment.official and len(segment.clip)]
        return _moved(TextSpan(min(s.start for s in spans), max(s.end for s in spans)), self.record_offset)

    @property
    def share(self) -> float:
        """Share of the quotation that the record says, in whatever order, 0–1."""
        segments = self.alignment.segments
        total = sum(len(segment.clip) for segment in segments) - self._put_between()
        moved = [edit.clip for edit in self.edits if edit.op is EditOp.REORDERED]
        held = sum(
            len(segment.clip)
            for segment in self.alignment.segments
            if segment.op in _SAME or any(segment.clip.overlaps(span) for span in moved)
        )
        return held / total if total else 0.0

    def _put_between(self) -> int:
        """Characters put in between two words that follow one another in the record: they do not make it less so."""
        segments = self.alignment.segments
        return sum(
            len(segment.clip)
            for left, segment, right in zip(segments, segments[1:], segments[2:], strict=False)
            if segment.op is SegmentOp.INSERTED
            and left.official
            and right.official
            and 0 <= right.official.start - left.official.end <= _NEXT_WORD
        )

    @property
    def likelihood(self) -> float:
        """Bits for this record being the source, to rank records by: shared words, speaker, date, then few edits."""
        heaviest_bits = max((edit.severity_bits for edit in self.edits), default=0.0)
        known = bits.SPEAKER_NAMED * self.speaker_named + bits.DATE_NAMED * self.date_near
        return known - bits.PER_FOREIGN_SHARE * self.share * _RANKING_SCALE - _LIGHT * heaviest_bits

    def details(self, edit: Edit) -> dict[str, object]:
        """An edit as the details of a finding carry it, spans moved to the texts as received."""
        entry = edit.to_dict()
        entry["post_span"] = _moved(edit.clip, self.post_offset).to_dict()
        entry["official_span"] = _moved(edit.official, self.record_offset).to_dict() if edit.official else None
        return entry


def readings(post: Post, found: QuotationHits, kind: Kind) -> list[Reading]:
    """The quotation laid against each likely record of `kind`, the most likely source first.

    Likely is: holds most of the words; then, whose speaker or date the post names; then, needs the lightest edits.
    """
    hits = _best_per_record(
        hit
        for hit in found.hits
        if hit.evidence.kind is kind and _inside(found, hit) and not postdates(post, hit.evidence)
    )
    floor = hits[0].coverage - _COVERAGE_SLACK if hits else 0.0
    laid = [_lay(post, found, hit) for hit in hits[:_MOST_RECORDS] if hit.coverage >= floor]
    held = {reading.evidence.id for reading in laid}
    for record in found.event_records:
        if record.kind is kind and record.id not in held and not postdates(post, record):
            whole = TextSpan(0, len(record.text))
            laid.append(_lay(post, found, PassageHit(record, found.quotation.span, whole, 0.0)))
    return sorted((reading for reading in laid if reading.kept_words), key=lambda reading: -reading.likelihood)


def postdates(post: Post, record: Evidence) -> bool:
    """Whether the record is more than a day younger than the post, which then cannot quote it."""
    posted, published = post.posted_at, record.published_at
    return posted is not None and published is not None and posted.gap_days(published) > 1


def _inside(found: QuotationHits, hit: PassageHit) -> bool:
    return found.quotation.span.overlaps(hit.post_span)


def _best_per_record(hits: Iterable[PassageHit]) -> list[PassageHit]:
    """One hit a record: the one that accounts for most of the post."""
    best: dict[str, PassageHit] = {}
    for hit in hits:
        held = best.get(hit.evidence.id)
        if held is None or hit.coverage * len(hit.post_span) > held.coverage * len(held.post_span):
            best[hit.evidence.id] = hit
    return sorted(best.values(), key=lambda hit: -hit.coverage * len(hit.post_span))


def _lay(post: Post, found: QuotationHits, hit: PassageHit) -> Reading:
    span, text = found.quotation.span, hit.evidence.text
    start = max(0, hit.evidence_span.start - _AROUND)
    start = 0 if start == 0 else text.rfind("\n", 0, start) + 1
    window = text[start : hit.evidence_span.end + _AROUND]
    clip = span.of(post.text)
    alignment = laid_beside(clip, window)
    kept = [segment for segment in alignment.segments if segment.op in _SAME]
    words = sum(words_in(segment.clip.of(clip)) for segment in kept)
    edits = tuple(edit for edit in alignment.edits if _holds(post, found, edit))
    author = hit.evidence.author or ""
    return Reading(
        hit.evidence,
        alignment,
        span.start,
        start,
        edits,
        words,
        _named(post, found, author),
        appeared_near(post, hit.evidence),
    )


def _holds(post: Post, found: QuotationHits, edit: Edit) -> bool:
    """Whether the edit is severe, and not made good by what stands around the quotation."""
    if edit.severity_bits < SEVERE_BITS:
        return False
    quotation = found.quotation
    if quotation.form is not QuotationForm.MARKED and edit.code not in _REPORTED_CODES:
        return False
    if edit.code == "negation-outside":
        before = post.text[max(0, quotation.span.start - _DENIED_REACH) : quotation.span.start].casefold()
        return not any(word in before for word in _DENIED_BEFORE)
    return True


def _named(post: Post, found: QuotationHits, author: str) -> bool:
    """Whether the post names the record's speaker."""
    if not author:
        return False
    attribution = found.quotation.attribution
    if attribution and same_person(attribution.name, author):
        return True
    text, name = fold(post.text), fold(author)
    return name in text or (name.isascii() and name.split()[-1] in text)


def appeared_near(post: Post, evidence: Evidence) -> bool:
    """Whether the post appeared within a week after the record."""
    if post.posted_at is None or evidence.published_at is None:
        return False
    return -1 <= evidence.published_at.gap_days(post.posted_at) <= _WEEK


_WEEK = 7.0


def words_in(text: str) -> int:
    """Chinese characters, and words of other scripts."""
    han = sum("\u3400" <= char <= "\u9fff" for char in text)
    rest = "".join(" " if "\u3400" <= char <= "\u9fff" else char for char in text)
    return han + len([word for word in rest.split() if any(char.isalnum() for char in word)])


def _moved(span: TextSpan, by: int) -> TextSpan:
    return TextSpan(span.start + by, span.end + by)


def heaviest(edits: Sequence[Edit]) -> Edit:
    """The edit that changes most; the first of equals."""
    return max(edits, key=lambda edit: edit.severity_bits)
