"""A quoted line beside the work that holds it: how much of it, and whether it was altered."""

from __future__ import annotations

import re
from dataclasses import dataclass

from provenance.alignment.text import Alignment, SegmentOp
from provenance.detectors.laid import laid_beside
from provenance.detectors.quoted_record import words_in
from provenance.model.evidence import Evidence, Kind
from provenance.model.post import Post
from provenance.model.quotation import PassageHit, QuotationForm, QuotationHits
from provenance.model.span import TextSpan
from provenance.model.works import wordings_of
from provenance.text.line_readings import is_accepted_reading

#: What a record must hold of a line: words and share; where the record itself warns of the line, less is enough,
#: since such sayings are quoted freely.
_WORDS, _SHARE = 4, 0.6
_WARNED_WORDS, _WARNED_SHARE = 4, 0.45
#: A line of so many words is no common phrase.
_CERTAIN_WORDS = 5
_PARTS = re.compile(r"[，,。！？!?；;、：:\n\s]+")
#: Names that the finding of a record may open with: up to a title or a separator.
_LEADING_NAME = re.compile(r"^\s*([^《（(，,。；;:：\d]{2,30}?)(?:《|（|\(|，|,|。|；|$)")
_NO_NAME = re.compile(
    r"杜撰|伪|原意|断章|原文|原句|完整|没有|网友|错误|非其|否认|不存在|后半|百岁"
    r"|never|^not |no record|nearest|appears|film",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Line:
    """A quotation and a work that holds (most of) it.

    Attributes:
        evidence: the work.
        post_span: the shared part, in the post.
        record_span: the shared part in `evidence.text`; None where it stands in another wording that the record gives.
        wording: the text or other wording of the record that holds it.
        words: words of the quotation that the work holds.
        share: the same as a share of the quotation.
        altered: whether the wording differs, and no known edition prints it so.
        false_authors: persons whom the record says the line is wrongly ascribed to.
        true_author: whom the record names instead; "" where it names nobody.
        note: what the record says about the line.
    """

    evidence: Evidence
    post_span: TextSpan
    record_span: TextSpan | None
    wording: str
    words: int
    share: float
    altered: bool
    false_authors: tuple[str, ...]
    true_author: str
    note: str | None

    @property
    def certain(self) -> bool:
        """Whether the line is long enough to be that one."""
        return self.words >= _CERTAIN_WORDS


def lines(post: Post, found: QuotationHits) -> list[Line]:
    """The works that hold the quotation, the fullest and most literal first."""
    laid = {}
    for hit in found.hits:
        if hit.evidence.kind is Kind.QUOTE and hit.evidence.id not in laid:
            line = _lay(post, found, hit)
            if line is not None:
                laid[hit.evidence.id] = line
    return sorted(laid.values(), key=lambda line: (-round(line.share, 2), line.altered, line.evidence.id))


def _lay(post: Post, found: QuotationHits, hit: PassageHit) -> Line | None:
    span = found.quotation.span if found.quotation.form is not QuotationForm.BARE else hit.post_span
    clip, record = span.of(post.text), hit.evidence
    laid = [_in_wording(span, clip, record, wording) for wording in wordings_of(record)]
    fitting = [line for line in laid if line is not None]
    return max(fitting, key=lambda line: (line.share, not line.altered, line.record_span is not None), default=None)


def _in_wording(span: TextSpan, clip: str, record: Evidence, wording: str) -> Line | None:
    alignment = laid_beside(clip, wording)
    held = [segment for segment in alignment.segments if segment.op in (SegmentOp.KEPT, SegmentOp.REORDERED)]
    if not held:
        return None
    words = sum(words_in(segment.clip.of(clip)) for segment in held)
    share = words / max(1, words_in(clip))
    false = _false_authors(record)
    least_words, least_share = (_WARNED_WORDS, _WARNED_SHARE) if false else (_WORDS, _SHARE)
    if words < least_words or share < least_share:
        return None
    official = [segment.official for segment in held if segment.official]
    note = record.extra.get("finding")
    return Line(
        record,
        TextSpan(span.start + held[0].clip.start, span.start + held[-1].clip.end),
        TextSpan(min(s.start for s in official), max(s.end for s in official)) if wording == record.text else None,
        wording,
        words,
        share,
        _altered(alignment),
        false,
        _true_author(note),
        note if isinstance(note, str) else None,
    )


def _altered(alignment: Alignment) -> bool:
    """Whether a part of the line differs from the work and from every reading that editions print.

    Differences of sound (曾 for 层) are variants; so are lines left out between two that are quoted.
    """
    for segment in alignment.segments:
        if segment.trivial or segment.op not in (SegmentOp.ALTERED, SegmentOp.INSERTED):
            continue
        if not is_accepted_reading(_part_around(alignment.clip, segment.clip)):
            return True
    return False


def _part_around(text: str, span: TextSpan) -> str:
    """The clause of `text` that holds `span`."""
    cuts = list(_PARTS.finditer(text))
    start = max((cut.end() for cut in cuts if cut.end() <= span.start), default=0)
    end = min((cut.start() for cut in cuts if cut.start() >= span.end), default=len(text))
    return text[start:end]


def _false_authors(record: Evidence) -> tuple[str, ...]:
    named = record.extra.get("known_false_author")
    if not isinstance(named, str):
        return ()
    return tuple(part for name in re.split(r"[/、,，]", named) if (part := name.strip(" 等")))


def _true_author(note: object) -> str:
    """The author with whose name the record's finding begins: 张小娴《荷包里的单人床》, Will Durant."""
    if not isinstance(note, str) or _NO_NAME.search(note):
        return ""
    found = _LEADING_NAME.match(note)
    return found.group(1).strip() if found else ""
