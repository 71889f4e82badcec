"""Quotations of official records with words cut, turned, altered, put in, reordered or joined."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from provenance.alignment.text import Edit, EditOp, SegmentOp
from provenance.alignment.text.structure import Turn
from provenance.alignment.text.weights import SEVERITY
from provenance.detectors.base import Context
from provenance.detectors.edited_recording import edited_recordings
from provenance.detectors.judging import Judging, not_spread
from provenance.detectors.quoted_absent import not_in_record
from provenance.detectors.quoted_record import LITERAL, Reading, heaviest, readings, words_in
from provenance.detectors.quoted_speaker import other_speaker
from provenance.detectors.quoted_splice import Splice, question_joined, records_joined
from provenance.detectors.told_on import told_on
from provenance.model.evidence import Evidence, Kind
from provenance.model.finding import Citation, Finding, Match, MediaReview, Pattern, Reason
from provenance.model.quotation import QuotationForm, QuotationHits
from provenance.model.silence import Silence
from provenance.model.span import TextSpan
from provenance.scoring import quotation_bits as bits
from provenance.text.stance import Stance, stance_of

#: What a record must hold of a quotation before its differences are edits rather than another statement: words, share
#: of the quotation; less where the post names the record's speaker or appeared just after it.
_WORDS, _SHARE = 7, 0.65
_NAMED_WORDS, _NAMED_SHARE = 5, 0.55
#: Words exchanged for others that make up more than this share of a quotation make it another statement.
_OTHER_STATEMENT = 0.25
_OTHER_CODES = frozenset({"words-altered", "sentence-replaced"})
#: Words of each part of a splice.
_SPLICED_WORDS = 6
_TAKEN = (SegmentOp.KEPT, SegmentOp.SPLICED, SegmentOp.REORDERED)
#: Words put in at the end of a quotation may be another statement; they count from this share on.
_EDGE_SHARE = 0.7
#: Characters of the record quoted in a citation on both sides of the passage.
_CITED_AROUND = 80


class EditedOfficialDetector(Judging):
    """Lays each quotation against the records that hold its words."""

    pattern = Pattern.EDITED_OFFICIAL
    looks_at: ClassVar[tuple[Kind, ...]] = (Kind.RELEASE,)

    def judge(self, context: Context) -> Iterator[Finding | Silence]:
        """See `Judging.judge`. Nothing for exact, honestly shortened, noisy or merely similar quotations."""
        marked = any(found.quotation.form is QuotationForm.MARKED for found in context.quotations)
        unmarked = None if marked else told_on(context)
        if not (context.quotations or context.recordings or unmarked):
            return
        stance = stance_of(context.post.text)
        if stance.stance is Stance.REFUTE:
            yield Silence(Pattern.EDITED_OFFICIAL, not_spread(context.post.text, stance))
            return
        judged = [each for found in context.quotations if (each := self._judged(context, found))]
        findings = [*edited_recordings(context), *(each for each in judged if isinstance(each, Finding))]
        if unmarked and not findings:  # what is reported of a speaker ends with its sentence, the post may go on
            found, reading = unmarked
            findings.append(_edit_finding(context, found, reading, reading.edits))
        joined = question_joined(context.post, context.quotations)
        if joined:
            findings.append(_splice_finding(context, joined))
        yield from sorted(findings, key=lambda finding: -finding.weight_bits)
        yield from (each for each in judged if isinstance(each, Silence))

    def _judged(self, context: Context, found: QuotationHits) -> Finding | Silence | None:
        if found.quotation.form is QuotationForm.BARE:
            return None
        laid = readings(context.post, found, Kind.RELEASE)
        foreign = other_speaker(context.post, found, laid)
        if foreign:
            return _speaker_finding(context, found, *foreign)
        for reading in laid:
            if reading.share >= LITERAL and not reading.edits:
                return _silent(Reason("exact", "the words stand in the record as the post quotes them", 0.0), reading)
        spliced = records_joined(context.post, found, laid)
        if spliced:
            return _splice_finding(context, spliced)
        for reading in laid:
            if _is_source(reading):
                edits = _counted(reading)
                return _edit_finding(context, found, reading, edits) if edits else _silent(_unaltered(reading), reading)
        absent = not_in_record(context.post, found)
        if absent:
            return _absent_finding(context, found, absent)
        return _silent(_no_source(laid[0]), laid[0]) if laid else None


def _silent(reason: Reason, reading: Reading) -> Silence:
    return Silence(Pattern.EDITED_OFFICIAL, reason, reading.evidence)


def _unaltered(reading: Reading) -> Reason:
    if reading.edits:
        return Reason("another-statement", "what differs makes it another statement, or stands around it", 0.0)
    return Reason("light-edits", "what differs from the record changes nothing of what was said", 0.0)


def _no_source(reading: Reading) -> Reason:
    held = f"{reading.kept_words} words, {reading.share:.0%} of the quotation"
    return Reason("no-source", f"the record has {held}: too few to be what was quoted", 0.0)


def _is_source(reading: Reading) -> bool:
    known = reading.speaker_named or reading.date_near
    words, share = (_NAMED_WORDS, _NAMED_SHARE) if known else (_WORDS, _SHARE)
    return reading.kept_words >= words and reading.share >= share and _pieces_are_long(reading)


def _pieces_are_long(reading: Reading) -> bool:
    """Whether each part of a splice is more than a common phrase."""
    if not any(edit.op is EditOp.SPLICED for edit in reading.edits):
        return True
    pieces = [segment.clip for segment in reading.alignment.segments if segment.op in _TAKEN]
    texts = [piece.of(reading.alignment.clip) for piece in pieces]
    return all(words_in(text) >= _SPLICED_WORDS for text in texts)


def _counted(reading: Reading) -> tuple[Edit, ...]:
    """The edits that show what was done to the record.

    Not counted are words put in at an end of a quotation that the record hardly accounts for, and so many words in
    place of the record's that they make another statement.
    """
    size = len(reading.alignment.clip)
    return tuple(
        edit
        for edit in reading.edits
        if not (edit.code in _OTHER_CODES and len(edit.clip) > _OTHER_STATEMENT * size)
        and not (
            edit.op is EditOp.INSERTED
            and (edit.clip.start == 0 or edit.clip.end >= size - 1)
            and reading.share < _EDGE_SHARE
        )
    )


def _edit_finding(context: Context, found: QuotationHits, reading: Reading, edits: Sequence[Edit]) -> Finding:
    worst = heaviest(edits)
    reasons = [*_source_reasons(found, reading), Reason(worst.code, _told(worst), worst.severity_bits)]
    if len(edits) > 1:
        further = min(bits.MOST_FURTHER, bits.FURTHER_EDIT * (len(edits) - 1))
        reasons.append(Reason("further-edits", f"{len(edits) - 1} further edits", further))
    return _finding(
        context,
        reasons,
        [_match(reading.evidence, reading.post_span, reading.record_span, reading.share)],
        [(reading.evidence, reading.record_span)],
        {"edits": [reading.details(edit) for edit in edits]},
    )


def _source_reasons(found: QuotationHits, reading: Reading) -> list[Reason]:
    """What speaks for the record being what the post quotes."""
    gain = min(bits.MOST_FOR_WORDS, bits.PER_WORD * reading.kept_words)
    foreign = 1 - reading.share
    reasons = [
        Reason("prior", "few quotations are edited", bits.PRIOR_EDITED),
        Reason("same-words", f"{reading.kept_words} words or characters of the quotation stand in the record", gain),
    ]
    if foreign > 0:
        reasons.append(
            Reason("other-words", f"{foreign:.0%} of the quotation does not", bits.PER_FOREIGN_SHARE * foreign)
        )
    if reading.speaker_named:
        reasons.append(Reason("speaker-named", "the post names the speaker of the record", bits.SPEAKER_NAMED))
    if reading.date_near:
        reasons.append(Reason("date-near", "the post appeared within a week after the record", bits.DATE_NAMED))
    if found.quotation.form is not QuotationForm.MARKED:
        reasons.append(Reason("not-marked", "the words stand without quotation marks", bits.NOT_MARKED))
    return reasons


def _told(edit: Edit) -> str:
    if edit.before and edit.after:
        return f"{edit.reason}: {edit.before!r} became {edit.after!r}"
    return f"{edit.reason}: {edit.before or edit.after!r}"


def _splice_finding(context: Context, splice: Splice) -> Finding:
    kind = SEVERITY[splice.code]
    edit = {
        "op": kind.op.value,
        "post_span": splice.second_post.to_dict(),
        "official_span": splice.second_record.to_dict(),
        "before": splice.second_record.of(splice.second.text),
        "after": splice.second_post.of(context.post.text),
        "code": splice.code,
        "reason": kind.text,
        "severity_bits": kind.bits,
    }
    reasons = [
        Reason("prior", "few quotations are edited", bits.PRIOR_EDITED),
        Reason("same-words", "both parts stand word for word in the records", bits.MOST_FOR_WORDS),
        Reason(splice.code, kind.text, kind.bits),
    ]
    matches = [
        _match(splice.first, splice.first_post, splice.first_record, 1.0),
        _match(splice.second, splice.second_post, splice.second_record, 1.0),
    ]
    cited = [(splice.first, splice.first_record), (splice.second, splice.second_record)]
    return _finding(context, reasons, matches, cited, {"edits": [edit]})


def _speaker_finding(context: Context, found: QuotationHits, reading: Reading, turn: Turn) -> Finding:
    """The words are literal, and somebody else's of the same session."""
    kind = SEVERITY["speaker-changed"]
    span = found.quotation.span
    edit = {
        "op": kind.op.value,
        "post_span": span.to_dict(),
        "official_span": reading.record_span.to_dict(),
        "before": reading.record_span.of(reading.evidence.text),
        "after": span.of(context.post.text),
        "code": "speaker-changed",
        "reason": kind.text,
        "severity_bits": kind.bits,
        "speaker": turn.speaker,
    }
    told = f"{kind.text}: {turn.speaker}" if turn.speaker else kind.text
    reasons = [*_source_reasons(found, reading), Reason("speaker-changed", told, kind.bits)]
    match = _match(reading.evidence, reading.post_span, reading.record_span, reading.share)
    return _finding(context, reasons, [match], [(reading.evidence, reading.record_span)], {"edits": [edit]})


def _absent_finding(context: Context, found: QuotationHits, record: Evidence) -> Finding:
    kind = SEVERITY["not-in-record"]
    span = found.quotation.span
    edit = {
        "op": kind.op.value,
        "post_span": span.to_dict(),
        "official_span": None,
        "before": "",
        "after": span.of(context.post.text),
        "code": "not-in-record",
        "reason": kind.text,
        "severity_bits": kind.bits,
    }
    reasons = [
        Reason("prior", "few quotations are edited", bits.PRIOR_EDITED),
        Reason("speaker-named", "the post names the speaker and the date of the record", bits.SPEAKER_NAMED),
        Reason("date-named", "the index holds the full record of that date", bits.DATE_NAMED),
        Reason("not-in-record", kind.text, kind.bits),
    ]
    match = Match(record.id, span, None, "kept-share", 0.0)
    return _finding(context, reasons, [match], [(record, None)], {"edits": [edit]})


def _match(evidence: Evidence, post: TextSpan, record: TextSpan, share: float) -> Match:
    return Match(evidence.id, post, record, "kept-share", share)


def _finding(
    context: Context,
    reasons: Sequence[Reason],
    matches: Sequence[Match],
    cited: Sequence[tuple[Evidence, TextSpan | None]],
    details: dict[str, object],
) -> Finding:
    total = sum(reason.weight_bits for reason in reasons)
    unique = {evidence.id: (evidence, span) for evidence, span in cited}
    return Finding(
        post_id=context.post.id,
        pattern=Pattern.EDITED_OFFICIAL,
        reasons=tuple(reasons),
        matches=tuple(matches),
        citations=tuple(Citation.of(evidence, quote=_around(evidence, span)) for evidence, span in unique.values()),
        index_version=context.index_version,
        confidence=round(bits.EDITED.probability(total), 4),
        details=details,
        media_review=MediaReview.EDITED_OR_CROPPED,
    )


def _around(evidence: Evidence, span: TextSpan | None) -> str | None:
    """The passage with its sentence: what the reader should see above the quotation."""
    if span is None:
        return None
    text = evidence.text
    start = max(text.rfind(mark, 0, span.start) for mark in "。！？\n.!?") + 1
    ends = [at for mark in "。！？\n.!?" if (at := text.find(mark, span.end)) >= 0]
    end = min([*ends, len(text) - 1]) + 1
    start = max(start, span.start - _CITED_AROUND)
    return text[start : min(end, span.end + _CITED_AROUND)].strip()
